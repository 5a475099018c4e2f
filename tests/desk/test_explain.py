"""``desk explain``: what the guide says, for a site that has no guide."""

from __future__ import annotations

import pytest
from desk_site import Desk, desk, site

from proofdesk.common.rules import RULES

__all__ = ["desk", "site"]


def test_message_is_explained(desk: Desk) -> None:
    said = desk("explain", "stale-snapshot")
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout == ("stale-snapshot: The retraction data is missing or more than 45 days old.\n"
                           "Does it stop publishing? No, it is a reminder.\n")


def test_block_is_explained_with_an_example_to_copy(desk: Desk) -> None:
    said = desk("explain", "myth").stdout
    assert "\n/// myth | " in said and "\n    verdict: " in said
    assert "| `verdict` | yes | How the myth stands against the evidence." in said
    assert "Readers see:" not in said


@pytest.mark.parametrize(("word", "line"), [
    ("evidence", "| `design:rct` | Randomised trial |"), ("site", "| `topics` |"), ("harms", "| `kind` | yes |"),
    ("extensions", "| `==marked==` | `pymdownx.mark` |"), ("data", "| a claim | `certainty` |"),
])
def test_file_is_explained(desk: Desk, word: str, line: str) -> None:
    assert f"\n{line}" in desk("explain", word).stdout


def test_all_that_is_explained_is_listed(desk: Desk) -> None:
    lines = desk("explain").stdout.splitlines()
    listed = {line.split()[0] for line in lines if line.startswith("  ")}
    assert {*RULES, "myth", "faq", "site"} <= listed


def test_slip_of_the_pen_is_answered(desk: Desk) -> None:
    said = desk("explain", "uncited-clam")
    assert said.exit_code == 2
    assert said.stderr.startswith("Error: there is no message, block or file called “uncited-clam” (did you mean "
                                  "“uncited-claim”")
