"""Files of each format are read: Markdown and HTML by Pandoc, pictures, wrapped lines, encodings."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fixture_cases import Case, each_case
from manuscript_imports import MANUSCRIPTS, PNG, import_content, import_file, import_text, lost_words, make_document
from word_files import paragraph, run, word_file

from proofdesk.common.errors import UserError
from proofdesk.desk.importing.readers.captions import parts_of_caption
from proofdesk.desk.importing.readers.fields.citation import FieldCitations
from proofdesk.desk.importing.readers.manuscript import read_manuscript
from proofdesk.desk.importing.readers.pandoc_document import DocumentReader


@pytest.mark.build
@each_case("desk/importing/markdown")
def test_markdown_is_converted_to_the_sites_markdown(case: Case, tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.md", f"# Straw\n\n{case.source}").text
    assert result.split("\n---\n", 1)[1].lstrip("\n") == case.expected["page"] + "\n"


@pytest.mark.build
def test_html_is_converted_to_the_sites_markdown(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.html", (
        "<h1>Straw</h1><dl><dt>Mulch</dt><dd>A cover.</dd><dd>Of straw.</dd></dl>"
        "<p>She said <q>so <q>it</q> is</q>.</p>"
        "<figure><img src='bed.bmp' alt='A bed'><figcaption>In spring.</figcaption></figure>"
        "<p>x <span class='math inline'>y</span> <u>z</u></p><pre>code</pre><table></table>"))
    text = result.text.split("\n---\n", 1)[1]
    assert "**Mulch**\n\nA cover.\n\nOf straw.\n" in text
    assert "She said “so ‘it’ is”." in text and "A bed\n\nIn spring.\n" in text and "```\ncode\n```" in text
    assert "a picture was left out, it is not in the file: bed.bmp" in result.report


@pytest.mark.build
@each_case("desk/importing/web_formulas")
def test_formulas_of_a_web_page_are_written_out(tmp_path: Path, case: Case) -> None:
    result = import_content(tmp_path, "a.html", f"<h1>Straw</h1>{case.source}")
    assert result.text.split("\n---\n\n", 1)[1] == case.expected["page"] + "\n"
    is_drawn = case.name == "drawn-without-its-source"
    assert ("a formula is only drawn in the page, write it where the mark is: “x2”" in result.report) is is_drawn
    assert "not read" not in result.report


@pytest.mark.build
@each_case("desk/importing/wordpress")
def test_a_post_that_wordpress_exported_is_read(tmp_path: Path, case: Case) -> None:
    result = import_content(tmp_path, "a.xml", case.source)
    head, page = result.text.split("\n---\n\n", 1)
    assert page == case.expected["page"] + "\n"
    assert [line for line in case.lines("facts") if f"\n{line}\n" not in f"{head}\n"] == []
    assert [line for line in case.lines("report") if line not in result.report] == []
    assert " lost" not in result.report


def test_one_of_several_posts_is_named(tmp_path: Path) -> None:
    def post(name: str) -> str:
        return (f"<item><title>{name}</title><content:encoded>Beds of {name}.</content:encoded>"
                f"<wp:post_name>{name}</wp:post_name><wp:post_type>post</wp:post_type></item>")

    file = tmp_path / "a.xml"
    file.write_text('<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
                    f'xmlns:wp="https://wordpress.org/export/1.2/">{post("straw")}{post("moss")}</rss>')
    assert read_manuscript(file, "moss").lines[0].text == "Beds of moss."
    with pytest.raises(UserError, match=r"with 2 posts \(say which one .* as in --post straw, moss\)"):
        read_manuscript(file)
    with pytest.raises(UserError, match="“hay” is not one of them"):
        read_manuscript(file, "hay")
    for other, told in (("<rss/>", "only what WordPress exports is read"), (
            '<rss xmlns:wp="http://wordpress.org/export/1.2/"/>', "without a post")):
        file.write_text(other)
        with pytest.raises(UserError, match=told):
            read_manuscript(file)


@pytest.mark.build
@each_case("desk/importing/web_notes")
def test_notes_of_a_web_page_are_called_as_often(tmp_path: Path, case: Case) -> None:
    result = import_content(tmp_path, "a.html", f"<h1>Straw</h1>{case.source}")
    assert result.text.split("\n---\n\n", 1)[1] == case.expected["page"] + "\n"
    heads = "these words were not read, or not all of them: “Footnotes”"
    assert "not read" not in result.report.replace(heads, "")


@pytest.mark.build
def test_what_a_web_page_says_beside_the_pointer_is_named(tmp_path: Path) -> None:
    result = import_content(tmp_path, "a.html", (
        "<h1>Straw</h1><p>An <abbr title='randomised trial'>RCT</abbr> of beds. <img src='a.png' alt='A bed' "
        "title='In May'></p><svg><title>Menu</title><text>Wet beds</text></svg>"))
    assert "of abbreviations beside the pointer of a mouse was left out: “RCT”: “randomised trial”" in result.report
    assert "what links and pictures show beside the pointer of a mouse was left out: “In May”" in result.report
    assert "“Wet beds”" in result.report and "Menu" not in result.report


@pytest.mark.build
def test_unusable_picture_is_left_out_with_reason(tmp_path: Path) -> None:
    (tmp_path / "bed.bmp").write_bytes(b"BM")
    (tmp_path / "bed.png").write_bytes(PNG)
    images = ("![A](bed.bmp)\n\n![B](bed.png)\n\n![C](bed.png)\n\n![D](/etc/hosts)\n\n![E](a%00b.png)\n\n"
              "![C:\\\\Users\\\\ann\\\\bed.png](bed.png)\n\n![Macintosh HD:Users:ann:bed.png](bed.png)\n")
    result = import_content(tmp_path, "a.md", f"# Straw\n\n{images}")
    assert "a picture was left out, browsers do not show this kind: bed.bmp" in result.report
    assert result.text.count("(straw/picture-1.png)") == 4, "the same picture is kept once"
    assert [path.name for path in result.pictures] == ["picture-1.png"]
    assert "it is not in the file: /etc/hosts" in result.report
    assert result.text.count("![](straw/picture-1.png)") == 2, "a place on a disk may name a person"
    assert lost_words("A B C D E", result) == Counter()


@pytest.mark.build
def test_pictures_have_a_limit_each_and_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofdesk.desk.importing.readers.pictures.MAX_BYTES", len(PNG) - 1)
    with pytest.raises(UserError, match=r"a picture in “straw\.docx” is larger than"):
        read_manuscript(make_document(tmp_path, "docx"))
    monkeypatch.setattr("proofdesk.desk.importing.readers.pictures.MAX_BYTES", len(PNG) + 1)
    (tmp_path / "other.png").write_bytes(PNG)
    with pytest.raises(UserError, match=r"the pictures of “a\.md” are larger than .* together"):
        import_content(tmp_path, "a.md", "# Straw\n\n![A](bed.png)\n\n![B](other.png)\n")


@pytest.mark.build
def test_file_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real Pandoc, given no time at all."""
    monkeypatch.setattr("proofdesk.desk.importing.pandoc_process.SECONDS", 0.0)
    with pytest.raises(UserError, match=r"“a\.md” takes longer than .* seconds to read; split it into parts"):
        import_content(tmp_path, "a.md", "# Straw\n")


@pytest.mark.build
def test_time_for_a_packed_file_follows_its_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thesis of 13 megabytes of XML is packed into one and a half. What is read here is short, and its XML long."""
    monkeypatch.setattr("proofdesk.desk.importing.pandoc_process.SECONDS", 0.0)
    monkeypatch.setattr("proofdesk.desk.importing.pandoc_process.SECONDS_PER_MB", 1000.0)
    file = word_file(tmp_path, f"<!--{'of straw ' * 140_000}-->{paragraph(run('Beds of straw.'))}")
    packed = tmp_path / "packed.docx"
    with zipfile.ZipFile(file) as stored, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        for name in stored.namelist():
            written.writestr(name, stored.read(name))
    assert packed.stat().st_size < 1_000_000
    assert "Beds of straw." in import_file(packed).text


@pytest.mark.build
def test_open_brackets_side_by_side_are_refused(tmp_path: Path) -> None:
    """Pandoc would need a day for them, and be ended after seconds; in code it reads them as they are."""
    with pytest.raises(UserError, match=r"“a\.md” cannot be read: line 3 has more than thirty opening brackets side"):
        import_content(tmp_path, "a.md", "# Straw\n\nSome " + "[" * 31 + " more.\n")
    assert "`" + "[" * 31 + "`" in import_content(tmp_path, "a.md", "# Straw\n\n`" + "[" * 31 + "`\n").text


def test_wrapped_paragraphs_are_joined() -> None:
    source = (MANUSCRIPTS / "wrapped.md").read_text(encoding="utf-8")
    result = import_text(source)
    text = result.text
    assert "where the roots of the roses can reach it, and feeds" in text
    assert "as long as the line of an old terminal was, and then some more words.\n- Two.\n" in text
    assert lost_words(source, result) == Counter()


LETTERS = {
    "UTF-16": ("Größe".encode("utf-16"), "Größe", ""),
    "UTF-8 with a mark": (b"\xef\xbb\xbfGr\xc3\xb6\xc3\x9fe", "Größe", ""),
    "Windows": ("Größe “so”".encode("cp1252"), "Größe “so”", "read as Windows text: look at its accents"),
}


@pytest.mark.parametrize(("content", "words_in_it", "said"), LETTERS.values(), ids=LETTERS)
def test_text_is_decoded_by_its_encoding(
    tmp_path: Path, content: bytes, words_in_it: str, said: str
) -> None:
    result = import_content(tmp_path, "a.txt", content)
    assert words_in_it in result.text + result.title and said in result.report


def test_file_that_word_keeps_beside_an_open_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"“~\$raw\.docx” is what Word keeps beside a file that is open"):
        import_content(tmp_path, "~$raw.docx", b"\x05Ann")


@pytest.mark.build
@pytest.mark.parametrize(("written", "expected"), [
    ("<i>A p<i>ost</i></i>-p<i><i>rocess</i></i> here", "*A post*-p*rocess* here"),
    ("n<i>-grams of straw</i>", "n-*grams of straw*"),
    ("Straw<b>, Vos and others </b>said", "Straw, **Vos and others** said"),
    ("<i>Beds of st<b>raw</b> and <b>moss</b> rot</i>", "*Beds of straw and **moss** rot*"),
    ("<b>Straw</b><i>bed</i> and <b>moss</b> <i>bed</i>", "**Straw**bed and **moss** *bed*"),
    ("<b>Straw</b><b>bed</b>", "**Strawbed**"), ("<i>3</i>29 and <i>n</i>th of <i>7</i>", "329 and *n*th of *7*"),
    ("a<b>b</b>c, so<i>me wo</i>rds, r<b>A</b>ndom", "abc, some words, r**A**ndom"),
    ("<i>Sleep-</i>wake and <b>day/night</b>", "*Sleep*-wake and **day/night**"),
])
def test_emphasis_is_written_as_markdown_reads_it(written: str, expected: str, tmp_path: Path) -> None:
    page = import_content(tmp_path, "a.html", f"<h1>Straw</h1><p>{written}</p>").text
    assert page.split("\n---\n", 1)[1].strip() == expected


def test_a_link_holds_no_other_one() -> None:
    """Word links an address by itself within the words of a link, and Markdown cannot."""
    def link(address: str, *words: dict[str, Any]) -> dict[str, Any]:
        return {"t": "Link", "c": [["", [], []], [*words], [address, ""]]}

    inner = link("mailto:a@example.org", {"t": "Str", "c": "a@example.org"})
    outer = link("https://example.org/", {"t": "Str", "c": "Ann:"}, {"t": "Space"}, inner)
    written = DocumentReader(Path("a.docx"), FieldCitations()).inlines([outer])
    assert written == "[Ann: a@example.org](https://example.org/)"


@pytest.mark.build
def test_headings_go_down_one_level_at_a_time(tmp_path: Path) -> None:
    page = import_content(tmp_path, "a.html", (
        "<h1>Straw</h1><h4>Beds</h4><h2>Moss</h2><h5>In May</h5><h4>In June</h4><h2>Roses</h2><h3>Red</h3>")).text
    assert re.findall("^#.*$", page, re.M) == [
        "## Beds", "## Moss", "### In May", "### In June", "## Roses", "### Red"]


@pytest.mark.build
def test_typed_marks_of_items_become_lists(tmp_path: Path) -> None:
    page = import_content(tmp_path, "a.html", (
        "<h1>Straw</h1><p>Beds need this:</p><p>1) Straw</p><p><b>2) Moss</b> and water</p><p>So:</p><p>- wide</p>"
        "<p>• long</p><blockquote>3) dry</blockquote><p>-5 degrees; [1] stays</p>")).text
    assert page.split("\n---\n", 1)[1].strip() == (
        "Beds need this:\n\n1. Straw\n2. **Moss** and water\n\nSo:\n\n- wide\n- long\n\n3. dry\n\n"
        "&#45;5 degrees; \\[1\\] stays")


@pytest.mark.build
@pytest.mark.parametrize(("written", "told"), [
    ("# Need data", "“#” looks like a heading"), ("============", "“============” looks like a line across the page"),
    ("<table><tr><td>A<br>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>", ""),
])
def test_to_do_has_what_the_check_will_say(written: str, told: str, tmp_path: Path) -> None:
    report = import_content(tmp_path, "a.html", f"<h1>Straw</h1><p>Beds.</p><p>{written}</p>").report
    to_do = report.split("For you to do:\n")[1].split("\n\n")[0]
    assert (told in to_do) if told else "looks like" not in to_do


@pytest.mark.build
def test_indented_amount_is_no_quotation(tmp_path: Path) -> None:
    page = import_content(tmp_path, "a.html", (
        "<h1>Straw</h1><p>Water.</p><blockquote>0.9% salt, 1 l</blockquote><blockquote>Say so.</blockquote>")).text
    assert "\n\n0.9% salt, 1 l\n\n> Say so.\n" in page


@pytest.mark.parametrize(("caption", "number", "title", "rest"), [
    ("**Figure 1. Flow of beds.** All rows.", "Figure 1.", "Flow of beds.", "All rows."),
    ("***Figure S2. Widths. All of them***", "Figure S2.", "Widths.", "***All of them***"),
    ("**Fig. 3**: Rows of *Rosa canina*. In May.", "Fig. 3:", "Rows of *Rosa canina*.", "In May."),
    ("Rows of *Rosa canina. In May*.", "", "Rows of Rosa canina.", "*In May*."),
    ("Abb. 2: Beet im Mai. Foto: A.", "Abb. 2:", "Beet im Mai.", "Foto: A."),
    ("Figure 5 shows nothing. Yes", "", "Figure 5 shows nothing.", "Yes"), ("Figure 6", "", "Figure 6", ""),
])
def test_caption_is_parted_with_its_emphasis(caption: str, number: str, title: str, rest: str) -> None:
    assert parts_of_caption(caption) == (number, title, rest)
