"""axe finds nothing on any page, in any state: WCAG 2.0 to 2.2, A and AA, and axe's own best practice.

Every page in both schemes and at both widths, and one page of each kind with everything open that opens.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sites import Built

from .test_pages import SCHEMES, WIDTHS, addresses

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules whose result a colour can change; all others see the same page in either scheme.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
AXE = Axe()
SCREENS = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]


def name(screen: tuple[int, str]) -> str:
    return f"{screen[0]}-{screen[1]}"


@pytest.fixture(params=SCREENS, ids=name)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A screen of one width and scheme, without movement (axe would measure colours halfway)."""
    width, scheme = request.param
    with browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    ) as context:
        yield context.new_page()


def faults(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds on the page as it stands, by all rules or by these, each with its rule and the first elements."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    # A page that axe was in before need not read it again.
    found = page.evaluate("(options) => window.axe ? axe.run(document, options) : null", options) or AXE.run(
        page, options=options).response
    return [
        f"{page.url}: {fault['id']}: {fault['help']}: " + ", ".join(str(node["target"]) for node in fault["nodes"][:3])
        for fault in found["violations"]
    ]


def longest_article(site: Built) -> str:
    """The article with the most of everything."""
    return _articles(site)[-1]


def shortest_article(site: Built) -> str:
    return _articles(site)[0]


def _articles(site: Built) -> list[str]:
    found = [a for a in addresses(site.folder) if a.startswith("/articles/") and a != "/articles/"]
    return sorted(found, key=lambda address: len(site.html(address.strip("/"))))


def test_every_page_has_no_axe_violation(browser: Browser, origin: str, real_site: Built) -> None:
    """In each scheme a page is opened once, and its window is resized, as a reader does who turns a phone.

    Of the second scheme only the rules of colour can find more.
    """
    opened = addresses(real_site.folder)
    assert len(opened) >= 12
    found = []
    for scheme in SCHEMES:
        with browser.new_context(color_scheme=scheme, reduced_motion="reduce") as context:
            page = context.new_page()
            for address in opened:
                page.goto(origin + address)
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 800})
                    rules = None if scheme == SCHEMES[0] else OF_COLOUR
                    found += [f"{width} {scheme}: {fault}" for fault in faults(page, rules)]
    assert found == []


def test_open_menu_has_no_axe_violation(page: Page, origin: str) -> None:
    page.goto(origin)
    button = page.get_by_role("button", name="Menu", exact=True)
    if page.viewport_size == {"width": 1280, "height": 800}:
        expect(button).to_be_hidden()  # the parts stand in a row
    else:
        button.click()
        expect(page.get_by_role("button", name="Close menu")).to_be_visible()
    assert faults(page) == []


def test_other_colour_scheme_has_no_axe_violation(page: Page, origin: str, real_site: Built) -> None:
    page.goto(origin + shortest_article(real_site))
    button = page.get_by_role("button", name="Dark colours")
    was = button.get_attribute("aria-pressed")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false" if was == "true" else "true")
    assert faults(page) == []


def test_open_reference_has_no_axe_violation(page: Page, origin: str, real_site: Built) -> None:
    page.goto(origin + shortest_article(real_site))
    page.locator(".citations:has(.citation + .citation) .citation").first.click()
    expect(page.get_by_role("dialog", name="References ")).to_be_visible()
    assert faults(page) == []


def test_search_results_have_no_axe_violation(page: Page, origin: str) -> None:
    page.goto(origin)
    page.get_by_role("button", name="Search", exact=True).click()
    page.keyboard.type("depression")
    expect(page.locator("dialog").get_by_role("listitem").first).to_be_visible()
    assert faults(page) == []


def test_axe_reports_planted_violations(browser: Browser, origin: str) -> None:
    """The gate can fail: grey on grey, a picture without words, a button without a name."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(origin)
        page.evaluate("""document.getElementById("content").insertAdjacentHTML("beforeend",
            `<p id="grey">Hardly to be read</p><img src="assets/window.svg"><button></button>`);
            document.getElementById("grey").style.color = "#bbb";
            document.getElementById("grey").style.background = "#ccc";""")
        assert [fault.split(": ")[1] for fault in faults(page, OF_COLOUR)] == ["color-contrast"]
        assert {fault.split(": ")[1] for fault in faults(page)} >= {"color-contrast", "image-alt", "button-name"}
