"""Read the site's own bibliography together with its libraries: a folder of files, or what other programs export.

An entry of the site's own file comes before one of the same key in a library, and a library before the next one. So a
work can be given evidence, or be corrected, without a change of the library.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.bibtex.inheritance import resolve_inheritance
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence.own_words import MEDICINE, Vocabulary
from proofdesk.bibliography.libraries.sidecar import read_sidecar
from proofdesk.bibliography.pandoc.program import DEFAULT_STYLE
from proofdesk.bibliography.parser import read_bibliography


@dataclass(frozen=True)
class BibliographyFiles:
    """The files that a site's settings name.

    ``bib_file`` is the one that commands write to; if it is not ``stated``, it need not exist. ``libraries`` are only
    read, in this order; those of ``folder`` come first. ``evidence`` may state what no entry does; it need not exist.
    """

    bib_file: Path
    csl_file: Path
    libraries: tuple[Path, ...] = ()
    folder: Path | None = None
    stated: bool = True
    evidence: Path | None = None

    @property
    def watched(self) -> list[Path]:
        """Return the files and the folder whose change makes another site."""
        style = None if self.csl_file == DEFAULT_STYLE else self.csl_file
        return [self.bib_file, *self.libraries, *filter(None, (style, self.folder, self.evidence))]


def read_bibliographies(
    files: BibliographyFiles, name_of: Callable[[Path], str], cache_dir: Path | None = None,
    words: Vocabulary = MEDICINE,
) -> Bibliography:
    """Read a site's own bibliography and its libraries as one. ``name_of`` returns a path as problems print it.

    ``words`` are the site's words of evidence.
    """
    name = name_of(files.bib_file)
    wanted = files.stated or files.bib_file.exists()
    own = read_bibliography(files.bib_file, name, cache_dir) if wanted else Bibliography(name)
    found = with_libraries(own, [read_bibliography(file, name_of(file), cache_dir) for file in files.libraries])
    if files.evidence and os.path.lexists(files.evidence):
        read_sidecar(found, files.evidence, name_of(files.evidence), words)
    return found


def with_libraries(own: Bibliography, libraries: list[Bibliography]) -> Bibliography:
    """Return a bibliography that has the entries of these libraries too."""
    if not libraries:
        return own
    merged = replace(own, entries=dict(own.entries), keys_by_lowercase=dict(own.keys_by_lowercase),
                     broken_keys=dict(own.broken_keys), libraries=libraries, hidden=[])
    for library in libraries:
        for key, entry in library.entries.items():
            used = merged.entries.get(merged.keys_by_lowercase.get(key.lower(), ""))
            if used is None:
                merged.entries[key] = entry
                merged.keys_by_lowercase[key.lower()] = key
            else:
                merged.hidden.append((used, entry))
        for key, place in library.broken_keys.items():
            merged.broken_keys.setdefault(key, place)
    for each in (own, *libraries):
        resolve_inheritance(_borrowing(each.entries), {**merged.entries, **each.entries})
    return merged


def _borrowing(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    return {key: entry for key, entry in entries.items() if entry.fields.keys() & {"crossref", "xdata"}}


def entries_by_file(bibliography: Bibliography) -> Iterator[tuple[str, dict[str, Entry]]]:
    """Yield each file of a bibliography by its path, with those of its entries that are used."""
    found: dict[str, dict[str, Entry]] = {bibliography.path: {}}
    for key, entry in bibliography.entries.items():
        if key not in bibliography.samples:
            found.setdefault(entry.path, {})[key] = entry
    yield from found.items()
