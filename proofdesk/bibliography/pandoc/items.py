"""Read works as CSL items with Pandoc, and prove that nothing of them was lost on the way.

A work whose text Pandoc loses, because of LaTeX that it does not know, is given to it once more as plain text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.pandoc import program
from proofdesk.bibliography.pandoc.pandoc_entry import pandoc_entry
from proofdesk.bibliography.pandoc.round_trip import lost_fields
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint
from proofdesk.common.parallel.workers import run_in_groups

Item = dict[str, Any]
Work = TypeVar("Work")
_FORMULAS = str(Path(__file__).with_name("formulas.lua"))
_BATCH = 4000
GROUP = 250  # works for one of several processes: enough that Pandoc's start, 0.03 s, counts little
ID = "w"  # stands for a work's key, which Pandoc may not be able to read


@dataclass(frozen=True)
class ReadWork:
    """A work as Pandoc reads it: its entry with the key ``ID``, its CSL item, and the fields that are lost.

    ``item`` is None if Pandoc cannot read the entry.
    """

    text: str
    item: Item | None
    lost: tuple[str, ...] = ()


def batches(works: Sequence[Work], size: int = _BATCH) -> Iterator[Sequence[Work]]:
    """Yield so many works at a time, by default so many that Pandoc, which takes 50 KB for each, stays small."""
    for start in range(0, len(works), size):
        yield works[start : start + size]


class PackedItems(Mapping[str, Item]):
    """CSL items by key, each kept as text: in a quarter of the memory, which counts for tens of thousands of works."""

    def __init__(self, items: Iterable[tuple[str, Item]] = ()) -> None:
        self._texts: dict[str, bytes] = {}
        self.add(items)

    def add(self, items: Iterable[tuple[str, Item]]) -> None:
        self._texts.update((key, json.dumps(item, ensure_ascii=False).encode()) for key, item in items)

    def __getitem__(self, key: str) -> Item:
        item: Item = json.loads(self._texts[key])
        return item

    def text(self, key: str) -> bytes | None:
        """Return an item as it is kept."""
        return self._texts.get(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def read_works(entries: Iterable[Entry], cache_dir: Path | None = None) -> dict[str, ReadWork]:
    """Return each work by key. Works that are not in the cache go to Pandoc in one call, or in several processes."""
    works = {entry.key: entry for entry in entries}
    texts = {key: pandoc_entry(entry, ID) for key, entry in works.items()}
    cache = Cache(cache_dir, pandoc_version()) if cache_dir else None
    found = _load(cache, texts) if cache else {}
    missing = {key: text for key, text in texts.items() if key not in found}
    if cache and run_in_groups([works[key] for key in missing], partial(read_works, cache_dir=cache_dir), GROUP):
        found |= _load(cache, missing)
        missing = {key: text for key, text in missing.items() if key not in found}
    # What is kept on the disk needs no second copy in memory, which would stay.
    items_of = _items.__wrapped__ if cache else _items
    made = _read(works, missing, items_of)
    lossy = {key: pandoc_entry(works[key], ID, plain=True) for key, work in made.items() if work.lost or not work.item}
    again = _read(works, lossy, items_of, plain=True)
    made |= {key: work for key, work in again.items() if work.item and (
        not made[key].item or len(work.lost) <= len(made[key].lost))}
    for key, work in made.items():
        if cache and work.item:  # a failure may be Pandoc's and not the entry's
            cache.store((key, texts[key]), json.dumps(vars(work), ensure_ascii=False))
    both = {**found, **made}
    return {key: both[key] for key in works}


def _load(cache: Cache, texts: Mapping[str, str]) -> dict[str, ReadWork]:
    hits = {key: json.loads(hit.text) for key, text in texts.items() if (hit := cache.load((key, text)))}
    return {key: ReadWork(**{**read, "lost": tuple(read["lost"])}) for key, read in hits.items()}


def _read(
    works: dict[str, Entry], texts: dict[str, str], items_of: Callable[[tuple[tuple[str, str], ...]], dict[str, Item]],
    *, plain: bool = False,
) -> dict[str, ReadWork]:
    items = items_of(tuple(texts.items()))
    lost = {key: tuple(dict.fromkeys(lost_fields(works[key], item, plain=plain))) for key, item in items.items()}
    return {key: ReadWork(text, items.get(key), lost.get(key, ())) for key, text in texts.items()}


@lru_cache(maxsize=8)
def _items(texts: tuple[tuple[str, str], ...]) -> dict[str, Item]:
    """Return the item of each entry by key. If Pandoc fails, each half is tried, so that a fault affects one only."""
    if not texts:
        return {}
    keys, joined = numbered(texts)
    try:
        read = program.convert_text(joined, "csljson", "biblatex", ["--quiet", "--sandbox", "--lua-filter", _FORMULAS])
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
