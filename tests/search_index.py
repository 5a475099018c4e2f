"""Read a site's search index as the reader's browser does."""

from __future__ import annotations

import gzip
import json
from functools import partial
from pathlib import Path
from typing import Any

from proofdesk.outputs.search import indexer


def index_of(folder: Path, name: str = "pagefind") -> dict[str, dict[str, Any]]:
    """Every entry of a site's index by its address, read as the reader's browser reads it."""
    packed = [gzip.decompress(file.read_bytes()) for file in (folder / name / "fragment").iterdir()]
    entries = [json.loads(content.removeprefix(b"pagefind_dcd")) for content in packed]
    return {entry["url"]: entry for entry in entries}


def by_page(index: dict[str, dict[str, Any]]) -> list[indexer.PageRecords]:
    """The entries of an index as they are given to it."""
    pages: dict[str, list[indexer.SearchRecord]] = {}
    for url, entry in index.items():
        given = {name: entry[name] for name in ("url", "content", "meta", "filters")}
        pages.setdefault(url.partition("#")[0], []).append(given)
    return [indexer.PageRecords(url, json.dumps(entries), len(entries), partial(list, entries))
            for url, entries in pages.items()]
