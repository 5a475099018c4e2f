"""Puts Pagefind's index into one order and into small files.

Pagefind 1.5 writes the values of each filter in an order that changes from run to run; here they are sorted, so that
two builds of the same pages are the same to the byte. It keeps words in files of some 17 KB, of which a search asks for
one for each word in each part of an index; here they are a fifth of that. Files are named by what is in them, so both
give new names. Knows only Pagefind's files: gzip, its mark, then CBOR (RFC 8949).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import cbor2

_MARK = b"pagefind_dcd"
_Word = tuple[str, bytes]
# Bytes of words in a file before they are packed, as far as words with the same beginning allow it.
_WORDS = 8000
# Who has typed so many letters is shown every word that begins so: they stand in one file (pagefind_web 1.5.2,
# `request_indexes`, asks for one file where the letters stand between its first word and its last).
_BEGINNING = 3


def settle(folder: Path) -> None:
    """Settle the index in ``folder``. Raises ``OSError``, ``ValueError`` or ``KeyError`` where it is none."""
    entry = folder / "pagefind-entry.json"
    stated = json.loads(entry.read_text(encoding="utf-8"))
    for language in stated["languages"].values():
        prefix = language["hash"].rpartition("_")[0]
        meta_file = folder / f"pagefind.{language['hash']}.pf_meta"
        meta = _read(meta_file)
        meta[2] = list(_divided(folder / "index", [name for _, _, name in meta[2]], prefix))
        for filter_ in meta[3]:  # each is a name and the hash by which its file is called
            filter_[1] = _sorted(folder / "filter", filter_[1])
        meta[3].sort()
        packed = cbor2.dumps(meta)
        language["hash"] = _name(prefix, packed, 10)
        meta_file.unlink()
        _write(folder / f"pagefind.{language['hash']}.pf_meta", packed)
    entry.write_text(json.dumps(stated, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _divided(folder: Path, names: list[str], prefix: str) -> Iterator[list[str]]:
    """Divide the files of words. Gives the first word, the last and the name of each."""
    files = [folder / f"{name}.pf_index" for name in names]
    contents = [file.read_bytes() for file in files]
    for file in files:
        file.unlink()
    held: list[_Word] = []
    for _, group in groupby(_words(contents), key=lambda word: word[0][:_BEGINNING]):
        alike = list(group)
        if held and sum(len(packed) for _, packed in (*held, *alike)) > _WORDS:
            yield _written(folder, held, prefix)
            held = []
        held += alike
    if held:
        yield _written(folder, held, prefix)


def _words(contents: list[bytes]) -> Iterator[_Word]:
    """Every word with all that is kept of it, packed again: read, those of a large site would fill the memory."""
    for content in contents:
        for word in _unpacked(content)[0]:
            yield word[0], cbor2.dumps(word)


def _written(folder: Path, words: list[_Word], prefix: str) -> list[str]:
    content = _array([_array([packed for _, packed in words])])
    name = _name(prefix, content, 7)
    _write(folder / f"{name}.pf_index", content)
    return [words[0][0], words[-1][0], name]


def _array(items: list[bytes]) -> bytes:
    """An array of what is CBOR already."""
    out = io.BytesIO()
    cbor2.CBOREncoder(out).encode_length(4, len(items))
    return out.getvalue() + b"".join(items)


def _sorted(folder: Path, name: str) -> str:
    """Sort the values of a filter. Returns the name that its file has then."""
    file = folder / f"{name}.pf_filter"
    content = _read(file)
    content[1].sort()
    file.unlink()
    packed = cbor2.dumps(content)
    settled = _name(name.rpartition("_")[0], packed, 7)
    _write(folder / f"{settled}.pf_filter", packed)
    return settled


def _read(file: Path) -> Any:
    return _unpacked(file.read_bytes())


def _unpacked(content: bytes) -> Any:
    content = gzip.decompress(content)
    if not content.startswith(_MARK):
        raise ValueError("a file does not begin as Pagefind's files do")
    return cbor2.loads(content[len(_MARK) :])


def _write(file: Path, packed: bytes) -> None:
    file.write_bytes(gzip.compress(_MARK + packed, 6, mtime=0))


def _name(prefix: str, packed: bytes, letters: int) -> str:
    """A file's name, in which Pagefind has so many letters of a digest."""
    return f"{prefix}_{hashlib.sha256(packed).hexdigest()[:letters]}"
