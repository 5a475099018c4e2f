"""A reader’s letters may be twice as large as ours (WCAG 1.4.4): nothing leaves the screen, from 360 px on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from sites import Built

from .screens import HEIGHTS
from .test_accessibility import longest_article
from .test_pages import TEMPLATES

# What a reader presses, and does not find whole within the screen's width.
OUTSIDE = """() => {
  const page = document.documentElement;
  page.style.fontSize = `${2 * parseFloat(getComputedStyle(page).fontSize)}px`;
  return [...document.querySelectorAll(".site-header :is(a, button)")].filter((each) => each.checkVisibility())
    .filter((each) => each.getBoundingClientRect().left < 0 || each.getBoundingClientRect().right > innerWidth)
    .map((each) => each.textContent.trim() || each.className);
}"""


@pytest.mark.parametrize("width", (360, 768))
def test_twice_as_large_letters_stay_on_the_screen(
    browser: Browser, origin: str, sample_site: Built, width: int
) -> None:
    article = longest_article(sample_site)
    with browser.new_context(viewport={"width": width, "height": HEIGHTS[width]}) as visitor:
        page = visitor.new_page()
        for address in (*TEMPLATES, article, f"{article}doctor/"):
            page.goto(origin + address)
            assert page.evaluate(OUTSIDE) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_header_leaves_an_enlarged_screen_to_text(browser: Browser, origin: str, sample_site: Built) -> None:
    """At 400% a screen of 1280 by 1024 has 320 by 256 pixels."""
    with browser.new_context(viewport={"width": 320, "height": 256}, reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        page.goto(origin + longest_article(sample_site))
        page.evaluate("window.scrollTo(0, 900)")
        assert page.evaluate("document.querySelector('.site-header').getBoundingClientRect().bottom") <= 0
        page.evaluate("location.hash = [...document.querySelectorAll('.article-text h2[id]')].at(1).id")
        assert 0 <= page.evaluate("document.querySelector(':target').getBoundingClientRect().top") < 30
