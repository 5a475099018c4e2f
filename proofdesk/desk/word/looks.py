"""Read what is more than words in a Word file: what a paragraph is, and to which addresses words lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from proofdesk.desk.word.comments import RELATIONS, W


@dataclass(frozen=True)
class NewLink:
    """Words that somebody put in, with the address to which they lead."""

    words: str
    address: str
    by: str
    date: str


def heading_level(style: str) -> int:
    """Return the level of a heading, from 1, by the name of its style; 0 for another paragraph."""
    found = re.fullmatch(r"[Hh]eading(\d)", style)
    return int(found[1]) if found else 0


def style_of(properties: etree._Element | None) -> str:
    """Return what the properties of a paragraph make of it, in words."""
    style, number, level = (found.get(f"{W}val", "") if properties is not None and
                            (found := properties.find(path)) is not None else ""
                            for path in (f"{W}pStyle", f"{W}numPr/{W}numId", f"{W}numPr/{W}ilvl"))
    if heading := heading_level(style):
        return f"a heading of level {heading}"
    if number.strip("0"):
        return f"an item of a list, at level {int(level or 0) + 1}"
    return "a paragraph"


def new_links(paragraph: etree._Element, addresses: Mapping[str, str]) -> Iterator[NewLink]:
    """Yield the links of a paragraph in which words were put in, or which were; ``addresses`` are by their names."""
    for link in paragraph.iter(f"{W}hyperlink"):
        outer = link.getparent()
        put_in = outer if outer is not None and outer.tag == f"{W}ins" else link.find(f".//{W}ins")
        address = addresses.get(link.get(f"{RELATIONS}id", ""), "")
        if put_in is not None and address:
            words = "".join(each.text or "" for each in link.iter(f"{W}t")).strip()
            yield NewLink(words, address, put_in.get(f"{W}author", ""), put_in.get(f"{W}date", ""))
