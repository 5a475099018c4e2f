"""Undo what a word processor makes of an author's words: lists of what the file holds, and formulas as drawings.

Tables of contents, of figures and of tables repeat headings and captions with the numbers of pages. The site makes its
own, so nobody misses their words. Lines that nothing else of the file has, as in a list that was made before its
headings were changed, are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import lxml.etree as etree

from proofdesk.desk.importing.languages import small_words
from proofdesk.desk.importing.ledger import letters_of
from proofdesk.desk.importing.readers.mending.drawn_formulas import mark_formulas
from proofdesk.desk.importing.readers.packed_file import TEXT, UNREADABLE, WORD, PackedFile, copy_with, replace, write
from proofdesk.desk.importing.readers.word.elements import words_of
from proofdesk.desk.importing.readers.word.fields import fields_in

# What the list has of its own: a number before a line, and that of its page behind it.
_ROMAN = r"(?=[ivxl])l?x{0,3}(?:ix|iv|v?i{0,3})"
_OF_PAGE = re.compile(rf"(?:(?<![\s.…])[\s.…]++(?:\d+|{_ROMAN})|(?<=[^\W\d_])\d+)\s*$", re.I)
_NUMBERED = re.compile(rf"(?:[^\W\d_]+\.?\s)?(?:\d+|{_ROMAN}\b)(?:[.:)–-]*\d+)*[.:)–\s-]*", re.I)
_WORDS = (f"{WORD}t",)
_PARTING = (f"{WORD}tab", f"{WORD}br", f"{TEXT}tab", f"{TEXT}s", f"{TEXT}line-break")
_ODT = tuple(f"{TEXT}{name}" for name in ("table-of-content", "illustration-index", "table-index", "object-index"))


class _Taken(NamedTuple):
    """A list that was taken out: how it begins, and all of its lines."""

    start: str
    lines: list[str]


@contextmanager
def without_made_parts(file: Path, notes: list[str]) -> Iterator[Path]:
    """Give a Word or OpenDocument file without such parts, for as long as the context; each list is told of."""
    is_odt = file.suffix.lower() == ".odt"
    parts: dict[str, bytes] = {}
    try:
        with PackedFile(file) as packed:
            name = "content.xml" if is_odt else packed.main_part()
            root = packed.part(name)
            if root is not None:
                taken = _take_out_of_odt(root) if is_odt else _take_out(root)
                if (is_odt and mark_formulas(root)) or taken:
                    parts = packed.with_parts({name: write(root)})
                    notes += _notes_on(taken, root)
    except UNREADABLE:
        pass  # Pandoc may be able to read it
    with copy_with(parts, file) as copy:
        yield copy


def _notes_on(taken: list[_Taken], rest: etree._Element) -> Iterator[str]:
    for each in taken:
        yield f"a list that the word processor made was left out, as the site makes its own: “{each.start}”"
    if lines := [*_without_place(taken, rest)]:
        yield "such a list has lines that the text has not: " + ", ".join(f"“{line}”" for line in lines)


def _without_place(taken: Iterable[_Taken], rest: etree._Element) -> Iterator[str]:
    """Yield the lines of lists of which the rest of the text has not all words, apart from numbers of the list."""
    letters = letters_of("".join(map(str, rest.itertext())))
    for line in dict.fromkeys(line for each in taken for line in each.lines):
        words = _OF_PAGE.sub("", line)
        number = _NUMBERED.match(words)
        if not any(letters_of(form) in letters for form in (words, words[number.end() :] if number else words)):
            yield line


def _take_out_of_odt(root: etree._Element) -> list[_Taken]:
    found = [*root.iter(*_ODT)]
    taken = [_Taken(_start_of("".join(map(str, each.itertext()))),
                    [_line(part) for part in each.iter(f"{TEXT}p") if part.getparent().tag != f"{TEXT}index-title"])
             for each in found]
    for each in found:
        replace(each)
    return taken


def _line(paragraph: etree._Element) -> str:
    """Return the words of a paragraph; a tab or a break parts them."""
    parts = [" " if each.tag in _PARTING else (each.text or "") if each.tag in _WORDS else "" for each in
             paragraph.iter(*_PARTING, *_WORDS)] if paragraph.tag.startswith(WORD) else [
        f"{' ' if each.tag in _PARTING else ''}{each.text or ''}{'' if each is paragraph else each.tail or ''}"
        for each in paragraph.iter("*")]
    return " ".join("".join(parts).split())


def _take_out(root: etree._Element) -> list[_Taken]:
    """Take out the paragraphs of fields that list what the file holds, with their headings."""
    taken: list[_Taken] = []
    for field in [each for each in fields_in(root) if each.code.split()[:1] == ["TOC"]]:
        # One with other words too, and not only a number that somebody typed before a line, is no part of the list.
        within = {*field.words}
        paragraphs = [each for each in field.paragraphs if all(
            text in within or not any(map(str.isalpha, text.text or "")) for text in each.iter(f"{WORD}t"))]
        if not paragraphs:
            continue
        words = words_of(paragraphs[0])
        heading = paragraphs[0].getprevious()
        while heading is not None and heading.tag == f"{WORD}p" and not words_of(heading):
            heading = heading.getprevious()
        if heading is not None and heading.tag in (f"{WORD}p", f"{WORD}tbl"):
            said = words_of(heading)
            if said.casefold().rstrip(":. ") in small_words("contents"):
                words = f"{said}: {words}"
                replace(heading)
        taken.append(_Taken(_start_of(words), [_line(each) for each in paragraphs]))
        for each in paragraphs:
            around = each.getparent()
            replace(each)
            while around is not None and around.tag in (f"{WORD}sdtContent", f"{WORD}sdt") and not words_of(around):
                around, empty = around.getparent(), around
                replace(empty)
        field.plain()  # its end is often in the paragraph behind it
    return taken


def _start_of(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"
