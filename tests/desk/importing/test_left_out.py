"""No word of a manuscript is lost unnamed: what Pandoc does not read, the report has."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from fixture_cases import Case, each_case
from manuscript_imports import MANUSCRIPTS, import_content, import_file, make_document

from proofdesk.desk.importing.result import ImportResult

pytestmark = pytest.mark.build

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}" '
         'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
         'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
         'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
         'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
         'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"')
NOT_READ = "these words were not read, or not all of them"


def notes(result: ImportResult) -> list[str]:
    """Return what the report says of words that were not read, without the words that begin each such line."""
    return [line.strip().removeprefix(f"- {NOT_READ}").lstrip() for line in result.report.splitlines()
            if NOT_READ in line]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*parts: str) -> str:
    return f"<w:p>{''.join(parts)}</w:p>"


def word_file(folder: Path, body: str, **parts: str) -> ImportResult:
    """Import a Word file of this body; ``parts`` are further files in its folder ``word/``."""
    file = folder / "a.docx"
    package = "http://schemas.openxmlformats.org/package/2006"
    related = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{name.rstrip("1")}" Target="{name}.xml"/>'
                      for name in parts)
    types = ("application/vnd.openxmlformats-", "officedocument.wordprocessingml.document.main+xml")
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("[Content_Types].xml", (
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="{types[0]}package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{"".join(types)}"/></Types>'))
        packed.writestr("_rels/.rels", (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'))
        packed.writestr("word/_rels/document.xml.rels",
                        f'<Relationships xmlns="{package}/relationships">{related}</Relationships>')
        packed.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            packed.writestr(f"word/{name}.xml", content)
    return import_file(file)


@each_case("desk/importing/left_out")
def test_lines_of_markdown_are_named(tmp_path: Path, case: Case) -> None:
    found = [f"{NOT_READ} {note}" for note in notes(import_content(tmp_path, "a.md", case.source))]
    assert found == case.lines("report")


@pytest.mark.parametrize("kind", ["docx", "odt", "html", "md"])
def test_ordinary_manuscript_is_read_whole(tmp_path: Path, kind: str) -> None:
    result = import_file(make_document(tmp_path, kind))
    assert (notes(result), "could not be compared" in result.report) == ([], False)
    assert notes(import_file(MANUSCRIPTS / "straw.md")) == []


def test_what_pandoc_skips_in_a_word_file_is_named(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph(run('An old box.'))}</w:txbxContent>" \
          "</v:textbox></v:shape></w:pict></w:r>"
    result = word_file(
        tmp_path,
        paragraph(run("Read "), '<w:ins w:id="1" w:author="A">', run("and kept"), "</w:ins>",
                  '<w:del w:id="2" w:author="A"><w:r><w:delText>never shown</w:delText></w:r></w:del>', run("."))
        + paragraph(box)
        + paragraph(run("Figure "), '<w:fldSimple w:instr="SEQ Figure">', run("7"), "</w:fldSimple>", run(": Mice."))
        + paragraph(run("Read "), "<m:oMath><m:r><m:t>x=42</m:t></m:r></m:oMath>", run(" here."))
        + paragraph('<w:r><w:drawing><wp:inline><wp:docPr id="1" name="n" descr="A chart of mice."/></wp:inline>'
                    "</w:drawing></w:r>"),
        header1=f"<w:hdr {NAMES}>{paragraph(run('Draft of May.'))}{paragraph(run('Read and kept.'))}</w:hdr>",
        comments=f"<w:comments {NAMES}><w:comment>{paragraph(run('Check the dose.'))}</w:comment></w:comments>",
        chart1=f"<c:chart {NAMES}><a:t>Doses</a:t><c:v>5</c:v></c:chart>")
    assert "Read and kept." in result.text
    assert sorted(notes(result)) == [
        "(a comment): “Check the dose.”",
        "(deleted, and kept as a change): “never shown”",
        "(in the header of the pages): “Draft of May.”",
        "(in the header of the pages): “Read and kept.”",
        "(the description of a picture or a drawing): “A chart of mice.”",
        ": “An old box.”",
        ": “Figure 7: Mice.”",
    ]


def test_merged_cells_and_old_fallbacks_are_compared(tmp_path: Path) -> None:
    """Pandoc reads neither; the fallback for old programs has the words of the box a second time."""
    choice = paragraph(run("New box."))
    old = f"<mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>{choice}</w:txbxContent></mc:Choice>" \
          f"<mc:Fallback><w:txbxContent>{choice}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
    rows = "".join(f"<w:tr><w:tc><w:tcPr><w:vMerge{merge}/></w:tcPr>{paragraph(run(words))}</w:tc>"
                   f"<w:tc>{paragraph(run('Cell'))}</w:tc></w:tr>"
                   for merge, words in (('w:val="restart"', "Shown"), ("", "Covered")))
    result = word_file(tmp_path, f"<w:tbl>{rows.replace('<w:vMergew', '<w:vMerge w')}</w:tbl>"
                       + paragraph(run("Text."), f"<w:r>{old}</w:r>"))
    assert notes(result) == [": “Covered”", ": “New box.”"]


def test_odt_comments_and_headers_are_named(tmp_path: Path) -> None:
    sound = make_document(tmp_path, "odt")
    file = tmp_path / "b.odt"
    with zipfile.ZipFile(sound) as packed, zipfile.ZipFile(file, "w") as other:
        for name in packed.namelist():
            content = packed.read(name).decode("utf-8", "surrogateescape")
            if name == "content.xml":
                comment = "<office:annotation><text:p>Check it.</text:p></office:annotation>"
                content = content.replace("</text:p>", f" Behind{comment} all<text:s/>of it.</text:p>", 1)
            if name == "styles.xml":
                content = content.replace("</office:styles>", "<text:p>On each page.</text:p></office:styles>")
            other.writestr(name, content.encode("utf-8", "surrogateescape"))
    result = import_file(file)
    assert "Behind all of it." in result.text
    assert notes(result) == ["(a comment): “Check it.”", "(in the header or footer of the pages): “On each page.”"]


def test_a_file_too_large_to_compare_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofdesk.desk.importing.readers.passages.MAX_BYTES", 10)
    result = import_file(make_document(tmp_path, "docx"))
    assert "the file could not be compared with the article: look whether all of its words are there" in result.report


def test_files_and_letters_drawn_in_a_word_file_are_named(tmp_path: Path) -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="Curved"/></v:shape></w:pict></w:r>'
    result = word_file(tmp_path, paragraph(run("Text."), art), afchunk1="<html/>")
    assert notes(result) == ["(a file within the file, which cannot be read): “word/afchunk1.xml”",
                             "(in a chart or a drawing): “Curved”"]


def test_what_is_beside_the_main_part_of_a_web_page_is_named(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.html", (
        "<title>Straw</title><nav>Menu</nav><main><h1>Straw</h1><p>Text, <b>bold</b>text.</p><p>Same</p><p>Same</p>"
        "<math><mi>x</mi></math></main><aside>Key points.</aside><script>x()</script><!-- hidden -->"))
    assert notes(result) == [": “Menu”", ": “Key points.”"]


def test_notes_of_tables_keep_their_own_text(tmp_path: Path) -> None:
    """Pandoc numbers the notes of tables anew, so that two notes had one number."""
    result = import_content(tmp_path, "a.md", (
        "# Straw\n\nText[^a].\n\n| A |\n| - |\n| Cell[^b] |\n\nEnd[^c].\n\n[^a]: Of the text.\n\n[^b]: Of the cell.\n\n"
        "[^c]: Of the end.\n"))
    assert "Text[^1]." in result.text and "| Cell[^2] |" in result.text and "End[^3]." in result.text
    assert [line for line in result.text.splitlines() if line.startswith("[^")] == [
        "[^1]: Of the text.", "[^2]: Of the cell.", "[^3]: Of the end."]


def test_tables_in_html_have_no_styles(tmp_path: Path) -> None:
    """Pages hold no styles, so the check would refuse what the import itself had written."""
    result = import_content(tmp_path, "a.html", (
        "<h1>Straw</h1><table><colgroup><col style='width: 50%'></colgroup><tr><td align='right'>"
        "a<ul><li>b</li></ul></td><td rowspan=2>c</td></tr></table>"))
    assert "<table>" in result.text and "style=" not in result.text and "<col" not in result.text
