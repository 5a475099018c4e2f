"""Read the bibliographies in the folder of a manuscript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.common.errors import UserError
from proofdesk.common.files import read_ordinary
from proofdesk.desk.importing.pandoc_process import PandocProcess
from proofdesk.desk.importing.references.csl import parse_csl
from proofdesk.desk.importing.references.parsed import ParsedReference

MAX_FILES = 20
MAX_BYTES, MAX_BYTES_OF_OTHERS = 20_000_000, 2_000_000  # of a file that the manuscript names or shares a name with
SUFFIXES = (".bib", ".ris", ".json")

_RECORD = re.compile(rb'"(?:type|title|id)"\s*:')
_HEAD = 20_000
# “bibliography: [lit/a.bib, b.bib]”, a list of them below each other, or a command of LaTeX.
_NAMES = re.compile(
    r"^bibliography:[ \t]*([^\n]+|(?:\n[ \t]*-[ \t][^\n]+){1,20})"
    r"|\\(?:bibliography|addbibresource)\s*\{([^{}\n]{1,500})\}", re.M)
_PARTS = re.compile(r"[\s,\[\]\"']+(?:-\s+)?")


@dataclass(frozen=True)
class WorkBeside:
    """A work of a bibliography beside the manuscript; ``entry`` if that is a .bib file."""

    parsed: ParsedReference
    file: str
    entry: Entry | None = None


def works_beside(manuscript: Path, text: str = "") -> dict[str, WorkBeside]:
    """Return the works by their keys; files that the ``text`` names, and one of its own name, go before the others."""
    folder = manuscript.absolute().parent
    try:
        named = [*_named(text, folder)]
        files = [each for each in folder.iterdir()
                 if each.suffix.lower() in SUFFIXES and each != manuscript.absolute() and each.is_file()]
    except (OSError, ValueError):
        return {}
    files.sort(key=lambda each: (each.stem != manuscript.stem, each.name))
    found: dict[str, WorkBeside] = {}
    for file in dict.fromkeys([*named, *files[:MAX_FILES]]):
        own = file in named or file.stem == manuscript.stem
        for key, work in _read(file, MAX_BYTES if own else MAX_BYTES_OF_OTHERS):
            found.setdefault(key, work)
    return found


def _named(text: str, folder: Path) -> Iterator[Path]:
    """Yield the bibliographies in the manuscript's folder, or below it, that its front matter or its LaTeX names."""
    for names in (name for match in _NAMES.finditer(text) for name in match.groups() if name):
        for name in _PARTS.split(names)[:MAX_FILES]:
            for path in (folder / name, folder / f"{name}.bib") if name else ():
                file = path.resolve()
                if file.suffix.lower() in SUFFIXES and file.is_relative_to(folder.resolve()) and file.is_file():
                    yield file


def _read(file: Path, most: int) -> Iterator[tuple[str, WorkBeside]]:
    """Yield the works of a file by their keys. What cannot be read is another program's, and is left alone."""
    try:
        content = read_ordinary(file, most)
        if file.suffix.lower() == ".bib":
            for key, entry in parse_bibliography(content, file.name).entries.items():
                yield key, WorkBeside(_parsed(entry), file.name, entry)
            return
        if file.suffix.lower() == ".json" and not _RECORD.search(content[:_HEAD]):
            return  # some other program's
        text = content.decode("utf-8-sig")
        if file.suffix.lower() == ".ris":
            text = PandocProcess(file.name, len(content)).run(["-f", "ris", "-t", "csljson"], text)
        records = json.loads(text)
    except (OSError, ValueError, RecursionError, UserError):
        return
    for record in _records(records):
        yield str(record["id"]), WorkBeside(parse_csl(record), file.name)


def _records(content: Any) -> Iterable[dict[str, Any]]:
    """Return the records of CSL-JSON; none if the file is something else."""
    items = content.get("items") if isinstance(content, dict) else content
    return [each for each in items if isinstance(each, dict) and isinstance(each.get("id"), str | int)
            and isinstance(each.get("type"), str) and isinstance(each.get("title"), str)] \
        if isinstance(items, list) else []


def _parsed(entry: Entry) -> ParsedReference:
    """Return what identifies an entry of a .bib file."""
    found = entry.identifiers
    fields = {"title": entry.plain("title"), "year": entry.year, "doi": found.doi, "pmid": found.pmid,
              "pmcid": found.pmcid, "eprint": found.arxiv, "number": found.trial}
    family = next(iter(entry.family_names), "")
    shown = ". ".join(filter(None, [entry.short_names, entry.year, fields["title"], entry.plain("journal")]))
    return ParsedReference(f"{shown}.", entry.type, {name: value for name, value in fields.items() if value}, family)
