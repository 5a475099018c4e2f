"""The glossary: each term is linked where a page first uses it, in running text only, and lands on its meaning."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import lxml.html
import pytest
from conftest import KINDS, WORKS, tree
from fixture_cases import Case, each_case
from markdown import Markdown
from sites import Built, article, make_site, pages_of, sample_site

from proofdesk.bibliography.references import References
from proofdesk.blocks.extension import BlocksExtension
from proofdesk.citations.extension import CitationsExtension
from proofdesk.common.language import load_language, speaking
from proofdesk.common.source_text import SourceText
from proofdesk.content.document import ConversionContext, Document
from proofdesk.content.glossary import Glossary, load_glossary
from proofdesk.content.glossary_links import GlossaryLinksExtension
from proofdesk.desk.convert import read_pages
from proofdesk.desk.project import Project

__all__ = ["sample_site"]

TERMS = """\
- term: neuron
  means: A nerve cell.
  also: [neurons, nerve cell, nerve cells]
- term: neuroplasticity
  means: The brain's ability to change.
  also: [plasticity]
- term: BDNF
  means: A growth protein.
  also: [brain-derived neurotrophic factor]
- term: mTOR
  means: A protein.
"""
GLOSSARY_PAGE = "---\ntitle: Glossary\ndescription: Words.\ntemplate: glossary.html\n---\n\nA neuron stands here.\n"
Link = Callable[[str], tuple[list[tuple[str, str]], str]]


def read(tmp_path: Path, text: str) -> tuple[Glossary, list[str]]:
    file = tmp_path / "glossary.yml"
    file.write_text(text, encoding="utf-8")
    glossary, problems = load_glossary(file, "glossary.yml")
    return glossary, [str(problem) for problem in problems]


@pytest.fixture
def link(tmp_path: Path, references_of: Callable[[str], References]) -> Link:
    """Convert a page; give its links to terms (the place they lead to, the words), and its HTML."""
    glossary, problems = read(tmp_path, TERMS)
    assert problems == []

    def convert(markdown: str) -> tuple[list[tuple[str, str]], str]:
        current = ConversionContext()
        extensions = [BlocksExtension(KINDS, current), CitationsExtension(references_of(WORKS), current),
                      GlossaryLinksExtension(glossary, "docs/glossary/index.md", current)]
        html = Markdown(extensions=["tables", "def_list", "attr_list", "fenced_code", "footnotes", "toc", *extensions])
        document = Document(SourceText("docs/articles/page.md", markdown))
        page = current.convert(document, lambda: html.convert(markdown))
        links = [(a.get("href").split("#")[1], a.text_content()) for a in tree(page).xpath('//a[@class="term"]')]
        return links, page

    return convert


def test_word_of_another_language_is_another_word(tmp_path: Path) -> None:
    glossary, problems = read(
        tmp_path, "- term: gift\n  means: A present.\n- term: Dosis\n  means: Eine Menge.\n  lang: de\n")
    assert problems == []
    context = ConversionContext()
    html = Markdown(extensions=[GlossaryLinksExtension(glossary, "docs/glossary/index.md", context)])
    for code, linked in (("en", ["gift"]), ("de", ["Dosis"]), ("de-AT", ["Dosis"])):
        document = Document(SourceText("docs/page.md", "A gift, and eine Dosis Gift."))
        with speaking(load_language(code)):
            page = context.convert(document, partial(html.convert, document.source.text))
        assert [link.text_content() for link in tree(page).xpath("//a")] == linked


def test_term_of_an_unknown_language_is_told(tmp_path: Path) -> None:
    _, problems = read(tmp_path, "- term: gift\n  means: A present.\n  lang: xx\n")
    assert len(problems) == 1 and problems[0].startswith("glossary.yml:3:1: bad-glossary: lang: “xx” is ")


def test_terms_that_no_page_lists_are_told(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {"glossary.yml": "- term: bed\n  means: A place.\n"})
    page = site.root / "docs/glossary/index.md"

    def told() -> list[str]:
        project = Project(site.root)
        checked = read_pages(project, [*project.pages()])
        return [str(each) for each in [*checked.data.problems, *checked.problems] if each.rule == "bad-glossary"]

    assert told() == [
        "glossary.yml:1:1: bad-glossary: no page explains these terms: there is no docs/glossary/index.md (write that "
        "page, with `template: glossary.html` below its title and description)"]
    site.write({"docs/glossary/index.md": "---\ntitle: Words\ndescription: What they mean.\n---\n"})
    assert told() == [
        "docs/glossary/index.md:1:1: bad-glossary: this page lists no term: it does not name the template that does "
        "(write `template: glossary.html` among its facts)"]
    page.write_text(page.read_text("utf-8").replace("---\n", "---\ntemplate: glossary.html\n", 1), encoding="utf-8")
    assert told() == []


def test_few_terms_are_their_own_index(tmp_path: Path) -> None:
    glossary, _ = read(tmp_path, TERMS)
    assert glossary.index == [
        ("BDNF", "bdnf"), ("mTOR", "mtor"), ("Neuron", "neuron"), ("Neuroplasticity", "neuroplasticity")]


def test_many_terms_are_found_by_their_letter(tmp_path: Path) -> None:
    glossary, problems = read(tmp_path, TERMS + "".join(f"- term: word {n}\n  means: A word.\n" for n in range(60)))
    assert problems == []
    assert glossary.index == [("B", "bdnf"), ("M", "mtor"), ("N", "neuron"), ("W", "word-0")]


@pytest.mark.build
def test_page_of_the_glossary_leads_to_each_term(sample_site: Built) -> None:
    page = sample_site.page("glossary")
    (index,) = page.find_class("list-index")
    assert [a.get("href") for a in index.xpath(".//a")] == [
        f"#{entry.get('id')}" for entry in page.find_class("glossary__entry")]


@each_case("content/glossary_links")
def test_first_use_of_a_term_is_linked(link: Link, case: Case) -> None:
    """Each line of the fixture: the term's place in the glossary, a colon, the words that lead there."""
    assert [f"{place}: {shown}" for place, shown in link(case.source)[0]] == case.lines("links")


def test_term_over_two_lines_is_linked(link: Link) -> None:
    assert link("A **nerve\ncell**, or neuron.")[0] == [("neuron", "nerve\ncell")]


@each_case("content/glossary_untouched")
def test_no_term_links_in_headings_links_or_code(link: Link, case: Case) -> None:
    assert link(case.source)[0] == case.lines("links")


def test_linking_does_not_change_the_text(link: Link) -> None:
    _, page = link("One neuron, *two neurons* and plasticity; then BDNF.")
    assert tree(page).text_content().strip() == "One neuron, two neurons and plasticity; then BDNF."
    assert tree(page).xpath('//em[.="two neurons"]')


def test_term_link_points_to_the_glossary(link: Link) -> None:
    assert 'href="../glossary/index.md#neuron"' in link("A neuron.")[1]


def check_fault(tmp_path: Path, text: str, expected: list[str]) -> None:
    """Check that these are all problems, and that a sound term beside them is read all the same."""
    glossary, problems = read(tmp_path, text)
    assert problems == expected
    assert ("synapse" in glossary.slugs) == ("synapse" in text)


@each_case("content/glossary_faults")
def test_bad_term_is_reported_and_others_remain(tmp_path: Path, case: Case) -> None:
    check_fault(tmp_path, case.source, case.problems("glossary.yml"))


def test_too_long_meaning_is_reported(tmp_path: Path) -> None:
    text = "- term: neuron\n  means: " + 241 * "x" + "\n- term: synapse\n  means: A junction.\n"
    check_fault(tmp_path, text, [
        "glossary.yml:2:1: bad-glossary: means: it has 241 characters, and at most 240 are possible "
        "(What the word means, in plain words (at most 240 characters). No findings: those need a citation)"
    ])


@pytest.mark.build
def test_built_glossary_lists_terms_and_their_uses(tmp_path: Path) -> None:
    built = make_site(tmp_path / "site", {
        "glossary.yml": TERMS, "docs/glossary/index.md": GLOSSARY_PAGE,
        "docs/articles/page.md": article("/// faq | Is it?\nYes, a neuron has plasticity [@ly2018].\n///"),
        "docs/questions/index.md": "---\ntitle: Q\ndescription: Q.\nblock: faq\ntemplate: listing.html\n---\n",
    }).build("--strict")
    assert (built.code, built.problems) == (0, [])
    for page in ("articles/page", "questions"):
        links = built.page(page).xpath('//a[@class="term"]/@href')
        assert [posixpath.normpath(posixpath.join(page, link)) for link in links] == [
            "glossary/#neuron", "glossary/#neuroplasticity"
        ], page
    glossary = built.page("glossary")
    assert not glossary.xpath('//a[@class="term"]')
    entries = {e.get("id"): " ".join(e.text_content().split()) for e in glossary.find_class("glossary__entry")}
    assert list(entries) == ["bdnf", "mtor", "neuron", "neuroplasticity"]
    assert entries["neuron"] == "Neuron A nerve cell. Used in A page", "the definition says the other name"
    assert entries["bdnf"] == "BDNF A growth protein. Also: brain-derived neurotrophic factor."
    assert entries["mtor"] == "mTOR A protein."


@pytest.mark.build
def test_glossary_problem_stops_a_strict_build(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"glossary.yml": "- term: neuron\n", "docs/glossary/index.md": GLOSSARY_PAGE}
    built = make_site(tmp_path / "site", files).build("--strict")
    assert built.code != 0
    assert [p.split(": ")[1] for p in built.of("glossary.yml")] == ["bad-glossary"]


@pytest.fixture(scope="module")
def pages(sample_site: Built) -> dict[str, lxml.html.HtmlElement]:
    assert sample_site.code == 0, sample_site.output
    return pages_of(sample_site.folder)


@pytest.mark.build
def test_every_site_term_is_linked_once_per_article(
    pages: dict[str, lxml.html.HtmlElement]
) -> None:
    defined = {e.get("id") for e in pages["glossary/index.html"].find_class("glossary__entry")}
    assert len(defined) >= 15
    used: set[str] = set()
    for path, page in pages.items():
        if path.startswith("articles/") and path.count("/") == 2:
            linked = Counter(href.split("#")[1] for href in page.xpath('//a[@class="term"]/@href'))
            assert set(linked.values()) <= {1}, (path, linked)  # a short note may use none
            used |= set(linked)
    assert used == defined
