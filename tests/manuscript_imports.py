"""Helpers for tests of ``desk import``: import a text or a file, and count the words that were lost."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pypandoc
from conftest import KINDS, SITE
from sites import ROOT

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.desk.importing.lines import strip_markup
from proofdesk.desk.importing.readers.file_types.plain_text import read_text
from proofdesk.desk.importing.readers.manuscript import read_manuscript
from proofdesk.desk.importing.result import ImportResult, import_manuscript

# Manuscripts about gardens with invented references, in the shapes that real ones have.
MANUSCRIPTS = ROOT / "tests" / "manuscripts"
STRAW = (MANUSCRIPTS / "straw.md").read_text(encoding="utf-8")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f6"
    "45400000000049454e44ae426082")


def count_words(text: str) -> Counter[str]:
    """Return how often each word occurs; raised digits count as digits."""
    spaced = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹]", lambda m: f" {unicodedata.digit(m.group())} ", text)
    return Counter(re.findall(r"\w+", spaced.casefold()))


def lost_words(manuscript: str, result: ImportResult) -> Counter[str]:
    """Return the words of a manuscript that are neither in the page nor in the entries nor in the report."""
    entries = "\n".join(result.entries.values())
    page = strip_markup(result.text)
    report = re.sub(r"(“[^”]*”) \((\d+) times\)", lambda named: f"{named[1]} " * int(named[2]), result.report)
    return count_words(manuscript) - count_words(page) - count_words(entries) - count_words(report)


def import_file(file: Path, bibliography: Bibliography | None = None) -> ImportResult:
    """Import a file, beside an empty bibliography by default."""
    return import_manuscript(read_manuscript(file), file.name, bibliography or Bibliography("b.bib"), KINDS, "", "",
                             known_topics=SITE.vocabulary)


def import_text(text: str, bibliography: Bibliography | None = None) -> ImportResult:
    """Import a plain text, beside an empty bibliography by default."""
    bibliography = bibliography or Bibliography("b.bib")
    return import_manuscript(read_text(text), "text.txt", bibliography, KINDS, "", "",
                             known_topics=SITE.vocabulary)


def import_content(
    folder: Path, name: str, content: str | bytes, bibliography: Bibliography | None = None
) -> ImportResult:
    """Write a file of this name and import it."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return import_file(file, bibliography)


def make_document(folder: Path, kind: str) -> Path:
    """Make a file with all that a word processor writes, by Pandoc."""
    (folder / "bed.png").write_bytes(PNG)
    file = folder / f"straw.{kind}"
    pypandoc.convert_text(STRAW, kind, format="markdown", outputfile=str(file),
                          extra_args=["--standalone", f"--resource-path={folder}"])
    return file
