"""Guidelines, laws, web pages, data, programs and registrations of trials: shown whole, and with a place to click."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
import pytest

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.references import References
from proofdesk.checks.bibliography import check_entries, check_findable

ReferencesOf = Callable[[str], References]
ReadBib = Callable[[str | bytes], Bibliography]

WORKS = {
    "@online{w, title = {A guideline}, organization = {NICE}, date = {2022-03-01}, url = {https://example.org/g}, "
    "urldate = {2024-01-02}}": ("A guideline. NICE. 2022 [cited 2 January 2024].", ["example.org"]),
    "@online{w, title = {A page}, organization = {NICE}, url = {https://example.org/g}, urldate = {2024-01}}":
        ("A page. NICE. [cited January 2024].", ["example.org"]),
    "@report{w, title = {Report}, institution = {EMA}, date = {2020}, type = {Guideline}, number = {1}, "
    "url = {https://example.org/r}, urldate = {2024-01-02}}":
        ("Report. Guideline No. 1. EMA; 2020 [cited 2 January 2024].", ["example.org"]),
    "@legislation{w, title = {Controlled Substances Act}, number = {Pub. L. 91-513}, date = {1970}, "
    "url = {https://example.org/law}}": ("Controlled Substances Act. No. Pub. L. 91-513. 1970.", ["example.org"]),
    "@dataset{w, author = {A, B}, title = {Data}, date = {2020}, version = {2}, publisher = {Z}, doi = {10.5281/z.1}}":
        ("A B. Data. Version 2. Z. 2020.", ["doi:10.5281/z.1"]),
    "@software{w, author = {A, B}, title = {Soft}, date = {2020}, version = {2.1}, url = "
    "{https://example.org/s}}": ("A B. Soft. Version 2.1. 2020.", ["example.org"]),
    "@misc{w, title = {A trial}, year = 2020, note = {NCT05177419, phase 1}}": ("A trial. 2020.", ["NCT05177419"]),
    "@misc{w, title = {A trial}, year = 2020, number = {ISRCTN12345678}}":
        ("A trial. No. ISRCTN12345678. 2020.", ["ISRCTN12345678"]),
    # The day on which an article was read is of no use to who reads the article.
    "@article{w, author = {A, B}, title = {T}, journal = {J}, date = {2020}, urldate = {2024-01-02}, "
    "url = {https://example.org/a}}": ("A B. T. J. 2020.", ["example.org"]),
}


@pytest.mark.parametrize("written", WORKS)
def test_work_is_shown_whole_with_a_place_to_click(references_of: ReferencesOf, written: str) -> None:
    references = references_of(written)
    bibliography = references.bibliography
    assert [*references.problems, *check_entries(bibliography), *check_findable(bibliography, {"w"})] == []
    text = lxml.html.fragment_fromstring(references["w"].html, create_parent="div").text_content()
    assert (" ".join(text.split()), [label for label, _ in references["w"].links]) == WORKS[written]


@pytest.mark.parametrize(("type", "fields", "named"), [
    ("online", "", True), ("misc", "note = {Announced in 2024}", True), ("legislation", "number = {91-513}", True),
    ("jurisdiction", "", True), ("techreport", "number = {1}", True), ("software", "version = {2}", True),
    ("dataset", "", True), ("standard", "", True), ("manual", "", True),
    ("misc", "pmid = {123}", False), ("misc", "eprint = {1905.00001}, eprinttype = {arxiv}", False),
    ("report", "isbn = {978-3-16-148410-0}", False), ("misc", "note = {EudraCT 2019-001234-56}", False),
    ("article", "journal = {J}", False), ("book", "publisher = {P}", False), ("thesis", "school = {U}", False),
])
def test_work_without_address_is_named(read_bib: ReadBib, type: str, fields: str, named: bool) -> None:
    bibliography = read_bib(f"\n@{type}{{w, author = {{A, B}}, title = {{T}}, year = 2020, {fields}}}")
    assert [str(problem) for problem in check_findable(bibliography, {"w"})] == [
        "bibliography.bib:2:1: no-address: readers cannot look “w” up: it has no address and no identifier (add url = "
        "{https://…} and urldate = {2026-11-22}, the day on which you read it)"][:named]
    assert list(check_findable(bibliography, set())) == []
