"""The one form for everything that can be wrong, and the table of rules behind it."""

from __future__ import annotations

from proofdesk.common.text import did_you_mean, nearest


def test_nearest_names_are_sorted_and_keep_case() -> None:
    """Capitals do not count in the comparison."""
    assert nearest("faqs", ["myth", "FAQ", "points"]) == ["FAQ"]
    assert nearest("ly2019", ["ly2018", "shao2021", "lyy2019"])[0] == "lyy2019"
    assert nearest("zzz", ["faq"]) == []


def test_suggestion_names_nearest_or_all_or_none() -> None:
    """Whichever helps."""
    assert did_you_mean("faqs", ["faq", "myth"]) == "did you mean “faq”?"
    assert did_you_mean("colour", ["colours", "colors"]) == "did you mean “colours” or “colors”?"
    assert did_you_mean("zzz", ["myth", "faq"]) == "known are: faq, myth"
    assert did_you_mean("zzz", [f"name{n}" for n in range(25)]) == "no similar name is known"
    assert did_you_mean("zzz", (name for name in ["faq"])) == "known are: faq"
