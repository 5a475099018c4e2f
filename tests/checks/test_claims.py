"""Claims held against their evidence: too much certainty, too strong words, no citation."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import BIB, article, make_site

pytestmark = pytest.mark.build

BIB = BIB + """
@article{trial2022, author={A, B}, title={Trial}, journal={J}, year={2022}, keywords={species:human, design:rct}}
@article{cases2020, author={A, B}, title={Cases}, journal={J}, year={2020},
  keywords={species:human, design:case-report}}
"""
CITED = "\n\nAll [@ly2018; @shao2021; @trial2022; @cases2020].\n"


def problems(tmp_path: Path, body: str, **files: str) -> list[str]:
    site = make_site(tmp_path, {"docs/articles/a.md": article(body + CITED), **files}, BIB)
    return site.build("--strict").problems


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("/// faq | Why?\n    certainty: high\nIt may [@shao2021; @ly2018].\n///",
         "11:5: overstated-certainty: certainty “high” is more than the cited works support "
         "(only studies of animals and cells) (state at most `certainty: very-low`, or cite stronger works)"),
        ("/// faq | Why?\n    certainty: moderate\nIt may [@cases2020].\n///",
         "11:5: overstated-certainty: certainty “moderate” is more than the cited works support (the strongest is of "
         "level 4, OCEBM 2011) (state at most `certainty: low`, or cite stronger works)"),
        ("/// faq | Why?\n    certainty: low\nIt may.\n///",
         "11:5: overstated-certainty: certainty “low” is more than the cited works support (no work is cited) "
         "(state at most `certainty: very-low`, or cite stronger works)"),
        ("/// faq | Why?\n    'certainty': low\nIt may [@shao2021].\n///",
         "10:1: overstated-certainty: certainty “low” is more than the cited works support (only studies of animals "
         "and cells) (state at most `certainty: very-low`, or cite stronger works)"),
        ("/// faq | Why?\n    certainty: low\nIt reduces symptoms [@trial2022].\n///",
         "12:4: strong-wording: “reduces” is too strong for low certainty (write “may reduce”)"),
        ("/// faq | Why?\n    certainty: moderate\nIt reduces symptoms [@trial2022].\n///",
         "12:4: strong-wording: “reduces” is too strong for moderate certainty (write “probably reduces”)"),
        ("/// faq | Why?\n    certainty: high\nIt cures people [@trial2022].\n///",
         "12:4: strong-wording: “cures” is too strong for high certainty (write “eases”)"),
        ("/// faq | Why?\n    certainty: low\nThis proves that it\nrewires brains [@trial2022].\n///",
         "12:6: strong-wording: “proves” is too strong for low certainty (write “suggests”)"),
        ("/// faq | Why?\n    certainty: low\nIt leads to change [@trial2022].\n///",
         "12:4: strong-wording: “leads to” is too strong for low certainty (write “may lead to”)"),
        ("/// faq | Why?\nBecause.\n///",
         "10:1: uncited-claim: the faq “Why?” cites nothing (cite what it rests on: `[@key]`)"),
        ("/// myth | M\n    verdict: wrong\n    certainty: sure\nNo [@trial2022].\n///",
         "12:5: bad-value: “sure” is not a value of the option “certainty” "
         "(allowed are: high, moderate, low, very-low)"),
    ],
)
def test_overstatement_is_reported_at_its_place(tmp_path: Path, body: str, told: str) -> None:
    assert f"docs/articles/a.md:{told}" in problems(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "/// faq | Why?\n    certainty: high\nIt reduces symptoms [@trial2022].\n///",
        "/// faq | Why?\n    certainty: moderate\nIt probably reduces symptoms [@trial2022].\n///",
        "/// faq | Why?\n    certainty: low\nIt may reduce symptoms and does not cure [@trial2022].\n///",
        "/// faq | Does it cure people?\n    certainty: low\nNo trial proves it. It doesn’t cure [@trial2022].\n///",
        "/// faq | Why?\n    certainty: very-low\nIt is very uncertain whether it reduces it [@shao2021].\n///",
        "/// faq | Why?\nIt reduces symptoms [@trial2022].\n///",
        "/// faq | Why?\n    certainty: low\nSee `cures` [@trial2022].\n///",
        "/// points | Key points\n- It is so.\n///",
    ],
)
def test_fitting_wording_has_no_problem(tmp_path: Path, body: str) -> None:
    assert problems(tmp_path, body) == []


def test_page_shows_certainty_in_words(tmp_path: Path) -> None:
    body = "/// faq | Why?\n    certainty: low\nIt may [@trial2022].\n///"
    page = make_site(tmp_path, {"docs/articles/a.md": article(body + CITED)}, BIB).build().page("articles/a")
    assert page.find_class("certainty")[0].text_content() == (
        "Certainty: Low. Further research is likely to change what we say."
    )


def test_wording_file_replaces_the_word_lists(tmp_path: Path) -> None:
    body = "/// faq | Why?\n    certainty: low\nIt transforms lives and reduces pain [@trial2022].\n///"
    site = make_site(tmp_path, {"docs/articles/a.md": article(body + CITED)}, BIB)
    (tmp_path / "wording.yml").unlink()
    site.write({"wording.yml": "hedges: {low: [may]}\nnots: [not]\ntoo_strong:\n"
                               "  - words: [transforms]\n    needs: never\n    write: {low: may change}\n"})
    assert site.build().problems == [
        "docs/articles/a.md:12:4: strong-wording: “transforms” is too strong for low certainty "
        "(write “may change”)"
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [("hedges: [\n", "wording.yml:2:1: bad-wording: "), ("hedges: {}\n", "wording.yml:1:1: bad-wording: "),
     ("- a\n", "wording.yml:1:1: bad-wording: ")],
)
def test_unreadable_word_lists_are_reported(tmp_path: Path, text: str, place: str) -> None:
    site = make_site(tmp_path, {}, BIB)
    (tmp_path / "wording.yml").unlink()
    found = [p for p in site.write({"wording.yml": text}).build().problems if "bad-wording" in p]
    assert len(found) == 1 and found[0].startswith(place)
    assert found[0].endswith("(keep the form of the lists that stand in the file)")
