"""Part the text of a BibTeX file into chunks that are read by themselves, so that an edit reads one of them again.

A library has tens of thousands of entries, of which an edit changes one. A chunk begins at an entry that is chosen by
its first line, so that an entry more or less moves no other chunk's bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from sys import intern
from typing import Any
from zlib import crc32

from proofdesk.bibliography.bibtex.entry_text import ENTRY_START
from proofdesk.bibliography.entry import Entry

_ENTRIES = 128  # in a chunk, on average
# Fields whose values are those of many entries, and take memory once.
_ALIKE = {"year", "date", "month", "journal", "journaltitle", "publisher", "volume", "number", "issn", "language",
          "langid", "urldate", "keywords", "x-status", "x-checked", "x-harms"}


def bounds(text: str) -> list[int]:
    """Return the offsets at which the chunks of a text begin, the first at 0, and the text's end."""
    found, at = [0], text.find("\n@")
    while at >= 0:
        line_end = text.find("\n", at + 1)
        head = text[at + 1 : line_end if line_end >= 0 else len(text)]
        if crc32(head.encode()) % _ENTRIES == 0 and ENTRY_START.match(text, at + 1):
            found.append(at + 1)
        at = text.find("\n@", at + 1)
    return [*found, len(text)]


def pack(entries: Mapping[str, Entry], chunk: str) -> list[list[Any]]:
    """Return the entries of a chunk as JSON values. Their texts are not repeated where the chunk has them."""
    rows, at = list[list[Any]](), 0
    for entry in entries.values():
        start = chunk.find(entry.text, at)
        if start >= 0:
            at = start + len(entry.text)
        rows.append([entry.key, entry.type, entry.fields, entry.line, [start, at] if start >= 0 else entry.text])
    return rows


def unpack(rows: list[list[Any]], chunk: str, line: int, path: str) -> list[Entry]:
    """Return the entries that ``pack`` packed. The chunk begins on a ``line`` of the file at ``path``."""
    for _, _, fields, _, _ in rows:
        for name in _ALIKE & fields.keys():
            fields[name] = intern(fields[name])
    return [Entry(key, intern(kind), fields, text if isinstance(text, str) else chunk[slice(*text)], line + own - 1,
                  path=path)
            for key, kind, fields, own, text in rows]
