"""Figures drawn from tables, in a real Chromium: they fit, say what they show, and need neither colour nor script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from .test_accessibility import look_at

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


def fits(page: Page, width: int) -> None:
    """Assert that no figure of the page stands out of the screen. On a phone a matrix is cards."""
    page.set_viewport_size({"width": width, "height": 740})
    assert page.locator(".drawn").count()
    assert overflowing(page) == [], width
    if page.url.endswith(MATRIX):
        expect(page.get_by_text("Finding", exact=True).first).to_be_visible(visible=width > 600)
        expect(page.locator(".matrix__whom").first).to_be_visible(visible=width <= 600)


@pytest.mark.parametrize("address", (ARTICLE, MATRIX))
def test_figures_fit_every_screen(browser: Browser, origin: str, address: str) -> None:
    """Both ways to read: a page that runs from right to left has them too. And without JavaScript."""
    with browser.new_context(viewport={"width": 320, "height": 740}) as visitor:
        page = visitor.new_page()
        page.goto(origin + address)
        for width in (320, 768, 1280, 1920):
            fits(page, width)
            page.evaluate("document.documentElement.dir = 'rtl'")
            assert overflowing(page) == [], width
            page.evaluate("document.documentElement.dir = 'ltr'")
    with browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto(origin + address)
        fits(page, 360)


# How the page is told to look; its ground shows when it does.
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"},
    "forced": {"color_scheme": "light", "forced_colors": "active"},
    "print": {"color_scheme": "light", "forced_colors": "none", "media": "print"},
}


def test_marks_of_figures_are_seen_in_every_look(browser: Browser, origin: str) -> None:
    """Filled and empty figures of people differ by more than colour, and both from the page."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as visitor:
        page = visitor.new_page()
        page.goto(origin + ARTICLE)
        for look, told in LOOKS.items():
            page.emulate_media(**told)
            assert look_at(page, told["color_scheme"], set()).wrong == []
            behind = page.evaluate("getComputedStyle(document.body).backgroundColor")
            painted = page.locator(".chance__figures path, .scores__line circle, .scores__way").evaluate_all(PAINT)
            assert painted and behind not in painted, look
            assert page.locator(".chance__no").first.evaluate("path => getComputedStyle(path).fill") == "none", look
            if look == "print":
                assert set(page.locator(".chance__figures path").evaluate_all(PAINT)) == {"rgb(0, 0, 0)"}
                expect(page.locator(".drawn__fold").first).to_be_hidden()


def test_a_cell_leads_to_its_sentence(browser: Browser, origin: str) -> None:
    """By keyboard; and the table of a figure opens by it."""
    with browser.new_context(viewport={"width": 360, "height": 740}) as visitor:
        page = visitor.new_page()
        page.goto(origin + MATRIX)
        link = page.locator(".matrix__result a").first
        target = link.get_attribute("href") or ""
        link.focus()
        page.keyboard.press("Enter")
        assert page.url.endswith(target) and target.startswith("#")
        expect(page.locator(target)).to_be_in_viewport()
        page.goto(origin + ARTICLE)
        summary = page.locator(".drawn__fold summary").first
        summary.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".drawn__table").first).to_be_visible()
