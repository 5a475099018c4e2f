"""Make a copy of a file that has marks in the place of its citations, for as long as it is read."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lxml.etree as etree

from proofdesk.desk.importing.readers.fields import odt, word
from proofdesk.desk.importing.readers.fields.citation import FieldCitations


@contextmanager
def marked_file(file: Path, citations: FieldCitations) -> Iterator[Path]:
    """Yield the path of a copy with marks for citations, which are added to ``citations``; without any, of the file."""
    content = None
    try:
        if file.suffix.lower() == ".docx":
            content = word.with_marks(file, citations)
        elif file.suffix.lower() == ".odt":
            content = odt.with_marks(file, citations)
    except (OSError, KeyError, ValueError, etree.LxmlError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        citations.fault = "the citations of reference managers could not be looked for: look whether all are there"
    if content is None:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        copy = Path(folder, f"manuscript{file.suffix.lower()}")
        copy.write_bytes(content)
        yield copy
