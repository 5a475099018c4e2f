"""Tell what a set of works is from, and the certainty that it supports.

Certainty follows GRADE, where randomised evidence begins high and observational evidence low.
"""

from __future__ import annotations

from proofdesk.bibliography.evidence.own_words import AnyKind
from proofdesk.bibliography.evidence.vocabulary import Certainty, EvidenceKind
from proofdesk.bibliography.evidence.work import Evidence

# The highest certainty that a level supports. Level 2 is one trial or several, not a review of them.
MAX_CERTAINTY = {1: Certainty.HIGH, 2: Certainty.HIGH, 3: Certainty.MODERATE, 4: Certainty.LOW, 5: Certainty.VERY_LOW}


def kinds_among(works: list[Evidence]) -> list[AnyKind]:
    """Return in whom these works were done, each kind once; documents and “not classified” only beside no study.

    Retracted works are left out.
    """
    works = [work for work in works if not work.retracted]
    found = {kind for work in works for kind in work.kinds}
    studies = found - {EvidenceKind.DOCUMENTS}
    if not studies and works and not found:
        found = {EvidenceKind.NOT_CLASSIFIED}
    return sorted(studies or found, key=_place)


def _place(kind: AnyKind) -> int:
    """Return the place of a kind; the two that are of every site come behind those that a site lists."""
    return kind.place


def is_preclinical_only(works: list[Evidence]) -> bool:
    """Return whether there are works and all of them are of what stands for the site's subject, as animals do."""
    return bool(works) and all(work.kinds and all(kind.is_indirect for kind in work.kinds) for work in works)


def max_certainty(works: list[Evidence]) -> Certainty:
    """Return the highest certainty that these works support: that of the strongest, by its OCEBM level."""
    return MAX_CERTAINTY[min((work.carried_level for work in works), default=5)]


def states_a_fact(works: list[Evidence]) -> bool:
    """Return whether there are works and all of them are documents that show a fact, such as what the law is."""
    return bool(works) and all(work.design.traits.fact for work in works)


def is_overstated(stated: Certainty, works: list[Evidence]) -> bool:
    """Return whether a stated certainty is higher than the works support."""
    order = list(Certainty)
    return order.index(stated) < order.index(max_certainty(works))
