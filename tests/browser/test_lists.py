"""Lists in a real Chromium: citations in place, links to what moved, filters and copied links; and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from .screens import on_screens

ARTICLE = "/articles/psychedelics-in-therapy/"
LIST = "/questions/"
BLOCK = "#content [data-block=faq]"
# Each list: its title, what its index leads to, and whether it has filters.
LISTS = {"/questions/": ("Questions", ".entry [data-block=faq]", True),
         "/myths/": ("Myths and what the evidence says", ".entry [data-block=myth]", True),
         "/interventions/": ("Things to try, and how sure we are", ".entry [data-block=intervention]", True),
         "/glossary/": ("Glossary", ".glossary__entry", False), "/articles/": ("Articles", "", True),
         "/references/": ("References", "", True)}


COPIED = "navigator.clipboard.readText()"


def test_block_copies_its_link_by_keyboard_and_touch(browser: Browser, origin: str) -> None:
    with browser.new_context(has_touch=True, permissions=["clipboard-read", "clipboard-write"],
                             reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        page.goto(origin + ARTICLE)
        block = page.locator(BLOCK).first
        button = block.get_by_role("button", name="Copy link to “")
        address = f"{origin}{ARTICLE}#{block.get_attribute('id')}"
        status = page.locator("#content > .copy-link__status")
        expect(status).to_have_text("")
        for screen in on_screens(page):
            box = button.bounding_box()
            assert box and min(box["width"], box["height"]) >= 24 and box["x"] + box["width"] <= screen.width
            for by in (button.tap, lambda: button.press("Enter")):
                page.evaluate("navigator.clipboard.writeText('')")
                by()
                page.wait_for_function("navigator.clipboard.readText().then((text) => text !== '')")
                assert page.evaluate(COPIED) == address, screen
            expect(status).to_have_text("Link copied.")
            expect(page.locator(".copy-link[data-said]")).to_have_count(1)
            gaps = page.locator("#content .headerlink").evaluate_all("""(links) => links.filter((link) => {
                const tall = link.parentElement.offsetHeight;
                link.style.display = "none";
                const low = link.parentElement.offsetHeight;
                link.style.display = "";
                return low < tall;
            }).map((link) => link.parentElement.textContent)""")
            assert gaps == [], "the sign of an anchor, which nobody sees, takes a line"
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no permission')); }")
        button.tap()
        expect(status).to_have_text(f"Copy this address: {address}")
        assert page.locator(".copy-link").count() == page.locator("#content [data-block][id]").count()
        assert page.locator("#content .headerlink").count() > 10


def test_list_opens_citations_and_leads_to_what_moved(browser: Browser, origin: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        page.goto(origin + LIST)
        citation = page.locator(".entry .citation").first
        key = citation.get_attribute("data-key")
        shown = page.get_by_role("dialog", name=f"Reference {citation.inner_text()}", exact=True)
        text = page.locator(f"[id='ref-{key}'] .reference__text").inner_text()
        block = page.locator(".entry [data-block]").last
        article, _, anchor = (block.get_attribute("id") or "").rpartition("/")
        for screen in on_screens(page):
            citation.click()
            expect(shown).to_be_visible()
            assert text and text in shown.inner_text(), screen
            page.keyboard.press("Escape")
            expect(shown).to_be_hidden()
            page.evaluate("navigator.clipboard.writeText('')")
            block.get_by_role("button", name="Copy link").click()
            page.wait_for_function("navigator.clipboard.readText().then((text) => text !== '')")
            assert page.evaluate(COPIED) == f"{origin}/{article}/#{anchor}", screen
        page.goto(f"{origin}{LIST}topic/law/#{article}/{anchor}")  # of a block that is not on that page
        page.wait_for_url(f"{origin}/{article}/#{anchor}")
        page.goto(f"{origin}{LIST}?topic=safety&evidence=people")  # as filters were written before
        page.wait_for_url(f"{origin}{LIST}topic/safety/evidence/people/")
        page.goto(f"{origin}{LIST}?topic=%22%3E%3Cscript%3E&evidence=martians")
        expect(page.locator(".tally")).to_contain_text("questions")


@pytest.mark.parametrize("address", LISTS)
def test_each_list_has_an_index_and_filters(browser: Browser, origin: str, address: str) -> None:
    """What is on the page comes first, in its own words; the filters are folded until they are wanted, or chosen."""
    with browser.new_context(reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        page.goto(origin + address)
        title, entries, has_filters = LISTS[address]
        index, filters = page.locator(".list-index a"), page.locator(".narrow")
        listed = index.evaluate_all("(all) => all.map((each) => decodeURIComponent(each.hash.slice(1)))")
        if entries:
            assert listed == page.locator(entries).evaluate_all("(all) => all.map((each) => each.id)") and listed
        for screen in on_screens(page):
            page.evaluate("scrollTo(0, 0)")
            expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_in_viewport()
            if entries:
                expect(index.first).to_be_visible()
            expect(filters).to_have_count(int(has_filters))
            if not has_filters:
                continue
            filters.locator(".narrow__summary").click()
            inside = filters.get_by_role("link").evaluate_all("""(all) => all.map((each) => {
              const { left, right, height } = each.getBoundingClientRect();
              return height >= 24 && left >= 0 && right <= innerWidth;
            })""")
            assert inside and all(inside), screen
            filters.locator(".narrow__summary").click()
            expect(filters.get_by_role("link").first).to_be_hidden()
        if not entries:
            return
        page.evaluate("scrollTo(0, 0)")
        link = page.locator(".list-index a:visible").last
        link.click()
        expect(page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")).to_be_in_viewport()


def test_no_javascript_leaves_links_and_no_button(browser: Browser, origin: str) -> None:
    with browser.new_context(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto(origin + LIST)
        for _ in on_screens(page, scripts=False):
            expect(page.locator(".copy-link")).to_have_count(0)
            page.locator(".narrow__summary").click()
            expect(page.locator(".narrow").get_by_role("link", name="Law")).to_be_visible()
            page.locator(".narrow__summary").click()
        page.locator(".narrow__summary").click()
        page.locator(".narrow").get_by_role("link", name="Law").click()
        expect(page).to_have_url(f"{origin}{LIST}topic/law/")
        assert 0 < page.locator(".entry").count() == page.locator(".list-index li").count() < 10
        citation = page.locator(".entry .citation").first
        work = page.locator(f"[id='ref-{citation.get_attribute('data-key')}']")
        for _ in on_screens(page, scripts=False):
            citation.click()
            expect(work).to_be_in_viewport()
            work.locator(".reference__back a").first.click()
            expect(page.locator(".entry [data-block]:target")).to_be_in_viewport()
