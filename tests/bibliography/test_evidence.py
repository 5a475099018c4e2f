"""What a work is, what a block rests on, and what that can carry, as the bibliography says it."""

from __future__ import annotations

import pytest

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence import Certainty, Evidence, max_certainty, read_evidence
from proofdesk.bibliography.evidence_summary import evidence_summary


def entry(keywords: str, year: str = "2022") -> Entry:
    return Entry("key2022", "article", {"keywords": keywords, "year": year}, "", 1)


def evidence(keywords: str, retracted: bool = False) -> Evidence:
    return read_evidence(entry(keywords), retracted)[0]


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ("species:human, design:rct, n:59", "People · randomised trial · 59 participants · 2022"),
        ("species:human, design:case-report, n:1", "People · case report · 1 participant · 2022"),
        ("species:cell, species:rat, species:fly, design:cell-experiment, design:animal-experiment",
         "Cells, rats and flies · cell experiment and animal experiment · 2022"),
        ("species:not-classified, design:not-classified", "Species not classified · design not classified · 2022"),
        ("", "Species not classified · design not classified · 2022"),
        ("design:regulatory", "Official document · 2022"),
        ("my own tag; species:pig; design:animal-experiment", "Pigs · animal experiment · 2022"),
    ],
)
def test_keywords_are_described_in_words(keywords: str, said: str) -> None:
    assert evidence(keywords).words == said


@pytest.mark.parametrize(
    ("keywords", "fault"),
    [
        ("species:mause, design:rct",
         ("bad-evidence", "“mause” is not a known species", "did you mean “mouse”?")),
        ("species:human, design:rtc",
         ("bad-evidence", "“rtc” is not a known design", "did you mean “rct”?")),
        ("species:human, design:rct, n:many",
         ("bad-evidence", "“n:many” is not a number of participants", "write n:59")),
        ("species:human, design:rct, n:0", ("bad-evidence", "“n:0” is not a number of participants", "write n:59")),
        ("species:human", ("unclassified-evidence", "“key2022” does not state its design",
                           "add design:… to its keywords, or design:not-classified if it is unknown")),
        ("design:rct", ("unclassified-evidence", "“key2022” does not state its species",
                        "add species:… to its keywords, or species:not-classified if it is unknown")),
    ],
)
def test_unknown_keywords_are_reported(keywords: str, fault: tuple[str, str, str]) -> None:
    faults = read_evidence(entry(keywords))[1]
    assert fault in [(rule, message, remedy.split("; ")[0]) for rule, message, remedy in faults]


@pytest.mark.parametrize(
    ("keywords", "most"),
    [
        (["species:human, design:meta-analysis"], Certainty.HIGH),
        (["species:human, design:rct", "species:mouse, design:animal-experiment"], Certainty.HIGH),
        (["species:human, design:cohort"], Certainty.MODERATE),
        (["species:human, design:open-label"], Certainty.LOW),
        (["species:human, design:imaging"], Certainty.LOW),
        (["species:mouse, design:animal-experiment", "species:cell, design:cell-experiment"], Certainty.VERY_LOW),
        (["species:mouse, design:meta-analysis"], Certainty.VERY_LOW),
        (["species:human, design:opinion"], Certainty.VERY_LOW),
        ([], Certainty.VERY_LOW),
    ],
)
def test_strongest_work_sets_maximum_certainty(keywords: list[str], most: Certainty) -> None:
    assert max_certainty([evidence(k) for k in keywords]) is most


def test_retracted_work_supports_no_certainty() -> None:
    assert max_certainty([evidence("species:human, design:rct", retracted=True)]) is Certainty.VERY_LOW
    assert evidence_summary([]) == "No study cited"
