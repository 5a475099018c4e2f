"""Lists in a real Chromium: citations in place, links to what moved, filters and copied links; and without scripts."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

ARTICLE = "/articles/psychedelics-in-therapy/"
LIST = "/questions/"
BLOCK = "#content [data-block=faq]"


def test_block_copies_its_link_by_keyboard_and_touch(browser: Browser, origin: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True,
                             permissions=["clipboard-read", "clipboard-write"]) as visitor:
        page = visitor.new_page()
        page.goto(origin + ARTICLE)
        block = page.locator(BLOCK).first
        button = block.get_by_role("button", name="Copy link to “")
        address = f"{origin}{ARTICLE}#{block.get_attribute('id')}"
        box = button.bounding_box()
        assert box and min(box["width"], box["height"]) >= 24 and box["x"] + box["width"] <= 360
        status = page.locator("#content > .copy-link__status")
        expect(status).to_have_text("")
        button.tap()
        expect(status).to_have_text("Link copied.")
        assert page.evaluate("navigator.clipboard.readText()") == address
        page.evaluate("navigator.clipboard.writeText('')")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".copy-link[data-said]")).to_have_count(1)
        page.wait_for_function("navigator.clipboard.readText().then((text) => text !== '')")
        assert page.evaluate("navigator.clipboard.readText()") == address
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no permission')); }")
        button.tap()
        expect(status).to_have_text(f"Copy this address: {address}")
        assert page.locator(".copy-link").count() == page.locator("#content [data-block][id]").count()
        assert page.locator("#content .headerlink").count() > 10
        gaps = page.locator("#content .headerlink").evaluate_all("""(links) => links.filter((link) => {
            const tall = link.parentElement.offsetHeight;
            link.style.display = "none";
            return link.parentElement.offsetHeight < tall;
        }).map((link) => link.parentElement.textContent)""")
        assert gaps == [], "the sign of an anchor, which nobody sees, takes a line"


def test_list_opens_citations_and_leads_to_what_moved(browser: Browser, origin: str) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 800},
                             permissions=["clipboard-read", "clipboard-write"]) as visitor:
        page = visitor.new_page()
        page.goto(origin + LIST)
        citation = page.locator(".entry .citation").first
        key = citation.get_attribute("data-key")
        citation.click()
        shown = page.get_by_role("dialog", name=f"Reference {citation.inner_text()}", exact=True)
        expect(shown).to_be_visible()
        text = page.locator(f"[id='ref-{key}'] .reference__text").inner_text()
        assert text and text in shown.inner_text()
        page.keyboard.press("Escape")
        block = page.locator(".entry [data-block]").last
        article, _, anchor = (block.get_attribute("id") or "").rpartition("/")
        block.get_by_role("button", name="Copy link").click()
        expect(page.locator(".copy-link__status")).to_have_text("Link copied.")
        assert page.evaluate("navigator.clipboard.readText()") == f"{origin}/{article}/#{anchor}"
        page.goto(f"{origin}{LIST}topic/law/#{article}/{anchor}")  # of a block that is not on that page
        page.wait_for_url(f"{origin}/{article}/#{anchor}")
        page.goto(f"{origin}{LIST}?topic=safety&evidence=people")  # as filters were written before
        page.wait_for_url(f"{origin}{LIST}topic/safety/evidence/people/")
        page.goto(f"{origin}{LIST}?topic=%22%3E%3Cscript%3E&evidence=martians")
        expect(page.locator(".tally")).to_contain_text("questions")


def test_no_javascript_leaves_links_and_no_button(browser: Browser, origin: str) -> None:
    with browser.new_context(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto(origin + LIST)
        expect(page.locator(".copy-link")).to_have_count(0)
        page.locator(".narrow__summary").click()
        page.locator(".narrow").get_by_role("link", name="Law").click()
        assert page.url == f"{origin}{LIST}topic/law/"
        assert 0 < page.locator(".entry").count() == page.locator(".list-index li").count() < 10
        citation = page.locator(".entry .citation").first
        citation.click()
        work = page.locator(f"[id='ref-{citation.get_attribute('data-key')}']")
        expect(work).to_be_in_viewport()
        work.locator(".reference__back a").first.click()
        expect(page.locator(".entry [data-block]:target")).to_be_in_viewport()
