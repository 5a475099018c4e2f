"""Mark citations in a file that Pandoc reads, and write them into the lines that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from proofdesk.desk.importing.lines import Line, escape
from proofdesk.desk.importing.readers.fields.citation import FieldCitation, FieldCitations, is_number
from proofdesk.desk.importing.readers.fields.handwriting import with_page, with_typed_words

# Signs for private use, which no text that people write has.
_MARK = "\ue002{}\ue003"
LISTED = "\ue004"  # at the start of each paragraph of a list of references
_ENTRY = "\ue005{}\ue006"  # in a paragraph of the list: what citations call its work
_ENTRIES = re.compile("\ue005([^\ue006]*)\ue006")
MARKS = re.compile("\ue002([0-9]{1,9})\ue003")
_ONE = "\ue002[0-9]{1,9}\ue003"
_BETWEEN = r"(?:\s*(?:<sup>)?\s*[,;]?\s*(?:</sup>)?\s*)"
# Brackets that hold nothing but citations are those of a style that wrote numbers alone.
_GROUP = re.compile(rf"(?P<open>\\\[|\(|<sup>\s*)?(?P<marks>{_ONE}(?:{_BETWEEN}{_ONE})*)(?P<close>\\\]|\)|\s*</sup>)?")
# Not at the start, behind a space or an opening sign, or behind the asterisks that begin emphasis.
_NEEDS_SPACE = re.compile(r"(?:[^\s(\[“‘\"'—–/*_|>]|[^\s*]\*+|>)$")
_WORD = re.compile(r"[\w(]")
_PARTNERS = {"\\[": "\\]", "(": ")", "<sup>": "</sup>"}
_ONE_AND_WORDS = re.compile("\\s*\ue002([0-9]{1,9})\ue003(.{2,60})")
_ONLY_MARKS = re.compile(rf"\s*{_ONE}(?:[\s,;.]*{_ONE})*[\s,;.]*")


def mark_of(number: int) -> str:
    """Return the mark that stands for a citation in the file."""
    return _MARK.format(number)


def add_citation(
    citations: FieldCitations, citation: FieldCitation | None, shown: str, may_be_number: bool = True
) -> str:
    """Add a citation that these words show, and return its mark; empty if nothing says what they cite.

    If they are nothing but a number, it may be that of an entry of the list.
    """
    if citation is None and not (may_be_number and is_number(shown)):
        citations.unread.append(" ".join(shown.split()))
        return ""
    citation = with_typed_words(citation, shown) if citation else FieldCitation("", ())
    return mark_of(citations.add(citation, shown))


def entry_of(identity: str) -> str:
    """Return the mark of a paragraph of the list whose work citations call so."""
    return _ENTRY.format(identity)


def marks_of_note(blocks: list[Any], citations: FieldCitations) -> str:
    """Return the marks of a footnote of Pandoc that is nothing but citations: the site has one list, not notes for it.

    A page behind its only citation is then a part of it. Empty if it has other words.
    """
    if len(blocks) != 1 or blocks[0]["t"] not in ("Para", "Plain"):
        return ""
    words = (each["c"] if each["t"] == "Str" else " " if each["t"] in ("Space", "SoftBreak") else "x"
             for each in blocks[0]["c"])
    text = "".join(words)
    if found := _ONE_AND_WORDS.fullmatch(text):
        citation = with_page(citations.citations[int(found[1])], found[2])
        if citation:
            citations.citations[int(found[1])] = citation
            return mark_of(int(found[1]))
    return "".join(mark[0] for mark in MARKS.finditer(text)) if _ONLY_MARKS.fullmatch(text) else ""


class MarkedText:
    """Writer of citations in the place of their marks.

    ``written`` are the numbers of those that had a place; ``shown`` has the words that the file shows for each, by what
    was written for it.
    """

    def __init__(self, citations: FieldCitations) -> None:
        self.citations = citations
        self.written: set[int] = set()
        self.shown: dict[str, str] = {}

    def lines(self, lines: Iterable[Line]) -> list[Line]:
        """Return lines with their citations; those of a list of references are marked as such."""
        return [self._line(line) for line in lines]

    def _line(self, line: Line) -> Line:
        listed = line.listed or LISTED in line.text
        entry = next((self.citations.identifier(match[1]) for match in _ENTRIES.finditer(line.text)), line.entry)
        text = self.text(_ENTRIES.sub("", line.text.replace(LISTED, "")))
        return replace(line, text=text, listed=listed, entry=entry)

    def text(self, text: str) -> str:
        """Return Markdown with its citations."""
        return _GROUP.sub(self._group, text) if MARKS.search(text) else text

    def words(self, text: str) -> str:
        """Return words with what their citations showed, as for a title or a note."""
        return MARKS.sub(lambda found: self.citations.shown[int(found[1])], _ENTRIES.sub("", text.replace(LISTED, "")))

    def _citation(self, numbers: list[int], around: tuple[str, str] = ("", "")) -> str:
        citation = self.citations.markdown(numbers)
        self.shown[citation] = escape(" ".join(self.citations.shown[number] for number in numbers)).join(around)
        return citation

    def _group(self, match: re.Match[str]) -> str:
        numbers = [int(found[1]) for found in MARKS.finditer(match["marks"])]
        self.written.update(numbers)
        opening, closing = match["open"] or "", match["close"] or ""
        around = _bare(opening), _bare(closing)
        if opening and _PARTNERS[around[0]] == around[1]:
            opening = closing = ""
        else:
            around = "", ""
        space = " " if _NEEDS_SPACE.search(match.string[max(0, match.start() - 9) : match.start()] + opening) else ""
        after = " " if _WORD.match(closing + match.string[match.end() : match.end() + 1]) else ""
        groups = _groups(numbers, self.citations)
        citation = " ".join(self._citation(group, around) for group in groups)
        return f"{opening}{space}{citation}{after}{closing}"


def _groups(numbers: list[int], citations: FieldCitations) -> list[list[int]]:
    """Part citations side by side where words were typed between them, or where one has no records."""
    groups: list[list[int]] = [[]]
    for number in numbers:
        other = citations.citations[number]
        last = citations.citations[groups[-1][-1]] if groups[-1] else None
        if last and (last.after or other.before or not (last.works and other.works)):
            groups.append([])
        groups[-1].append(number)
    return groups


def _bare(bracket: str) -> str:
    return bracket.strip()
