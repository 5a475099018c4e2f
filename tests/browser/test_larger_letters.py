"""A reader's letters may be twice as large as ours, on any screen (WCAG 1.4.4): nothing leaves it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from sites import Built

from .screens import HEIGHTS
from .test_accessibility import longest_article
from .test_pages import TEMPLATES

# What a reader presses, and does not find whole within the screen's width.
OUTSIDE = """(size) => {
  document.documentElement.style.fontSize = size;
  return [...document.querySelectorAll(".site-header :is(a, button)")].filter((each) => each.checkVisibility())
    .filter((each) => each.getBoundingClientRect().left < 0 || each.getBoundingClientRect().right > innerWidth)
    .map((each) => each.textContent.trim() || each.className);
}"""


@pytest.mark.parametrize("width", (320, 360, 768))
def test_twice_as_large_letters_stay_on_the_screen(
    browser: Browser, origin: str, sample_site: Built, width: int
) -> None:
    article = longest_article(sample_site)
    with browser.new_context(viewport={"width": width, "height": HEIGHTS[width]}) as visitor:
        page = visitor.new_page()
        for address in (*TEMPLATES, article, f"{article}doctor/"):
            page.goto(origin + address)
            assert page.evaluate(OUTSIDE, "200%") == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
