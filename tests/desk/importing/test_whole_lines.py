"""What the article has not, is kept whole by its line: no word of a text file is lost, however it is marked up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixture_cases import Case, each_case
from manuscript_imports import import_content

pytestmark = pytest.mark.build


def left(text: str) -> list[str]:
    """Return the lines that were kept, with what is said of them, without what stands above them."""
    return text.splitlines()[3:]


@each_case("desk/importing/whole")
def test_lines_that_are_left_are_whole(tmp_path: Path, case: Case) -> None:
    result = import_content(tmp_path, f"a.{case.name.rpartition('-')[2]}", case.source)
    assert left(result.left_out) == case.lines("left")


def test_long_code_is_kept_to_its_last_line(tmp_path: Path) -> None:
    """The report shortens what nobody could read there; the file beside it does not."""
    code = [f"bed{number} <- mean(worms{number})" for number in range(300)]
    result = import_content(tmp_path, "a.Rmd", "\n".join(["# Beds", "", "Wet.", "", "```{r}", *code, "```", ""]))
    assert code[-1] not in result.report
    assert left(result.left_out) == [f"a.Rmd:{number}: {line}" for number, line in enumerate(code, start=6)]
    assert "\n300 lines of the file that the article has not whole (lines 6–305): see beds.left-out.txt" in \
        result.report


def test_a_notebook_keeps_its_code_and_what_it_showed(tmp_path: Path) -> None:
    shown = {"output_type": "stream", "text": [f"row {number}\n" for number in range(90)]}
    cells = [{"cell_type": "markdown", "source": ["# Beds\n", "\n", "Straw keeps a bed wet."]},
             {"cell_type": "code", "source": "count(beds)", "outputs": [
                 shown, {"output_type": "error", "ename": "WetError", "evalue": "too wet",
                         "traceback": ["\x1b[1mAt bed\x1b[0m"]},
                 {"output_type": "display_data", "data": {"text/html": "<b>Hay</b>"}}]}]
    result = import_content(tmp_path, "a.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    rows = left(result.left_out)
    assert rows[0] == "a.ipynb, cell 2:1: count(beds)"
    assert rows[1:91] == [f"a.ipynb, cell 2, what it showed:{number + 1}: row {number}" for number in range(90)]
    assert rows[91:] == [f"a.ipynb, cell 2, what it showed:{line}" for line in (
        "1: WetError", "2: too wet", "3: At bed", "1: <b>Hay</b>")]


@pytest.mark.parametrize(("name", "text", "rows"), [
    ("a.html", "<nav><a href='b.html'>Beds</a> <a href='c.html'>Pits</a></nav><main><p>Wet.</p></main>",
     ["a.html:1: Beds", "a.html:1: Pits"]),
    ("a.md", "See [beds](https://example.org/beds) and ![pits](https://example.org/pits.png).\n",
     ["a.md:1: See [beds](https://example.org/beds) and ![pits](https://example.org/pits.png).",
      "    missing: example.org/pits.png"]),
    ("b.html", "<main><p>Write <b>\\input{bed}</b>.</p></main><!-- Ask Jane. --><!--[if IE]><p>Old.</p><![endif]-->"
     "<aside><b>\\input{pit}</b></aside><input value='Send'>",
     ["b.html:1: \\input{pit}", "b.html:1: Ask Jane.", "b.html:1: Send"]),
    ("a.mdx", "# Beds\n\n<Tabs items={['Straw', 'Hay']}><Tab value=\"May\">Wet.</Tab></Tabs>\n",
     ["a.mdx:3: <Tabs items={['Straw', 'Hay']}><Tab value=\"May\">Wet.</Tab></Tabs>",
      "    missing: straw hay may"]),
    ("b.tex", "\\documentclass{book}\n\\hypersetup{pdfkeywords={straw}}\n\\begin{document}\nUniversit{\\\"a}t {of} "
     "beds.\n\\end{document}\n", ["b.tex:2: \\hypersetup{pdfkeywords={straw}}"]),
    ("a.txt", "Write \\alpha and \\input of C:\\Beds here.\n", []),
    ("a.tex", "\\documentclass{jss}\n\\Abstract{Wet.}\n\\Keywords{straw}\n\\begin{document}\nIt.\n\\end{document}\n",
     ["a.tex:3: \\Keywords{straw}"]),
])
def test_what_a_reader_would_not_see_is_kept(tmp_path: Path, name: str, text: str, rows: list[str]) -> None:
    assert left(import_content(tmp_path, name, text).left_out) == rows


def test_measures_of_a_float_are_no_text(tmp_path: Path) -> None:
    """As in jgm/pandoc 6039."""
    text = "\\begin{wrapfigure}{r}[2.5in]{4in}\\caption{Straw.}\\end{wrapfigure}\n\nIt keeps a bed wet.\n"
    result = import_content(tmp_path, "a.tex", text)
    assert "4in" not in result.text and "Straw." in result.text and result.left_out == ""


def test_a_file_that_is_whole_leaves_nothing(tmp_path: Path) -> None:
    assert import_content(tmp_path, "a.md", "# Straw\n\nIt keeps a bed *wet*.\n").left_out == ""
