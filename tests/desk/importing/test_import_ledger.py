"""All that a file holds is counted, and is in the article, in the review file, or named in the report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from manuscript_imports import PNG, import_content, import_file
from word_files import NAMES, change, drawing, paragraph, run, word_file

from proofdesk.desk.importing.ledger import Ledger
from proofdesk.desk.importing.readers.contents.word import count_word
from proofdesk.desk.importing.readers.packed_file import PackedFile
from proofdesk.desk.importing.readers.passages import passages_of_word
from proofdesk.desk.importing.result import ImportResult

pytestmark = pytest.mark.build


def rows(result: ImportResult) -> dict[str, str]:
    """Return what the report's first screen says of each thing."""
    screen = result.report.split("What the file held, and what became of it:\n")[1].split("\n\n")[0]
    return dict(re.match(r"(.*?) {2,}(.*)", line.strip()).groups() for line in screen.splitlines())  # type: ignore


def adds_up(result: ImportResult) -> bool:
    """Return whether the numbers of each row are as many as the file held."""
    sums = [[int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", row)] for row in rows(result).values()]
    return all(held == sum(parts) for held, *parts in sums) and "unaccounted" not in result.report


CORE = ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Straw in beds</dc:title>'
        "<dc:creator>Roe, Jane; John Doe</dc:creator><cp:keywords>therapy; mulch</cp:keywords>"
        "<dc:description>What straw does.</dc:description><cp:lastModifiedBy>Windows User</cp:lastModifiedBy>"
        "</cp:coreProperties>")
CHART = (f"<c:chartSpace {NAMES}><c:chart><c:title><a:t>Worms counted</a:t></c:title><c:plotArea><c:barChart><c:ser>"
         "<c:tx><c:v>In May</c:v></c:tx><c:cat><c:pt idx='0'><c:v>Straw</c:v></c:pt><c:pt idx='1'>"
         "<c:v>Bark</c:v></c:pt></c:cat><c:val><c:pt idx='0'>"
         "<c:v>4.30000000000001</c:v></c:pt><c:pt idx='1'><c:v>2</c:v></c:pt></c:val>"
         "</c:ser><c:ser><c:tx><c:v>In June</c:v></c:tx><c:cat><c:pt idx='0'><c:v>Straw</c:v></c:pt><c:pt idx='1'>"
         "<c:v>Bark</c:v></c:pt></c:cat><c:val><c:pt idx='0'><c:v>9</c:v></c:pt></c:val>"
         "</c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>")
COMMENTS = (
    f'<w:comments {NAMES}><w:comment w:id="1" w:author="A. Reader" w:date="2026-05-01T10:00:00Z">'
    f'<w:p w14:paraId="AA">{run("Is that so?")}</w:p></w:comment><w:comment w:id="2" w:author="B. Writer">'
    f'<w:p w14:paraId="BB">{run("It is.")}</w:p></w:comment></w:comments>')
ANSWERS = (f'<w15:commentsEx {NAMES}><w15:commentEx w15:paraId="AA" w15:done="1"/>'
           '<w15:commentEx w15:paraId="BB" w15:paraIdParent="AA"/></w15:commentsEx>')
STYLES = "".join(f'<w:style w:styleId="{style}" w:type="paragraph"><w:name w:val="{name}"/></w:style>'
                 for style, name in (("H", "heading 1"), ("C", "caption")))


PAGE = ('<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>77</w:t></w:r></w:fldSimple>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE \\* roman </w:instrText></w:r><w:r>'
        '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>vii</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>')


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> ImportResult:
    """A Word file that holds each of the things that are counted."""
    picture = '<pic:pic><pic:blipFill><a:blip r:embed="media/bed.png"/></pic:blipFill></pic:pic>'
    box = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{paragraph(run('Of the box.'))}</w:txbxContent>" \
          "</v:textbox></v:shape></w:pict></w:r>"
    cells = "".join(f"<w:tc>{paragraph(run(words))}</w:tc>" for words in ("Bed", "Worms"))
    body = "".join([
        paragraph(run("Results"), style="H"),
        paragraph('<w:commentRangeStart w:id="1"/>', run("Straw keeps"), '<w:commentRangeEnd w:id="1"/>',
                  '<w:r><w:commentReference w:id="1"/></w:r><w:r><w:commentReference w:id="2"/></w:r>',
                  run(" the bed "), change("del", "very"), change("ins", "rather"), run(" wet."),
                  '<w:r><w:footnoteReference w:id="5"/></w:r>', box),
        '<w:moveToRangeStart w:name="m1"/>', paragraph(change("moveTo", "Moved words stand here.")),
        paragraph(run("The end stood here. "), '<w:moveFromRangeStart w:name="m1"/>',
                  change("moveFrom", "Moved words stand here.")),
        paragraph(drawing(picture, "A bed of straw")),
        paragraph(run("Figure "), '<w:fldSimple w:instr=" SEQ Figure ">', run("1"), "</w:fldSimple>",
                  run(". A bed in May. It is wet."), style="C"),
        f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells.replace('Bed', 'Bark').replace('Worms', 'Two')}</w:tr></w:tbl>",
        paragraph(drawing('<c:chart r:id="chart1"/>')),
        paragraph(run("So "), "<m:oMath><m:r><m:t>x=42</m:t></m:r></m:oMath>", run(" it is."), '<w:r><w:object>'
                  '<o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'),
        paragraph(run("End"), style="H"),
        paragraph("<w:r><w:rPr><w:b/><w:rPrChange/></w:rPr><w:t>Bold at last.</w:t></w:r>"),
    ])
    file = word_file(
        tmp_path_factory.mktemp("word"), body, {"word/media/bed.png": PNG, "docProps/core.xml": CORE},
        comments=COMMENTS, commentsExtended=ANSWERS, chart1=CHART, styles=f"<w:styles {NAMES}>{STYLES}</w:styles>",
        header1=f"<w:hdr {NAMES}>{paragraph(run('Draft of May. '), PAGE)}</w:hdr>",
        footnotes=f'<w:footnotes {NAMES}><w:footnote w:id="5">{paragraph(run("In a dry year."))}</w:footnote>'
                  "</w:footnotes>")
    return import_file(file)


def test_the_names_that_series_of_a_chart_share_count_once(tmp_path: Path) -> None:
    file = word_file(tmp_path, paragraph(run("Beds.")), {"word/charts/chart1.xml": CHART})
    words = [passage.words for passage in passages_of_word(file)]
    assert (words.count("Straw"), words.count("Bark"), words.count("In June"), words.count("9")) == (1, 1, 1, 1)


def test_all_that_a_word_file_holds_is_accounted_for(imported: ImportResult) -> None:
    assert adds_up(imported) and "Not found again" not in imported.report
    assert {what: row for what, row in rows(imported).items() if what != "words"} == {
        "headings": "2: 2 in the article",
        "footnotes": "1: 1 in the article",
        "tables": "1: 1 in the article",
        "pictures": "1: 1 in the article",
        "captions": "1: 1 in the article",
        "descriptions of pictures": "1: 1 in the article",
        "charts": "1: 1 in the article",
        "equations": "1: 1 in the article",
        "embedded objects": "1: 1 named below",
        "text boxes": "1: 1 in the article",
        "comments": "2: 2 in the review file",
        "insertions": "1: 1 in the review file",
        "deletions": "1: 1 in the review file",
        "moved passages": "2: 2 in the review file",
        "changes of formatting": "1: 1 named below",
        "headers and footers": "1: 1 named below",
        "facts of the document": "5: 4 in the article, 1 named below",
    }
    for named in ("“Draft of May.”", "1 object of another program", "1 change of formatting is not",
                  "the tag “mulch”", "the table of its numbers; a picture of it may say more: “Worms counted”"):
        assert named in imported.report


def test_changes_of_formulas_and_pictures_are_counted(tmp_path: Path) -> None:
    """What is no word of a paragraph is changed too: formulas, pictures, where paragraphs end, rows."""
    by = "w:author='A. Reader' w:date='2026-05-01T10:00:00Z'"
    picture = drawing('<pic:pic><pic:blipFill><a:blip r:embed="media/bed.png"/></pic:blipFill></pic:pic>')
    file = word_file(tmp_path, "".join([
        paragraph(run("Beds of straw"), style="H"),
        paragraph(f"<w:pPr><w:rPr><w:ins w:id='7' {by}/></w:rPr></w:pPr>", run("It rains: "), "<m:oMath>"
                  f"<w:ins {by}><m:r><m:t>y</m:t></m:r></w:ins><m:r><m:t>=7</m:t></m:r></m:oMath>"),
        paragraph(run("A picture of it: "), f"<w:ins {by}>{picture}</w:ins>"),
        f"<w:tbl><w:tr><w:trPr><w:ins w:id='8' {by}/></w:trPr><w:tc>{paragraph(run('Rain'))}</w:tc></w:tr></w:tbl>",
    ]), {"word/media/bed.png": PNG})
    result, ledger = import_file(file), Ledger()
    with PackedFile(file) as packed:
        count_word(packed, ledger)
    assert adds_up(result) and ledger.held["insertions"] == 2
    assert rows(result)["insertions"] == "2: 2 in the review file"
    assert [(item.kind, item.after) for item in result.review] == [("insertion", "y"), ("insertion", "[picture]")]
    assert rows(result)["changed ends of paragraphs"] == rows(result)["changed rows of tables"] == "1: 1 named below"
    assert "1 change of where a paragraph ends is not in the review file" in result.report


def test_an_inserted_field_is_an_insertion(tmp_path: Path) -> None:
    """Word may mark the signs around a field as inserted, and not what it shows."""
    sign = '<w:ins w:author="A. Reader"><w:r><w:fldChar w:fldCharType="{}"/></w:r></w:ins>'
    code = "<w:r><w:instrText> ADDIN EN.CITE &lt;EndNote/&gt; </w:instrText></w:r>"
    result = import_file(word_file(tmp_path, paragraph(
        run("Straw keeps beds wet "), sign.format("begin"), code, '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run("(Fern, 2020)"), sign.format("end"), change("del", "(Roth, 2019)"), run("."))))
    assert adds_up(result) and rows(result)["insertions"] == "1: 1 in the review file"
    assert [(item.before, item.after) for item in result.review] == [("(Roth, 2019)", "(Fern, 2020)")]


def test_article_has_what_pandoc_drops(imported: ImportResult) -> None:
    front, page = imported.text.removeprefix("---\n").split("\n---\n", 1)
    assert 'title: "Straw in beds"' in front and 'description: "What straw does."' in front
    assert '  - name: "Jane Roe"\n  - name: "John Doe"' in front and "topics: [therapy]" in front
    assert "Straw keeps the bed rather wet.[^1]\n\nOf the box.\n" in page
    assert ('/// figure | A bed in May\n    src: straw-in-beds/picture-1.png\n    alt: "A bed of straw"\n'
            "It is wet.\n///") in page
    assert ("Worms counted\n\n|  | In May | In June |\n| --- | --- | --- |\n| Straw | 4.3 | 9 |\n"
            "| Bark | 2 |  |\n") in page
    assert "| Bed | Worms |\n| --- | --- |\n| Bark | Two |" in page
    assert list(imported.pictures.values()) == [PNG]


def test_comments_and_changes_are_at_their_lines(imported: ImportResult) -> None:
    lines = imported.text.split("\n")
    line = lines.index("Straw keeps the bed rather wet.[^1]") + 1
    change, comment, here, away = imported.review
    assert (change.kind, change.by, change.before, change.after, change.line, change.answer) == (
        "replacement", "A. Reader", "very", "rather", line, "open")
    assert (change.quote, change.at) == ("Straw keeps the bed very wet.", 20) and change.date == "2026-05-01T10:00:00Z"
    assert (comment.quote, comment.says, comment.line, comment.answer) == (
        "Straw keeps", "Is that so?", line, "answered")
    assert [(reply.by, reply.says) for reply in comment.replies] == [("B. Writer", "It is.")]
    assert (here.kind, here.after, here.says) == (
        "insertion", "Moved words stand here.",
        "Moved to here from another place: “The end stood here. Moved words stand here.”")
    assert (away.kind, away.quote, lines[(away.line or 0) - 1]) == (
        "deletion", "The end stood here. Moved words stand here.", "The end stood here.")


def test_google_docs_page_is_read_as_it_looks(tmp_path: Path) -> None:
    (tmp_path / "bed.png").write_bytes(PNG)
    result = import_content(tmp_path, "a.html", (
        "<html><head><style>.c0{font-weight:700}.c1{font-style:italic}</style>"
        '<meta name="author" content="Jane Roe"></head><body class="doc-content"><p class="title">Straw</p>'
        '<h1>Beds</h1><p><span class="c0">Bold</span> and <span class="c1">not</span>.'
        '<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>'
        '<p><a href="https://www.google.com/url?q=https://a.example/b&amp;sa=D">here</a></p>'
        '<p><span><img src="bed.png" alt="A bed"></span></p><p>Figure 1. A bed.</p>'
        '<ul class="lst-kix_1-0 start"><li>One</li></ul><ul class="lst-kix_1-1 start"><li>Inner</li></ul>'
        '<ul class="lst-kix_1-0"><li>Two</li></ul><hr>'
        '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> In a dry year.</p></div>'
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>Jane, check this.</p></div></body></html>'))
    assert adds_up(result) and "Not found again" not in result.report
    page = result.text.split("\n---\n\n", 1)[1]
    assert page == (
        "## Beds\n\n**Bold** and *not*.[^1]\n\n[here](https://a.example/b)\n\n"
        '/// figure | A bed\n    src: straw/picture-1.png\n    alt: "A bed"\n\n///\n\n'
        "- One\n    - Inner\n- Two\n\n[^1]: In a dry year.\n")
    (comment,) = result.review
    assert (comment.says, result.text.split("\n")[(comment.line or 0) - 1]) == (
        "Jane, check this.", "**Bold** and *not*.[^1]")
    assert '  - name: "Jane Roe"' in result.text


def test_what_was_counted_and_is_nowhere_is_said() -> None:
    ledger = Ledger()
    ledger.held["tables"] += 2
    ledger.keep("tables")
    assert [(row.what, row.held, row.kept, row.lost) for row in ledger.rows()] == [("tables", 2, 1, 1)]


def test_footnote_of_a_title_stays_readable(tmp_path: Path) -> None:
    result = import_content(
        tmp_path, "a.md", "# Straw[^1]\n\nIt keeps beds wet.[^2]\n\n[^1]: Of May.\n\n[^2]: Mostly.\n")
    assert result.title == "Straw"
    assert result.text.split("\n---\n\n", 1)[1] == "Of May.\n\nIt keeps beds wet.[^2]\n\n[^2]: Mostly.\n"
    assert "a footnote of the title is the first paragraph now: “Of May.”" in result.report


def test_report_does_not_contradict_itself(tmp_path: Path) -> None:
    """A work that is cited with another year was said to be missing in the list, and to be never cited."""
    result = import_content(tmp_path, "a.txt", (
        "Straw\n\nStraw helps (Calla et al., 2021) and leaves do (Hazel, 2021).\n\nReferences\n\n"
        "1. Calla AE. Straw. Roses. 2020;1(2):3-4. doi:10.9999/a\n2. Hazel G. Leaves. Roses. 2021;2:5.\n"))
    assert ("Cited by another name or year than the list has; look whether each is the same:\n"
            "  - “Calla et al., 2021” and calla2020: 1. Calla AE.") in result.report
    assert "Cited, and not in the list" not in result.report and "never cited" not in result.report
    assert adds_up(result) and "words" in rows(result)


def test_equation_of_word_is_shown_in_signs(tmp_path: Path) -> None:
    power = ("<m:sSup><m:e><m:r><m:t>η</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>")
    matrix = "<m:m><m:mr><m:e><m:r><m:t>a</m:t></m:r></m:e><m:e><m:r><m:t>b</m:t></m:r></m:e></m:mr></m:m>"
    few, many, wide = (f"<m:oMath>{each}</m:oMath>" for each in ("<m:r><m:t>≥10</m:t></m:r>", power, matrix))
    result = import_file(word_file(tmp_path, paragraph(run("Beds"), style="Heading1") + paragraph(
        run("Beds with "), few, run(" rows, "), many, run(" and "), wide, run("."))))
    assert "Beds with ≥\u200410 rows, η<sup>2</sup> and `" in result.text
    assert "formulas that stay as LaTeX, in code: say them in words: “" in result.report
    assert rows(result)["equations"] == "3: 3 in the article"
