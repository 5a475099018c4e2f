"""axe finds nothing in any state of a page: WCAG 2.0 to 2.2, A and AA, and axe's own best practice.

One page of each kind with everything open that opens, on each screen. Every page as it is when it opens is asked in
test_every_page.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sites import Built

from .screens import EACH_WIDTH, SCHEMES, SCREENS, SHOWN, WIDTHS, Screen, faults_at_a_glance, on_screens, turn
from .test_pages import addresses

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules whose result a colour can change; all others see the same page in either scheme.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
AXE = Axe()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without movement (axe would measure colours halfway)."""
    with browser.new_context(reduced_motion="reduce") as context:
        yield context.new_page()


# Waits until a scheme is shown, and marks each element whose own text has a look that none had before on any page: its
# colours, size, weight, and what stands behind it. Axe compares the colours of every text with all that lies behind,
# which is most of its time. Gives the new looks, the widths of the page and the window, and the scheme's name.
MARK_NEW_LOOKS = f"""async ([scheme, known]) => {{
    const shown = await ({SHOWN})(scheme);
""" + """
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
    return [added, ...shown];
}"""
# Runs axe, which a page that it was in before need not read again. The rules of colour may be asked of some elements
# only, and the others of the whole page at the same time: then it looks but once at what lies over what.
RUN = """([where, options, coloured]) => {
    if (!window.axe) return null;
    if (coloured) axe.configure({ rules: Object.entries(coloured).map(([id, selector]) => ({ id, selector })) });
    return axe.run(where ?? document, options).finally(() => {
        if (!coloured) return;
        axe.reset();
        document.querySelectorAll("[data-new-look]").forEach((element) => element.removeAttribute("data-new-look"));
    });
}"""
NEW_LOOKS = {"color-contrast": "[data-new-look], [data-new-look] *",
             "link-in-text-block": "a[href][data-new-look], [data-new-look] a[href]"}


def faults(page: Page, *, only: list[str] | None = None, but: list[str] | None = None,
           within: str | None = None, coloured: dict[str, str] | None = None) -> list[str]:
    """What axe finds on the page as it stands, or within some elements, by all rules or by some.

    Each fault has its rule and the first elements. ``coloured`` are the elements of which rules of colour are asked.
    """
    options = {
        "runOnly": {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS},
        "rules": {rule: {"enabled": False} for rule in but or []}, "resultTypes": ["violations"],
    }
    found = page.evaluate(RUN, [within, options, coloured])
    if found is None:
        page.evaluate(AXE.axe_script)
        found = page.evaluate(RUN, [within, options, coloured])
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


class Seen(NamedTuple):
    """How a page looks on one screen: whether texts have a look that none had, and what is wrong at a glance."""

    has_new_looks: bool
    wrong: list[str]


def look_at(page: Page, scheme: str, known: set[str]) -> Seen:
    """Look at the page in a scheme, and mark its texts of looks that are not ``known``, which it adds to them."""
    added, *shown = page.evaluate(MARK_NEW_LOOKS, [scheme, sorted(known)])
    known.update(added)
    return Seen(bool(added), faults_at_a_glance(scheme, *shown))


def faults_at_once(page: Page, seen: Seen, *, of_all_rules: bool) -> list[str]:
    """What axe finds by the rules of colour in the new looks, and if asked for in the whole page by all others."""
    if not of_all_rules:
        return faults(page, only=OF_COLOUR, coloured=NEW_LOOKS) if seen.has_new_looks else []
    return faults(page, coloured=NEW_LOOKS) if seen.has_new_looks else faults(page, but=OF_COLOUR)


def faults_on_screens(page: Page, screens: Iterable[Screen]) -> list[str]:
    """What axe finds on the page: at each width by the rules that no colour changes, by the others once a look."""
    found, known = [], {scheme: set[str]() for scheme in SCHEMES}
    for screen in screens:
        seen = look_at(page, screen.scheme, known[screen.scheme])
        found += [f"{screen}: {fault}" for fault in faults_at_once(page, seen, of_all_rules=screen in EACH_WIDTH)]
    return found


def test_open_menu_has_no_axe_violation(page: Page, origin: str) -> None:
    """The parts stand in a row on a wide screen, and below a button on others."""
    page.goto(f"{origin}/about/privacy/")
    button, menu = page.get_by_role("button", name="Menu", exact=True), page.locator("#site-nav")

    def opened() -> Iterator[Screen]:
        for screen in on_screens(page, SCREENS):
            expect(button).to_be_visible(visible=not screen.is_wide)
            if not screen.is_wide and not menu.is_visible():
                button.click()
            expect(menu.get_by_role("link", name="Articles")).to_be_visible()
            expect(page.get_by_role("button", name="Close menu")).to_be_visible(visible=not screen.is_wide)
            yield screen

    assert faults_on_screens(page, opened()) == []


def test_other_colour_scheme_has_no_axe_violation(page: Page, origin: str, sample_site: Built) -> None:
    """Chosen by a reader against what the device says, at each width."""
    page.goto(origin + shortest_article(sample_site))
    button, known = page.get_by_role("button", name="Dark colours"), {scheme: set[str]() for scheme in SCHEMES}
    now = None
    for width in WIDTHS:
        now = turn(page, Screen(width, "light"), now)
        for pressed, scheme in (("true", "dark"), ("false", "light")):
            button.click()
            expect(button).to_have_attribute("aria-pressed", pressed)
            seen = look_at(page, scheme, known[scheme])
            of_all_rules = pressed == "true" and width in (320, 1280)
            assert (seen.wrong, faults_at_once(page, seen, of_all_rules=of_all_rules)) == ([], []), (width, scheme)


def test_open_reference_has_no_axe_violation(page: Page, origin: str, sample_site: Built) -> None:
    page.goto(origin + shortest_article(sample_site))
    page.locator(".citations:has(.citation + .citation) .citation").first.click()
    reference = page.get_by_role("dialog", name="References ")
    expect(reference).to_be_visible()
    assert faults_on_screens(page, on_screens(page, SCREENS)) == []
    expect(reference).to_be_visible()


def test_search_results_have_no_axe_violation(page: Page, origin: str) -> None:
    page.goto(f"{origin}/about/privacy/")
    page.get_by_role("button", name="Search", exact=True).click()
    page.keyboard.type("depression")
    expect(page.locator("dialog").get_by_role("listitem").first).to_be_visible()
    assert faults_on_screens(page, on_screens(page, SCREENS)) == []


def test_axe_reports_planted_violations(browser: Browser, origin: str) -> None:
    """The gate can fail: grey on grey, a picture without words, a button without a name."""
    def rules(found: list[str]) -> set[str]:
        return {fault.split(": ")[1] for fault in found}

    with browser.new_context() as context:
        page = context.new_page()
        page.goto(origin)
        known: set[str] = set()
        assert faults_at_once(page, look_at(page, "light", known), of_all_rules=True) == []
        page.evaluate("""document.getElementById("content").insertAdjacentHTML("beforeend",
            `<p id="grey">Hardly to be read</p><img src="assets/window.svg"><button></button>`);
            document.getElementById("grey").style.color = "#bbb";
            document.getElementById("grey").style.background = "#ccc";""")
        assert rules(faults(page, only=OF_COLOUR)) == {"color-contrast"}
        of_structure = rules(faults(page, but=OF_COLOUR))
        assert of_structure >= {"image-alt", "button-name"} and "color-contrast" not in of_structure
        seen = look_at(page, "light", known)
        assert seen.has_new_looks and rules(faults(page, coloured=NEW_LOOKS)) == {"color-contrast", *of_structure}
        assert not (seen := look_at(page, "light", known)).has_new_looks  # the look of the text is known now
        assert faults_at_once(page, seen, of_all_rules=False) == []
        assert rules(faults(page)) == {"color-contrast", *of_structure}  # as before it was told where to look
        grey = look_at(page, "light", set())
        assert rules(faults_at_once(page, grey, of_all_rules=False)) == {"color-contrast"}
        page.evaluate("document.body.style.minWidth = '3000px'")
        assert look_at(page, "light", known).wrong == ["3000 px wide in 1280 px"]
