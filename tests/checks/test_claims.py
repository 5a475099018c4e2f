"""Claims held against their evidence: too much certainty, too strong words, no citation."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_cases import Case, each_case, load_cases
from sites import BIB, BODY_LINE, Built, article, make_site

pytestmark = pytest.mark.build

BIB = BIB + """
@article{trial2022, author={A, B}, title={Trial}, journal={J}, year={2022}, keywords={species:human, design:rct},
  x-harms={not stated: no abstract}}
@article{cases2020, author={A, B}, title={Cases}, journal={J}, year={2020},
  keywords={species:human, design:case-report}}
@article{gone2020, author={A, B}, title={Gone}, journal={J}, year={2020}, keywords={species:human, design:rct},
  x-retracted = {2024-08-10}, retraction-acknowledged = {2026-11-01}, retraction-reason = {It is the subject}}
@legislation{law2024, title={Law}, year={2024}, url={https://example.org/law}, keywords={design:regulatory}}
"""
CITED = "\n\nAll [@ly2018; @shao2021; @trial2022; @cases2020; @law2024].\n"


OVERSTATED, FITTING = load_cases("checks/overstated_claims"), load_cases("checks/fitting_claims")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One site with a page for each case; every page cites all works."""
    pages: dict[str, str | bytes] = {
        f"docs/articles/{case.name}.md": article(case.source + CITED, case.name) for case in OVERSTATED + FITTING
    }
    assert len(pages) == len(OVERSTATED + FITTING), "two fixtures have one name"
    return make_site(tmp_path_factory.mktemp("claims"), pages, BIB).build("--strict")


@each_case("checks/overstated_claims")
def test_overstatement_is_reported_at_its_place(built: Built, case: Case) -> None:
    path = f"docs/articles/{case.name}.md"
    assert built.of(path) == case.problems(path, BODY_LINE - 1)


@each_case("checks/fitting_claims")
def test_fitting_wording_has_no_problem(built: Built, case: Case) -> None:
    path = f"docs/articles/{case.name}.md"
    assert built.of(path) == case.problems(path)


def test_claims_of_a_site_are_its_only_problems(built: Built) -> None:
    claims = [problem for case in OVERSTATED for problem in built.of(f"docs/articles/{case.name}.md")]
    assert (built.code, sorted(built.problems)) == (1, sorted(claims))


def test_page_shows_certainty_in_words(tmp_path: Path) -> None:
    body = "/// faq | Why?\n    certainty: low\n    because: One trial did [@trial2022].\nIt may [@shao2021].\n///"
    page = make_site(tmp_path, {"docs/articles/a.md": article(body + CITED)}, BIB).build().page("articles/a")
    assert page.find_class("certainty")[0].text_content() == (
        " Low certainty. One trial did [1]. Further research is likely to change what we say."
    )
    assert [link.get("data-key") for link in page.xpath("//*[@class='faq']//a[@data-key]")] == ["trial2022", "shao2021"]


def test_wording_file_replaces_the_word_lists(tmp_path: Path) -> None:
    options = "    certainty: low\n    because: One trial\n"
    body = f"/// faq | Why?\n{options}It transforms lives and reduces pain [@trial2022].\n///"
    site = make_site(tmp_path, {"docs/articles/a.md": article(body + CITED)}, BIB)
    (tmp_path / "wording.yml").unlink()
    site.write({"wording.yml": "hedges: {low: [may]}\nnots: [not]\ntoo_strong:\n"
                               "  - words: [transforms]\n    needs: never\n    write: {low: may change}\n"})
    assert site.build().problems == [
        "docs/articles/a.md:13:4: strong-wording: “transforms” is too strong for low certainty "
        "(write “may change”)"
    ]
    page = (tmp_path / "docs/articles/a.md").read_text(encoding="utf-8")
    site.write({"docs/articles/a.md": page.replace("title: ", "lang: de\ntitle: ", 1)})
    assert [p for p in site.build().problems if "strong-wording" in p] == []  # a page of another language
    words = (tmp_path / "wording.yml").read_text(encoding="utf-8")
    site.write({"wording.yml": f"language: de\n{words}"})
    assert [p for p in site.build().problems if "strong-wording" in p] == [
        "docs/articles/a.md:14:4: strong-wording: “transforms” is too strong for low certainty (write “may change”)"]


@pytest.mark.parametrize(
    ("text", "place"),
    [("hedges: [\n", "wording.yml:2:1: bad-wording: "),
     ("hedges: {lo: [may]}\n", "wording.yml:1:10: bad-wording: hedges.lo: “lo” is not known (did you mean “low”?)"),
     ("- a\n", "wording.yml:1:1: bad-wording: the file does not hold `name: value` pairs "),
     ("too_strong: [cures]\n", "wording.yml:1:14: bad-wording: too_strong: the text “cures” stands here, and ")],
)
def test_unreadable_word_lists_are_reported(tmp_path: Path, text: str, place: str) -> None:
    site = make_site(tmp_path, {}, BIB)
    (tmp_path / "wording.yml").unlink()
    found = [p for p in site.write({"wording.yml": text}).build().problems if "bad-wording" in p]
    assert len(found) == 1 and found[0].startswith(place)
