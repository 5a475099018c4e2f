"""Citations whose works the file itself describes get the keys of the bibliography."""

from __future__ import annotations

from pathlib import Path

import pytest
from manuscript_imports import import_content

from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.desk.importing.cited import groups_in, match_cited, with_keys
from proofdesk.desk.importing.lines import TEXT, Line
from proofdesk.desk.importing.model import Manuscript
from proofdesk.desk.importing.references.entries import ReferenceItem
from proofdesk.desk.importing.references.matching.known_works import KnownWorks

KEYS = {"field-1": "calla2022", "field-12": "o'neil/2020", "old_2020": "calla2022"}
RENAMED = {
    "A bed [see @field-1, p. 3; -@field-12].": "A bed [see @calla2022, p. 3; -@{o'neil/2020}].",
    "@field-1 [p. 3] says, and @field-12.": "@calla2022 [p. 3] says, and @{o'neil/2020}.",
    "In braces [@{old_2020}; @other2019].": "In braces [@{calla2022}; @other2019].",
    "Code `[@field-1]`, a mail to me@field-1.org, [x](https://a.example/@field-1).":
        "Code `[@field-1]`, a mail to me@field-1.org, [x](https://a.example/@field-1).",
    "[@field-13] and [@field-1a] are other works.": "[@field-13] and [@field-1a] are other works.",
}


@pytest.mark.parametrize(("text", "renamed"), RENAMED.items(), ids=range(len(RENAMED)))
def test_citations_get_the_keys_of_their_works(text: str, renamed: str) -> None:
    assert with_keys(text, KEYS) == renamed.replace("@{calla2022}", "@calla2022")


def test_each_citation_is_found_with_its_keys() -> None:
    lines = [Line(TEXT, text) for text in ("A [see @a1, p. 3; -@b2].", "@b2 [p. 3] says, [@other] not.", "`[@a1]`")]
    assert list(groups_in(lines, {"a1", "b2"})) == [
        (("[see @a1, p. 3; -@b2]", ("a1", "b2")), ()), (("@b2 [p. 3]", ("b2",)), ()), (("[@other]", ()), ("other",))]


def test_citations_by_keys_are_counted_and_what_no_bibliography_has_is_named(tmp_path: Path) -> None:
    own = parse_bibliography(b"@misc{calla2020, author = {Calla, A.}, title = {Straw}, year = {2020}}", "b.bib")
    result = import_content(tmp_path, "a.md", "# T\n\nHay [@calla2020, p. 3]. Rain [see @nobody2020; @fern].", own)
    assert "[@calla2020, p. 3]" in result.text and "[see @nobody2020; @fern]" in result.text
    assert "2 groups in the text, 1 linked to 1 work, 0 left open between ⟦ and ⟧, 1 by keys" in result.report
    assert "by keys that the bibliography has not" in result.report and "  - nobody2020\n  - fern\n" in result.report


def test_a_sign_that_the_list_has_by_its_name_is_the_records() -> None:
    manuscript = Manuscript([], "", False)
    manuscript.cited["field-1"] = {"title": "Beds of roses > 3 years", "issued": {"date-parts": [[2020]]}}
    listed = ReferenceItem("Calla A. Beds of roses &gt; 3 years. Roses. 2020;1:2.", 1)
    assert match_cited(manuscript, [listed], KnownWorks(parse_bibliography(b"", "b.bib"))).others == []


def test_a_list_that_is_indented_has_its_entries(tmp_path: Path) -> None:
    """Programs indent whole lists: then an indented line is no part of the entry above it."""
    first, last = ("Fern, T. 2011. “Straw in beds.” <i>Roses</i> 3 (2): 4–9.",
                   "Vos, A. 2012. “A garden wall.” <i>Roses</i> 4 (1): 3–7.")
    entries = (first, "Roth, Ida. 2007. « Le foin ». In <i>Atelier</i>.", last, "https://example.org/wall")
    text = "<h1>T</h1><p>Straw (Fern 2011), hay (Roth 2007), walls (Vos 2012).</p><h2>References</h2>"
    indented = "".join(f"<blockquote><p>{each}</p></blockquote>" for each in entries)
    report = import_content(tmp_path, "a.html", text + indented).report
    assert "References: 3 in the list" in report and "- title" not in report
    further = f"<p>{first}</p><blockquote><p>London.</p></blockquote><p>{last}</p>"
    assert "References: 2 in the list" in import_content(tmp_path, "b.html", text + further).report
    assert "  - title: none was found" in import_content(tmp_path, "straw.html", "<p>Straw keeps beds wet.</p>").report
