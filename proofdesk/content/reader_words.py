"""Load the words that readers search by: everyday names of what pages say, and words of somebody who may be in danger.

Both lists may be missing or empty: search then finds the words of the pages only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from proofdesk.common.problems import Problem
from proofdesk.common.yaml_files.lists import load_list
from proofdesk.common.yaml_files.model import Written
from proofdesk.common.yaml_files.value_faults import WORDS
from proofdesk.content.help_lines import HelpLines, known_need

# The editors' lists, beside mkdocs.yml.
SYNONYMS = "synonyms.yml"
CRISIS_WORDS = "crisis.yml"

_Words = Annotated[str, Field(min_length=2, max_length=60, pattern=WORDS.pattern)]


class Synonym(Written):
    """A word of the pages with the words that readers have for it."""

    word: _Words = Field(description="The word or words that the pages use.")
    also: list[_Words] = Field(min_length=1, description="What readers type for it, as in [creepy-crawlies, bugs].")


class CrisisWords(Written):
    """Words that lead to the help lines for a need before anything else is shown."""

    need: str = Field(description="The help lines that are shown: danger, poison, crisis, afterwards, abuse, or one of "
                                  "site.yml.")
    words: list[_Words] = Field(min_length=1, description="What such a reader types, as in [kill myself, suicidal].")

    @field_validator("need", mode="before")
    @classmethod
    def _known(cls, value: object, info: ValidationInfo) -> str:
        return known_need(value, info.context)


@dataclass
class ReaderWords:
    """Both lists in the order of their files."""

    synonyms: list[Synonym] = field(default_factory=list)
    crisis: list[CrisisWords] = field(default_factory=list)


def load_reader_words(root: Path, safety: HelpLines) -> tuple[ReaderWords, list[Problem]]:
    """Return the lists in the folder ``root`` and what is wrong with them."""
    synonyms, problems = load_list(
        root / SYNONYMS, SYNONYMS, Synonym, "bad-synonyms", optional=True, faultless=True)
    crisis, more = load_list(
        root / CRISIS_WORDS, CRISIS_WORDS, CrisisWords, "bad-crisis-words", optional=True, faultless=True,
        context=safety.headings)
    problems += [*more, *_said_twice(synonyms), *_without_lines(crisis, safety)]
    return ReaderWords([item for item, _ in synonyms], [item for item, _ in crisis]), problems


def _said_twice(items: list[tuple[Synonym, int]]) -> Iterator[Problem]:
    """Yield each name that an item states twice, or that is the word itself."""
    for item, line in items:
        seen = {item.word.casefold()}
        for name in item.also:
            if name.casefold() in seen:
                yield Problem(SYNONYMS, line, 1, "bad-synonyms", f"“{name}” stands twice in the item of “{item.word}”",
                              "take one of the two out; search takes plurals and capitals as the same word by itself")
            seen.add(name.casefold())


def _without_lines(items: list[tuple[CrisisWords, int]], safety: HelpLines) -> Iterator[Problem]:
    """Yield each need for which there are no help lines, so that its words would lead nowhere."""
    served = [str(need) for need, _ in safety.needs]
    for item, line in items:
        if served and str(item.need) not in served:
            yield Problem(CRISIS_WORDS, line, 1, "bad-crisis-words", f"there is no help line for “{item.need}”",
                          f"add one to safety.yml, or choose another need: {', '.join(served)}")
