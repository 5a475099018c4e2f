"""Read what is more than words in a Word file: what a paragraph is, and how words look.

A look is the names of what Word does to words, in the order of ``NAMES``, and ``link:`` with an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from lxml import etree

from proofdesk.desk.word.comments import RELATIONS, W

LINK = "link:"
# Each name with what is said of words that look so; Markdown of this project writes those of ``IN_MARKDOWN``.
NAMES = {"bold": "bold", "italic": "italic", "raised": "raised", "lowered": "lowered", "code": "as code",
         "underlined": "underlined", "struck": "struck through", "highlighted": "highlighted", "coloured": "coloured"}
IN_MARKDOWN = ("bold", "italic", "raised", "lowered", "code")
_SWITCHES = {"b": "bold", "i": "italic", "u": "underlined", "strike": "struck", "dstrike": "struck",
             "highlight": "highlighted", "color": "coloured"}
_OFF = ("0", "false", "off", "none", "auto", "000000")
_CODE = re.compile(r"(?i)verbatim|\bcode\b|sourcetext|source text")


@dataclass(frozen=True)
class Looks:
    """How words look and how they looked before somebody changed that tracked, by whom and when."""

    now: str = ""
    was: str = ""
    by: str = ""
    date: str = ""


PLAIN = Looks()


def look_of(names: Set[str], link: str = "") -> str:
    """Return a look of its names and of the address that its words lead to."""
    address = [LINK + re.sub(r"\s", "%20", link)] if link else []
    return " ".join([*(name for name in NAMES if name in names), *address])


def without_bold(looks: Looks) -> Looks:
    """Return looks of words that are bold by where they stand."""
    was, now = (" ".join(name for name in look.split() if name != "bold") for look in (looks.was, looks.now))
    return replace(looks, was=was, now=now)


def character_styles(root: etree._Element | None) -> dict[str, Set[str]]:
    """Return what the styles of characters do to words that Markdown can say, by their ids."""
    styles = [] if root is None else [each for each in root.findall(f"{W}style") if each.get(f"{W}type") == "character"]
    found: dict[str, Set[str]] = {}
    for style in styles:
        name = style.find(f"{W}name")
        names = _switched(style.find(f"{W}rPr"), set()) & set(IN_MARKDOWN)
        is_code = _CODE.search(name.get(f"{W}val", "") if name is not None else "")
        found[style.get(f"{W}styleId", "")] = {*names, "code"} if is_code else names
    return found


def looks_of(run: etree._Element, styles: Mapping[str, Set[str]], link: str = "") -> Looks:
    """Return how the words of a run look, which lead to ``link``."""
    properties = run.find(f"{W}rPr")
    change = properties.find(f"{W}rPrChange") if properties is not None else None
    now = _look(properties, styles, link)
    if change is None:
        return Looks(now, now)
    return Looks(now, _look(change.find(f"{W}rPr"), styles, link), change.get(f"{W}author", ""),
                 change.get(f"{W}date", ""))


def _look(properties: etree._Element | None, styles: Mapping[str, Set[str]], link: str) -> str:
    style = properties.find(f"{W}rStyle") if properties is not None else None
    names = _switched(properties, set(styles.get(style.get(f"{W}val", ""), ())) if style is not None else set())
    return look_of(names - {"underlined", "coloured"} if link else names, link)


def _switched(properties: etree._Element | None, names: set[str]) -> set[str]:
    """Return the names with those that properties switch on, and without those that they switch off."""
    for each in properties if properties is not None else ():
        name = etree.QName(each).localname if isinstance(each.tag, str) else ""
        value = each.get(f"{W}val", "")
        if name == "vertAlign":
            names -= {"raised", "lowered"}
            names |= {{"superscript": "raised", "subscript": "lowered"}[value]} if value.endswith("script") else set()
        elif name in _SWITCHES:
            names -= {_SWITCHES[name]}
            names |= set() if value.lower() in _OFF else {_SWITCHES[name]}
    return names


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


def link_of(element: etree._Element, addresses: Mapping[str, str]) -> str:
    """Return the address outside the file to which a link leads; ``addresses`` are by their names."""
    return addresses.get(element.get(f"{RELATIONS}id", ""), "")
