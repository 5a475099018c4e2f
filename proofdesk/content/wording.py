"""The editors' word lists: hedges, and words too strong for a certainty."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from proofdesk.bibliography.evidence import Certainty
from proofdesk.common.files import MAX_LIST_BYTES, read_ordinary
from proofdesk.common.problems import Problem
from proofdesk.common.yaml_files.reading import read_yaml

# The editors' word lists, beside mkdocs.yml.
WORDING = "wording.yml"


class _TooStrong(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: list[str]
    needs: str
    write: dict[str, str]


class _Lists(BaseModel):
    model_config = ConfigDict(extra="forbid")

    hedges: dict[str, list[str]]
    nots: list[str]
    too_strong: list[_TooStrong]


@dataclass
class Wording:
    """The editors' word lists, ready to use."""

    hedges: dict[Certainty, set[str]]
    nots: set[str]
    # For each certainty: a strong word (or two words), and what to write instead.
    strong: dict[Certainty, dict[str, str]]

    @property
    def all_hedges(self) -> set[str]:
        """Return the hedges of every certainty, small."""
        return set().union(*self.hedges.values())


def load_wording(path: Path, name: str) -> tuple[Wording, list[Problem]]:
    """Return the word lists; empty ones and a problem if the file is missing or wrong."""
    empty = Wording({}, set(), {})
    try:
        lists = _Lists(**read_yaml(read_ordinary(path, MAX_LIST_BYTES).decode("utf-8-sig"))[1])
        hedges = {Certainty(c): {w.casefold() for w in words} for c, words in lists.hedges.items()}  # type: ignore[call-arg]
        strong: dict[Certainty, dict[str, str]] = {certainty: {} for certainty in Certainty}
        order = list(Certainty)
        for entry in lists.too_strong:
            needed = -1 if entry.needs == "never" else order.index(Certainty(entry.needs))  # type: ignore[call-arg]
            for certainty in order[needed + 1 :]:
                strong[certainty].update({word.casefold(): entry.write.get(str(certainty), "") for word in entry.words})
    except (OSError, yaml.YAMLError, ValidationError, ValueError, TypeError) as error:
        line = error.problem_mark.line + 1 if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark else 1
        reason = str(error).splitlines()[0]
        return empty, [Problem(name, line, 1, "bad-wording", f"the word lists cannot be read: {reason}",
                               "keep the form of the lists in the file")]
    return Wording(hedges, {w.casefold() for w in lists.nots}, strong), []
