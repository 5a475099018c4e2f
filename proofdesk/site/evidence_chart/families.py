"""The rows of the evidence chart, in which designs stand together, and the words beside its marks."""

from __future__ import annotations

from proofdesk.bibliography.evidence import AnyDesign, AnyKind, Design, EvidenceKind
from proofdesk.bibliography.evidence.own_words import OwnDesign, OwnKind
from proofdesk.common.language import N_, _

# The rows of the drawing, and the designs of each.
_FAMILIES: dict[str, tuple[Design, ...]] = {
    N_("Systematic reviews and meta-analyses"): (
        Design.NETWORK_META_ANALYSIS, Design.META_ANALYSIS, Design.SYSTEMATIC_REVIEW),
    N_("Randomised trials"): (Design.RCT,),
    N_("Other trials, scans, surveys and cases"): (
        Design.COHORT, Design.CASE_CONTROL, Design.CROSSOVER, Design.TRIAL, Design.OPEN_LABEL, Design.IMAGING,
        Design.SURVEY, Design.CASE_SERIES, Design.CASE_REPORT, Design.TISSUE_STUDY),
    N_("Experiments on animals and cells"): (Design.ANIMAL_EXPERIMENT, Design.CELL_EXPERIMENT),
    N_("Reviews, opinions and documents"): (
        Design.NARRATIVE_REVIEW, Design.GUIDELINE, Design.OPINION, Design.REGISTRY, Design.REGULATORY, Design.COMPANY),
    N_("Not sorted yet"): (Design.NOT_CLASSIFIED,),
}
_WHERE: dict[str, str] = {
    EvidenceKind.PEOPLE: N_("in people"), EvidenceKind.ANIMALS: N_("in animals"), EvidenceKind.CELLS: N_("in cells"),
    EvidenceKind.DOCUMENTS: N_("not from a study"), EvidenceKind.NOT_CLASSIFIED: N_("not sorted yet")}


def where_of(kind: AnyKind) -> str:
    """Return in what works of a kind were done, in words."""
    return kind.where if isinstance(kind, OwnKind) else _(_WHERE[kind])


def family_of(design: AnyDesign) -> str:
    """Return the label of the row in which a design stands: as the site states it, or else by what follows from it."""
    if not isinstance(design, OwnDesign):
        return _(next(label for label, designs in _FAMILIES.items() if design in designs))
    if design.row:
        return design.row
    traits = design.traits
    if traits.systematic:
        return _("Systematic reviews and meta-analyses")
    if traits.document or traits.review:
        return _("Reviews, opinions and documents")
    return _("Randomised trials") if traits.randomised else _("Other studies")


def label_of(design: AnyDesign) -> str:
    """Return the head of a design's row in the table."""
    if design is Design.NOT_CLASSIFIED:
        return _("Not sorted yet")
    return design.meaning[0].upper() + design.meaning[1:]
