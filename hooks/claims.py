"""Holds what a block claims against what the works it cites can carry.

A certainty above the evidence is an error; wording above the stated certainty is a warning that names the
fitting phrase; a claim without any citation is a warning. The words stand in ``wording.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from hooks.document import PlacedBlock
from hooks.evidence import Certainty, Evidence, EvidenceBase, can_carry, exceeds
from hooks.problems import Problem
from hooks.source import Source

# The editors' word lists, beside mkdocs.yml.
WORDING = "wording.yml"
# How many words before a strong one may hold the hedge or the “not” that tames it.
_REACH = 6
_WORD = re.compile(r"[\w’']+")


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


def read_wording(path: Path, name: str) -> tuple[Wording, list[Problem]]:
    """The word lists. Where the file is missing or wrong, empty lists and a problem that says why."""
    empty = Wording({}, set(), {})
    try:
        lists = _Lists(**yaml.safe_load(path.read_text(encoding="utf-8")))
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
                               "keep the form of the lists that stand in the file")]
    return Wording(hedges, {w.casefold() for w in lists.nots}, strong), []


def check_block(source: Source, block: PlacedBlock, works: EvidenceBase, wording: Wording) -> Iterator[Problem]:
    """What is wrong with one block's claim. ``block.keys`` are the works that it cites."""
    record: Any = block.record
    place = (block.line, block.column)
    if not record.makes_claim:
        return
    if not block.cites:
        yield Problem(source.path, *place, "uncited-claim",
                      f"the {block.kind} “{block.text or record.title}” cites nothing",
                      "cite what it rests on: `[@key]`")
    certainty = record.certainty
    if certainty is None:
        return
    cited = works.of(block.keys)
    if exceeds(certainty, cited):
        yield Problem(source.path, *_option_place(source, block), "overstated-certainty",
                      f"certainty “{certainty}” is more than the cited works can carry ({_why(cited)})",
                      f"state at most `certainty: {can_carry(cited)}`, or cite stronger works")
    yield from _wording(source, block, certainty, wording)


def _why(works: list[Evidence]) -> str:
    if not works:
        return "no work is cited"
    if all(work.kind in ("animals", "cells") for work in works):
        return "animals and cells alone"
    return f"the strongest is of level {min(work.level for work in works)}, OCEBM 2011"


def _option_place(source: Source, block: PlacedBlock) -> tuple[int, int]:
    lines = source.text.split("\n")
    for number in range(block.line, min(block.end_line, len(lines))):
        if lines[number].strip().startswith("certainty"):
            return number + 1, len(lines[number]) - len(lines[number].lstrip()) + 1
    return block.line, block.column


def _wording(source: Source, block: PlacedBlock, certainty: Certainty, wording: Wording) -> Iterator[Problem]:
    """Strong words in the block's text, title and options left out, each where it stands."""
    strong = wording.strong.get(certainty, {})
    tame = wording.hedges.get(certainty, set()) | wording.nots
    lines = source.prose.split("\n")
    for number in range(block.line + block.header_lines - 1, min(block.end_line, len(lines))):
        line = lines[number]
        words = [(m.group().casefold().replace("’", "'"), m.start()) for m in _WORD.finditer(line)]
        for position, (word, column) in enumerate(words):
            pair = f"{word} {words[position + 1][0]}" if position + 1 < len(words) else ""
            found = next((w for w in (pair, word) if w in strong), None)
            before = {w for w, _ in words[max(0, position - _REACH) : position]}
            if found is None or before & tame or any(w.endswith("n't") for w in before):
                continue
            instead = strong[found]
            yield Problem(source.path, number + 1, column + 1, "strong-wording",
                          f"“{found}” says more than {certainty.label.lower()} certainty carries",
                          f"write “{instead}”" if instead else "say it with more care")
