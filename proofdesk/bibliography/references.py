"""The bibliography as readers see it: each work formatted by a CSL style, with links, notice and evidence."""

from __future__ import annotations

import html
from collections.abc import Callable, Collection, Iterable, Iterator, KeysView, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from sys import intern
from threading import RLock
from urllib.parse import quote

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.entry import CONTAINERS, Entry
from proofdesk.bibliography.evidence import MEDICINE, Evidence, EvidenceBase, Vocabulary
from proofdesk.bibliography.evidence.status import status_in_words
from proofdesk.bibliography.gate.versions import Versions
from proofdesk.bibliography.notices import correction_notice, grave_notice
from proofdesk.bibliography.pandoc.citeproc import CitationProcessor
from proofdesk.bibliography.pandoc.formatting import Formatted, format_entries
from proofdesk.bibliography.pandoc.items import PackedItems, batches
from proofdesk.bibliography.pandoc.languages import mark_language
from proofdesk.bibliography.pandoc.reference_faults import leftover, lost, raw, refused
from proofdesk.bibliography.pandoc.reference_html import links_of
from proofdesk.bibliography.pandoc.style import StyleError, read_style
from proofdesk.bibliography.parser import read_bibliography
from proofdesk.bibliography.retraction_data import Snapshot
from proofdesk.bibliography.retraction_status import RetractionStatus, retraction_status
from proofdesk.common.cache import fingerprint
from proofdesk.common.language import Language, listed_plainly, speaking, spoken
from proofdesk.common.problems import Problem

_UNCONFIRMED = ("unconfirmed", "not-found")  # values of x-status


@dataclass(frozen=True, slots=True)
class Reference:
    """A work as readers see it. ``html`` is safe; ``links`` are (label, address); ``notice`` may be None.

    ``corrected`` tells that the notice is of a correction, which takes nothing back.
    """

    key: str
    html: str
    links: tuple[tuple[str, str], ...]
    notice: str | None
    retracted: bool
    evidence: Evidence
    year: str
    status: str = ""  # what somebody has seen of it, in words
    corrected: bool = False


class References:
    """The formatted works that a site cites, by key.

    Given ``cited``, only these works are formatted and held to rules, so that a whole library can be the bibliography;
    any other one is formatted when it is asked for. Without a ``csl_file`` each work is its title, enough for a check
    of pages. With a ``cache_dir`` each unchanged work is formatted once. ``step`` is called at some thousand works.
    """

    def __init__(
        self, bibliography: Bibliography, csl_file: Path | None, snapshot: Snapshot | None = None,
        cache_dir: Path | None = None, cited: Collection[str] | None = None, words: Vocabulary = MEDICINE,
        step: Callable[[], None] = lambda: None) -> None:
        self.bibliography = bibliography
        self.snapshot = snapshot or Snapshot()
        self.problems: list[Problem] = []
        self._lock = RLock()  # some programs convert several pages at once
        self._versions = Versions(bibliography.entries if self.snapshot.rows else {})
        self.cache_dir, self._items = cache_dir, PackedItems()
        self.processor = self._read_style(csl_file) if csl_file else None
        self._works = {key: entry for key, entry in bibliography.entries.items() if entry.type not in CONTAINERS}
        self._references: dict[str, Reference] = {}
        self.language = spoken()  # of the site; the style writes in it
        self._elsewhere: dict[tuple[str, Language], Reference] = {}  # on pages in other languages
        self._unmarked: dict[str, str] = {}
        self._fingerprints: dict[str, str] = {}
        self._statuses: dict[str, RetractionStatus] = {}
        self.evidence = EvidenceBase(bibliography, self._is_retracted, words)
        for keys in batches([key for key in self._works if cited is None or key in cited]):
            step()
            self._add(keys)

    def _is_retracted(self, key: str) -> bool:
        return self._status(key).retracted

    def _status(self, key: str) -> RetractionStatus:
        if key not in self._statuses:
            self._statuses[key] = retraction_status(self._works[key], self.snapshot.rows, self._versions.of(key))
        return self._statuses[key]

    def _add(self, keys: Sequence[str]) -> None:
        """Format these works and note what is wrong with them."""
        works = [self._works[key] for key in keys]
        formatted = (format_entries(works, self.processor.style, self.cache_dir) if self.processor else
                     Formatted({}, {}, {}, {}))
        self._items.add(formatted.items.items())
        for key, entry in zip(keys, works, strict=True):
            if key in formatted.refused:
                self.problems.append(refused(entry, formatted.refused[key]))
            self.problems += [lost(entry, name) for name in formatted.lost.get(key, ())]
            if key not in formatted.lost and (markup := leftover(formatted.html.get(key, ""))):
                self.problems.append(raw(entry, markup))
            status = self._status(key)
            grave, correction = grave_notice(entry, status), correction_notice(entry, status)
            shown = self._unmarked[key] = formatted.html.get(key, html.escape(entry.plain("title")))
            within = links_of(shown) if "<a" in shown else ()
            beside = tuple(link for link in _links(entry) if link[1] not in within)
            self._references[key] = Reference(
                key, mark_language(shown, entry), beside,
                grave or correction, status.retracted, self.evidence[key], entry.year,
                intern(status_in_words(entry)), not grave and correction is not None,
            )

    def _read_style(self, csl_file: Path) -> CitationProcessor | None:
        """Return citeproc with the site's style; None with a problem if the style cannot be used."""
        try:
            processor = CitationProcessor(read_style(csl_file), self._items, self.cache_dir)
            processor.manner  # noqa: B018 - it tries the style
        except StyleError as error:
            self.problems.append(Problem(csl_file.name, 1, 1, "bad-style", f"this style cannot be used: {error}",
                                         error.remedy))
            return None
        return processor

    @classmethod
    def from_files(cls, bib_file: Path, csl_file: Path) -> References:
        return cls(read_bibliography(bib_file, bib_file.as_posix()), csl_file)

    def prepare(self, keys: Collection[str]) -> None:
        """Format those of some works that are not yet, with one call of Pandoc."""
        with self._lock, speaking(self.language):  # whatever page asks
            if new := [key for key in dict.fromkeys(keys) if key in self._works and key not in self._references]:
                self._add(new)

    def __contains__(self, key: object) -> bool:
        return key in self._works

    def __getitem__(self, key: str) -> Reference:
        if key not in self._references:
            self.prepare([key])
        return self._references[key] if spoken() == self.language else self._in_language_of_page(key)

    def _in_language_of_page(self, key: str) -> Reference:
        """Return a work with its notice and status in the language that is spoken; its form is that of the site."""
        name = key, spoken()
        if name not in self._elsewhere:
            entry, status = self._works[key], self._status(key)
            self._elsewhere[name] = replace(
                self._references[key], html=mark_language(self._unmarked[key], entry),
                notice=grave_notice(entry, status) or correction_notice(entry, status), status=status_in_words(entry))
        return self._elsewhere[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._references)

    def keys(self) -> KeysView[str]:
        return self._references.keys()

    def leave_out(self, keys: Collection[str]) -> None:
        """Take works out of the lists of all works. They are formatted anew if they are asked for."""
        for key in keys:
            self._references.pop(key, None)

    @property
    def published(self) -> list[str]:
        """Return the keys of the works that a site's lists and files may show: of an unconfirmed one nobody knows that
        it is as its entry says."""
        return [key for key in self._references if not self.unconfirmed(key) and key not in self.bibliography.samples]

    def sorted(self) -> list[Reference]:
        """Return the works that may be shown, in order of first author, year and title."""
        return [self[key] for key in sorted(self.published, key=self._place)]

    def _place(self, key: str) -> tuple[str, ...]:
        work, sort_key = self._works[key], self.language.sort_key
        return *map(sort_key, work.family_names[:1]), work.year, sort_key(work.plain("title"))

    def names(self, key: str) -> str | None:
        """Return the authors as a sentence names them, or None if the key is unknown."""
        entry = self.bibliography.entries.get(key)
        return entry.short_names if entry else None

    def short(self, key: str) -> str:
        """Return a work in a few words: “Calder and Hasler, 2023”."""
        return listed_plainly(filter(None, (self.names(key) or key, self.bibliography.entries[key].year)))

    def fingerprint(self, key: str) -> str:
        """Return a digest that changes whenever a page that cites the work has to be converted again."""
        if key not in self._fingerprints:
            style = self.processor.fingerprint if self.processor else ""
            self._fingerprints[key] = fingerprint(repr((
                self[key], self.names(key), self.unconfirmed(key), self.harms(key), self._items.text(key), style)))
        return self._fingerprints[key]

    def in_language(self, key: str, html: str) -> str:
        """Return a reference that a style wrote for a page, with the language of the work's title."""
        return mark_language(html, self.bibliography.entries[key])

    def retraction_reason(self, key: str) -> str:
        """Return the editors' reason for citing a retracted work, or an empty text."""
        return self.bibliography.entries[key].plain("retraction-reason")

    def harms(self, key: str) -> str:
        """Return what a work's entry states of the harms that it found, or an empty text."""
        return self.bibliography.entries[key].plain("x-harms").strip()

    def unconfirmed(self, key: str) -> str | None:
        """Return the status of a work that must not be cited, or None if it may be."""
        status = self.bibliography.entries[key].fields.get("x-status", "")
        return status if status in _UNCONFIRMED else None

    def unconfirmed_fault(self, key: str) -> tuple[str, str] | None:
        """Return why a work must not be cited, and the command that helps; None if it may be cited."""
        status = self.unconfirmed(key)
        if status is None:
            return None
        named = self.bibliography.entries[key].identifiers
        registered = named.doi or named.pmid or named.arxiv
        way = f"compare it with its record: `desk cite --check {key} --confirm`" if registered else \
            f"look it up: `desk cite --find {key}`"
        unsure = self.bibliography.entries[key].plain("x-unsure")
        told = f", and the import could not tell for sure: {unsure}" if unsure else ""
        return (f"“{key}” is marked {status}{told}",
                f"{way}; or cite another work")


_REGISTERS = {"NCT": "https://clinicaltrials.gov/study/", "ISRCTN": "https://www.isrctn.com/"}


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
    register = next((address for prefix, address in _REGISTERS.items() if named.trial.startswith(prefix)), "")
    if register and not found:
        found.append((named.trial, register + named.trial))
    return found
