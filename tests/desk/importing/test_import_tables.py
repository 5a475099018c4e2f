"""Tables become plain Markdown tables, whatever they were; what that may change is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixture_cases import Case, each_case, load_cases
from manuscript_imports import import_content
from sites import article, make_site

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
