"""All that an OpenDocument file, a web page of Word and a diagram hold is read, counted or named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from manuscript_imports import PNG, import_content, import_file
from test_import_ledger import adds_up, rows
from word_files import NAMES, OFFICE, drawing, paragraph, run, word_file

pytestmark = pytest.mark.build

_URN = "urn:oasis:names:tc:opendocument:xmlns"
ODT = " ".join([
    *(f'xmlns:{name}="{_URN}:{name}:1.0"' for name in ("office", "text", "table", "style", "meta")),
    f'xmlns:draw="{_URN}:drawing:1.0" xmlns:svg="{_URN}:svg-compatible:1.0" xmlns:fo="{_URN}:xsl-fo-compatible:1.0"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"',
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'])


def odt_file(folder: Path, body: str, meta: str, page: str, looks: str = "") -> Path:
    """Write an OpenDocument text with this body, these properties, this in the header of its pages, these styles."""
    file = folder / "a.odt"
    types = {"/": "application/vnd.oasis.opendocument.text", "content.xml": "text/xml", "meta.xml": "text/xml"}
    parts = {
        "mimetype": types["/"],
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0">' + "".join(
            f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
            for path, kind in types.items()) + "</manifest:manifest>",
        "content.xml": f"<office:document-content {ODT}><office:automatic-styles>{looks}</office:automatic-styles>"
                       f"<office:body><office:text>{body}</office:text></office:body>"
                       "</office:document-content>",
        "meta.xml": f"<office:document-meta {ODT}><office:meta>{meta}</office:meta></office:document-meta>",
        "styles.xml": f"<office:document-styles {ODT}><office:font-face-decls/><office:styles/>"
                      "<office:automatic-styles/><office:master-styles><style:master-page><style:header>"
                      f"{page}</style:header></style:master-page></office:master-styles></office:document-styles>",
        "Object 1/content.xml": '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>',
        "Object 2/content.xml": f"<office:document-content {ODT}><office:body><office:chart/></office:body>"
                                "</office:document-content>",
    }
    with zipfile.ZipFile(file, "w") as packed:
        for path, content in parts.items():
            packed.writestr(path, content)
        packed.writestr("Pictures/bed.png", PNG)
    return file


def comment(says: str, by: str, **attributes: str) -> str:
    stated = "".join(f' {name.replace("__", "-").replace("_", ":")}="{value}"' for name, value in attributes.items())
    return (f"<office:annotation{stated}><dc:creator>{by}</dc:creator><dc:date>2026-05-01T10:00:00</dc:date>"
            f"<text:p>{says}</text:p></office:annotation>")


def test_all_that_an_odt_file_holds_is_accounted_for(tmp_path: Path) -> None:
    info = "<office:change-info><dc:creator>A. Reader</dc:creator><dc:date>2026-05-02T10:00:00</dc:date>" \
           "</office:change-info>"
    regions = "".join(
        f'<text:changed-region text:id="{name}"><text:{kind}>{info}{words}</text:{kind}></text:changed-region>'
        for name, kind, words in (("c1", "insertion", ""), ("c2", "deletion", "<text:p>very</text:p>"),
                                  ("c3", "format-change", "")))
    frame = '<draw:frame><draw:image xlink:href="Pictures/bed.png"/><svg:desc>A bed of straw</svg:desc></draw:frame>'
    objects = "".join(f'<draw:frame><draw:object xlink:href="./Object {number}"/></draw:frame>' for number in (1, 2, 3))
    result = import_file(odt_file(
        tmp_path,
        f"<text:tracked-changes>{regions}</text:tracked-changes>"
        '<text:h text:outline-level="1">Beds</text:h>'
        f"<text:p>{comment('Is that so?', 'A. Reader', office_name='1', loext_resolved='true')}"
        'Straw keeps<office:annotation-end office:name="1"/>'
        f"{comment('It is.', 'B. Writer', office_name='2', loext_parent__name='1')}"
        ' the bed <text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>rather'
        '<text:change-end text:change-id="c1"/><text:s/>wet.<text:note text:note-class="endnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>In a dry year.</text:p></text:note-body></text:note></text:p>"
        f"<text:p>{frame}</text:p><text:p text:style-name=\"Illustration\">Figure 1. A bed in May.</text:p>"
        "<text:p>Beside it <draw:frame><draw:text-box><text:p>Of the box.</text:p></draw:text-box></draw:frame>"
        "</text:p>"
        f"<text:p>And so {objects} it is.</text:p><text:p>The end.{comment('Good.', 'C. Editor')}</text:p>"
        '<text:h text:outline-level="1">End</text:h><text:p>It ends.</text:p>',
        "<dc:title>Straw in beds</dc:title><meta:initial-creator>Jane Roe</meta:initial-creator>"
        "<dc:creator>Somebody Else</dc:creator><meta:keyword>therapy</meta:keyword><meta:keyword>mulch</meta:keyword>"
        '<meta:user-defined meta:name="Status">second draft</meta:user-defined>'
        "<meta:editing-cycles>3</meta:editing-cycles><meta:print-date>2020-01-24T13:00:36.07</meta:print-date>",
        "<text:p>Draft of May. <text:page-number>37</text:page-number> of "
        "<text:page-count>40</text:page-count></text:p>"))
    assert result.title == "Straw in beds" and '  - name: "Jane Roe"' in result.text and "Somebody" not in result.text
    assert '/// figure | A bed in May\n    src: straw-in-beds/picture-1.png\n    alt: "A bed of straw"' in result.text
    assert "Straw keeps the bed rather wet.[^1]\n" in result.text and "Of the box." in result.text
    assert adds_up(result) and "Not found again" not in result.report
    counted = {what: row for what, row in rows(result).items() if what not in ("words", "equations")}
    assert counted == {
        "headings": "2: 2 in the article", "endnotes": "1: 1 in the article", "pictures": "1: 1 in the article",
        "captions": "1: 1 in the article", "descriptions of pictures": "1: 1 in the article",
        "charts": "1: 1 named below", "embedded objects": "1: 1 named below", "text boxes": "1: 1 in the article",
        "comments": "3: 3 in the review file", "insertions": "1: 1 in the review file",
        "deletions": "1: 1 in the review file", "changes of formatting": "1: 1 named below",
        "headers and footers": "1: 1 named below", "facts of the document": "5: 3 in the article, 2 named below",
    }
    assert "Status: second draft" in result.report and "the tag “mulch”" in result.report
    change, asked, good = result.review
    assert (change.before, change.after, change.by) == ("very", "rather", "A. Reader")
    assert (asked.quote, asked.says, str(asked.answer), [reply.says for reply in asked.replies]) == (
        "Straw keeps", "Is that so?", "answered", ["It is."])
    assert (good.says, good.by, good.context) == ("Good.", "C. Editor", "The end.")


def test_web_page_of_word_is_read_as_it_looks(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.html", (
        '<html><head><meta name="citation_author" content="Roe, Jane"><meta name="citation_author" content="Doe, John">'
        '<meta name="citation_doi" content="doi:10.9999/abc"><meta property="og:url" content="https://a.example/b"></head>'
        "<body><h1>Straw</h1><p>It keeps a bed <del cite='mailto:A. Reader' datetime='2026-05-01T10:00'>very</del>"
        "<ins cite='mailto:A. Reader' datetime='2026-05-01T10:00'>rather</ins> wet. <del>Kept.</del>"
        "<span style='font-weight:bold;font-style:italic'>Both</span>"
        '<a href="#_msocom_1" name="_msoanchor_1">[AR1]</a><a href="#_ftn1" name="_ftnref1">[1]</a> '
        '<span><a href="#_msocom_2" name="_msoanchor_2">[CE2]</a><span>&nbsp;</span></span></p>'
        '<b style="font-weight:normal"><p>Plain.</p></b><sup><span style="vertical-align:super">2</span></sup>'
        "<iframe src='https://a.example/film'></iframe>"
        "<table><tr><th>Bed</th></tr><tr><th>in May</th></tr><tr><td>Straw</td></tr></table>"
        '<ol class="lst-kix_2-1"><li>Deep</li></ol><ul class="lst-kix_2-0"><li>Top</li></ul>'
        '<div><p><a href="#_ftnref1" name="_ftn1">[1]</a> In a dry year.</p></div>'
        '<div><div id="_com_1"><p><a href="#_msoanchor_1" name="_msocom_1"></a>Is that so?</p></div></div>'
        """<div><div id="_com_2"><span style='mso-comment-author:"C. Editor"'><a name="_msocom_2"></a></span>"""
        '<p><span>&nbsp;<a href="#_msoanchor_2" class=msocomoff>[CE2]</a></span>Good.</p></div></div></body></html>'))
    page = result.text.split("\n---\n\n", 1)[1]
    assert page.startswith("It keeps a bed rather wet. <del>Kept.</del>***Both***[^1]\n\nPlain.\n")
    assert "| Bed: in May |\n| --- |\n| Straw |" in page and "[^1]: In a dry year.\n" in page
    assert '  - name: "Jane Roe"\n  - name: "John Doe"' in result.text and 'doi: "10.9999/abc"' in result.text
    assert [(str(item.kind), item.by, item.says or item.after) for item in result.review] == [
        ("replacement", "A. Reader", "rather"), ("comment", "", "Is that so?"), ("comment", "C. Editor", "Good.")]
    assert "an element “iframe” was left out: https://a.example/film" in result.report
    assert adds_up(result)


def test_very_deep_page_is_left_as_it_is(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.html", f"<p>Above.</p>{'<div>' * 250}<p>Deep down.</p>{'</div>' * 250}")
    assert "Above." in result.text and "Deep down." in result.text + result.report


def test_diagrams_and_scattered_numbers_become_text(tmp_path: Path) -> None:
    part = (f"<dgm:dataModel {NAMES}><dgm:ptLst><dgm:pt><a:t>Rain</a:t></dgm:pt><dgm:pt/><dgm:pt>"
            "<a:t>Worms</a:t></dgm:pt></dgm:ptLst></dgm:dataModel>")
    points = "".join(f"<c:{axis}Val><c:pt idx='0'><c:v>{value}</c:v></c:pt></c:{axis}Val>"
                     for axis, value in (("x", "1.50"), ("y", "many")))
    chart = f"<c:chartSpace {NAMES}><c:chart><c:plotArea><c:ser>{points}</c:ser></c:plotArea></c:chart></c:chartSpace>"
    empty = f"<c:chartSpace {NAMES}><c:chart/></c:chartSpace>"
    result = import_file(word_file(
        tmp_path, paragraph(run("Beds in a year of rain, as they were seen."))
        + paragraph(drawing('<dgm:relIds r:dm="data1"/>')) + paragraph(drawing('<c:chart r:id="chart1"/>'))
        + paragraph(drawing('<c:chart r:id="chart11"/>')) + paragraph(run("And no more was seen.")),
        data1=part, chart1=chart, chart11=empty))
    assert "\n\nRain; Worms.\n\n" in result.text and "|  | Series 1 |\n| --- | --- |\n| 1.5 | many |" in result.text
    assert rows(result)["diagrams"] == "1: 1 named below"
    assert rows(result)["charts"] == "2: 1 in the article, 1 named below"
    assert "1 chart was left out, of which the file has no numbers" in result.report and adds_up(result)


def test_pictures_of_an_odt_in_links_and_shapes_are_kept(tmp_path: Path) -> None:
    """Pandoc drops both. Of a picture for printers, LibreOffice keeps one that browsers show beside it."""
    def frame(*files: str, says: str = "") -> str:
        images = "".join(f'<draw:image xlink:href="Pictures/{file}"/>' for file in files)
        return f"<draw:frame>{images}{f'<svg:desc>{says}</svg:desc>' * bool(says)}</draw:frame>"

    result = import_file(odt_file(
        tmp_path,
        f'<text:p>Read <text:a xlink:href="https://example.org/">of {frame("bed.png", says="A bed")}beds</text:a>.'
        f"</text:p><text:p><draw:custom-shape><text:p>A shape: {frame('bed.wmf', 'bed.png')}</text:p>"
        "<draw:enhanced-geometry/></draw:custom-shape></text:p>", "", ""))
    assert result.text.split("\n---\n\n", 1)[1] == (
        "Read [of beds](https://example.org/)![A bed](a/picture-1.png).\n\nA shape: ![A bed](a/picture-1.png)\n")
    assert rows(result)["pictures"] == "2: 2 in the article" and "not read" not in result.report and adds_up(result)


def test_pictures_of_word_that_no_reader_sees_are_named(tmp_path: Path) -> None:
    picture = '<pic:pic><pic:blipFill><a:blip r:embed="media/bed.png"/></pic:blipFill></pic:pic>'
    related = (f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
               f'Id="media/bed.png" Type="{OFFICE}/image" Target="media/bed.png"/></Relationships>')
    result = import_file(word_file(
        tmp_path, paragraph(run("Beds were wet in a year of rain.")) + paragraph(drawing(picture, "IMG_0815.png")),
        {"word/media/bed.png": PNG, "word/_rels/header1.xml.rels": related},
        header1=f"<w:hdr {NAMES}>{paragraph(drawing(picture))}</w:hdr>"))
    assert "a picture in the header of the pages was left out: bed.png" in result.report
    assert rows(result)["headers and footers"] == "1: 1 named below" and adds_up(result)
    line = next(number for number, line in enumerate(result.text.split("\n"), start=1) if line.startswith("!["))
    assert f"1 picture without a description, on line {line}: say" in result.report, "a file’s name describes nothing"


def test_what_a_template_left_is_no_title(tmp_path: Path) -> None:
    core = ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>&lt;%Title%&gt;</dc:title>'
            "<dc:description>Of {{ year }}</dc:description><dc:subject>Of beds_x000d_\nand_x0009_worms</dc:subject>"
            "</cp:coreProperties>")
    body = paragraph(run("Beds were wet in a year of rain, as all could see.")) * 2
    result = import_file(word_file(tmp_path, body, {"docProps/core.xml": core}))
    assert "description:\n" in result.text and "<%" not in result.text and "description: Of {{ year }}" in result.report
    assert "the document’s subject: Of beds and worms" in result.report, "a sign that XML cannot hold has a code there"
    opening = "the opening: a block `/// answer`, before all text (see `desk explain answer`)"
    assert opening in result.report


def test_a_title_that_the_text_does_not_have_is_told(tmp_path: Path) -> None:
    core = ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Form of the faculty</dc:title>'
            "<dc:creator>Eric Roe, MD1,✉, Jane Fern, PhD2, and Ann Lee1,3</dc:creator></cp:coreProperties>")
    files: dict[str, bytes | str] = {"docProps/core.xml": core}
    told = "title: the file states it in its properties, and its text does not have it; look whether it is this one's"
    result = import_file(word_file(tmp_path, paragraph(run("Beds were wet in a year of rain.")), files))
    assert told in result.report
    assert '  - name: "Eric Roe"\n  - name: "Jane Fern"\n  - name: "Ann Lee"\nstatus' in result.text
    assert told not in import_file(word_file(tmp_path, paragraph(run("A FORM of the Faculty")), files)).report


def titled(folder: Path, *said: tuple[str, str]) -> Path:
    """A Word file of paragraphs, each with the name of its style, of which the usual text has none."""
    styles = "".join(f'<w:style w:styleId="of-{name}" w:type="paragraph"><w:name w:val="{name}"/></w:style>'
                     for name in ("Title", "Subtitle", "Author", "Date", "Abstract", "heading 1"))
    body = "".join(paragraph(*([run(words)] if words else []), style=f"of-{style}" if style else "")
                   for style, words in said)
    return word_file(folder, body, styles=f"<w:styles {NAMES}>{styles}</w:styles>")


def test_what_a_title_page_says_by_its_styles_is_text(tmp_path: Path) -> None:
    result = import_file(titled(
        tmp_path, ("Title", "Straw in beds"), ("Subtitle", "Of worms"), ("Author", "Jane Roe"), ("Author", "Ann Lee"),
        ("Date", "2 May"), ("Abstract", "It keeps them wet."), ("", "Beds are old.")))
    assert result.title == "Straw in beds" and adds_up(result) and "not read" not in result.report
    assert result.text.endswith(
        "---\n\n## Of worms\n\nJane Roe; Ann Lee; 2 May.\n\nIt keeps them wet.\n\nBeds are old.\n")


def test_a_title_in_several_paragraphs_is_one(tmp_path: Path) -> None:
    result = import_file(titled(
        tmp_path, ("Title", "Straw in beds:"), ("Title", ""), ("Title", "a trial"), ("Title", ""),
        ("Subtitle", "Of worms"), ("Subtitle", "and of roots."), ("Author", "Jane Roe,"), ("Author", "Ann Lee"),
        ("Date", "2 May"), ("Date", "3 June"), ("", "Beds are old.")))
    assert result.title == "Straw in beds: a trial" and "Not found again" not in result.report
    assert result.text.endswith(
        "---\n\n## Of worms\n\nand of roots.\n\nJane Roe, Ann Lee; 2 May; 3 June.\n\nBeds are old.\n")


def test_a_title_below_other_words_is_the_title(tmp_path: Path) -> None:
    result = import_file(titled(
        tmp_path, ("", "A journal of beds."), ("Title", "Straw in beds:"), ("Title", "a trial"), ("Author", "Jane Roe"),
        ("heading 1", "Beds"), ("", "Beds are old.")))
    assert result.title == "Straw in beds: a trial" and "Not found again" not in result.report
    assert result.text.endswith("---\n\nA journal of beds.\n\nJane Roe\n\n## Beds\n\nBeds are old.\n")


def test_titles_further_down_are_headings(tmp_path: Path) -> None:
    parts = (("Title", "Straw"), ("", "Straw is dry."), ("Title", "Roots"), ("", "Roots are long."))
    headed = "## Straw\n\nStraw is dry.\n\n## Roots\n\nRoots are long.\n"
    below = import_file(titled(tmp_path, ("", "A journal of beds, kept by the gardeners of a town."), *parts))
    assert below.text.endswith(f"---\n\nA journal of beds, kept by the gardeners of a town.\n\n{headed}")
    above = import_file(titled(tmp_path, ("Title", "Beds"), ("", "Beds are old."), *parts))
    assert above.title == "Beds" and above.text.endswith(f"---\n\nBeds are old.\n\n{headed}")


ODT_TITLE = '<text:p text:style-name="Title">{}</text:p>'


@pytest.mark.parametrize(("lines", "title", "text"), [
    (("=Straw in beds:", "=a trial", "Beds are old."), "Straw in beds: a trial", "Beds are old.\n"),
    (("A journal of beds.", "=Straw", "Beds are old."), "Straw", "A journal of beds.\n\nBeds are old.\n"),
    (("=Beds", "Beds are old.", "=Straw", "Straw is dry."), "Beds", "Beds are old.\n\n## Straw\n\nStraw is dry.\n"),
    (("=Beds", "=A thesis", "=by Jane Roe", "=Leeds, 2020", "=Declaration", "Beds are old."), "Beds",
     "A thesis\n\nby Jane Roe\n\nLeeds, 2020\n\nDeclaration\n\nBeds are old.\n")])
def test_the_title_of_an_open_document_is_the_title(
    tmp_path: Path, lines: tuple[str, ...], title: str, text: str
) -> None:
    """A line with = has the style of titles, which Pandoc does not know."""
    body = "".join(ODT_TITLE.format(line[1:]) if line[0] == "=" else f"<text:p>{line}</text:p>" for line in lines)
    result = import_file(odt_file(tmp_path, f"{body}<text:h text:outline-level=\"1\">Roots</text:h>", "", ""))
    assert result.title == title and "Not found again" not in result.report
    assert result.text.endswith(f"---\n\n{text}\n## Roots\n")


def test_a_page_of_titles_has_its_first_as_title(tmp_path: Path) -> None:
    """Some style all lines of a cover so, with the university, the town and the year."""
    lines = ("Straw in beds", "A thesis at the school of gardens", "by Jane Roe", "Leeds, 2020", "Declaration")
    result = import_file(titled(tmp_path, *(("Title", line) for line in lines), ("", "Beds are old.")))
    assert result.title == "Straw in beds" and "Not found again" not in result.report
    assert [line for line in lines[1:] if line in result.text] == list(lines[1:])


def test_the_heading_of_the_contents_is_no_title(tmp_path: Path) -> None:
    body = '<text:h text:outline-level="1">Contents</text:h><text:p>Beds.</text:p>'
    result = import_file(odt_file(tmp_path, body, "", ""))
    assert result.title == "A" and "## Contents" in result.text


@pytest.mark.parametrize("page", ["{head}<main><p>Beds.</p></main>", "<main>{head}<p>Beds.</p></main>"])
def test_the_abstract_of_a_page_of_quarto_is_text(tmp_path: Path, page: str) -> None:
    head = ('<header id="title-block-header"><h1>Straw</h1><div class="abstract"><div class="block-title">Abstract'
            "</div>It keeps beds wet.</div></header>")
    result = import_content(tmp_path, "a.html", f"<title>Straw</title>{page.format(head=head)}")
    assert result.text.replace("## ", "").endswith("\n\nAbstract\n\nIt keeps beds wet.\n\nBeds.\n")


@pytest.mark.parametrize(("title", "head", "found", "headings"), [
    ("Straw – The beds desk", "Straw", "Straw", ["## Beds"]), ("The beds desk | Straw", "Straw", "Straw", ["## Beds"]),
    ("Straw", "Straw", "Straw", ["## Beds"]), ("Straw-like beds", "Straw", "Straw-like beds", ["## Straw", "### Beds"]),
])
def test_the_heading_that_says_the_title_of_a_web_page(
    tmp_path: Path, title: str, head: str, found: str, headings: list[str]
) -> None:
    """A menu stands above it."""
    result = import_content(tmp_path, "a.html", f"<title>{title}</title><p>Home</p><h1>{head}</h1><p>They are wet.</p>"
                            "<h2>Beds</h2><p>They are dry.</p>")
    assert result.title == found
    assert [line for line in result.text.splitlines() if line.startswith("#")] == headings


def test_an_item_above_the_only_heading_is_no_title(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.html", "<ul><li>Straw</li></ul><h1>Beds</h1><p>They are wet.</p>")
    assert result.text.split("\n---\n\n", 1)[1] == "- Straw\n\n## Beds\n\nThey are wet.\n"


def test_caption_in_the_frame_of_an_odt_picture_is_kept(tmp_path: Path) -> None:
    def picture(words: str) -> str:
        return (f'<draw:frame text:anchor-type="as-char"><draw:image xlink:href="Pictures/bed.png" '
                f'xlink:type="simple"/></draw:frame>{words}')

    def frame(*paragraphs: str) -> str:
        inside = "".join(f'<text:p text:style-name="Figure">{words}</text:p>' for words in paragraphs)
        return f'<text:p><draw:frame><draw:text-box>{inside}</draw:text-box></draw:frame></text:p>'

    result = import_file(odt_file(tmp_path, (
        "<text:h text:outline-level=\"1\">Beds</text:h><text:p>Beds are wide.</text:p>"
        + frame(picture("Figure 1: A bed of CO2")) + "<text:p>So they are.</text:p>"
        + frame(picture(""), "Figure 2: A long bed")), "", "<text:p/>"))
    assert "/// figure | A bed of CO2\n    src: beds/picture-1.png\n    alt:\n" in result.text
    assert "/// figure | A long bed\n    src: beds/picture-1.png\n    alt:\n" in result.text
    assert " pictures without a description, on lines " in result.report and "Not found again" not in result.report


@pytest.mark.parametrize(("heading", "title"), [("Straw in wet beds", "Straw in wet beds"), ("Introduction", "M")])
def test_only_the_references_stand_beside_a_title(heading: str, title: str, tmp_path: Path) -> None:
    """Pandoc writes “# References” for a title and sections of the same level; “Introduction” is no title."""
    result = import_content(tmp_path, "m.md", f"# {heading}\n\nStraw is warm.\n\n# References\n\n"
                            "Hazel T, Moss C. Straw in the bed. Roses. 2019;12(3):4-9.\n")
    assert result.title == title
