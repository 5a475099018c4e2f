"""No markup reaches a reader as text: each piece is reported at its place, and ordinary text is left alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

import pytest
from fixture_cases import Case, each_case
from sites import BODY_LINE, EPOCH, article, make_site

from proofdesk.common.source_text import SourceText
from proofdesk.content.html import parse, read_html
from proofdesk.content.leaks.locate import LeakLocator
from proofdesk.desk.checking.whole_site import read_site
from proofdesk.desk.convert import read_pages
from proofdesk.desk.project import Project

Problems = Callable[[str], list[str]]
PATH = "docs/articles/page.md"


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> Problems:
    """Return what is wrong with an article of this text, by the checks that build and desk share."""
    site = make_site(tmp_path_factory.mktemp("leaks"), {})

    def check(body: str) -> list[str]:
        site.write({PATH: article(body)})
        project = Project(site.root)
        page = next(page for page in project.pages() if page.path == PATH)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
            return [str(each) for each in read_pages(project, [page]).problems if each.path == PATH]

    return check


@each_case("checks/raw_markup")
def test_markup_is_reported_at_its_place(problems: Problems, case: Case) -> None:
    assert problems(case.source) == case.problems(PATH, BODY_LINE - 1)


@each_case("checks/ordinary_text")
def test_ordinary_text_is_left_alone(problems: Problems, case: Case) -> None:
    assert problems(case.source) == case.problems(PATH)


def test_a_key_in_facts_and_lists_is_reported(tmp_path: Path) -> None:
    """Comments are for editors, so they may name a work."""
    site = make_site(tmp_path, {
        PATH: article("All [@ly2018; @shao2021].").replace("What the page says.", "As in shao2021. # not ly2018"),
        "docs/glossary/index.md": "---\ntitle: Glossary\ndescription: Terms.\ntemplate: glossary.html\n---\n",
        "glossary.yml": "# ly2018\n- term: spine\n  means: A part of a cell (shao2021).\n"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        problems = [str(each).split(" and ")[0] for each in read_site(Project(site.root)).problems
                    if each.rule == "uncited-key"]
    what = "uncited-key: “shao2021” is a key of the bibliography,"
    assert problems == [f"{PATH}:3:20: {what}", f"glossary.yml:3:28: {what}"]


@pytest.mark.parametrize("unit", ["a ** b ** ", "==word {0}== ", "- item {0}\n"])
@pytest.mark.build
def test_thousands_of_leaks_are_located(unit: str) -> None:
    """A search through the page for each of them would keep this test from ending."""
    units = [unit.format(number) for number in range(400_000 // len(unit))]
    source = SourceText("page.md", "".join(units), whole=True)
    leaks = read_html(parse(f"<p>{source.text}</p>")).leaks
    locator = LeakLocator(source, leaks)
    ends = accumulate(map(len, units))
    within = unit.index(leaks[0].syntax[0])
    assert [locator.locate(leak) for leak in leaks] == [
        source.position(end - len(each) + within) for end, each in zip(ends, units, strict=True)]
