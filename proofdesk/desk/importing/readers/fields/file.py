"""Make a copy of a file that has marks in the place of its citations, for as long as it is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proofdesk.desk.importing.readers.fields import odt, word
from proofdesk.desk.importing.readers.fields.citation import FieldCitations
from proofdesk.desk.importing.readers.packed_file import UNREADABLE, copy_with


@contextmanager
def marked_file(file: Path, citations: FieldCitations) -> Iterator[Path]:
    """Yield the path of a copy with marks for citations, which are added to ``citations``; without any, of the file."""
    parts: dict[str, bytes] = {}
    try:
        if file.suffix.lower() == ".docx":
            parts = word.with_marks(file, citations)
        elif file.suffix.lower() == ".odt":
            parts = odt.with_marks(file, citations)
    except UNREADABLE:
        citations.fault = "the citations of reference managers could not be looked for: look whether all are there"
    with copy_with(parts, file) as copy:
        yield copy
