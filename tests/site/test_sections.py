"""Where a page stands: what is above it, what is before and after it, and where its section's pages are listed."""

from __future__ import annotations

import pytest
from lxml.html import HtmlElement
from sites import Built, Site, article, make_site

pytestmark = pytest.mark.build

PAGE = "---\ntitle: {}\ndescription: What it says.\n---\n\n{}\n"
# The index names its pages in another order than that of their files, one of them twice, and one not at all.
FILES: dict[str, str | bytes] = {
    "docs/guide/index.md": PAGE.format(
        "The guide", "First [write](write.md#begin), then [cite](cite.md), as one [writes](write.md). "
        "See [an article](../articles/a.md) and [more](more/index.md)."),
    "docs/guide/cite.md": PAGE.format("Citing", "Cite."),
    "docs/guide/write.md": PAGE.format("Writing", "## Begin\n\nWrite."),
    "docs/guide/unnamed.md": PAGE.format("Unnamed", "See [the guide](index.md)."),
    "docs/guide/more/index.md": PAGE.format("More", "That is all."),
    "docs/alone.md": PAGE.format("Alone", "It stands alone."),
    "docs/articles/index.md": "---\ntitle: Articles\ndescription: All.\ntemplate: articles.html\n---\n\n[A](a.md)\n",
    "docs/articles/a.md": article("It grows [@ly2018].", "First article"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return make_site(tmp_path_factory.mktemp("sections"), FILES)


@pytest.fixture(scope="module")
def built(site: Site) -> Built:
    made = site.build("--strict")
    assert made.code == 0, made.output
    return made


def crumbs(page: HtmlElement) -> list[tuple[str, str]]:
    return [(str(link.text), str(link.get("href"))) for link in page.xpath("//nav[@aria-label='Breadcrumb']//a")]


def beside(page: HtmlElement) -> list[tuple[str, str]]:
    return [(str(link.get("rel")), str(link.get("href"))) for link in page.xpath("//a[@rel='prev' or @rel='next']")]


def test_head_leads_to_all_that_is_above(built: Built) -> None:
    assert crumbs(built.page("guide/more")) == [("Home", "../.."), ("The guide", "../")]
    assert crumbs(built.page("guide/unnamed")) == [("Home", "../.."), ("The guide", "../")]
    assert crumbs(built.page("alone")) == [("Home", "..")]
    assert crumbs(built.page("")) == []


def test_pages_follow_in_the_order_of_the_index(built: Built) -> None:
    assert beside(built.page("guide")) == [("next", "write/")]
    assert beside(built.page("guide/write")) == [("prev", "../"), ("next", "../cite/")]
    assert beside(built.page("guide/cite")) == [("prev", "../write/"), ("next", "../more/")]
    assert beside(built.page("guide/more")) == [("prev", "../cite/")]
    for url in ("guide/unnamed", "alone", "articles", "articles/a"):
        assert beside(built.page(url)) == [], url


def test_section_lists_its_pages_and_marks_this_one(built: Built) -> None:
    (listed,) = built.page("guide/cite").xpath("//nav[@aria-label='In this section']//ul")
    assert [str(link.text) for link in listed.iter("a")] == ["The guide", "Writing", "Citing", "More"]
    assert listed.xpath(".//a[@aria-current='page']/text()") == ["Citing"]


def test_a_new_order_reaches_cached_pages(site: Site, built: Built) -> None:
    assert beside(built.page("guide/write")) == [("prev", "../"), ("next", "../cite/")]
    text = str(FILES["docs/guide/index.md"])
    again = site.write({"docs/guide/index.md": text.replace("(cite.md)", "(x.md)").replace("(write.md)", "(cite.md)")
                        .replace("(write.md#begin)", "(cite.md)").replace("(x.md)", "(write.md)")}).build("--strict")
    assert again.code == 0, again.output
    assert beside(again.page("guide/write")) == [("prev", "../cite/"), ("next", "../more/")]
