"""A page on paper, as Chromium prints it: whole, black on white, and able to say where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import cycle
from pathlib import Path

import lxml.html
import pytest
from pdf_pages import printed_pages
from playwright.sync_api import Browser, Page, expect
from sites import Built, article, make_site

from proofdesk.site.article import WORDS_A_MINUTE

from .screens import SCREENS, SHOWN, USUAL, WIDTHS, Screen, faults_at_a_glance, turn

# For what paper has from each screen alike, once it is laid out: from a phone, and from a large screen.
PAIR = USUAL if len(USUAL) == len(SCREENS) else (USUAL[0], USUAL[-1])
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


# Of each element, whether it is seen as Playwright says it.
SEEN = """all => all.map(e => e.checkVisibility({ visibilityProperty: true })
  && e.getBoundingClientRect().width > 0 && e.getBoundingClientRect().height > 0)"""
UNFOLDED = "e => e.checkVisibility({contentVisibilityAuto: true}) && e.getBoundingClientRect().height > 10"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as visitor:
        yield visitor.new_page()


@pytest.fixture
def opened(page: Page, origin: str, sample_site: Built) -> Page:
    """An article, opened on the screen."""
    page.goto(origin + "/articles/" + sorted(sample_site.folder.glob("articles/*/index.html"))[0].parent.name + "/")
    return page


def printed(page: Page) -> Page:
    """The page as it is laid out for paper."""
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    return page


def from_each_screen(page: Page, screens: Iterable[Screen] = USUAL) -> Iterator[Screen]:
    """Show the page on one screen after the other; what follows each is printed from it."""
    before = None
    for screen in screens:
        page.emulate_media(media="null")  # else Chromium would print what a screen shows
        before = turn(page, screen, before)
        assert faults_at_a_glance(screen.scheme, *page.evaluate(SHOWN, screen.scheme)) == []
        yield screen
        page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_print_hides_controls_and_shows_help_line(opened: Page) -> None:
    opened.locator("a.citation").first.click()
    opened.locator(".in-place").wait_for()
    for screen in from_each_screen(opened):
        seen = opened.locator(CONTROLS).evaluate_all("all => all.filter(e => e.checkVisibility()).length")
        assert seen > 5  # on the screen
        printed(opened)
        assert opened.locator(CONTROLS).evaluate_all(
            "all => all.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80))"
        ) == [], screen
        expect(opened.locator(".help-line")).to_be_visible()


def test_main_pages_print_black_on_white(page: Page, origin: str) -> None:
    """Each from another width in both schemes; the longest that is printed, an article, from all."""
    pages = ("/", "/articles/", "/questions/", "/myths/", "/interventions/", "/references/", "/about/help/")
    for address, width in zip(pages, cycle(WIDTHS), strict=False):
        page.goto(origin + address)
        for screen in from_each_screen(page, (screen for screen in SCREENS if screen.width == width)):
            assert printed(page).evaluate(GREY) == [], (address, screen)
            assert page.evaluate("document.body.innerText.trim().length") > 200


def test_article_prints_black_on_white(opened: Page) -> None:
    for screen in from_each_screen(opened):
        assert printed(opened).evaluate(GREY) == [], screen


def test_print_spells_out_external_addresses(opened: Page) -> None:
    for _ in from_each_screen(opened, PAIR):
        links = printed(opened).locator("a[href^=http]").evaluate_all(SPELLED)
        assert len(links) > 20
        for address, words, after in links:
            assert address.rstrip("/") in after or (
                address.split("://")[1].rstrip("/") in words.replace("doi:", "doi.org/"))
        citations = opened.locator("a.citation").evaluate_all(SPELLED)
        assert citations and all("ref-" not in after for _, _, after in citations)


def test_print_shows_full_references(opened: Page) -> None:
    texts = "all => all.map(e => e.querySelector('.reference__text').innerText)"
    works = opened.locator(".references .reference")
    for _ in from_each_screen(opened, PAIR):
        before = works.evaluate_all(texts)
        printed(opened)
        assert before and works.evaluate_all(texts) == before
        for seen in (works, works.locator(".reference__text")):
            assert seen.evaluate_all(SEEN) == [True] * len(before)


def test_print_opens_collapsed_details(opened: Page) -> None:
    opened.locator("#content .article-text > p").first.evaluate("""p => {
      const folded = document.createElement("details");
      folded.innerHTML = "<summary>More</summary><p id='folded'>What was folded.</p>";
      p.before(folded);
    }""")
    for _ in from_each_screen(opened):
        assert not opened.locator("#folded").evaluate(UNFOLDED)  # on the screen
        opened.emulate_media(media="print")  # without the event that the theme's script waits for
        assert opened.locator("#folded").evaluate(UNFOLDED)


def test_print_states_address_and_dates(opened: Page) -> None:
    end = opened.locator(".print-end")
    checked = opened.locator(".facts__item", has_text="Last checked").inner_text()
    address = opened.url
    opened.goto(address + "#references")
    day = opened.evaluate("new Date().toLocaleDateString('en-GB', {day: 'numeric', month: 'long', year: 'numeric'})")
    for screen in from_each_screen(opened):
        expect(end).to_be_hidden()
        # Chromium's own printing sets off what fills it in.
        pdf = on_paper(opened, screen)
        printed(opened)
        expect(end).to_be_visible()
        said = end.inner_text()
        assert f"This page: {address}" in said and "#" not in said
        assert checked.removeprefix("Last checked ") in said
        assert f"Printed on {day}." in said
        links = opened.locator(".references .reference__links a")
        addresses = links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
        assert addresses and all(link.encode() in pdf for link in addresses)


def test_print_avoids_page_breaks_inside_blocks(opened: Page) -> None:
    for screen in from_each_screen(opened, PAIR):
        blocks = printed(opened).locator("[data-block], .reference, .figure, .glance__sheet")
        assert blocks.count() > 10
        breaks = set(blocks.evaluate_all("all => all.map(e => getComputedStyle(e).breakInside)"))
        assert breaks == {"avoid"}, screen


def on_paper(page: Page, what: object) -> bytes:
    """Print an article on ten pages for 2,000 words, of which none but the last is half empty."""
    minutes = re.search(r"(\d+) minutes? to read", page.locator(".facts").text_content() or "")
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    pages = printed_pages(pdf)
    assert minutes and 3 <= len(pages) <= 10 * max(1.0, int(minutes[1]) * WORDS_A_MINUTE / 2000), (what, len(pages))
    assert [round(each.filled(45), 2) for each in pages[:-1] if each.filled(45) < 0.5] == [], what
    return pdf


def test_whole_article_prints_on_few_full_pages(page: Page, origin: str, sample_site: Built) -> None:
    """Each from another screen, and one from all of them above. No table says again what a figure shows."""
    articles = sorted(file.parent.name for file in sample_site.folder.glob("articles/*/index.html"))
    assert len(articles) >= 3
    screens = cycle(SCREENS)
    for name in articles:
        page.goto(f"{origin}/articles/{name}/")
        on_paper(page, (name, next(from_each_screen(page, screens))))
        page.emulate_media(media="print")
        for figure in page.locator("figure:has(svg)").all():
            tables = figure.locator("xpath=ancestor::section[1]").locator("table")
            assert not any(table.is_visible() for table in tables.all()), name
        headings = page.locator("#content :is(h1, h2, h3, h4):visible")
        assert set(headings.evaluate_all("all => all.map(e => getComputedStyle(e).breakAfter)")) == {"avoid"}
        page.emulate_media(media="null")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_no_sheet_has_the_publisher_alone(page: Page, origin: str, paper: str) -> None:
    """However much stands above: a page grows line by line over the end of its sheet. A form is no use on paper."""
    page.goto(f"{origin}/404.html")
    page.locator(".find").wait_for()
    page.locator("#content").evaluate("e => e.append(document.createElement('pre'))")
    shown = set()
    for lines in range(0, 30, 2):
        page.locator("#content > pre").evaluate("(e, lines) => e.textContent = 'A line\\n'.repeat(lines)", lines)
        sheets = printed_pages(page.pdf(format=paper, prefer_css_page_size=True))
        shown.add(len(sheets))
        assert len(sheets[-1].lines) > 9, (lines, sheets[-1].lines)
    assert shown == {1, 2}
    page.emulate_media(media="print")
    assert not page.locator(".find__label").is_visible()


def test_print_address_uses_configured_site_url(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {"docs/articles/page.md": article("Text [@ly2018].\n")})
    built = site.build(env={"SITE_URL": "https://window.example/site/"})
    end = lxml.html.fromstring(built.html("articles/page")).find_class("print-end__address")[0]
    assert end.text_content() == "https://window.example/site/articles/page/"
