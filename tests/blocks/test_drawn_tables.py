"""What is drawn from a table: what a reader sees, what programs read, and each fault at its cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import PAGE, Convert, tree, words
from fixture_cases import Case, each_case
from search_index import index_of
from sites import BIB, Built, article, make_site

from proofdesk.common.language import load_language, speaking

WORKS = BIB + """
@article{davis2021, author = {Davis, A}, year = {2021}, title = {Relief}, journal = {J}, x-harms = {not stated},
  keywords = {species:human, design:rct}}
"""
MDMA = """\
/// chance | Severe events
    event: had a severe event
| Who | How many | Out of |
| --- | --- | --- |
{rows}
///
"""
FIGURES = """\
## Findings

/// matrix | What was seen
| Finding | Mice | People |
| --- | --- | --- |
| Links | rises [@shao2021] | [no change](#findings), very low: in scans |
///

/// chance | Who fell ill
    event: fell ill
| Who | How many | Out of |
| --- | --- | --- |
| The drug [@davis2021] | 1 | 5 |
| Placebo | 1 | 10 |

Few *fell* ill.
///

/// scores | How far it fell
    measure: The score
    scale: 0 to -30
    better: lower
| Group | People | Change |
| --- | --- | --- |
| The drug [@davis2021] | 13 | -12.5 |
| Placebo | 11 | -4 |
///

/// timeline | The law
| Date | Where | What |
| --- | --- | --- |
| 9 August 2024 | FDA | A refusal [@davis2021] |
| planned for 2039 | Oregon | A review [@davis2021] |
///
"""


@each_case("blocks/drawn")
def test_table_is_drawn_and_read_as_sentences(convert: Convert, case: Case) -> None:
    """The words of the figure with its folded table, and what the checks read in place of the table's rows."""
    html, problems, document = convert(case.source)
    assert problems == []
    assert words(html.split('<section class="references"')[0]) == case.expected["text"]
    said = [f"{each.line}:{each.column}: {each.text} [{', '.join(each.keys)}] {each.certainty}".strip()
            for each in document.blocks[0].said]
    assert said == case.lines("said")


@pytest.mark.parametrize("heads", ["Who | How many | Out of", "Wer | Wie viele | Von wie vielen"])
def test_heads_are_in_the_page_s_language(convert: Convert, heads: str) -> None:
    """Written in English or in the language of the page, they are read alike, and readers see that language."""
    text = MDMA.format(rows="| Gruppe A [@davis2021] | 5 | 53 |\n| Gruppe B [@davis2021] | 2 | 51 |")
    with speaking(load_language("de")):
        html, problems, _ = convert(text.replace("Who | How many | Out of", heads))
        wrong = convert(text.replace("Out of", "Davon")).problems
    assert problems == []
    assert tree(html).xpath("//th/text()") == ["Wer", "Wie viele", "Von wie vielen"]
    assert len(wrong) == 2 and "the table has no column “Von wie vielen”" in wrong[0]


@pytest.mark.parametrize(("code", "written"), [
    ("de", "9. März 2024"), ("fr", "1er août 2024"), ("es", "9 de marzo de 2024"), ("ar", "9 مارس 2024"),
    ("ar", "٩ مارس ٢٠٢٤"),
])
def test_dates_are_in_the_page_s_language(convert: Convert, code: str, written: str) -> None:
    """Written in English or in the language of the page, they are read alike, and readers see that language."""
    day = "2024-08-01" if code == "fr" else "2024-03-09"
    english = "1 August 2024" if code == "fr" else "9 March 2024"
    with speaking(load_language(code)):
        pages = [convert(f"/// timeline | Law\n| Date | What |\n| --- | --- |\n| {date} | So [@davis2021] |\n///\n")
                 for date in (english, written)]
    assert [page.problems for page in pages] == [[], []]
    shown = [tree(page.html).xpath("//time")[0] for page in pages]
    assert [time.get("datetime") for time in shown] == [day, day]
    assert {time.text_content() for time in shown} == {written.translate(str.maketrans("٩٢٠٤", "9204"))}


@each_case("blocks/drawn_faults")
def test_faults_of_a_table_are_named_together(convert: Convert, case: Case) -> None:
    html, problems, document = convert(case.source)
    assert problems == case.problems(PAGE)
    assert document.blocks[0].said == [] or case.name == "matrix-unknown-work"
    assert "@" not in words(html).replace("@key", ""), "the table is shown as it is, and no syntax leaks"


@pytest.mark.parametrize(("shares", "figures", "filled"), [
    (((1, 5), (1, 10)), 10, [2, 1]), (((1, 20), (0, 7)), 20, [1, 0]), (((5, 53), (2, 51)), 100, [9, 4]),
    (((3, 563), (1, 2)), 200, [1, 100]), (((1, 900), (899, 900)), 1000, [1, 999]), (((7, 7),), 10, [10]),
    (((1, 100_000), (1, 2)), 1000, [0, 500]),
])
def test_shares_are_drawn_of_one_number(
    shares: tuple[tuple[int, int], ...], figures: int, filled: list[int], convert: Convert
) -> None:
    """Each group has as many figures as the others, of which its share is filled."""
    rows = "\n".join(f"| Group {number} [@davis2021] | {many} | {of} |" for number, (many, of) in enumerate(shares))
    text = MDMA.format(rows=rows)
    if len(shares) == 1:
        text = text.replace("    event", "    alone: it is so\n    event")
    html, problems, _ = convert(text)
    assert problems == []
    drawn = tree(html).xpath("//svg")
    assert [sum(path.get("d").count("M") for path in svg.xpath("./path[@class='chance__yes']"))
            for svg in drawn] == filled
    assert {sum(path.get("d").count("M") for path in svg) for svg in drawn} == {figures}
    assert [svg.get("aria-label") for svg in drawn] == [f"{each} of {figures} figures are filled." for each in filled]


def test_scores_stand_at_their_place_on_the_scale(convert: Convert) -> None:
    """Change begins at zero; a scale may run from high to low."""
    drawn = tree(convert(FIGURES).html).xpath("//svg[@class='scores__line']")
    ends = [[float(svg.xpath(f"./circle[@class='scores__{end}']/@cx")[0]) for end in ("begin", "end")] for svg in drawn]
    assert ends == [[8.0, pytest.approx(8 + 304 * 12.5 / 30, abs=0.1)], [8.0, pytest.approx(8 + 304 * 4 / 30, abs=0.1)]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = make_site(tmp_path_factory.mktemp("drawn") / "site", {"docs/articles/page.md": article(FIGURES)}, WORKS)
    site.build()  # once more from the cache, which must say the same
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    return built


@pytest.mark.build
def test_export_has_the_figure_and_no_table_twice(built: Built) -> None:
    text = (built.folder / "articles" / "page" / "index.md").read_text(encoding="utf-8")
    assert "| Finding | Mice " in text and "(#findings)** (very low certainty) in scans |" in text
    assert text.count("1 of 5 people") == 1 and "The numbers as a table" not in text
    assert "fell by 12.5 points, in 13 people" in text
    assert "1. 9 August 2024 · FDA" in text and "2. 2039 **planned** · Oregon" in text


@pytest.mark.build
def test_programs_read_what_a_figure_says(built: Built) -> None:
    """Its search passage, its node of schema.org, and its claim with the work that it rests on."""
    found = {url.rpartition("#")[2]: entry["text"] for url, entry in index_of(built.folder).items()}
    assert "1 of 5 people" in found["chance-who-fell-ill"] and "as a table" not in found["chance-who-fell-ill"]
    (script,) = built.page("articles/page").xpath("//script[@type='application/ld+json']")
    tables = [node for node in json.loads(script.text_content())["@graph"] if node["@type"] == "Table"]
    assert [node["name"] for node in tables] == ["What was seen", "Who fell ill", "How far it fell", "The law"]
    assert not any("text" in node for node in tables), "a figure is no text of the article"
    claims = json.loads((built.folder / "data" / "claims.json").read_text(encoding="utf-8"))["claims"]
    assert [(claim["kind"], [work["key"] for work in claim["references"]]) for claim in claims] == [
        ("chance", ["davis2021"]), ("scores", ["davis2021"])]
    assert "2 in 10 fell ill: 1 of 5 people." in claims[0]["text"]


@pytest.mark.build
def test_link_of_a_cell_is_looked_for(tmp_path: Path) -> None:
    page = article(FIGURES.replace("(#findings)", "(#nowhere)"))
    built = make_site(tmp_path / "site", {"docs/articles/page.md": page}, WORKS).build("--strict")
    assert [problem.split(": ")[:2] for problem in built.problems if "broken-anchor" in problem] == [
        ["docs/articles/page.md:15:43", "broken-anchor"]]


@pytest.mark.build
def test_planned_date_passes_without_an_edit(tmp_path: Path) -> None:
    """The page is loaded from the cache, and the day of the build is another one."""
    page = article(FIGURES[FIGURES.index("/// timeline"):].replace("planned for 2039", "by 4 May 2027"))
    site = make_site(tmp_path / "site", {"docs/articles/page.md": page}, WORKS)
    assert "planned-date-passed" not in site.build(env={"SOURCE_DATE_EPOCH": "1809302400"}).output  # 3 May 2027
    assert ("docs/articles/page.md:14:3: planned-date-passed: this date is called planned, and has passed (say what "
            "came of it, and take the word before the date out)") in site.build(
                env={"SOURCE_DATE_EPOCH": "1809475200"}).output  # 5 May 2027
