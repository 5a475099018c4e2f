"""The site under its own policy: what its privacy page says is so.

That the policy stops nothing on any page is asked where every page is opened (test_every_page.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import Built

from .guarded import listen, violations
from .test_accessibility import longest_article
from .test_pages import watch

PRIVACY = "about/privacy"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who has never been here."""
    with browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as visitor:
        yield visitor


def stored_names(context: BrowserContext, page: Page) -> set[str]:
    """The name of everything that the browser keeps of this site, whatever it is kept in."""
    assert context.cookies() == [] and page.evaluate("document.cookie") == ""
    return set(page.evaluate("""async () => [
      ...Object.keys(localStorage), ...Object.keys(sessionStorage).map((name) => `session: ${name}`),
      ...(await indexedDB.databases()).map(({ name }) => `database: ${name}`),
      ...("caches" in window ? await caches.keys() : []).map((name) => `cache: ${name}`),
      ...(await navigator.serviceWorker?.getRegistrations() ?? []).map(({ scope }) => `worker: ${scope}`),
    ]"""))


def test_reading_stores_nothing_in_the_browser(
    context: BrowserContext, headers_origin: str, sample_site: Built
) -> None:
    page = context.new_page()
    for address in ("/", longest_article(sample_site), "/myths/", "/references/"):
        page.goto(headers_origin + address)
        assert stored_names(context, page) == set(), address


def test_stored_items_are_listed_on_the_privacy_page(
    context: BrowserContext, headers_origin: str, sample_site: Built
) -> None:
    """After everything was used, and under the policy: its words are the list of what may be there."""
    page = context.new_page()
    listen(page)
    wrong = watch(page, headers_origin)
    page.goto(headers_origin + longest_article(sample_site))
    citation, reference = page.locator(".citation").first, page.get_by_role("dialog", name="Reference")
    citation.hover()
    expect(reference).to_be_visible()
    citation.click()
    reference.get_by_role("button", name="Close").click()
    expect(reference).to_be_hidden()
    for switch in page.locator("main button[aria-pressed]").all():
        switch.click()
    page.get_by_role("button", name="Search", exact=True).click()
    search = page.get_by_role("dialog", name="Search this site")
    page.keyboard.type("depression")
    expect(search.get_by_role("listitem").first).to_be_visible()
    search.get_by_label("Kind").select_option(index=1)
    search.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(media="print")
    wrong += violations(page)
    page.emulate_media(media="screen")
    for address in ("/myths/", "/references/"):
        page.goto(headers_origin + address)
        for choice in page.locator("main select").all():
            choice.select_option(index=1)
        wrong += violations(page)
    stated = set(sample_site.page(PRIVACY).xpath("//table//code/text()"))
    now = stored_names(context, page)
    assert {"__palette", "search-key"} <= now <= stated, (now, stated)
    assert wrong == []


def test_colours_follow_device_until_reader_chooses(
    context: BrowserContext, headers_origin: str
) -> None:
    page = context.new_page()
    page.goto(headers_origin)
    root, button = page.locator("html"), page.get_by_role("button", name="Dark colours")
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-md-color-scheme", "default")
    button.click()
    expect(root).to_have_attribute("data-md-color-scheme", "slate")
    assert stored_names(context, page) == {"__palette"}
    page.goto(f"{headers_origin}/{PRIVACY}/")
    expect(root).to_have_attribute("data-md-color-scheme", "slate")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Enter")
    page.emulate_media(color_scheme="dark")
    page.reload()
    expect(root).to_have_attribute("data-md-color-scheme", "default")
    expect(button).to_have_attribute("aria-pressed", "false")



def test_choice_of_colours_reaches_pages_that_are_open(browser: Browser, origin: str) -> None:
    """In another tab at once, and where Back shows a page as it was left, which runs none of its programs again."""
    with browser.new_context(color_scheme="light") as visitor:
        left, other = visitor.new_page(), visitor.new_page()
        for each in (left, other):
            each.goto(origin + "/")
        button = left.get_by_role("button", name="Dark colours")
        paper = "document.querySelector('[name=theme-color]').content"
        light = left.evaluate(paper)
        other.get_by_role("button", name="Dark colours").click()
        expect(left.locator("html")).to_have_attribute("data-md-color-scheme", "slate")
        expect(button).to_have_attribute("aria-pressed", "true")
        assert left.evaluate(paper) != light
        left.evaluate("localStorage.setItem('__palette', 'light')")  # of which its own page is not told
        expect(button).to_have_attribute("aria-pressed", "true")
        left.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
        expect(left.locator("html")).to_have_attribute("data-md-color-scheme", "default")
        expect(button).to_have_attribute("aria-pressed", "false")


def test_colours_can_be_changed_without_local_storage(context: BrowserContext, headers_origin: str) -> None:
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.add_init_script("""Object.defineProperty(window, "localStorage", {
      get() { throw new DOMException("The user has forbidden it.", "SecurityError"); },
    });""")
    page.goto(headers_origin)
    page.get_by_role("button", name="Dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "slate")
    assert wrong == []


@pytest.mark.parametrize("by", ["header and page", "page alone"])
def test_policy_blocks_injected_code_and_requests(
    context: BrowserContext, headers_origin: str, origin: str, by: str
) -> None:
    """A script that came in does not run, and nothing can be sent elsewhere. Some hosts know no ``_headers``."""
    page = context.new_page()
    listen(page)
    page.goto(headers_origin if by == "header and page" else origin)
    page.evaluate("""() => {
      document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = true" }));
      document.body.setAttribute("style", "display: none");
      document.body.append(Object.assign(new Image(), { src: "https://example.org/a.png" }));
    }""")
    sent = page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'stopped')")
    assert sent == "stopped" and page.evaluate("window.ran") is None
    stopped = {line.split(": ", 1)[1].split()[0] for line in violations(page)}
    assert stopped == {"script-src-elem", "style-src-attr", "img-src", "connect-src"}


def test_headers_forbid_framing_by_other_sites(context: BrowserContext, headers_origin: str) -> None:
    response = context.new_page().goto(headers_origin)
    assert response is not None
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
    assert response.headers["x-frame-options"] == "DENY"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_external_links_send_no_referrer(
    context: BrowserContext, headers_origin: str, sample_site: Built
) -> None:
    page = context.new_page()
    page.goto(headers_origin + longest_article(sample_site))
    assert page.evaluate("document.querySelector('meta[name=referrer]').content") == "no-referrer"
    asked: list[dict[str, str]] = []
    context.route(re.compile("^https://"), lambda route: (asked.append(route.request.headers), route.abort())[1])
    with page.expect_event("requestfailed"):
        page.locator(".references a[href^='https://']").first.click()
    assert asked and "referer" not in asked[0]
