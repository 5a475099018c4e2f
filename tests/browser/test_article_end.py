"""The end of an article and the glossary in a real Chromium: the way on, copying, keyboard, touch, no JavaScript."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

from .screens import SHOWN, USUAL, faults_at_a_glance, on_screens, turn

ARTICLE = "/articles/therapy-and-the-open-window/"
CITATION = "The Plasticity Window editors. Therapy and the open window [Internet]."


def test_copy_button_copies_citation_and_confirms(browser: Browser, origin: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(origin + ARTICLE)
        for screen in on_screens(page):
            page.evaluate("navigator.clipboard.writeText('')")
            page.get_by_role("button", name="Copy citation").click()
            page.wait_for_function("navigator.clipboard.readText().then((text) => text !== '')")
            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied.startswith(CITATION) and copied.endswith(f"Available from: {origin}{ARTICLE}"), screen
            expect(page.locator(".cite__said")).to_have_text("Copied.")


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
        for format, extension, begins in [("BibTeX", "bib", "@misc{therapy-"), ("CSL-JSON", "json", "[")]:
            with page.expect_download() as download:
                page.get_by_role("link", name=f"{format} of this page").click()
            assert download.value.suggested_filename == f"therapy-and-the-open-window.{extension}"
            assert download.value.path().read_text(encoding="utf-8").startswith(begins)
    finally:
        context.close()


@pytest.mark.parametrize("touch", [False, True])
def test_term_opens_glossary_by_keyboard_and_touch(
    browser: Browser, origin: str, touch: bool
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=touch, reduced_motion="reduce")
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
        for _ in on_screens(page, () if touch else USUAL):
            page.evaluate("slug => { scrollTo(0, 0); location.hash = ''; location.hash = slug; }", slug)
            expect(page.locator(f"[id='{slug}']")).to_be_in_viewport()
    finally:
        context.close()


def test_help_lines_open_where_a_link_leads_or_room_is(browser: Browser, origin: str) -> None:
    """On a phone all but one are folded when the page comes; each opens there, and closes where there is room."""
    folded = ["help-poison", "help-crisis", "help-afterwards", "help-abuse"]
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        now = None
        for screen in USUAL:
            now = turn(page, screen, now)
            page.goto("about:blank")
            page.goto(f"{origin}/about/help/#help-crisis")
            assert faults_at_a_glance(screen.scheme, *page.evaluate(SHOWN, screen.scheme)) == [], screen
            expect(page.locator("#help-crisis .need__call").first).to_be_visible()
            expect(page.locator("#help-danger .need__call").first).to_be_visible()
            opened = page.locator(".need:has(details[open])").evaluate_all("(all) => all.map(({ id }) => id)")
            assert opened == (["help-crisis"] if screen.is_phone else folded), screen
            page.locator("#help-abuse summary").click()
            assert page.locator("#help-abuse details").evaluate("({ open }) => open") == screen.is_phone, screen


def test_other_help_link_jumps_to_help_lines(browser: Browser, origin: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(origin + ARTICLE)
        for _ in on_screens(page):
            page.evaluate("scrollTo(0, 0)")
            page.get_by_role("link", name="Other help").click()
            expect(page.locator("#help-now-title")).to_be_in_viewport()
            expect(page).to_have_url(f"{origin}{ARTICLE}#help-now")


def test_the_way_on_is_seen_and_leads_there(browser: Browser, origin: str) -> None:
    """The articles before and after this one, those that are like it, and its topics, on each screen."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(origin + ARTICLE)
        turns = page.get_by_role("navigation", name="Next and previous article").get_by_role("link")
        others = page.get_by_role("navigation", name="Related articles").get_by_role("link")
        topics = page.locator(".article-end .topics a")
        counts = [links.count() for links in (turns, others, topics)]
        assert counts[0] and counts[1] and counts[2] == 6
        for screen in on_screens(page):
            assert [links.count() for links in (turns, others, topics)] == counts, screen  # of those that are seen
            for links in (turns, others, topics):
                boxes = links.evaluate_all("(all) => all.map((each) => each.getBoundingClientRect().toJSON())")
                assert all(box["height"] and 0 <= box["left"] < box["right"] <= screen.width for box in boxes), screen
        ends = {link.get_attribute("href") or "" for links in (turns, others, topics) for link in links.all()}
        for end in ends:
            assert page.request.get(urljoin(origin + ARTICLE, end)).status == 200, end
        name = turns.first.inner_text()
        turns.first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.go_back()
        topics.filter(has_text="Psilocybin").click()
        expect(page).to_have_url(re.compile("/topic/psilocybin/$"))
