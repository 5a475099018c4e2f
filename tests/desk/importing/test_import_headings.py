"""Headings that a Word file marks by their looks alone, and what looks like one and is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from manuscript_imports import PNG, import_file
from word_files import NAMES, drawing, paragraph, run, word_file

pytestmark = pytest.mark.build

LISTS = (f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
         '<w:lvlText w:val="-"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
         '</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
         '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
         '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
         '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
         '</w:numbering>')
STYLES = (f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/>'
          '</w:style></w:styles>')


def bold(words: str) -> str:
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def item(*parts: str, level: int = 0, number: int = 1) -> str:
    stated = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f"<w:p>{stated}{''.join(parts)}</w:p>"


def page_of(folder: Path, *paragraphs: str) -> str:
    """Return the page of a Word file that has these paragraphs below its title."""
    file = word_file(folder, paragraph(run("Of beds")) + "".join(paragraphs), numbering=LISTS,
                     styles=STYLES)
    return import_file(file).text.split("\n---\n\n", 1)[1]


def test_bold_headings_lose_marks_and_numbers(tmp_path: Path) -> None:
    """Bold words that plain spaces part are bold as a whole, as in “**1.** **Straw**”."""
    assert page_of(
        tmp_path, paragraph(bold("1."), run(" "), bold("Straw")), paragraph(run("It is dry.")),
        paragraph(bold("2. Moss")), paragraph(run("It is "), bold("very"), run(" "), bold("wet"), run("."))) == (
        "## Straw\n\nIt is dry.\n\n## Moss\n\nIt is **very wet**.\n")


def test_labels_and_blanks_of_forms_are_no_headings(tmp_path: Path) -> None:
    page = page_of(
        tmp_path, paragraph(bold("Name:"), run(" Jane Roe")), paragraph(bold("Steps 6 to 8"), run(" need a fork")),
        paragraph(bold("Your hour: ______")), paragraph(run("Your bed ………")),
        paragraph(run("Jane Roe: roe@example.org")), paragraph(run("Beds = 2 m")), paragraph(run("Straw is dry.")))
    assert "#" not in page and "**Name:** Jane Roe\n\n**Steps 6 to 8** need a fork\n" in page


def test_lines_within_a_list_are_no_headings(tmp_path: Path) -> None:
    line = "<w:r><w:br/></w:r>"
    assert page_of(
        tmp_path, item(run("The bed"), line, run("How do you like it?")), item(run("Well"), level=1),
        item(run("Not at all"), level=1), item(run("The straw"))) == (
        "- The bed\n\n    How do you like it?\n\n    - Well\n    - Not at all\n- The straw\n")


def test_nothing_below_a_heading_becomes_code(tmp_path: Path) -> None:
    """What belonged to an item in the file belongs to none if the item became a heading."""
    assert page_of(
        tmp_path, paragraph(run("Here is why.")), item(run("Straw is best"), number=2),
        item(run("It is dry."), number=0), item(run("Moss"), level=1), item(run("Reed"), level=1),
        paragraph(run("That was it."))) == (
        "Here is why.\n\n## Straw is best\n\nIt is dry.\n\n- Moss\n- Reed\n\nThat was it.\n")


def test_a_picture_stands_below_its_heading(tmp_path: Path) -> None:
    """A heading is words: contents, search and programs that read aloud repeat it."""
    shown = drawing('<pic:pic><pic:blipFill><a:blip r:embed="media/bed.png"/></pic:blipFill></pic:pic>', "A bed")
    file = word_file(
        tmp_path, paragraph(run("Straw"), style="H") + paragraph(run("Dry."))
        + paragraph(run("Moss"), shown, style="H") + paragraph(run("Wet.")) + paragraph(shown, style="H"),
        {"word/media/bed.png": PNG}, styles=f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="H">'
                                      '<w:name w:val="heading 1"/></w:style></w:styles>')
    page = import_file(file).text.split("\n---\n\n", 1)[1]
    assert page == ("## Straw\n\nDry.\n\n## Moss\n\n![A bed](a/picture-1.png)\n\nWet.\n\n"
                    "![A bed](a/picture-1.png)\n")


@pytest.mark.parametrize("title", [
    paragraph(run("Straw in wet beds"), style="H"),  # of the level of the sections, as Quarto writes it
    paragraph(bold("Straw in wet beds")),
    paragraph(bold("UNIVERSITY OF STRAW")) + paragraph(run("Faculty of Beds")) + paragraph(bold("Straw in wet beds")),
])
@pytest.mark.parametrize("stated", ["", "Thesis template (single-sided)"])
def test_a_title_by_its_look_stands_above_the_abstract(tmp_path: Path, title: str, stated: str) -> None:
    core = ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{stated}</dc:title></cp:coreProperties>')
    styles = (f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
              "</w:styles>")
    result = import_file(word_file(
        tmp_path, title + paragraph(run("Jane Roe, School of Straw")) + paragraph(run("Abstract"), style="H")
        + paragraph(run("It is dry.")) + paragraph(run("Straw in wet beds"), style="H")
        + paragraph(run("Methods"), style="H") + paragraph(run("We looked.")),
        {"docProps/core.xml": core}, styles=styles))
    assert result.title == "Straw in wet beds" and "Straw in wet beds" not in result.text.split("\n---\n")[1]
    assert "“Straw in wet beds”, which the text says again, was left out" in result.report
    assert (stated in result.report) and "look whether it is this one" not in result.report


@pytest.mark.parametrize("words", [
    "Table of the figures here", "Staatliche Fachoberschule der Stadt", "A list, and then:"])
def test_what_stands_beside_a_title_is_none(tmp_path: Path, words: str) -> None:
    styles = (f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
              "</w:styles>")
    result = import_file(word_file(tmp_path, paragraph(run(words), style="H") + paragraph(run("Abstract"), style="H")
                                   + paragraph(run("It is dry.")), styles=styles))
    assert result.title == "A" and f"## {words.rstrip(':')}" in result.text


def test_names_below_a_title_are_no_headings(tmp_path: Path) -> None:
    words = ("Jane Roe", "University of Straw", "Introduction", "It is dry, and it stays so for long.")
    result = import_file(word_file(
        tmp_path, paragraph(run("Straw in wet beds"), style="T") + "".join(paragraph(run(each)) for each in words),
        styles=f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
               "</w:styles>"))
    assert result.text.split("\n---\n\n")[1] == (
        "Jane Roe\n\nUniversity of Straw\n\n## Introduction\n\nIt is dry, and it stays so for long.\n")


def test_rows_of_an_address_are_no_headings(tmp_path: Path) -> None:
    words = ("Jane Roe", "School of Straw", "Moss Building", "Leeds", "LS2 9JT", "It is dry, and it stays so.",
             "Straw and its beds", "It is wet, and it stays so.")
    assert page_of(tmp_path, *(paragraph(run(each)) for each in words)) == "\n\n".join((
        *words[:6], "## Straw and its beds", words[7])) + "\n"
