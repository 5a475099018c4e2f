"""The editors' word lists: hedges, and words too strong for a certainty. A site may have none."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field

from proofdesk.bibliography.evidence import Certainty
from proofdesk.common.cache import fingerprint
from proofdesk.common.language import spoken
from proofdesk.common.problems import Problem
from proofdesk.common.yaml_files.lists import load_record
from proofdesk.common.yaml_files.model import Written

# The editors' word lists, beside mkdocs.yml.
WORDING = "wording.yml"


class _TooStrong(Written):
    words: list[str] = Field(description="Words that promise more than evidence carries, as in [cure, cures].")
    needs: Literal["high", "moderate", "low", "very-low", "never"] = Field(
        description="The certainty from which on they may stand: high, moderate, low, very-low, or never.")
    write: dict[Certainty, str] = Field(description="What fits instead, for each certainty, as in {low: may ease}.")


class _Lists(Written):
    language: str | None = Field(
        default=None, description="The code of the language that the words are of, as `en`, if not that of the site.")
    hedges: dict[Certainty, list[str]] = Field(
        default={}, description="Words that weaken a claim, for each certainty, as in `low: [may, might]`.")
    nots: list[str] = Field(default=[], description="Words that deny a claim, as in [not, never].")
    too_strong: list[_TooStrong] = Field(
        default=[], description="Words that need a certainty: a list of `{words: […], needs: …, write: {…}}`.")


@dataclass
class Wording:
    """The editors' word lists, ready to use."""

    hedges: dict[Certainty, set[str]]
    nots: set[str]
    # For each certainty: a strong word (or two words), and what to write instead.
    strong: dict[Certainty, dict[str, str]]
    language: str  # its code, without a region

    @cached_property
    def digest(self) -> str:
        """Return what identifies the lists."""
        hedges = [(str(each), sorted(words)) for each, words in self.hedges.items()]
        strong = [(str(each), sorted(words.items())) for each, words in self.strong.items()]
        return fingerprint(repr((hedges, sorted(self.nots), strong, self.language)))

    @property
    def applies(self) -> bool:
        """Return whether its words are of the language that is spoken; of another it says nothing."""
        return self.language == spoken().base

    @property
    def all_hedges(self) -> set[str]:
        """Return the hedges of every certainty, small; none in another language."""
        return set().union(*self.hedges.values()) if self.applies else set()


def load_wording(path: Path, name: str) -> tuple[Wording, list[Problem]]:
    """Return the word lists, and what is wrong with them; a site without the file, or with an empty one, has none."""
    if not os.path.lexists(path):
        return Wording({}, set(), {}, spoken().base), []
    lists, problems = load_record(path, name, _Lists, "bad-wording")
    if lists is None:
        return Wording({}, set(), {}, spoken().base), problems
    order = list(Certainty)
    strong: dict[Certainty, dict[str, str]] = {certainty: {} for certainty in Certainty}
    for entry in lists.too_strong:
        needed = -1 if entry.needs == "never" else [*map(str, order)].index(entry.needs)
        for certainty in order[needed + 1 :]:
            strong[certainty].update({word.casefold(): entry.write.get(certainty, "") for word in entry.words})
    hedges = {certainty: {word.casefold() for word in words} for certainty, words in lists.hedges.items()}
    language = (lists.language or spoken().code).replace("_", "-").partition("-")[0].lower()
    return Wording(hedges, {word.casefold() for word in lists.nots}, strong, language), problems
