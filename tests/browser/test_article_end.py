"""The end of an article and the glossary in a real Chromium: copying, keyboard, touch, and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

ARTICLE = "/articles/psychedelics-in-therapy/"
CITATION = "The Plasticity Window editors. Psychedelics in therapy: the trials behind the success stories [Internet]."


def test_copy_button_copies_citation_and_confirms(browser: Browser, origin: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    try:
        page = context.new_page()
        page.goto(origin + ARTICLE)
        page.get_by_role("button", name="Copy citation").click()
        expect(page.locator(".cite__said")).to_have_text("Copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(CITATION)
        assert copied.endswith(f"Available from: {origin}{ARTICLE}")
    finally:
        context.close()


# What a browser can refuse: the clipboard, and then the older way too.
REFUSALS = {
    "clipboard": ("navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));",
                  "Copied."),
    "insecure": ("Object.defineProperty(navigator, 'clipboard', {value: undefined});", "Copied."),
    "everything": ("Object.defineProperty(navigator, 'clipboard', {value: undefined});"
                   "document.execCommand = () => false;",
                   "The text is selected. Copy it with Ctrl and C, or with Command and C."),
}


@pytest.mark.parametrize("refused", REFUSALS)
def test_refused_copy_selects_text_without_error(
    browser: Browser, origin: str, refused: str
) -> None:
    script, said = REFUSALS[refused]
    context = browser.new_context()
    try:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.add_init_script(script)
        page.goto(origin + ARTICLE)
        page.get_by_role("button", name="Copy citation").press("Enter")
        expect(page.locator(".cite__said")).to_have_text(said)
        selected = " ".join(page.evaluate("String(getSelection())").split())
        assert selected.startswith(CITATION)
        assert errors == []
    finally:
        context.close()


def test_no_javascript_hides_copy_and_keeps_downloads(browser: Browser, origin: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(origin + ARTICLE)
        expect(page.locator("#cite-text")).to_contain_text(CITATION)
        expect(page.locator(".cite__copy")).to_be_hidden()
        with page.expect_download() as download:
            page.get_by_role("link", name="BibTeX of this page").click()
        assert download.value.suggested_filename == "psychedelics-in-therapy.bib"
    finally:
        context.close()


@pytest.mark.parametrize("touch", [False, True])
def test_term_opens_glossary_by_keyboard_and_touch(
    browser: Browser, origin: str, touch: bool
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=touch)
    try:
        page = context.new_page()
        page.goto(origin + ARTICLE)
        term = page.locator("a.term").first
        slug = (term.get_attribute("href") or "").split("#")[1]
        if touch:
            term.tap()
        else:
            term.focus()
            page.keyboard.press("Enter")
        page.wait_for_url(f"{origin}/glossary/#{slug}")
        expect(page.locator(f"[id='{slug}']")).to_be_in_viewport()
    finally:
        context.close()


def test_help_lines_open_where_a_link_leads_or_room_is(browser: Browser, origin: str) -> None:
    folded = ["help-poison", "help-crisis", "help-afterwards", "help-abuse"]
    for width, opened in ((360, ["help-crisis"]), (1280, folded)):
        page = browser.new_page(viewport={"width": width, "height": 740})
        try:
            page.goto(f"{origin}/about/help/#help-crisis")
            expect(page.locator("#help-crisis .need__call").first).to_be_visible()
            assert page.locator(".need:has(details[open])").evaluate_all("(all) => all.map(({ id }) => id)") == opened
            expect(page.locator("#help-danger .need__call").first).to_be_visible()
            page.locator("#help-abuse summary").click()
            assert page.locator("#help-abuse details").evaluate("({ open }) => open") == (width == 360)
        finally:
            page.close()


def test_other_help_link_jumps_to_help_lines(browser: Browser, origin: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    try:
        page = context.new_page()
        page.goto(origin + ARTICLE)
        page.get_by_role("link", name="Other help").click()
        expect(page.locator("#help-now-title")).to_be_in_viewport()
        assert page.url == f"{origin}{ARTICLE}#help-now"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    finally:
        context.close()
