"""Figures drawn from tables, in a real Chromium: they fit, say what they show, and need neither colour nor script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .screens import SCREENS, Screen, on_screens

ARTICLE = "/articles/psychedelics-in-therapy/"
MATRIX = "/articles/psychedelics-and-neuroplasticity/"
# The colour of each mark of a figure, as its outline is painted, or else the whole.
PAINT = """all => all.map(mark => {
  const style = getComputedStyle(mark);
  return style.stroke === "none" ? style.fill : style.stroke;
})"""


def overflowing(page: Page) -> list[str]:
    """The parts of figures that stand outside the screen."""
    found: list[str] = page.locator(".drawn, .drawn svg, .drawn p, .drawn td, .drawn th").evaluate_all(
        """all => all.filter(each => each.getClientRects().length).filter(each => {
          const box = each.getBoundingClientRect();
          return box.left < -0.5 || box.right > document.documentElement.clientWidth + 0.5;
        }).map(each => each.outerHTML.slice(0, 80))""")
    return found


def fits(page: Page, screen: Screen) -> None:
    """Assert that no figure of the page stands out of the screen. On a phone a matrix is cards."""
    assert page.locator(".drawn").count()
    assert overflowing(page) == [], screen
    if page.url.endswith(MATRIX):
        expect(page.get_by_text("Finding", exact=True).first).to_be_visible(visible=not screen.is_phone)
        expect(page.locator(".matrix__whom").first).to_be_visible(visible=screen.is_phone)


@pytest.mark.parametrize("address", (ARTICLE, MATRIX))
def test_figures_fit_every_screen(browser: Browser, origin: str, address: str) -> None:
    """Without JavaScript and with it. Both ways to read: a page that runs from right to left has them too.

    What is better wide uses the margin of a wide screen; the others are as wide as the text.
    """
    with browser.new_context(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto(origin + address)
        for screen in on_screens(page, scripts=False):
            fits(page, screen)
            column, wide = (page.locator(of).evaluate_all("all => all.map((each) => each.offsetWidth)")
                            for of in (".article-text > p", ".drawn[data-wide], .glance"))
            assert wide and all((each > max(column) * 1.2) == screen.is_wide for each in wide), (screen, column, wide)
            page.evaluate("document.documentElement.dir = 'rtl'")
            assert overflowing(page) == [], screen
            page.evaluate("document.documentElement.dir = 'ltr'")
    with browser.new_context(reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        page.goto(origin + address)
        for screen in on_screens(page):
            fits(page, screen)


def seen_marks(page: Page, look: object) -> list[str]:
    """The colours of the marks of all figures, none of which is the page's own."""
    behind = page.evaluate("getComputedStyle(document.body).backgroundColor")
    painted: list[str] = page.locator(
        ".chance__figures path, .scores__line circle, .scores__way").evaluate_all(PAINT)
    assert painted and behind not in painted, look
    assert page.locator(".chance__no").first.evaluate("path => getComputedStyle(path).fill") == "none", look
    return painted


def test_marks_of_figures_are_seen_in_every_look(browser: Browser, origin: str) -> None:
    """Filled and empty figures of people differ by more than colour, and both from the page."""
    with browser.new_context(reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        page.goto(origin + ARTICLE)
        for screen in on_screens(page, SCREENS):
            seen_marks(page, screen)
        page.emulate_media(color_scheme="light", forced_colors="active")
        seen_marks(page, "forced colours")
        page.emulate_media(forced_colors="none", media="print")
        seen_marks(page, "print")
        assert set(page.locator(".chance__figures path").evaluate_all(PAINT)) == {"rgb(0, 0, 0)"}
        expect(page.locator(".drawn__fold").first).to_be_hidden()


def test_a_cell_leads_to_its_sentence(browser: Browser, origin: str) -> None:
    """By keyboard; and the table of a figure opens by it."""
    with browser.new_context(reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        page.goto(origin + MATRIX)
        link = page.locator(".matrix__result a").first
        target = link.get_attribute("href") or ""
        assert target.startswith("#")
        for _ in on_screens(page):
            link.focus()
            page.keyboard.press("Enter")
            expect(page).to_have_url(origin + MATRIX + target)
            expect(page.locator(target)).to_be_in_viewport()
        page.goto(origin + ARTICLE)
        summary, table = page.locator(".drawn__fold summary").first, page.locator(".drawn__table").first
        for _ in on_screens(page):
            summary.focus()
            page.keyboard.press("Enter")
            expect(table).to_be_visible()
            page.keyboard.press("Enter")
            expect(table).to_be_hidden()
