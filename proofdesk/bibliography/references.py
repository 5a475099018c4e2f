"""The bibliography as readers see it: each work formatted by a CSL style, with links, notice and evidence."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, KeysView
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from proofdesk.bibliography.entry import CONTAINERS, Entry
from proofdesk.bibliography.evidence import Evidence, EvidenceBase
from proofdesk.bibliography.pandoc.formatting import Formatted, StyleError, format_entries
from proofdesk.bibliography.parser import UNCONFIRMED, Bibliography, read_bibliography
from proofdesk.bibliography.retraction_data import Snapshot
from proofdesk.bibliography.retraction_status import RetractionStatus, retraction_status
from proofdesk.common.problems import Problem


@dataclass(frozen=True)
class Reference:
    """A work as readers see it. ``html`` is safe; ``links`` are (label, address); ``notice`` may be None."""

    key: str
    html: str
    links: tuple[tuple[str, str], ...]
    notice: str | None
    retracted: bool
    evidence: Evidence
    year: str
    sort_key: tuple[str, ...]


class References:
    """The formatted works of a bibliography, by key.

    Without a ``csl_file`` each work is its title, which is enough to check a page and quicker than Pandoc. With a
    ``cache_dir`` an unchanged bibliography is formatted once. It is cached as a whole, because a style may tell works
    apart by the other works in the list.
    """

    def __init__(
        self, bibliography: Bibliography, csl_file: Path | None, snapshot: Snapshot | None = None,
        cache_dir: Path | None = None,
    ) -> None:
        self.bibliography = bibliography
        self.snapshot = snapshot or Snapshot()
        statuses = {key: retraction_status(entry, self.snapshot.rows) for key, entry in bibliography.entries.items()}
        self.evidence = EvidenceBase(bibliography, {key for key, state in statuses.items() if state.retracted})
        self.problems: list[Problem] = []
        works = [entry for entry in bibliography.entries.values() if entry.type not in CONTAINERS]
        formatted = self._format(works, csl_file, cache_dir) if csl_file else Formatted({}, {}, {})
        self._references = {}
        for key, entry in bibliography.entries.items():
            if key in formatted.refused:
                self.problems.append(
                    Problem(bibliography.path, entry.line, 1, "unformatted-reference",
                            f"Pandoc cannot format “{key}”: {formatted.refused[key]}",
                            "check the entry's type and fields"))
            for name in formatted.lost.get(key, ()):
                self.problems.append(_lost(bibliography.path, entry, name))
            self._references[key] = Reference(
                key, formatted.html.get(key, html.escape(entry.plain("title"))), tuple(_links(entry)),
                _notice(entry, statuses[key]), statuses[key].retracted, self.evidence[key], entry.year,
                (*[n.casefold() for n in entry.family_names[:1]], entry.year, entry.plain("title").casefold()),
            )

    def _format(self, works: list[Entry], csl_file: Path, cache_dir: Path | None) -> Formatted:
        try:
            return format_entries(works, csl_file, cache_dir)
        except StyleError as error:
            self.problems.append(Problem(csl_file.name, 1, 1, "bad-style", f"Pandoc cannot use this style: {error}",
                                         "take an independent style, unchanged, from the styles' repository"))
            return Formatted({}, {}, {})

    @classmethod
    def from_files(cls, bib_file: Path, csl_file: Path) -> References:
        return cls(read_bibliography(bib_file, bib_file.as_posix()), csl_file)

    def __contains__(self, key: object) -> bool:
        return key in self._references

    def __getitem__(self, key: str) -> Reference:
        return self._references[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._references)

    def keys(self) -> KeysView[str]:
        return self._references.keys()

    def sorted(self) -> list[Reference]:
        """Return the works in order of first author, year and title."""
        return sorted(self._references.values(), key=lambda r: r.sort_key)

    def names(self, key: str) -> str | None:
        """Return the authors as a sentence names them, or None if the key is unknown."""
        entry = self.bibliography.entries.get(key)
        return entry.short_names if entry else None

    def cache_repr(self, key: str) -> str:
        """Return a text that changes whenever a page that cites the work has to be converted again."""
        return repr((self._references[key], self.names(key), self.unconfirmed(key)))

    def retraction_reason(self, key: str) -> str:
        """Return the editors' reason for citing a retracted work, or an empty text."""
        return self.bibliography.entries[key].plain("retraction-reason")

    def unconfirmed(self, key: str) -> str | None:
        """Return the status of a work that must not be cited, or None if it may be."""
        status = self.bibliography.entries[key].fields.get("x-status", "")
        return status if status in UNCONFIRMED else None


def _lost(path: str, entry: Entry, name: str) -> Problem:
    written = entry.fields.get(name, "")
    written = written if len(written) <= 60 else written[:59] + "…"
    return Problem(path, *entry.position(name), "lost-text",
                   f"readers would not see all of the {name} of “{entry.key}”: “{written}”",
                   "write it in plain letters, without commands")


def _links(entry: Entry) -> Iterable[tuple[str, str]]:
    """Return the DOI, PubMed, PubMed Central and arXiv links of a work, and its own address if it is none of them."""
    named = entry.identifiers
    found = []
    if named.doi:
        found.append((f"doi:{named.doi}", "https://doi.org/" + quote(named.doi, safe="/():;.-_~")))
    if named.pmid:
        found.append((f"PubMed {named.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{named.pmid}/"))
    if named.pmcid:
        found.append((named.pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{named.pmcid}/"))
    if named.arxiv:
        found.append((f"arXiv:{named.arxiv}", "https://arxiv.org/abs/" + quote(named.arxiv)))
    elsewhere = {address.rstrip("/") for _, address in found}
    if entry.url and not named.doi and entry.url.rstrip("/") not in elsewhere:
        found.append((entry.url.split("/")[2], entry.url))
    return found


def _notice(entry: Entry, state: RetractionStatus) -> str | None:
    """Return the gravest notice on a work for readers, or None if there is none."""
    if state.retracted:
        return f"Retracted{state.since}"
    concern = entry.plain("x-concern").replace("--", "–").rstrip(".")
    if concern or state.concern:
        return concern or f"An expression of concern was published{state.since}"
    correction = entry.plain("x-correction").replace("--", "–").rstrip(".")
    if correction or state.corrected:
        return correction or f"A correction was published{state.since}"
    return None
