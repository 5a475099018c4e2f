"""The reader's switch and the figure in a real Chromium: by keyboard, kept, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sites import ROOT, Built

from .screens import HEIGHTS, SCREENS, on_screens

BUTTON = "Mark findings not from people"
# A plain error in place of the browser's own, which does not say from which file it was asked.
NO_STORAGE = """Object.defineProperty(window, "localStorage", {
  get() { throw new Error("storage is forbidden"); },
});"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who has never been here."""
    with browser.new_context(reduced_motion="reduce") as visitor:
        yield visitor


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="module")
def marked(sample_site: Built) -> list[str]:
    """The articles with sentences that rest on animals or cells alone."""
    found = [
        f"/articles/{file.parent.name}/"
        for file in sorted(sample_site.folder.glob("articles/*/index.html"))
        if lxml.html.fromstring(file.read_text(encoding="utf-8")).find_class("below-people")
    ]
    assert len(found) >= 2
    return found


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab, as a reader without a mouse does, until an element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("the keyboard does not get there")


# Each sentence of a class: its words as a reader sees them, what it is based on, and whether a line is below it.
SENTENCES = """(all) => all.map((each) => [each.innerText.trim(), each.dataset.restsOn ?? "",
  getComputedStyle(each).textDecorationLine.includes("underline")])"""


def test_switch_works_by_keyboard_and_reports_count(page: Page, origin: str, marked: list[str]) -> None:
    page.goto(origin + marked[0])
    page.locator("#content details").evaluate_all("all => all.forEach(fold => { fold.open = true; })")
    button, status = page.get_by_role("button", name=BUTTON), page.locator(".switch").get_by_role("status")
    below, beside = page.locator(".below-people"), page.locator(".beside-people")
    words = page.locator(".below-people__words:visible")
    assert button.get_attribute("aria-pressed") == "false"
    expect(words).to_have_count(0)
    tab_to(page, button)
    for _ in on_screens(page, SCREENS):
        expect(button).to_be_focused()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(words).to_have_count(below.count())
        assert status.inner_text().startswith(f"{below.count()} sentence")
        for text, kinds, is_underlined in below.evaluate_all(SENTENCES):
            assert text.endswith(f"{kinds} only") and is_underlined
        for text, kinds, is_underlined in beside.evaluate_all(SENTENCES):
            assert text.endswith("no study" if kinds == "documents" else kinds or "?") and not is_underlined
        expect(page.locator(".from-people__words:visible").first).to_be_visible()
        page.keyboard.press("Space")
        expect(button).to_have_attribute("aria-pressed", "false")
        expect(words).to_have_count(0)
        expect(page.locator(".beside-people__words:visible, .from-people__words:visible")).to_have_count(0)
        assert status.inner_text() == "No sentence is marked."


def test_switch_choice_persists_without_a_cookie(
    context: BrowserContext, page: Page, origin: str, marked: list[str]
) -> None:
    page.goto(origin + marked[0])
    page.get_by_role("button", name=BUTTON).click()
    page.goto(origin + marked[1])
    expect(page.get_by_role("button", name=BUTTON)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".below-people__words:visible").first).to_be_visible()
    page.get_by_role("button", name=BUTTON).click()
    page.goto(origin + marked[0])
    expect(page.get_by_role("button", name=BUTTON)).to_have_attribute("aria-pressed", "false")
    assert context.cookies() == []
    assert page.evaluate("document.cookie") == ""


def test_switch_follows_other_tabs_and_back(
    context: BrowserContext, page: Page, origin: str, marked: list[str]
) -> None:
    """Back shows a page as it was left, and runs none of its programs again."""
    page.goto(origin + marked[0])
    button, words = page.get_by_role("button", name=BUTTON), page.locator(".below-people__words:visible")
    status = page.locator(".switch").get_by_role("status")
    with context.new_page() as other:
        other.goto(origin + marked[1])
        for pressed in ("true", "false"):
            other.get_by_role("button", name=BUTTON).click()
            expect(button).to_have_attribute("aria-pressed", pressed)
            assert bool(words.count()) == (pressed == "true")
    assert status.inner_text() == "No sentence is marked."
    page.evaluate("localStorage.setItem('evidence', 'people')")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(words.first).to_be_visible()


def test_switch_works_without_local_storage(
    context: BrowserContext, page: Page, origin: str, marked: list[str]
) -> None:
    """The theme's own scripts may stumble there; this one may not."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error.stack)))
    context.add_init_script(NO_STORAGE)
    page.goto(origin + marked[0])
    button = page.get_by_role("button", name=BUTTON)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".below-people__words:visible").first).to_be_visible()
    expect(page.locator(".switch").get_by_role("status")).not_to_be_empty()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert [error for error in wrong if "evidence.js" in error] == []


def test_article_without_marked_sentence_has_no_switch(page: Page, origin: str, marked: list[str]) -> None:
    page.route("**" + marked[0], lambda route: route.fulfill(
        response=(got := route.fetch()), body=got.text().replace('class="below-people"', 'class="other"')
    ))
    page.goto(origin + marked[0])
    expect(page.locator(".article-head")).to_be_visible()
    expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)


def test_no_javascript_shows_everything_and_no_control(
    browser: Browser, origin: str, marked: list[str]
) -> None:
    with browser.new_context(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto(origin + marked[0])
        for _ in on_screens(page, scripts=False):
            expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
            for text, _, is_underlined in page.locator(".below-people").evaluate_all(SENTENCES):
                assert not text.endswith("only") and not is_underlined


# The figure


def test_chart_and_its_table_fit_the_screen(page: Page, origin: str, marked: list[str]) -> None:
    """Nothing is cut off, and the smallest letters are about as large as the reader's small print."""
    for address in (*marked, "/references/"):
        page.goto(origin + address)
        table = page.get_by_text("Show as a table")
        for screen in on_screens(page):
            if address != "/references/":
                glance = page.locator(".glance").bounding_box()
                most = max(740, HEIGHTS[screen.width])
                assert glance and glance["height"] <= most, f"{address}: higher than a screen of {screen.width} px"
            table.click()
            for part in ("svg.glance__drawing", "svg.glance__drawing text", ".glance__table :is(th, td)"):
                boxes = page.locator(part).evaluate_all(
                    "all => all.map(e => e.getBoundingClientRect()).map(box => [box.left, box.right])")
                assert boxes and all(0 <= left < right <= screen.width for left, right in boxes), (address, part, boxes)
            scale = page.locator("svg.glance__drawing").evaluate("svg => svg.getScreenCTM().a")
            assert 12.5 * scale >= 11, (address, scale)
            table.click()


def test_print_keeps_the_chart_and_hides_controls(page: Page, origin: str, marked: list[str]) -> None:
    page.goto(origin + marked[0])
    page.emulate_media(media="print")
    expect(page.locator(".glance__drawing")).to_be_visible()
    expect(page.locator(".glance__table")).to_be_hidden()  # it says once more what is drawn
    expect(page.locator(".switch__button")).to_be_hidden()
    page.goto(origin + "/references/evidence/animals/")
    expect(page.locator(".narrow")).to_be_hidden()
    expect(page.locator(".tally")).to_be_visible()


@pytest.mark.parametrize("name", ("citations/evidence_switch.js", "theme/js/lists.js"))
def test_evidence_scripts_stay_under_size_limit(name: str) -> None:
    """A reader on a slow line pays for every byte."""
    assert len(Path(ROOT, "proofdesk", name).read_bytes()) <= 3072
