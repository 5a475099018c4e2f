"""Cited works as the evidence chart and its table show them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from proofdesk.bibliography.citation_syntax import mentioned_keys
from proofdesk.bibliography.evidence import AnyDesign, AnyKind
from proofdesk.bibliography.references import References
from proofdesk.content.markup import reference_id


@dataclass(frozen=True)
class WorkSummary:
    """One cited work."""

    key: str
    names: str
    year: int | None
    kind: AnyKind
    design: AnyDesign
    words: str
    level: int
    retracted: bool
    url: str


def cited_works(references: References, keys: Iterable[str]) -> list[WorkSummary]:
    """Return the works of these keys, by year; those without one come last."""
    found = []
    for key in keys:
        evidence = references[key].evidence
        found.append(
            WorkSummary(key, references.names(key) or key, int(evidence.year) if evidence.year else None,
                 evidence.kind, evidence.design, evidence.words, evidence.level, evidence.retracted,
                 f"#{reference_id(key)}")
        )
    return sorted(found, key=lambda work: (work.year or 9999, work.key))


def keys_below(text: str, heading: str, known: Collection[str]) -> set[str]:
    """Return those of the known keys that a page's text cites below a heading, as far as the next one of its level."""
    found = re.search(rf"^(#+)[ \t]+{re.escape(heading)}[ \t]*(?:\{{[^}}\n]*\}})?[ \t]*$", text, re.M)
    if not found:
        return set()
    end = re.compile(rf"^#{{1,{len(found[1])}}}[ \t]", re.M).search(text, found.end())
    return mentioned_keys(text[found.end() : end.start() if end else None], known)


def citation_justification(references: References, key: str) -> str:
    """Return what is wrong with a retracted work, and why the editors cite it."""
    reason = references.retraction_reason(key).rstrip(".")
    return f"{references[key].notice}." + (f" {reason}." if reason else "")
