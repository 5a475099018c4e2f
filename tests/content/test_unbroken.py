"""What no line of a page parts: short names with a figure and a hyphen, and the shape of a kind of evidence."""

from fixture_cases import Case, each_case

from proofdesk.content.structure.unbroken import keep_together


@each_case("content/unbroken")
def test_names_and_shapes_are_kept_together(case: Case) -> None:
    assert keep_together(case.source).splitlines() == case.lines("html")
