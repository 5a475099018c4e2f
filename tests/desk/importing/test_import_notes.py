"""Footnotes that are references become citations, and headings and labels are known in every language."""

from __future__ import annotations

import re
from collections import Counter

from conftest import KINDS, SITE
from fixture_cases import Case, each_case
from manuscript_imports import import_text, lost_words

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.desk.importing.lines import HEADING, RAW, TEXT, Line
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.result import ImportResult, import_manuscript


def import_lines(text: str) -> ImportResult:
    """Import lines as a reader of Word files gives them: paragraphs, headings and, at the end, footnotes."""
    lines = [Line(RAW, row) if row.startswith("[^") else Line(HEADING, row[3:], 2) if row.startswith("## ") else
             Line(TEXT, row) for row in text.splitlines()]
    return import_manuscript(Manuscript(lines, "Beds", True), "beds.docx", Bibliography("b.bib"), KINDS, "", "",
                             known_topics=SITE.vocabulary)


def page_of(result: ImportResult) -> str:
    return result.text.partition("\n---\n\n")[2].strip("\n")


@each_case("desk/importing/notes")
def test_footnotes_that_are_references_are_cited(case: Case) -> None:
    result = import_lines(case.source)
    assert page_of(result) == case.expected["page"]
    rows = [row.removeprefix("  - ") for row in result.report.splitlines() if row.startswith("  - footnote")]
    assert rows == case.lines("linked")
    assert lost_words(re.sub(r"\[\^\w\]:?", "", case.source), result) == Counter()
    assert "the manuscript cites in footnotes" in result.report and "References: 0" not in result.report


def test_footnote_that_a_heading_calls_stays() -> None:
    result = import_lines("## Beds[^1]\nBeds are wide.\n[^1]: Calla AE. Compost in beds. Roses. 2019;44(7):1328-1334.")
    assert "## Beds[^1]" in result.text and "[^1]: Calla AE." in result.text and "[@" not in result.text


def test_a_remark_with_an_address_stays_a_footnote() -> None:
    """It was taken for a work whose title is the sentence; a reference says more than a title and an address."""
    remark = "Les lits et la paille d’OCR en HTML sont donnés dans le dossier du dépôt https://garden.example/hay_beds.git."
    result = import_lines(f"Beds are wide.[^1]\n[^1]: {remark}")
    assert "Beds are wide.[^1]\n\n[^1]: Les lits" in result.text and result.entries == {}
    page = "“Price of Straw.” Beds., accessed May 3, 2017, https://beds.garden.example/price."
    assert "Beds are wide.[@" in import_lines(f"Beds are wide.[^1]\n[^1]: {page}").text


def test_calls_in_raised_brackets_are_cited_without_these() -> None:
    """Chinese theses have a bracket typed on either side of the number of a note."""
    notes = "[^1]: <sup>\\[\\]</sup> Calla AE. Straw. Roses. 2020;1(2):3-4.\n"
    notes += "[^2]: <sup>\\[\\]</sup> Hazel G. Hay. Roses. 2021;2:5.\n"
    called = "Beds are wet<sup>\\[</sup>[^1]<sup>\\]\\[</sup>[^2]<sup>\\]</sup>."
    assert page_of(import_lines(f"{called}\n{notes}")) == "Beds are wet[@calla2020; @hazel2021]."


@each_case("desk/importing/languages")
def test_headings_and_labels_are_known_in_each_language(case: Case) -> None:
    result = import_text(case.source)
    assert page_of(result) == case.expected["page"]
    assert lost_words(case.source, result) == Counter()
    assert "1 read" in result.report


def test_empty_heading_of_a_second_list_is_taken_out() -> None:
    result = import_lines("Beds are wide (Calla, 2019).\n## Literatur\nCalla AE. Compost in beds. Roses. "
                          "2019;44(7):13-34.\n## Literaturverzeichnis")
    assert page_of(result) == "Beds are wide [@calla2019]."
    assert "the heading “Literatur”" in result.report and "the heading “Literaturverzeichnis”" in result.report


def test_a_chapter_is_not_its_editors_work() -> None:
    result = import_lines(
        "It is old.[^1]\nIt is new.[^2]\n## Literature\nHazel, Bea: Studies of straw. Wien: Garden Press.\n"
        "Moss, Cem: Beds of old gardens. Wien: Garden Press 2001.\n[^1]: Calla, Ann: Hay at night. In: Studies of "
        "straw. Ed. by Bea Hazel. Wien: Garden Press 2007, 63.\n[^2]: Moss, Cem: Beds of old gardens. Wien 2001, 12.\n")
    assert "It is old.[^1]\n\nIt is new.[@moss2001, 12]\n" in result.text
