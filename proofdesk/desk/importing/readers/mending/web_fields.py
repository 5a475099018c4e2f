"""Mark the citations that Word keeps in a web page: as field codes in comments that only Word reads.

Word writes `<!--[if supportFields]>begin, code, separator<![endif]-->words<!--[if supportFields]>end<![endif]-->`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from proofdesk.desk.importing.readers.fields.citation import FieldCitation, FieldCitations
from proofdesk.desk.importing.readers.fields.code import is_bibliography, is_citation, read_citations
from proofdesk.desk.importing.readers.fields.marks import LISTED, add_citation

_COMMENT = re.compile(r"<!--\[if\s+supportFields\]>(.*?)<!\[endif\]-->", re.DOTALL | re.IGNORECASE)
_SIGN = re.compile(r"<span\b[^>]*mso-element:\s*field-(begin|separator|end)[^>]*>", re.IGNORECASE)
_DATA = re.compile(r"<w:data>(.*?)</w:data>", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
_PARAGRAPH = re.compile(r"<(?:p|li|h[1-6])\b[^>]*>", re.IGNORECASE)


@dataclass
class _Field:
    """A field: its code, the data beside it, and where its words begin and end in the page."""

    code: str = ""
    data: str = ""
    start: int = -1
    end: int = -1


def mark_citations(page: str, citations: FieldCitations) -> str:
    """Return a web page with a mark in the place of each citation's words, which is added to ``citations``."""
    found = sorted(_fields_in(page), key=lambda each: each.start)
    pieces, at = [], 0
    for each, citation in zip(found, read_citations((each.code, each.data) for each in found), strict=True):
        if each.start < at:  # within one that is marked
            continue
        words = page[each.start : each.end]
        pieces += [page[at : each.start], _marked(each, words, citation, citations)]
        at = each.end
    return "".join([*pieces, page[at:]])


def _marked(each: _Field, words: str, citation: FieldCitation | None, citations: FieldCitations) -> str:
    """Return the words of a field with marks: one in the place of a citation, one for each paragraph of a list."""
    if is_bibliography(each.code):
        citations.bibliographies += 1
        return LISTED + _PARAGRAPH.sub(lambda found: found[0] + LISTED, words)
    mark = add_citation(citations, citation, _plain(words))
    if not mark:
        return words
    parts = _MARKUP.split(words)
    kept = [part if number % 2 else "" for number, part in enumerate(parts)]
    place = next((number for number, part in enumerate(parts) if not number % 2 and part.strip()), 0)
    kept[place] = mark
    return "".join(kept)


def _fields_in(page: str) -> Iterator[_Field]:
    """Yield the citations and lists of references among the fields of a page."""
    opened: list[_Field] = []
    for comment in _COMMENT.finditer(page):
        at = 0
        for sign in _SIGN.finditer(comment[1]):
            _add_code(opened, comment[1][at : sign.start()])
            at = sign.end()
            if sign[1].lower() == "begin":
                opened.append(_Field())
            elif opened and sign[1].lower() == "separator":
                opened[-1].start = comment.end()
            elif opened:
                ended = opened.pop()
                ended.end = comment.start()
                if ended.start < 0 and opened:  # what EndNote keeps beside a citation
                    opened[-1].data += ended.data
                ended.code = _plain(ended.code)
                if ended.start >= 0 and (is_citation(ended.code) or is_bibliography(ended.code)):
                    yield ended
        _add_code(opened, comment[1][at:])


def _add_code(opened: list[_Field], code: str) -> None:
    if opened and opened[-1].start < 0:
        opened[-1].data += "".join("".join(data.split()) for data in _DATA.findall(code))
        opened[-1].code += _DATA.sub("", code)


def _plain(markup: str) -> str:
    """Return the words of HTML on one line: Word breaks lines within a code, too."""
    return " ".join(html.unescape(_MARKUP.sub("", markup)).split())
