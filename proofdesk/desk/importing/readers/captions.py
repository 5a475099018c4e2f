"""Find the captions of pictures, which most files keep as a paragraph below or above the picture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from proofdesk.common.text import sentence_ends
from proofdesk.desk.importing.ledger import letters_of
from proofdesk.desk.importing.lines import IMAGE, TEXT, Line, strip_markup

# “Figure 2.”, “Fig. 2:”, “Abbildung 2 –”, “Figura S2.” and so on, in the languages that manuscripts are in.
_LABEL = (
    r"\*{0,3}(?P<number>(?:figure|fig\.?|abbildung|abb\.?|figura|figuur|afbeelding|afb\.?|illustration|bild|picture|image|"
    r"photo|foto|chart|graph|scheme)\s*[A-Z]?\d{1,3}(?:[.‑-]\d{1,3}){0,2}[a-z]?\b(?![.‑-]\d)")
_NUMBERED = re.compile(rf"{_LABEL}\s*(?:\*{{0,3}}\s*[.:|–—-]\*{{0,3}}|\*{{0,3}}$))\s*", re.IGNORECASE)
# Of a line that is known to be a caption: “Figure 2 Beds in May”; “Figure 2 shows” is a sentence.
_BEFORE_TITLE = re.compile(rf"{_LABEL}\*{{0,3}})\s+(?=\*{{0,3}}(?-i:[^\W\d_a-zß-öø-ÿ]))", re.IGNORECASE)


def mark_captions(lines: list[Line], known: Iterable[str]) -> list[Line]:
    """Return the lines with each picture above its caption, and marked as having one.

    ``known`` are the captions that the file says to be such; others are known by their number, as in “Figure 2.”.
    """
    captions = {letters for words in known if (letters := letters_of(words))}
    marked = [*lines]
    for index, line in enumerate(lines):
        if line.kind != IMAGE or line.captioned or not line.text.startswith("!["):  # else only its words are there
            continue
        before, after = index - 1, index + 1
        if after < len(marked) and _is_caption(marked[after], captions):
            marked[index] = replace(line, captioned=True)
        elif index and _is_caption(marked[before], captions) and not (before and marked[before - 1].captioned):
            marked[before], marked[index] = replace(line, captioned=True), marked[before]
    return marked


def _is_caption(line: Line, captions: set[str]) -> bool:
    plain = line.plain
    return line.kind == TEXT and (letters_of(plain) in captions or bool(_NUMBERED.match(plain)))


def parts_of_caption(text: str) -> tuple[str, str, str]:
    """Return the number of a caption, which the site gives itself, its first sentence and the rest, as Markdown.

    What is emphasised over the end of a part is emphasised in the rest alone: a title stands apart already.
    """
    number = _NUMBERED.match(text) or _BEFORE_TITLE.match(text)
    end = number.end() if number and number.end() < len(text) else 0
    stop = next((each for each in sentence_ends(text) if end < each < len(text)), len(text))
    title, rest = text[end:stop], text[stop:].lstrip()
    begun = _open_mark(text[: end + len(title)])
    shown = title.strip("*") if "*" not in title.strip("*") else title
    if _open_mark(shown):
        shown = strip_markup(shown)
    return (number["number"].replace("*", "").strip() if number and end else "", shown.strip(),
            f"{begun}{rest}" if rest else "")


def _open_mark(text: str) -> str:
    """Return the mark of emphasis that a text opens and does not close."""
    opened = ""
    for mark in _MARK.findall(text):
        opened = "" if mark == opened else opened or mark
    return opened


_MARK = re.compile(r"(?<!\\)\*{1,3}")


def with_whole_caption(pictures: list[Any], caption: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return a figure of OpenDocument with its whole caption, which Pandoc gives as the words of the picture instead.

    Of the caption itself it takes the number off.
    """
    if not (len(pictures) == len(caption) == 1 and {pictures[0]["t"], caption[0]["t"]} <= {"Para", "Plain"}):
        return pictures, caption
    picture, said = pictures[0]["c"], caption[0]["c"]
    if len(picture) != 1 or picture[0]["t"] != "Image" or not said or picture[0]["c"][1][-len(said) :] != said:
        return pictures, caption
    attributes, words, target = picture[0]["c"]
    return [{"t": "Plain", "c": [{"t": "Image", "c": [attributes, [], target]}]}], [{"t": "Plain", "c": words}]


def has_caption(inline: Any) -> bool:
    """Return whether an inline is a picture of OpenDocument in a frame with its caption, which Pandoc marks so."""
    return bool(inline["t"] == "Image" and inline["c"][2][1] == "fig:"
                and any(each["t"] not in ("Space", "SoftBreak", "LineBreak") for each in inline["c"][1]))
