"""The list of references is found, split and parsed, and its works are matched with the bibliography."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fixture_cases import Case, each_case
from manuscript_imports import import_content, import_text

from proofdesk.bibliography.parser import read_bibliography
from proofdesk.desk.importing.lines import HEADING, ITEM, TEXT, Line, strip_markup
from proofdesk.desk.importing.references.entries import read_entries
from proofdesk.desk.importing.references.lines import read_lines
from proofdesk.desk.importing.references.list_style import parse_list
from proofdesk.desk.importing.references.parser import parse_reference
from proofdesk.desk.importing.references.parts.italics.works import words_in_italics
from proofdesk.desk.importing.references.reference_list import extract_references


@each_case("desk/importing/references")
def test_reference_is_parsed_in_its_style(case: Case) -> None:
    kind, *fields = case.lines("entry")
    reference = parse_reference(case.source)
    assert (reference.kind, reference.fields) == (kind, dict(field.split(" = ", 1) for field in fields))
    assert reference.unsure == ()


@each_case("desk/importing/references_in_doubt")
def test_what_could_be_read_in_two_ways_is_left_out(case: Case) -> None:
    kind, *fields = case.lines("entry")
    reference = parse_reference(case.source)
    assert (reference.kind, reference.fields) == (kind, dict(field.split(" = ", 1) for field in fields))
    assert list(reference.unsure) == case.lines("unsure")


@each_case("desk/importing/references_in_italics")
def test_italics_set_a_journal_or_a_book_apart(case: Case) -> None:
    kind, *fields = case.lines("entry")
    reference = parse_reference(strip_markup(case.source), italics=words_in_italics(case.source))
    assert (reference.kind, reference.fields) == (kind, dict(field.split(" = ", 1) for field in fields))
    assert reference.unsure == ()


@each_case("desk/importing/references_in_lists")
def test_a_list_makes_its_last_entry_clear(case: Case) -> None:
    """What stands in one line, or what another entry of the list says, decides what the last entry does not."""
    kind, *fields = case.lines("entry")
    found = parse_list(read_entries([Line(TEXT, line) for line in case.source.strip().split("\n")]))
    assert (found[-1].kind, found[-1].fields) == (kind, dict(field.split(" = ", 1) for field in fields))
    assert found[-1].unsure == () and [str(len(found))] == case.lines("entries")


@each_case("desk/importing/references_on_lines")
def test_lines_of_an_entry_part_its_fields(case: Case) -> None:
    kind, *fields = case.lines("entry")
    reference = read_lines(case.source, case.source.strip().split("\n"))
    assert reference and (reference.kind, reference.fields) == (kind, dict(field.split(" = ", 1) for field in fields))
    assert reference.unsure == (("further authors",) if case.name == "a-name-of-three-words" else ())


def test_lines_of_an_entry_are_kept_apart(tmp_path: Path) -> None:
    result = import_content(tmp_path, "m.html", "<p>Text.</p><h2>References</h2><ol>" + "".join(
        f"<li><p>Straw {word} the bed<br>Tilda Fern, Carl Moss<br>Roses (2019-03-18) doi:10.9999/{word}</p></li>"
        for word in ("in", "on")) + "</ol>")
    assert "title = {Straw in the bed}" in result.entries["fern2019"]


def test_lines_without_a_date_are_one_text() -> None:
    lines = ("Fern T, Moss C. Straw in", "the bed. Roses.", "2019;12(3):4-9.")
    assert read_lines(" ".join(lines), lines) is None


@pytest.mark.parametrize(("between", "unsure"), [
    (" Garden Manuals of Straw (Leeds).", ("further words",)), (" garden manuals of straw.", ("further words",)),
    (" Garden Manuals: Straw.", ("publisher",)), ("", ()),
])
def test_words_that_no_field_holds_are_told(between: str, unsure: tuple[str, ...]) -> None:
    title = ("Moss in spring and in beds",)
    told = parse_reference(f"Fern, M. (2011). {title[0]}.{between} Oxford University Press.", italics=title)
    assert told.unsure == unsure


def test_text_of_nothing_but_references_is_read() -> None:
    result = import_text("1. Calla AE. Straw. Roses. 2020;1(2):3-4. doi:10.9999/a")
    assert list(result.entries) == ["calla2020"]


def test_dash_stands_for_the_authors_before() -> None:
    result = import_text("T\n\nText.\n\nReferences\n\nCalla, Anna E. “Straw.” Roses 12, no. 3 (2018): 45–67.\n\n"
                         "———. “Hay.” Roses 13, no. 1 (2019): 5–7.\n")
    assert list(result.entries) == ["calla2018", "calla2019"]
    assert "author = {Calla, A. E.}" in result.entries["calla2019"]


def test_report_says_what_was_left_out() -> None:
    result = import_text("T\n\nText.\n\nReferences\n\nFern T. Straw in the U.S. 2019;12:4-9.\n\n"
                         "Calla, A. E. (2018). Straw. Roses, 12(3), 45–67.\n")
    assert ("fern2019: Fern T. Straw in the U.S. 2019;12:4-9.\n"
            "    Left out, because it could be read in two ways: title, journal.\n") in result.report


@pytest.mark.parametrize("text", [
    "2020;1:2.", "A, B. 2020;1:2.",
    "A long talk with my neighbour about straw, last spring.", "Ibid.", "See the garden desk's own papers, 2019.",
    "Rosenbaum MK. Roses.", "Calla AE. Straw. Roses. 2020;1:2. " + "x" * 6000,
    "Beds of this page are those of the Garden Bed Study (GBS) (https://beds.example.org), held by the "
    "Society of Roses (SR). This is a study of beds, begun by many. The GBS is paid by the Society and others under "
    "numbers "
    f"{', '.join(f'U01DA0{number}' for number in range(41048, 41075))}. A full list of those who pay is at "
    "https://beds.example.org/payers.html.",
])
def test_text_in_no_known_style_is_incomplete(text: str) -> None:
    assert not parse_reference(text).is_complete


def test_unreadable_reference_is_in_the_report() -> None:
    result = import_text("Straw\n\nIt keeps water [1], and more [2].\n\nReferences\n\n"
                   "1. Calla AE. Straw. Roses. 2020;1(2):3-4.\n\n"
                   "2. A talk over the fence, in the spring of 2019, p. 3.\n")
    assert "It keeps water [@calla2020], and more ⟦\\[2\\]⟧." in result.text
    assert "Entries that could not be read; their text is only here:\n  - 2. A talk over the fence" in result.report


@pytest.mark.parametrize("heading", [
    "References", "7. References", "Part V: References", "BIBLIOGRAPHY", "Works Cited:", "Reference list",
    "СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ", "参考文献", "Källförteckning", "Bibliographie", "Ouvrages cites",
    "7.参考文献：", "Webographie et références", "مراجع", "المراجع", "Tài liệu tham khảo"])
def test_list_is_found_by_heading_up_to_next_heading(heading: str) -> None:
    result = import_text(f"Straw\n\nIt keeps water (1).\n\n{heading}\n\n[1] Calla AE. Straw. Roses. 2020;1(2):3-4.\n"
                   "[2] Hazel G. Leaves. Roses. 2021;2:5.\n\nThanks\n\nWe thank all.\n")
    assert list(result.entries) == ["calla2020", "hazel2021"]
    assert "It keeps water [@calla2020]." in result.text and result.text.endswith("## Thanks\n\nWe thank all.\n")


def test_list_of_first_authors_alone_is_found() -> None:
    listed = "".join(f"{name} et al. (20{year}). Straw in beds {year}. Roses. 8:e6{year}.\n\n" for name, year in (
        ("Fern", 11), ("Moss", 12), ("van Calla", 13)))
    result = import_text(f"Beds\n\nBeds are wet (Fern et al. 2011; Moss et al. 2012).\n\nReferences\n\n{listed[:-2]}")
    assert "Beds are wet [@fern2011; @moss2012]." in result.text and "References: 3 in the list" in result.report


def test_list_is_found_by_the_marks_of_its_standard() -> None:
    result = import_text("苗床\n\n稻草湿润[1]。\n\n参考文献\n\n[1] 王草. 苗床中的稻草[J]. 花园, 2020(5).\n"
                         "[2] 李苔. 花园统计年鉴[M]. 北京：花园出版社.\n")
    assert "稻草湿润[@work2020]。" in result.text and "References: 2 in the list" in result.report


def test_a_broken_line_that_begins_with_an_issue_is_no_number() -> None:
    """It took all entries below it for its own."""
    names = ("Ash", "Bay", "Elm", "Fir", "Ivy", "Oak", "Yew")
    lines = [f"{name}, A. 20{year}. “Straw in beds {year}.” Roses 3: 4–9." for year in range(11, 15) for name in names]
    lines.insert(9, "(2) 179-205.pdf.")
    found = read_entries([Line(TEXT, line) for line in lines])
    assert [entry.text[:13] for entry in found if "Straw" in entry.text] == [
        line[:13] for line in lines if "Straw" in line]
    assert not any(entry.number for entry in found)


def test_parts_of_a_list_with_headings_of_their_own_are_read(tmp_path: Path) -> None:
    html = ("<h1>Garden</h1><p>Hay (Fern 2011).</p><h2>Literaturverzeichnis</h2><h3>Bücher</h3><p>Fern, Thomas: Straw. "
            "Wien: LIT 2011.</p><h3>Seiten</h3><p>Moss, Carl: Hay. URL: https://garden.example/hay [06.11.2022]</p>"
            "<h2>Leaf, Ada: Wet gardens and dry roses of the whole of Europe and of some of its islands. Wien: LIT "
            "2012. S. 12.</h2><h2>Thanks</h2><p>We thank all gardeners.</p>")
    result = import_content(tmp_path, "m.html", html)
    assert [*result.entries] == ["fern2011", "moss", "leaf2012"] and "## Thanks" in result.text
    assert "the heading “Bücher”" in result.report and "the heading “Seiten”" in result.report


def test_a_sentence_below_a_list_is_no_part_of_it(tmp_path: Path) -> None:
    html = ("<h1>Garden</h1><p>Hay (Fern 2011).</p><h2>References</h2><p>Fern, Thomas: Straw. Wien: LIT 2011.</p>"
            "<h3>Data</h3><p>All data is available at https://garden.example/data.</p>")
    result = import_content(tmp_path, "m.html", html)
    assert [*result.entries] == ["fern2011"] and "All data is available at" in result.text


def test_a_file_that_is_a_list_is_read_with_its_parts(tmp_path: Path) -> None:
    """Its only heading of the first level is the list's, and became the title of an article without one."""
    parts = ("# Bibliographie\n\n## Ouvrages\n\n- Fern, Ada A., et Carl Moss. *Straw.* Paris : Hay Press, 2011.\n\n"
             "- Hay, Jo. *Wet Hay.* Leeds: Bed Press, 2012.\n\n## Blogs\n\n### Jardins\n\n"
             "- Garden Bank : https://garden.example/\n\n- Bed Office : https://beds.example/\n")
    result = import_content(tmp_path, "m.md", parts)
    assert [*result.entries][:2] == ["fern2011", "hay2012"] and "References: 4 in the list" in result.report
    assert "the heading “Jardins”" in result.report


def test_remarks_stand_above_the_parts_of_a_list(tmp_path: Path) -> None:
    """Nothing below the heading of the list was an entry, so that all entries stayed text."""
    result = import_content(
        tmp_path, "m.md", "# T\n\nText.\n\n## References\n\n### Of the manuscript\n\nAll were looked up in May.\n\n"
        "#### Beds\n\n1. Fern T. Straw. Roses. 2020;1(2):3-4.\n\n#### Hay\n\n2. Moss C. Hay. Roses. 2021;1(2):5-6.\n\n"
        "### Notes\n\nThanks to all gardeners.\n")
    assert [*result.entries] == ["fern2020", "moss2021"] and "All were looked up in May." in result.text
    assert "Thanks to all gardeners." in result.text and "#### Beds" not in result.text


def test_lines_in_bold_head_parts_of_a_list(tmp_path: Path) -> None:
    result = import_content(
        tmp_path, "m.md", "# T\n\nText.\n\n## References\n\n**Beds**\n\nFern T. Straw. Roses. 2020;1(2):3-4.\n\n"
        "**Wet beds and dry ones**\n\nMoss C. Hay. Roses. 2021;1(2):5-6.\n")
    assert [*result.entries] == ["fern2020", "moss2021"] and "References: 2 in the list, 2 read" in result.report
    assert "the heading “Wet beds and dry ones”" in result.report


def test_references_run_together_are_split() -> None:
    result = import_text(
        "Straw\n\nIt keeps water [1,2].\n\nWe hope to know why.1. Calla AE. Straw. Roses. 2020;1(2):3-4. "
        "doi:10.9999/a 2. Hazel G. Leaves. Roses. 2021;2:5.\n")
    assert list(result.entries) == ["calla2020", "hazel2021"]
    assert result.text.endswith("It keeps water [@calla2020; @hazel2021].\n\nWe hope to know why.\n")


def test_work_in_bibliography_is_reused(tmp_path: Path) -> None:
    bib = tmp_path / "b.bib"
    bib.write_text("@article{one, author={Calla, A.}, title={Straw: {A} Story}, year={2020}, doi={10.9999/AB}}\n"
                   "@article{two, author={Hazel, G.}, title={Leaves \\& more}, year={2021}}\n", encoding="utf-8")
    result = import_text(
        "T\n\nText [1,2,3].\n\nReferences\n\n1. Calla AE. Another title. Roses. 2020;1:3. doi:10.9999/ab\n\n"
        "2. Hazel G. Leaves & more. Roses. 2021;2:5.\n\n3. Hazel G. Leaves & more. Roses. 2022;2:5.\n",
        read_bibliography(bib, "b.bib"))
    assert "Text [@one; @two; @hazel2022]." in result.text and list(result.entries) == ["hazel2022"]
    assert "has two with the same title and another year" in result.report


def test_trial_in_bibliography_is_reused_by_number(tmp_path: Path) -> None:
    """The number may be in any field of the entry."""
    bib = tmp_path / "b.bib"
    bib.write_text("@misc{trial, author={A}, title={Straw}, year={2020}, note={Registered: NCT99999991}}\n",
                   encoding="utf-8")
    result = import_text(
        "T\n\nText [1].\n\nReferences\n\n1. Straw for Roses. ClinicalTrials.gov. NCT99999991. 2020.\n",
        read_bibliography(bib, "b.bib"))
    assert "Text [@trial]." in result.text and result.entries == {}


def test_half_read_reference_is_an_entry_that_says_so() -> None:
    """It is cited, its words are with it, and no page can be published with it."""
    result = import_text("T\n\nStraw keeps (Fern, 1999).\n\nReferences\n\nFern, T. (1999). On hay. Garden History. "
                         "Leeds: Garden Press.\n\nPen, T. Wet straw in 210 gardens. Eur. J. Hum. Genet. "
                         "12–13 (2011).\n")
    assert "Straw keeps [@fern1999]." in result.text
    entry = result.entries["fern1999"]
    assert "  x-status = {unconfirmed},\n  x-unsure = {title},\n  x-reference = {Fern, T. (1999). On hay. " in entry
    assert "title = {" not in entry and "x-unsure = {further words}" in result.entries["pen2011"]
    assert "References: 2 in the list, 2 read, 1 of them in part, " in result.report
    assert re.search(r"read in part; .*`desk cite --find KEY` .*:\n  - fern1999: Fern, T\.", result.report)


def test_list_whose_initials_are_lost_is_read_as_a_whole() -> None:
    """That “Hazel” is an author only the others say: of a list with initials it could be a title."""
    lost = ["Hazel and Fern. On straw. Roses,2011;1:2-3", "Moss, Leaf J, and Calla A. On hay. Roses,2012;2:3-4",
            "Fern et al. On sand. Roses,2013;3:4-5", "Clay and Loam. On beds. Roses,2014;4:5-6",
            "Leaf, Stem, and Moss. On soil. Roses,2015;5:6-7", "Hazel. On wind. Roses,2016;6:7-8"]
    text = "T\n\nText.\n\nReferences\n\n" + "\n\n".join(lost)
    assert list(import_text(text).entries) == ["hazel2011", "moss2012", "fern2013", "clay2014", "leaf2015", "hazel2016"]
    assert "author = {Hazel}" in import_text(text).entries["hazel2016"]
    assert not parse_reference(lost[-1]).family


def test_captions_behind_a_list_are_text() -> None:
    entries = "".join(f"Fern, T. (20{number}). On straw. Roses, {number}, 3–4.\n\n" for number in range(10, 14))
    result = import_text(f"T\n\nText.\n\nReferences\n\n{entries}Fig. 1. Beds of 2012 in the sun, pp. 3.\n\nWarm beds."
                         "\n")
    assert "References: 4 in the list, 4 read" in result.report
    assert result.text.endswith("Text.\n\nFig. 1. Beds of 2012 in the sun, pp. 3.\n\nWarm beds.\n")


def test_a_note_of_the_publisher_behind_a_list_is_text(tmp_path: Path) -> None:
    entries = "".join(f"<li>Fern T. On straw {word}. Roses. 20{number};1:3-4.</li>" for number, word in (
        (11, "in spring"), (12, "at night")))
    note = ("Note of the publisher: the statements and opinions in all publications are those of the authors alone, "
            "and not of the garden, which is not liable for any harm.")
    result = import_content(
        tmp_path, "a.html", f"<h1>T</h1><p>Hay.</p><h2>References</h2><ol>{entries}</ol><p>{note}</p>")
    assert "References: 2 in the list, 2 read" in result.report and note in result.text
    assert "liable" not in result.entries["fern2012"]


def test_an_appendix_behind_a_list_is_text() -> None:
    lines = "\n\n".join(f'"straw{number}": "a wet bed",' for number in range(7))
    result = import_text("T\n\nText.\n\nReferences\n\nFern, T. (2011). On straw. Roses, 1, 2-3.\n\nCalla, A. (2012). "
                         f"On hay. Roses, 2, 3-4.\n\nAPPENDIX A: Beds of Hazel (2009) that were used\n\n{lines}\n")
    assert list(result.entries) == ["fern2011", "calla2012"] and "straw6" in result.text


def test_stars_of_special_interest_are_no_part_of_entries() -> None:
    result = import_text("T\n\nText.\n\nReferences\n\n1. Fern T. On straw. Roses. 2011;1:2-3.\n\n* 2. Calla A. On hay. "
                         "Roses. 2012;2:3-4.\n\n•• 3. Leaf J. On sand. Roses. 2013;3:4-5.\n")
    assert list(result.entries) == ["fern2011", "calla2012", "leaf2013"]


def test_a_volume_within_an_entry_is_no_number() -> None:
    result = import_text("T\n\nHay grows.[2]\n\nReferences\n\n[1] Fern T. On straw. Roses. 2019;1:3-4.\n\n"
                         "[2] Calla AE, Leaf P. On hay. Roses; 43. Epub ahead of print 2020. DOI: 10.9999/b.\n\n"
                         "[3] Hazel G. On beds. Roses. 2021;3:5-6.\n")
    assert "References: 3 in the list, 3 read" in result.report


def test_a_line_of_spaces_is_no_entry(tmp_path: Path) -> None:
    entries = "<p>Fern, T. (2019). On straw. <i>Roses</i>, 1, 3-4.</p><p>&nbsp;</p>"
    result = import_content(tmp_path, "a.html", f"<h1>T</h1><p>Hay.</p><h2>References</h2>{entries * 2}")
    assert "References: 2 in the list, 2 read" in result.report


def test_numbers_without_a_stop_begin_entries() -> None:
    entries = "".join(f"{number} Fern T, Calla AE. On straw {word}. Roses 20{number + 10};1:3-4.\n\n"
                      for number, word in enumerate(("in spring", "in summer", "at night"), 1))
    text = "Hay grows in all of the wet beds.[1] Straw dries in each of them.[2,3]"
    result = import_text(f"T\n\n{text}\n\nReferences\n\n{entries}")
    assert "References: 3 in the list, 3 read" in result.report and "[@fern2012; @fern2013]" in result.text


def test_lines_of_one_entry_that_became_paragraphs_are_joined() -> None:
    result = import_text("T\n\nText.\n\nReferences\n\nFern, T. (2011). On the use of straw in\n\nthe gardens of Kent. "
                         "Roses: Applied, 12(2), 1–34.\n\nhttps://doi.org/10.9999/a\n\nvan Loam, P. (2012). On hay in "
                         "\n\nTowns. Journal of Beds, 3(1), 5–6.\n\nde Clay, A. (2013). On sand. Roses, 4, 7–8.\n")
    assert list(result.entries) == ["fern2011", "vanloam2012", "declay2013"]
    assert "On the use of straw in the gardens of Kent" in result.entries["fern2011"]
    assert "10.9999/a" in result.entries["fern2011"] and "Journal of Beds" in result.entries["vanloam2012"]


def test_a_journal_an_imprint_or_a_day_alone_goes_on_with_an_entry() -> None:
    result = import_text("T\n\nText.\n\nReferences\n\nFern, T. (2011). On the use of straw. A pilot study.\n\nBeds "
                         "Research, 37(4), 704-712.\n\nHay Team (2012) Straw: A language for beds.\n\nVienna, Austria: "
                         "Garden Press. Available at: https://garden.example/.\n\nLoam, P. (2013). On hay. Available "
                         "online: https://garden.example/hay\n\nAccessed 02/09/18.\n\nClay, A. (2014). On sand. Roses, "
                         "4, 7–8.\n\nHazel, B. (2015). On moss. Roses, 5, 9. doi: 10.9999/m. Disponível em:\n\nhttps://garden.example/m\n\n"
                         "Leaf, J. Banco de palha. Jardim Press\n\n, 2016.\n")
    assert "References: 6 in the list, 6 read" in result.report and "2016" in result.entries["leaf2016"]
    assert "journal = {Beds Research}" in result.entries["fern2011"]
    assert "publisher = {Garden Press}" in result.entries["hayteam2012"]
    assert "Accessed 02/09/18" in result.entries["loam2013"]


def test_a_stop_behind_a_number_in_brackets_is_no_word() -> None:
    result = import_text("T\n\nHay grows [1]. Straw dries [2].\n\nReferences\n\n[1]. Fern T. On straw. Roses. "
                         "2019;1:3-4.\n\n[2]. Calla AE. On hay. Roses. 2020;2:5-6.\n")
    assert "[@fern2019]" in result.text and "[@calla2020]" in result.text


def test_numbers_lost_by_a_manager_part_entries() -> None:
    result = import_text("T\n\nText.\n\nReferences\n\n[0] Calla A, Hay B. Straw. Roses. 2018;12:45-67 [0] Moss C. "
                         "Hay at night. Roses. 2019;13:5-7\n")
    assert list(result.entries) == ["calla2018", "moss2019"]


@pytest.mark.parametrize(("above", "listed"), [("References", 3), ("Straw", 1)])
def test_entries_typed_above_the_list_of_a_manager_belong_to_it(above: str, listed: int) -> None:
    typed = [Line(ITEM, f"Calla AE. Bed {number}. Roses. 200{number};1(2):3-4.", 1, number) for number in (1, 2)]
    last = Line(ITEM, "Hazel B. Moss. Roses. 2003;1(2):3-4.", 1, 3, listed=True)
    found = extract_references([Line(TEXT, "Beds."), Line(HEADING, above, 2), *typed, last])
    assert len(found.items) == listed and len(found.body) == (1 if listed == 3 else 4)
