"""Where the marks of “The evidence at a glance” stand, and that the pages draw every work once."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations, pairwise

import pytest
from lxml.html import HtmlElement
from sites import Built, pages_of, real_site

from proofdesk.bibliography.evidence import Design, EvidenceKind
from proofdesk.site.evidence_chart.chart import MARK, WIDTH, Figure, figure, span

__all__ = ["real_site"]

# Four figures of 12.5 units in a wide face, and some air.
YEAR_WIDTH = 36


@dataclass(frozen=True)
class ChartWork:
    """A work as the figure knows it."""

    year: int | None = 2020
    kind: str = "people"
    design: Design = Design.RCT
    retracted: bool = False
    key: str = ""


def drawn(*works: ChartWork) -> Figure:
    """The figure of some works, which is there."""
    made = figure(works)
    assert made is not None
    return made


def many(seed: int, count: int, first: int, last: int) -> list[ChartWork]:
    """Works at random: many a year, every kind and design, some without a year."""
    chance = random.Random(seed)
    return [
        ChartWork(
            None if chance.random() < 0.15 else chance.randint(first, last), chance.choice(list(EvidenceKind)),
            chance.choice(list(Design)), chance.random() < 0.1, str(number),
        )
        for number in range(count)
    ]


CROWDS = [(1, 60, 2007, 2026), (2, 200, 2015, 2026), (3, 120, 1950, 2026), (4, 40, 2024, 2024), (5, 90, 1600, 2026)]


@pytest.mark.parametrize("crowd", CROWDS)
def test_every_work_is_drawn_once_and_no_two_marks_touch(crowd: tuple[int, int, int, int]) -> None:
    works = many(*crowd)
    made = drawn(*works)
    marks = [mark for row in made.rows for mark in row.marks]
    assert sorted(int(mark.work.key) for mark in marks) == list(range(len(works)))  # type: ignore[attr-defined]
    for one, other in combinations(marks, 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) > MARK, (one, other)


@pytest.mark.parametrize("crowd", CROWDS)
def test_marks_stay_in_their_row_and_in_the_drawing(crowd: tuple[int, int, int, int]) -> None:
    made = drawn(*many(*crowd))
    for row in made.rows:
        for mark in row.marks:
            assert MARK / 2 <= mark.x <= WIDTH - MARK / 2, mark
            assert row.label_y + 1 < mark.y - MARK / 2 and mark.y + MARK / 2 < row.base, (row.label, mark)
    assert all(above.base < below.label_y for above, below in pairwise(made.rows))
    assert made.rows[-1].base < made.axis_y < made.height


@pytest.mark.parametrize("crowd", CROWDS)
def test_the_years_can_be_read(crowd: tuple[int, int, int, int]) -> None:
    """At least one year is written; no two labels meet, each stands where its year's marks stand."""
    made = drawn(*many(*crowd))
    assert made.ticks
    assert all(right.x - left.x >= YEAR_WIDTH for left, right in pairwise(made.ticks))
    at = {tick.label: tick.x for tick in made.ticks}
    for row in made.rows:
        for mark in row.marks:
            assert str(mark.work.year) not in at or mark.x == at[str(mark.work.year)]


def test_later_years_stand_further_right() -> None:
    made = drawn(*(ChartWork(year) for year in (2019, 2007, 2026, 2012)))
    marks = sorted(made.rows[0].marks, key=lambda mark: mark.x)
    assert [mark.work.year for mark in marks] == [2007, 2012, 2019, 2026]
    assert made.axis == (marks[0].x, marks[-1].x)
    steps = [(right.x - left.x) / (right.work.year - left.work.year) for left, right in pairwise(marks)]  # type: ignore[operator]
    assert max(steps) - min(steps) < 0.1


def test_the_strongest_design_stands_at_the_top_and_only_what_occurs_has_a_row() -> None:
    designs = [Design.NOT_CLASSIFIED, Design.CASE_REPORT, Design.META_ANALYSIS, Design.NARRATIVE_REVIEW, Design.RCT]
    made = drawn(*(ChartWork(design=design) for design in designs))
    assert [row.label for row in made.rows] == [
        "Meta-analyses", "Randomised trials", "Case reports", "Reviews", "Design not classified",
    ]


def test_works_without_a_year_have_a_column_of_their_own() -> None:
    made = drawn(ChartWork(2007), ChartWork(2026), ChartWork(None), ChartWork(None))
    assert made.axis is not None and made.undated is not None
    undated = [mark for mark in made.rows[0].marks if mark.work.year is None]
    assert {mark.x for mark in undated} == {made.undated}
    assert made.undated > made.axis[1] + YEAR_WIDTH
    assert made.rows[0].years == "2007–2026, 2 undated"


def test_where_every_work_has_a_year_there_is_no_such_column() -> None:
    assert drawn(ChartWork(2007), ChartWork(2026)).undated is None


def test_where_no_work_has_a_year_there_is_no_axis() -> None:
    made = drawn(ChartWork(None), ChartWork(None))
    assert made.axis is None and made.ticks == [] and made.years == []
    assert made.rows[0].years == "undated"
    assert made.summary == "2 works: 2 in people. Years: undated."


def test_people_stand_at_the_foot_of_a_pile() -> None:
    made = drawn(*(ChartWork(kind=kind) for kind in ("not-classified", "cells", "people", "animals")))
    upwards = sorted(made.rows[0].marks, key=lambda mark: -mark.y)
    assert [mark.shape for mark in upwards] == ["people", "animals", "cells", "not-classified"]


def test_the_table_counts_by_kind_and_says_the_years() -> None:
    made = drawn(ChartWork(2016), ChartWork(2023), ChartWork(2020, "animals"), ChartWork(2020, "not-classified"))
    assert made.rows[0].counts == [2, 1, 0, 1]
    assert made.rows[0].years == "2016–2023"
    assert span([ChartWork(2020), ChartWork(2020)]) == "2020"


def test_the_summary_says_what_is_drawn() -> None:
    works = [ChartWork(2016), ChartWork(2023), ChartWork(2020, "animals"),
             ChartWork(2021, "not-classified", retracted=True)]
    made = drawn(*works)
    assert made.summary == (
        "4 works: 2 in people, 1 in animals and 1 not classified. Years: 2016 to 2023. 1 has been retracted."
    )
    legend = [(tally.label, tally.count) for tally in made.legend]
    assert legend == [("People", 2), ("Animals", 1), ("Not classified", 1)]
    assert made.retracted == [works[3]]
    assert drawn(ChartWork()).summary == "1 work: 1 in people. Years: 2020."


def test_without_works_there_is_no_figure() -> None:
    assert figure([]) is None


# On the pages


@pytest.fixture(scope="module")
def pages(real_site: Built) -> dict[str, HtmlElement]:
    """The articles and the page of all references, by their paths."""
    assert real_site.code == 0, real_site.output
    found = {
        path: page
        for path, page in pages_of(real_site.folder).items()
        if path.startswith(("articles/", "references/")) and page.xpath('//li[@class="reference"]')
    }
    assert len(found) >= 5
    return found


def kind_of(element: HtmlElement) -> str:
    """The kind that a mark or a shape stands for, by its class."""
    names = {slug for slug in ("people", "animals", "cells", "not-classified") if f"--{slug}" in element.get("class")}
    assert len(names) == 1, element.get("class")
    return names.pop()


def test_each_page_draws_and_counts_the_works_it_lists(pages: dict[str, HtmlElement]) -> None:
    """The figure, its table and the list beside it come from the same works and say the same."""
    for path, page in pages.items():
        listed = [kind_of(shape) for shape in page.xpath('//li[@class="reference"]//*[@class="reference__evidence"]/*')]
        assert len(listed) == len(page.xpath('//li[@class="reference"]')), path
        drawing = page.find_class("glance__drawing")[0]
        assert sorted(map(kind_of, drawing.find_class("glance__mark"))) == sorted(listed), path
        rows = page.xpath('//table[@class="glance__table"]/tbody/tr')
        columns = zip(*(map(int, row.xpath("./td/text()")) for row in rows), strict=True)
        counted = dict(zip(("people", "animals", "cells", "not-classified"), map(sum, columns), strict=True))
        assert counted == {kind: listed.count(kind) for kind in counted}, path


def test_the_figure_has_a_name_and_a_text(pages: dict[str, HtmlElement]) -> None:
    for path, page in pages.items():
        drawing = page.find_class("glance__drawing")[0]
        named = [page.get_element_by_id(id).text_content() for id in drawing.get("aria-labelledby").split()]
        assert drawing.get("role") == "img" and all(named), path
        works = len(page.xpath('//li[@class="reference"]'))
        assert named[1].startswith(f"{works} works: "), (path, named)
        assert page.xpath('//section[@class="glance"]//table/caption'), path
        assert not page.xpath('//section[@class="glance"]//*[@style]'), path


def test_retracted_works_are_crossed_out_and_named(pages: dict[str, HtmlElement]) -> None:
    noticed = 0
    for path, page in pages.items():
        notices = page.xpath('//li[@class="reference"]//*[@class="reference__notice"][contains(., "Retracted")]')
        retracted = [notice.xpath("ancestor::li/@id")[0] for notice in notices]
        crossed = page.xpath('//*[contains(@class, "glance__drawing")]//*[contains(@class, "glance__cross")]')
        named = page.xpath('//*[@class="glance__retracted"]/a/@href')
        assert len(crossed) == len(retracted), path
        assert sorted(named) == sorted(f"#{id}" for id in retracted), path
        noticed += len(retracted)
    assert noticed
