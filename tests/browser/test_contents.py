"""The table of contents beside an article marks the section that is being read."""

from __future__ import annotations

from playwright.sync_api import Browser, expect
from sites import Built

from .test_accessibility import longest_article


def test_contents_mark_only_the_current_section(browser: Browser, origin: str, real_site: Built) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(origin + longest_article(real_site))
        links = page.locator(".contents a")
        marked = page.locator(".contents a[aria-current='location']")
        expect(marked).to_have_count(0)  # the head of the article is no section
        for number in (3, 1, links.count() - 1):  # on, back over two headings, and over all that are left
            links.nth(number).click()
            expect(marked).to_have_count(1)
            expect(marked).to_have_text(links.nth(number).inner_text())
