"""Load the editors' list of harms: of which drug, in whom, how often, how sure, by which works, and what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, InstanceOf, PlainSerializer, ValidationInfo, field_validator

from proofdesk.bibliography.citation_syntax import GROUP, citation, parse_group, suggest, without_citations
from proofdesk.bibliography.evidence import Certainty
from proofdesk.common.files import MAX_LIST_BYTES, read_ordinary
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.vocabulary import LabelledEnum
from proofdesk.common.yaml_files.lists import load_list
from proofdesk.common.yaml_files.model import Written
from proofdesk.common.yaml_files.value_faults import AMOUNT, NAME
from proofdesk.content.harms.substances import Substance, Substances, known_substances
from proofdesk.content.leaks.keys import KEY_LIKE, uncited_key
from proofdesk.content.question import Question

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References

# The editors' list, beside mkdocs.yml, and the page that shows it, from the folder of pages.
HARMS = "harms.yml"
HARMS_PAGE = "safety/index.md"
HARMS_URL = "safety/"


# A figure in digits or in words; it needs its denominator.
_FIGURE = re.compile(
    r"\d|\bper ?cent\b|\b(?:half|(?:a|one|two|three)[- ](?:thirds?|quarters?|fifths?)) of\b|"
    r"\b(?:one|two|three|four|five|six|seven|eight|nine) (?:in|out of) (?:every )?(?:two|three|four|five|six|seven|"
    r"eight|nine|ten|twenty|fifty|a hundred|a thousand)\b", re.IGNORECASE)


class HarmKind(LabelledEnum):
    """What sort of harm it is, the one that can be prevented first."""

    INTERACTION = "interaction", "Dangerous or untested mix"
    AVOID = "avoid", "Who is at higher risk"
    SERIOUS = "serious", "Serious harm"
    LASTING = "lasting", "Lasting harm"
    COMMON = "common", "Other known harm"
    UNSTUDIED = "unstudied", "Hardly studied"


class Harm(Written):
    """One harm or interaction. Its texts may cite works as pages do; all else in them is plain text."""

    id: str = Field(pattern=NAME.pattern, max_length=60,
                    description="Its name in addresses, in small letters, digits and hyphens. It never changes.")
    substances: list[Annotated[Substance, InstanceOf(), PlainSerializer(str)]] = Field(
        min_length=1, description="What it is a harm of, by the `substances` of site.yml.")
    harm: str = Field(min_length=3, max_length=90, description="What can happen, as a short heading.")
    kind: HarmKind = Field(description="What sort of harm it is: " + ", ".join(map(str, HarmKind)) + ".")
    who: str = Field(min_length=3, max_length=300, description="Who was studied, and how.")
    of: str | None = Field(
        default=None, max_length=120, pattern=AMOUNT.pattern,
        description="Out of how many, with the number, as in “233 people”. A figure needs it.")
    often: str = Field(min_length=3, max_length=400, description="How often it happened, or that nobody knows.")
    certainty: Certainty = Field(
        description="How sure we are of what is said: " + ", ".join(map(str, Certainty)) + ".")
    because: str = Field(min_length=3, max_length=300, description="The reason for that certainty.")
    limits: str = Field(min_length=3, max_length=300, description="What this cannot show.")
    do: str = Field(min_length=3, max_length=400, description="What a reader can do.")
    ask: Question | None = Field(
        default=None,
        description="What a reader can ask a doctor about it, for the sheet to take along.")
    keys: list[str] = Field(
        default=[], validate_default=True, description="The works that say so, by their keys.")
    also: list[Annotated[str, Field(min_length=2)]] = Field(
        default=[], description="Everyday words and questions by which readers look for it.")

    @field_validator("substances", mode="before")
    @classmethod
    def _known_substances(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, list):
            return value
        return [known_substances(info).find(name) for name in dict.fromkeys(map(str, value))]

    @field_validator("often")
    @classmethod
    def _with_denominator(cls, often: str, info: ValidationInfo) -> str:
        # An `of` with a fault of its own is not among the data.
        if _FIGURE.search(without_citations(often)) and info.data.get("of", "") is None:
            raise ValueError("a figure stands here, and nothing says out of how many; add a line such as “of: 233 "
                             "people” above it, or say it without a number")
        return often

    @field_validator("keys")
    @classmethod
    def _with_source(cls, keys: list[str], info: ValidationInfo) -> list[str]:
        texts = (info.data.get(name) or "" for name in _TEXTS)
        # A kind with a fault of its own is not among the data.
        needed = info.data.get("kind", HarmKind.UNSTUDIED) is not HarmKind.UNSTUDIED
        if needed and not keys and not any(cited_in(text) for text in texts):
            raise ValueError("no work is cited; only a harm of the kind “unstudied” may cite none")
        return keys

    @property
    def anchor(self) -> str:
        """Return its id on the page that lists all harms."""
        return f"harm-{self.id}"

    @property
    def texts(self) -> list[str]:
        """Return its texts that may cite works, in the order of the page."""
        return [text for name in _TEXTS if (text := getattr(self, name))]

    @cached_property
    def cited(self) -> list[str]:
        """Return every work that it rests on, in the order in which it names them."""
        return list(dict.fromkeys([*(key for text in self.texts for key in cited_in(text)), *self.keys]))

    @property
    def source_mark(self) -> str:
        """Return the citation of the works that no text of it cites; empty if there is none."""
        stated = {key for text in self.texts for key in cited_in(text)}
        return "[" + "; ".join(citation(key)[1:-1] for key in self.keys if key not in stated) + "]" if (
            {*self.keys} - stated) else ""


_TEXTS = ("often", "of", "who", "because", "limits", "do")


def cited_in(text: str) -> list[str]:
    """Return the keys that a text cites in brackets."""
    return [item.key for group in re.findall(GROUP, text) for item in parse_group(group) or ()]


@dataclass
class Harms:
    """The list in the order of its file, in which a substance's gravest harms stand first.

    ``lines`` are those of the entries in the file, by their ids; ``substances`` is what it lists harms of.
    """

    entries: list[Harm] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    substances: Substances = field(default_factory=Substances)

    @property
    def keys(self) -> set[str]:
        return {key for entry in self.entries for key in entry.cited}

    def of(self, drug: Substance) -> list[Harm]:
        """Return the harms of a drug."""
        return [entry for entry in self.entries if drug in entry.substances]

    @property
    def groups(self) -> list[tuple[Substance, list[Harm], list[Harm]]]:
        """Return each drug with the harms that are listed under it first, and those listed under another one."""
        found = []
        for drug in self.substances.by_name.values():
            every = self.of(drug)
            own = [entry for entry in every if entry.substances[0] == drug]
            if every:
                found.append((drug, own, [entry for entry in every if entry not in own]))
        return found


def load_harms(path: Path, name: str, substances: Substances | None = None) -> tuple[Harms, list[Problem]]:
    """Return the editors' list and what is wrong with it; a site without the file, or with an empty one, lists none.

    ``substances`` are those of the site; without them the list may name any.
    """
    substances = substances or Substances()
    items, problems = load_list(
        path, name, Harm, "bad-harms", optional=True, faultless=True, visible=without_citations, context=substances)
    harms = Harms(substances=substances.with_named(each for harm, _ in items for each in harm.substances))
    for harm, line in items:
        if harm.id in harms.lines:
            problems.append(Problem(name, line, 1, "bad-harms",
                                    f"“{harm.id}” is the id of the harm in line {harms.lines[harm.id]} already",
                                    "give this one another, so that each has its own address"))
        else:
            harms.lines[harm.id] = line
            harms.entries.append(harm)
    return harms, problems


def places_of_works(harms: Harms, path: Path) -> dict[str, Position]:
    """Return where the list first names each work that it cites."""
    lines = _lines(harms, path)
    found: dict[str, Position] = {}
    for harm in harms.entries:
        for key in harm.cited:
            found.setdefault(key, _find(lines, harms.lines[harm.id], key))
    return found


def refuse_uncitable(harms: Harms, path: Path, name: str, references: References) -> list[Problem]:
    """Take out the harms that cite what no page may cite, or name a key as a word, and return what is wrong."""
    lines = _lines(harms, path)
    problems: list[Problem] = []
    for harm in list(harms.entries):
        found = [Problem(name, *_find(lines, harms.lines[harm.id], key), rule, message, remedy)
                 for key in harm.cited if (fault := _fault(key, references)) for rule, message, remedy in [fault]]
        found += [uncited_key(name, _find(lines, harms.lines[harm.id], match.group(), ""), match.group())
                  for text in (harm.harm, *harm.texts, *harm.also)
                  for match in KEY_LIKE.finditer(without_citations(text))
                  if match.group() in references.bibliography.entries]
        if found:
            problems += found
            harms.entries.remove(harm)
    return problems


def _lines(harms: Harms, path: Path) -> list[str]:
    return read_ordinary(path, MAX_LIST_BYTES).decode("utf-8-sig").splitlines() if harms.entries else []


def _fault(key: str, references: References) -> tuple[str, str, str] | None:
    """Return why a work cannot be cited, as rule, message and remedy."""
    bibliography = references.bibliography
    if key in references:
        unconfirmed = references.unconfirmed_fault(key)
        return ("unconfirmed-work", *unconfirmed) if unconfirmed else None
    if fault := bibliography.broken_keys.get(key):
        return "unknown-citation", f"the entry of “{key}” cannot be read", f"correct it: {fault}"
    same = bibliography.keys_by_lowercase.get(key.lower(), "")
    if same in references:
        return "citation-case", f"the bibliography writes “{key}” as “{same}”", f"write {same}"
    return "unknown-citation", f"the bibliography has no “{key}”", suggest(key, bibliography.entries)


def _find(lines: list[str], first: int, word: str, before: str = "@?") -> Position:
    """Return the position of a word with what may stand before it, in an entry that begins in a line.

    That line is returned if the word is not there.
    """
    pattern = re.compile(rf"(?<![\w@:.+/#&-]){before}{re.escape(word)}(?![\w+/#&-])")
    for number, line in enumerate(lines[first - 1 :], start=first):
        if number > first and line.startswith("- "):
            break
        if match := pattern.search(line):
            return Position(number, match.start() + 1)
    return Position(first, 1)
