"""Where the marks of “The evidence at a glance” stand, and that the pages draw every work once."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from lxml.html import HtmlElement
from sites import Built, pages_of, sample_site

from proofdesk.bibliography.evidence import Design, EvidenceKind
from proofdesk.common.language import load_language, speaking
from proofdesk.site.evidence_chart.chart import MARK, WIDTH, Figure, figure, span

__all__ = ["sample_site"]

# Four figures of 12.5 units in a wide face, and some air.
YEAR_WIDTH = 36


@dataclass(frozen=True)
class ChartWork:
    """A work as the figure knows it."""

    year: int | None = 2020
    kind: EvidenceKind = EvidenceKind.PEOPLE
    design: Design = Design.RCT
    retracted: bool = False
    key: str = ""
    level: int = 2


def chart_of(*works: ChartWork) -> Figure:
    """The figure of some works, which is there."""
    made = figure(works)
    assert made is not None
    return made


def random_works(seed: int, count: int, first: int, last: int) -> list[ChartWork]:
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
def test_every_work_has_one_mark_without_overlap(crowd: tuple[int, int, int, int]) -> None:
    works = random_works(*crowd)
    made = chart_of(*works)
    marks = [mark for row in made.rows for mark in row.marks]
    assert sorted(int(mark.work.key) for mark in marks) == list(range(len(works)))  # type: ignore[attr-defined]
    for one, other in combinations(marks, 2):
        assert max(abs(one.x - other.x), abs(one.y - other.y)) > MARK, (one, other)


@pytest.mark.parametrize("crowd", CROWDS)
def test_marks_stay_inside_their_row(crowd: tuple[int, int, int, int]) -> None:
    made = chart_of(*random_works(*crowd))
    for row in made.rows:
        for mark in row.marks:
            assert MARK / 2 <= mark.x <= WIDTH - MARK / 2, mark
            assert row.label_y + 1 < mark.y - MARK / 2 and mark.y + MARK / 2 < row.base, (row.label, mark)
    assert all(above.base < below.label_y for above, below in pairwise(made.rows))
    assert made.rows[-1].base < made.axis_y < made.height


@pytest.mark.parametrize("crowd", CROWDS)
def test_year_labels_do_not_overlap(crowd: tuple[int, int, int, int]) -> None:
    """At least one year is written; no two labels meet, each stands where its year's marks stand."""
    made = chart_of(*random_works(*crowd))
    assert made.ticks
    assert all(right.x - left.x >= YEAR_WIDTH for left, right in pairwise(made.ticks))
    at = {tick.label: tick.x for tick in made.ticks}
    for row in made.rows:
        for mark in row.marks:
            assert str(mark.work.year) not in at or mark.x == at[str(mark.work.year)]


def test_time_runs_from_right_to_left_as_the_lines_do(tmp_path: Path) -> None:
    works = [ChartWork(2007), ChartWork(2019), ChartWork(2026), ChartWork(None)]
    usual = chart_of(*works)
    with speaking(load_language("ar", tmp_path)):
        turned = chart_of(*works)
    (row,), (turned_row,) = usual.rows, turned.rows
    assert [mark.x for mark in turned_row.marks] == [round(WIDTH - mark.x, 1) for mark in row.marks]
    assert [tick.x for tick in turned.ticks] == [round(WIDTH - tick.x, 1) for tick in usual.ticks] != []
    assert usual.axis and turned.axis == tuple(round(WIDTH - end, 1) for end in reversed(usual.axis))
    assert turned.undated and usual.undated and turned.undated == WIDTH - usual.undated


def test_later_years_are_further_right() -> None:
    made = chart_of(*(ChartWork(year) for year in (2019, 2007, 2026, 2012)))
    marks = sorted(made.rows[0].marks, key=lambda mark: mark.x)
    assert [mark.work.year for mark in marks] == [2007, 2012, 2019, 2026]
    assert made.axis == (marks[0].x, marks[-1].x)
    steps = [(right.x - left.x) / (right.work.year - left.work.year) for left, right in pairwise(marks)]  # type: ignore[operator]
    assert max(steps) - min(steps) < 0.1


def test_rows_are_used_designs_strongest_first() -> None:
    designs = [Design.NOT_CLASSIFIED, Design.CASE_REPORT, Design.META_ANALYSIS, Design.NARRATIVE_REVIEW, Design.RCT]
    made = chart_of(*(ChartWork(design=design) for design in designs))
    assert [row.label for row in made.table] == [
        "Meta-analyses", "Randomised trials", "Case reports", "Reviews", "Not sorted yet",
    ]


def test_a_design_is_as_strong_as_its_strongest_work() -> None:
    made = chart_of(ChartWork(design=Design.SYSTEMATIC_REVIEW, level=5), ChartWork(design=Design.SURVEY, level=4),
                    ChartWork(design=Design.RCT, level=2), ChartWork(design=Design.META_ANALYSIS, level=1))
    assert [row.label for row in made.table] == [
        "Meta-analyses", "Randomised trials", "Surveys", "Systematic reviews"]


def test_every_design_has_its_row_of_the_drawing() -> None:
    """The families hold each design once, and are sorted as the designs are: by the strongest work."""
    made = chart_of(*(ChartWork(design=design, level=3) for design in Design), ChartWork(level=1))
    assert [row.label for row in made.rows] == [
        "Randomised trials", "Systematic reviews and meta-analyses", "Other trials, scans, surveys and cases",
        "Experiments on animals and cells", "Reviews, opinions and documents", "Not sorted yet",
    ]
    drawn = [mark.work.design for row in made.rows for mark in row.marks]
    assert sorted(drawn) == sorted([*Design, Design.RCT])


def test_undated_works_have_their_own_column() -> None:
    made = chart_of(ChartWork(2007), ChartWork(2026), ChartWork(None), ChartWork(None))
    assert made.axis is not None and made.undated is not None
    undated = [mark for mark in made.rows[0].marks if mark.work.year is None]
    assert {mark.x for mark in undated} == {made.undated}
    assert made.undated > made.axis[1] + YEAR_WIDTH
    assert made.table[0].years == "2007–2026, 2 undated"


def test_no_undated_column_if_every_work_has_a_year() -> None:
    assert chart_of(ChartWork(2007), ChartWork(2026)).undated is None


def test_no_axis_if_no_work_has_a_year() -> None:
    made = chart_of(ChartWork(None), ChartWork(None))
    assert made.axis is None and made.ticks == [] and made.years == []
    assert made.table[0].years == "undated"
    assert made.summary == "2 works: 2 in people. Years: undated."


def test_human_studies_are_stacked_first() -> None:
    made = chart_of(*(ChartWork(kind=EvidenceKind(kind)) for kind in ("not-classified", "cells", "people", "animals")))
    upwards = sorted(made.rows[0].marks, key=lambda mark: -mark.y)
    assert [mark.shape for mark in upwards] == ["people", "animals", "cells", "not-classified"]


def test_table_counts_by_kind_and_shows_years() -> None:
    made = chart_of(ChartWork(2016), ChartWork(2023), ChartWork(2020, EvidenceKind.ANIMALS),
                    ChartWork(2020, EvidenceKind.NOT_CLASSIFIED))
    assert made.table[0].counts == [2, 1, 1]
    assert [tally.label for tally in made.legend] == ["People", "Animals", "Not classified"]
    assert made.table[0].years == "2016–2023"
    assert span([ChartWork(2020), ChartWork(2020)]) == "2020"


def test_summary_describes_the_chart() -> None:
    works = [ChartWork(2016), ChartWork(2023), ChartWork(2020, EvidenceKind.ANIMALS),
             ChartWork(2021, EvidenceKind.NOT_CLASSIFIED, retracted=True)]
    made = chart_of(*works)
    assert made.summary == (
        "4 works: 2 in people, 1 in animals and 1 not sorted yet. Years: 2016 to 2023. 1 has been retracted."
    )
    legend = [(tally.label, tally.count) for tally in made.legend]
    assert legend == [("People", 2), ("Animals", 1), ("Not classified", 1)]
    assert made.retracted == [works[3]]
    assert chart_of(ChartWork()).summary == "1 work: 1 in people. Years: 2020."


def test_no_works_means_no_chart() -> None:
    assert figure([]) is None


# On the pages


@pytest.fixture(scope="module")
def pages(sample_site: Built) -> dict[str, HtmlElement]:
    """The articles and the page of all references, by their paths."""
    assert sample_site.code == 0, sample_site.output
    found = {
        path: page
        for path, page in pages_of(sample_site.folder).items()
        if path.startswith(("articles/", "references/index")) and page.xpath('//li[@class="reference"]')
    }
    assert len(found) >= 4
    return found


def kind_of(element: HtmlElement) -> str:
    """The kind that a mark or a shape stands for, by its class."""
    names = {slug for slug in map(str, EvidenceKind) if f"--{slug}" in element.get("class")}
    assert len(names) == 1, element.get("class")
    return names.pop()


@pytest.mark.build
def test_page_charts_match_their_reference_lists(pages: dict[str, HtmlElement]) -> None:
    """The figure, its table and the list beside it come from the same works and say the same."""
    for path, page in pages.items():
        listed = [kind_of(shape) for evidence in page.xpath('//li[@class="reference"]//*[@class="reference__evidence"]')
                  for shape in evidence.find_class("evidence__shape")]
        assert len(listed) == len(page.xpath('//li[@class="reference"]')), path
        drawing = page.find_class("glance__drawing")[0]
        assert sorted(map(kind_of, drawing.find_class("glance__mark"))) == sorted(listed), path
        rows = page.xpath('//table[@class="glance__table"]/tbody/tr')
        columns = zip(*(map(int, row.xpath("./td/text()")) for row in rows), strict=True)
        heads = [" ".join(th.text_content().replace("\u00ad", "").split())
                 for th in page.xpath('//table[@class="glance__table"]/thead//th')[1:]]
        counted = dict(zip(heads, map(sum, columns), strict=True))
        assert counted == {kind.label: listed.count(kind) for kind in EvidenceKind if kind in listed}, path


@pytest.mark.build
def test_chart_has_accessible_name_and_description(pages: dict[str, HtmlElement]) -> None:
    for path, page in pages.items():
        drawing = page.find_class("glance__drawing")[0]
        name = drawing.get("aria-label")
        works = len(page.xpath('//li[@class="reference"]'))
        assert drawing.get("role") == "img", path
        assert f" studied. {works} work{'s' if works != 1 else ''}: " in name, (path, name)
        assert page.xpath('//section[@class="glance"]//table/caption'), path
        assert not page.xpath('//section[@class="glance"]//*[@style]'), path


@pytest.mark.build
def test_retracted_works_are_crossed_out_and_listed(pages: dict[str, HtmlElement]) -> None:
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
