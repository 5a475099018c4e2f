"""What is printed of a report fits a screen, and says of everything how much of it the report has."""

from __future__ import annotations

from pathlib import Path

import pytest
from manuscript_imports import import_content

from proofdesk.desk.importing.accounts.screen import HEIGHT, WIDTH, screen_of

HELD = [f"  things of kind {number:02}  9: 9 in the article" for number in range(20)]
LONG = "\n".join([
    "Import of a.docx", "", "Title: Straw", "", "What the file held, and what became of it:",
    "  words  9,000: 8,000 in the article, 500 in the citations, 300 in the review file, 100 in the bibliography, 100 "
    "named below", *HELD, "",
    "300 lines of the file that the article has not whole (lines 6–305): see straw.left-out.txt, beside this report, "
    "which has each as the file has it", "", "For you to do:", *(f"  - task {n} {'of many ' * 20}" for n in range(12)),
    "", "Not found again; look whether it is missing:", "  - words: hay", "",
    *(line for n in range(20) for line in (f"Section {n}:", "  - row", "    and more of it", "  - row", ""))])


def test_a_long_report_is_one_screen() -> None:
    lines = screen_of(LONG, "reports/straw.txt").removesuffix("\n").split("\n")
    assert len(lines) <= HEIGHT and max(map(len, lines)) <= WIDTH
    assert "100 named in the report" in " ".join(lines) and "named below" not in " ".join(lines)
    assert "300 lines of the file that the article has not whole: see straw.left-out.txt" in lines
    assert "    and 13 more things" in lines and "    and 7 more rows" in lines
    at = lines.index("reports/straw.txt has all of it, and these:")
    assert lines[at + 1 : at + 3] == ["      1  Not found again; look whether it is missing", "      2  Section 0"]


def test_a_screen_adds_up() -> None:
    """Each section is either named or counted."""
    lines = screen_of(LONG, "reports/straw.txt").split("\n")
    at = lines.index("reports/straw.txt has all of it, and these:")
    *named, last = [line for line in lines[at + 1 :] if line]
    assert len(named) + int(last.split()[1]) == 21


@pytest.mark.build
def test_a_short_report_is_printed_whole(tmp_path: Path) -> None:
    report = import_content(tmp_path, "a.md", "# Straw\n\nIt keeps a bed *wet*.\n").report
    assert screen_of(report, "reports/straw.txt") == report
