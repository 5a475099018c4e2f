"""No word of a file is lost where its program keeps it apart: in tables, groups, titles, headers and lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from manuscript_imports import PNG, import_content, import_file
from test_import_contents import comment, odt_file
from test_import_ledger import adds_up, rows
from word_files import NAMES, drawing, paragraph, run, word_file

from proofdesk.bibliography.parser import parse_bibliography
from proofdesk.desk.importing.accounts.find_again import find_again
from proofdesk.desk.importing.ledger import OF_PAGES, Ledger, words_of
from proofdesk.desk.importing.lines import HEADING, TEXT, Line
from proofdesk.desk.importing.references.reference_list import extract_references
from proofdesk.desk.importing.result import ImportResult

GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
TITLE = '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'


def page(result: ImportResult) -> str:
    return result.text.split("\n---\n\n", 1)[1]


def table(*rows_of_cells: list[str]) -> str:
    """Return a table of an OpenDocument file; a cell is words, or blocks."""
    return "<table:table>" + "".join("<table:table-row>" + "".join(
        f"<table:table-cell>{cell if cell.startswith('<') else f'<text:p>{cell}</text:p>'}</table:table-cell>"
        for cell in cells) + "</table:table-row>" for cells in rows_of_cells) + "</table:table>"


@pytest.mark.build
def test_a_table_beside_a_text_stays_a_table(tmp_path: Path) -> None:
    inner = table(["Bed", "Worms"], ["Straw", "12"], ["Bark", "7"])
    result = import_file(odt_file(
        tmp_path, f"<text:p>Of beds.</text:p>{table(['<text:p>Count them:</text:p>', inner])}<text:p>The end.</text:p>",
        "", "<text:p/>"))
    assert page(result) == ("Of beds.\n\nCount them:\n\n| Bed | Worms |\n| --- | --- |\n| Straw | 12 |\n| Bark | 7 |"
                            "\n\nThe end.\n")
    assert adds_up(result) and rows(result)["tables"] == "2: 1 in the article, 1 named below"
    assert "1 table was not read as such: its words are text" in result.report


@pytest.mark.build
def test_a_table_in_a_cell_is_its_words(tmp_path: Path) -> None:
    inner = table(["", "Straw <text:span>of rye</text:span>"], ["<text:p>dry</text:p><text:p>old</text:p>", "12"])
    result = import_file(odt_file(
        tmp_path, table(["Bed", "Worms"], [f"{inner}<text:p>(S)</text:p>", "9"], ["Bark", "7"]), "", "<text:p/>"))
    assert page(result) == ("| Bed | Worms |\n| --- | --- |\n| Straw of rye<br>dry old, 12<br>(S) | 9 |\n"
                            "| Bark | 7 |\n")
    assert "Not found again" not in result.report


@pytest.mark.build
def test_an_odt_of_word_is_read_whole(tmp_path: Path) -> None:
    """Word names its lists by numbers, which XML forbids names to be, and puts comments into a part of a paragraph."""
    result = import_file(odt_file(
        tmp_path, '<text:list xml:id="2030865638"><text:list-item><text:p><text:span>Straw '
        f'{comment("Is that so?", "A. Reader")}is green.</text:span></text:p></text:list-item></text:list>'
        "<text:p>It keeps a bed wet.</text:p>",
        "<dc:title>Beds</dc:title><meta:initial-creator>Jane Roe</meta:initial-creator>", "<text:p/>"))
    assert [(item.says, item.context) for item in result.review] == [("Is that so?", "Straw is green.")]
    assert rows(result)["words"] == "11: 8 in the article, 3 in the review file"
    assert result.title == "Beds" and "could not be read" not in result.report


@pytest.mark.build
def test_a_footnote_of_the_title_is_text(tmp_path: Path) -> None:
    result = import_file(word_file(
        tmp_path, paragraph(run("Straw in beds"), '<w:r><w:footnoteReference w:id="2"/></w:r>', style="Title")
        + paragraph(run("It keeps them wet.")),
        styles=f"<w:styles {NAMES}>{TITLE}</w:styles>",
        footnotes=f'<w:footnotes {NAMES}><w:footnote w:id="2">{paragraph(run("We thank the worms."))}</w:footnote>'
                  "</w:footnotes>"))
    assert result.title == "Straw in beds" and page(result) == "We thank the worms.\n\nIt keeps them wet.\n"
    assert "a footnote of the title is the first paragraph now: “We thank the worms.”" in result.report


@pytest.mark.build
@pytest.mark.parametrize(("words", "shown"), [
    ("", "![A bed in May](a/picture-1.png)\n\n![](a/picture-2.png)"),
    ("It is green: ", "It is green: ![A bed in May](a/picture-1.png)![](a/picture-2.png)")])
def test_pictures_of_a_group_are_shown_alone(tmp_path: Path, words: str, shown: str) -> None:
    def picture(name: str, says: str) -> str:
        return (f'<pic:pic><pic:nvPicPr><pic:cNvPr id="3" name="Picture 3" descr="{says}"/></pic:nvPicPr>'
                f'<pic:blipFill><a:blip r:embed="{name}"/></pic:blipFill></pic:pic>')

    pictures = picture("media/one.png", "A bed in May") + picture("media/two.png", "")
    group = f'<wpg:wgp xmlns:wpg="{GROUP}">{pictures}</wpg:wgp>'
    old = '<w:pict><v:group><v:shape><v:imagedata r:id="media/one.png"/></v:shape></v:group></w:pict>'
    inside = drawing(group).removeprefix("<w:r>").removesuffix("</w:r>")
    result = import_file(word_file(
        tmp_path, paragraph(run("Before.")) + paragraph(
            run(words) * bool(words), f'<w:r><mc:AlternateContent><mc:Choice Requires="wpg">{inside}</mc:Choice>'
            f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>") + paragraph(run("Behind.")),
        {"word/media/one.png": PNG, "word/media/two.png": PNG}))
    assert page(result) == f"Before.\n\n{shown}\n\nBehind.\n"
    assert rows(result)["pictures"] == "2: 2 in the article"
    assert rows(result)["descriptions of pictures"] == "1: 1 in the article"
    assert "2 pictures stand in the file in groups with words, lines or others" in result.report


@pytest.mark.build
def test_the_place_of_a_picture_on_a_disk_is_told_and_not_shown(tmp_path: Path) -> None:
    """It may have the name of its author."""
    shown = drawing('<pic:pic><pic:blipFill><a:blip r:embed="media/one.png"/></pic:blipFill></pic:pic>',
                    "C:\\Users\\Ann Vos\\wet bed.png")
    gone = drawing('<pic:pic><pic:blipFill><a:blip r:embed="media/two.png"/></pic:blipFill></pic:pic>',
                   "C:\\Users\\Ann Vos\\dry bed.png")
    result = import_file(word_file(
        tmp_path, paragraph(run("Before.")) + paragraph(shown) + paragraph(gone), {"word/media/one.png": PNG}))
    assert "Ann Vos" not in result.text
    assert "no description (in the file, it has the name of a file: C:\\Users\\Ann Vos" in result.report


@pytest.mark.build
def test_a_word_with_a_soft_hyphen_is_found_again(tmp_path: Path) -> None:
    """Persian files have it within most words; the report told each of these as missing."""
    broken = f"{run('straw')}<w:r><w:softHyphen/></w:r>{run('berries')}"
    result = import_file(word_file(tmp_path, paragraph(run("Wet "), broken, run(" grow in beds."))))
    assert rows(result)["words"] == "5: 5 in the article" and "Not found again" not in result.report
    assert words_of("straw\u00adberries") == words_of("strawberries")


@pytest.mark.build
def test_comments_in_the_source_of_a_page_are_kept_and_its_style_is_no_text(tmp_path: Path) -> None:
    """Comments were told as missing words, and a style sheet within the text stood there."""
    result = import_content(tmp_path, "a.html", (
        "<html><body><!-- toc --><p>Straw is wet.</p><style>\n.hay { color: red; }\n</style><!-- ask Ada about hay -->"
        "<p>Hay is dry.</p></body></html>"))
    assert page(result) == "Straw is wet.\n\nHay is dry.\n"
    assert [item.says for item in result.review] == ["ask Ada about hay"]
    assert rows(result)["comments"] == "1: 1 in the review file"


@pytest.mark.build
def test_what_word_says_to_old_browsers_is_no_text(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.html", (
        "<html><body><p>Straw <![if !vml]>is green<![endif]>.</p><!--[if gte mso 9]><xml>old</xml><![endif]-->"
        "<p>It keeps a bed wet.</p></body></html>"))
    assert page(result) == "Straw is green.\n\nIt keeps a bed wet.\n"
    assert rows(result)["words"] == "8: 8 in the article" and "endif" not in result.report


def test_only_the_heading_of_a_list_goes_with_it() -> None:
    said = f"Moss wrote the draft, and all have read {'each of the many later versions, ' * 3}and agree with the last."
    lines = [Line(HEADING, "Conclusions", 2), Line(HEADING, "Authors", 2), Line(HEADING, said, 2),
             Line(HEADING, "Sources", 2), *(
                 Line(TEXT, f"Calla AE. Bed {number}. Roses. 200{number};1(2):3-4.", listed=True) for number in "123")]
    found = extract_references(lines)
    assert found.heading == ["Sources"] and found.body == lines[:3] and len(found.items) == 3
    assert extract_references(lines[:3] + lines[4:]).body == lines[:3]


def test_what_the_report_has_is_not_missing() -> None:
    """Neither an entry of the list that it has whole, nor a header that repeats the title."""
    ledger = Ledger()
    entry = "Calla, Ann, Bea Hazel, and Cem Moss. 2020. “Straw.” Roses 1 (2): 3–4."
    for words, place in (("Straw in beds of roses", ""), ("in beds", f"in the header {OF_PAGES}"), (entry, ""),
                         ("Ann Bark", "in a chart")):
        ledger.hold_words(words, place)
    record = "@article{calla2020, author = {Calla, A. and Hazel, B. and Moss, C.}, title = {Straw}, journal = {Roses}}"
    lost = find_again(ledger, "Straw in beds of roses.", {"the bibliography": record},
                      f"Entries:\n  - calla2020: {entry}\nChanged:\n  - not read: “Ann, Bark”")
    assert lost == []


@pytest.mark.build
def test_markup_left_is_told_with_all_of_its_lines(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.md", "# Beds\n\nA <dose> is old.\n\nStraw.\n\nAnother <dose> is new.\n")
    lines = [number for number, line in enumerate(result.text.split("\n"), start=1) if "dose" in line]
    assert len(lines) == 2 and f"on lines {lines[0]}, {lines[1]}, “<dose>” looks like HTML" in result.report


@pytest.mark.build
@pytest.mark.parametrize("abstract", [r"\abstract{It keeps {\em beds} wet.}",
                                      "\\begin{abstract}\nIt keeps {\\em beds} wet.\n\\end{abstract}"])
def test_an_abstract_above_the_text_of_latex_is_read(tmp_path: Path, abstract: str) -> None:
    result = import_content(tmp_path, "a.tex", (
        f"\\documentclass{{article}}\n\\title{{Straw}}\n{abstract}\n\\begin{{document}}\n\\maketitle\n"
        "\\section{Beds}\nThey are green.\n\\end{document}\n"))
    assert page(result) == "## Abstract\n\nIt keeps *beds* wet.\n\n## Beds\n\nThey are green.\n"
    assert "Not found again" not in result.report


def test_a_name_with_year_and_number_is_one_citation(tmp_path: Path) -> None:
    """The article has a key in the place of both; the report told of year and number as of missing words."""
    text = ("Straw in beds\n\nStraw keeps wet [1, 2], as hay does [2]. Calla et al. (2020) [1] saw it in rain, "
            "and Moss et al. (2018) [2] in snow. All of it is so [1].\n\nReferences\n\n"
            "1. Calla A, Fern B, Leaf C. Straw and the roots of roses. Roses. 2020;1(2):3-4.\n"
            "2. Moss D, Hay E, Bark F. Hay and the roots of ferns. Roses. 2018;1(1):5-6.\n")
    result = import_content(tmp_path, "a.txt", text)
    assert "Calla et al. [@calla2020] saw it in rain, and Moss et al. [@moss2018] in snow." in page(result)
    assert "  - Calla et al. (2020) [1] → calla2020\n" in result.report
    assert "Not found again" not in result.report


@pytest.mark.build
def test_affiliations_of_latex_are_told_once(tmp_path: Path) -> None:
    """Pandoc drops it above the text and has it as a paragraph within; the report told of words that were lost."""
    text = ("\\documentclass{article}\n\\title{Beds}\n\\author[1]{Ada Fern}\n\\author[1,2]{Carl Moss}\n"
            "\\author[2]{Bo Elm%\n\\corref{c1}%\n}\n"
            "\\affil[1]{School of Straw, Leeds}\n\\affil[1]{School of Straw, Leeds}\n"
            "\\affiliation[2]{organization={Garden Office}, city={Lund}, countrysep={,}}\n\\affiliation{\\phantom{0}}\n"
            "\\address[3]{Office of Roses, Kent}\n"
            "\\begin{document}\n\\maketitle\nStraw is wet.\n\\affiliation{$^3$ Institute of Hay\\\\ House of Ferns}\n"
            "\\end{document}\n")
    result = import_content(tmp_path, "a.tex", text)
    said = result.report.partition("Said in the file about itself")[2].splitlines()[1:10]
    assert said == ["  - author Ada Fern, mark: 1", "  - author Carl Moss, mark: 1,2", "  - author Bo Elm, mark: 2",
                    "  - affiliation 1: School of Straw, Leeds", "  - affiliation 2: Garden Office, Lund",
                    "  - affiliation 3: Office of Roses, Kent", "  - affiliation: 3 Institute of Hay",
                    "  - affiliation: House of Ferns"]
    assert "Not found again" not in result.report and page(result) == "Straw is wet.\n"


@pytest.mark.build
@pytest.mark.parametrize("slides", [
    "<section data-markdown><textarea data-template>{}</textarea></section>", '<textarea id="source">{}</textarea>',
    '<section data-markdown><script type="text/template">{}</script></section>'])
def test_slides_that_are_markdown_are_read(tmp_path: Path, slides: str) -> None:
    """Programs that show slides find them in the page as Markdown; the file “held no text”."""
    text = ("\n    class: center, middle\n\n    ## Straw in beds\n\n    Straw keeps *wet*: `\\(\\frac{a}{b}\\)`.\n"
            "    ---\n    <!-- .slide: data-x=\"1\" -->\n"
            "    ## Worms\n\n    Few: many: all\n\n    --\n\n    - Many of them\n\n    ---\n")
    result = import_content(tmp_path, "a.html", f"<html><head><title>Beds</title></head><body>{slides.format(text)}"
                                                "</body></html>")
    assert page(result) == ("## Straw in beds\n\nStraw keeps *wet*: a/b.\n\n"
                            "## Worms\n\nFew: many: all\n\n- Many of them\n")
    assert "Not found again" not in result.report


def test_works_of_the_bibliography_are_not_told_lost(tmp_path: Path) -> None:
    """A list shows initials, not all authors, and journals in short; what the bibliography has not is told."""
    known = parse_bibliography(b"""
@article{fern2019, author = {Fern, Ada Rose and Calla, Joy and Moss, Tilda}, year = {2019}, volume = {4},
  title = {Straw and the roots of roses}, journal = {Journal of the Garden Society}, pages = {371--386},
  doi = {10.9999/straw}}
""", "b.bib")
    listed = ("Fern AR, Calla J, et al. Straw and the roots of roses. J Garden Soc [Internet]. 2019;4:371-386. "
              "Available from: https://doi.org/10.9999/straw")
    text = f"# Beds\n\nBeds are wet [1].\n\n## References\n\n1. {listed}{{more}}\n"
    result = import_content(tmp_path, "a.md", text.format(more=""), known)
    assert "[@fern2019]" in result.text and not result.entries and not result.left_out
    told = import_content(tmp_path, "a.md", text.format(more=" Kept in Leeds."), known).left_out
    assert told.endswith(f"{listed} Kept in Leeds.\n    missing: kept leeds\n")
