"""A cited work as the figure and the table of a page show it, and why one is cited that was retracted.

For templates: texts are escaped. Knows the references, and nothing of pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from proofdesk.bibliography.evidence import Design, EvidenceKind
from proofdesk.bibliography.references import References


@dataclass(frozen=True)
class WorkSummary:
    """A cited work as the figure and the table of an article show it. Texts are escaped."""

    key: str
    names: Markup
    year: int | None
    kind: EvidenceKind
    design: Design
    words: Markup
    retracted: bool
    url: str


def cited_works(references: References, keys: Iterable[str]) -> list[WorkSummary]:
    """The works of these keys, by year; those without one last."""
    found = []
    for key in keys:
        evidence = references[key].evidence
        found.append(
            WorkSummary(key, escape(references.names(key) or key), int(evidence.year) if evidence.year else None,
                 evidence.kind, evidence.design, escape(evidence.words), evidence.retracted, f"#ref-{key}")
        )
    return sorted(found, key=lambda work: (work.year or 9999, work.key))


def citation_justification(references: References, key: str) -> str:
    """What is wrong with a work that is cited all the same, and the reason that the bibliography gives."""
    reason = references.retraction_reason(key).rstrip(".")
    return f"{references[key].notice}." + (f" {reason}." if reason else "")
