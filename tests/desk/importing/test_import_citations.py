"""Citations in the text are linked, left open with a mark, or recognized as something else."""

from __future__ import annotations

import re

import pytest
from manuscript_imports import MANUSCRIPTS, import_file

from proofdesk.desk.importing.link_citations import CitableWork, CitationLinker

WORKS = [CitableWork(f"k{n}", n, family, year) for n, (family, year) in enumerate(
    [("Calla", "2022"), ("de Bos", "2025"), ("Müller", "2021a"), ("Müller", "2021b"), ("O'Hara", "2019"),
     ("World Garden Organization", "2018"), ("Hazel", "2020")], 1)]
CITED = {
    "Good. 1,2,3 Then": "Good. [@k1; @k2; @k3] Then", "Good.1,2": "Good. [@k1; @k2]", "Good. 5": "Good. [@k5]",
    "so,4 and": "so,4 and", "Text [1–4].".replace("[", "\\[").replace("]", "\\]"): "Text [@k1; @k2; @k3; @k4].",
    "Text \\[1, 3-5\\] on": "Text [@k1; @k3; @k4; @k5] on", "Text (1–3, 6).": "Text [@k1; @k2; @k3; @k6].",
    "Text<sup>1,2</sup>.": "Text[@k1; @k2].", "Text<sup>\\[3\\]</sup>.": "Text[@k3].",
    "Text²,³ on": "Text[@k2; @k3] on",
    "Text¹⁻³.": "Text[@k1; @k2; @k3].", "roots 3 and buds": "roots [@k3] and buds", "life 5: then": "life [@k5]: then",
    "A (Calla & Hazel, 2022).": "A [@k1].", "A (de Bos, C. et al., 2025)": "A [@k2]",
    "A (see Calla, 2022; de Bos et al., 2025)": "A [@k1; @k2]", "A ((Calla, 2022) b": "A [@k1] b",
    "A (Müller, 2021a, b)": "A [@k3; @k4]", "A (O’Hara 2019)": "A [@k5]",
    "Calla and Hazel (2022) say": "Calla and Hazel [@k1] say",
    "A (World Garden Organization, 2018)": "A [@k6]", "A (Calla, A. 2022)": "A [@k1]",
    "See [a place](https://x.example/(1)) here": "See [a place](https://x.example/(1)) here",
    "`a[1] (2)` b": "`a[1] (2)` b", "Calla et al. (2022) and Hazel (2020)": "Calla et al. [@k1] and Hazel [@k7]",
}
LEFT_OPEN = {
    "Calla et al. (2019) say": "⟦Calla et al. (2019)⟧ say", "Nobody & Calla (2011) say": "⟦Nobody & Calla (2011)⟧ say",
    "A (Nobody, 2022).": "A ⟦(Nobody, 2022)⟧.", "A (Müller, 2021)": "A ⟦(Müller, 2021)⟧",
    "A (Calla, 2022; Nobody, 2020)": "A ⟦(Calla, 2022; Nobody, 2020)⟧", "A (2, 9).": "A ⟦(2, 9)⟧.",
}
NO_CITATION = [
    "In 2019 it rained.", "It rained (2019).", "We saw 24 people.", "1,200 people came.", "(n = 24)", "Figure 3 shows",
    "see Table 2, below", "In May (2020) it rained.", "between 3 and 5 days", "phase 2 and 3 trials", "It took 5 days.",
    "5-HT2A and H2O", "a dose of 2 mg", "at 3 pm", "Chapter 4.", "on day 2, then", "It rose from 2 to 5.", "2 × 3 = 6",
    "10<sup>3</sup> cells", "the score was 4.", "3.5 and 2.5", "He is 5.", "It was found in 3, then", "page 2.",
    "call 116 123", "24/7", "kg/m² and 10³ cells", "A \\[5-3\\]",
    "A \\[8\\]", "A \\[1-9999\\]", "(in 2022; Calla)", "in week 6. We", "A (in 2022)",
    "It rained. 5 people came.", "(call 999)",
]


def linked(text: str, *others: str) -> str:
    seen = ["A. 1", "A \\[1\\]", "A (1)", "A<sup>1</sup>", *others]
    return CitationLinker(WORKS, [text, *seen]).link(text)


@pytest.mark.parametrize(("text", "expected"), [*CITED.items(), *LEFT_OPEN.items()])
def test_citation_is_linked_or_left_open(text: str, expected: str) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize("text", NO_CITATION)
def test_text_that_cites_nothing_is_unchanged(text: str) -> None:
    assert linked(text) == text


@pytest.mark.parametrize("text", NO_CITATION)
def test_numbers_without_list_are_unchanged(text: str) -> None:
    assert CitationLinker([], [text]).link(text) == text


def test_numbers_without_list_are_marked_and_reported() -> None:
    result = import_file(MANUSCRIPTS / "opinion.txt")
    groups = ["(1–4)", "(5–7)", "(8, 9)", "(10–12)", "(3, 11)", "(13)", "(2, 13–15)"]
    assert re.findall("⟦(.*?)⟧", result.text) == groups
    assert f"7 groups, as written in the text: {' '.join(groups)}" in result.report
    for unchanged in ("(Figure 1)", "(n = 24)", "24 to 72 hours"):
        assert unchanged in result.text
    assert result.entries == {}
    assert re.findall(r"^#+ .*$", result.text, re.M) == ["## Introduction", "## Straw: opening a window"]
