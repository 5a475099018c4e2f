"""Markdown of other tools becomes the site's Markdown, and nothing of their markup reaches a reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fixture_cases import Case, each_case
from manuscript_imports import PNG, import_content

from proofdesk.content.review.items import ReviewItem

# The sections of the report that say what became of markup and of facts.
TOLD = re.compile(r"^(?:Changed or left out|Said in the file about itself[^\n]*):\n((?:  .*\n)+)", re.MULTILINE)
# What no browser knows as a tag may be a word of the text, so that it is left to the editor.
MEND_DOSE = ("  - “<dose>” looks like HTML and would reach the reader as it is (correct the markup, or put it between "
             "backticks if it is meant)")


def told(report: str) -> list[str]:
    """Return what the report says of markup and of facts."""
    return [line[4:] for section in TOLD.findall(report) for line in section.splitlines()]


def remark(item: ReviewItem) -> str:
    """Return a comment or a change, with its line and the words beside it."""
    words = " → ".join(f"“{each}”" for each in (item.before, item.after, item.says) if each)
    place = f" at line {item.line}" if item.line else ""
    return f"{item.kind}: {words}{place}" + (f", “{item.quote}”" if item.quote else "")


@pytest.mark.build
@each_case("desk/importing/dialects")
def test_markup_of_a_tool_is_converted_or_named(case: Case, tmp_path: Path) -> None:
    (tmp_path / "bed.png").write_bytes(PNG)
    name = "quarto.qmd" if case.name == "quarto" else f"{case.name}.md"
    result = import_content(tmp_path, name, case.source)
    head, page = result.text.split("\n---\n", 1)
    assert page.strip("\n") == case.expected["page"]
    assert told(result.report) == case.lines("report")
    assert [remark(item) for item in result.review] == case.lines("review")
    assert [fact for fact in case.lines("facts") if fact not in head.splitlines()] == []
    left = [line for line in result.report.splitlines() if "would reach the reader" in line]
    assert left == ([MEND_DOSE] if case.name == "github-and-html" else [])


@pytest.mark.build
def test_head_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.md", "---\ntitle: [Straw\nauthor: Ada\n---\n\n# Beds\n\nText.\n")
    assert 'title: "Beds"' in result.text and "Text." in result.text
    assert told(result.report) == ["lines at the head of the file that could not be read: “title: [Straw author: Ada”"]
