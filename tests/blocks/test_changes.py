"""What an article changed: folded, with its permalink beside the fold and not within the control that opens it."""

from __future__ import annotations

from conftest import Convert
from fixture_cases import Case, each_case


@each_case("blocks/changes")
def test_changes_are_one_fold(convert: Convert, case: Case) -> None:
    html, problems, _ = convert(case.source)
    assert problems == []
    assert html.split('<section class="references"')[0].strip() == case.expected["html"]
