"""Marks for programs in the pages' HTML, notes on faulty pages, and the conversion that they come from."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import lxml.html
import pytest
from conftest import Convert, tree
from markdown import Markdown
from sites import ROOT, article, make_site

from proofdesk.build.problem_panel.panel import list_problems
from proofdesk.common.source_text import SourceText
from proofdesk.common.text import sentence_ends
from proofdesk.content.document import ConversionContext, Document, get_context
from proofdesk.content.html import drop_marked, parse, split_references
from proofdesk.outputs.markdown_export import export_page
from proofdesk.outputs.search.passages import passages

REGION = """\
<html><body><article id="content"><header class="article-head" data-index="no" data-export="no">
  <p>For people who sleep badly.</p>
  <div><h1 data-index="yes" data-export="yes">Sleep</h1> and a tail</div>
  <p data-index="yes">What it says.</p>
  <p data-export="yes">Last checked today.</p>
</header><p>Text.</p><aside data-index="no">Not <b>found</b>.</aside><aside data-export="no">Not exported.</aside>
</article></body></html>
"""


def test_search_finds_what_a_marked_region_lets_in() -> None:
    found = passages(lxml.html.document_fromstring(REGION).get_element_by_id("content"))
    assert [(each.title, each.text) for each in found] == [("Sleep", "What it says. Text. Not exported.")]


def test_search_tells_the_cells_of_a_table_apart() -> None:
    """A result shows them in one line: “Who · Good news · Bad news; Depression · scores fell · few trials”."""
    table = ("<div id=content><p>Trials</p><table><thead><tr><th>Who<th>Good news</thead><tbody>"
             "<tr><td>Depression<td>scores fell<tr><td>Sleep.<td>no change</tbody></table></div>")
    (found,) = passages(lxml.html.document_fromstring(table).get_element_by_id("content"))
    assert found.text == "Trials Who · Good news; Depression · scores fell; Sleep. no change"


def test_export_has_what_a_marked_region_lets_in() -> None:
    page = lxml.html.document_fromstring(REGION)
    assert export_page(page, "", {}) == "# Sleep\n\nLast checked today.\n\nText.\n\nNot **found**.\n"


def test_a_mark_inside_an_element_that_is_let_in() -> None:
    page = lxml.html.fromstring(
        '<div><p data-index="no">a <b data-index="yes">b <i data-index="no">c</i> d</b> e</p> f</div>')
    drop_marked(page, "data-index")
    assert page.text_content() == "b  d f"


@pytest.mark.build
def test_a_new_line_in_the_head_does_not_leak(tmp_path: Path) -> None:
    """An editor's new fact is for readers; search and export get it only if its element says so."""
    site = make_site(tmp_path, {"docs/articles/a.md": article("Spines grew [@shao2021].")})
    head = next(file for folder in ("overrides", "proofdesk") for file in (ROOT / folder).rglob("article-head.html"))
    (site.root / "overrides").unlink()
    shutil.copytree(ROOT / "overrides", site.root / "overrides")
    changed = head.read_text(encoding="utf-8").replace("</header>", '<p class="audience">For night owls.</p></header>')
    partial = site.root / "overrides" / "partials" / "article-head.html"
    partial.parent.mkdir(exist_ok=True)
    partial.write_text(changed, encoding="utf-8")
    built = site.build("--strict")
    assert built.code == 0, built.output
    content = built.page("articles/a").get_element_by_id("content")
    assert "For night owls." in content.text_content()
    text = (built.folder / "articles" / "a" / "index.md").read_text(encoding="utf-8")
    assert "Spines grew [1]." in text and "night owls" not in text
    found = passages(content)
    assert any("Spines grew." in each.text for each in found)
    assert not any("night owls" in each.text for each in found)


def test_fields_of_forms_are_elements_as_all_others() -> None:
    page = parse('<form><label for="a">A</label><input id="a" value="1"></form><!-- b -->')
    assert [type(each).__name__ for each in page.iter()] == [*["HtmlElement"] * 4, "HtmlComment"]
    assert page.xpath("string(.//input/@value)") == "1"


def test_a_page_is_split_before_its_references(convert: Convert) -> None:
    html = convert("Spines grew [@shao2021].").html
    text, references = split_references(html)
    assert text + references == html
    assert "Spines grew" in text and references.startswith('<section class="references">')
    assert split_references("<p>No list.</p>") == ("<p>No list.</p>", "")


@pytest.mark.parametrize(("bib_species", "expected"), [("species:mouse", True), ("species:human", False)])
def test_a_document_knows_preclinical_marks(convert: Convert, bib_species: str, expected: bool) -> None:
    bib = f"@article{{a2020, author={{A, B}}, year={{2020}}, title={{T}}, journal={{J}}, keywords={{{bib_species}}}}}\n"
    converted = convert("Spines grew [@a2020].", bib)
    assert converted.document.has_preclinical is expected
    assert ("below-people" in converted.html) is expected


FAULTY = """\
See [@nobody2020] and [@nobody2020], [@rumour2020].

/// mith | What?
    colour: red
Text [@ly2018].
///

/// faq | Why?
    colour: red
    shape: round
So [@ly2018].
///
"""


def test_each_note_has_the_anchor_of_its_problem(convert: Convert) -> None:
    converted = convert(FAULTY)
    anchors, page = converted.document.anchors, tree(converted.html)
    assert sorted(anchors.values()) == sorted(
        ["problem-1-6", "problem-1-24", "problem-1-39", "problem-3-1", "problem-9-5", "problem-10-5"])
    notes = {problem.rule: page.get_element_by_id(anchor).text_content() for problem, anchor in anchors.items()}
    assert notes == {
        "unknown-citation": "unknown reference: nobody2020",
        "unconfirmed-work": "“rumour2020” is marked unconfirmed "
                            "(look it up: `desk cite --find rumour2020`; or cite another work)",
        "unknown-block": "Line 3: there is no kind of block “mith” (did you mean “myth”?)",
        "unknown-option": "Line 10: the faq block has no option “shape” (known are: because, certainty, id, topics)",
    }


def test_two_problems_at_one_position_share_an_anchor(convert: Convert) -> None:
    converted = convert("See [@rumour2020, @ly2018].")
    assert set(converted.document.anchors.values()) == {"problem-1-6"}
    assert len(tree(converted.html).xpath("//*[@id='problem-1-6']")) == 1


def test_the_panel_lists_problems_with_their_anchors(convert: Convert) -> None:
    document = convert("See [@nobody2020].").document
    (problem,) = document.problems
    other = Document(document.source).problem(SourceText("", "").position(0), "to-write", "not on the page", "write it")
    shown = list_problems([problem, other], document.anchors, Path("/site"))
    assert [each.anchor for each in shown] == ["problem-1-6", ""]
    assert [each.place for each in shown] == ["docs/articles/page.md:1:6", "docs/articles/page.md:1:1"]
    assert shown[0].editor == "vscode://file/site/docs/articles/page.md:1:6"


def test_a_conversion_fills_the_document_it_is_given() -> None:
    context = ConversionContext()
    md = Markdown()
    assert get_context(md, context) is context and get_context(md, None) is context
    before, document = context.document, Document(SourceText("a.md", "Text."))
    assert context.convert(document, lambda: (md.convert("Text."), context.document)) == ("<p>Text.</p>", document)
    assert context.document is before


def test_a_failed_conversion_gives_its_document_back() -> None:
    context = ConversionContext()
    before = context.document
    with pytest.raises(ZeroDivisionError):
        context.convert(Document(SourceText("a.md", "")), lambda: 1 / 0)
    assert context.document is before


def test_plain_markdown_begins_a_document_each_time() -> None:
    md = Markdown()
    context = get_context(md, None)
    found = []
    for text in ("One.", "Two."):
        md.convert(text)
        found.append(context.document)
    assert [document.source.text for document in found] == ["One.", "Two."]


@pytest.mark.parametrize(("text", "expected"), [
    ("One. Two? Three!", ["One.", " Two?", " Three!"]),
    ("See Fig. 2 and p. 3, e.g. Smith et al. Then more.", ["See Fig. 2 and p. 3, e.g. Smith et al. Then more."]),
    ("He said “yes.” “No,” she said.", ["He said “yes.”", " “No,” she said."]),
    ("A dose of 2.5 mg. Älter ist besser.", ["A dose of 2.5 mg.", " Älter ist besser."]),
    ("By A. Hofmann in 1938. **Then** nothing", ["By A. Hofmann in 1938. **Then** nothing"]),
    ("It ended. *Then* it began", ["It ended.", " *Then* it began"]),
    ("احتفظت الحقول بالماء. وجفت الأصص. هل نعرف؟ لا.",
     ["احتفظت الحقول بالماء.", " وجفت الأصص.", " هل نعرف؟", " لا."]),
    ("Почва влажна. Черви копают. и так", ["Почва влажна.", " Черви копают. и так"]),
    ("土は湿る。虫は掘る。", ["土は湿る。", "虫は掘る。"]),
])
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    ends = [0, *sentence_ends(text), len(text)]
    assert [text[a:b] for a, b in pairwise(ends) if a < b] == expected
