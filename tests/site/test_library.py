"""The listings, who cites what, and how long a page takes to read, as a built site shows them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml.html import HtmlElement
from sites import SAMPLE, Built, article, make_site

from proofdesk.desk.convert import read_pages
from proofdesk.desk.project import Project
from proofdesk.site.library import Library

pytestmark = pytest.mark.build

WORDS = "word " * 475

FILES: dict[str, str | bytes] = {
    "docs/articles/a.md": article(
        "/// faq | Is `5-HT2A` a *receptor*?\n"
        "Yes, see [the home page](../index.md) and [below](#more). [@shao2021]\n///\n\n"
        "/// myth | Mushrooms cure all\n    verdict: wrong\nThey do not. [@ly2018]\n///\n\n## More\n\n" + WORDS,
        "First article",
    ),
    "docs/articles/b.md": article(
        "No citation in a block, but one here [@ly2018].\n\n"
        "/// intervention | A walk\n    when: everyday\n"
        "Concept\n:   Why [@ly2018].\n\nExample\n:   What.\n\nSteps\n:   1. Go.\n///\n\n"
        "/// faq | Is it lawful?\nRarely [@ly2018].\n///\n",
        "Second article",
    ),
    "docs/index.md": (
        "---\ntitle: Home\ndescription: H.\n---\n\n# Home\n\n/// faq | Not of an article?\nNo [@ly2018].\n///\n"
    ),
    "docs/about/help.md": "---\ntitle: Help\ndescription: H.\n---\n\nHelp.\n",
}
FILES |= {
    f"docs/{name}/index.md": (SAMPLE / "docs" / name / "index.md").read_text(encoding="utf-8")
    for name in ("questions", "myths", "interventions", "references", "articles")
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = make_site(tmp_path_factory.mktemp("library"), FILES).build("--strict")
    assert site.problems == []
    return site


def blocks(page: HtmlElement) -> list[HtmlElement]:
    return list(page.xpath("//*[@data-block]"))


def links(element: HtmlElement) -> list[str]:
    return list(element.xpath(".//a/@href"))


def test_listing_shows_every_block_with_its_article(built: Built) -> None:
    questions = built.page("questions")
    entries = questions.find_class("entry")
    assert ["5-HT2A a receptor" in " ".join(e.text_content().split()) for e in entries] == [True, False]
    assert "../articles/a/#faq-is-5-ht2a-a-receptor" in links(entries[0])
    assert "../articles/b/#faq-is-it-lawful" in links(entries[1])
    assert [e.text_content() for e in questions.find_class("entry__from")] == ["in First article", "in Second article"]
    assert len(blocks(built.page("interventions"))) == len(blocks(built.page("myths"))) == 1


def test_links_of_listed_block_keep_their_targets(built: Built) -> None:
    (block, *_) = blocks(built.page("questions"))
    assert links(block) == ["../articles/a/../../", "../articles/a/#more", "#ref-shao2021"]


def test_listed_block_has_an_id_of_its_own(built: Built) -> None:
    """It tells the article, so that it is the only one on the page, and leads there if the block is elsewhere by now.

    A citation leads to the reference list of the same page.
    """
    ids = {"questions": ["articles/a/faq-is-5-ht2a-a-receptor", "articles/b/faq-is-it-lawful"],
           "myths": ["articles/a/myth-mushrooms-cure-all"], "interventions": ["articles/b/intervention-a-walk"]}
    for name, own in ids.items():
        page = built.page(name)
        assert [block.get("id") for block in blocks(page)] == own
        assert [link.removeprefix("#") for link in page.find_class("list-index")[0].xpath(".//a/@href")] == own
        for block in blocks(page):
            assert all(id.startswith(block.get("id")) for id in block.xpath("descendant::*/@id"))
            here = {link.removeprefix("#") for link in links(block) if link.startswith("#")}
            assert here and here <= set(page.xpath("//ol[@class='references__list']/li/@id"))


def test_myth_is_indexed_by_what_is_so(built: Built) -> None:
    (line,) = built.page("myths").find_class("list-index")[0].findall(".//li")
    assert line.text_content().strip() == "They do not."


def test_work_lists_what_cites_it(built: Built) -> None:
    references = built.page("references")
    ly, shao = (references.get_element_by_id(f"ref-{key}") for key in ("ly2018", "shao2021"))
    uses = [" ".join(use.text_content().split()) for use in ly.findall(".//li")]
    assert uses == ["First article: a myth and its reality", "Second article: A walk; Is it lawful?"]
    # Of several places, which would be longer than the work, only how many there are is seen at first.
    assert ly.find("details/summary").text_content() == "Cited in 2 pages" and ly.find("details").get("open") is None
    assert [link for link in links(ly) if "articles" in link] == [
        "../articles/a/#ref-ly2018", "../articles/a/#myth-mushrooms-cure-all", "../articles/b/#ref-ly2018",
        "../articles/b/#intervention-a-walk", "../articles/b/#faq-is-it-lawful",
    ]
    assert [" ".join(use.text_content().split()) for use in shao.findall(".//li")] == [
        "First article: Is 5-HT2A a receptor?"
    ]


def test_works_are_sorted_by_author(built: Built) -> None:
    ids = [li.get("id") for li in built.page("references").find_class("reference")]
    assert ids == ["ref-ly2018", "ref-shao2021"]


def test_reading_time_follows_the_word_count(built: Built) -> None:
    """475 words and a little more, at 238 words a minute; citations and references are not read as words."""
    assert "2 minutes" in built.page("articles/a").get_element_by_id("content").text_content()
    second = built.page("articles/b").get_element_by_id("content").text_content()
    assert "1 minute " in " ".join(second.split())


def test_reading_time_ignores_citations(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Citing every word would otherwise multiply the time that a page says it takes."""
    cited = make_site(tmp_path_factory.mktemp("cited"), {
        "docs/articles/a.md": article("word [@ly2018; @shao2021] " * 238),
    }).build("--strict")
    assert "1 minute " in " ".join(cited.page("articles/a").get_element_by_id("content").text_content().split())


HOSTILE = """\
---
title: 'Fish & <b>chips</b> "x" <script>alert(1)</script>'
description: 'Under "5" <5% & <i>more</i>'
published: 2026-11-20
reviewed: 2026-11-21
topics: [therapy]
source: {title: 'A <b>bold</b> & "q"', note: '<script>alert(2)</script>', doi: '10.1000/"><script>alert(3)</script>'}
method: 'It is < 5 & <img src=x onerror=alert(4)>'
---

/// faq | Is 5 < 6 & "so"?
Yes. ![Dot](data:image/gif;base64,R0lGODlhAQABAAAAACw=) [Here](?x=https://a.example) [there](tel:112). [@ly2018]
///
"""
TITLE = 'Fish & <b>chips</b> "x" <script>alert(1)</script>'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    files = {name: text for name, text in FILES.items() if not name.startswith("docs/articles/")}
    listing = {"docs/articles/index.md": FILES["docs/articles/index.md"], "docs/articles/h.md": HOSTILE}
    return make_site(tmp_path_factory.mktemp("hostile"), {**files, **listing}).build()


def test_front_matter_is_shown_escaped(hostile: Built) -> None:
    """They are words, so whatever looks like HTML in them is shown and never obeyed."""
    article_page = hostile.page("articles/h")
    assert article_page.xpath("//h1")[0].text_content() == TITLE
    assert article_page.xpath("//title")[0].text.startswith(TITLE)
    assert article_page.xpath('//meta[@name="description"]/@content') == ['Under "5" <5% & <i>more</i>']
    content = article_page.get_element_by_id("content").text_content()
    for words in ('A <b>bold</b> & "q"', "<script>alert(2)</script>", "It is < 5 & <img src=x onerror=alert(4)>"):
        assert words in content
    for name in ("articles/h", "articles", "references", "questions"):
        page = hostile.page(name)
        programs = page.xpath('//script[not(@type="application/ld+json")]')  # data is no program
        assert [script.text for script in programs if "alert" in (script.text or "")] == [], name
        assert page.xpath("//@onerror") == [], name
    assert TITLE in hostile.page("articles").get_element_by_id("content").text_content()


def test_block_title_is_plain_text_everywhere(hostile: Built) -> None:
    question = 'Is 5 < 6 & "so"?'
    (entry,) = hostile.page("questions").find_class("entry")
    assert entry.xpath(".//h2")[0].text_content() == question
    assert entry.xpath('.//*[@class="entry__place"]/a/@aria-label') == [f"See it in context: {question}"]
    (use,) = hostile.page("references").get_element_by_id("ref-ly2018").findall(".//li")
    assert " ".join(use.text_content().split()) == f"{TITLE}: {question}"


def test_external_links_of_listed_block_are_unchanged(hostile: Built) -> None:
    (block,) = blocks(hostile.page("questions"))
    assert block.xpath(".//img/@src") == ["data:image/gif;base64,R0lGODlhAQABAAAAACw="]
    assert links(block)[:2] == ["../articles/h/?x=https://a.example", "tel:112"]


def test_articles_sort_by_order_then_newest_first(tmp_path: Path) -> None:
    """``order`` comes first; the rest follow by date of publication."""
    day = next(line for line in article("Text.").splitlines() if line.startswith("published:"))
    pages = {
        "docs/articles/old.md": article("Text.", "Old").replace(day, "published: 2020-01-01"),
        "docs/articles/new.md": article("Text.", "New").replace(day, "published: 2021-01-01"),
        "docs/articles/first.md": article("Text.", "First").replace(day, "published: 2019-01-01\norder: 1"),
        "docs/articles/index.md": FILES["docs/articles/index.md"],
        "docs/index.md": "---\ntitle: Home\ndescription: H.\n---\n\nHome.\n",
        "docs/about/help.md": FILES["docs/about/help.md"],
    }
    listing = make_site(tmp_path, pages).build().page("articles")
    titles = [link.text_content().strip() for link in listing.xpath("//main//a")]
    assert [t for t in titles if t in ("Old", "New", "First")] == ["First", "New", "Old"]


def test_library_keeps_pages_that_stay(tmp_path: Path) -> None:
    """Under serve a page is edited; its neighbours are not made again, and it is as in a library of its own."""
    project = Project(make_site(tmp_path / "site", FILES).root)
    checked = read_pages(project, [*project.pages()])
    pages = {page.url: page for page in checked.pages}
    a, b = pages.pop("articles/a/"), pages.pop("articles/b/")
    edited = replace(a, title="Another title", facts=a.facts.model_copy(update={"title": "Another title"}))
    edited.document = replace(a.document, blocks=a.document.blocks[1:])
    first = Library(checked.pages, checked.data.references)
    second = Library([edited, b, *pages.values()], checked.data.references, before=first)
    assert first.article(b) is second.article(b)
    assert (seen := second.article(edited)) and seen.title == "Another title"
    assert [block.title for block in second.blocks("faq", "en")] == ["Is it lawful?"]
    assert [block.title for block in first.blocks("faq", "en")] == ["Is 5-HT2A a receptor?", "Is it lawful?"]
