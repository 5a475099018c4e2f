"""A site about fields sorts its studies by words of its own, and every check and figure follows what they mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from new_sites import desk, new_site
from sites import Built, run

pytestmark = pytest.mark.build

WORKS = """
@article{loam2020, author = {Loam, Ada}, title = {Mulch on forty farms}, journal = {Bed Letters}, year = {2020},
  keywords = {studied:fields, design:rct, n:40, sponsor:Example Seeds}, url = {https://example.org/loam}}
@article{marl2021, author = {Marl, Ben}, title = {Mulch in pots}, journal = {Bed Letters}, year = {2021},
  keywords = {studied:pots, design:experiment, n:12}, url = {https://example.org/marl}}
@article{silt2022, author = {Silt, Eva}, title = {Mulch, reviewed}, journal = {Bed Letters}, year = {2022},
  keywords = {studied:fields, studied:pots, design:systematic-review, reviewed:2 fields, reviewed:9 pots},
  url = {https://example.org/silt}}
@article{clay2019, author = {Clay, Tom}, title = {Two springs}, journal = {Bed Letters}, year = {2019},
  keywords = {studied:fields, design:before-after}, url = {https://example.org/clay}}
"""
PAGE = """\
---
title: Mulch and water
description: What mulch does to the water in a field.
published: 2026-11-20
reviewed: 2026-11-20
topics: [compost]
source: {title: Our own, publisher: Soil Notes, note: Written for this site.}
---

Mulched farms kept more water [@loam2020]. Pots under glass dried later [@marl2021]. A review found few trials
[@silt2022].

/// faq | Does mulch keep water?
    certainty: moderate
    because: One randomised trial [@loam2020]
It did in fields. [@loam2020]
///

/// faq | Does mulch feed worms?
Nobody knows. [@marl2021]
///

/// matrix | What was seen of mulch
| Finding | Pots and plots | Fields |
| --- | --- | --- |
| Water kept | rises [@marl2021] | rises, moderate [@loam2020] |
///

/// chance | Dry in one summer
    event: were dry by July
| Who | How many | Out of |
| --- | --- | --- |
| With mulch [@loam2020] | 5 | 20 |
| Without | 12 | 20 |
///

/// scores | Water in one summer
    measure: The water in the soil
    scale: 0 to 40
    better: higher
| Group | Plots | After |
| --- | --- | --- |
| With mulch [@loam2020] | 20 | 30.5 |
| Without | 1 | 20 |
///
"""
FAULTS = """\
---
title: Mulch and faults
description: What is said of mulch without its evidence.
published: 2026-11-20
reviewed: 2026-11-20
topics: [compost]
source: {title: Our own, publisher: Soil Notes, note: Written for this site.}
---

Mulch kept water in fields [@marl2021]. Yields rose by 12% [@clay2019].

/// faq | Does mulch help?
    certainty: low
    because: One experiment [@marl2021]
It does, it seems. [@marl2021]
///
"""
KEYWORDS = (("studied:pots, design:experiment", "studied:pot, design:experiment"),
            ("design:rct, n:40", "design:rct, n:forty"),
            ("reviewed:2 fields, reviewed:9 pots", "reviewed:2 people"),
            ("{studied:fields, design:before-after}", "{design:before-after}"))


@pytest.fixture(scope="module")
def soil(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = new_site(tmp_path_factory.mktemp("own") / "soil", "--name", "Soil Notes", "--topics", "Soil life, Compost",
                    "--no-help-lines", "--evidence", "fields", "--kinds", "faq,matrix,points,chance,scores")
    with (root / "bibliography.bib").open("a", encoding="utf-8") as file:
        file.write(WORKS)
    (root / "docs/articles/mulch.md").write_text(PAGE, encoding="utf-8")
    return run(["build", "--strict"], root, root / "site")


def words(built: Built, path: str, name: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in built.page(path).find_class(name)]


def test_works_are_described_by_the_words_of_the_site(soil: Built) -> None:
    assert (soil.code, soil.problems) == (0, []), soil.output
    assert words(soil, "articles/mulch", "reference__evidence") == [
        "Fields · randomised trial · 40 plots · sponsor: Example Seeds · 2020",
        "Pots and plots · experiment · 12 plots · 2021",
        "Fields and pots and plots · systematic review of 11 studies (2 in fields, 9 in pots or small plots) · 2022"]
    assert words(soil, "articles/mulch", "evidence") == [
        "Based on 1 randomised trial in fields (40)",
        "Only in pots or small plots: 1 experiment in pots or small plots (12)",
        *["Based on 1 randomised trial in fields (40)"] * 2]


def test_figures_count_what_the_site_counts(soil: Built) -> None:
    said = words(soil, "articles/mulch", "chance__said")
    assert said == ["5 in 20 were dry by July: 5 of 20 plots.", "12 in 20 were dry by July: 12 of 20 plots."]
    text = words(soil, "articles/mulch", "scores")[0]
    assert "was 30.5 points, 20 plots" in text and "was 20 points, 1 plot" in text
    # A plot is not drawn as a person.
    assert {path.get("d").count("a2.2") > 0 for path in soil.page("articles/mulch").find_class("chance__yes")} == {True}


def test_sentences_tell_what_stands_for_the_subject(soil: Built) -> None:
    page = soil.page("articles/mulch")
    assert [each.get("data-where") for each in page.find_class("switch-place")] == ["in fields"]
    marked = [(each.get("data-rests-on"), each.get("data-said"), each.get("data-shapes"))
              for each in page.find_class("below-people")][:2]
    assert marked == [("pots", "in pots or small plots", "animals")] * 2
    assert [row.text_content().split(" (")[0] for row in page.find_class("glance__label")] == [
        "Trials", "Systematic reviews and meta-analyses", "Experiments and models"]


def test_data_and_filters_have_the_words_of_the_site(soil: Built) -> None:
    data = json.loads((soil.folder / "data/claims.json").read_text(encoding="utf-8"))
    schema = (soil.folder / "data/claims-1.schema.json").read_text(encoding="utf-8")
    kinds = {work["key"]: work["evidence"]["kind"] for claim in data["claims"] for work in claim["references"]}
    assert kinds["loam2020"] == "fields" and kinds["marl2021"] == "pots"
    allowed = json.loads(schema)["$defs"]["WorkEvidence"]["properties"]["kind"]["enum"]
    assert allowed == ["fields", "pots", "laboratory", "no study", "not classified"]
    assert "From pots and small plots" in soil.html("questions")
    assert "Does mulch feed worms?" in soil.html("questions/evidence/pots")


@pytest.fixture(scope="module")
def found(soil: Built) -> tuple[str, str]:
    """What `desk check` says of a page with faults, and then of keywords with faults."""
    root: Path = soil.folder.parent
    (root / "docs/articles/faults.md").write_text(FAULTS, encoding="utf-8")
    of_page = desk(root, "check").stdout
    text = (root / "bibliography.bib").read_text(encoding="utf-8")
    for right, wrong in KEYWORDS:
        assert right in text
        text = text.replace(right, wrong)
    (root / "bibliography.bib").write_text(text, encoding="utf-8")
    return of_page, desk(root, "check").stdout


@pytest.mark.parametrize("problem", [
    "docs/articles/faults.md:10:29: species-conflict: the sentence says “fields”, and the works it cites were done in "
    "pots and plots (",
    "docs/articles/faults.md:10:41: open-label-not-said: “Yields rose by 12%.” gives a figure of “clay2019”, of which "
    "a sentence must say more (say in the same sentence: “before and after”, or “without comparison”, or “no "
    "comparison”)",
    "docs/articles/faults.md:13:5: overstated-certainty: certainty “low” is more than the cited works support (only "
    "studies in pots or small plots)",
], ids=["sentence", "must-say", "certainty"])
def test_checks_follow_what_the_words_mean(found: tuple[str, str], problem: str) -> None:
    assert problem in found[0], found[0]


@pytest.mark.parametrize("problem", [
    "bad-evidence: “pot” is not a known word of “studied” (did you mean “pots”?)",
    "bad-evidence: “n:forty” is not a number of plots (write n:59)",
    "bad-evidence: “2 people” is not known as what a review reviewed (write reviewed:16 fields, or reviewed:6 "
    "meta-analysis)",
    "unclassified-evidence: “clay2019” does not state in what it was done (add studied:… to its keywords, or cite a "
    "work of which it is known)",
], ids=["word", "number", "reviewed", "nothing"])
def test_keywords_are_held_against_the_words(found: tuple[str, str], problem: str) -> None:
    assert problem in found[1] and problem not in found[0], found[1]
