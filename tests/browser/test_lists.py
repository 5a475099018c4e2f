"""Blocks copy their link, in articles and in lists, in a real Chromium."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

ARTICLE = "/articles/psychedelics-in-therapy/"
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


def test_no_javascript_leaves_no_button(browser: Browser, origin: str) -> None:
    with browser.new_context(java_script_enabled=False) as visitor:
        page = visitor.new_page()
        page.goto(origin + ARTICLE)
        expect(page.locator(".copy-link")).to_have_count(0)
