"""The editors' guide in a real Chromium: the way into and through it, and tables whose code can be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from sites import ROOT

from .screens import on_screens

# Words of code in tables that are broken inside, and tables wider than their column that the keyboard cannot scroll.
FAULTS = r"""() => {
  const faults = [];
  for (const table of document.querySelectorAll(".md-typeset table")) {
    if (table.scrollWidth > table.clientWidth && table.tabIndex !== 0) faults.push("a table that no key scrolls");
    for (const code of table.querySelectorAll("code")) {
      const words = document.createTreeWalker(code, NodeFilter.SHOW_TEXT), range = document.createRange();
      while (words.nextNode()) {
        for (const word of words.currentNode.data.matchAll(/[\p{L}\p{N}]+/gu)) {
          range.setStart(words.currentNode, word.index);
          range.setEnd(words.currentNode, word.index + word[0].length);
          if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) faults.push(word[0]);
        }
      }
    }
  }
  return faults;
}"""


@pytest.mark.parametrize("path", ["checks", "harms"])  # the longest names, and the most columns
def test_no_word_of_code_is_broken_in_a_table(browser: Browser, origin: str, path: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{origin}/contributing/{path}/")
        for screen in on_screens(page):
            # Whether a table scrolls is known only after it is laid out anew.
            page.wait_for_function(f"() => ({FAULTS})().length === 0")
            assert page.evaluate(FAULTS) == [], screen


def test_a_guide_page_has_a_way_in_and_a_way_on(browser: Browser, origin: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{origin}/contributing/blocks/")
        crumbs = page.get_by_role("navigation", name="Breadcrumb")
        expect(crumbs.get_by_role("link")).to_have_text(["Home", "Editors’ guide"])
        guide = page.get_by_role("navigation", name="In this section")
        guide.get_by_text("All pages of “Editors’ guide”").click()
        expect(guide.locator("[aria-current=page]")).to_have_text("Blocks")
        assert guide.locator("li").count() == len(list((ROOT / "docs" / "contributing").glob("*.md")))
        for screen in on_screens(page):
            expect(crumbs.get_by_role("link").first).to_be_visible()
            low = guide.get_by_role("link").evaluate_all("(all) => all.map((e) => e.getBoundingClientRect().height)")
            assert min(low) >= 24, screen
        guide.get_by_role("link", name="Next Markdown").click()
        expect(page).to_have_url(f"{origin}/contributing/markdown/")
        page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Editors’ guide").click()
        expect(page).to_have_url(f"{origin}/contributing/")
