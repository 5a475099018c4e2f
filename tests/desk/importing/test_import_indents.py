"""What an indented paragraph of a Word file is: a quotation, a further paragraph of an item, or text."""

from __future__ import annotations

from pathlib import Path

import pytest
from manuscript_imports import import_file
from test_import_contents import odt_file
from test_import_headings import LISTS, item
from word_files import NAMES, paragraph, run, word_file

pytestmark = pytest.mark.build

STYLES = (f'<w:styles {NAMES}><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
          '<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:pPr><w:ind w:left="720"/></w:pPr>'
          '</w:style><w:style w:type="paragraph" w:styleId="In"><w:name w:val="Deeper"/><w:pPr><w:ind w:left="720"/>'
          '</w:pPr></w:style></w:styles>')


def indented(words: str, look: str = "", number: str = "", **sides: int) -> str:
    """Return a paragraph with these indents in twentieths of a point; from the left, if none is named."""
    stated = "".join(f' w:{side}="{size}"' for side, size in (sides or {"left": 720}).items())
    return (f"<w:p><w:pPr>{number}<w:ind{stated}/></w:pPr><w:r><w:rPr>{look}</w:rPr>"
            f'<w:t xml:space="preserve">{words}</w:t></w:r></w:p>')


def page_of(folder: Path, *paragraphs: str) -> str:
    file = word_file(folder, paragraph(run("Beds"), style="H") + "".join(paragraphs), numbering=LISTS, styles=STYLES)
    return import_file(file).text.split("\n---\n\n", 1)[1]


def test_an_indented_paragraph_quotes_nobody(tmp_path: Path) -> None:
    assert page_of(
        tmp_path, paragraph(run("Straw:")), indented("It is dry."), paragraph(run("It is light."), style="In"),
        indented("It hangs.", left=720, hanging=720)) == (
        "Straw:\n\nIt is dry.\n\nIt is light.\n\nIt hangs.\n")


def test_indents_within_a_table_quote_nobody(tmp_path: Path) -> None:
    cells = "".join(f"<w:tc>{cell}</w:tc>" for cell in (indented("Straw is dry."), paragraph(run("Moss"))))
    assert ">" not in page_of(tmp_path, f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>", f"<w:tbl><w:tr><w:tc>"
                              f"{indented('It is light.')}</w:tc></w:tr></w:tbl>").replace("<br>", "")


def test_an_indented_formula_quotes_nobody(tmp_path: Path) -> None:
    formula = "<m:oMathPara><m:oMath><m:r><m:t>w=h</m:t></m:r></m:oMath></m:oMathPara>"
    page = page_of(tmp_path, paragraph(run("Straw.")), f'<w:p><w:pPr><w:ind w:left="720"/></w:pPr>{formula}</w:p>')
    assert ">" not in page and "w" in page.removeprefix("Straw.")


@pytest.mark.parametrize("quoted", [
    indented("It is dry.", left=720, right=720), indented("It is dry.", "<w:i/>"), indented("“It is dry.”"),
    indented("It is dry (Roe, 2019, p. 4)."), indented("It is dry [4]"), indented("It is as dry as can be. " * 8),
    paragraph(run("It is dry."), style="Zitat"),
], ids=["both sides", "italic", "marks", "name and year", "number", "long", "style"])
def test_what_looks_like_a_quotation_is_one(tmp_path: Path, quoted: str) -> None:
    page = page_of(tmp_path, paragraph(run("As one of them says:")), quoted, paragraph(run("So it is.")))
    assert "\n\n> " in page and "It is " in page.split("\n\n> ")[1]


def test_an_indented_paragraph_belongs_to_its_item(tmp_path: Path) -> None:
    """One at the margin does not, although Word keeps a list without a number for it, nor a heading with its own."""
    none = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    assert page_of(tmp_path, item(run("Straw")), indented("It is dry."), indented("It is light.", number=none),
                   item(run("Moss")), indented("That was it.", number=none, left=0),
                   item(run("Reed")), indented("1.2. Hay")) == (
        "- Straw\n\n    It is dry.\n\n    It is light.\n\n- Moss\n\nThat was it.\n\n- Reed\n\n1.2. Hay\n")


def test_a_file_that_is_all_indented_quotes_nobody(tmp_path: Path) -> None:
    """As programs write those that they make of a PDF, whose margins are indents."""
    page = page_of(tmp_path, *(indented(f"It is dry in bed {number}.", left=720, right=300) for number in range(12)))
    assert ">" not in page and "\n\nIt is dry in bed 11." in page


FORMATS = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
LOOK = (f'<style:style {FORMATS} style:name="{{}}" style:family="paragraph" style:parent-style-name="{{}}">'
        "<style:paragraph-properties {}/><style:text-properties {}/></style:style>").format
IN, BOTH = 'fo:margin-left="1.5cm"', 'fo:margin-left="1.5cm" fo:margin-right="1.5cm"'


@pytest.mark.parametrize(("looks", "words", "is_quoted"), [
    ([LOOK("P1", "Standard", IN, "")], "It is dry.", False),
    ([LOOK("P1", "Standard", 'fo:text-indent="1.2cm"', "")], "It is dry.", False),  # of its first line
    ([LOOK("P1", "In", "", ""), LOOK("In", "Standard", IN, "")], "It is dry.", False),
    ([LOOK("P1", "Standard", BOTH, "")], "Abstract", False),
    ([LOOK("P1", "Standard", BOTH, "")], "It is dry.", True),
    ([LOOK("P1", "Standard", IN, 'fo:font-style="italic"')], "It is dry.", True),
    ([LOOK("P1", "Standard", IN, "")], "“It is dry.”", True),
    ([LOOK("P1", "Standard", IN, "")], "It is dry (Roe, 2019, p. 4).", True),
    ([LOOK("P1", "Quotations", IN, "")], "It is dry.", True),
])
def test_opendocument_quotes_by_the_same_rule(
    tmp_path: Path, looks: list[str], words: str, is_quoted: bool
) -> None:
    file = odt_file(
        tmp_path, '<text:h text:outline-level="1">Beds</text:h><text:p>Straw is good.</text:p>'
        f'<text:p text:style-name="P1">{words}</text:p><text:p>So it is.</text:p>', "", "<text:p/>", "".join(looks))
    assert (f"> {words[:9]}" in import_file(file).text.replace("*", "")) is is_quoted
