"""What a work is, what a block rests on, and what that can carry, as the bibliography says it."""

from __future__ import annotations

import pytest

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence import Certainty, Evidence, evidence_summary, max_certainty, read_evidence
from proofdesk.bibliography.evidence.status import status_faults, status_in_words


def entry(keywords: str, year: str = "2022") -> Entry:
    return Entry("key2022", "article", {"keywords": keywords, "year": year}, "", 1)


def evidence(keywords: str, retracted: bool = False) -> Evidence:
    return read_evidence(entry(keywords), retracted)[0]


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        ("species:human, design:rct, n:59",
         "People · randomised trial · 59 participants · sponsor: not known · 2022"),
        ("species:human, design:rct, sponsor:Exampla (its maker)",
         "People · randomised trial · sponsor: Exampla (its maker) · 2022"),
        ("species:human, design:case-report, n:1", "People · case report · 1 participant · 2022"),
        ("species:human, design:survey, n:3504", "People · survey · 3,504 participants · 2022"),
        ("species:cell, species:rat, species:fly, design:cell-experiment, design:animal-experiment",
         "Cells, rats and flies · cell experiment and animal experiment · 2022"),
        ("species:not-classified, design:not-classified", "Not sorted yet · 2022"),
        ("", "Not sorted yet · 2022"),
        ("design:regulatory", "Official document · 2022"),
        ("species:none, design:opinion", "Opinion article · 2022"),
        ("species:human, design:company, design:rct, n:258",
         "People · company announcement of a randomised trial · 258 participants · 2022"),
        ("species:human, design:rct, design:crossover, blinded:double, n:51, population:patients with cancer, "
         "measured:after 5 weeks", "People · randomised crossover trial, double-blind · 51 participants · "
         "patients with cancer · measured after 5 weeks · sponsor: not known · 2022"),
        ("species:human, design:imaging, randomised:partly", "People · partly randomised imaging study · 2022"),
        ("species:human, species:rodent, species:cell, design:systematic-review, reviewed:4 human, "
         "reviewed:16 preclinical", "People, rodents and cells · systematic review of 20 studies (4 in people, "
         "16 in animals or cells) · 2022"),
        ("species:human, design:meta-analysis, reviewed:29 human",
         "People · meta-analysis of 29 studies in people · 2022"),
        ("species:human, design:systematic-review, reviewed:6 rct",
         "People · systematic review of 6 randomised trials · 2022"),
        ("species:human, species:rodent, design:narrative-review, reviewed:human, reviewed:rodent",
         "People and rodents · review of studies in people and in rodents · 2022"),
        ("species:tissue, design:tissue-study, n:28", "Tissue after death · study of tissue · 28 participants · 2022"),
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
        ("species:human, design:rct, n:1,234",
         ("bad-evidence", "“n:1,234” has a comma, which parts keywords", "write n:1234")),
        ("Species:Human, Design:rct", ("bad-evidence", "“Human” is not a known species", "did you mean “human”?")),
        ("species:human, design:rct, n:0", ("bad-evidence", "“n:0” is not a number of participants", "write n:59")),
        ("species:human", ("unclassified-evidence", "“key2022” does not state its design",
                           "add design:… to its keywords, or cite a work of which it is known")),
        ("design:rct", ("unclassified-evidence", "“key2022” does not state its species",
                        "add species:… to its keywords, or cite a work of which it is known")),
        ("n:59", ("unclassified-evidence", "“key2022” does not state its design and its species",
                  "add design:… and species:… to its keywords, or cite a work of which both are known")),
        ("species:human, design:not-classified",
         ("unclassified-evidence", "“key2022” does not state its design",
          "add design:… to its keywords, or cite a work of which it is known")),
        ("species:human, design:meta-analysis",
         ("unclassified-evidence", "“key2022” does not state what it reviewed",
          "add reviewed:… to its keywords, as in reviewed:6 rct or reviewed:16 preclinical")),
        ("species:human, design:meta-analysis, reviewed:6 rtc",
         ("bad-evidence", "“6 rtc” is not known as what a review reviewed", "did you mean “rct” or “rat”?")),
        ("species:human, design:rct, reviewed:6 rct",
         ("bad-evidence", "“key2022” states what it reviewed and is no review", "take reviewed:… out")),
        ("species:human, design:rct, randomised:no",
         ("bad-evidence", "“key2022” is a randomised trial and not randomised", "keep one of the two")),
        ("species:human, design:rct, blinded:tripple",
         ("bad-evidence", "“tripple” is not a known blinded", "known are: double, no, raters, single")),
        ("species:human, design:rct, population:" + "x" * 61,
         ("bad-evidence", f"“{'x' * 60}” is no text of 1 to 60 characters",
          "write population:people with hay fever")),
        ("species:human, design:rct, n:3, n:4", ("bad-evidence", "“key2022” states n twice", "keep one of the two")),
    ],
)
def test_unknown_keywords_are_reported(keywords: str, fault: tuple[str, str, str]) -> None:
    faults = read_evidence(entry(keywords))[1]
    assert faults[1:] == [] or "is not a known" not in fault[1]
    assert fault in [(rule, message, remedy.split("; ")[0]) for rule, message, remedy in faults]


@pytest.mark.parametrize(
    ("keywords", "most"),
    [
        (["species:human, design:meta-analysis"], Certainty.LOW),
        (["species:human, design:rct", "species:mouse, design:animal-experiment"], Certainty.HIGH),
        (["species:human, design:cohort"], Certainty.MODERATE),
        (["species:human, design:open-label"], Certainty.LOW),
        (["species:human, design:imaging"], Certainty.LOW),
        (["species:mouse, design:animal-experiment", "species:cell, design:cell-experiment"], Certainty.VERY_LOW),
        (["species:mouse, design:meta-analysis"], Certainty.VERY_LOW),
        (["species:human, design:opinion"], Certainty.VERY_LOW),
        (["species:human, design:meta-analysis, reviewed:12 rct"], Certainty.HIGH),
        (["species:human, design:systematic-review, reviewed:12 rct, reviewed:9 open-label"], Certainty.HIGH),
        (["species:human, design:systematic-review, reviewed:9 cohort"], Certainty.MODERATE),
        (["species:human, design:systematic-review, reviewed:case-report"], Certainty.LOW),
        (["species:human, species:mouse, design:systematic-review, reviewed:4 human, reviewed:16 preclinical"],
         Certainty.VERY_LOW),
        (["species:human, species:mouse, design:systematic-review, reviewed:16 human, reviewed:4 preclinical, "
          "reviewed:rct"], Certainty.HIGH),
        (["species:human, design:systematic-review, reviewed:40 human"], Certainty.LOW),
        (["species:human, species:mouse, design:systematic-review"], Certainty.VERY_LOW),
        (["species:human, design:crossover, randomised:yes"], Certainty.HIGH),
        (["species:human, design:crossover"], Certainty.LOW),
        (["species:human, design:company, design:rct"], Certainty.VERY_LOW),
        (["species:tissue, design:tissue-study"], Certainty.LOW),
        ([], Certainty.VERY_LOW),
    ],
)
def test_strongest_work_sets_maximum_certainty(keywords: list[str], most: Certainty) -> None:
    assert max_certainty([evidence(k) for k in keywords]) is most


@pytest.mark.parametrize(
    ("status", "checked", "said", "fault"),
    [
        ("abstract", "2026-11-26", "Abstract read on 26 November 2026", ""),
        ("exists", "2026-11", "Found in a public record in November 2026", ""),
        ("record", "2026-11-26", "Compared with its record, authors included, on 26 November 2026", ""),
        ("as-printed", "", "As another list prints it", ""),
        ("", "", "", ""),
        ("confirmed", "2026-11-26", "", "“confirmed” does not say what was seen of “key2022” (write exists, record, "
         "abstract or paper, and the day in x-checked)"),
        ("abstrakt", "", "", "“abstrakt” does not say what was seen of “key2022” (did you mean “abstract”?)"),
        ("paper", "", "Read in full", "“key2022” does not say when somebody saw it (add x-checked = {2026-11-22}, the "
         "day)"),
        ("paper", "2999-01-01", "Read in full on 1 January 2999",
         "“2999-01-01” is in the future (write the day on which somebody saw the work)"),
        ("paper", "2999-01", "Read in full in January 2999",
         "“2999-01” is in the future (write the day on which somebody saw the work)"),
        ("paper", "today", "Read in full", "“today” is not a day (write it as 2026-11-22, or as 2026-11 if the day is "
         "not known)"),
    ],
)
def test_what_was_seen_of_a_work_is_told(status: str, checked: str, said: str, fault: str) -> None:
    stated = {name: value for name, value in (("x-status", status), ("x-checked", checked)) if value}
    work = Entry("key2022", "article", stated, "", 1)
    assert status_in_words(work) == said
    assert [f"{message} ({remedy})" for _, message, remedy in status_faults(work)] == ([fault] if fault else [])


def test_a_classification_from_memory_raises_no_certainty() -> None:
    remembered = Entry("a", "article", {"keywords": "species:human, design:rct", "year": "2022",
                                        "x-classified": "from memory"}, "", 1)
    found, faults = read_evidence(remembered)
    assert faults == [] and max_certainty([found]) is Certainty.VERY_LOW
    assert max_certainty([found, evidence("species:human, design:cohort")]) is Certainty.MODERATE
    assert read_evidence(Entry("a", "article", {**remembered.fields, "x-classified": "by heart"}, "", 1))[1] == [
        ("bad-evidence", "“by heart” is not known in x-classified",
         "write x-classified = {from memory}, or take the field out once a record was seen")]


@pytest.mark.parametrize(
    ("keywords", "said"),
    [
        (["species:human, design:rct, n:233", "species:human, design:case-report, n:1"],
         "Based on 1 randomised trial in people (233) and 1 case report"),
        (["species:human, design:rct, n:51", "species:human, design:rct, design:crossover, n:29"],
         "Based on 2 randomised trials in people (80)"),
        (["species:human, design:rct, n:51", "species:human, design:rct"], "Based on 2 randomised trials in people"),
        (["species:human, design:cohort, n:5217", "species:human, design:survey, n:541"],
         "Based on 1 cohort study in people (5,217) and 1 survey (541)"),
        (["species:human, design:meta-analysis, reviewed:29 human"], "Based on 1 meta-analysis in people (29 studies)"),
        (["species:human, species:rodent, design:systematic-review, reviewed:4 human, reviewed:16 preclinical"],
         "Based on 1 systematic review, mostly of animals and cells (20 studies)"),
        (["species:human, design:company, design:rct, n:258"], "No study cited: 1 company announcement only"),
        (["species:tissue, design:tissue-study, n:28"], "Based on 1 study of people’s tissue after death (28)"),
        (["species:human, design:crossover, randomised:yes, n:9"], "Based on 1 randomised trial in people (9)"),
    ],
)
def test_a_set_of_works_is_summarised(keywords: list[str], said: str) -> None:
    assert evidence_summary([evidence(k) for k in keywords]) == said


def test_retracted_work_supports_no_certainty() -> None:
    assert max_certainty([evidence("species:human, design:rct", retracted=True)]) is Certainty.VERY_LOW
    assert evidence_summary([]) == "No study cited"
