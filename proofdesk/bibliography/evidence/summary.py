"""Summarise in one line what a block rests on, from the works that it cites."""

from __future__ import annotations

from collections import defaultdict

from proofdesk.bibliography.evidence.certainty import is_preclinical_only, kinds_among
from proofdesk.bibliography.evidence.vocabulary import DOCUMENTS, SYSTEMATIC, Design, EvidenceKind, Species
from proofdesk.bibliography.evidence.work import Evidence
from proofdesk.common.text import join_words

_ADJECTIVES = {EvidenceKind.ANIMALS: "Animal", EvidenceKind.CELLS: "Cell"}
# Designs that are of people by themselves, or whose words say of what.
_WHO_IS_CLEAR = (Design.SURVEY, Design.CASE_SERIES, Design.CASE_REPORT, Design.NARRATIVE_REVIEW, *DOCUMENTS)
_ORDER = {design: place for place, design in enumerate(Design)}


def evidence_summary(works: list[Evidence]) -> str:
    """Return one line on what a block rests on, made from the works it cites.

    “Based on 1 randomised trial in people (233) and 1 case report”, “Animal studies only: …”, “No study cited”.
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
    if all(work.design in DOCUMENTS for work in sound):
        return f"No study cited: {counted} only{note}"
    return f"Based on {counted}{note}"


def _counted(works: list[Evidence]) -> str:
    """Return “2 randomised trials in people (80), 1 study in mice and 1 review”, the strongest first."""
    groups: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for work in works:
        groups[_noun(work)].append(work)
    order = {noun: min((work.level, _ORDER[work.design]) for work in each) for noun, each in groups.items()}
    return join_words([
        f"{len(each)} {noun[len(each) > 1]}{_size(each)}"
        for noun, each in sorted(groups.items(), key=lambda item: (order[item[0]], item[0]))])


def _size(works: list[Evidence]) -> str:
    """Return in brackets how many took part, or how many studies were reviewed, if that is known of all."""
    if works[0].design in SYSTEMATIC:
        studies = [work.studies for work in works]
        total = sum(number or 0 for number in studies)
        return f" ({total} {'study' if total == 1 else 'studies'})" if None not in studies else ""
    sizes = [work.size for work in works]
    if None in sizes or works[0].design in (Design.CASE_REPORT, *DOCUMENTS):
        return ""
    return f" ({sum(size or 0 for size in sizes):,})"


def _noun(work: Evidence) -> tuple[str, str]:
    """Return what to call a work, for one and for several."""
    named = [s.label.lower() for s in work.species if s not in (Species.NOT_CLASSIFIED, Species.NONE)]
    where = " in " + join_words(named) if named else ""
    where = where.replace(" in cells", " in cells in a dish") if named == ["cells"] else where
    design = work.design
    if design in (Design.ANIMAL_EXPERIMENT, Design.CELL_EXPERIMENT) and named:
        return f"study{where}", f"studies{where}"
    if design is Design.NOT_CLASSIFIED:
        return (f"study{where}", f"studies{where}") if named else (design.label, design.meaning)
    if design is Design.TISSUE_STUDY:
        return "study of people’s tissue after death", "studies of people’s tissue after death"
    if design in _WHO_IS_CLEAR:
        where = ""
    elif work.is_mostly_preclinical:
        where = ", mostly of animals and cells"
    elif design in (Design.CROSSOVER, Design.TRIAL) and work.is_randomised_trial:
        design = Design.RCT
    return design.label + where, design.meaning + where
