"""A site, built once and strictly: what must be true of every one of its pages.

Of the sample site all is asked, and of this site what holds whatever its editors write.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pytest
from lxml.html import HtmlElement
from sites import SAMPLE, Built, pages_of, real_site, sample_site

from proofdesk.bibliography.parser import read_bibliography

__all__ = ["real_site", "sample_site"]
pytestmark = pytest.mark.one_build

RAW = ("///", "[@", "[^")
UNREAD = ("code", "pre", "script", "style", "template", "textarea")
LISTINGS = {"faq": "questions", "myth": "myths", "intervention": "interventions"}
AT_LEAST = {"faq": 9, "myth": 5, "intervention": 6}


@pytest.fixture(scope="module", params=["sample_site", pytest.param("real_site", marks=pytest.mark.content)])
def site(request: pytest.FixtureRequest) -> Built:
    """A site. The build is asserted first: nothing else means much without it."""
    built: Built = request.getfixturevalue(request.param)
    assert built.code == 0, built.output
    return built


@pytest.fixture(scope="module")
def site_pages(site: Built) -> dict[str, HtmlElement]:
    """Every page by its path in the site."""
    return pages_of(site.folder)


@pytest.fixture(scope="module")
def pages(sample_site: Built) -> dict[str, HtmlElement]:
    """The same of the sample site."""
    assert sample_site.code == 0, sample_site.output
    return pages_of(sample_site.folder)


@pytest.fixture(scope="module")
def articles(pages: dict[str, HtmlElement]) -> dict[str, HtmlElement]:
    return articles_of(pages)


def articles_of(pages: dict[str, HtmlElement]) -> dict[str, HtmlElement]:
    return {path: page for path, page in pages.items() if path.startswith("articles/") and path.count("/") == 2}


def texts(element: HtmlElement) -> Iterator[str]:
    """Every text of a page that is not code."""
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return
    yield element.text or ""
    for child in element:
        yield from texts(child)
        yield child.tail or ""


def text_of(element: HtmlElement) -> str:
    """An element's words, with single spaces."""
    return " ".join(element.text_content().split())


def test_the_strict_build_is_clean(site: Built) -> None:
    assert site.problems == []
    assert "Traceback" not in site.output
    assert site.code == 0


def test_no_markdown_syntax_is_published(site_pages: dict[str, HtmlElement]) -> None:
    found = [
        (path, text.strip())
        for path, page in site_pages.items()
        for text in texts(page)
        if any(syntax in text for syntax in RAW)
    ]
    assert found == []
    attributes = [
        (path, value)
        for path, page in site_pages.items()
        for value in page.xpath("//@alt | //@title | //@aria-label | //meta/@content")
        if any(syntax in value for syntax in RAW)
    ]
    assert attributes == []


def test_prose_has_curly_quotes_and_apostrophes(pages: dict[str, HtmlElement]) -> None:
    """But for quotes in the guide, which is about what to type, and in the names of data."""
    straight = [(path, text) for path, page in pages.items()
                if not path.startswith(("contributing/", "about/data/"))
                for text in texts(page) if "'" in text or '"' in text]
    straight += [(path, text) for path, page in pages.items() for text in texts(page) if re.search(r"\w'\w", text)]
    assert straight == []


def test_no_problem_is_published(site_pages: dict[str, HtmlElement]) -> None:
    for path, page in site_pages.items():
        assert not page.xpath('//*[@class="problem" or @class="problems" or @class="citation-missing"]'), path


def test_ids_are_unique_on_each_page(site_pages: dict[str, HtmlElement]) -> None:
    for path, page in site_pages.items():
        counted = Counter(page.xpath("//@id"))
        assert [id for id, count in counted.items() if count > 1] == [], path


def test_every_internal_link_resolves(site: Built, site_pages: dict[str, HtmlElement]) -> None:
    """Pages, pictures, styles and scripts; headings, blocks, citations and the ways back from a reference."""
    ids = {path: {*page.xpath("//@id"), *page.xpath("//a/@name")} for path, page in site_pages.items()}
    lost = []
    for path, page in site_pages.items():
        for link in {str(link) for link in page.xpath("//@href | //@src")}:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = path
            if parts.path:
                target = posixpath.join("/", posixpath.dirname(path), unquote(parts.path))
                target = posixpath.normpath(target).lstrip("/")
                if (site.folder / target).is_dir():
                    target = posixpath.join(target, "index.html").lstrip("/")
            anchor = unquote(parts.fragment)
            if not (site.folder / target).is_file() or (anchor and anchor not in ids.get(target, ())):
                lost.append((path, link))
    assert lost == []


def test_citations_and_references_link_to_each_other(site_pages: dict[str, HtmlElement]) -> None:
    for path, page in articles_of(site_pages).items():
        citations = page.xpath('//a[@data-key]')
        references = page.xpath('//section[@class="references"]//li[starts-with(@id, "ref-")]')
        keys = list(dict.fromkeys(a.get("data-key") for a in citations))
        assert [li.get("id") for li in references] == [f"ref-{key}" for key in keys], path
        assert [a.get("href") for a in citations] == [f"#ref-{a.get('data-key')}" for a in citations], path
        for li in references:
            back = li.xpath('.//*[@class="reference__back"]/a/@href')
            places = [f"#{a.get('id')}" for a in citations if a.get("href") == f"#{li.get('id')}"]
            assert back == places, (path, li.get("id"))


def test_site_has_the_minimum_of_each_block(articles: dict[str, HtmlElement]) -> None:
    assert len(articles) >= 3
    counted = Counter(kind for page in articles.values() for kind in page.xpath("//@data-block"))
    assert {kind: counted[kind] >= least for kind, least in AT_LEAST.items()} == dict.fromkeys(AT_LEAST, True), counted


def test_every_long_article_opens_with_its_answer(articles: dict[str, HtmlElement]) -> None:
    """And ends with what was changed. A short note has none of its own, so four are counted."""
    found = {path: page.xpath("//@data-block") for path, page in articles.items()}
    assert len([path for path, kinds in found.items() if kinds[:1] == ["answer"] and kinds[-1:] == ["changes"]]) >= 3


def test_every_article_states_source_and_check_dates(articles: dict[str, HtmlElement]) -> None:
    for path, page in articles.items():
        source = page.xpath('//details[@id="where-this-comes-from"]')
        assert len(source) == 1, path
        terms = [text_of(dt) for dt in source[0].iter("dt")]
        unknown = " ".join(map(text_of, source[0].find_class("source__unknown")))
        for fact in ("Title", "Author", "Publisher", "Date", "Licence"):
            assert (fact in terms) != (fact.lower() in unknown), (path, fact)
        assert len({"Address", "DOI"} & set(terms)) == (" address" not in unknown), path
        assert all(text_of(dd) for dd in source[0].iter("dd")), path
        head = text_of(page.xpath('//header[contains(@class, "article-head")]')[0])
        for words in ("Published", "Last checked", "language model", "No clinician has reviewed this page."):
            assert words in head, (path, words)
        times = page.xpath('//header[contains(@class, "article-head")]//time/@datetime')
        due = page.xpath('//section[@class="about-page"]//time/@datetime')[-1]
        assert [*times, due] == sorted([*times, due]) and len(times) == 2, path


def test_every_article_lists_its_changes(articles: dict[str, HtmlElement]) -> None:
    for path, page in articles.items():
        headings = [text_of(h).lower() for h in page.xpath("//h2")]
        assert any("chang" in heading for heading in headings), (path, headings)


def test_page_has_one_h1_and_skips_no_level(site_pages: dict[str, HtmlElement]) -> None:
    for path, page in site_pages.items():
        assert len(page.xpath("//h1")) == 1, path
        levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


@pytest.mark.parametrize("kind", LISTINGS)
def test_every_block_is_on_its_listing(
    site_pages: dict[str, HtmlElement], kind: str
) -> None:
    """Whatever page it stands on; the guide's blocks are examples of writing."""
    listing = site_pages[f"{LISTINGS[kind]}/index.html"]
    own = {path: page for path, page in site_pages.items()
           if not path.startswith(("contributing/", *(f"{name}/" for name in LISTINGS.values())))}
    permalinks = [
        f"../{posixpath.dirname(path)}/#{block.get('id')}"
        for path, page in own.items()
        for block in page.xpath(f'//*[@data-block="{kind}"]')
    ]
    linked = Counter(unquote(link) for link in listing.xpath('//*[@class="entry__place"]/a/@href'))
    assert linked == Counter(permalinks)
    assert len(listing.xpath(f'//*[@data-block="{kind}"]')) == len(permalinks)


def test_references_page_lists_all_works_and_uses(
    pages: dict[str, HtmlElement], articles: dict[str, HtmlElement]
) -> None:
    listing = pages["references/index.html"]
    keys = read_bibliography(SAMPLE / "bibliography.bib", "bibliography.bib").entries
    listed = {li.get("id").removeprefix("ref-"): li for li in listing.xpath('//li[starts-with(@id, "ref-")]')}
    assert sorted(listed) == sorted(keys)
    for key, li in listed.items():
        expected = {
            f"../{posixpath.dirname(path)}/#ref-{key}"
            for path, page in articles.items()
            if page.xpath(f'//a[@data-key="{key}"]')
        }
        expected |= {
            f"../{posixpath.dirname(path)}/#{block.get('id')}"
            for path, page in articles.items()
            for block in page.xpath(f'//*[@data-block][@id][.//a[@data-key="{key}"]]')
        }
        assert {unquote(link) for link in li.xpath(".//a/@href") if link.startswith("../articles/")} == expected, key


def test_references_page_says_what_was_seen_of_each_work(pages: dict[str, HtmlElement]) -> None:
    """Only what the entry states, in words; no page shows a work whose kind is not known."""
    entries = read_bibliography(SAMPLE / "bibliography.bib", "bibliography.bib").entries
    shown = {li.get("id").removeprefix("ref-"): [e.text_content() for e in li.find_class("reference__status")]
             for li in pages["references/index.html"].xpath('//li[starts-with(@id, "ref-")]')}
    words = {"exists": "Found in a public record", "record": "Compared with its record, authors included",
             "abstract": "Abstract read", "paper": "Read in full", "as-printed": "As another list prints it"}
    for key, said in shown.items():
        assert len(said) == 1 and said[0].startswith(words[entries[key].fields["x-status"]]), (key, said)
        assert ("2026" in said[0]) == ("x-checked" in entries[key].fields), (key, said)
    for path, page in pages.items():
        if not path.startswith("contributing/"):
            text = page.text_content().lower()
            assert "not classified" not in text and "not sorted yet" not in text, path
            assert page.xpath("//*[contains(@class, '--not-classified')]") == [], path


def test_myth_is_never_skimmed_as_a_fact(
    pages: dict[str, HtmlElement], articles: dict[str, HtmlElement]
) -> None:
    """Headings and links that state one announce it and judge it: “Myth: …, wrong”."""
    myths = [(text_of(page.find_class("myth__claim")[place]), text_of(title))
             for page in articles.values() for place, title in enumerate(page.find_class("myth__title"))]
    assert len(myths) >= AT_LEAST["myth"]
    assert all(re.fullmatch(rf"Myth: {re.escape(myth)}, [a-z]+", title) for myth, title in myths), myths
    bare, stated = [], 0
    for path, page in pages.items():
        headings = page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6 | //title | //summary")
        skimmed = [text_of(element) for element in (*headings, *page.xpath("//a | //nav"))]
        skimmed += page.xpath("//a/@aria-label | //a/@title | //a/img/@alt")
        for myth, title in myths:
            told = [words.casefold() for words in skimmed if myth.casefold() in words.casefold()]
            stated += len(told)
            bare += [(path, myth) for words in told if words.count(myth.casefold()) != words.count(title.casefold())]
    assert bare == [] and stated > len(myths)


def test_every_myth_is_a_heading_before_its_reality(articles: dict[str, HtmlElement]) -> None:
    for path, page in articles.items():
        for block in page.xpath('//*[@data-block="myth"]'):
            assert block.getchildren()[0].tag in ("h2", "h3", "h4", "h5"), (path, block.get("id"))
            assert text_of(block).startswith("Myth: "), (path, block.get("id"))
            assert block.find_class("myth__verdict") and block.find_class("myth__fact"), (path, block.get("id"))
