"""No benefit without its harm: a figure of a trial stands beside the harms of its people, its design and its number."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_cases import Case, each_case, load_cases
from sites import BIB, BODY_LINE, Built, article, make_site, run

from proofdesk.content.harms.stated import fault_of

pytestmark = pytest.mark.build

WORKS = BIB + r"""
@article{trial2022, author={A, B}, title={Trial}, journal={J}, year={2022}, keywords={species:human, design:rct, n:233},
  x-harms = {adverse events in 77\% of 233 people; suicidal thoughts in every dose group}}
@article{silent2020, author={A, B}, title={Silent}, journal={J}, year={2020}, keywords={species:human, design:rct},
  x-harms = {not stated: the abstract names none}}
@article{open2024, author={A, B}, title={Open}, journal={J}, year={2024},
  keywords={species:human, design:open-label, n:30}, x-harms = {nausea in most}}
@article{pooled2024, author={A, B}, title={Pooled}, journal={J}, year={2024},
  keywords={species:human, design:meta-analysis}, x-harms = {nausea about nine times as often}}
@article{gone2020, author={A, B}, title={Gone}, journal={J}, year={2020},
  keywords={species:human, design:meta-analysis}, x-retracted = {2024-08-10},
  retraction-acknowledged = {2026-11-01}, retraction-reason = {It is the subject}}
@article{bare2021, author={A, B}, title={Bare}, journal={J}, year={2021}, keywords={species:human, design:rct}}
"""
MISSING, GIVEN = load_cases("checks/harms_missing"), load_cases("checks/harms_given")


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What `desk check` says of a site with a page for each case."""
    pages: dict[str, str | bytes] = {
        f"docs/articles/{case.name}.md": article(case.source, case.name) for case in MISSING + GIVEN}
    assert len(pages) == len(MISSING + GIVEN), "two fixtures have one name"
    root = make_site(tmp_path_factory.mktemp("harms") / "site", pages, WORKS).root
    return run(["check", "--all"], root, root, program="proofdesk.desk")


def told(built: Built, path: str) -> list[str]:
    return [line for line in built.output.splitlines() if line.startswith(path + ":")]


@each_case("checks/harms_missing")
def test_benefit_without_its_harm_is_named(checked: Built, case: Case) -> None:
    path = f"docs/articles/{case.name}.md"
    assert checked.code != 0
    assert told(checked, path) == case.problems(path, BODY_LINE - 1)


@each_case("checks/harms_given")
def test_benefit_beside_its_harm_has_no_problem(checked: Built, case: Case) -> None:
    path = f"docs/articles/{case.name}.md"
    assert told(checked, path) == case.problems(path)


def test_build_names_what_the_desk_names(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {
        f"docs/articles/{case.name}.md": article(case.source, case.name) for case in MISSING}
    built = make_site(tmp_path, pages, WORKS).build("--strict")
    assert built.code != 0
    for case in MISSING:
        path = f"docs/articles/{case.name}.md"
        assert built.of(path) == case.problems(path, BODY_LINE - 1)


def test_trial_whose_entry_states_no_harms_is_named(tmp_path: Path) -> None:
    page = article("Depression fell by 3 points [@bare2021]. Again, by 3 points [@bare2021].")
    site = make_site(tmp_path, {"docs/articles/a.md": page}, WORKS)
    line = WORKS[: WORKS.index("@article{bare2021")].count("\n") + 1
    assert site.build("--strict").problems == [
        f"bibliography.bib:{line}:1: harms-not-stated: “bare2021” is a trial whose result stands in "
        "docs/articles/a.md:10, and its entry does not say what harms it found (add x-harms = {…} with the figure or "
        "words of its abstract, or x-harms = {not stated} if that has none)"]


@pytest.mark.parametrize(("stated", "fault"), [
    ("none", "“none” does not say whether there were no harms or nobody told of them"),
    ("N/A", "“N/A” does not say whether there were no harms or nobody told of them"),
    ("not-stated", "“not-stated” does not say whether there were no harms or nobody told of them"),
    ("nausea in **most**", "“**most**” would reach the reader as it is"),
    ("nausea [@trial2022]", "“[@” would reach the reader as it is"),
])
def test_unclear_harms_of_a_work_are_named(stated: str, fault: str) -> None:
    found = fault_of(stated)
    assert found is not None and found[0] == fault


@pytest.mark.parametrize("stated", [
    "not stated", "Not stated: the abstract names none", "no severe events in 30 people", "none died",
    "nausea in 5 of 53",
])
def test_harms_of_a_work_are_taken_as_they_are(stated: str) -> None:
    assert fault_of(stated) is None


def test_unclear_harms_are_named_at_their_line(tmp_path: Path) -> None:
    sidecar = "bare2021:\n  design: rct\n  x-harms: none\n"
    pages = {"docs/articles/a.md": article("It was long [@bare2021]."), "evidence.yml": sidecar}
    site = make_site(tmp_path, {**pages}, WORKS)
    (problem,) = site.build("--strict").problems
    assert problem.startswith("evidence.yml:3:3: bad-evidence: x-harms of “bare2021”: “none” does not say whether")


def test_harms_of_a_work_may_stand_in_the_sidecar(tmp_path: Path) -> None:
    page = article("Depression fell by 3 points [@bare2021].")
    site = make_site(tmp_path, {
        "docs/articles/a.md": page, "evidence.yml": "bare2021:\n  x-harms: headache in most\n"}, WORKS)
    (problem,) = site.build("--strict").problems
    assert "benefit-without-harm" in problem and "“headache in most”" in problem


FIGURE = """\
/// chance | Nausea
    event: had nausea
| Who | How many | Out of |
| --- | --- | --- |
| The drug [@trial2022] | 40% | not stated |
| Placebo | 20% | not stated |

{}
///
"""


def test_percentage_of_nothing_is_advice(tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {
        "docs/articles/a.md": article("Of these, 40% got better, with nausea [@open2024]."),
        "docs/articles/b.md": article("It was a trial of 82 people. Of these, 40% had nausea [@open2024]."),
        "docs/articles/c.md": article("Of these, 40% of 82 had nausea [@open2024]."),
        "docs/articles/d.md": article(FIGURE.format("Mostly mild."), "In a figure"),
        "docs/articles/e.md": article(FIGURE.format("In all, 233 people took part."), "With its caption"),
    }
    root = make_site(tmp_path, pages, WORKS).root
    said = run(["check", "--advice"], root, root, program="proofdesk.desk").output
    assert [line for line in said.splitlines() if "no-denominator" in line] == [
        "docs/articles/a.md:10:1: no-denominator: “Of these, 40% got better, with nausea.” gives a percentage of "
        "“open2024”, and its paragraph does not say out of how many (add the number of people, as in “of 104 people”)",
        *(f"docs/articles/d.md:{line}:3: no-denominator: “{share} of people had nausea ({who}).” gives a percentage of "
          "“trial2022”, and its paragraph does not say out of how many (add the number of people, as in “of 104 "
          "people”)" for line, share, who in ((14, "40%", "The drug"), (15, "20%", "Placebo")))]
