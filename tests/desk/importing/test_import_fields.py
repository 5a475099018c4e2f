"""Citations that reference managers keep in a file as data become the site's, with locators and records."""

from __future__ import annotations

import base64
import json
import zlib
from html import escape
from pathlib import Path
from typing import Any

import pytest
from field_files import (
    CALLA,
    HAZEL,
    call,
    cluster,
    code,
    control,
    docx,
    field,
    item,
    note,
    odt,
    packed,
    paragraph,
    run,
    sign,
    zotero,
)
from manuscript_imports import import_content, import_file

from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation, FieldCitations, is_number
from proofdesk.desk.importing.readers.fields.code import is_bibliography, is_citation, read_citation
from proofdesk.desk.importing.readers.fields.handwriting import with_typed_words
from proofdesk.desk.importing.result import ImportResult

CHANGED = 'w:id="1" w:author="A" w:date="2026-05-01T00:00:00Z"'
RAISED = '<w:vertAlign w:val="superscript"/>'
ENDNOTE = (
    '<EndNote><Cite{attributes}><Author>Calla</Author><Year>2020</Year><RecNum>7</RecNum>{words}<DisplayText>(Calla)'
    '</DisplayText><record><rec-number>7</rec-number><foreign-keys><key app="EN" db-id="d">7</key></foreign-keys>'
    '<ref-type name="Journal Article">17</ref-type><contributors><authors><author>Calla, Ann E.</author><author>'
    'Society of Roses,</author></authors></contributors><titles><title><style face="normal">Straw and the roots of '
    'roses</style></title><secondary-title>Roses</secondary-title></titles><pages>3-4</pages><volume>1</volume>'
    '<dates><year>2020</year></dates><accession-num>12345678</accession-num><urls/><electronic-resource-num>'
    '10.9999/straw</electronic-resource-num><remote-database-name>Medline</remote-database-name></record></Cite>'
    '</EndNote>')
SOURCES = (
    '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source><b:Tag>Cal20'
    '</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Author><b:Author><b:NameList><b:Person><b:Last>Calla'
    '</b:Last><b:Middle>E.</b:Middle><b:First>Ann</b:First></b:Person></b:NameList></b:Author></b:Author><b:Title>'
    'Straw and the roots of roses</b:Title><b:JournalName>Roses</b:JournalName><b:Year>2020</b:Year>'
    '<b:Volume>1</b:Volume>'
    '<b:Pages>3-4</b:Pages></b:Source><b:Source><b:Tag>Soc18</b:Tag><b:SourceType>Book</b:SourceType><b:Author>'
    '<b:Author><b:Corporate>Society of Roses</b:Corporate></b:Author></b:Author><b:Title>The language of leaves'
    '</b:Title><b:Year>2018</b:Year><b:Publisher>Garden Press</b:Publisher></b:Source></b:Sources>')
CITAVI = {"Entries": [{"$id": "1", "ReferenceId": "a-1", "Prefix": "Vgl. ", "PageRange": {"OriginalString": "3-4"},
                       "Reference": {"$id": "2", "ReferenceType": "JournalArticle", "Title": "Straw",
                                     "Subtitle": "Roots",
                                     "Authors": [{"FirstName": "Ann", "MiddleName": "E.", "LastName": "Calla"}],
                                     "Periodical": {"Name": "Roses"}, "Year": "2020", "Doi": "10.9999/straw"}}]}


def body(result: ImportResult) -> list[str]:
    return [line for line in result.text.split("\n---\n", 1)[1].split("\n") if line]


@pytest.mark.build
def test_citations_of_a_word_file_are_kept(tmp_path: Path) -> None:
    calla, hazel = item(CALLA, 1, locator="3-4", label="page", prefix="see "), item(HAZEL, 2)
    link = field(' HYPERLINK "https://a.example" ', "4")
    nested = (sign("begin") + code(zotero(item(CALLA, 1))) + sign("separate") + run("[3, ") + link + run("]")
              + sign("end"))
    said = packed(json.dumps(cluster(item(HAZEL, 2, composite=True))))
    mendeley = control(f"MENDELEY_CITATION_v3_{said}", run("[2]"))
    citavi = control("CitaviPlaceholder#1", field(
        f"ADDIN CitaviPlaceholder{{{packed(json.dumps(CITAVI))}}}", "(Calla)"))
    book = item(HAZEL, 2, **{"suppress-author": True, "suffix": ", a book"})
    data = packed(ENDNOTE.format(attributes="", words="<Suffix>, in beds</Suffix><Pages>5</Pages>"))
    endnote = (sign("begin", data) + code(" ADDIN EN.CITE ") + sign("begin", data) + code(" ADDIN EN.CITE.DATA ")
               + sign("end") + sign("separate") + run("(Calla)") + sign("end"))
    rows = [("Bed", "Work"), ("Straw", paragraph("Cell ", field(zotero(hazel), "2")))]
    table = "<w:tbl>" + "".join("<w:tr>" + "".join(
        f"<w:tc>{cell if '<' in cell else paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    table += "</w:tbl>"
    result = import_file(docx(
        tmp_path,
        paragraph("Worms loosen beds ", field(zotero(calla, book), "(see Calla 2020, pp. 3-4; 2018, a book)"), "."),
        paragraph("Raised.", field(zotero(item(CALLA, 1)), "1", RAISED), run(",", RAISED),
                  field(zotero(hazel), "2", RAISED), " Nested ", nested, ". In brackets [",
                  field(zotero(hazel), "2"), "]."),
        paragraph("Kept ", f"<w:ins {CHANGED}>", field(zotero(hazel), "2"), "</w:ins>", f"<w:del {CHANGED}>",
                  field(zotero(calla), "1"), "</w:del>", " as changed; ", mendeley, " says so; ", citavi, " too; ",
                  endnote, "."),
        paragraph("A note", call(1), " of a work, one", call(3), " with a page, and one", call(2), " with words."),
        table,
        paragraph("Marked ", '<w:bookmarkStart w:id="5" w:name="ZOTERO_BREF_a"/>', "(Calla)",
                  '<w:bookmarkEnd w:id="5"/>', "; own ",
                  control("", '<w:fldSimple w:instr="CITATION Cal20 \\p 12 \\m Soc18 \\n">' + run("(C)")
                          + "</w:fldSimple>"), "."),
        paragraph("Lost ", field(zotero({"id": 9, "uris": ["http://zotero.org/users/1/items/9"]}), "(Unknown, 1999)"),
                  " and changed ", field(zotero(hazel, written="(Hazel 2018)"), "(but see Hazel 2018)"), ", ",
                  field(zotero(hazel, written="(Hazel 2018)"), "(here is one missing)"), "."),
        paragraph("What we read", style="Heading1"),
        paragraph(sign("begin"), code(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY "), sign("separate"),
                  "1. Calla AE. Straw and the roots of roses. Roses 1, 3 (2020)."),
        paragraph("2. de Hazel J. The language of LEAVES &amp; bark. n.d.", sign("end")),
        paragraph("3. Calla AE. Moss. Roses. 2021;2(1):5-6."),
        '<w:p><w:pPr><w:ind w:left="900"/></w:pPr>' + run("https://roses.example/moss") + "</w:p>",
        notes=note(1, field(zotero(calla), "Calla 3."), ".") + note(2, "But see ", field(zotero(hazel), "Hazel"), ".")
        + note(3, field(zotero(hazel), "Hazel"), ", page 5."),
        docProps__custom=f'<Properties><property name="ZOTERO_BREF_a_2"><t>{json.dumps(cluster(item(CALLA)))[40:]}</t>'
                         f'</property><property name="ZOTERO_BREF_a_1"><t>ZOTERO_ITEM CSL_CITATION '
                         f'{json.dumps(cluster(item(CALLA)))[:40]}</t></property></Properties>',
        customXml__item1=SOURCES))
    assert body(result) == [
        "Worms loosen beds [see @calla2020, pp. 3-4; -@dehazel2018, a book].",
        "Raised. [@calla2020; @dehazel2018] Nested [@calla2020]. In brackets [@dehazel2018].",
        "Kept [@dehazel2018] as changed; @dehazel2018 says so; [Vgl. @calla2020, pp. 3-4] too; "
        "[@calla2020, p. 5, in beds].",
        "A note [see @calla2020, pp. 3-4] of a work, one [@dehazel2018, p. 5] with a page, and one[^1] with words.",
        "| Bed | Work |", "| --- | --- |", "| Straw | Cell [@dehazel2018] |",
        "Marked [@calla2020]; own [@calla2020, p. 12; -@societyofroses2018].",
        "Lost ⟦(Unknown, 1999)⟧ and changed [but see @dehazel2018; @dehazel2018].",
        "[^1]: But see [@dehazel2018].",
    ]
    assert list(result.entries) == ["calla2020", "dehazel2018", "societyofroses2018", "calla2021"]
    assert "url = {https://roses.example/moss}" in result.entries["calla2021"]
    assert "doi = {10.9999/straw}" in result.entries["calla2020"]
    assert "title = {The language of {LEAVES} \\& bark}" in result.entries["dehazel2018"]
    assert "author = {de Hazel, J. and {Society of Roses}}" in result.entries["dehazel2018"]
    assert "holds no record of its work, and was read as words: “(Unknown, 1999)”" in result.report
    assert "it says “(here is one missing)”, and Zotero had written “(Hazel 2018)”" in result.report
    assert "the heading “What we read”" in result.report and "\ue002" not in result.text + result.report


def numbered_list(count: int) -> list[str]:
    """Return a list of so many invented works, as a manager writes it: numbered, and in a field of its own."""
    rows = [f"[{n}] {chr(64 + n)}. Hay, “Straw of {chr(64 + n)}-beds,” Roses, vol. {n}, pp. 3–4, {2000 + n}."
            for n in range(1, count + 1)]
    first = sign("begin"), code(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY "), sign("separate"), rows[0]
    return [paragraph("References", style="Heading1"), paragraph(*first), *map(paragraph, rows[1:-1]),
            paragraph(rows[-1], sign("end"))]


def listed_work(number: int) -> dict[str, Any]:
    letter = chr(64 + number)
    return {"type": "article-journal", "title": f"Straw of {letter}-beds", "container-title": "Roses",
            "author": [{"family": "Hay", "given": letter}], "issued": {"date-parts": [[2000 + number]]}}


@pytest.mark.build
@pytest.mark.parametrize(("shown", "text"), {
    "[{}]": "Typed [@hay2004], so ⟦\\[2, 5\\]⟧ and ⟦\\[6–7\\]⟧; not ⟦\\[99\\]⟧, m<sup>2</sup>, (3).",
    "({})": "Typed ⟦\\[4\\]⟧, so ⟦\\[2, 5\\]⟧ and ⟦\\[6–7\\]⟧; not \\[99\\], m<sup>2</sup>, (3).",
}.items(), ids=["in the same form", "in another form"])
def test_typed_numbers_are_of_the_list_if_fields_agree(tmp_path: Path, shown: str, text: str) -> None:
    cited = [paragraph(f"Bed {n} is wet ", field(zotero(item(listed_work(n), n)), shown.format(n)), ".")
             for n in (1, 2, 3)]
    typed = paragraph("Typed [4], so [2, 5] and [6–7]; not [99], m", run("2", RAISED), ", (3).")
    assert body(import_file(docx(tmp_path, *cited, typed, *numbered_list(7))))[3] == text
    others = [paragraph(f"Bed {n} is wet ", field(zotero(item(listed_work(n + 1), n)), shown.format(n)), ".")
              for n in (1, 2, 3)]
    assert "⟦\\[4\\]⟧" in import_file(docx(tmp_path, *others, typed, *numbered_list(7))).text, "the list is another one"


@pytest.mark.build
@pytest.mark.parametrize(("shown", "raised"), [("[{}]", ""), ("({})", ""), ("{}", RAISED), ("{}", "")])
def test_numbers_of_fields_without_records(tmp_path: Path, shown: str, raised: str) -> None:
    def lost(number: str) -> str:
        cited = zotero({"id": 9, "uris": [f"http://zotero.org/users/1/items/{number}"]})
        return field(cited, shown.format(number), raised)

    result = import_file(docx(
        tmp_path, paragraph("Beds from ", lost("2–4"), " to ", lost("1"), lost("3"), ", but ", lost("2, 9"), "."),
        paragraph("Others (2) of m", run("2", RAISED), "."), *numbered_list(4)))
    missing = {"[{}]": " ⟦\\[9\\]⟧", "({})": " ⟦(9)⟧"}.get(shown, "⟦<sup>9</sup>⟧" if raised else " ⟦9⟧")
    assert body(result)[0] == (
        f"Beds from [@hay2002; @hay2003; @hay2004] to [@hay2001] [@hay2003], but [@hay2002]{missing}.")
    assert "@" not in body(result)[1]
    assert "4 in the article" in result.report.partition("citation fields")[2].partition("\n")[0]
    assert f"holds no record of its work, and was read as words: “{shown.format('2–4')}”" in result.report


@pytest.mark.parametrize(("shown", "numbers"), {
    "3": True, "[3, 5–7]": True, "(12)": True, "[1][2]": True, "1, 23 ,456": True, "2020": False, "Calla 3": False,
    "2020;" * 40: False, "1 " * 40 + "a": False,
}.items())
def test_a_citation_of_numbers_is_told_from_years(shown: str, numbers: bool) -> None:
    assert is_number(shown) == numbers


@pytest.mark.build
def test_citations_of_a_page_of_word_are_kept(tmp_path: Path) -> None:
    """Word saves a text as a web page with the codes of its fields in comments, whose lines it breaks anywhere."""
    def only_word(markup: str) -> str:
        return f"<!--[if supportFields]><span\nstyle='color:black'>{markup}</span><![endif]-->"

    def sign(name: str) -> str:
        return f"<span style='mso-element:field-{name}'></span>"

    def field(code: str, shown: str) -> str:
        begin = only_word(sign("begin") + escape(code).replace(" ", "\n") + sign("separator"))
        return begin + shown + only_word(sign("end"))

    see = item(CALLA, 1, locator="3-4", label="page", prefix="see ")
    calla = field(zotero(see), "(see <i>Calla</i> 2020, pp. 3-4)")
    lost = zotero({"id": 9, "uris": ["http://zotero.org/users/1/items/9"]})
    inner = sign("begin") + "ADDIN EN.CITE.DATA <xml><w:data>\n" + packed(ENDNOTE.format(attributes="", words="")) \
        + "</w:data></xml>" + sign("end")
    endnote = (only_word(sign("begin") + "ADDIN EN.CITE" + inner + sign("separator")) + "(Calla)"
               + only_word(sign("end")))
    listed = field("ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY",
                   "1. Calla AE. Straw and the roots of roses. Roses 1, 3 (2020).</p><p class=MsoBibliography>"
                   "2. de Hazel J. The language of LEAVES &amp; bark. 2018.")
    result = import_content(
        tmp_path, "page.htm",
        f"<html><body><p class=MsoNormal>Straw {calla}, and <sup>{field(zotero(item(HAZEL, 2)), '2')}</sup> more; "
        f"{endnote} too; lost {field(lost, '(Unknown, 1999)')}; page {field(' PAGE ', '7')}.</p>"
        f"<h1>What we read</h1><p class=MsoBibliography>{listed}</p></body></html>")
    assert body(result) == ["Straw [see @calla2020, pp. 3-4], and [@dehazel2018] more; [@calla2020] too; lost "
                            "⟦(Unknown, 1999)⟧; page 7."]
    assert list(result.entries) == ["calla2020", "dehazel2018"]
    assert "doi = {10.9999/straw}" in result.entries["calla2020"]
    assert "holds no record of its work, and was read as words: “(Unknown, 1999)”" in result.report
    assert "4: 3 in the article, 1 named below" in result.report.partition("citation fields")[2].partition("\n")[0]


@pytest.mark.build
def test_citations_of_an_odt_are_kept(tmp_path: Path) -> None:
    name = escape(f"ZOTERO_ITEM CSL_CITATION {json.dumps(cluster(item(CALLA, 1, locator='2', label='chapter')))} RND1")
    marked = f'<text:reference-mark-start text:name="{name}"/>(Ca<text:span>lla</text:span> 2020)' \
             f'<text:reference-mark-end text:name="{name}"/>'
    kept = f"ZOTERO_ITEM CSL_CITATION {json.dumps(cluster(item(HAZEL, 2)))}"
    own = '<text:bibliography-mark text:identifier="Vos" text:bibliography-type="article" text:journal="Roses" ' \
          'text:author="Vos, Cato; Moss, I." text:title="Moss between stones" text:year="2021">[Vos]' \
          "</text:bibliography-mark>"
    result = import_file(odt(
        tmp_path,
        f'<text:p>Straw {marked}, <text:bookmark-start text:name="ZOTERO_BREF_b"/>2018<text:s/>'
        f'<text:bookmark-end text:name="ZOTERO_BREF_b"/>, {own}.</text:p><text:h text:outline-level="1">Works</text:h>'
        '<text:section text:name="ZOTERO_BIBL {} CSL_BIBLIOGRAPHY RND2"><text:p>Calla A. Straw and the roots of roses. '
        "2020.</text:p></text:section>",
        f'<meta:user-defined meta:name="ZOTERO_BREF_b_1">{escape(kept[:50])}</meta:user-defined>'
        f'<meta:user-defined meta:name="ZOTERO_BREF_b_2">{escape(kept[50:])}</meta:user-defined>'))
    assert body(result) == ["Straw [@calla2020, chap. 2; @dehazel2018; @vos2021]."]
    assert "author = {Vos, C. and Moss, I.}" in result.entries["vos2021"]


@pytest.mark.build
def test_citations_in_an_odt_of_word_are_kept(tmp_path: Path) -> None:
    """Word names its lists by numbers, which XML forbids names to be."""
    name = escape(f"ZOTERO_ITEM CSL_CITATION {json.dumps(cluster(item(CALLA, 1)))} RND1")
    result = import_file(odt(
        tmp_path, '<text:list xml:id="2030865638"><text:list-item><text:p>Straw '
        f'<text:reference-mark-start text:name="{name}"/>(Calla 2020)<text:reference-mark-end text:name="{name}"/>.'
        "</text:p></text:list-item></text:list>"))
    assert body(result) == ["1. Straw [@calla2020]."]
    assert "could not be looked for" not in result.report


@pytest.mark.build
@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_file_on_its_way_between_programs_is_read(tmp_path: Path, kind: str) -> None:
    """Zotero writes the code of each field as the words of a link, and tells the author what to do next."""
    codes = [f"ITEM CSL_CITATION {json.dumps(cluster(item(CALLA, 1, locator='2'), written='(Calla, 2020, p. 2)'))}",
             'BIBL {"uncited":[]} CSL_BIBLIOGRAPHY', 'DOCUMENT_PREFERENCES {"dataVersion":4}']
    said = ["ZOTERO_TRANSFER_DOCUMENT", "Open this and press Refresh in the Zotero plugin.", "Straw keeps wet "]
    if kind == "docx":
        links = [f"<w:hyperlink>{run(escape(each))}</w:hyperlink>" for each in codes]
        file = docx(tmp_path, paragraph(said[0]), paragraph(), paragraph(said[1]), paragraph(said[2], links[0], "."),
                    *map(paragraph, links[1:]))
    else:
        address = 'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://www.zotero.org/"'
        links = [f"<text:a {address}><text:span>{escape(each)}</text:span></text:a>" for each in codes]
        file = odt(tmp_path, "".join(f"<text:p>{each}</text:p>" for each in (
            said[0], "", said[1], f"{said[2]}{links[0]}.", *links[1:])))
    result = import_file(file)
    assert body(result) == ["Straw keeps wet [@calla2020, p. 2]."]
    assert "doi = {10.9999/straw}" in result.entries["calla2020"]
    assert "1: 1 in the article" in result.report.partition("citation fields")[2].partition("\n")[0]


@pytest.mark.build
def test_citation_links_of_google_docs_are_kept(tmp_path: Path) -> None:
    paperpile, zotero_link = "https://paperpile.com", "https://www.zotero.org/google-docs/?a1b2"
    counted = f"https://www.google.com/url?q={paperpile}/c/DocA/hAz1/?locator%3D4%26noauthor%3D1&amp;sa=D"
    result = import_content(tmp_path, "beds.html", (
        f'<h1>Beds</h1><p>Straw <a href="{paperpile}/c/DocA/cAl1+hAz1">(1, 2)</a>, Hazel <a href="{counted}">(2018)'
        f'</a>, and <a href="{paperpile}/c/DocA/noNe">(Nobody, 1999)</a>. So says <a href="{zotero_link}">(Calla, 2020)'
        "</a>.</p>"
        f'<h2>Works</h2><p><a href="{paperpile}/b/DocA/cAl1">Calla AE. Straw. Roses. 2020;1(2):3-4.</a></p>'
        f'<p><a href="{paperpile}/b/DocA/hAz1">Hazel J. Leaves. Roses. 2018;2(1):5-6.</a></p>'))
    assert body(result) == [
        "Straw [@calla2020; @hazel2018], Hazel [-@hazel2018, p. 4], and ⟦(Nobody, 1999)⟧. So says [@calla2020]."]
    assert "paperpile" not in result.text and "field-" not in result.text + result.report


NARRATIVE = ENDNOTE.format(attributes=' AuthorYear="1"', words="<Pages>5</Pages>")
WITHOUT_AUTHOR = ENDNOTE.format(attributes=' ExcludeAuth="1"', words="")
AUTHOR = "<author><firstName>Ann</firstName><lastName>Calla</lastName></author>"
PACKED = base64.b64encode(zlib.compress(json.dumps([{
    "_id": "w1", "title": "Straw", "pubtype": "PP_ARTICLE", "journalfull": "Roses", "pages": "3--4",
    "doi": "10.9999/straw", "published": {"year": "2020"},
    "author": [{"first": "Ann", "last": "Calla"}, {"collective": "Society of Roses"}],
}]).encode())).decode()
PAPERPILE = (" ADDIN paperpile_citation <clusterId>C1</clusterId><metadata><citation><id>w1</id><locator>3</locator>"
             f"</citation></metadata><data>{PACKED}</data> \\* MERGEFORMAT")
SAID = {
    "Paperpile": (PAPERPILE, "[@field-1, p. 3]"),
    "several": (zotero(item(CALLA, 1, locator="ii, A"), item(HAZEL, 2, locator="4", label="sub-verbo")),
                "[@field-1, {pp. ii, A}; @field-2, s.v. 4]"),
    "brackets": (zotero(item(CALLA, 1, prefix="[sic]; ", suffix=" @ home")), r"(\[sic\]; [@field-1] @ home)"),
    "emphasis": (zotero(item(CALLA, 1, prefix="<i>pace</i>\u00a0")), "[*pace* @field-1]"),
    "number behind": (zotero(item(CALLA, 1, suffix="99 years later")), "([@field-1] 99 years later)"),
    "labelled": (zotero(item(CALLA, 1, locator="chap. 3")), "[@field-1, chap. 3]"),
    "odd locator": (zotero(item(CALLA, 1, locator="3*")), r"[@field-1, {p. 3\*}]"),
    "following": (zotero(item(CALLA, 1, locator="3", suffix=" f.")), "[@field-1, p. 3 f.]"),
    "narrative": (f" ADDIN EN.CITE {NARRATIVE}", "@field-1 [p. 5]"),
    "no author": (f" ADDIN EN.CITE {WITHOUT_AUTHOR}", "[-@field-1]"),
    "Mendeley": (f"ADDIN CSL_CITATION {json.dumps(cluster({'id': 'ITEM-1', 'itemData': CALLA, 'locator': '9'}))}",
                 "[@field-1, p. 9]"),
    "Papers": (f"ADDIN PAPERS2_CITATIONS <citation><publications><publication><title>Straw</title><authors>{AUTHOR}"
               "</authors></publication></publications></citation>", "[@field-1]"),
    "Reference Manager": ("ADDIN REFMGR.CITE <Refman><Cite><RecNum>4</RecNum><Pages>7</Pages><MDL><Title_Primary>Straw"
                          "</Title_Primary></MDL></Cite></Refman>", "[@field-1, p. 7]"),
}


@pytest.mark.parametrize(("written", "markdown"), SAID.values(), ids=SAID)
def test_what_a_field_says_is_written_as_a_citation(written: str, markdown: str) -> None:
    citation = read_citation(written, "", {})
    assert is_citation(written) and citation
    citations = FieldCitations()
    citations.add(citation, "shown")
    assert citations.markdown([0]) == markdown


TYPED = {
    "(straw; Calla, 2020)": ("[straw @field-1]", False), "Calla, 2020 page 5.": ("[@field-1, p. 5]", False),
    "(Calla, 2020, pp. 4-5 and passim)": ("[@field-1, pp. 4-5, and passim]", False),
    "see also (Calla, 2020b; but not Hazel) too": ("see also [@field-1, but not Hazel] too", False),
    "(Rosa sp.) (Calla, 2020)": ("(Rosa sp.) [@field-1]", False), "(Calla, 2021)": ("[@field-1]", True),
    "(Calla, 2020, 14)": ("([@field-1] 14)", True), "[Calla, 2020]": ("[@field-1]", False),
    "“Calla” 2020, page 7": ("[@field-1, p. 7]", False),
    "(Calla, whose view I doubt, 2020)": ("[@field-1] whose view I doubt", True),
    "(Calla et al., 2020)": ("[@field-1]", True), "(Calla & Straw, 2020)": ("[@field-1]", True),
}


@pytest.mark.parametrize(("shown", "expected"), TYPED.items(), ids=range(len(TYPED)))
def test_words_typed_into_a_citation_are_kept(shown: str, expected: tuple[str, bool]) -> None:
    citation = FieldCitation("Zotero", (CitedWork(CALLA),), "(Calla, 2020)")
    citations = FieldCitations()
    citations.add(with_typed_words(citation, shown), shown)
    assert (citations.markdown([0]), bool(list(citations.notes({0})))) == expected


def test_records_of_each_program_are_read() -> None:
    papers = read_citation(SAID["Papers"][0], "", {})
    endnote = read_citation(SAID["no author"][0], "", {})
    paperpile = read_citation(SAID["Paperpile"][0], "", {})
    assert papers and endnote and paperpile
    assert paperpile.works[0].record == {
        "type": "article-journal", "title": "Straw", "container-title": "Roses", "page": "3-4", "DOI": "10.9999/straw",
        "issued": {"raw": "2020"},
        "author": [{"family": "Calla", "given": "Ann"}, {"literal": "Society of Roses"}]}
    assert papers.works[0].record["author"] == [{"family": "Calla", "given": "Ann"}]
    assert endnote.works[0].record == {
        "type": "article-journal", "title": "Straw and the roots of roses", "container-title": "Roses", "volume": "1",
        "page": "3-4", "DOI": "10.9999/straw", "PMID": "12345678", "issued": {"raw": "2020"},
        "author": [{"family": "Calla", "given": "Ann E."}, {"literal": "Society of Roses"}]}


@pytest.mark.parametrize(("written", "cited", "expected"), [
    ("Ann E. Calla", "Calla", {"family": "Calla", "given": "Ann E."}),
    ("Ann E. van der Calla", "Calla", {"family": "van der Calla", "given": "Ann E."}),
    ("Society of Roses", "Society of Roses", {"literal": "Society of Roses"}),
    ("Society of Roses", "Roses", {"literal": "Society of Roses"}),
    ("Calla AE", "Calla", {"literal": "Calla AE"}),
])
def test_name_without_comma_is_as_endnote_cites_it(written: str, cited: str, expected: dict[str, str]) -> None:
    code = SAID["no author"][0].replace("Calla, Ann E.", written).replace("<Author>Calla<", f"<Author>{cited}<")
    citation = read_citation(code, "", {})
    assert citation and citation.works[0].record["author"][0] == expected


@pytest.mark.parametrize("written", [
    " ADDIN ZOTERO_ITEM CSL_CITATION {", "ADDIN EN.CITE <EndNote><Cite></EndNote>", "ADDIN EN.CITE", "CITATION",
    "ADDIN CitaviPlaceholder{!}", "ADDIN PAPERS2_CITATIONS <citation>", "MENDELEY_CITATION_v3_e30", "ADDIN REFMGR.CITE",
    "ADDIN paperpile_citation <data>eJx</data>", 'ADDIN CSL_CITATION {"citationItems": [4]}',
])
def test_damaged_field_is_read_as_words(written: str) -> None:
    citation = read_citation(written, "PEVuZE5vdGU+", {})
    assert citation is None or not any(work.record.get("title") for work in citation.works)


@pytest.mark.parametrize(("written", "lists"), [
    (' ADDIN ZOTERO_BIBL {"uncited":[]} CSL_BIBLIOGRAPHY ', True), ("ADDIN EN.REFLIST", True), (" BIBLIOGRAPHY ", True),
    ("ADDIN Mendeley Bibliography CSL_BIBLIOGRAPHY", True), ("ADDIN CitaviBibliography{e30=}", True),
    (" PAGEREF _Toc1", False), (' HYPERLINK "https://a.example/CITATION"', False), ("ADDIN EN.CITE.DATA", False),
])
def test_lists_are_told_from_other_fields(written: str, lists: bool) -> None:
    assert (is_bibliography(written), is_citation(written)) == (lists, False)


@pytest.mark.build
def test_what_a_build_would_stop_at_in_a_record_is_left_to_do(tmp_path: Path) -> None:
    record = {"type": "report", "title": "Beds in numbers", "author": [{"family": "R Garden Core Team", "given": "R."}]}
    report = import_file(docx(tmp_path, paragraph("Beds ", field(zotero(item(record, 1)), "(R Garden)"), "."))).report
    assert "has no year (add a line `year = {…},`)" in report.partition("For you to do")[2]
    assert "seems to be an organisation’s (put the name of the organisation in braces" in report


@pytest.mark.build
def test_typed_names_and_years_are_marked_as_fields_show_them(tmp_path: Path) -> None:
    """A year without a comma is no citation by its form alone; two fields that show one prove it."""
    cited = [paragraph("Beds are wet ", field(zotero(item(work, number)), shown), ".")
             for number, work, shown in ((1, CALLA, "(Calla 2020)"), (2, HAZEL, "(de Hazel 2018)"))]
    typed = paragraph("It grows (R Core Team 2018).")
    assert "  - (de Hazel 2018) → dehazel2018" in import_file(docx(tmp_path, *cited, typed)).report
    assert body(import_file(docx(tmp_path, *cited, typed)))[2] == "It grows ⟦(R Core Team 2018)⟧."
    assert body(import_file(docx(tmp_path, cited[0], typed)))[1] == "It grows (R Core Team 2018)."
