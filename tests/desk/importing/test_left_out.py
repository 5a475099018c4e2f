"""No word of a manuscript is lost unnamed: what Pandoc does not read, the report has."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from field_files import odt
from fixture_cases import Case, each_case
from manuscript_imports import MANUSCRIPTS, import_content, import_file, make_document
from word_files import NAMES, paragraph, run, word_file

from proofdesk.desk.importing.result import ImportResult

pytestmark = pytest.mark.build

NOT_READ = "these words were not read, or not all of them"


def notes(result: ImportResult) -> list[str]:
    """Return what the report says of words that were not read, without the words that begin each such line."""
    return [row.strip().removeprefix(f"- {NOT_READ}").lstrip() for row in result.report.splitlines() if NOT_READ in row]


@each_case("desk/importing/left_out")
def test_words_of_lines_that_are_not_read_are_named(tmp_path: Path, case: Case) -> None:
    """One told of each line that Pandoc had not read word for word, such as “enumi.” of LaTeX, which is no word."""
    name = "a.tex" if "\\begin{document}" in case.source else "a.md"
    report = import_content(tmp_path, name, case.source).report
    assert [row.removeprefix("  - ") for row in report.splitlines() if row.startswith("  - words: ")] == \
        case.lines("report")
    assert NOT_READ not in report


@pytest.mark.parametrize("kind", ["docx", "odt", "html", "md"])
def test_ordinary_manuscript_is_read_whole(tmp_path: Path, kind: str) -> None:
    result = import_file(make_document(tmp_path, kind))
    assert (notes(result), "could not be compared" in result.report) == ([], False)
    assert notes(import_file(MANUSCRIPTS / "straw.md")) == []


def test_what_pandoc_skips_in_a_word_file_is_named(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph(run('An old box.'))}</w:txbxContent>" \
          "</v:textbox></v:shape></w:pict></w:r>"
    result = import_file(word_file(
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
        chart1=f"<c:chart {NAMES}><a:t>Doses</a:t><c:v>5</c:v></c:chart>"))
    assert "Read and kept." in result.text
    assert "\n\nAn old box.\n\nFigure 7: Mice.\n" in result.text
    assert [(str(item.kind), item.says or item.before or item.after) for item in result.review] == [
        ("replacement", "never shown"), ("note", "Check the dose.")]
    assert sorted(notes(result)) == [
        "(in the header of the pages): “Draft of May.”",
        "(in the header of the pages): “Read and kept.”",
        "(the description of a picture or a drawing): “A chart of mice.”",
    ]


def test_words_that_word_wraps_or_draws_are_in_the_article(tmp_path: Path) -> None:
    """Pandoc drops words from right to left, those that an add-in named, readings with their words, and drawn ones."""
    def drawn(code: str) -> str:
        signs = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
        return f"{signs[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{signs[1]}"

    reading = f"<w:rt>{run('うきょ')}</w:rt><w:rubyBase>{run('右京')}</w:rubyBase>"
    result = import_file(word_file(
        tmp_path,
        paragraph(run("Straw is "), f'<w:bdo w:val="rtl"><w:dir w:val="rtl">{run("قش")}</w:dir></w:bdo>', run(" in "),
                  f"<w:r><w:ruby>{reading}</w:ruby></w:r>", run(" and "),
                  drawn(" EQ \\* jc2 \\o\\ad(\\s\\up 9(かんだ),神田)"), run(" and is wet, as "),
                  f"<w:customXml>{run('some')}</w:customXml>", run(" say: "), drawn("EQ \\f(3;4)"), run(" of "),
                  drawn("EQ \\r(x)"), run(" beds."))
        + f"<w:customXml>{paragraph(run('All of it.'))}</w:customXml>"
        + paragraph(run("Seen"), "<w:r><w:rPr><w:vanish/></w:rPr><w:t>never printed</w:t></w:r>",
                    '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> too.</w:t></w:r>')))
    assert result.text.split("\n---\n\n", 1)[1] == (
        "Straw is قش in 右京 (うきょ) and 神田 (かんだ) and is wet, as some say: 3/4 of ⟦\\\\r(x)⟧ beds.\n\n"
        "All of it.\n\nSeen too.\n")
    assert notes(result) == ["(hidden in the file, so not in the article): “never printed”"]
    assert "a formula that Word draws from a code is that code in the article: “\\r(x)”" in result.report


def test_merged_cells_and_old_fallbacks_are_compared(tmp_path: Path) -> None:
    """Pandoc reads neither; the fallback for old programs has the words of the box a second time."""
    choice = paragraph(run("New box."))
    old = f"<mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>{choice}</w:txbxContent></mc:Choice>" \
          f"<mc:Fallback><w:txbxContent>{choice}</w:txbxContent></mc:Fallback></mc:AlternateContent>"
    rows = "".join(f"<w:tr><w:tc><w:tcPr><w:vMerge{merge}/></w:tcPr>{paragraph(run(words))}</w:tc>"
                   f"<w:tc>{paragraph(run('Cell'))}</w:tc></w:tr>"
                   for merge, words in (('w:val="restart"', "Shown"), ("", "Covered")))
    result = import_file(word_file(tmp_path, f"<w:tbl>{rows.replace('<w:vMergew', '<w:vMerge w')}</w:tbl>"
                                   + paragraph(run("Text."), f"<w:r>{old}</w:r>")))
    assert "\n\nNew box.\n" in result.text and result.text.count("New box.") == 1
    assert notes(result) == [": “Covered”"]


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
    assert [(item.says, item.context) for item in result.review] == [
        ("Check it.", "Straw in gardens Behind all of it.")]
    assert notes(result) == ["(in the header or footer of the pages): “On each page.”"]


def test_a_file_too_large_to_compare_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofdesk.desk.importing.readers.packed_file.MAX_BYTES", 10)
    result = import_file(make_document(tmp_path, "docx"))
    assert "the file could not be compared with the article: look whether all of its words are there" in result.report


def test_files_and_letters_drawn_in_a_word_file_are_named(tmp_path: Path) -> None:
    art = '<w:r><w:pict><v:shape><v:textpath string="Curved"/></v:shape></w:pict></w:r>'
    result = import_file(word_file(tmp_path, paragraph(run("Text."), art), afchunk1="<html/>"))
    assert notes(result) == ["(in a chart or a drawing): “Curved”",
                             "(a file within the file, which cannot be read): “word/afchunk1.xml”"]


def test_what_is_beside_the_main_part_of_a_web_page_is_named(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.html", (
        "<title>Straw</title><nav>Menu</nav><main><h1>Straw</h1><p>Text, <b>bold</b>text.</p><p>Same</p><p>Same</p>"
        "<math><mi>x</mi></math></main><aside>Key points.</aside><script>x()</script><!-- hidden -->"))
    assert notes(result) == [": “Menu”", ": “Key points.”"]


def test_menus_and_contents_of_a_web_page_are_left_out(tmp_path: Path) -> None:
    def menu(attributes: str = "", rest: str = "") -> str:
        links = "".join(f'<li><a href="#p{number}"><b>{number}</b> Part</a></li>' for number in (1, 2, 3))
        return f"<nav{attributes}><h2>Contents</h2><ul>{links}</ul>{rest}</nav>"

    page = f"<h1>Straw</h1><p>Beds are wet in a year of rain.</p>{menu()}"
    told = ("lists of links to other pages and parts of this one were left out, as the site makes its own: "
            "“Contents1 Part2 Part3 Part”")
    result = import_content(tmp_path, "a.html", f"{menu()}<main>{page.removesuffix(menu())}</main>")
    assert told in result.report and notes(result) == [] and "Part" not in result.text
    within = import_content(tmp_path, "b.html", f"<main>{page}</main>")
    assert told not in within.report and "Part" in within.text
    assert told in import_content(tmp_path, "c.html", page.replace("<nav", '<nav role="doc-toc"')).report
    said = import_content(tmp_path, "d.html", f"{menu(rest='Wet beds in May')}<main><p>Beds.</p></main>")
    assert told not in said.report and any("Wet beds in May" in row for row in notes(said))


def test_what_stands_around_a_text_on_its_page_is_left_out(tmp_path: Path) -> None:
    beds = "".join(f"<p>Bed {number} was wet for many weeks, as it rained on it each day and each night.</p>"
                   for number in range(1, 7))
    page = (
        '<title>Straw – Beds</title><body class="widgets"><div class="top"><a href="/">Beds</a> <a href="/x">News</a>'
        '</div>'
        f'<div class="post"><h1>Straw</h1><p>Jane Roe</p><div class="in">{beds}<p>Note <a href="#n">1</a></p>'
        '<div class="sharedaddy">Share this: <a href="/s">Mail</a></div></div>'
        '<div id="comments"><p>Tom: I read all of this with joy, and I would like to have more of it soon.</p></div>'
        '</div><p id="n">See Hay.</p><div class="pagination">Previous page</div><footer>All rights reserved</footer>')
    result = import_content(tmp_path, "a.html", page)
    text = result.text.split("\n---\n\n", 1)[1]
    assert result.title == "Straw" and text.startswith("Jane Roe\n\nBed 1 was wet")
    assert "See Hay." in text and not re.search("News|Share|Tom|Previous|rights", text)
    assert ("what stands around the text of the page was left out; look whether one is the article's: "
            "“Share this: Mail”, “Tom: I read all of this with joy, and I would like to have m …”") in result.report
    assert "Tom: I read all of this with joy, and I would like to have more of it soon." in result.left_out
    words = page.replace("<footer>", "<p>").replace("</footer>", "</p>")
    plain = re.sub(r' (?:class|id)="[^"]*"', "", words)
    assert "News" in import_content(tmp_path, "b.html", plain).text  # as nothing says that a site made the page


def test_fonts_around_lists_of_latex_are_left_out(tmp_path: Path) -> None:
    text = ("Beds \\textrm{are {wet}:\n\\begin{itemize}\\item \\textbf{straw}\\item \\{hay\\}\\end{itemize}} and "
            "\\emph{old}.\n")
    result = import_content(tmp_path, "a.tex", text)
    assert result.text.endswith("Beds are wet:\n\n- **straw**\n- \\{hay\\}\n\nand *old*.\n")


def test_latex_that_names_nobody_is_read(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.tex", "\\title{Beds}\n\\author{~}\n\\begin{document}\nWet.\n\\end{document}\n")
    assert result.text.endswith("\n\nWet.\n") and "authors:" not in result.text


def test_notes_of_tables_keep_their_own_text(tmp_path: Path) -> None:
    """Pandoc numbers the notes of tables anew, so that two notes had one number."""
    result = import_content(tmp_path, "a.md", (
        "# Straw\n\nText[^a].\n\n| A |\n| - |\n| Cell[^b] |\n\nEnd[^c].\n\n[^a]: Of the text.\n\n[^b]: Of the cell.\n\n"
        "[^c]: Of the end.\n"))
    assert "Text[^1]." in result.text and "| Cell[^2] |" in result.text and "End[^3]." in result.text
    assert [line for line in result.text.splitlines() if line.startswith("[^")] == [
        "[^1]: Of the text.", "[^2]: Of the cell.", "[^3]: Of the end."]


TOC = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" '
       '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>')
PAGE = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF _1 </w:instrText></w:r><w:r>'
        '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(("heading", "is_of_list"), [("Inhaltsverzeichnis", True), ("A garden", False)])
def test_a_table_of_contents_is_the_word_processors(tmp_path: Path, heading: str, is_of_list: bool) -> None:
    """The site makes its own: it is told of once, and none of its words is looked for."""
    result = import_file(word_file(
        tmp_path, "".join((
            paragraph(run(heading)), paragraph(TOC, run("Straw keeps wet"), PAGE), paragraph(run("Hay does not"), PAGE),
            paragraph(END, run("All about straw, hay and what is between them.")),
            paragraph(run("Straw keeps a bed wet, as was seen in many gardens."))))))
    assert "PAGEREF" not in result.text and "Hay does not" not in result.text
    assert "All about straw, hay and what is between them.\n\nStraw keeps a bed wet" in result.text
    start = f"{heading}: Straw keeps wet2" if is_of_list else "Straw keeps wet2"
    assert f"a list that the word processor made was left out, as the site makes its own: “{start}”" in result.report
    assert ("A garden" in result.text) is not is_of_list and heading in result.text + result.report
    assert "Not found again" not in result.report


def test_number_typed_before_contents_is_of_them(tmp_path: Path) -> None:
    """A reviewer had put one there, and the article had the whole list, with the numbers of pages."""
    result = import_file(word_file(tmp_path, "".join((
        paragraph(run("1. "), TOC, run("Straw keeps wet"), PAGE), paragraph(run("Hay does not"), PAGE, END),
        paragraph(run("Straw keeps wet, and hay does not, in beds."))))))
    assert result.text.endswith("---\n\nStraw keeps wet, and hay does not, in beds.\n")


def test_lines_of_contents_that_the_text_has_not_are_named(tmp_path: Path) -> None:
    """A list that was made before its headings were changed has words that nothing else of the file has."""
    tab = "<w:r><w:tab/></w:r>"
    lines = [paragraph(TOC, run("1.1"), tab, run("Straw keeps wet"), tab, PAGE),
             paragraph(run("Figure 2: A bed of hay"), tab, PAGE), paragraph(run("2.3 Moss, planned"), tab, PAGE),
             paragraph(run("Civil straw"), tab, run("xiv")), paragraph(END)]
    text = [paragraph(run(words)) for words in ("Straw keeps wet", "A bed of hay in May 2020, as all of them.")]
    result = import_file(word_file(tmp_path, "".join([*lines, *text])))
    assert "such a list has lines that the text has not: “2.3 Moss, planned 2”, “Civil straw xiv”\n" in result.report
    rows = "".join(f"<text:p>{words}<text:tab/>2</text:p>" for words in ("2.3 Moss, planned", "1.1 Straw keeps wet"))
    result = import_file(odt(tmp_path, (
        f"<text:table-of-content><text:index-body>{rows}</text:index-body></text:table-of-content>"
        "<text:p>Straw keeps wet.</text:p>")))
    assert "such a list has lines that the text has not: “2.3 Moss, planned 2”\n" in result.report


DRAW, SVG = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("drawing", "svg-compatible"))
XLINK = "http://www.w3.org/1999/xlink"


def test_formulas_and_references_of_an_odt_are_written_out(tmp_path: Path) -> None:
    """TexMaths draws a formula, and what a reference shows is a field: the text had gaps in their places."""
    drawn = (
        f'<draw:g xmlns:draw="{DRAW}" xmlns:svg="{SVG}" xmlns:xlink="{XLINK}"><svg:title>TexMaths</svg:title><svg:desc>'
        '14§display§\\ket{x}^2 = 4y§svg§600§FALSE§</svg:desc><draw:frame><draw:image xlink:href="Pictures/a.svg"/>'
        "</draw:frame></draw:g>")
    contents = ('<text:table-of-content><text:index-body><text:p>Straw, page 4</text:p></text:index-body>'
                "</text:table-of-content>")
    result = import_file(odt(tmp_path, (
        f"{contents}<text:p>Beds of {drawn} litres, see table <text:sequence-ref>3</text:sequence-ref>, are wet."
        "</text:p>")))
    assert "Beds of |x⟩<sup>2</sup>\u2004=\u20044y litres, see table 3, are wet." in result.text
    assert "made was left out" in result.report and "Not found again" not in result.report
    assert notes(result) == []


def test_signs_that_show_nothing_are_marked(tmp_path: Path) -> None:
    """A text copied from a PDF has a few for the signs that its font did not name."""
    result = import_content(tmp_path, "a.txt", f"Straw keeps 5 \x06 2 litres. {'Hay is dry in most of the beds. ' * 9}")
    assert "Straw keeps 5 ⟦?⟧ 2 litres." in result.text
    assert "1 sign that shows nothing is ⟦?⟧ in the article" in result.report


def test_names_in_code_are_no_citations(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.md", "# T\n\nStraw.\n\n```json\n{\"@straw/core\": 1}\n```\n")
    assert "0 groups in the text" in result.report and "straw/core" not in result.report


@pytest.mark.parametrize(("name", "text", "row"), [
    ("a.md", 'Read [of beds](https://example.org/ "Beds of straw") here.',
     "what links and pictures show beside the pointer of a mouse was left out: “Beds of straw”"),
    ("b.md", "Read [of beds][b] here.\n\n[b]:https://example.org/beds.html\n", ""),
    ("a.html", "<p>Read of <b>be</b>ds in El Ni<span>ñ</span>o.</p><table><tr><td><span>Bed</span></td><td><span>Pit"
     "</span></td></tr></table>".replace("<b>be</b>ds", "beds"), ""),
    ("b.tex", "\\hypertarget{one}{%\n\\section{Beds}\\label{one}}\nRead \\href{https://example.org/}{of beds}.\n\n"
     "\\addcontentsline{toc}{section}{\\emph{References}}"
     "\\hypertarget{refs}{}\n\\leavevmode\\vadjust pre{\\hypertarget{ref-b}{}}%\nWet.", ""),
    ("a.tex", "Read \\textcolor{blue}{of beds} and \\fcolorbox{red}[rgb]{0,1,0}{of} \\colorbox{yellow}{pits}.", ""),
])
def test_what_says_how_words_look_is_no_word(tmp_path: Path, name: str, text: str, row: str) -> None:
    result = import_content(tmp_path, name, text)
    assert "of beds" in result.text and "toc" not in result.text
    assert "Not found again" not in result.report and row in result.report
