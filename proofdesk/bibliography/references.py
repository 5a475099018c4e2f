"""The bibliography as readers see it: each work formatted by a CSL style, with links, notice and evidence."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, KeysView
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from proofdesk.bibliography.csl import format_entries
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence import Evidence, EvidenceBase
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
        formatted = format_entries(bibliography, csl_file, cache_dir) if csl_file else {}
        self._references = {}
        for key, entry in bibliography.entries.items():
            if csl_file and key not in formatted:
                self.problems.append(
                    Problem(bibliography.path, entry.line, 1, "unformatted-reference",
                            f"Pandoc could not format “{key}”", "check the entry's type and fields")
                )
            self._references[key] = Reference(
                key, formatted.get(key, html.escape(entry.plain("title"))), tuple(_links(entry)),
                _notice(entry, statuses[key]), statuses[key].retracted, self.evidence[key], entry.year,
                (*[n.casefold() for n in entry.family_names[:1]], entry.year, entry.plain("title").casefold()),
            )

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


def _links(entry: Entry) -> Iterable[tuple[str, str]]:
    """Return the DOI, PubMed, PubMed Central and arXiv links of a work, and its own address if it is none of them."""
    fields = entry.fields
    found = []
    if entry.doi.startswith("10."):
        found.append((f"doi:{entry.doi}", "https://doi.org/" + quote(entry.doi, safe="/():;.-_~")))
    if fields.get("pmid", "").isdigit():
        found.append((f"PubMed {fields['pmid']}", f"https://pubmed.ncbi.nlm.nih.gov/{fields['pmid']}/"))
    pmcid = fields.get("pmcid", "").upper()
    if pmcid.startswith("PMC"):
        found.append((pmcid, f"https://pmc.ncbi.nlm.nih.gov/articles/{quote(pmcid)}/"))
    if fields.get("archiveprefix", "").lower() == "arxiv" and fields.get("eprint"):
        found.append((f"arXiv:{fields['eprint']}", "https://arxiv.org/abs/" + quote(fields["eprint"])))
    url = fields.get("url", "")
    elsewhere = {address.rstrip("/") for _, address in found}
    if url.startswith(("https://", "http://")) and not entry.doi and url.rstrip("/") not in elsewhere:
        found.append((url.split("/")[2], url))
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
