"""Pages of each template in a real Chromium: their names and texts, and their links without JavaScript.

Every page is opened in test_every_page.py.
"""

from __future__ import annotations

from itertools import chain, cycle
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sites import Built, page_files

from .screens import SCREENS, USUAL, on_screens

# One page of each template, and those with each kind of block.
TEMPLATES = ("/", "/404.html", "/articles/", "/questions/", "/myths/", "/interventions/", "/references/", "/glossary/",
             "/safety/", "/contributing/blocks/")


def addresses(folder: Path) -> list[str]:
    """Every page's address, and one that is not there (which the site's own page should answer)."""
    return ["/" + file.relative_to(folder).as_posix().removesuffix("index.html") for file in page_files(folder)]


def longest_of_folders(folder: Path, pages: list[str]) -> list[str]:
    """Of the pages whose addresses begin and end alike, such as articles and their sheets, the longest."""
    def size(address: str) -> int:
        file = folder / address.strip("/")
        return (file / "index.html" if file.is_dir() else file).stat().st_size

    longest: dict[tuple[str, int], str] = {}
    for address in sorted(pages, key=size):
        longest[address.split("/")[1], address.count("/")] = address
    return [*longest.values()]


def watch(page: Page, origin: str) -> list[str]:
    """A list that fills with everything that goes wrong while pages are opened."""
    wrong: list[str] = []

    def note(what: str) -> None:
        wrong.append(f"{page.url.removeprefix(origin)}: {what}")

    page.on("console", lambda said: note(f"console: {said.text}") if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: note(f"error: {error}"))
    # A request given up because the next page is being opened is no failure.
    page.on(
        "requestfailed",
        lambda request: None if request.failure == "net::ERR_ABORTED" else note(f"{request.failure}: {request.url}"),
    )
    page.on("response", lambda response: note(f"{response.status}: {response.url}") if response.status >= 400 else None)
    page.on("request", lambda asked: None if _inside(asked.url, origin) else note(f"leaves the site: {asked.url}"))
    return wrong


def _inside(url: str, origin: str) -> bool:
    return url.startswith((origin + "/", "data:", f"blob:{origin}/"))


def test_no_name_or_text_holds_the_sign_of_an_anchor(browser: Browser, origin: str, sample_site: Built) -> None:
    """A program that reads aloud would say “Diet, pilcrow”, and a copied heading would end with it.

    An article is asked on every screen, and a page of each other template on one of them.
    """
    article = next(a for a in addresses(sample_site.folder) if a.startswith("/articles/") and a.count("/") > 2)
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        names = context.new_cdp_session(page)
        for address, one in zip((article, *TEMPLATES), chain([None], cycle(SCREENS)), strict=False):
            page.goto(origin + address)
            assert "¶" not in page.evaluate("document.body.textContent"), address
            for where in ((address, screen) for screen in on_screens(page, (one,) if one else USUAL)):
                nodes = names.send("Accessibility.getFullAXTree")["nodes"]
                headings = [node["name"]["value"] for node in nodes if node.get("role", {}).get("value") == "heading"]
                assert headings, where
                assert [node for node in nodes if "¶" in str(node.get("name", {}).get("value"))] == [], where
                assert [name for name in headings if "Link to" in name or "Copy link" in name] == [], where
                drawn = page.locator(".headerlink").first
                if drawn.count():
                    assert drawn.evaluate("link => getComputedStyle(link, '::before').content") == '"¶" / ""', where


def test_no_javascript_citation_links_to_reference(
    browser: Browser, origin: str, sample_site: Built
) -> None:
    """And the way back leads to the place it came from."""
    article = next(a for a in addresses(sample_site.folder) if a.startswith("/articles/") and a.count("/") == 3)
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(origin + article)
        citation = page.locator("a.citation").first
        key, id = citation.get_attribute("data-key"), citation.get_attribute("id")
        citation.click()
        expect(page).to_have_url(f"{origin}{article}#ref-{key}")
        page.locator(f"[id='ref-{key}'] .reference__back a").first.click()
        expect(page).to_have_url(f"{origin}{article}#{id}")
    finally:
        context.close()
