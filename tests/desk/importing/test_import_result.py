"""Import of whole manuscripts: no word is lost, and nothing is made up."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from manuscript_imports import MANUSCRIPTS, import_file, import_text, lost_words

from proofdesk.desk.importing.references.entries import ReferenceItem
from proofdesk.desk.importing.references.parser import parse_reference

NAMES = sorted(file.name for file in MANUSCRIPTS.glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_manuscript_loses_no_word(name: str) -> None:
    assert lost_words((MANUSCRIPTS / name).read_text(encoding="utf-8"), import_file(MANUSCRIPTS / name)) == Counter()


def test_unmarked_list_and_bare_numbers_are_linked() -> None:
    result = import_file(MANUSCRIPTS / "explainer.txt")
    assert list(result.entries) == [
        "rosenbaum2019", "beeteescuela2014", "vanderbeet2021", "beiquelaub2007", "nct99999991"]
    assert all("x-status = {unconfirmed}" in entry for entry in result.entries.values())
    assert "open. [@rosenbaum2019; @beeteescuela2014; @vanderbeet2021]\n" in result.text
    assert "to roots [@vanderbeet2021] and buds. [@beiquelaub2007]" in result.text
    assert "through the seasons [@rosenbaum2019]:" in result.text
    assert "ends by 2030" not in result.text and "end by 2030. [@nct99999991]" in result.text
    for unchanged in ("In 2019, a dry year, 24 gardens were watched for 6 weeks.", "between 5 and 9 days",
                      "used 3 kinds", "1,200 roses"):
        assert unchanged in result.text
    assert re.findall(r"^## (.*)$", result.text, re.M) == [
        "What Is Compost?", "How does compost act on roses?", "Roses and Compost: Final Thoughts"]
    assert "- Leaves (brown)\n- Kitchen peelings\n- Straw\n" in result.text
    assert "6 groups in the text, 6 linked to 5 works, 0 left open" in result.report


def test_guide_becomes_blocks_with_open_citations() -> None:
    result = import_file(MANUSCRIPTS / "guide.txt")
    kinds = Counter(re.findall(r"^/// (\w+)", result.text, re.M))
    assert kinds == {"points": 2, "myth": 3, "faq": 3, "intervention": 2}
    assert "/// myth | The smell is the strength.\nSmall animals – not only smells – do the work.\n///" in result.text
    assert "/// faq | Is it the straw or the water that helps?\nBoth." in result.text
    assert ("/// intervention | Place, Weather, and Timing\nConcept\n:   A quiet bed keeps its water. "
            "⟦(Kishorn, R. et al., 2025)⟧\n\nExample\n:   A gardener helps a neighbour to choose a place.\n\n"
            "Steps\n:   1. Ask what the bed is for\n    2. Bring in shade (e.g., a hedge)\n///") in result.text
    assert "    kind: takeaways\n- Compost loosens the ground through worms and fungi\n" in result.text
    assert "and in beds [@calla2022]." in result.text and "work ⟦(Joneson, J. 2025)⟧." in result.text
    report = result.report
    assert ("Cited, and not in the list:\n  - Joneson, J., 2025\n  - Agnelli, C. et al., 2025\n"
            "  - Kishorn, R. et al., 2025\n") in report
    assert "In the list, and never cited:\n  - ravel2025:" in report and "  - debos2025:" in report
    assert "### Why Care Matters" in result.text and "## Garden‑Backed Ways to Help Roots" in result.text
    assert result.title.startswith("How new work on soils")
    assert result.text.index("Garden Desk Editorial Member") < result.text.index("/// points")


def test_text_with_sections_only_gets_nothing_else() -> None:
    result = import_file(MANUSCRIPTS / "overview.txt")
    assert result.entries == {} and "[@" not in result.text and "⟦" not in result.text and "///" not in result.text
    assert re.findall(r"^#+ .*$", result.text, re.M) == [
        "## Understanding Soil and Why It Matters", "## The Role of Straw", "## Conclusion: New Ways for a Garden"]
    assert result.title == "Exploring Soil: Straw as a Garden Tool"


PIECES = st.sampled_from([
    "Key Points", "- A point (Calla, 2022).", "• Another one [1]", "🔹 A third", "Frequently Asked Questions",
    "- Is it so?", "No, it is not. 1,2 - But why?", "**Bold?** Yes.", "Q: What? ", "A: That.", "Myth: It is so.",
    "Reality: It is not. - Myth: That too.", "Concept: An idea.", "Example: One.", "Intervention:", "1. One", "2. Two",
    "3 Three", "4.1 Four", "A Heading", "A sentence with 24 numbers (3, 4) and *stars* and [brackets] @you <b> &amp;.",
    "References", "1. Calla AE. Straw. Roses. 2020;1(2):3-4. doi:10.9999/a",
    "[2] Hazel, G. (2021). Leaves. Roses, 2, 5.", "", "\n", "| a | b |", "/// faq | x", "    indented", "# hash",
    "> quote", "~~~", "***", "Figure 1 | Words.", "[^1]: x",
    "⟦odd⟧", "Key Takeaways", "Words without an end",
])


@pytest.mark.build
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.text(max_size=40), max_size=14).map("\n".join))
def test_any_mix_of_pieces_loses_no_word(text: str) -> None:
    assert lost_words(text, import_text(text)) == Counter()


@pytest.mark.parametrize("text", ["0\n0A-\na", "0\nA gar-\nden2 bed"])
def test_a_word_with_a_digit_is_not_joined(text: str) -> None:
    """Nobody knows whether “B12-” at the end of a line goes on, and the report could not name it whole."""
    assert lost_words(text, import_text(text)) == Counter()


@pytest.mark.build
@pytest.mark.parametrize("text", [
    "a " * 40_000, "(" * 100_000, "1. " * 20_000, "[1] " * 12_000, "A. B. " * 15_000, "Myth: " * 10_000,
    "Calla AE, " * 12_000, "1,2-3," * 15_000, "doi:10.1/" * 10_000, "(a 2020 " * 6_000, "?" * 100_000, "* " * 25_000,
], ids=lambda text: text[:9])
def test_one_long_line_is_read_in_linear_time(text: str) -> None:
    """The test would not end if an expression were not linear in the length of a line."""
    result = import_text(f"Title\n\n{text}\n\nReferences\n\n1. {text}\n")
    assert lost_words(text, result) == Counter()
    parse_reference(text)
    assert ReferenceItem(text).number is None


def test_to_do_names_the_works_to_confirm_and_classify() -> None:
    entries = "".join(f"{n}. Calla AE. Bed {n}. Roses. 20{n:02};1(2):3-4.\n" for n in range(1, 13))
    few = import_text(f"Beds\n\nBeds are wide [1, 2] and long [3].\n\nReferences\n\n{entries}").report
    assert "cited, 3: `desk cite --check calla2001 calla2002 calla2003 --confirm` confirms those that agree" in few
    assert "new works that are cited, 3: say in their `keywords`" in few
    many = import_text(f"Beds\n\nBeds are wide [1-6], dry [7-9] and long [10-12].\n\nReferences\n\n{entries}").report
    assert "unconfirmed works that are cited, 12: `desk cite --check --confirm` confirms" in many
    assert "unconfirmed" not in import_text("Beds\n\nBeds are wide.").report.split("For you to do")[1]
