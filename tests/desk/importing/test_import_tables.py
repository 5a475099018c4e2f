"""Tables become plain Markdown tables, whatever they were; what that may change is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_cases import Case, each_case, load_cases
from manuscript_imports import import_content, import_file
from sites import article, make_site
from word_files import paragraph, run, word_file

pytestmark = pytest.mark.build


@each_case("desk/importing/tables")
def test_tables_are_plain(tmp_path: Path, case: Case) -> None:
    result = import_content(tmp_path, "a.html", f"<h1>Straw</h1><p>Words.</p>{case.source}")
    page = result.text.split("\n---\n\n", 1)[1].removeprefix("Words.\n\n").removesuffix("\n")
    assert page == case.expected["page"]
    said = result.report.split("Changed or left out:\n")[1].split("\n\n")[0]
    assert [line.removeprefix("  - ") for line in said.splitlines()] == case.lines("report")


def test_imported_tables_pass_the_check(tmp_path: Path) -> None:
    pages = {f"docs/articles/{case.name}.md": article(case.expected["page"])
             for case in load_cases("desk/importing/tables")}
    built = make_site(tmp_path, pages).build()
    assert built.problems == []
    merged = built.page("articles/merged-cells")
    assert [cell.text_content() for cell in merged.xpath("//tbody/tr[2]/td")] == ["Straw", "not seen", ""]


ON, OFF, BELOW = "<w:tblHeader/>", '<w:tblHeader w:val="0"/>', '<w:vMerge w:val="restart"/>'


@pytest.mark.parametrize(("rows", "written"), [
    # A row further below heads those behind it, and one that says that it is no head is none.
    ([(ON, "", "Bed"), ("", "", "1"), (ON, "", "Pit"), (OFF, "", "2")], ["Bed | mm", "1 | mm", "Pit | mm", "2 | mm"]),
    ([(ON, "", "Bed"), (ON, "", "Pit")], ["Bed | mm", "Pit | mm"]),  # a table that is all head
    ([(ON, "", "Bed"), (ON, "", "1"), (ON, "", "2"), ("", "", "3")], ["Bed | mm", "1 | mm", "2 | mm", "3 | mm"]),
    ([(ON, "", "Bed"), (ON, "", "Pit"), ("", "", "1")], ["Bed | mm", "Pit | mm", "1 | mm"]),  # no head says it twice
    ([(ON, "", "Bed"), (ON, BELOW, "1"), ("", "<w:vMerge/>", ""), ("", "", "2")],
     ["Bed | mm", "1 | mm", "1 | mm", "2 | mm"]),  # a cell that begins in the head and goes on below it
])
def test_heads_of_word_stand_above_their_rows(
    tmp_path: Path, rows: list[tuple[str, str, str]], written: list[str]
) -> None:
    table = "".join(
        f"<w:tr><w:trPr>{flag}</w:trPr><w:tc><w:tcPr>{merged}</w:tcPr>{paragraph(run(words))}</w:tc>"
        f"<w:tc>{paragraph(run('mm'))}</w:tc></w:tr>" for flag, merged, words in rows)
    result = import_file(word_file(tmp_path, paragraph(run("Words.")) + f"<w:tbl>{table}</w:tbl>"))
    found = [line.strip("| ") for line in result.text.splitlines() if line.startswith("|") and "--" not in line]
    assert found == written


@pytest.mark.parametrize(("rows", "written"), [
    (["Beds", "A B C", "1 2 3"], ["Beds |  |", "A | B | C", "1 | 2 | 3"]),  # a first row of one cell
    (["A B C", "_ 2 3", "1"], ["A | B | C", "| 2 | 3", "1 |  |"]),  # a row that leaves its first column free
    (["A B C", "1 ~ ~", "4 5 6"], ["A | B | C", "1 |  |", "4 | 5 | 6"]),  # one that leaves its last columns free
    (["A B ~", "1 2 ~"], ["A | B", "1 | 2"]),  # columns that no row has
    (["A B +C", "1 2 3"], ["A | B | C", "1 | 2 | 3"]),  # a cell in a control of a form
])
def test_rows_of_word_with_fewer_cells_are_whole(tmp_path: Path, rows: list[str], written: list[str]) -> None:
    def written_cell(words: str) -> str:
        cell = f"<w:tc>{paragraph(run(words.lstrip('+')))}</w:tc>"
        return f"<w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt>" if words.startswith("+") else cell

    table = "".join(
        "<w:tr>" + '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' * ("_" in row)
        + f'<w:trPr><w:gridAfter w:val="{row.count("~")}"/></w:trPr>' * ("~" in row)
        + "".join(written_cell(cell) for cell in row.split() if cell not in "_~") + "</w:tr>"
        for row in rows)
    # With the first row as its head, Pandoc had the first column alone.
    look = '<w:tblPr><w:tblLook w:val="04A0" w:firstRow="1"/></w:tblPr>' * any("~" in row for row in rows)
    result = import_file(word_file(tmp_path, paragraph(run("Words.")) + f"<w:tbl>{look}{table}</w:tbl>"))
    found = [line.strip("| ") for line in result.text.splitlines() if line.startswith("|") and "--" not in line]
    assert found == [line.strip("| ") for line in written] and "not read" not in result.report


def test_a_table_that_names_no_columns_is_whole(tmp_path: Path) -> None:
    """Programs that write tables of results leave the list of columns out, and put the caption into the table."""
    def row(*cells: str, head: bool = False) -> str:
        written = "".join(
            f"<w:tc><w:tcPr>{span}</w:tcPr>{paragraph(run(words))}</w:tc>"
            for words, _, width in (cell.partition("*") for cell in cells)
            for span in (f'<w:gridSpan w:val="{width}"/>' if width else "",))
        return f"<w:tr><w:trPr>{ON if head else ''}</w:trPr>{written}</w:tr>"

    table = "".join((row("Table 1. Beds and their straw.*3", head=True), row("Bed", "Straw*2", head=True),
                     row("", "mm", "kg", head=True), row("A", "10", "2"), row("B", "20", "4")))
    result = import_file(word_file(tmp_path, paragraph(run("Words.")) + f"<w:tbl>{table}</w:tbl>"))
    assert result.text.split("Words.\n\n")[1] == (
        "Table 1. Beds and their straw.\n\n| Bed | Straw: mm | Straw: kg |\n| --- | --- | --- |\n| A | 10 | 2 |\n"
        "| B | 20 | 4 |\n")
    assert "Not found again" not in result.report
