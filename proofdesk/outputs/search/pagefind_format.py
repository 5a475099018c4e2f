"""Make Pagefind's index reproducible and its word files small.

Pagefind 1.5 writes the values of each filter in an order that changes from run to run; sorted, two builds of the same
pages are the same to the byte. It stores words in files of about 17 KB, and a search loads one for each word in each
part of an index; split, they are a tenth of that. Both rename files, which are named by their content. The format is
gzip, then Pagefind's mark, then CBOR (RFC 8949).
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import cbor2

# The file that lists the others.
ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"
_Word = tuple[str, bytes]
# Target size of a file's words in bytes, before compression.
_WORDS = 4000
# Words that share this many letters stay in one file: a search for a prefix loads one file only (pagefind_web 1.5.2,
# `request_indexes`).
_BEGINNING = 3


def normalize_index(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index, by name, in one order and with small word files.

    Raises ``OSError``, ``ValueError``, ``LookupError``, ``TypeError`` or ``CBORDecodeError`` if it is not an index.
    """
    found = {**files}
    stated = json.loads(found[ENTRY])
    for language in stated["languages"].values():
        prefix = language["hash"].rpartition("_")[0]
        meta = _read(found.pop(f"pagefind.{language['hash']}.pf_meta"))
        words = [found.pop(f"index/{name}.pf_index") for _, _, name in meta[2]]
        meta[2] = []
        for first, last, name, content in _split_word_files(words, prefix):
            found[f"index/{name}.pf_index"] = content
            meta[2].append([first, last, name])
        for filter_ in meta[3]:  # each is a name and the hash by which its file is called
            values = _read(found.pop(f"filter/{filter_[1]}.pf_filter"))
            values[1].sort()
            packed = cbor2.dumps(values)
            filter_[1] = _name(filter_[1].rpartition("_")[0], packed, 7)
            found[f"filter/{filter_[1]}.pf_filter"] = _packed(packed)
        meta[3].sort()
        packed = cbor2.dumps(meta)
        language["hash"] = _name(prefix, packed, 10)
        found[f"pagefind.{language['hash']}.pf_meta"] = _packed(packed)
    found[ENTRY] = json.dumps(stated, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return dict(sorted(found.items()))


def _split_word_files(contents: list[bytes], prefix: str) -> Iterator[tuple[str, str, str, bytes]]:
    """Split the word files. Yields first word, last word, name and content of each."""
    held: list[_Word] = []
    for _, group in groupby(_words(contents), key=lambda word: word[0][:_BEGINNING]):
        alike = list(group)
        if held and sum(len(packed) for _, packed in (*held, *alike)) > _WORDS:
            yield _file_of(held, prefix)
            held = []
        held += alike
    if held:
        yield _file_of(held, prefix)


def _words(contents: list[bytes]) -> Iterator[_Word]:
    """Yield every word with its data, encoded again: decoded, those of a large site would fill the memory."""
    for content in contents:
        for word in _read(content)[0]:
            yield word[0], cbor2.dumps(word)


def _file_of(words: list[_Word], prefix: str) -> tuple[str, str, str, bytes]:
    content = _array([_array([packed for _, packed in words])])
    return words[0][0], words[-1][0], _name(prefix, content, 7), _packed(content)


def _array(items: list[bytes]) -> bytes:
    """Return a CBOR array of items that are encoded already."""
    out = io.BytesIO()
    cbor2.CBOREncoder(out).encode_length(4, len(items))
    return out.getvalue() + b"".join(items)


def _read(content: bytes) -> Any:
    content = gzip.decompress(content)
    if not content.startswith(_MARK):
        raise ValueError("a file does not begin as Pagefind's files do")
    return cbor2.loads(content[len(_MARK) :])


def _packed(content: bytes) -> bytes:
    return gzip.compress(_MARK + content, 6, mtime=0)


def _name(prefix: str, packed: bytes, letters: int) -> str:
    """Return a file's name with this many letters of a digest, as in Pagefind."""
    return f"{prefix}_{hashlib.sha256(packed).hexdigest()[:letters]}"
