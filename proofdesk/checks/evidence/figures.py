"""Check what the figures of a page state in their cells: how sure they are, and which dates are still to come."""

from __future__ import annotations

from collections.abc import Iterator

from proofdesk.bibliography.evidence import Certainty, EvidenceBase, is_overstated, max_certainty
from proofdesk.common.dates import latest_day, today
from proofdesk.common.problems import Problem
from proofdesk.site.article import Page


def check_figures(page: Page, works: EvidenceBase) -> Iterator[Problem]:
    """Yield the problems of the certainties and the dates in the figures of a page."""
    path = page.document.source.path
    stated = {f"#{block.id}": block for block in page.document.blocks if block.record.certainty}
    for block in page.document.blocks:
        for said in block.said:
            told = stated.get(said.address)
            if told and said.certainty and said.certainty != told.record.certainty:
                yield Problem(path, said.line, said.column, "certainty-conflict",
                              f"certainty “{said.certainty}” stands here, and “{told.record.certainty}” in the "
                              f"{told.kind} to which this cell leads", "state the same at both places")
            cited = works.of([*said.keys] or (told.keys if told else []))
            certainty = next((each for each in Certainty if each == said.certainty), None)
            if certainty and cited and is_overstated(certainty, cited):
                yield Problem(path, said.line, said.column, "overstated-certainty",
                              f"certainty “{said.certainty}” is more than the works cited in this cell support",
                              f"state at most {max_certainty(cited)}, or cite stronger works")
        for dated in block.dated:
            if dated.planned and dated.last < today().isoformat():
                yield Problem(path, dated.line, dated.column, "planned-date-passed",
                              "this date is called planned, and has passed",
                              "say what came of it, and take the word before the date out")
            elif not dated.planned and dated.first > latest_day().isoformat():
                yield Problem(path, dated.line, dated.column, "future-date",
                              "this date is still to come", "write `planned` or `by` before it")
