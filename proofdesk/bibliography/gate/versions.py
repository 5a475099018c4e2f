"""Find the other versions of a work: the preprint of an article, the article that a preprint became.

The public retraction data does not say which works are versions of one another, so only what the bibliography states
counts: ``x-preprint-of`` and ``x-preprint``, biblatex's ``related`` with a ``relatedtype``, and notes such as
“Preprint of doi:10.…”. Titles are not compared: that would accuse works of what happened to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.identifiers import bare_pmid, clean_value, note_of_version, printed_doi
from proofdesk.common.language import N_

PUBLISHED, PREPRINT, PRINTED = N_("published version"), N_("preprint"), N_("earlier printing")
_FIELDS = {"x-preprint-of": PUBLISHED, "x-published-as": PUBLISHED, "x-preprint": PREPRINT}
# biblatex 3.20, “Related entries”: types of its own, and those that preprint servers' users write.
_RELATED = {"preprintof": PUBLISHED, "ispreprintof": PUBLISHED, "publishedas": PUBLISHED, "publishedin": PUBLISHED,
            "preprint": PREPRINT, "haspreprint": PREPRINT, "reprintof": PRINTED, "reprintfrom": PRINTED}
_BACK = {PUBLISHED: PREPRINT, PREPRINT: PUBLISHED}


@dataclass(frozen=True)
class Version:
    """Another version of a work. Its DOI is in lower case; DOI and PubMed id are empty if they are not known."""

    kind: str
    doi: str = ""
    pmid: str = ""

    @property
    def name(self) -> str:
        """Return the identifier as readers see it."""
        return f"doi:{self.doi}" if self.doi else f"PubMed {self.pmid}"


class Versions:
    """The versions of each work of a bibliography, in both directions."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries
        self._found: dict[str, list[Version]] = {}
        stated = [(entry, version) for entry in entries.values() for version in self._stated(entry)]
        if not stated:
            return
        by_name = {name: entry.key for entry in entries.values() for name in _names(entry) if name}
        for entry, version in stated:
            self._add(entry.key, version)
            other = by_name.get(version.doi) or by_name.get(version.pmid)
            if other and other != entry.key and version.kind in _BACK:
                self._add(other, Version(_BACK[version.kind], *_names(entry)))

    def of(self, key: str) -> list[Version]:
        """Return the other versions of a work."""
        return self._found.get(key, [])

    def _add(self, key: str, version: Version) -> None:
        own = _names(self._entries[key])
        same = (version.doi and version.doi == own[0]) or (version.pmid and version.pmid == own[1])
        if (version.doi or version.pmid) and not same and version not in self._found.setdefault(key, []):
            self._found[key].append(version)

    def _stated(self, entry: Entry) -> Iterator[Version]:
        for name, kind in _FIELDS.items():
            if value := entry.fields.get(name):
                yield from (self._named(kind, word) for word in re.split(r"[\s,;]+", clean_value(value)) if word)
        kind = _RELATED.get(entry.fields.get("relatedtype", "").strip().lower(), "")
        if kind:
            yield from (self._named(kind, key.strip()) for key in entry.fields.get("related", "").split(","))
        for name in ("note", "addendum", "annote"):
            if (value := entry.fields.get(name)) and (doi := note_of_version(clean_value(value))):
                yield Version(PUBLISHED, doi.lower())

    def _named(self, kind: str, word: str) -> Version:
        """Return the version that a key, a DOI or a PubMed id names."""
        if entry := self._entries.get(word):
            return Version(kind, *_names(entry))
        return Version(kind, printed_doi(word).lower(), bare_pmid(word))


def _names(entry: Entry) -> tuple[str, str]:
    return entry.identifiers.doi_key, entry.identifiers.pmid
