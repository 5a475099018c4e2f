"""A page on paper, as Chromium prints it: whole, black on white, and able to say where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from pdf_pages import printed_pages
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import Built, article, make_site

from proofdesk.site.article import WORDS_A_MINUTE

# Everything that a reader of paper can do nothing with.
CONTROLS = "button, input, select, dialog, nav, [popover], [role=dialog], [role=search], .reference__back, .headerlink"
# Words that are seen, and are not black on white. Gives them with their colours.
GREY = """() => {
  const wrong = [], numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const of = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !of.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(of);
    const ink = numbers(of.closest("svg") ? style.fill : style.color).slice(0, 3);
    const ground = [];
    for (let at = of; at; at = at.parentElement) {
      const [red, green, blue, alpha = 1] = numbers(getComputedStyle(at).backgroundColor);
      if (alpha) ground.push(red, green, blue);
    }
    if (ink.some((value) => value > 0) || ground.some((value) => value < 255))
      wrong.push(`${of.className}: ${words.currentNode.data.trim()} ${ink} on ${ground}`);
  }
  return wrong;
}"""
# The address behind each link that is seen, by what is printed after its words.
SPELLED = """all => all.filter(a => a.checkVisibility()).map(a => [a.href, a.textContent,
  getComputedStyle(a, "::after").content.replace("attr(href)", `"${a.getAttribute("href")}"`).replaceAll('"', "")
])"""


@pytest.fixture(params=("light", "dark"))
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=request.param) as visitor:
        yield visitor


@pytest.fixture
def page(context: BrowserContext, origin: str, sample_site: Built) -> Page:
    """An article, opened on the screen."""
    page = context.new_page()
    page.goto(origin + "/articles/" + sorted(sample_site.folder.glob("articles/*/index.html"))[0].parent.name + "/")
    return page


def printed(page: Page) -> Page:
    """The page as it is laid out for paper."""
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    return page


def test_print_hides_controls_and_shows_help_line(page: Page) -> None:
    page.locator("a.citation").first.click()
    page.locator(".in-place").wait_for()
    seen = page.locator(CONTROLS).evaluate_all("all => all.filter(e => e.checkVisibility()).length")
    assert seen > 5  # on the screen
    printed(page)
    assert page.locator(CONTROLS).evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))"
    ) == []
    expect(page.locator(".help-line")).to_be_visible()


def test_main_pages_print_black_on_white(context: BrowserContext, origin: str, sample_site: Built) -> None:
    page = context.new_page()
    for address in ("/", "/articles/", "/questions/", "/myths/", "/interventions/", "/references/", "/about/help/"):
        page.goto(origin + address)
        assert printed(page).evaluate(GREY) == [], address
        assert page.evaluate("document.body.innerText.trim().length") > 200
        page.emulate_media(media="screen")


def test_article_prints_black_on_white(page: Page) -> None:
    assert printed(page).evaluate(GREY) == []


def test_print_spells_out_external_addresses(page: Page) -> None:
    links = printed(page).locator("a[href^=http]").evaluate_all(SPELLED)
    assert len(links) > 20
    for address, words, after in links:
        assert address.rstrip("/") in after or address.split("://")[1].rstrip("/") in words.replace("doi:", "doi.org/")
    citations = page.locator("a.citation").evaluate_all(SPELLED)
    assert citations and all("ref-" not in after for _, _, after in citations)


def test_print_shows_full_references(page: Page) -> None:
    works = page.locator(".references .reference")
    before = works.evaluate_all("all => all.map(e => e.querySelector('.reference__text').innerText)")
    printed(page)
    assert before and works.evaluate_all("all => all.map(e => e.querySelector('.reference__text').innerText)") == before
    for work in works.all():
        expect(work).to_be_visible()


def test_print_opens_collapsed_details(page: Page) -> None:
    page.locator("#content .article-text > p").first.evaluate("""p => {
      const folded = document.createElement("details");
      folded.innerHTML = "<summary>More</summary><p id='folded'>What was folded.</p>";
      p.before(folded);
    }""")
    page.emulate_media(media="print")  # without the event that the theme's script waits for
    assert page.locator("#folded").evaluate(
        "e => e.checkVisibility({contentVisibilityAuto: true}) && e.getBoundingClientRect().height > 10"
    )


def test_print_states_address_and_dates(page: Page) -> None:
    end = page.locator(".print-end")
    expect(end).to_be_hidden()
    checked = page.locator(".facts__item", has_text="Last checked").inner_text()
    address = page.url
    page.goto(address + "#references")
    day = page.evaluate("new Date().toLocaleDateString('en-GB', {day: 'numeric', month: 'long', year: 'numeric'})")
    # Chromium's own printing sets off what fills it in.
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    printed(page)
    expect(end).to_be_visible()
    said = end.inner_text()
    assert f"This page: {address}" in said and "#" not in said
    assert checked.removeprefix("Last checked ") in said
    assert f"Printed on {day}." in said
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 3
    links = page.locator(".references .reference__links a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert links and all(link.encode() in pdf for link in links)


def test_print_avoids_page_breaks_inside_blocks(page: Page) -> None:
    blocks = printed(page).locator("[data-block], .reference, .figure, .glance__sheet")
    assert blocks.count() > 10
    assert set(blocks.evaluate_all("all => all.map(e => getComputedStyle(e).breakInside)")) == {"avoid"}


def test_whole_article_prints_on_few_full_pages(browser: Browser, origin: str, sample_site: Built) -> None:
    """Ten pages for 2,000 words; none but the last is half empty, and no table says again what a figure shows."""
    articles = sorted(file.parent.name for file in sample_site.folder.glob("articles/*/index.html"))
    assert len(articles) >= 3
    with browser.new_context() as visitor:
        page = visitor.new_page()
        for name in articles:
            page.goto(f"{origin}/articles/{name}/")
            minutes = re.search(r"(\d+) minutes? to read", page.locator(".facts").inner_text())
            pages = printed_pages(page.pdf(format="A4", prefer_css_page_size=True))
            assert minutes and len(pages) <= 10 * max(1.0, int(minutes[1]) * WORDS_A_MINUTE / 2000), (name, len(pages))
            assert [round(each.filled(45), 2) for each in pages[:-1] if each.filled(45) < 0.5] == [], name
            page.emulate_media(media="print")
            for figure in page.locator("figure:has(svg)").all():
                tables = figure.locator("xpath=ancestor::section[1]").locator("table")
                assert not any(table.is_visible() for table in tables.all()), name
            headings = page.locator("#content :is(h1, h2, h3, h4):visible")
            assert set(headings.evaluate_all("all => all.map(e => getComputedStyle(e).breakAfter)")) == {"avoid"}
            page.emulate_media(media="null")


def test_print_address_uses_configured_site_url(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {"docs/articles/page.md": article("Text [@ly2018].\n")})
    built = site.build(env={"SITE_URL": "https://window.example/site/"})
    end = lxml.html.fromstring(built.html("articles/page")).find_class("print-end__address")[0]
    assert end.text_content() == "https://window.example/site/articles/page/"
