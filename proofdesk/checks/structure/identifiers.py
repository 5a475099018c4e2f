"""Check that each id of a page is of one place, because an address that ends in it can lead to one only, and stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position, SourceText
from proofdesk.common.text import slug
from proofdesk.content.markup import TEMPLATE_IDS
from proofdesk.site.article import Page

_NUMBERED_HEADING = re.compile(r"(.+)_(\d+)")
_NUMBERED_BLOCK = re.compile(r"(.+)-(\d+)")
_HEADING = re.compile(r"^[> \t]*#{2,6}[ \t]*([^\n]+)$", re.MULTILINE)
_LEADS_AWAY = "the address “#{}” has a number because of an equal title, and leads elsewhere if one is added above it"


def check_ids(page: Page) -> Iterator[Problem]:
    """Yield a problem for each id that two places of a page have, or that its template writes too."""
    source = page.document.source
    for name, times in page.findings.repeated_ids.items():
        yield Problem(source.path, *_place(source, name, times - 1), "duplicate-id",
                      f"“{name}” is the id of {times} places of this page", "give each an id of its own")
    for name in sorted(page.findings.ids & TEMPLATE_IDS):
        yield Problem(source.path, *_place(source, name, 0), "duplicate-id",
                      f"“{name}” is the id of a part that pages have already", "choose another id")


def advise_on_addresses(page: Page) -> Iterator[Problem]:
    """Yield advice for each heading or block whose address has a number, because another of this page has its words.

    Whoever kept such an address is led elsewhere when a third one is added above it. Python-Markdown numbers headings
    as “beds_1” (markdown/extensions/toc.py, `unique`), and blocks are numbered as “note-beds-2”.
    """
    source, ids = page.document.source, page.findings.ids
    headings = [(slug(match[1]), match.start()) for match in _HEADING.finditer(source.prose, source.body_start)]
    for name in sorted(ids):
        match = _NUMBERED_HEADING.fullmatch(name)
        if match and match[1] in ids and not re.search(rf"#{re.escape(name)}(?![\w.-])", source.text):
            at = [offset for words, offset in headings if words == match[1]]
            place = source.position(at[min(int(match[2]), len(at) - 1)]) if at else Position(source.first_body_line, 1)
            yield Problem(source.path, *place, "address-by-order", _LEADS_AWAY.format(name),
                          f"write `{{#{name}}}` behind its words to keep its address, or give it other words")
    for block in page.document.blocks:
        match = _NUMBERED_BLOCK.fullmatch(block.id)
        if match and match[1] in ids and not block.record.id:
            yield Problem(source.path, block.line, block.column, "address-by-order", _LEADS_AWAY.format(block.id),
                          f"write its option `id: {block.id}` to keep its address, or give it another title")


def _place(source: SourceText, name: str, occurrence: int) -> Position:
    """Return where the source gives an id, the occurrence counted from 0."""
    pattern = re.compile(rf"""(?:\{{[^}}\n]*\#|\b(?:id|name)\s*[=:]\s*["']?)(?P<name>{re.escape(name)})(?![\w.-])""")
    offsets = [match.start("name") for match in pattern.finditer(source.text, source.body_start)]
    if not offsets:
        return Position(source.first_body_line, 1)
    return source.position(offsets[min(occurrence, len(offsets) - 1)])
