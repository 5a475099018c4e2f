"""A citation opens its reference in place: by pointer, keyboard and touch, on every screen (WCAG 1.4.13, 2.5.8).

The page's clock stands still in these tests and is moved by hand, so that a delay is neither waited for nor missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from sites import ROOT, Built

from .screens import USUAL, on_screens
from .visitors import Visitors

RANGE = ".citations:has(> .citation--within)"
# Longer than any delay before the box opens or closes.
A_WHILE = 5000
# Takes away the focus and the fragment of the address, and what an article folds is folded again.
BEGIN_AGAIN = """() => {
  document.activeElement.blur();
  history.replaceState(null, "", location.pathname);
  document.querySelectorAll("#content details").forEach((fold) => { fold.open = false; });
  scrollTo({ top: 0, behavior: "instant" });
}"""
NO_POPOVERS = "for (const name of ['popover', 'showPopover']) delete HTMLElement.prototype[name];"
# The box and the bracket it belongs to, wherever the bracket stands on the screen: beside it or, as a sheet, at an edge
# of the screen, with some lines of the sentence in sight. Gives what is wrong.
PLACES = """([step, sheet, lines]) => {
  const wrong = [];
  const links = [...document.querySelectorAll(".citation[aria-haspopup]:not(.citation--within)")];
  for (const link of links.filter((_, nth) => nth % step === 0)) {
    for (const block of ["start", "center", "end"]) {
      link.scrollIntoView({ block, behavior: "instant" });
      link.click();
      const box = document.querySelector(".in-place:popover-open").getBoundingClientRect();
      const at = link.parentElement.getBoundingClientRect();
      const covers = box.left < at.right && box.right > at.left && box.top < at.bottom && box.bottom > at.top;
      const wide = document.documentElement.clientWidth;
      const inside = box.left >= 0 && box.top >= 0 && box.right <= wide && box.bottom <= innerHeight;
      const seen = box.width >= 200 && box.height >= 40;
      const edge = box.bottom === innerHeight ? box.top - at.bottom : at.top - lines - box.bottom;
      const near = sheet ? (box.top === 0 || box.bottom === innerHeight) && edge >= 0
        : Math.min(Math.abs(box.top - at.bottom), Math.abs(at.top - box.bottom)) <= 12;
      if (covers || !inside || !seen || !near) wrong.push(`${link.id} ${block} ${JSON.stringify([box, at])}`);
      link.click();
    }
  }
  return wrong;
}"""
# What a finger meets within 24 by 24 px around each number. Gives the numbers that it misses.
TARGETS = """() => {
  const missed = [], whole = document.documentElement;
  for (const link of document.querySelectorAll(".citations > .citation:not(.citation--within)")) {
    link.scrollIntoView({ block: "center", behavior: "instant" });
    const { left, right, top, bottom } = link.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const alone = link.parentElement.querySelectorAll(".citation").length === 1;
    for (const [dx, dy] of [[-11.9, -11.9], [11.9, -11.9], [-11.9, 11.9], [11.9, 11.9]]) {
      if (x + dx < 0 || x + dx >= whole.clientWidth) continue;
      const met = document.elementFromPoint(x + dx, y + dy)?.closest(".citation");
      if (alone ? met !== link : met?.parentElement !== link.parentElement) missed.push(`${link.id} ${dx} ${dy}`);
    }
  }
  return missed;
}"""


def unfold(page: Page) -> None:
    """Open what an article folds at its end, so that each of its citations is on the screen."""
    page.locator("#content details").evaluate_all("all => all.forEach(fold => { fold.open = true; })")


@pytest.fixture(scope="module")
def article(sample_site: Built) -> str:
    """The address of an article with a bracket such as [4–6]."""
    for file in sorted(sample_site.folder.glob("articles/*/index.html")):
        if lxml.html.fromstring(file.read_text(encoding="utf-8")).find_class("citation--within"):
            return f"/articles/{file.parent.name}/"
    pytest.fail("no article cites a range")


@pytest.fixture(scope="module")
def visited(browser: Visitors, origin: str, article: str) -> Iterator[Page]:
    """The article, opened once by somebody whose clock stands still."""
    with browser.new_context(stopped_clock=True, reduced_motion="reduce") as visitor:
        yield opened(visitor, origin + article)


@pytest.fixture(scope="module", params=USUAL, ids=lambda screen: f"{screen.width}-{screen.scheme}")
def turned(request: pytest.FixtureRequest, visited: Page) -> Page:
    """The same on each screen, where every test runs before the page is turned to the next."""
    for _ in on_screens(visited, (request.param,)):
        pass
    return visited


def begin_again(page: Page) -> Page:
    """The page as if it had just been opened: nothing is in its place but the page."""
    page.keyboard.press("Escape")
    page.mouse.move(2, 400)
    page.evaluate(BEGIN_AGAIN)
    page.clock.run_for(A_WHILE)
    return page


@pytest.fixture
def page(turned: Page) -> Page:
    return begin_again(turned)


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def box(page: Page) -> Locator:
    return page.locator(".in-place:popover-open")


def single(page: Page, occurrence: int = 0) -> Locator:
    """The ``nth`` citation that stands alone in its bracket."""
    return page.locator(".citations > .citation:only-child").nth(occurrence)


def point_at(page: Page, citation: Locator) -> None:
    citation.hover()
    page.clock.run_for(A_WHILE)
    expect(box(page)).to_be_visible()


def focus(page: Page, citation: Locator) -> None:
    """Come to a citation by keyboard."""
    citation.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(citation).to_be_focused()


def works_in(page: Page) -> list[dict[str, object]]:
    """What the box shows: number, words and addresses of each work."""
    return box(page).locator("li").evaluate_all(
        "all => all.map(e => ({number: e.value, words: e.innerText.trim().split(/\\s+/).join(' '), "
        "links: [...e.querySelectorAll('a')].map(a => a.href)}))"
    )


def listed(page: Page, key: str | None) -> dict[str, object]:
    """The same of a work in the page's list, without its ways back."""
    return page.locator(f"[id='ref-{key}']").evaluate("""item => {
      const number = [...item.parentNode.children].indexOf(item) + 1;
      const back = item.querySelector(".reference__back");
      back.hidden = true;
      // Where it is far from what is on the screen, its lines are not laid out.
      const words = item.innerText.trim().split(/\\s+/).join(" ");
      back.hidden = false;
      const links = [...item.querySelectorAll("a")].filter((a) => !back.contains(a)).map((a) => a.href);
      return { number, words, links };
    }""")


def test_hover_shows_reference_as_in_the_list(page: Page) -> None:
    citation = single(page)
    point_at(page, citation)
    work = listed(page, citation.get_attribute("data-key"))
    assert works_in(page) == [work] and work["words"]
    expect(page.get_by_role("dialog", name=f"Reference {work['number']}", exact=True)).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    expect(box(page).locator(".reference__back")).to_have_count(0)


def test_popover_stays_open_while_pointer_is_inside(page: Page) -> None:
    point_at(page, single(page))
    box(page).hover()
    page.clock.run_for(A_WHILE)
    expect(box(page)).to_be_visible()
    page.mouse.move(2, 400)
    page.clock.run_for(A_WHILE)
    expect(box(page)).to_have_count(0)


def test_passing_pointer_opens_nothing(page: Page) -> None:
    citation = single(page)
    citation.scroll_into_view_if_needed()
    citation.hover()
    page.mouse.move(2, 400)
    page.clock.run_for(A_WHILE)
    expect(box(page)).to_have_count(0)


def test_escape_closes_popover_without_moving_focus(page: Page) -> None:
    button = page.get_by_role("button", name="Search", exact=True)
    button.focus()
    point_at(page, single(page))
    page.keyboard.press("Escape")
    expect(box(page)).to_have_count(0)
    expect(button).to_be_focused()
    # The pointer still rests on the citation; nothing opens again until it has been elsewhere.
    single(page).hover(position={"x": 2, "y": 2})
    page.clock.run_for(A_WHILE)
    expect(box(page)).to_have_count(0)
    page.mouse.move(2, 400)
    point_at(page, single(page))


def test_focus_opens_popover_and_escape_closes_it(page: Page) -> None:
    citation = single(page, 3)
    focus(page, citation)
    expect(box(page)).to_be_visible()
    assert works_in(page) == [listed(page, citation.get_attribute("data-key"))]
    page.clock.run_for(A_WHILE)
    expect(box(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(box(page)).to_have_count(0)
    expect(citation).to_be_focused()


def test_tab_walks_popover_then_continues_after_it(page: Page) -> None:
    citation = page.locator(f"{RANGE} > .citation").last
    focus(page, citation)
    page.keyboard.press("Tab")
    behind = page.evaluate("document.activeElement.id || document.activeElement.href")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    reached = []
    for _ in range(box(page).locator("a, button").count()):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.href ?? document.activeElement.textContent"))
    links = [link for work in works_in(page) for link in work["links"]]  # type: ignore[attr-defined]
    assert links and reached == [*links, citation.evaluate("a => a.href"), "Close"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id || document.activeElement.href") == behind


@pytest.mark.parametrize("steps", (0, 1))
def test_shift_tab_returns_to_the_citation(page: Page, steps: int) -> None:
    citation = single(page)
    focus(page, citation)
    page.keyboard.press("Enter")
    for _ in range(steps):
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(citation).to_be_focused()
    expect(box(page)).to_have_count(0)


@pytest.mark.parametrize("way", ("Escape", "Close"))
def test_closing_popover_returns_focus_to_citation(page: Page, way: str) -> None:
    citation = single(page)
    focus(page, citation)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    if way == "Close":
        box(page).get_by_role("button", name="Close").press("Enter")
    else:
        page.keyboard.press("Escape")
    expect(box(page)).to_have_count(0)
    expect(citation).to_be_focused()


def test_popover_shows_all_works_of_a_group(page: Page) -> None:
    group = page.locator(RANGE).first
    point_at(page, group.locator(".citation").first)
    keys = group.locator(".citation").evaluate_all("all => all.map(a => a.dataset.key)")
    works = [listed(page, key) for key in keys]
    assert works_in(page) == works and len(works) >= 3
    name = "References " + ", ".join(str(work["number"]) for work in works)
    expect(page.get_by_role("dialog", name=name, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    group.locator(".citation").last.click()
    expect(box(page).locator("li").last, "the work that was pressed is seen first").to_be_in_viewport(ratio=0.9)
    first, box_top = box(page).locator("li").first.bounding_box(), box(page).bounding_box()
    assert first and box_top and first["y"] < box_top["y"]


def test_scrolling_closes_and_list_marks_the_way_back(page: Page) -> None:
    unfold(page)
    for nth, how in enumerate(("hover", "click")):
        citation = single(page, nth)
        point_at(page, citation)
        if how == "click":
            citation.click()
        box(page).hover()
        page.mouse.wheel(0, 10)
        expect(box(page)).to_be_visible()
        citation.hover()
        page.mouse.wheel(0, 10)
        expect(box(page)).to_have_count(0)
        page.mouse.move(2, 400)
    often = page.locator(".reference__back:has(> :nth-child(3)) > :nth-child(3)").first
    for way in (often, page.locator(".reference__back > :first-child").last):
        citation = page.locator(f"[id='{(way.get_attribute('href') or '')[1:]}']")
        focus(page, citation)
        page.keyboard.press("Enter")
        box(page).get_by_role("link", name="Go to the list").press("Enter")
        expect(way).to_be_focused()
        marked = page.locator(".reference__back [aria-current]")
        expect(marked).to_have_count(1)
        assert marked.get_attribute("href") == way.get_attribute("href")
        expect(way).to_be_in_viewport()


def test_only_one_popover_is_open(page: Page) -> None:
    single(page, 0).click()
    expect(box(page)).to_be_visible()
    other = single(page, 5)
    other.click()
    expect(box(page)).to_have_count(1)
    assert works_in(page) == [listed(page, other.get_attribute("data-key"))]
    # One that is kept open does not give way to what the pointer passes.
    page.keyboard.press("Escape")
    single(page, 1).click()
    kept = works_in(page)
    single(page, 0).hover()
    page.clock.run_for(A_WHILE)
    assert works_in(page) == kept


def test_back_link_from_list_opens_no_popover(page: Page) -> None:
    way = page.locator(".reference__back a").first
    way.focus()
    page.keyboard.press("Enter")
    expect(page.locator(way.get_attribute("href") or "")).to_be_focused()
    page.clock.run_for(A_WHILE)
    expect(box(page)).to_have_count(0)


def test_touch_opens_closes_and_follows_the_popover(browser: Visitors, origin: str, article: str) -> None:
    with browser.new_context(
        stopped_clock=True, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True
    ) as visitor:
        page = opened(visitor, origin + article)
        citation = page.locator(f"{RANGE} > .citation").last
        key = citation.get_attribute("data-key")
        for _ in on_screens(page):
            page.evaluate(BEGIN_AGAIN)
            citation.tap()
            expect(box(page)).to_be_focused()
            expect(page).to_have_url(origin + article)
            citation.tap()
            expect(box(page)).to_have_count(0)
            citation.tap()
            page.locator("h1").dispatch_event("pointerdown", {"pointerType": "touch"})
            expect(box(page)).to_have_count(0)
            citation.tap()
            for target in box(page).locator("a, button").all():
                assert (size := target.bounding_box()) and min(size["width"], size["height"]) >= 24, size
            page.locator("h1").dispatch_event("touchmove")
            expect(box(page)).to_have_count(0)
            citation.tap()
            box(page).get_by_role("link", name="Go to the list").tap()
            expect(page).to_have_url(f"{origin}{article}#ref-{key}")
            expect(page.locator(f"[id='ref-{key}']")).to_be_in_viewport()
            expect(box(page)).to_have_count(0)


@pytest.mark.parametrize("anchored", (True, False), ids=("anchored", "placed"))
def test_popover_stays_on_screen_and_off_its_citation(
    browser: Browser, origin: str, article: str, anchored: bool
) -> None:
    """On the smallest phone every citation, once; on other screens every few; at the top, the middle and the end.

    A phone, and a browser that cannot anchor one element to another, show a sheet that leaves the sentence in sight.
    It is the same sheet, and also shown on a screen that is as low as one enlarged to 400%.
    """
    with browser.new_context(reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        if not anchored:
            page.route("**/references.css", without_anchors)
        page.goto(origin + article)
        unfold(page)
        assert page.locator(".citation[aria-haspopup]").count() >= 20
        for screen in on_screens(page):
            step = 1 if anchored and screen == USUAL[0] else 7
            assert page.evaluate(PLACES, [step, screen.is_phone or not anchored, 40]) == [], screen
        page.set_viewport_size({"width": 320, "height": 256})
        assert page.evaluate(PLACES, [3 if anchored else 7, True, 0]) == []


def without_anchors(route: Route) -> None:
    """The style as a browser reads it that cannot anchor."""
    css = route.fetch().text()
    assert "@supports (position-area: bottom)" in css
    route.fulfill(body=css.replace("(position-area: bottom)", "(not-known: here)"), content_type="text/css")


def test_citation_targets_are_24px_in_even_lines(browser: Browser, origin: str, article: str) -> None:
    with browser.new_context(reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        page.goto(origin + article)
        unfold(page)
        for screen in on_screens(page):
            assert page.evaluate(TARGETS) == [], screen
            heights = page.locator("#content .article-text > p:has(.citations)").evaluate_all(
                "all => all.map(p => p.clientHeight / parseFloat(getComputedStyle(p).lineHeight))"
            )
            assert heights and all(abs(lines - round(lines)) < 0.05 for lines in heights), (screen, heights)


def test_modified_click_follows_the_link(page: Page) -> None:
    citation = single(page)
    with page.context.expect_page() as other:
        citation.click(modifiers=["ControlOrMeta"])
    expect(other.value).to_have_url(f"{page.url}#ref-{citation.get_attribute('data-key')}")
    expect(box(page)).to_have_count(0)
    other.value.close()


def test_citation_is_a_link_without_popover_support(browser: Visitors, origin: str, article: str) -> None:
    with browser.new_context(reduced_motion="reduce") as visitor:
        visitor.add_init_script(NO_POPOVERS)
        page = opened(visitor, origin + article)
        citation = single(page)
        for _ in on_screens(page):
            page.evaluate(BEGIN_AGAIN)
            citation.click()
            expect(page).to_have_url(f"{origin}{article}#ref-{citation.get_attribute('data-key')}")
            expect(page.get_by_role("dialog", name="Reference")).to_have_count(0)


def test_popover_script_stays_under_size_limit() -> None:
    """A reader on a slow line pays for every byte."""
    assert len(Path(ROOT, "proofdesk", "citations", "popover.js").read_bytes()) <= 4096
