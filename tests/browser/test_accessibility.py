"""axe finds nothing on any page, in any state: WCAG 2.0 to 2.2, A and AA, and axe's own best practice.

Every page at both widths and in both schemes, and one page of each kind with everything open that opens.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sites import Built

from .test_pages import SCHEMES, WIDTHS, addresses, longest_of_folders

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules whose result a colour can change; all others see the same page in either scheme.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
AXE = Axe()
SCREENS = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]


@pytest.fixture(params=WIDTHS)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A screen of one width, without movement (axe would measure colours halfway)."""
    with browser.new_context(viewport={"width": request.param, "height": 800}, reduced_motion="reduce") as context:
        yield context.new_page()


# Marks each element whose own text has a look that none had before on any page: its colours, size, weight, and what
# stands behind it. Axe compares the colours of every text with all that lies behind, which is most of its time.
MARK_NEW_LOOKS = """(known) => {
    const behind = new Map([[null, ""]]), looks = new Set(known), added = [];
    const ground = (element) => {
        if (!behind.has(element)) {
            const style = getComputedStyle(element), own = [style.backgroundColor, style.backgroundImage, style.opacity,
                style.filter, style.mixBlendMode].join();
            const plain = own === "rgba(0, 0, 0, 0),none,1,none,normal";
            behind.set(element, ground(element.parentElement) + (plain ? "" : "/" + own));
        }
        return behind.get(element);
    };
    for (const element of document.body.querySelectorAll("*")) {
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        const style = getComputedStyle(element), link = element.closest("a") ? "link" : "";
        const look = [link, style.color, style.fontSize, style.fontWeight, style.textShadow, style.textDecoration,
            getComputedStyle(element, "::before").content, ground(element)].join("|");
        if (looks.has(look)) continue;
        looks.add(look);
        added.push(look);
        element.setAttribute("data-new-look", "");
    }
    return added;
}"""


def faults(page: Page, *, only: list[str] | None = None, but: list[str] | None = None,
           within: str | None = None) -> list[str]:
    """What axe finds on the page as it stands, or within some elements, by all rules or by some.

    Each fault has its rule and the first elements.
    """
    options = {
        "runOnly": {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS},
        "rules": {rule: {"enabled": False} for rule in but or []}, "resultTypes": ["violations"],
    }
    # A page that axe was in before need not read it again.
    found = page.evaluate(
        "([where, options]) => window.axe ? axe.run(where ?? document, options) : null", [within, options]
    ) or AXE.run(page, context=within, options=options).response
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
    found = [a for a in addresses(site.folder) if a.startswith("/articles/") and a.count("/") == 3]
    return sorted(found, key=lambda address: len(site.html(address.strip("/"))))


def faults_of_colour(page: Page, known: set[str]) -> list[str]:
    """What axe finds by the rules of colour in texts of looks that are not ``known``, which it adds to them."""
    added = page.evaluate(MARK_NEW_LOOKS, sorted(known))
    known.update(added)
    found = faults(page, only=OF_COLOUR, within="[data-new-look]") if added else []
    page.evaluate("document.querySelectorAll('[data-new-look]').forEach((e) => e.removeAttribute('data-new-look'))")
    return found


def test_every_page_has_no_axe_violation(browser: Browser, origin: str, sample_site: Built) -> None:
    """A page is opened once, its window is resized and its scheme changed, as a reader does.

    The rules that no colour can change are asked in one scheme, those of colour in both, of each look once. What a
    width changes is the templates' doing, so the former are asked on a wide screen of each folder's longest page only.
    """
    opened = addresses(sample_site.folder)
    on_both = longest_of_folders(sample_site.folder, opened)
    assert len(opened) >= 12
    known: dict[tuple[int, str], set[str]] = {screen: set() for screen in SCREENS}
    found = []
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for address in opened:
            page.goto(origin + address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                if width == WIDTHS[0] or address in on_both:
                    found += [f"{width}: {fault}" for fault in faults(page, but=OF_COLOUR)]
                for scheme in SCHEMES:
                    page.emulate_media(color_scheme=scheme)
                    page.wait_for_function("(s) => getComputedStyle(document.body).colorScheme === s", arg=scheme)
                    found += [f"{width} {scheme}: {fault}" for fault in faults_of_colour(page, known[width, scheme])]
    assert found == []
    assert all(len(looks) > 20 for looks in known.values())
    assert all(known[width, SCHEMES[0]].isdisjoint(known[width, SCHEMES[1]]) for width in WIDTHS)


def faults_in_both_schemes(page: Page) -> list[str]:
    """What axe finds on the page: once by the rules that no colour changes, by the others in each scheme."""
    found = faults(page, but=OF_COLOUR)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_function("(s) => getComputedStyle(document.body).colorScheme === s", arg=scheme)
        found += [f"{scheme}: {fault}" for fault in faults_of_colour(page, set())]
    return found


def test_open_menu_has_no_axe_violation(page: Page, origin: str) -> None:
    page.goto(f"{origin}/about/privacy/")
    button = page.get_by_role("button", name="Menu", exact=True)
    if page.viewport_size == {"width": 1280, "height": 800}:
        expect(button).to_be_hidden()  # the parts stand in a row
    else:
        button.click()
        expect(page.get_by_role("button", name="Close menu")).to_be_visible()
    assert faults_in_both_schemes(page) == []


def test_other_colour_scheme_has_no_axe_violation(page: Page, origin: str, sample_site: Built) -> None:
    page.goto(origin + shortest_article(sample_site))
    button = page.get_by_role("button", name="Dark colours")
    for pressed in ("true", "false"):
        button.click()
        expect(button).to_have_attribute("aria-pressed", pressed)
        assert faults(page, but=OF_COLOUR) + faults_of_colour(page, set()) == [], pressed


def test_open_reference_has_no_axe_violation(page: Page, origin: str, sample_site: Built) -> None:
    page.goto(origin + shortest_article(sample_site))
    page.locator(".citations:has(.citation + .citation) .citation").first.click()
    expect(page.get_by_role("dialog", name="References ")).to_be_visible()
    assert faults_in_both_schemes(page) == []


def test_search_results_have_no_axe_violation(page: Page, origin: str) -> None:
    page.goto(f"{origin}/about/privacy/")
    page.get_by_role("button", name="Search", exact=True).click()
    page.keyboard.type("depression")
    expect(page.locator("dialog").get_by_role("listitem").first).to_be_visible()
    assert faults_in_both_schemes(page) == []


def test_axe_reports_planted_violations(browser: Browser, origin: str) -> None:
    """The gate can fail: grey on grey, a picture without words, a button without a name."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(origin)
        known: set[str] = set()
        assert faults_of_colour(page, known) == []
        page.evaluate("""document.getElementById("content").insertAdjacentHTML("beforeend",
            `<p id="grey">Hardly to be read</p><img src="assets/window.svg"><button></button>`);
            document.getElementById("grey").style.color = "#bbb";
            document.getElementById("grey").style.background = "#ccc";""")
        assert [fault.split(": ")[1] for fault in faults(page, only=OF_COLOUR)] == ["color-contrast"]
        assert "color-contrast" not in {fault.split(": ")[1] for fault in faults(page, but=OF_COLOUR)}
        assert [fault.split(": ")[1] for fault in faults_of_colour(page, known)] == ["color-contrast"]
        assert faults_of_colour(page, known) == []  # its look is known now
        assert {fault.split(": ")[1] for fault in faults(page)} >= {"color-contrast", "image-alt", "button-name"}
