"""An article goes to a reviewer as a Word file and comes back: nothing is lost, and each thing has its line."""

from __future__ import annotations

import copy
import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import lxml.etree as etree
import pypandoc
import pytest
from desk_site import desk_in
from sites import Site, article, make_site, picture
from word_review import Reviewer, make, tag

from proofdesk.common.source_text import SourceText
from proofdesk.content.review.items import Answer, ItemKind, ReviewItem
from proofdesk.desk.project import Project
from proofdesk.desk.review.places import Places, lines_of
from proofdesk.desk.review.review_file import read_review, review_file

pytestmark = pytest.mark.build
PAGE = "docs/articles/moss.md"
RICH = """\
As @ly2018 [p. 3, in mice] say [-@shao2021; see @ly2018, chap. 2].

/// figure | A wall
    src: wall.png
    alt: A wall with moss

Seen from *below*.
///

Term
:   What it means.

<details markdown="1"><summary>More here</summary>

Folded text.

</details>

![Lost](lost.png) and [a page](../index.md), [mail](mailto:a@example.org), [here](#term).
"""
TEXT = """\
Moss **grows** in the *shade* [see @ly2018, p. 3; @shao2021].[^1] It is green.

/// faq | Does moss need sun?
    certainty: low
    because: Only one garden was looked at

It does not [@ly2018]. Ask the [club](https://example.org/club), or read [the first page](../index.md).
///

## Where to plant it

![A wall with moss](wall.png)

- On stones, in rain.
- Under **old** trees [@shao2021].

| Plant | Water |
|---|---|
| Moss | two litres |

The last paragraph says that the soil must be sour, and that patience helps.

[^1]: Seen in *one* garden.
"""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Path]:
    """A site, and its article as a Word file."""
    site = make_site(tmp_path_factory.mktemp("review") / "site", {
        PAGE: article(TEXT, "Moss in gardens"), "docs/articles/wall.png": picture("PNG")})
    with pytest.MonkeyPatch.context() as patch:
        done = desk_in(site, patch)("export", "moss", "--docx", "--output", "moss.docx")
    assert done.exit_code == 0, done.output
    assert "Wrote moss.docx: version " in done.output and PAGE in done.output
    return site, site.root / "moss.docx"


Back = Callable[[Callable[[Reviewer], None]], list[ReviewItem]]


@pytest.fixture
def back(sent: tuple[Site, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Back:
    """What the review file holds when a reviewer has worked on the file; the page is as it was sent."""
    site, file = sent
    site.write({PAGE: article(TEXT, "Moss in gardens")})
    review = review_file(site.root / PAGE)
    review.unlink(missing_ok=True)

    def work(do: Callable[[Reviewer], None]) -> list[ReviewItem]:
        reviewer = Reviewer(file)
        do(reviewer)
        returned = reviewer.save(tmp_path / "back.docx")
        for _ in range(2):  # a second time adds nothing
            done = desk_in(site, monkeypatch)("review", str(returned))
            assert done.exit_code == 0, done.output
        assert "  0 new in" in done.output or not review.exists()
        return read_review(review)

    return work


def short(items: list[ReviewItem]) -> list[tuple[str, int | None, str, str]]:
    return [(str(item.kind), item.line and item.line - 9, item.before, item.after) for item in items]


def test_pandoc_reads_works_locators_and_notes_back(sent: tuple[Site, Path]) -> None:
    """The fields are read by a program that is not ours."""
    command = [pypandoc.get_pandoc_path(), "-f", "docx+citations", "-t", "json", str(sent[1])]
    document = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    found: list[dict[str, object]] = []
    notes: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if node.get("t") == "Cite":
                found.extend(node["c"][0])
            if node.get("t") == "Note":
                notes.append(json.dumps(node["c"]))
        for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            walk(each)

    walk(document["blocks"])
    assert [each["citationId"] for each in found] == ["ly2018", "shao2021", "ly2018", "shao2021"]
    assert "see" in json.dumps(found[0]["citationPrefix"]) and '"p. 3' not in json.dumps(found[0]["citationPrefix"])
    assert "3" in json.dumps(found[0]["citationSuffix"])
    assert len(notes) == 1 and "Emph" in notes[0]
    records = json.dumps(document["meta"]["references"])
    assert "10.1016/j.celrep.2018.05.022" in records and "Shao" in records


def test_the_file_reads_like_the_page(sent: tuple[Site, Path]) -> None:
    with zipfile.ZipFile(io.BytesIO(sent[1].read_bytes())) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    body = etree.fromstring(parts["word/document.xml"])
    text = ["".join(each.text or "" for each in paragraph.iter(tag("t"))) for paragraph in body.iter(tag("p"))]
    assert text[:2] == ["Moss in gardens", "What the page says."]
    assert text[2].startswith("Version ") and f"of {PAGE}, 22 November 2026" in text[2]
    boxes = [table for table in body.iter(tag("tbl"))
             if table.find(f".//{tag('tblStyle')}").get(tag("val")) == "DeskBox"]
    assert len(boxes) == 1 and "Does moss need sun?" in "".join(boxes[0].itertext())
    assert "Low certainty" in "".join(boxes[0].itertext())
    assert any(name.startswith("word/media/") for name in parts)
    assert 'descr="A wall with moss"' in parts["word/document.xml"].decode()
    targets = parts["word/_rels/document.xml.rels"].decode()
    assert "https://example.org/club" in targets and "index.md" not in targets
    assert any(line.startswith("1. Ly C, Greb") for line in text)
    assert "w:styleId=\"DeskBox\"" in parts["word/styles.xml"].decode()
    codes = "".join(each.text or "" for each in body.iter(tag("instrText")))
    assert codes.count("ADDIN ZOTERO_ITEM CSL_CITATION") == 3 and codes.count("ADDIN ZOTERO_BIBL") == 1
    assert '"locator": "3", "label": "page", "prefix": "see "' in codes
    sorts = [each.get(tag("fldCharType")) for each in body.iter(tag("fldChar"))]
    assert sorts.count("begin") == sorts.count("separate") == sorts.count("end") == 4


@pytest.mark.parametrize(("code", "checked", "turned"), [
    ("en", ("en-GB", "ar-SA"), False), ("de", ("de", "ar-SA"), False), ("ar", ("en-GB", "ar"), True)])
def test_a_file_is_in_the_language_of_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, checked: tuple[str, str], turned: bool,
) -> None:
    """Word looks for mistakes of spelling in it, and begins lines and tables at the right in Arabic."""
    page = article("Text [@ly2018].\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n")
    site = make_site(tmp_path / "site", {PAGE: page.replace("\n---\n", f"\nlang: {code}\n---\n", 1)})
    done = desk_in(site, monkeypatch)("export", "moss", "--output", str(tmp_path / "out.docx"))
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "out.docx") as read:
        styles, text = (etree.fromstring(read.read(f"word/{name}.xml")) for name in ("styles", "document"))
    (stated,) = styles.iterfind(f"{tag('docDefaults')}//{tag('lang')}")
    assert (stated.get(tag("val")), stated.get(tag("bidi"))) == checked
    lines = [each for each in text.iter(tag("p")) if "Version" not in "".join(each.itertext())]
    assert lines and {each.find(f"{tag('pPr')}/{tag('bidi')}") is not None for each in lines} == {turned}
    assert bool([*text.iter(tag("bidiVisual"))]) == turned


def test_items_have_the_page_s_order_and_titles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A title that the site writes has the line of its block, and short words no line that is only like them."""
    changes = "/// changes\n| The source said | We say |\n| --- | --- |\n| Sun [@ly2018] | Shade [@ly2018] |\n///"
    site = make_site(tmp_path / "site", {PAGE: article(
        f"Moss differs from its old source.\n\n{changes}\n\n## What it needs\n\nIt needs rain.", "Moss in gardens")})
    desk = desk_in(site, monkeypatch)
    assert desk("export", "moss", "--docx", "--output", "moss.docx").exit_code == 0
    reviewer = Reviewer(site.root / "moss.docx")
    reviewer.comment("It needs rain", "How much?")
    reviewer.comment("How our text differs", "Good.")
    reviewer.replace("old source", "first source")
    assert desk("review", str(reviewer.save(tmp_path / "back.docx"))).exit_code == 0
    lines = (site.root / PAGE).read_text("utf-8").split("\n")
    assert [(item.says, lines[(item.line or 0) - 1]) for item in read_review(review_file(site.root / PAGE))] == [
        ("", "Moss differs from its old source."), ("Good.", "/// changes"), ("How much?", "It needs rain.")]
    assert Places(SourceText("a.md", "It rains on the wall of a garden.")).find("the end of it") is None


def test_blocks_folds_and_links_are_words_or_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path / "site", {
        PAGE: article(RICH), "docs/articles/wall.png": picture("PNG")}, settings="site_url: https://example.org/site/")
    assert desk_in(site, monkeypatch)("export", "moss").exit_code == 0
    [file] = site.root.glob("moss-*-*-*.docx")
    with zipfile.ZipFile(file) as opened:
        document, links = (opened.read(name).decode() for name in (
            "word/document.xml", "word/_rels/document.xml.rels"))
    body = etree.fromstring(document.encode())
    text = ["".join(each.text or "" for each in paragraph.iter(tag("t"))) for paragraph in body.iter(tag("p"))]
    for words in ("Seen from below.", "Term", "What it means.", "More here", "Folded text.",
                  "[Picture: Lost] and a page, mail, here."):
        assert words in text
    assert any(line.startswith("As Ly and colleagues [") for line in text)
    assert '"locator": "3", "label": "page", "suffix": ", in mice"' in document.replace("&quot;", '"')
    assert '"label": "chapter", "prefix": "see "' in document and '"suppress-author": true' in document
    assert 'Target="https://example.org/site/"' in links and "mailto:a@example.org" in links


def test_a_page_whose_facts_are_wrong_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path / "site", {PAGE: "Moss.\n"})
    done = desk_in(site, monkeypatch)("export", "moss")
    assert done.exit_code == 2 and "cannot be exported before its facts are mended: docs/articles/moss.md:1:1:" in \
        done.output
    assert "does not end in .docx" in desk_in(site.write({PAGE: article("Moss.\n")}), monkeypatch)(
        "export", "moss", "--output", "moss.pdf").output


def test_an_export_says_what_faults_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path / "site", {PAGE: article("Moss grew [@nobody2020].\n")})
    said = desk_in(site, monkeypatch)("export", "moss").output
    assert "One problem is marked in it, and its reviewer will see that" in said and f"(desk check {PAGE})" in said


def test_a_file_that_nobody_touched_holds_nothing(back: Back) -> None:
    assert back(lambda reviewer: None) == []


def test_comments_keep_their_replies_and_lines(back: Back) -> None:
    def work(reviewer: Reviewer) -> None:
        first = reviewer.comment("grows", "Which moss?\nAll of it?")
        reviewer.reply(first, "The common one.")
        reviewer.comment("patience", "Fine.", done=True)
        reviewer.comment("Low certainty", "Why low?")
        reviewer.comment("[see 1", "Page 4, I think.")

    items = {item.says: item for item in back(work)}
    assert {says: item.line and item.line - 9 for says, item in items.items()} == {
        "Which moss?\nAll of it?": 1, "Page 4, I think.": 1, "Why low?": 3, "Fine.": 21}
    first, done = items["Which moss?\nAll of it?"], items["Fine."]
    assert (first.by, first.date, first.quote) == ("Ada Fern", "2026-11-21T09:30:00Z", "grows")
    assert [(each.by, each.says) for each in first.replies] == [("Ada Fern", "The common one.")]
    assert (first.answer, done.answer, done.words) == (Answer.OPEN, Answer.ANSWERED, "Resolved in the file.")
    assert first.source == "back.docx" and first.version


def tracked(reviewer: Reviewer) -> None:
    reviewer.replace("shade", "sun")
    reviewer.insert("It is green", " or brown")
    reviewer.delete(", in rain")
    reviewer.replace("two litres", "three litres")
    reviewer.new_paragraph("The last paragraph", "A new * paragraph.")
    reviewer.new_paragraph("On stones", "In pots.", like=True)


def untracked(reviewer: Reviewer) -> None:
    reviewer.retype("shade", "sun")
    reviewer.retype("It is green", "It is green or brown")
    reviewer.retype(", in rain", "")
    reviewer.retype("two litres", "three litres")
    reviewer.new_paragraph("The last paragraph", "A new * paragraph.", tracked=False)
    reviewer.new_paragraph("On stones", "In pots.", tracked=False, like=True)


MADE = TEXT.replace("*shade*", "*sun*").replace("green.", "green or brown.").replace(", in rain", "").replace(
    "two litres", "three litres").replace("On stones.\n", "On stones.\n- In pots.\n").replace(
    "helps.\n", "helps.\n\nA new \\* paragraph.\n")


@pytest.mark.parametrize("work", [tracked, untracked])
def test_changes_come_back_and_are_made(
    work: Callable[[Reviewer], None], back: Back, sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether they were tracked or not."""
    items = back(work)
    assert sorted(line for _, line, *_ in short(items) if line) == [1, 1, 14, 14, 19, 21]
    by = {item.by for item in items}
    assert by == {"Ada Fern"} if work is tracked else "Ada Fern" not in by
    desk = desk_in(sent[0], monkeypatch)
    listed = desk("review", "moss")
    assert f"{PAGE}: 6 open, 0 answered" in listed.output and "“two” → “three”" in listed.output.replace(" litres", "")
    done = desk("review", "moss", "--accept", "all")
    assert done.exit_code == 0, done.output
    assert (sent[0].root / PAGE).read_text(encoding="utf-8") == article(MADE, "Moss in gardens")
    assert {item.answer for item in read_review(review_file(sent[0].root / PAGE))} == {Answer.ACCEPTED}


def test_what_is_not_sure_stays_open_and_is_named(
    back: Back, sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(reviewer: Reviewer) -> None:
        reviewer.drop_paragraph("It does not")
        reviewer.new_paragraph("On stones", "In pots.")
        reviewer.replace("1. Ly C", "1. Ly B")
        reviewer.insert("In pots", " too")

    items = back(work)
    assert len(items) == 3
    before = (sent[0].root / PAGE).read_bytes()
    desk = desk_in(sent[0], monkeypatch)
    done = desk("review", "moss", "--accept", "1-3")
    assert done.exit_code == 1
    assert done.output.count(": open-review: item ") == 3 and "a citation was taken out with it" in done.output
    assert (sent[0].root / PAGE).read_bytes() == before
    done = desk("review", "moss", "--accept", "1", "--by-hand", "--refuse", "2,3", "--words", "Not now.")
    assert done.exit_code == 0, done.output
    assert [(item.answer, item.words) for item in read_review(review_file(sent[0].root / PAGE))] == [
        (Answer.ACCEPTED, "Not now."), (Answer.REFUSED, "Not now."), (Answer.REFUSED, "Not now.")]


def test_moves_joins_looks_and_undone_words_are_kept(back: Back) -> None:
    def work(reviewer: Reviewer) -> None:
        reviewer.delete("It is green", "moveFrom")
        reviewer.insert("patience helps", "It is green", "moveTo")
        added = reviewer.insert("On stones", " or bricks")
        box = reviewer._part(" or bricks")
        inner = etree.SubElement(box.getparent(), tag("del"), {tag("author"): "Ben Holt", tag("date"): "2026-11-22"})
        inner.append(box)
        assert added is not None
        paragraph = reviewer.paragraph("The last")
        properties = paragraph.find(tag("pPr"))
        look = etree.SubElement(properties, tag("rPr"))
        etree.SubElement(look, tag("del"), {tag("author"): "Ben Holt"})
        run = reviewer._part("sour")
        looks = run.find(tag("rPr"))
        looks = looks if looks is not None else etree.Element(tag("rPr"))
        run.insert(0, looks)
        etree.SubElement(looks, tag("b"))
        etree.SubElement(etree.SubElement(looks, tag("rPrChange"), {tag("author"): "Ben Holt"}), tag("rPr"))

    said = {item.says: item for item in back(work)}
    assert set(said) == {"Moved from here.", "Moved to here.", "Put in “or bricks”. Ben Holt took it out again.",
                         "Join the paragraphs behind “soil must be sour, and that patience helps.”.",
                         "Set these words bold."}
    assert (said["Moved from here."].before, said["Moved to here."].after) == ("It is green", "It is green")
    bold = said["Set these words bold."]
    assert (str(bold.kind), bold.before, bold.marked) == ("change", "sour", "**sour**")


def structure(reviewer: Reviewer) -> None:
    """Change all that is more than words, each as Word marks it."""
    by = reviewer._facts()
    reviewer.split("Ask the")  # Enter, within a paragraph
    reviewer.take_citation_out("trees")
    row = next(reviewer.paragraph("two litres").iterancestors(tag("tr")))
    reviewer.delete("two litres")
    properties = make("trPr")
    properties.append(make("del", **by))
    row.insert(0, properties)
    heading = reviewer.paragraph("Where to plant it").find(tag("pPr"))
    was = make("pPrChange", **by)
    was.append(copy.deepcopy(heading))
    heading.append(was)
    heading.find(tag("pStyle")).set(tag("val"), "Heading2")
    for thing in (make("drawing"), make("hyperlink")):
        box = make("ins", **by)
        run = make("r")
        run.append(thing if thing.tag == tag("drawing") else make("t", " in a list"))
        box.append(run)
        if thing.tag == tag("hyperlink"):
            thing.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", "rId999")
            thing.append(box)
        if thing.tag == tag("hyperlink"):
            reviewer._part("green").addnext(thing)
        else:
            reviewer._part("patience").addnext(box)
    links = etree.fromstring(reviewer.parts["word/_rels/document.xml.rels"])
    etree.SubElement(links, links[0].tag, {"Id": "rId999", "Type": "hyperlink", "TargetMode": "External",
                                           "Target": "https://example.org/list"})
    reviewer.parts["word/_rels/document.xml.rels"] = etree.tostring(links)


def test_what_is_more_than_words_stays_open(
    back: Back, sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of it counts as done when an editor accepts all; paragraphs are parted and links are put in."""
    items = back(structure)
    assert sorted((item.line and item.line - 9, item.says) for item in items if item.kind is ItemKind.OTHER) == [
        (7, "Begin a new paragraph behind “It does not.”."),
        (10, "Make this a heading of level 2 (it was a heading of level 1)."), (15, "A citation was taken out here."),
        (21, "A picture was put in here.")]
    assert [(item.before, item.says) for item in items if item.says.startswith("A row")] == [
        ("Moss", "A row of a table."), ("two litres", "A row of a table.")]
    assert not [item for item in items if item.says.startswith("Changed without")]
    assert [(item.after, item.marked) for item in items if item.marked] == [
        (" in a list", " [in a list](https://example.org/list)")]
    done = desk_in(sent[0], monkeypatch)("review", "moss", "--accept", "all")
    assert (done.exit_code, done.output.count(": open-review: item ")) == (1, 5)
    assert (sent[0].root / PAGE).read_text(encoding="utf-8") == article(
        TEXT.replace("It is green", "It is green [in a list](https://example.org/list)").replace(
            " Ask the", "\n\nAsk the"), "Moss in gardens")


def test_headings_and_pictures_are_compared(back: Back) -> None:
    """Without tracking; a program that marks the change itself is told once."""
    def work(reviewer: Reviewer) -> None:
        reviewer.paragraph("Where to plant it").find(f"{tag('pPr')}/{tag('pStyle')}").set(tag("val"), "BodyText")
        run = reviewer._part("patience")
        run.append(make("drawing"))

    assert [(item.kind, item.line and item.line - 9, item.says) for item in back(work)] == [
        (ItemKind.OTHER, 10, "Changed without tracking. It is a paragraph (it was a heading of level 1)."),
        (ItemKind.OTHER, 21, "Changed without tracking. A picture was put in here.")]


def test_words_that_another_took_out_are_not_made(
    back: Back, sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(reviewer: Reviewer) -> None:
        reviewer.insert("It is green", " or blue")
        box = reviewer._part(" or blue")
        taken = make("del", id="910", author="Ben Holt", date="2026-11-22T09:30:00Z")
        box.addprevious(taken)
        taken.append(box)
        reviewer.name = "Ben Holt"
        reviewer.insert("It is green", " or brown")

    assert len(back(work)) == 2
    assert desk_in(sent[0], monkeypatch)("review", "moss", "--accept", "all").exit_code == 0
    assert "It is green or brown." in (sent[0].root / PAGE).read_text(encoding="utf-8")


def test_signs_of_the_symbol_font_are_letters(back: Back) -> None:
    def work(reviewer: Reviewer) -> None:
        run = reviewer.insert("It is green", "above ")[0]
        for place in ("F0B3", "F062"):
            run.append(make("sym", font="Symbol", char=place))

    assert [item.after for item in back(work)] == ["above ≥β"]


def test_new_headings_are_made_and_tables_told(
    back: Back, sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(reviewer: Reviewer) -> None:
        reviewer.new_paragraph("The last paragraph", "A heading.")
        properties = reviewer.paragraph("A heading.").find(tag("pPr"))
        properties.insert(0, make("pStyle", val="Heading1"))
        cell = reviewer.paragraph("A heading.")
        for name in ("tbl", "tr", "tc"):
            cell.append(inner := make(name)) if name != "tbl" else cell.addnext(inner := make(name))
            cell = inner
        words = make("p")
        words.append(make("r"))
        words[0].append(make("t", "In a cell."))
        cell.append(words)

    assert [(item.after.strip(), item.says) for item in back(work)] == [
        ("A heading.", "A new heading of level 1."), ("In a cell.", "A new paragraph in a list, a table or a note.")]
    assert desk_in(sent[0], monkeypatch)("review", "moss", "--accept", "all").exit_code == 1
    assert "patience helps.\n\n## A heading.\n" in (sent[0].root / PAGE).read_text(encoding="utf-8")


def test_what_was_typed_over_a_citation_is_kept(back: Back) -> None:
    def work(reviewer: Reviewer) -> None:
        reviewer.retype("[see 1 (p. 3), 2]", "[see 1 (p. 4), 2]")

    def in_it(reviewer: Reviewer) -> None:
        reviewer.replace("p. 3", "p. 4")

    assert [(item.line, item.says) for item in back(work)] == [
        (10, "Changed without tracking. The citation “[see 1 (p. 3), 2]” reads “[see 1 (p. 4), 2]”.")]
    assert [(item.line, item.says) for item in back(in_it)][1:] == [
        (10, "Took “p. 3” out of a citation."), (10, "Put “p. 4” into a citation.")]


def test_a_file_whose_origin_was_dropped_is_compared(
    back: Back, sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the line under its title, with the version of today or of git."""
    def work(reviewer: Reviewer) -> None:
        reviewer.forget_origin()
        reviewer.retype("patience", "time")

    assert [(item.before, item.after) for item in back(work)] == [("patience", "time")]


def test_a_page_that_changed_meanwhile_is_searched(
    back: Back, sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = sent[0]
    changed = "A first paragraph.\n\n" + TEXT.replace("It is green.", "It is very green.")
    site.write({PAGE: article(changed, "Moss in gardens")})
    monkeypatch.setattr(Site, "write", lambda *_: site)
    items = back(lambda reviewer: (reviewer.replace("patience", "time"), None)[1])
    assert [(item.line, item.before) for item in items] == [(32, "patience")]


def test_a_word_that_stands_elsewhere_leads_nobody_away() -> None:
    """The site shows a list that the page has not; a word of it is a cell at the page's end."""
    page = ("Moss is old and grows on walls in the shade.\n\nMost beds of moss now want a little more rain in May."
            "\n\n## Harms\n\nA wall with moss stays wet for a long time.\n\n| Snails |\n| --- |\n| Many |\n")
    sent = ["Moss is old and grows on walls in the shade.", "What can go wrong", "Snails", "Slugs in May",
            "All beds of moss want some more rain in May.", "Harms", "A wall with moss stays wet for a long time.",
            "Snails"]
    places = Places(SourceText("moss.md", page))
    assert lines_of(sent, places) == [1, 1, 1, 1, 3, 5, 7, 9]


def test_a_file_of_word_online_is_read(back: Back) -> None:
    """Whose parts have other names."""
    def work(reviewer: Reviewer) -> None:
        reviewer.comment("patience", "Yes.")
        save = reviewer.save

        def renamed(file: Path) -> Path:
            save(file)
            reviewer.parts["word/document2.xml"] = reviewer.parts.pop("word/document.xml")
            rels = reviewer.parts.pop("word/_rels/document.xml.rels")
            reviewer.parts["word/_rels/document2.xml.rels"] = rels.replace(b"comments.xml", b"comments3.xml")
            reviewer.parts["word/comments3.xml"] = reviewer.parts.pop("word/comments.xml")
            reviewer.parts["_rels/.rels"] = reviewer.parts["_rels/.rels"].replace(b"document.xml", b"document2.xml")
            with zipfile.ZipFile(file, "w") as made:
                for name, content in reviewer.parts.items():
                    made.writestr(name, content)
            return file

        reviewer.save = renamed  # type: ignore[method-assign]

    assert [(item.says, item.quote) for item in back(work)] == [("Yes.", "patience")]


def test_a_file_whose_fields_became_words_is_read(back: Back) -> None:
    """As Google Docs saves it."""
    def work(reviewer: Reviewer) -> None:
        reviewer.forget_origin()
        for name in ("fldChar", "instrText"):
            for each in list(reviewer.body.iter(tag(name))):
                each.getparent().getparent().remove(each.getparent())
        reviewer.replace("patience", "time")

    assert [(item.before, item.after, item.line) for item in back(work)] == [("patience", "time", 30)]


def test_a_list_has_the_lines_of_today(
    back: Back, sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page was written on since the review was taken; what is only alike is near its line."""
    back(lambda reviewer: [reviewer.comment(*each) for each in (
        ("soil must be sour", "How sour?"), ("Low certainty", "Why?"))])
    sent[0].write({PAGE: article("A first paragraph.\n\n" + TEXT, "Moss in gardens")})
    listed = desk_in(sent[0], monkeypatch)("review", "moss").output
    assert "2. line 32: comment by Ada Fern" in listed and "1. about line 12: comment" in listed


def test_a_deletion_in_the_browser_names_its_citation(
    back: Back, sent: tuple[Site, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page shows citations as numbers, which are no words of its text."""
    note = {"kind": "deletion", "by": "Ada Fern", "date": "2026-11-21T09:30:00Z", "says": "", "after": "",
            "quote": "Under old trees [2].", "before": "", "behind": "", "version": ""}
    file = tmp_path / "moss.review.json"
    file.write_text(json.dumps({"format": "proofdesk-review", "page": PAGE, "notes": [note]}), encoding="utf-8")
    assert back(lambda reviewer: None) == []
    desk = desk_in(sent[0], monkeypatch)
    assert desk("review", str(file)).exit_code == 0
    assert "could not be made: there is markup or a citation among" in desk("review", "moss", "--accept", "1").output


def test_notes_of_a_preview_get_their_lines(
    back: Back, sent: tuple[Site, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = {"kind": "replacement", "by": "Ada Fern", "date": "2026-11-21T09:30:00Z", "says": "", "after": "three",
            "quote": "two", "before": "Moss ", "behind": " litres", "version": ""}
    said = {**note, "kind": "comment", "quote": "shade [see 1 (p. 3), 2]. It is", "after": "", "says": "Sure?"}
    file = tmp_path / "moss.review.json"
    file.write_text(json.dumps({"format": "proofdesk-review", "page": PAGE, "notes": [note, said]}), encoding="utf-8")
    assert back(lambda reviewer: None) == []
    desk = desk_in(sent[0], monkeypatch)
    done = desk("review", str(file))
    assert done.exit_code == 0 and "  2 new in" in done.output, done.output
    items = read_review(review_file(sent[0].root / PAGE))
    assert [(item.line, item.before, item.says) for item in items] == [(28, "two", ""), (10, "", "Sure?")]
    assert desk("review", "moss", "--accept", "1").exit_code == 0
    assert "| Moss | three litres |" in (sent[0].root / PAGE).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "content", "message"), [
    ("a.docx", b"PK", "is not a Word file of today's kind"), ("a.odt", b"", "is of OpenDocument"),
    ("none.docx", None, "cannot be read"), ("a.doc", b"\xd0\xcf", "Word's old kind")])
def test_a_file_that_is_none_is_refused(
    name: str, content: bytes | None, message: str, sent: tuple[Site, Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = desk_in(sent[0], monkeypatch)("review", str(tmp_path / name))
    assert done.exit_code == 2 and message in done.output


def test_an_export_overwrites_nothing(sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    site, file = sent
    site.write({PAGE: article(TEXT, "Moss in gardens")})
    desk = desk_in(site, monkeypatch)
    assert "is there already, as it would be written now" in desk("export", PAGE, "--output", "moss.docx").output
    site.write({"other.docx": b"mine"})
    refused = desk("export", "moss", "--output", "other.docx")
    assert refused.exit_code == 2 and "exists already" in refused.output
    assert (site.root / "other.docx").read_bytes() == b"mine"
    assert "did you mean" in desk("export", "docs/articles/mos.md").output
    assert Project(site.root).path(file) == "moss.docx"


def test_an_exported_file_is_not_imported(
    sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = desk_in(sent[0], monkeypatch)("import", "moss.docx")
    assert done.exit_code == 2
    assert f"is {PAGE} as `desk export` wrote it for a reviewer" in done.output
    assert "desk review moss.docx" in done.output


def test_a_sign_off_is_recorded_with_the_version(sent: tuple[Site, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    site = sent[0]
    site.write({PAGE: article(TEXT, "Moss in gardens").replace("\n", "\r\n")})
    desk = desk_in(site, monkeypatch)
    refused = desk("review", "moss", "--sign-off", "Ada Fern")
    assert refused.exit_code == 2 and "give --role" in refused.output
    for role in ("botanist", "botanist: of #moss"):
        done = desk("review", "moss", "--sign-off", "Ada Fern", "--role", role)
        assert done.exit_code == 0, done.output
    text = (site.root / PAGE).read_bytes().decode()
    assert text.count("name: Ada Fern") == 1 and 'role: "botanist: of #moss"\r\n' in text
    version = done.output.split("version ")[1][:14]
    assert f"date: 2026-11-22\r\n    scope: the whole page\r\n    version: {version}\r\n---\r\n" in text
