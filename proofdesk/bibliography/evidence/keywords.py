"""Read the evidence that a work is from its entry: from ``keywords`` such as ``species:human, design:rct, n:59``.

Nothing is guessed: what the keywords do not state is “not classified”. Keywords without a colon are the editors' own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence.own_words import MEDICINE, Vocabulary
from proofdesk.bibliography.evidence.vocabulary import PRECLINICAL, Blinding, Design, Randomised, Species
from proofdesk.bibliography.evidence.work import Evidence, Reviewed
from proofdesk.common.problems import Problem
from proofdesk.common.text import did_you_mean
from proofdesk.common.vocabulary import LabelledEnum

if TYPE_CHECKING:
    from proofdesk.bibliography.bibliography import Bibliography

Word = TypeVar("Word", bound=LabelledEnum)
Fault = tuple[str, str, str]  # rule, message, remedy

# The names that keywords may have.
NAMES = ("species", "design", "randomised", "blinded", "n", "population", "measured", "sponsor", "reviewed")
# Other names of keywords: a site about fields has no species.
OTHER_NAMES = {"studied": "species"}
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
        name = OTHER_NAMES.get(name.lower(), name.lower())
        if colon and name in NAMES:
            yield name, value


def known_words(name: str, words: Vocabulary = MEDICINE) -> list[str]:
    """Return the words that a keyword allows; none where it holds a text."""
    return {"species": [*words.species], "design": [*words.designs], "randomised": [*map(str, Randomised)],
            "blinded": [*map(str, Blinding)]}.get(name, [])


def fault_of(name: str, value: str, words: Vocabulary = MEDICINE) -> tuple[str, str] | None:
    """Return what is wrong with the value of a keyword, and what to do."""
    if name == "n" and not (value.isdecimal() and int(value) > 0):
        return f"“n:{value}” is not a number of {words.counted[1] or 'participants'}", "write n:59"
    if name in TEXTS and not 0 < len(value) <= LONGEST_TEXT:
        return f"“{value[:LONGEST_TEXT]}” is no text of 1 to {LONGEST_TEXT} characters", f"write {name}:{TEXTS[name]}"
    if name == "reviewed":
        found = _REVIEWED.fullmatch(value)
        known = {*words.reviewed}
        if not found or found[2] not in known:
            near = did_you_mean(found[2], sorted(known)) if found else ""
            return (f"“{value}” is not known as what a review reviewed",
                    near if near.startswith("did") else "write " + _example_of_reviewed(words))
    if (allowed := known_words(name, words)) and value not in allowed:
        what = "word of “studied”" if words.is_own and name == "species" else name
        return f"“{value}” is not a known {what}", _remedy(did_you_mean(value, allowed), words)
    return None


def _remedy(near: str, words: Vocabulary) -> str:
    """Return a remedy that also says where other words come from, if no word of medicine is near."""
    return near if words.is_own or near.startswith("did") else f"{near}; site.yml may list others, under `evidence`"


def _example_of_reviewed(words: Vocabulary) -> str:
    if not words.is_own:
        return "reviewed:16 preclinical, or reviewed:6 rct"
    return f"reviewed:16 {next(iter(words.species))}, or reviewed:6 {next(iter(words.designs))}"


def read_evidence(
    entry: Entry, retracted: bool = False, words: Vocabulary = MEDICINE
) -> tuple[Evidence, list[Fault]]:
    """Return the evidence that an entry states, and each fault."""
    faults: list[Fault] = []
    if number := _PARTED.search(entry.fields.get("keywords", "")):
        faults.append(("bad-evidence", f"“{number[0]}” has a comma, which parts keywords",
                       f"write {number[0].replace(',', '')}"))
    stated: dict[str, list[str]] = {name: [] for name in NAMES}
    misread = set[str]()  # of these it is told what is stated, and not that nothing is
    for name, value in keywords_of(entry):
        fault = fault_of(name, value, words)
        if fault:
            misread.add(name)
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
    species = tuple(words.species[value] for value in dict.fromkeys(stated["species"]))
    designs = tuple(words.designs[value] for value in dict.fromkeys(stated["design"]))
    if not species and any(design.traits.document for design in designs):
        species = (Species.NONE,)
    evidence = Evidence(
        species or (Species.NOT_CLASSIFIED,), designs or (Design.NOT_CLASSIFIED,),
        int(stated["n"][-1]) if stated["n"] else None, entry.year, retracted,
        _last(stated["randomised"], Randomised), _last(stated["blinded"], Blinding),
        "".join(stated["population"][-1:]), "".join(stated["measured"][-1:]),
        tuple(_reviewed(value, words) for value in stated["reviewed"]), memory == FROM_MEMORY,
        "".join(stated["sponsor"][-1:]), words,
    )
    return evidence, [*faults, *_missing(entry.key, evidence, misread)]


def _last(values: list[str], words: type[Word]) -> Word | None:
    return words(values[-1]) if values else None  # type: ignore[call-arg]


def _reviewed(value: str, words: Vocabulary) -> Reviewed:
    count, _, word = value.rpartition(" ")
    known = None if word == PRECLINICAL and not words.is_own else words.species.get(word) or words.designs[word]
    return Reviewed(known, int(count) if count else None)


def _missing(key: str, evidence: Evidence, misread: Collection[str]) -> Iterator[Fault]:
    """Yield what is not known of a work, and what contradicts itself."""
    missing = {"its design": "design:…"} if (
        Design.NOT_CLASSIFIED in evidence.designs and "design" not in misread) else {}
    if Species.NOT_CLASSIFIED in evidence.species and "species" not in misread:
        where = "in what it was done" if evidence.words_of.is_own else "its species"
        missing[where] = f"{evidence.words_of.keyword}:…"
    if missing:
        yield ("unclassified-evidence", f"“{key}” does not state {' and '.join(missing)}",
               f"add {' and '.join(missing.values())} to its keywords, or cite a work of which "
               f"{'it is' if len(missing) == 1 else 'both are'} known")
    if not evidence.reviewed and any(design.traits.systematic for design in evidence.designs):
        example = _example_of_reviewed(evidence.words_of) if evidence.words_of.is_own else (
            "reviewed:6 rct or reviewed:16 preclinical")
        yield ("unclassified-evidence", f"“{key}” does not state what it reviewed",
               f"add reviewed:… to its keywords, as in {example}")
    if evidence.reviewed and not evidence.design.traits.review:
        yield "bad-evidence", f"“{key}” states what it reviewed and is no review", "take reviewed:… out"
    if evidence.randomised is Randomised.NO and any(design.traits.randomised for design in evidence.designs):
        yield "bad-evidence", f"“{key}” is a randomised trial and not randomised", "keep one of the two"


class EvidenceBase:
    """The evidence of the works of a bibliography, each read when it is first asked for."""

    def __init__(
        self, bibliography: Bibliography, is_retracted: Callable[[str], bool] = lambda _: False,
        words: Vocabulary = MEDICINE,
    ) -> None:
        self._bibliography, self.words = bibliography, words
        self._is_retracted = is_retracted
        self._read: dict[str, tuple[Evidence, list[Fault]]] = {}
        self._alike: dict[tuple[object, ...], Evidence] = {}  # many works are alike, and each takes a kilobyte

    def __getitem__(self, key: str) -> Evidence:
        return self._of(key)[0]

    def _of(self, key: str) -> tuple[Evidence, list[Fault]]:
        if key not in self._read:
            evidence, faults = read_evidence(self._bibliography.entries[key], self._is_retracted(key), self.words)
            self._read[key] = self._alike.setdefault(evidence.stated, evidence), faults
        return self._read[key]

    def of(self, keys: Iterable[str]) -> list[Evidence]:
        """Return the evidence of these works, unknown keys left out."""
        return [self[key] for key in keys if key in self._bibliography.entries]

    def problems(self, keys: Iterable[str]) -> list[Problem]:
        """Return what is wrong with the evidence that these works state."""
        entries = self._bibliography.entries
        return [Problem(*entries[key].place("keywords"), *fault)
                for key in keys for fault in self._of(key)[1]]
