"""The sources and the harms on a sheet for a doctor, as its template shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from proofdesk.bibliography.citation_syntax import without_citations
from proofdesk.bibliography.references import References
from proofdesk.common.language import _, listed_plainly
from proofdesk.common.text import normalize_whitespace
from proofdesk.content.harms.entries import HARMS_URL, Harm

MOST_SOURCES = 18
_PARTS = 3  # of the words on a work: who was studied, how, how many


@dataclass(frozen=True)
class SheetHarm:
    """A harm in a row of the sheet's table; ``numbers`` are those of its sources."""

    harm: Harm
    drugs: str
    often: str
    do: str
    numbers: str

    @property
    def url(self) -> str:
        """Return its address, from the site's root."""
        return f"{HARMS_URL}#{self.harm.anchor}"


@dataclass(frozen=True)
class Source:
    """A work in the sheet's list: names and year, what kind of study it is, and where it is found."""

    names: str
    words: str
    address: str
    notice: str | None

    @property
    def text(self) -> str:
        """Return all of it that is printed."""
        return f"{self.names}. {self.words}. {self.notice or ''} {self.shown}"

    @property
    def shown(self) -> str:
        """Return the address as a reader types it."""
        return self.address.partition("://")[2].rstrip("/")


class Sources:
    """The sheet's own numbers of works, in the order in which it cites them."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.unlisted = False

    def mark(self, keys: Iterable[str]) -> str:
        """Return the numbers of works in brackets; empty if none of them is listed any more."""
        numbers = []
        for key in keys:
            if key not in self.keys and len(self.keys) < MOST_SOURCES:
                self.keys.append(key)
            if key in self.keys:
                numbers.append(self.keys.index(key) + 1)
            else:
                self.unlisted = True
        return f"[{', '.join(map(str, sorted(numbers)))}]" if numbers else ""


def how_often(harm: Harm) -> str:
    """Return how often a harm happens, and out of how many."""
    parts = [harm.often, _("Out of %(people)s", people=harm.of) if harm.of else ""]
    return " ".join(sentence(part) for part in parts if part)


def sentence(text: str) -> str:
    plain = normalize_whitespace(without_citations(text))
    return plain if plain.endswith((".", "!", "?", "…")) else f"{plain}."


def row(harm: Harm, sources: Sources) -> SheetHarm:
    return SheetHarm(harm, drugs(harm), how_often(harm), sentence(harm.do), sources.mark(harm.cited))


def drugs(harm: Harm) -> str:
    return listed_plainly(drug.label for drug in harm.substances)


def source(key: str, references: References) -> Source:
    work, entry = references[key], references.bibliography.entries[key]
    links = work.links
    kind = [part for part in work.evidence.words.split(" · ")[:_PARTS] if part != entry.year]
    return Source(references.short(key), listed_plainly(kind),
                  links[0][1] if links else "", work.notice)
