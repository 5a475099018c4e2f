"""Every page of the sample site in a real Chromium, opened once: on each screen, under its policy.

A page costs most to open, and next to that to lay out anew. So all that is asked of every page is asked of one and the
same visit: that nothing goes wrong, that nothing is too wide, that the colours are those asked for, that little is
downloaded, that nothing moves while it is, and that axe finds nothing by any of its rules (WCAG 2.0 to 2.2, A and AA,
and axe's own best practice). What a width changes is the templates' doing: the longest page of each folder is looked at
on every screen, any other on one of each width, all on a tablet, and `make test-screens` looks at all on all.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Request
from sites import Built

from .guarded import listen, violations
from .screens import EACH_WIDTH, EVERY_SCREEN, SCHEMES, SCREENS, SHOWN, USUAL, Screen, faults_at_a_glance, turn
from .test_accessibility import AXE, faults_at_once, look_at
from .test_pages import addresses, longest_of_folders, watch

MOST = 100_000  # bytes that a page and all that it asks for may have, with text compressed as hosts do it
# Of the longest pages axe is asked, on screens of these two widths, of each look that none had before on the same
# screen; on other screens, and of other pages, of what was shown on none.
NARROW, WIDE = Screen(320, "dark"), Screen(1280, "light")
BY_THEMSELVES = [screen for screen in SCREENS if screen.width in (NARROW.width, WIDE.width)]
# What is between the two, which other tests leave to `make test-screens`.
TABLET = () if EVERY_SCREEN else (Screen(768, "dark"),)


@dataclass
class Tour:
    """What was found on the way through all pages."""

    opened: list[str]
    wrong: list[str] = field(default_factory=list)
    inaccessible: list[str] = field(default_factory=list)
    looks: dict[Screen, set[str]] = field(default_factory=lambda: {screen: set() for screen in BY_THEMSELVES})
    sizes: dict[str, int] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=lambda: {scheme: set() for scheme in SCHEMES})


# What moved since the page was opened (Layout Instability API).
SHIFTS = """() => new Promise((done) => {
  const found = [];
  new PerformanceObserver((list) => found.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => done(found.filter(({ value }) => value).map(
    ({ value, sources: [{ node } = {}] }) =>
      `${value}: ${(node?.outerHTML ?? node?.textContent)?.slice(0, 80)} moved`))));
})"""


@cache
def sent(folder: Path, address: str) -> int:
    """The bytes of a file on its way. The file is asked: the browser forgets an answer when its page is left."""
    file = folder / unquote(urlsplit(address).path).strip("/")
    content = (file / "index.html" if file.is_dir() else file).read_bytes()
    return len(content) if file.suffix in (".png", ".woff2") else len(gzip.compress(content, 6))


@pytest.fixture(scope="module")
def tour(browser: Browser, headers_origin: str, sample_site: Built) -> Tour:
    """Open each page on one screen and change to the others, as a reader does; the longest of each folder twice.

    The longest pages come first, so that most looks are known when the others are opened.
    """
    found = Tour(addresses(sample_site.folder))
    longest = longest_of_folders(sample_site.folder, found.opened)
    found.opened.sort(key=lambda address: address not in longest)
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.add_init_script(AXE.axe_script)
        listen(page)
        found.wrong = watch(page, headers_origin)
        asked = set[str]()  # what the browser has kept from the page before is among it

        def note(request: Request) -> None:
            if request.is_navigation_request():
                asked.clear()
            asked.add(request.url.partition("#")[0])

        page.on("request", note)
        now = turn(page, NARROW)
        for address in found.opened:
            is_longest = address in longest
            for screen in (*(SCREENS if is_longest else USUAL), *TABLET):
                now = turn(page, screen, now)
                if screen == NARROW:
                    page.goto(headers_origin + address, wait_until="load")
                    found.wrong += [f"{address}: {fault}" for fault in page.evaluate(SHIFTS)]
                alone = is_longest and screen in BY_THEMSELVES
                known = found.looks[screen] if alone else found.others[screen.scheme]
                if not alone:
                    known.update(*(looks for each, looks in found.looks.items() if each.scheme == screen.scheme))
                seen = look_at(page, screen.scheme, known)
                found.wrong += [f"{address} at {screen.width} px: {fault}" for fault in seen.wrong]
                of_all_rules = screen == NARROW or (is_longest and screen in EACH_WIDTH)
                found.inaccessible += [
                    f"{screen}: {fault}" for fault in faults_at_once(page, seen, of_all_rules=of_all_rules)]
            found.wrong += violations(page)
            found.sizes[address] = sum(sent(sample_site.folder, each) for each in asked if each.startswith("http"))
            if is_longest:
                now = turn(page, WIDE, now)
                page.goto(headers_origin + address, wait_until="load")
                found.wrong += [f"{address}: {fault}" for fault in page.evaluate(SHIFTS)]
                for screen in (WIDE, NARROW):
                    now = turn(page, screen, now)
                    found.wrong += [f"{address}: {fault}" for fault in faults_at_a_glance(
                        screen.scheme, *page.evaluate(SHOWN, screen.scheme))]
                found.wrong += violations(page)
    return found


def test_every_page_opens_still_and_without_overflow(tour: Tour) -> None:
    """Under the site's own policy, and in windows that change their width and scheme."""
    assert len(tour.opened) >= 12
    assert tour.wrong == []


def test_every_page_is_light_on_every_screen(tour: Tour) -> None:
    assert {address: size for address, size in tour.sizes.items() if size > MOST} == {}
    assert min(tour.sizes.values()) > 5_000


def test_every_page_has_no_axe_violation(tour: Tour) -> None:
    """The rules that no colour can change are asked in one scheme, those of colour in both, of each look once."""
    assert tour.inaccessible == []
    assert all(len(looks) > 20 for looks in tour.looks.values())
    for width in (NARROW.width, WIDE.width):
        assert tour.looks[Screen(width, "light")].isdisjoint(tour.looks[Screen(width, "dark")])
