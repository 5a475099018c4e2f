"""Read works as CSL items with Pandoc, and prove that nothing of them was lost on the way.

A work whose text Pandoc loses, because of LaTeX that it does not know, is given to it once more as plain text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.pandoc import program
from proofdesk.bibliography.pandoc.pandoc_entry import pandoc_entry
from proofdesk.bibliography.pandoc.round_trip import lost_fields
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint

Item = dict[str, Any]
ID = "w"  # stands for a work's key, which Pandoc may not be able to read


@dataclass(frozen=True)
class ReadWork:
    """A work as Pandoc reads it: its entry with the key ``ID``, its CSL item, and the fields that are lost.

    ``item`` is None if Pandoc cannot read the entry.
    """

    text: str
    item: Item | None
    lost: tuple[str, ...] = ()


def read_works(entries: Iterable[Entry], cache_dir: Path | None = None) -> dict[str, ReadWork]:
    """Return each work by key. Works that are not in the cache go to Pandoc in one call."""
    works = {entry.key: entry for entry in entries}
    texts = {key: pandoc_entry(entry, ID) for key, entry in works.items()}
    cache = Cache(cache_dir, pandoc_version()) if cache_dir else None
    found: dict[str, ReadWork] = {}
    for key, text in texts.items():
        if cache and (hit := cache.load((key, text))):
            found[key] = ReadWork(**{**(read := json.loads(hit.text)), "lost": tuple(read["lost"])})
    missing = {key: text for key, text in texts.items() if key not in found}
    made = _read(works, missing)
    lossy = {key: pandoc_entry(works[key], ID, plain=True) for key, work in made.items() if work.lost or not work.item}
    again = _read(works, lossy)
    made |= {key: work for key, work in again.items() if work.item and (
        not made[key].item or len(work.lost) <= len(made[key].lost))}
    for key, work in made.items():
        if cache and work.item:  # a failure may be Pandoc's and not the entry's
            cache.store((key, texts[key]), json.dumps(vars(work), ensure_ascii=False))
    both = {**found, **made}
    return {key: both[key] for key in works}


def _read(works: dict[str, Entry], texts: dict[str, str]) -> dict[str, ReadWork]:
    items = _items(tuple(texts.items()))
    return {key: ReadWork(text, item := items.get(key), tuple(lost_fields(works[key], item)) if item else ())
            for key, text in texts.items()}


@lru_cache(maxsize=8)
def _items(texts: tuple[tuple[str, str], ...]) -> dict[str, Item]:
    """Return the item of each entry by key. If Pandoc fails, each half is tried, so that a fault affects one only."""
    if not texts:
        return {}
    keys, joined = numbered(texts)
    try:
        read = program.convert_text(joined, "csljson", "biblatex", ["--quiet", "--sandbox"])
        return {keys[item["id"]]: {**item, "id": keys[item["id"]]} for item in json.loads(read)}
    except RuntimeError:
        half = len(texts) // 2
        return {**_items(texts[:half]), **_items(texts[half:])} if half else {}


def numbered(texts: Iterable[tuple[str, str]]) -> tuple[dict[str, str], str]:
    """Return the keys by the numbered ids that stand for them, and the entries with these ids as one text."""
    keys, entries = {}, []
    for number, (key, text) in enumerate(texts):
        keys[f"{ID}{number}"] = key
        entries.append(text.replace(f"{{{ID},", f"{{{ID}{number},", 1))
    return keys, "\n".join(entries)


@cache
def pandoc_version() -> str:
    """Return a fingerprint of the code and the program that read works."""
    return fingerprint(code_fingerprint("common", "bibliography"), program.pandoc_version())
