"""Read the title of an OpenDocument file by its style, which Pandoc does not know: a mark says where it is."""

from __future__ import annotations

from itertools import dropwhile, takewhile
from typing import Any

import lxml.etree as etree

from proofdesk.desk.importing.readers.mending.word_titles import MAX_LINES
from proofdesk.desk.importing.readers.packed_file import OFFICE, STYLE, TEXT

_MARK = "\ue00c"
_TITLE = "Title"  # the name of the style in any language
_PARAGRAPH, _AROUND = f"{TEXT}p", (f"{OFFICE}text", f"{TEXT}section")

Block = dict[str, Any]  # of Pandoc's document


def mark_titles(root: etree._Element) -> bool:
    """Make a heading with a mark of each title; return whether there was any."""
    own = {each.get(f"{STYLE}name") for each in root.iterfind(f"{OFFICE}automatic-styles/{STYLE}style")
           if each.get(f"{STYLE}parent-style-name") == _TITLE}
    titles = [each for each in root.iter(_PARAGRAPH) if each.get(f"{TEXT}style-name") in {_TITLE, *own}
              and each.getparent().tag in _AROUND and "".join(map(str, each.itertext())).strip()]
    for each in titles:
        each.tag, each.text = f"{TEXT}h", f"{_MARK}{each.text or ''}"
        each.set(f"{TEXT}outline-level", "1")
    return bool(titles)


def with_title_of_marks(document: dict[str, Any]) -> dict[str, Any]:
    """Return Pandoc's document with its title among its facts; titles further down are headings of the text.

    The title is what stands above all, or the only one. More than four lines are a cover, of which it is the first.
    """
    blocks = list[Block](document["blocks"])
    marked = [each for each in blocks if _is_title(each)]
    above = [*takewhile(_is_title, blocks)]
    only = [*takewhile(_is_title, dropwhile(lambda block: not _is_title(block), blocks))]
    title = above or (only if only == marked else [])
    words = [[*_words(each)] for each in title]
    for each in marked:
        each["c"][2] = _words(each)
    if len(title) > MAX_LINES:
        for each in title[1:]:
            each["t"], each["c"] = "Para", each["c"][2]
        title, words = title[:1], words[:1]
    if not title:
        return document
    joined = [part for line in words for part in ({"t": "Space"}, *line)][1:]
    return {**document, "meta": {**document["meta"], "title": {"t": "MetaInlines", "c": joined}},
            "blocks": [each for each in blocks if not any(each is line for line in title)]}


def _is_title(block: Block) -> bool:
    inlines = block["c"][2] if block["t"] == "Header" else []
    return bool(inlines) and inlines[0]["t"] == "Str" and inlines[0]["c"].startswith(_MARK)


def _words(block: Block) -> list[Any]:
    """Return the words of a heading without the mark."""
    first, *others = block["c"][2]
    rest = first["c"].removeprefix(_MARK)
    return [{"t": "Str", "c": rest}, *others] if rest else others
