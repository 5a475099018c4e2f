"""Records that reference managers keep in a manuscript become entries, and are matched with the bibliography."""

from __future__ import annotations

import json
from pathlib import Path

from fixture_cases import Case, each_case

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.parser import parse_bibliography, read_bibliography
from proofdesk.desk.importing.references.csl import parse_csl
from proofdesk.desk.importing.references.entries import ReferenceItem
from proofdesk.desk.importing.references.matching.known_works import KnownWorks
from proofdesk.desk.importing.references.matching.match import match_records, match_references

STRAW = {"type": "article-journal", "title": "Straw & hay", "container-title": "Roses", "volume": "1",
         "issued": {"date-parts": [[2020]]}, "author": [{"family": "Calla", "given": "Anna E."}]}


@each_case("desk/importing/records")
def test_record_becomes_an_entry(case: Case) -> None:
    kind, *fields = case.lines("entry")
    record = parse_csl(json.loads(case.source))
    assert (record.kind, record.fields) == (kind, dict(field.split(" = ", 1) for field in fields))


def test_record_is_an_unconfirmed_entry() -> None:
    """It is readable BibTeX, and no page may cite it before somebody has compared it."""
    found = match_records({"field-1": STRAW}, Bibliography("b.bib"))["field-1"]
    entry = parse_bibliography(found.new_entry.encode(), "b.bib").entries["calla2020"]
    assert (found.key, entry.plain("title"), entry.fields["x-status"]) == ("calla2020", "Straw & hay", "unconfirmed")
    assert found.item.text == "Calla. 2020. Straw & hay. Roses."


def test_record_is_found_in_the_bibliography(tmp_path: Path) -> None:
    bib = tmp_path / "b.bib"
    bib.write_text("@article{one, author={Calla, A.}, title={Straw \\& Hay}, year={2020}, doi={10.9999/AB}}\n"
                   "@article{two, author={Fern, T.}, title={Editorial}, year={2021}, pmid={34228959}}\n",
                   encoding="utf-8")
    editorial = {**STRAW, "title": "Editorial", "issued": {"date-parts": [[2021]]}}
    found = match_records({
        "by title": STRAW, "by DOI": {**STRAW, "title": "Another title", "DOI": "https://doi.org/10.9999/ab"},
        "by number": {**editorial, "note": "PMID: 34228959"}, "another DOI": {**STRAW, "DOI": "10.9999/preprint"},
        "another author": editorial, "another year": {**STRAW, "issued": {"date-parts": [[2019]]}},
    }, read_bibliography(bib, "b.bib"))
    assert {name: (match.key, match.similar_key) for name, match in found.items()} == {
        "by title": ("one", ""), "by DOI": ("one", ""), "by number": ("two", ""), "another DOI": ("calla2020", "one"),
        "another author": ("calla2021", "two"), "another year": ("calla2019", "one"),
    }
    assert [name for name, match in found.items() if match.new_entry] == [
        "another DOI", "another author", "another year"]


def test_the_printed_list_gets_the_keys_of_the_records() -> None:
    known = KnownWorks(Bibliography("b.bib"))
    match_records({"field-1": STRAW}, known)
    listed, = match_references([ReferenceItem("Calla AE. Straw & Hay. Roses. 2020;1(2):3-4.", 1)], known)
    assert (listed.key, listed.new_entry) == ("calla2020", "")


def test_records_of_one_work_have_the_identifiers_of_all() -> None:
    """A library may hold a work twice, and only the second time with its DOI; two DOIs are two works."""
    moss = {**STRAW, "title": "Moss", "DOI": "10.9999/one"}
    found = match_records({
        "first": STRAW, "its DOI": {**STRAW, "DOI": "http://doi.garden.example/10.9999/ab"},
        "its number": {**STRAW, "PMID": "34228959"}, "another DOI": {**STRAW, "DOI": "10.9999/preprint"},
        "moss": moss, "moss again": {**moss, "DOI": "10.9999/two"}}, Bibliography("b.bib"))
    assert {name: each.key for name, each in found.items()} == {
        "first": "calla2020", "its DOI": "calla2020", "its number": "calla2020", "another DOI": "calla2020b",
        "moss": "calla2020c", "moss again": "calla2020d"}
    entries = parse_bibliography("".join(each.new_entry for each in found.values()).encode(), "b.bib").entries
    assert [(entry.fields.get("doi"), entry.fields.get("pmid")) for entry in entries.values()] == [
        ("10.9999/ab", "34228959"), ("10.9999/preprint", None), ("10.9999/one", None), ("10.9999/two", None)]


def test_record_without_a_title_stays_words() -> None:
    found = match_records({"field-1": {"type": "book", "author": [{"family": "Calla"}]}}, Bibliography("b.bib"))
    assert (found["field-1"].key, found["field-1"].item.text) == ("", "Calla.")
