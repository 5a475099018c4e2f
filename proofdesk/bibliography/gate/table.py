"""Read the rows of the retraction data from a file of any size, whoever saved it.

Crossref publishes UTF-8 with commas. A spreadsheet that opened and saved it writes semicolons or tabs, UTF-16, a first
line ``sep=;``, a last column without a name, and leaves out the last cells of a row if they are empty. Rows are read
one by one, so that memory does not grow with the file.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from proofdesk.common.errors import ProofdeskError

# The names of the columns as Crossref writes them; others wrote “Original Paper DOI” or “original_paper_doi”.
COLUMNS = (
    "Record ID", "Title", "RetractionDate", "RetractionDOI", "OriginalPaperDOI", "OriginalPaperPubMedID",
    "RetractionNature", "Reason",
)
_OTHER_NAMES = {"originalpaperpmid": "originalpaperpubmedid", "reasons": "reason"}
_SEPARATORS = (",", ";", "\t", "|")
# No field of the data is near this size; one that reaches it has an unclosed quotation mark.
_LONGEST_FIELD = 1_000_000
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


class NotRetractionWatch(ProofdeskError):
    """The file is not the Retraction Watch data, or is incomplete."""


@dataclass(frozen=True)
class Row:
    """A row: the line on which it begins, its cells by ``COLUMNS``, and whether all of them can be trusted.

    ``cells`` is None if the row is too short to have them.
    """

    line: int
    cells: list[str] | None
    sound: bool


def read_table(path: Path, natures: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a file. A row of another length is sound if its nature is one of ``natures``: nothing moved.

    Raises NotRetractionWatch if columns are missing, the file has no rows or ends within one, and OSError if it cannot
    be read. Bytes that are not UTF-8, which the data has, are replaced.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open("rb") as file, _text_of(file) as text:
        lines = _Lines(text)
        separator = lines.separator()
        reader = csv.reader(lines, delimiter=separator)
        try:
            yield from _rows(reader, lines, natures)
        except csv.Error as error:
            raise NotRetractionWatch(f"line {lines.before + reader.line_num}: {error}") from error
        except (EOFError, gzip.BadGzipFile) as error:
            raise NotRetractionWatch("it was packed, and ends before its end") from error


def _text_of(file: BinaryIO) -> TextIO:
    """Return the text of a file, unpacked if need be."""
    start = cast(io.BufferedReader, file).peek(4)[:4]
    if start == _ZIP:
        raise NotRetractionWatch("it is a workbook or a ZIP archive (open it and save the table as CSV, UTF-8)")
    packed: BinaryIO = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if start.startswith(_GZIP) else file
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return io.TextIOWrapper(packed, encoding=encoding, errors="replace", newline="")


class _Lines:
    """The lines of a text, from the head of the table on, with what the reader cannot tell of them."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.before = 0  # lines above the head
        self.ended = False  # whether the file is read to its end
        self.last_is_whole = True
        self._head = ""

    def separator(self) -> str:
        """Return the sign between the cells, and begin with the head."""
        stated = ""
        self._head = self._text.readline(_LONGEST_FIELD)
        while self._head and (not self._head.strip() or re.match(r"\W?sep=", self._head)):
            stated = self._head.partition("sep=")[2][:1] or stated
            self.before += 1
            self._head = self._text.readline(_LONGEST_FIELD)
        known = {_plain(name) for name in COLUMNS}
        return stated.strip("\r\n") or max(
            _SEPARATORS, key=lambda sign: len(known & {_plain(name) for name in self._head.split(sign)}))

    def __iter__(self) -> Iterator[str]:
        if self._head:
            yield self._head
        for line in self._text:
            self.last_is_whole = line.endswith(("\n", "\r"))
            yield line
        self.ended = True


def _rows(reader: Iterator[list[str]], lines: _Lines, natures: tuple[str, ...]) -> Iterator[Row]:
    header = [_plain(name) for name in next(reader, [])]
    while header and not header[-1]:
        header.pop()
    missing = [name for name in COLUMNS if _plain(name) not in header]
    if missing:
        raise NotRetractionWatch(f"it has no column {', '.join(missing)}")
    places = [header.index(_plain(name)) for name in COLUMNS]
    nature, width, needed = places[COLUMNS.index("RetractionNature")], len(header), max(places) + 1
    count, cut, line_number = 0, 0, getattr(reader, "line_num", 1)
    for row in reader:
        line, line_number = line_number + lines.before + 1, getattr(reader, "line_num", 0)
        while len(row) > width and not row[-1].strip():
            row.pop()
        if not any(row):
            continue
        count += 1
        # The file ended within this row: a quotation is open, or a line without its end lacks cells.
        cut = line if lines.ended or (not lines.last_is_whole and len(row) < width) else 0
        short = len(row) < needed or bool(cut)
        sound = not cut and (len(row) == width or (not short and len(row) < width
                                                   and row[nature].strip().lower() in natures))
        usable = not short and (sound or len(row) > width)
        yield Row(line, [row[place].strip() for place in places] if usable else None, sound)
    if not count:
        raise NotRetractionWatch("it contains no notice")
    if cut:
        raise NotRetractionWatch(f"it ends in the middle of the row that begins on line {cut}")


def _plain(name: str) -> str:
    """Return a column's name without what other programs change in it."""
    plain = re.sub(r"[\W_]", "", name.lower())
    return _OTHER_NAMES.get(plain, plain)
