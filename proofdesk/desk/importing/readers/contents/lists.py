"""Tell of lists whose numbers have another form in the article: letters, Roman numbers, words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.etree as etree

from proofdesk.desk.importing.readers.document_words import plain
from proofdesk.desk.importing.readers.packed_file import WORD, PackedFile
from proofdesk.desk.importing.readers.word.styles import style_of, styles_of, value_of

_LETTERS = {"LowerAlpha": "letters", "UpperAlpha": "letters", "LowerRoman": "Roman numbers",
            "UpperRoman": "Roman numbers"}
MAX_NAMED = 80  # characters of the item by which a list is named
_NUMBER = re.compile(r"%[1-9]")
_LIST = f"{WORD}numPr"


def lettered(style: str, items: list[Any]) -> Iterator[str]:
    """Yield a note on a list of letters or Roman numbers, which the site's lists do not have."""
    if style in _LETTERS:
        yield (f"a list with {_LETTERS[style]} has numbers in the article, so look where the text names one of them: "
               f"“{_start(plain(items[0]))}”")


def worded_numbers(packed: PackedFile) -> Iterator[str]:
    """Yield a note on each form of number in a Word file that the article has otherwise: “Step 1”, “2.1”."""
    main = packed.main_part()
    body = packed.part(main)
    numbering = next((packed.part(target) for kind, target, outside in packed.relations(main)
                      if kind == "numbering" and not outside), None)
    if body is None or numbering is None:
        return
    forms, styles = _forms(numbering), styles_of(packed)
    told: set[str] = set()
    for paragraph in body.iter(f"{WORD}p"):
        style = style_of(paragraph, "p")
        stated = paragraph.find(f"{WORD}pPr/{_LIST}")
        form = forms.get(_place(stated if stated is not None else styles.numbered(style)), "")
        words = _start("".join(text.text or "" for text in paragraph.iter(f"{WORD}t")))
        if styles.is_heading(style):
            if _NUMBER.search(form) and words and "" not in told:
                told.add("")
                yield ("headings have numbers that Word counts, and none in the article, so look where the text names "
                       f"one (“section 1.1”): “{words}” is the first")
            continue
        is_plain = len(_NUMBER.findall(form)) < 2 and not re.search(r"[^\W\d_]{2}", form)
        if form and words and not is_plain and form not in told:
            told.add(form)
            yield (f"the items of a list are called “{_NUMBER.sub('1', form).strip()}” and so on, and have plain "
                   f"numbers in the article: “{words}”")


def _forms(numbering: etree._Element) -> dict[tuple[str, str], str]:
    """Return how numbers are written, by the list and the level; a bullet is none."""
    levels = {each.get(f"{WORD}abstractNumId", ""): {
        level.get(f"{WORD}ilvl", "0"): value_of(level, "lvlText") for level in each.iter(f"{WORD}lvl")
        if value_of(level, "numFmt") not in ("bullet", "none")} for each in numbering.iter(f"{WORD}abstractNum")}
    return {(number.get(f"{WORD}numId", ""), level): form for number in numbering.iter(f"{WORD}num")
            for level, form in levels.get(value_of(number, "abstractNumId"), {}).items()}


def _place(stated: etree._Element | None) -> tuple[str, str]:
    return ("", "") if stated is None else (value_of(stated, "numId"), value_of(stated, "ilvl") or "0")


def _start(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= MAX_NAMED else f"{words[:MAX_NAMED]}…"
