"""Format entries by a CSL style with Pandoc, in a build through mkdocs-bibtex."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from pybtex.database import parse_string
from pybtex.exceptions import PybtexError

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.pandoc.items import GROUP, ID, Item, numbered, pandoc_version, read_works
from proofdesk.bibliography.pandoc.pandoc_entry import pandoc_entry
from proofdesk.bibliography.pandoc.reference_html import finish_reference, text_of
from proofdesk.bibliography.pandoc.round_trip import is_shown
from proofdesk.bibliography.pandoc.style import Style, StyleError
from proofdesk.bibliography.pandoc.whole_list import entries_of, format_with_pandoc
from proofdesk.common.cache import Cache, fingerprint
from proofdesk.common.parallel.workers import run_in_groups


@dataclass(frozen=True)
class Formatted:
    """The HTML of each work that Pandoc can format, and what it says of each that it cannot, by key.

    ``lost`` has the fields of each work that readers would not see whole, ``items`` the works as CSL-JSON: only the
    title of one that Pandoc cannot read.
    """

    html: dict[str, str]
    refused: dict[str, str]
    lost: dict[str, tuple[str, ...]]
    items: dict[str, Item]


def format_entries(entries: Iterable[Entry], style: Style, cache_dir: Path | None) -> Formatted:
    """Format works by a style. Works that are not in the cache go to Pandoc in one call, or in several processes.

    Raises StyleError.
    """
    works = {entry.key: entry for entry in entries}
    cache = Cache(cache_dir, _version()) if cache_dir else None
    if not cache or len(works) < GROUP:
        return _format_each(works, style, cache, cache_dir)
    # Of thousands of works hardly one changes: all of them in one record are read in a fifth of the time.
    key = "together", fingerprint(style.text, style.language or ""), [entry.digest for entry in works.values()]
    if hit := cache.load(key):
        html, lost, items = json.loads(hit.text)
        return Formatted(html, {}, {work: tuple(names) for work, names in lost.items()}, items)
    formatted = _format_each(works, style, cache, cache_dir)
    if not formatted.refused:  # which may be Pandoc's fault and not the entry's
        cache.store(key, json.dumps([formatted.html, formatted.lost, formatted.items], ensure_ascii=False))
    return formatted


def _format_each(works: dict[str, Entry], style: Style, cache: Cache | None, cache_dir: Path | None) -> Formatted:
    read = read_works(works.values(), cache_dir)
    csl = fingerprint(style.text, style.language or "")

    def load(keys: Iterable[str]) -> dict[str, str]:
        return {key: hit.text for key in keys if cache and (hit := cache.load((csl, read[key].text)))}

    hits = load(read)
    new = [works[key] for key in read if key not in hits]
    if cache and run_in_groups(
            new, lambda some: _format_each({entry.key: entry for entry in some}, style, cache, cache_dir), GROUP):
        hits |= load(entry.key for entry in new)
    missing = tuple((key, work.text) for key, work in read.items() if key not in hits)
    # What is kept on the disk needs no second copy in memory, which would stay.
    made, refused = (_format.__wrapped__ if cache else _format)(missing, style)
    made = {key: finish_reference(text, read[key].item or {}) for key, text in made.items()}
    if cache:
        for key, text in made.items():
            cache.store((csl, read[key].text), text)
    both = {**hits, **made}
    whole = {key: both[key] for key in works if key in both and not read[key].lost}
    unshown = _unshown({key: works[key] for key, text in whole.items() if not _shows_title(works[key], text)},
                       style)
    lost = {key: read[key].lost or (("title",) if key in unshown else ()) for key in works if key in both}
    return Formatted({key: both[key] for key in works if key in both}, refused,
                     {key: names for key, names in lost.items() if names},
                     {key: work.item or {"type": "document", "title": works[key].plain("title")}
                      for key, work in read.items()})


def _shows_title(entry: Entry, text: str) -> bool:
    return is_shown(entry, "title", text_of(text))


def _unshown(works: dict[str, Entry], style: Style) -> set[str]:
    """Return which of these works, whose reference lacks the title, are of a kind whose title the style shows."""
    examples = {key: Entry(ID, entry.type, {**entry.fields, "title": _TITLE}, "", 1, entry.inherited)
                for key, entry in works.items()}
    formatted, _ = _format(tuple((key, pandoc_entry(each, ID)) for key, each in examples.items()), style)
    return {key for key, text in formatted.items() if _TITLE in text}


_PLUGIN = "mkdocs_bibtex"
_TITLE = "Quixotically"
_EXAMPLE = "@misc{w0,\n  author = {Name, A.},\n  title = {Title},\n  year = {2000}\n}\n"


@lru_cache(maxsize=64)
def _format(texts: tuple[tuple[str, str], ...], style: Style) -> tuple[dict[str, str], dict[str, str]]:
    """Return works, given as key and entry, as HTML, and what is said of those that cannot be formatted.

    If Pandoc fails, each half is tried, so that a fault affects one work only.
    """
    if not texts:
        return {}, {}
    keys, joined = numbered(texts)
    try:
        formatted = {keys[id]: html for id, html in _entries(joined, keys, style).items()}
        return formatted, {key: "it gives no reference" for key in keys.values() if key not in formatted}
    except (RuntimeError, PybtexError) as error:
        _require_style(style)
        if len(texts) == 1:
            return {}, {texts[0][0]: _reason(error)}
    half = len(texts) // 2
    one, other = _format(texts[:half], style), _format(texts[half:], style)
    return {**one[0], **other[0]}, {**one[1], **other[1]}


def _entries(text: str, ids: Iterable[str], style: Style) -> dict[str, str]:
    """Return the HTML of each entry: from mkdocs-bibtex if a build has loaded it, else from Pandoc.

    Both give the same, and refuse the same. The plugin brings MkDocs along, which a program that only converts pages
    may do without.
    """
    if _PLUGIN in sys.modules:
        from proofdesk.bibliography.pandoc.engine import format_with_plugin

        return format_with_plugin(text, ids, style)
    parse_string(text, "bibtex")
    return entries_of(format_with_pandoc(text, style))


@lru_cache(maxsize=8)
def _require_style(style: Style) -> None:
    """Raise StyleError if the style formats not even a plain work."""
    try:
        format_with_pandoc(_EXAMPLE, style)
    except RuntimeError as error:
        raise StyleError(_reason(error)) from error


def _reason(error: Exception) -> str:
    """Return what a program said, on one line and short."""
    said = re.sub(r'^Pandoc died with exitcode "\d+" during conversion: ', "", str(error))
    said = re.sub(r"^Error reading bibliography file \S+:\s*", "", said)
    return " ".join(said.split())[:200].rstrip(".")


@cache
def _version() -> str:
    """Return a fingerprint of the code and programs that format references."""
    return fingerprint(pandoc_version(), version("mkdocs-bibtex") if _PLUGIN in sys.modules else "")
