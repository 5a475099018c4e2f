"""Gives Pagefind's index one order, so that two builds of the same pages are the same to the byte.

Pagefind 1.5 writes the values of each filter in an order that changes from run to run, and names files by what is in
them. The values are sorted here, and the names that follow from them are made anew. Knows only Pagefind's files: gzip,
its mark, then CBOR (RFC 8949).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import cbor2

_MARK = b"pagefind_dcd"


def settle(folder: Path) -> None:
    """Sort the index in ``folder``. Raises ``OSError``, ``ValueError`` or ``KeyError`` where it is not as expected."""
    entry = folder / "pagefind-entry.json"
    stated = json.loads(entry.read_text(encoding="utf-8"))
    for language in stated["languages"].values():
        meta_file = folder / f"pagefind.{language['hash']}.pf_meta"
        meta = _read(meta_file)
        for filter_ in meta[3]:  # each is a name and the hash by which its file is called
            filter_[1] = _sorted(folder / "filter", filter_[1])
        meta[3].sort()
        prefix = language["hash"].rpartition("_")[0]
        language["hash"] = f"{prefix}_{_hash(meta)[:10]}"
        meta_file.unlink()
        _write(folder / f"pagefind.{language['hash']}.pf_meta", meta)
    entry.write_text(json.dumps(stated, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _sorted(folder: Path, name: str) -> str:
    """Sort the values of a filter. Returns the name that its file has then."""
    file = folder / f"{name}.pf_filter"
    content = _read(file)
    content[1].sort()
    file.unlink()
    settled = f"{name.rpartition('_')[0]}_{_hash(content)[:7]}"
    _write(folder / f"{settled}.pf_filter", content)
    return settled


def _read(file: Path) -> Any:
    content = gzip.decompress(file.read_bytes())
    if not content.startswith(_MARK):
        raise ValueError(f"{file.name} does not begin as Pagefind's files do")
    return cbor2.loads(content[len(_MARK) :])


def _write(file: Path, content: Any) -> None:
    file.write_bytes(gzip.compress(_MARK + cbor2.dumps(content), mtime=0))


def _hash(content: Any) -> str:
    return hashlib.sha256(cbor2.dumps(content)).hexdigest()
