"""Every page of the sample site in a real Chromium, opened once: at five widths, light and dark, under its policy.

A page costs most to open, and next to that to lay out anew. So all that is asked of every page is asked of one and the
same visit: that nothing goes wrong, that nothing is too wide, that the colours are those asked for, and that axe finds
nothing by any of its rules (WCAG 2.0 to 2.2, A and AA, and axe's own best practice).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page
from sites import Built

from .guarded import listen, violations
from .test_accessibility import AXE, faults_at_once, look_at
from .test_pages import SCHEMES, WIDTHS, addresses, longest_of_folders, watch

Screen = tuple[int, str]
# Each screen differs from the one before in one thing, and none is laid out twice.
NARROW, WIDE = (320, "dark"), (1280, "light")
SCREENS = [NARROW, (320, "light"), WIDE, (1280, "dark")]
# A phone, a tablet, a large screen: what no screen before has shown is asked of axe too.
OTHERS = [(360, "dark"), (360, "light"), (768, "light"), (768, "dark"), (1920, "dark"), (1920, "light")]


@dataclass
class Tour:
    """What was found on the way through all pages."""

    opened: list[str]
    wrong: list[str] = field(default_factory=list)
    inaccessible: list[str] = field(default_factory=list)
    looks: dict[Screen, set[str]] = field(default_factory=lambda: {screen: set() for screen in SCREENS})
    others: dict[str, set[str]] = field(default_factory=lambda: {scheme: set() for scheme in SCHEMES})


def turn(page: Page, before: Screen, screen: Screen) -> Screen:
    """Show the page on another screen, and return it. Only what differs is told, as each word lays the page out."""
    if screen[0] != before[0]:
        page.set_viewport_size({"width": screen[0], "height": 800})
    if screen[1] != before[1]:
        page.emulate_media(color_scheme=screen[1])  # type: ignore[arg-type]
    return screen


@pytest.fixture(scope="module")
def tour(browser: Browser, headers_origin: str, sample_site: Built) -> Tour:
    """Open each page on one screen and change to the others, as a reader does; the longest of each folder twice.

    What a width changes is the templates' doing, so the rules that no colour can change are asked on a wide screen of
    each folder's longest page only, and only this is also opened on one.
    """
    found = Tour(addresses(sample_site.folder))
    longest = longest_of_folders(sample_site.folder, found.opened)
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.add_init_script(AXE.axe_script)
        listen(page)
        found.wrong = watch(page, headers_origin)
        now = turn(page, (0, ""), NARROW)
        for address in found.opened:
            for screen in SCREENS:
                now = turn(page, now, screen)
                if screen == NARROW:
                    page.goto(headers_origin + address, wait_until="load")
                seen = look_at(page, screen[1], found.looks[screen])
                found.wrong += [f"{address}: {fault}" for fault in seen.wrong]
                of_all_rules = screen == NARROW or (screen == WIDE and address in longest)
                found.inaccessible += [
                    f"{screen}: {fault}" for fault in faults_at_once(page, seen, of_all_rules=of_all_rules)]
            for screen in OTHERS:
                now = turn(page, now, screen)
                known = found.others[screen[1]]
                known.update(*(looks for (_, scheme), looks in found.looks.items() if scheme == screen[1]))
                seen = look_at(page, screen[1], known)
                found.wrong += [f"{address} at {screen[0]} px: {fault}" for fault in seen.wrong]
                of_all_rules = address in longest and screen[1] == "dark"
                found.inaccessible += [
                    f"{screen}: {fault}" for fault in faults_at_once(page, seen, of_all_rules=of_all_rules)]
            found.wrong += violations(page)
            if address in longest:
                now = turn(page, now, WIDE)
                page.goto(headers_origin + address, wait_until="load")
                for screen in (WIDE, NARROW):
                    now = turn(page, now, screen)
                    found.wrong += [f"{address}: {fault}" for fault in look_at(page, screen[1], set()).wrong]
                found.wrong += violations(page)
    return found


def test_every_page_opens_without_error_or_overflow(tour: Tour) -> None:
    """Under the site's own policy, and in windows that change their width and scheme."""
    assert len(tour.opened) >= 12
    assert tour.wrong == []


def test_every_page_has_no_axe_violation(tour: Tour) -> None:
    """The rules that no colour can change are asked in one scheme, those of colour in both, of each look once."""
    assert tour.inaccessible == []
    assert all(len(looks) > 20 for looks in tour.looks.values())
    assert all(tour.looks[width, SCHEMES[0]].isdisjoint(tour.looks[width, SCHEMES[1]]) for width in WIDTHS)
