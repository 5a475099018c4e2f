"""Bibliography: from the BibTeX file to entries, formatted references, evidence, retraction status and exports.

Public: the bibliography and what is read from it. Rooms below: ``common``.
"""

from typing import TYPE_CHECKING

from proofdesk._lazy import public

if TYPE_CHECKING:
    from proofdesk.bibliography.bibliography import Bibliography as Bibliography
    from proofdesk.bibliography.entry import Entry as Entry
    from proofdesk.bibliography.evidence import Certainty as Certainty
    from proofdesk.bibliography.evidence import Evidence as Evidence
    from proofdesk.bibliography.evidence import EvidenceKind as EvidenceKind
    from proofdesk.bibliography.exports import WorksToExport as WorksToExport
    from proofdesk.bibliography.parser import read_bibliography as read_bibliography
    from proofdesk.bibliography.references import Reference as Reference
    from proofdesk.bibliography.references import References as References
    from proofdesk.bibliography.retraction_status import RetractionStatus as RetractionStatus
    from proofdesk.bibliography.retraction_status import retraction_status as retraction_status

__getattr__, __all__ = public({
    "proofdesk.bibliography.entry": ("Entry",),
    "proofdesk.bibliography.evidence": ("Certainty", "Evidence", "EvidenceKind"),
    "proofdesk.bibliography.exports": ("WorksToExport",),
    "proofdesk.bibliography.bibliography": ("Bibliography",),
    "proofdesk.bibliography.parser": ("read_bibliography",),
    "proofdesk.bibliography.references": ("Reference", "References"),
    "proofdesk.bibliography.retraction_status": ("RetractionStatus", "retraction_status"),
})
