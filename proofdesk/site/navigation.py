"""Check the entries of the header, ``nav`` in ``mkdocs.yml``: every page shows their words and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from proofdesk.site.settings import SettingError

# Pages that the templates of the theme lead to, if the site has them.
LINKED_PAGES = ("about/", "about/corrections/", "about/data/", "about/help/", "about/how-we-work/", "about/privacy/",
                "articles/", "glossary/", "references/", "safety/")
_SCHEMES = ("http", "https", "mailto", "tel")


def check_nav(nav: Any) -> None:
    """Raise ``SettingError`` at the first entry that readers could not use, or would see otherwise than written."""
    titles: dict[str, str] = {}
    for title, target in nav_entries(nav):
        if title is not None:
            _check_title(title)
        if target is None:
            continue
        scheme = urlsplit(target).scheme
        if scheme and scheme not in _SCHEMES:
            raise SettingError(f"nav: “{target}” is no address that readers could follow (name a page's file from "
                               "docs/, or an address that begins with https://)")
        before = titles.setdefault(target, str(title))
        if before != str(title):
            raise SettingError(f"nav: “{target}” is there as “{before}” and as “{title}”, and a page has one title "
                               "(list it once)")


def nav_entries(nav: Any) -> Iterator[tuple[Any, str | None]]:
    """Yield the title of each entry, None if it has none, with its address; a section has no address."""
    for entry in nav if isinstance(nav, list) else ():
        if isinstance(entry, str):
            yield None, entry
        elif isinstance(entry, dict):
            for title, value in entry.items():
                yield title, value if isinstance(value, str) else None
                yield from nav_entries(value)


def behind_the_first(nav: Any) -> Iterator[tuple[Any, str]]:
    """Yield what a header lists and does not lead to: the title of the section, and the entry.

    A section leads to the first of its entries. One that is behind it may be the first of another, or stand alone too.
    """
    first, behind = set[str](), list[tuple[Any, str]]()
    for entry in nav if isinstance(nav, list) else ():
        for title, value in entry.items() if isinstance(entry, dict) else ((None, entry),):
            listed = [target for _, target in nav_entries([{title: value}]) if target]
            first.update(listed[:1])
            behind += ((title, target) for target in listed[1:])
    yield from (each for each in behind if each[1] not in first)


def first_address(item: Any) -> str | None:
    """Return where the entry of a header leads: its own address, or the first of its section, at any depth, if any."""
    if not item.is_section:
        return str(item.url or "")
    return next((found for each in item.children if (found := first_address(each)) is not None), None)


def _check_title(title: Any) -> None:
    if isinstance(title, bool | float) or not isinstance(title, str | int):
        raise SettingError(f"nav: a title was read as “{title}”, because YAML has a meaning of its own for some words "
                           "(put it in quotation marks, as in `\"On\": page.md`)")
    if not any(character.isprintable() and not character.isspace() for character in str(title)):
        raise SettingError("nav: a title is empty (write what the header is to say)")
