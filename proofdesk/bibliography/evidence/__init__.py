"""What kind of evidence a work is, and what a set of works supports."""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.bibliography.evidence.certainty import MAX_CERTAINTY as MAX_CERTAINTY
    from proofdesk.bibliography.evidence.certainty import is_overstated as is_overstated
    from proofdesk.bibliography.evidence.certainty import is_preclinical_only as is_preclinical_only
    from proofdesk.bibliography.evidence.certainty import kinds_among as kinds_among
    from proofdesk.bibliography.evidence.certainty import max_certainty as max_certainty
    from proofdesk.bibliography.evidence.certainty import states_a_fact as states_a_fact
    from proofdesk.bibliography.evidence.keywords import EvidenceBase as EvidenceBase
    from proofdesk.bibliography.evidence.keywords import read_evidence as read_evidence
    from proofdesk.bibliography.evidence.own_words import MEDICINE as MEDICINE
    from proofdesk.bibliography.evidence.own_words import AnyDesign as AnyDesign
    from proofdesk.bibliography.evidence.own_words import AnyKind as AnyKind
    from proofdesk.bibliography.evidence.own_words import AnySpecies as AnySpecies
    from proofdesk.bibliography.evidence.own_words import Vocabulary as Vocabulary
    from proofdesk.bibliography.evidence.summary import evidence_summary as evidence_summary
    from proofdesk.bibliography.evidence.vocabulary import Blinding as Blinding
    from proofdesk.bibliography.evidence.vocabulary import Certainty as Certainty
    from proofdesk.bibliography.evidence.vocabulary import Design as Design
    from proofdesk.bibliography.evidence.vocabulary import EvidenceKind as EvidenceKind
    from proofdesk.bibliography.evidence.vocabulary import Randomised as Randomised
    from proofdesk.bibliography.evidence.vocabulary import Species as Species
    from proofdesk.bibliography.evidence.work import LEVELS as LEVELS
    from proofdesk.bibliography.evidence.work import Evidence as Evidence

__getattr__, __all__ = public({
    "proofdesk.bibliography.evidence.certainty": (
        "MAX_CERTAINTY", "is_overstated", "is_preclinical_only", "kinds_among", "max_certainty", "states_a_fact"),
    "proofdesk.bibliography.evidence.keywords": ("EvidenceBase", "read_evidence"),
    "proofdesk.bibliography.evidence.own_words": ("MEDICINE", "AnyDesign", "AnyKind", "AnySpecies", "Vocabulary"),
    "proofdesk.bibliography.evidence.summary": ("evidence_summary",),
    "proofdesk.bibliography.evidence.vocabulary": (
        "Blinding", "Certainty", "Design", "EvidenceKind", "Randomised", "Species"),
    "proofdesk.bibliography.evidence.work": ("LEVELS", "Evidence"),
})
