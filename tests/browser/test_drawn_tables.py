"""Figures drawn from tables, in a real Chromium: they fit, say what they show, and need neither colour nor script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

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


@pytest.mark.parametrize("width", (320, 360, 768, 1280, 1920))
def test_figures_fit_every_screen(browser: Browser, origin: str, width: int) -> None:
    """Both ways to read: a page that runs from right to left has them too. On a phone a matrix is cards."""
    with browser.new_context(viewport={"width": width, "height": 740}, java_script_enabled=width != 360) as visitor:
        page = visitor.new_page()
        for address in (ARTICLE, MATRIX):
            page.goto(origin + address)
            assert page.locator(".drawn").count()
            assert overflowing(page) == []
        whom = page.locator(".matrix__whom").first
        expect(page.get_by_text("Finding", exact=True).first).to_be_visible(visible=width > 600)
        expect(whom).to_be_visible(visible=width <= 600)
        if width != 360:
            page.evaluate("document.documentElement.dir = 'rtl'")
            assert overflowing(page) == []


@pytest.mark.parametrize("look", ("light", "dark", "forced", "print"))
def test_marks_of_figures_are_seen_in_every_look(browser: Browser, origin: str, look: str) -> None:
    """Filled and empty figures of people differ by more than colour, and both from the page."""
    with browser.new_context(
        viewport={"width": 1280, "height": 800}, color_scheme="dark" if look == "dark" else "light",
        forced_colors="active" if look == "forced" else "none",
    ) as visitor:
        page = visitor.new_page()
        page.goto(origin + ARTICLE)
        if look == "print":
            page.emulate_media(media="print")
        behind = page.evaluate("getComputedStyle(document.body).backgroundColor")
        painted = page.locator(".chance__figures path, .scores__line circle, .scores__way").evaluate_all(PAINT)
        assert painted and behind not in painted
        assert page.locator(".chance__no").first.evaluate("path => getComputedStyle(path).fill") == "none"
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
