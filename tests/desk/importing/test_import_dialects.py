"""Markdown of other tools becomes the site's Markdown, and nothing of their markup reaches a reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fixture_cases import Case, each_case
from manuscript_imports import PNG, import_content, import_text

from proofdesk.common.errors import UserError
from proofdesk.content.review.items import ReviewItem
from proofdesk.desk.importing.readers.latex.entries import read_entry
from proofdesk.desk.importing.readers.pasted.join import join_lines
from proofdesk.desk.importing.result import ImportResult

# The sections of the report that say what became of markup and of facts.
TOLD = re.compile(r"^(?:Changed or left out|Said in the file about itself[^\n]*):\n((?:  .*\n)+)", re.MULTILINE)
# What no browser knows as a tag may be a word of the text, so that it is left to the editor.
MEND_DOSE = ("  - on line 31, “<dose>” looks like HTML and would reach the reader as it is (correct the markup, or put "
             "it between backticks if it is meant)")


def told(report: str) -> list[str]:
    """Return what the report says of markup and of facts."""
    return [line[4:] for section in TOLD.findall(report) for line in section.splitlines()]


def remark(item: ReviewItem) -> str:
    """Return a comment or a change, whether it has a line, and the words beside it."""
    words = " → ".join(f"“{each}”" for each in (item.before, item.after, item.says) if each)
    place = " at its line" if item.line else ""
    return f"{item.kind}: {words}{place}" + (f", “{item.quote}”" if item.quote else "")


@pytest.mark.build
@each_case("desk/importing/dialects")
def test_markup_of_a_tool_is_converted_or_named(case: Case, tmp_path: Path) -> None:
    (tmp_path / "bed.png").write_bytes(PNG)
    name = "quarto.qmd" if case.name == "quarto" else f"{case.name}.md"
    result = import_content(tmp_path, name, case.source)
    head, page = result.text.split("\n---\n", 1)
    assert page.strip("\n") == case.expected["page"]
    assert told(result.report) == case.lines("report")
    assert [remark(item) for item in result.review] == case.lines("review")
    assert [fact for fact in case.lines("facts") if fact not in head.splitlines()] == []
    left = [line for line in result.report.splitlines() if "would reach the reader" in line]
    assert left == ([MEND_DOSE] if case.name == "github-and-html" else [])


@pytest.mark.build
@each_case("desk/importing/latex")
def test_latex_is_converted_or_named(case: Case, tmp_path: Path) -> None:
    (tmp_path / "bed.png").write_bytes(PNG)
    result = import_content(tmp_path, "a.tex" if "documentclass" in case.source else "a.txt", case.source)
    head, page = result.text.split("\n---\n", 1)
    assert page.strip("\n") == case.expected["page"]
    assert told(result.report) == case.lines("report")
    assert [fact for fact in case.lines("facts") if fact not in head.splitlines()] == []
    assert list(result.entries) == case.lines("entries")
    assert re.findall(r"(?m)^  title = \{(.*)\},$", "".join(result.entries.values())) == case.lines("titles")
    assert "would reach the reader" not in result.report


@pytest.mark.build
def test_latex_takes_in_files_of_its_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / "beds"
    folder.mkdir()
    (tmp_path / "secret.tex").write_text("Nobody may read it.", encoding="utf-8")
    (folder / "roses.tex").write_text("Roses are wet.\n\\input{roses}\n", encoding="utf-8")
    result = import_content(folder, "a.tex", "\\section{Beds}\n\n\\input{roses}\n\n\\input{../secret}\n")
    assert "Roses are wet." in result.text and "Nobody may read it." not in result.text
    assert "⟦here the text takes in ../secret⟧" in result.text


@pytest.mark.build
def test_latex_takes_in_what_is_within_whole_files(tmp_path: Path) -> None:
    (tmp_path / "roses.tex").write_text(
        "\\documentclass[a.tex]{subfiles}\n\\begin{document}\nRoses are wet.\n\\end{document}\n", encoding="utf-8")
    result = import_content(tmp_path, "a.tex", (
        "\\documentclass{article}\n\\begin{document}\n\\section{Beds}\n\\subfile{roses}\n\nMoss.\n\\end{document}\n"))
    assert result.text.split("\n---\n\n", 1)[1] == "Roses are wet.\n\nMoss.\n"


@pytest.mark.build
def test_list_that_bibtex_made_stands_for_its_works(tmp_path: Path) -> None:
    (tmp_path / "a.bbl").write_text(
        "\\begin{thebibliography}{1}\n\n\\bibitem{calla}\nA.~Calla.\n\\newblock Straw on beds.\n"
        "\\newblock {\\em Roses}, 1(2):3--4, 2020.\n\n\\end{thebibliography}\n", encoding="utf-8")
    text = "\\section{Beds}\n\nRoses are wet \\cite{calla}.\n\n\\bibliographystyle{plain}\n\\bibliography{works}\n"
    result = import_content(tmp_path, "a.tex", text)
    assert "Roses are wet [@calla2020]." in result.text and "{Straw on beds}" in result.entries["calla2020"]
    (tmp_path / "works.bib").write_text("@article{calla, title={Moss}, year={2019}}\n", encoding="utf-8")
    assert "Straw on beds" not in "".join(import_content(tmp_path, "a.tex", text).entries.values())


@pytest.mark.build
def test_refused_line_of_latex_is_told_in_its_file(tmp_path: Path) -> None:
    (tmp_path / "roses.tex").write_text("Roses.\n\n\\section*{Of \\begin{center}x\\end{center}}\n", encoding="utf-8")
    report = import_content(tmp_path, "a.tex", "\\section{Beds}\n\n\\input{roses}\n\nMoss.\n").report
    assert "whose words are marked in the article: “roses:3:1: \\section*{Of " in report


@pytest.mark.build
@pytest.mark.parametrize(("stated", "encoding"), [("cp1251", "cp1251"), ("koi8-r", "koi8-r"), ("latin1", "cp1252")])
def test_latex_is_decoded_as_it_states(stated: str, encoding: str, tmp_path: Path) -> None:
    words = "Größe" if stated == "latin1" else "Роза и мох"
    text = f"\\documentclass{{article}}\n\\usepackage[{stated}]{{inputenc}}\n\\begin{{document}}\n{words}\n"
    result = import_content(tmp_path, "a.tex", f"{text}\\end{{document}}\n".encode(encoding))
    assert words in result.text and "read as Windows text" not in result.report


@pytest.mark.build
def test_latex_that_nothing_helps_is_told_at_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofdesk.desk.importing.readers.latex.repair.MAX_ROUNDS", 0)
    with pytest.raises(UserError, match=r"“a\.tex” cannot be read: a\.tex:3: LaTeX that is not known here: .+ \(write"):
        import_content(tmp_path, "a.tex", "\\section{Beds}\n\n\\section*{Of \\begin{center}x\\end{center}}\n")


@pytest.mark.build
def test_narrow_space_of_latex_is_no_comma(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.md", "# T\n\nGive 5\\,mg at 0.18\\,$\\mu$m, with `1\\,x` and a\\, b.\n")
    assert "Give 5 mg at 0.18 μm, with `1\\,x` and a, b." in result.text.replace("\u00a0", " ").replace("*", "")


@pytest.mark.build
def test_commands_of_the_author_leave_no_silent_gap(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.tex", "\\section{Beds}\n\nWe read \\TheRoses in 2020, and\\;hay: \\OurBed.\n")
    assert "We read ⟦`\\TheRoses`⟧ in 2020, and hay: ⟦`\\OurBed`⟧." in result.text
    assert "commands of LaTeX that are not known here: “\\TheRoses”, “\\OurBed”" in result.report


@pytest.mark.parametrize("heading", ["Works cited", "4.1 Literatur", "Bibliographie :"])
def test_a_heading_of_references_is_in_no_paragraph(heading: str) -> None:
    """Text of a PDF has no empty line above it; a line that is nearly full goes on with the next one."""
    above = "Straw keeps roses wet through all of the summer nights that were seen in the beds of Leeds and"
    assert join_lines([above, heading, "Calla A. Straw. Roses. 2020;1(2):3-4."], above)[0][1] == heading


@each_case("desk/importing/pasted")
def test_text_of_a_pdf_becomes_paragraphs(case: Case) -> None:
    result = import_text(case.source)
    head, page = result.text.split("\n---\n", 1)
    assert page.strip("\n") == case.expected["page"]
    assert told(result.report) == case.lines("report")
    assert [fact for fact in case.lines("facts") if fact not in head.splitlines()] == []


def test_table_in_plain_text_is_no_page_in_columns() -> None:
    rows = "\n".join(f"Bed number {row}          Straw and leaves of {row}" for row in range(12))
    assert rows.split("\n")[3].replace("          ", " ") in import_text(f"Beds\n\n{rows}\n").text


@pytest.mark.build
def test_markdown_in_a_text_file_is_read_as_markdown(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.txt", "# Straw\n\n## Beds\n\nOf **roses**, [here](https://garden.example/).\n")
    assert "## Beds\n\nOf **roses**, [here](https://garden.example/)." in result.text


ENTRIES = {
    "initials first": ("A.~E. Calla, P. de Loam and S. Clay. Straw on beds. Roses, 1(2):3-4, 2020.", [
        ("Calla", "A. E."), ("de Loam", "P."), ("Clay", "S.")]),
    "whole names, and a DOI": ("Ada Calla and Jan Loam. Do roses sleep? Garden Rev., 11: 114–126, May 2010. "
                               "doi:10.9999/abc.", [("Calla", "Ada"), ("Loam", "Jan")]),
    "a book": ("A. Calla. The whole bed. Garden Press, Leeds, 1999.", None),
    "no names": ("The memory of straw. Roses, 1(2):3-4, 2020.", None),
}


@pytest.mark.parametrize(("entry", "authors"), ENTRIES.values(), ids=ENTRIES)
def test_entry_of_latex_is_read_to_the_letter_or_not(entry: str, authors: list[tuple[str, str]] | None) -> None:
    record = read_entry(entry.replace("~", " "))
    assert (record and [(author["family"], author["given"]) for author in record["author"]]) == authors
    if record:
        shown = [record["title"], record["container-title"], record["volume"], record["page"], record.get("DOI")]
        assert shown in (["Straw on beds", "Roses", "1", "3-4", None],
                         ["Do roses sleep?", "Garden Rev.", "11", "114-126", "10.9999/abc"])


AUTHORS = {
    '"Ada Loam^1^, Péter Clay ^1,2^ and Jan Vos<sup>b</sup>"': (
        ["Ada Loam", "Péter Clay", "Jan Vos"], ["Ada Loam, mark: 1", "Péter Clay, mark: 1,2", "Jan Vos, mark: b"]),
    '["Ada Loam * $^{1}$", Jan Vos²]': (
        ["Ada Loam", "Jan Vos"], ["Ada Loam, mark: *", "Ada Loam, mark: 1", "Jan Vos, mark: ²"]),
    '"Vos, Jan"': (["Vos, Jan"], []), '<a href="https://loam.example/" class="x">Ada Loam</a>': (["Ada Loam"], []),
    "[{name: Ada Loam ^1^, affiliations: [{ref: uni}]}]": (
        ["Ada Loam"], ["Ada Loam, mark: 1", 'Ada Loam, affiliations: [{"ref": "uni"}]'])}


@pytest.mark.build
@pytest.mark.parametrize("written", AUTHORS)
def test_marks_behind_names_are_no_part_of_them(written: str, tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.qmd", f"---\ntitle: Straw\nauthor: {written}\n---\n\nText.\n")
    names, said = AUTHORS[written]
    assert re.findall(r'- name: "(.*)"', result.text) == names
    assert re.findall("  - author (.*)", result.report) == said


@pytest.mark.build
def test_address_and_orcid_of_an_author_are_kept(tmp_path: Path) -> None:
    """One that is wrong would end the build, so the report has it."""
    def imported(orcid: str) -> ImportResult:
        return import_content(tmp_path, "a.qmd", (
            f"---\ntitle: Straw\nauthor:\n  - name: Ada Loam\n    orcid: {orcid}\n    url: https://loam.example/\n---\n\n"
            "Text.\n"))

    right, wrong = imported("https://orcid.org/0000-0002-1825-0097"), imported("0000-0002-1825-0098")
    assert '    orcid: "0000-0002-1825-0097"\n    url: "https://loam.example/"\n' in right.text
    assert "orcid" not in wrong.text and "author Ada Loam, orcid: 0000-0002-1825-0098" in wrong.report


@pytest.mark.build
def test_texts_of_a_notebook_become_the_article(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Straw\n", "\n", "Beds are **wet**."]},
        {"cell_type": "code", "source": "mean(beds)", "outputs": [
            {"output_type": "execute_result", "data": {"text/plain": ["4.2 litres"], "image/png": "AAAA"}},
            {"output_type": "stream", "text": ["done\n"]}]},
        {"cell_type": "markdown", "source": "| Bed | Litres |\n|---|---|\n| One | 12 |", "attachments": {"a.png": {}}}]
    notebook = {"cells": cells, "metadata": {"kernelspec": {"language": "R"}}, "nbformat": 4}
    result = import_content(tmp_path, "a.ipynb", json.dumps(notebook))
    assert result.title == "Straw"
    assert result.text.endswith("\n---\n\nBeds are **wet**.\n\n| Bed | Litres |\n| --- | --- |\n| One | 12 |\n")
    assert "mean(beds)" in result.report and "“4.2 litres”, “done”" in result.report
    assert "2 pictures that the code drew or that the file holds are not in the article" in result.report
    with pytest.raises(UserError, match=r"“b\.ipynb” cannot be read: it is no notebook of Jupyter's fourth format"):
        import_content(tmp_path, "b.ipynb", '{"worksheets": []}')


@pytest.mark.build
def test_head_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.md", "---\ntitle: [Straw\nauthor: Ada\n---\n\n# Beds\n\nText.\n")
    assert 'title: "Beds"' in result.text and "Text." in result.text
    assert told(result.report) == ["lines at the head of the file that could not be read: “title: [Straw author: Ada”"]
