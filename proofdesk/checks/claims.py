"""Check each block's certainty and wording against the evidence that it cites.

A certainty above the evidence, without its reason or of a plain fact is an error; wording above the stated certainty,
or a claim without any citation, is a warning. The word lists are in ``wording.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from proofdesk.bibliography.evidence import (
    Certainty,
    Evidence,
    EvidenceBase,
    is_overstated,
    max_certainty,
    states_a_fact,
)
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position, SourceText
from proofdesk.common.text import join_words
from proofdesk.content.document import Block
from proofdesk.content.harms.entries import cited_in
from proofdesk.content.wording import Wording

# Number of words before a strong one in which a hedge or a “not” weakens it.
_REACH = 6
_WORD = re.compile(r"[\w’']+")


def check_block(source: SourceText, block: Block, works: EvidenceBase, wording: Wording) -> Iterator[Problem]:
    """Yield the problems of a block's claim. ``block.keys`` are the works that it cites."""
    record: Any = block.record
    position = Position(block.line, block.column)
    if not record.makes_claim:
        return
    if not block.cites:
        yield Problem(source.path, *position, "uncited-claim",
                      f"the {block.kind} “{block.text or record.title}” cites nothing",
                      "cite what it rests on: `[@key]`")
    certainty = record.certainty
    if certainty is None:
        return
    cited = works.of(block.keys)
    option = _option_position(source, block)
    if not re.search(r"\w", record.because or "") and not _is_stated(source, block, "because"):
        yield Problem(source.path, *option, "certainty-without-reason",
                      f"certainty “{certainty}” is stated without its reason",
                      "add a line `    because: …`: the review that rates it, or what the studies lack")
    for key in cited_in(record.because or ""):
        if any(work.retracted for work in works.of([key])):
            yield Problem(source.path, *option, "certainty-without-reason",
                          f"certainty “{certainty}” rests on “{key}”, which was retracted",
                          "name another reason, or take the certainty out")
    if states_a_fact(cited):
        yield Problem(source.path, *option, "certainty-of-a-fact",
                      "all works cited are official documents or registers, which show a fact and not how likely it is",
                      "take this line out, or cite the studies that the certainty is about")
    elif is_overstated(certainty, cited):
        yield Problem(source.path, *option, "overstated-certainty",
                      f"certainty “{certainty}” is more than the cited works support ({_why(cited)})",
                      f"state at most `certainty: {max_certainty(cited)}`, or cite stronger works")
    yield from _wording(source, block, certainty, wording)


def _why(works: list[Evidence]) -> str:
    if not works:
        return "no work is cited"
    if all(work.kind.is_indirect for work in works):
        if works[0].words_of.is_own:
            return "only studies " + join_words(list(dict.fromkeys(work.kind.where for work in works)))
        return "only studies of animals and cells"
    return f"the strongest is of level {min(work.level for work in works)}, OCEBM 2011"


def _is_stated(source: SourceText, block: Block, option: str) -> bool:
    """Return whether a block has a line for an option, with a value that was reported already."""
    lines = source.text.split("\n")[block.line : block.line + block.header_lines - 1]
    return block.record.because is None and any(line.strip().startswith(f"{option}:") for line in lines)


def _option_position(source: SourceText, block: Block) -> Position:
    lines = source.text.split("\n")
    for number in range(block.line, min(block.end_line, len(lines))):
        if lines[number].strip().startswith("certainty"):
            return Position(number + 1, len(lines[number]) - len(lines[number].lstrip()) + 1)
    return Position(block.line, block.column)


def _wording(source: SourceText, block: Block, certainty: Certainty, wording: Wording) -> Iterator[Problem]:
    """Yield a problem for each strong word in the block's text, without its title and options."""
    if not wording.applies:
        return
    strong = wording.strong.get(certainty, {})
    weakening = wording.hedges.get(certainty, set()) | wording.nots
    lines = source.prose.split("\n")
    for number in range(block.line + block.header_lines - 1, min(block.end_line, len(lines))):
        line = lines[number]
        words = [(m.group().casefold().replace("’", "'"), m.start()) for m in _WORD.finditer(line)]
        for position, (word, column) in enumerate(words):
            pair = f"{word} {words[position + 1][0]}" if position + 1 < len(words) else ""
            found = next((w for w in (pair, word) if w in strong), None)
            before = {w for w, _ in words[max(0, position - _REACH) : position]}
            if found is None or before & weakening or any(w.endswith("n't") for w in before):
                continue
            instead = strong[found]
            yield Problem(source.path, number + 1, column + 1, "strong-wording",
                          f"“{found}” is too strong for {certainty.english.lower()} certainty",
                          f"write “{instead}”" if instead else "use more cautious words")
