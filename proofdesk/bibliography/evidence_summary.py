"""Summarise in one line what a block rests on, from the works that it cites."""

from __future__ import annotations

from collections import Counter

from proofdesk.bibliography.evidence import Design, Evidence, EvidenceKind, Species, is_preclinical_only, kinds_among
from proofdesk.common.text import join_words

_ADJECTIVES = {EvidenceKind.ANIMALS: "Animal", EvidenceKind.CELLS: "Cell"}


def evidence_summary(works: list[Evidence]) -> str:
    """Return one line on what a block rests on, made from the works it cites.

    “Rests on: 2 randomised trials in people, 1 review”, “Animal and cell studies only: …”, “No study cited”.
    """
    retracted = sum(work.retracted for work in works)
    sound = [work for work in works if not work.retracted]
    note = f"; also cited: {retracted} retracted work{'s' if retracted > 1 else ''}" if retracted else ""
    if not sound:
        return "No study cited" + note
    counted = _counted(sound)
    if is_preclinical_only(sound):
        kinds = kinds_among(sound)
        who = "Animal and cell" if len(kinds) == 2 else _ADJECTIVES[kinds[0]]
        return f"{who} studies only: {counted}{note}"
    if all(work.design in (Design.REGULATORY, Design.REGISTRY, Design.OPINION) for work in sound):
        return f"No study cited, only {counted}{note}"
    return f"Rests on: {counted}{note}"


def _counted(works: list[Evidence]) -> str:
    """Return “2 randomised trials in people, 1 study in mice, 1 review”, the strongest first."""
    counts = Counter(_noun(work) for work in works)
    order = {_noun(work): (work.level, list(Design).index(work.design)) for work in works}
    ordered = sorted(counts.items(), key=lambda item: (order[item[0]], item[0]))
    return ", ".join(f"{count} {plural if count > 1 else singular}" for (singular, plural), count in ordered)


def _noun(work: Evidence) -> tuple[str, str]:
    """Return what to call a work, for one and for several."""
    named = [s.label.lower() for s in work.species if s is not Species.NOT_CLASSIFIED]
    where = " in " + join_words(named) if named else ""
    where = where.replace(" in cells", " in cells in a dish") if named == ["cells"] else where
    if work.design in (Design.ANIMAL_EXPERIMENT, Design.CELL_EXPERIMENT) and named:
        return f"study{where}", f"studies{where}"
    if work.design is Design.NOT_CLASSIFIED:
        return (f"study{where} of unclassified design", f"studies{where} of unclassified design") if named else (
            "work not classified", "works not classified")
    if work.design in (Design.NARRATIVE_REVIEW, Design.OPINION, Design.REGULATORY, Design.REGISTRY):
        where = ""
    return work.design.label + where, work.design.meaning + where
