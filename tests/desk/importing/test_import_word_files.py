"""Word files of all kinds: hidden words, lists, files within them, other programs; advice for files of other kinds."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import markdown
import pytest
from manuscript_imports import import_content, import_file, make_document
from test_import_contents import odt_file
from test_left_out import notes
from word_files import NAMES, OFFICE, paragraph, run, word_file

from proofdesk.common.errors import UserError
from proofdesk.content.structure import StructureExtension

pytestmark = pytest.mark.build

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HIDING = (
    '<w:docDefaults><w:rPrDefault/></w:docDefaults><w:style w:type="paragraph" w:styleId="Heading1">'
    '<w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Deeper"><w:basedOn w:val="Secret"/></w:style>'
    '<w:style w:type="character" w:styleId="Shown"><w:basedOn w:val="Secret"/><w:rPr><w:vanish w:val="0"/></w:rPr>'
    '</w:style><w:style w:type="paragraph" w:styleId="Aside"><w:basedOn w:val="Heading1"/><w:rPr><w:vanish/></w:rPr>'
    '</w:style><w:style w:type="table" w:styleId="Closed"><w:rPr><w:vanish/></w:rPr></w:style>')


def test_words_that_a_style_hides_are_named(tmp_path: Path) -> None:
    """Of two styles that hide, the inner one shows the words again, and a run's own format goes before all."""
    def styled(words: str, style: str, more: str = "") -> str:
        return f'<w:r><w:rPr><w:rStyle w:val="{style}"/>{more}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'

    cell = f"<w:tr><w:tc>{paragraph(run('Of a table.'))}</w:tc></w:tr>"
    result = import_file(word_file(
        tmp_path, paragraph(run("Beds"), style="Heading1")
        + paragraph(run("Straw"), styled(" never", "Secret"), styled(" nowhere", "Deeper"), styled(" is", "Shown"),
                    styled(" wet", "Secret", '<w:vanish w:val="0"/>'), run("."))
        + paragraph(run("A heading for nobody"), styled(" but this.", "Secret"), style="Aside")
        + f'<w:tbl><w:tblPr><w:tblStyle w:val="Closed"/></w:tblPr>{cell}</w:tbl>' + paragraph(run("The end.")),
        styles=f"<w:styles {NAMES}>{HIDING}</w:styles>"))
    page = result.text.split("\n---\n\n", 1)[1]
    assert page == "## Beds\n\nStraw is wet.\n\n## but this.\n\nThe end.\n"
    hidden = "(hidden in the file, so not in the article): "
    assert notes(result) == [f"{hidden}“{words}”" for words in (
        "never", "nowhere", "A heading for nobody", "Of a table.")]
    assert "Not found again" not in result.report


def test_default_of_a_file_may_hide_its_words(tmp_path: Path) -> None:
    defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    result = import_file(word_file(
        tmp_path, paragraph(run("Never."))
        + paragraph('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Seen.</w:t></w:r>'),
        styles=f"<w:styles {NAMES}>{defaults}</w:styles>"))
    assert result.text.split("\n---\n\n", 1)[1] == "Seen.\n"
    assert notes(result) == ["(hidden in the file, so not in the article): “Never.”"]


def level(number: int, form: str, text: str, start: int = 1) -> str:
    return (f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt '
            f'w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>')


def item(words: str, number: int) -> str:
    return (f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{run(words)}</w:p>')


def test_lists_keep_their_numbers_or_are_named(tmp_path: Path) -> None:
    """Markdown numbers a list on that begins below another one, and has neither letters nor words as numbers."""
    forms = [level(1, "decimal", "%1."), level(2, "decimal", "%1."), level(3, "lowerLetter", "%1)"),
             level(4, "upperRoman", "%1."), level(5, "decimal", "%1.", 5), level(6, "decimal", "Step %1:")]
    lists = "".join(f'<w:num w:numId="{each}"><w:abstractNumId w:val="{each}"/></w:num>' for each in range(1, 7))
    body = "".join(item(f"{words} {each}", each) for each in range(1, 7) for words in ("Straw", "Moss"))
    result = import_file(word_file(
        tmp_path, paragraph(run("It needs this, as everybody says:")) + body + paragraph(run("And so on."))
        + item("Hay", 5), numbering=f"<w:numbering {NAMES}>{''.join(forms)}{lists}</w:numbering>"))
    page = result.text.split("\n---\n\n", 1)[1]
    starts = {1: 1, 2: 1, 3: 1, 4: 1, 5: 5, 6: 1}
    assert page == ("It needs this, as everybody says:\n\n" + "\n\n<!-- -->\n\n".join(
        f"{start}. Straw {each}\n{start + 1}. Moss {each}" for each, start in starts.items())
        + "\n\nAnd so on.\n\n7. Hay\n")
    shown = markdown.markdown(page, extensions=[StructureExtension()])
    assert re.findall("<ol[^>]*>", shown) == ["<ol>"] * 4 + ['<ol start="5">', "<ol>", '<ol start="7">']
    for kind, words in (("letters", "Straw 3"), ("Roman numbers", "Straw 4")):
        assert f"a list with {kind} has numbers in the article, so look where the text names one of them: “{words}”" \
            in result.report
    assert "the items of a list are called “Step 1:” and so on, and have plain numbers in the article: “Straw 6”" \
        in result.report


def test_numbers_of_headings_are_taken_off_and_told(tmp_path: Path) -> None:
    names = "".join(f'<w:style w:type="paragraph" w:styleId="H{each}"><w:name w:val="heading {each}"/></w:style>'
                    for each in (1, 2, 3))
    lines = [("1 Straw", "H1"), ("As section 1.1 and Appendix A.1 say, and section 4.", ""), ("1.1. Moss", "H2"),
             ("Do this:", ""), ("1. Dig the bed", ""), ("1.1. Take the stones", ""), ("1.2. Look at them", ""),
             ("2. Water it", ""), ("1.1.1 Hay", "H3"), ("It grew by 2 cm.", ""), ("2) Reed", "H1"), ("It did.", ""),
             ("Appendix A.1 Words", "H1"), ("2.5 mg a bed.", ""), ("3 beds.", "")]
    result = import_file(word_file(tmp_path, "".join(paragraph(run(words), style=style) for words, style in lines),
                                   styles=f"<w:styles {NAMES}>{names}</w:styles>"))
    assert result.text.split("\n---\n\n", 1)[1] == (
        "## Straw\n\nAs section 1.1 and Appendix A.1 say, and section 4.\n\n### Moss\n\nDo this:\n\n1. Dig the bed\n"
        "    1. Take the stones\n    2. Look at them\n2. Water it\n\n#### Hay\n\nIt grew by 2 cm.\n\n## Reed\n\n"
        "It did.\n\n## Appendix A.1 Words\n\n2.5 mg a bed.\n\n3 beds.\n")
    told = [f"heading “{words}”: its number was removed" in result.report for words, style in lines if style]
    assert told == [True] * 4 + [False]
    assert "the text names “section 1.1”, which is “Moss” and has no number in the article (link it" in result.report
    assert "the text names “section 4" not in result.report


def test_headings_with_other_numbers_keep_them(tmp_path: Path) -> None:
    """“5 ways to water” and “3 ways to dig”, as “2.5 mg”, are no outline."""
    style = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>'
    body = "".join(paragraph(run(words), style="H") + paragraph(run("Straw.")) for words in (
        "1 bed for all", "5 ways to water", "2 ways to dig"))
    page = import_file(word_file(tmp_path, body, styles=f"<w:styles {NAMES}>{style}</w:styles>")).text
    assert all(f"## {words}\n" in page for words in ("1 bed for all", "5 ways to water", "2 ways to dig"))


def test_a_numbered_heading_that_asks_is_a_section(tmp_path: Path) -> None:
    """Beside a heading of questions; below it, it is one of them."""
    styles = "".join(f'<w:style w:type="paragraph" w:styleId="H{each}"><w:name w:val="heading {each}"/></w:style>'
                     for each in (1, 2))
    lines = [("1 Frequently asked questions", "H1"), ("1.1 Why water beds?", "H2"), ("They are dry.", ""),
             ("2 What is next?", "H1"), ("Straw.", "")]
    page = import_file(word_file(tmp_path, "".join(paragraph(run(words), style=style) for words, style in lines),
                                 styles=f"<w:styles {NAMES}>{styles}</w:styles>")).text
    assert "/// faq | Why water beds?\nThey are dry.\n///\n\n## What is next?\n\nStraw.\n" in page


def test_headings_that_word_numbers_are_told_once(tmp_path: Path) -> None:
    style = ('<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
             "</w:numPr></w:pPr></w:style>")
    result = import_file(word_file(
        tmp_path, "".join(paragraph(run(words), style=name) for words, name in (
            ("Straw", "H"), ("As section 2 says.", ""), ("Moss", "H"), ("Green.", ""))),
        styles=f"<w:styles {NAMES}>{style}</w:styles>",
        numbering=f'<w:numbering {NAMES}>{level(1, "decimal", "%1.")}<w:num w:numId="1"><w:abstractNumId w:val="1"/>'
                  "</w:num></w:numbering>"))
    assert result.report.count("headings have numbers that Word counts, and none in the article, so look where the "
                               "text names one (“section 1.1”): “Straw” is the first") == 1


def test_lists_of_an_odt_begin_as_an_item_says(tmp_path: Path) -> None:
    def items(*words: str, start: str = "") -> str:
        first = f' text:start-value="{start}"' if start else ""
        return "".join(f"<text:list-item{'' if number else first}><text:p>{each}</text:p></text:list-item>"
                       for number, each in enumerate(words))

    numbers = ('<office:automatic-styles><text:list-style style:name="L"><text:list-level-style-number text:level="1" '
               'style:num-format="1"/></text:list-style></office:automatic-styles><office:body>')
    file = odt_file(tmp_path, (
        "<text:p>It needs this, as everybody says:</text:p>"
        f'<text:list text:style-name="L">{items("Straw", "Moss", start="7")}{items("Hay", "Leaves", start="12")}'
        f'</text:list><text:p>And so on.</text:p><text:list text:style-name="L">{items("Roses")}</text:list>'), "", "")
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(b"<office:body>", numbers.encode(), 1)
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    assert import_file(file).text.split("\n---\n\n", 1)[1] == (
        "It needs this, as everybody says:\n\n7. Straw\n8. Moss\n\n<!-- -->\n\n12. Hay\n13. Leaves\n\n"
        "And so on.\n\n1. Roses\n")


def test_files_within_a_word_file_stand_in_their_place(tmp_path: Path) -> None:
    """Each is read by itself; its pictures are not taken along, and one that nothing reads is named."""
    inner = word_file(tmp_path, paragraph(run("Of moss.")) + paragraph(run("Loose."))).read_bytes()
    page = b"<p>Of <b>straw</b>. <img src='bed.png' alt='A bed'></p>"
    mail = (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; "
            b"charset=utf-8\r\n\r\n<p>Of hay.</p>\r\n--b--\r\n")
    held = {"a.html": page, "b.mht": mail, "c.docx": inner, "d.rtf": b"{\\rtf1 Of roses.}", "e.txt": b"Of leaves.",
            "f.bin": b"x"}
    relations = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/aFChunk" Target="{name}"/>' for name in held)
    chunks = "".join(f'<w:altChunk r:id="{name}"/>{paragraph(run(f"Behind {name[0]}."))}' for name in held)
    file = word_file(tmp_path, paragraph(run("Beds.")) + chunks, {f"word/{name}": data for name, data in held.items()})
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    rels = "word/_rels/document.xml.rels"
    parts[rels] = f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'.encode()
    with zipfile.ZipFile(file, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    result = import_file(file)
    assert result.text.split("\n---\n\n", 1)[1] == (
        "Beds.\n\nOf **straw**. A bed\n\nBehind a.\n\nOf hay.\n\nBehind b.\n\nOf moss.\n\nLoose.\n\nBehind c.\n\n"
        "Of roses.\n\nBehind d.\n\nOf leaves.\n\nBehind e.\n\nBehind f.\n")
    assert notes(result) == ["(a file within the file, which cannot be read): “word/f.bin”"]
    assert "a picture of a file within the file was left out, take it from there: bed.png" in result.report
    assert re.search("embedded objects +6: 5 in the article, 1 named below", result.report)


@pytest.mark.parametrize("kind", ["prefixes", "no prefix", "strict", ".docm", ".dotx"])
def test_word_file_of_another_program_or_kind_is_read(kind: str, tmp_path: Path) -> None:
    """`ns0:p` is what `w:p` is called by Python, and “Strict Open XML” has other names for all parts."""
    usual = make_document(tmp_path, "docx")
    expected = import_file(usual)
    file = tmp_path / "made" / (f"straw{kind}" if kind.startswith(".") else "straw.docx")
    file.parent.mkdir()
    with zipfile.ZipFile(usual) as packed, zipfile.ZipFile(file, "w") as written:
        for name in packed.namelist():
            data = packed.read(name)
            if kind.endswith(("prefixes", "prefix")) and name in (
                    "word/document.xml", "word/styles.xml", "word/numbering.xml"):
                data = re.sub(rb"(</?|\s)w:", rb"\1ns0:", data).replace(b"xmlns:w=", b"xmlns:ns0=")
                if kind == "no prefix":
                    data = data.replace(b"<ns0:body>", b'<ns0:body xmlns="">')
            elif kind == "strict":
                data = re.sub(rb"http://schemas\.openxmlformats\.org/(wordprocessingml|officeDocument|drawingml)/2006/",
                              rb"http://purl.oclc.org/ooxml/\1/", data)
            written.writestr(name, data)
    result = import_file(file)
    assert (result.text, list(result.pictures.values())) == (expected.text, list(expected.pictures.values()))
    assert result.report.replace(file.name, usual.name) == expected.report


ADVICE = {
    "a.doc": "open it in Word or LibreOffice and save it as .docx",
    "a.fodt": "open it in LibreOffice and save it as .odt",
    "a.pages": "export it from Pages as Word", "a.gdoc": "it is only a link; open it in Google Docs",
    "a.rst": "have its program write it as .docx, .odt or Markdown", "a.epub": "a book is many pages",
    "a.odp": "slides", "a.zip": "unpack it", "a.xyz": "known are: .docm, .docx"}


@pytest.mark.parametrize("name", ADVICE)
def test_file_of_another_kind_is_refused_with_advice(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=rf"“{name}” is of a kind that cannot be imported \({ADVICE[name]}"):
        import_content(tmp_path, name, b"x")
