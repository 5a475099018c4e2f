"""Read the evidence that a work is from its entry: from ``keywords`` such as ``species:human, design:rct, n:59``.

Nothing is guessed: what the keywords do not state is “not classified”. Keywords without a colon are the editors' own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence.vocabulary import (
    DOCUMENTS,
    PRECLINICAL,
    SYSTEMATIC,
    Blinding,
    Design,
    Randomised,
    Species,
)
from proofdesk.bibliography.evidence.work import Evidence, Reviewed
from proofdesk.common.problems import Problem
from proofdesk.common.text import did_you_mean
from proofdesk.common.vocabulary import LabelledEnum

if TYPE_CHECKING:
    from proofdesk.bibliography.parser import Bibliography

Word = TypeVar("Word", bound=LabelledEnum)
Fault = tuple[str, str, str]  # rule, message, remedy

# The names that keywords may have, each with the words that it allows; none where it holds a text.
WORDS: dict[str, list[str]] = {
    "species": [str(word) for word in Species], "design": [str(word) for word in Design],
    "randomised": [str(word) for word in Randomised], "blinded": [str(word) for word in Blinding],
    "n": [], "population": [], "measured": [], "sponsor": [], "reviewed": [],
}
SEVERAL = ("species", "design", "reviewed")  # the names that may stand more than once
# The names that hold a text, each with an example.
TEXTS = {"population": "people with hay fever", "measured": "after 3 weeks", "sponsor": "Example Pharma (its maker)"}
LONGEST_TEXT = 60  # characters
FROM_MEMORY = "from memory"
_PARTED = re.compile(r"\bn\s*:\s*\d{1,3}(?:,\d{3})+\b")
_REVIEWED = re.compile(r"(?:(\d+) +)?([a-z-]+)")


def keywords_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield each keyword that states evidence, as its name and its value."""
    for keyword in entry.fields.get("keywords", "").replace(";", ",").split(","):
        name, colon, value = (part.strip() for part in keyword.partition(":"))
        if colon and name.lower() in WORDS:
            yield name.lower(), value


def fault_of(name: str, value: str) -> tuple[str, str] | None:
    """Return what is wrong with the value of a keyword, and what to do."""
    if name == "n" and not (value.isdecimal() and int(value) > 0):
        return f"“n:{value}” is not a number of participants", "write n:59"
    if name in TEXTS and not 0 < len(value) <= LONGEST_TEXT:
        return f"“{value[:LONGEST_TEXT]}” is no text of 1 to {LONGEST_TEXT} characters", f"write {name}:{TEXTS[name]}"
    if name == "reviewed":
        found = _REVIEWED.fullmatch(value)
        known = {PRECLINICAL, *WORDS["species"], *WORDS["design"]} - {"none", "not-classified"}
        if not found or found[2] not in known:
            near = did_you_mean(found[2], sorted(known)) if found else ""
            return (f"“{value}” is not known as what a review reviewed",
                    near if near.startswith("did") else "write reviewed:16 preclinical, or reviewed:6 rct")
    if WORDS[name] and value not in WORDS[name]:
        return f"“{value}” is not a known {name}", did_you_mean(value, WORDS[name])
    return None


def read_evidence(entry: Entry, retracted: bool = False) -> tuple[Evidence, list[Fault]]:
    """Return the evidence that an entry states, and each fault."""
    faults: list[Fault] = []
    if number := _PARTED.search(entry.fields.get("keywords", "")):
        faults.append(("bad-evidence", f"“{number[0]}” has a comma, which parts keywords",
                       f"write {number[0].replace(',', '')}"))
    stated: dict[str, list[str]] = {name: [] for name in WORDS}
    for name, value in keywords_of(entry):
        fault = fault_of(name, value)
        if fault:
            faults.append(("bad-evidence", *fault))
        else:
            stated[name].append(value)
    for name, values in stated.items():
        if len(values) > 1 and name not in SEVERAL:
            faults.append(("bad-evidence", f"“{entry.key}” states {name} twice", "keep one of the two"))
    memory = entry.fields.get("x-classified", "").strip()
    if memory not in ("", FROM_MEMORY):
        faults.append(("bad-evidence", f"“{memory}” is not known in x-classified",
                       f"write x-classified = {{{FROM_MEMORY}}}, or take the field out once a record was seen"))
    species, designs = _words(stated["species"], Species), _words(stated["design"], Design)
    if not species and DOCUMENTS & {*designs}:
        species = (Species.NONE,)
    evidence = Evidence(
        species or (Species.NOT_CLASSIFIED,), designs or (Design.NOT_CLASSIFIED,),
        int(stated["n"][-1]) if stated["n"] else None, entry.year, retracted,
        _last(stated["randomised"], Randomised), _last(stated["blinded"], Blinding),
        "".join(stated["population"][-1:]), "".join(stated["measured"][-1:]),
        tuple(map(_reviewed, stated["reviewed"])), memory == FROM_MEMORY, "".join(stated["sponsor"][-1:]),
    )
    return evidence, [*faults, *_missing(entry.key, evidence)]


def _words(values: list[str], words: type[Word]) -> tuple[Word, ...]:
    return tuple(words(value) for value in dict.fromkeys(values))  # type: ignore[call-arg]


def _last(values: list[str], words: type[Word]) -> Word | None:
    return words(values[-1]) if values else None  # type: ignore[call-arg]


def _reviewed(value: str) -> Reviewed:
    count, _, word = value.rpartition(" ")
    known = None if word == PRECLINICAL else Species(word) if word in WORDS["species"] else Design(word)  # type: ignore[call-arg]
    return Reviewed(known, int(count) if count else None)


def _missing(key: str, evidence: Evidence) -> Iterator[Fault]:
    """Yield what is not known of a work, and what contradicts itself."""
    if Design.NOT_CLASSIFIED in evidence.designs:
        yield ("unclassified-evidence", f"“{key}” does not state its design",
               "add design:… to its keywords, or cite a work whose design is known")
    if Species.NOT_CLASSIFIED in evidence.species:
        yield ("unclassified-evidence", f"“{key}” does not state its species",
               "add species:… to its keywords, or cite a work of which it is known")
    if SYSTEMATIC & {*evidence.designs} and not evidence.reviewed:
        yield ("unclassified-evidence", f"“{key}” does not state what it reviewed",
               "add reviewed:… to its keywords, as in reviewed:6 rct or reviewed:16 preclinical")
    if evidence.reviewed and not evidence.design.value.endswith(("review", "analysis")):
        yield "bad-evidence", f"“{key}” states what it reviewed and is no review", "take reviewed:… out"
    if Design.RCT in evidence.designs and evidence.randomised is Randomised.NO:
        yield "bad-evidence", f"“{key}” is a randomised trial and not randomised", "keep one of the two"


class EvidenceBase:
    """The evidence of the works of a bibliography, each read when it is first asked for."""

    def __init__(self, bibliography: Bibliography, is_retracted: Callable[[str], bool] = lambda _: False) -> None:
        self._bibliography = bibliography
        self._is_retracted = is_retracted
        self._evidence: dict[str, Evidence] = {}

    def __getitem__(self, key: str) -> Evidence:
        if key not in self._evidence:
            self._evidence[key], _ = read_evidence(self._bibliography.entries[key], self._is_retracted(key))
        return self._evidence[key]

    def of(self, keys: Iterable[str]) -> list[Evidence]:
        """Return the evidence of these works, unknown keys left out."""
        return [self[key] for key in keys if key in self._bibliography.entries]

    def problems(self, keys: Iterable[str]) -> list[Problem]:
        """Return what is wrong with the evidence that these works state."""
        entries = self._bibliography.entries
        return [Problem(*entries[key].place("keywords"), *fault)
                for key in keys for fault in read_evidence(entries[key])[1]]
