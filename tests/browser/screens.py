"""The screens on which the tests look at pages, light and dark. A page that is open is turned to each.

A usual run looks at a phone and at a laptop, and at every page on a tablet, too (test_every_page.py), which is between
them; `make test-screens` looks at all five widths.

To open a page costs ten times what it costs to turn it, so a test opens it once and looks at it on all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from playwright.sync_api import Page

EVERY_SCREEN = bool(os.environ.get("EVERY_SCREEN"))
# Two phones, a tablet, a laptop and a large screen, in pixels: the width, and the height that goes with it.
HEIGHTS = {320: 640, 360: 740, 768: 1024, 1280: 800, 1920: 1080}
WIDTHS = (*HEIGHTS,) if EVERY_SCREEN else (320, 1280)
SCHEMES = ("light", "dark")


class Screen(NamedTuple):
    """A width and a scheme; and which of the forms that a page has by its width is shown there."""

    width: int
    scheme: str

    @property
    def is_phone(self) -> bool:
        """Whether a reference is a sheet at an edge, a table is cards, and what a page can do without is folded."""
        return self.width < 480

    @property
    def is_wide(self) -> bool:
        """Whether contents stand beside the text and works at its margin, and the site's parts stand in a row."""
        return self.width >= 1220


def _in_turns() -> Iterator[Screen]:
    for turn, width in enumerate(WIDTHS):
        for scheme in SCHEMES if turn % 2 else SCHEMES[::-1]:
            yield Screen(width, scheme)


# Each differs from the one before in one thing.
SCREENS = (*_in_turns(),)
# Of those, one of each width. Both schemes are among them, and a page changes its scheme once.
EACH_WIDTH = tuple(screen for screen in SCREENS if screen.scheme == ("light" if screen.is_wide else "dark"))
# For what no colour is meant to change: each width in a usual run, and all of them by `make test-screens`.
USUAL = SCREENS if EVERY_SCREEN else EACH_WIDTH
# Waits until a scheme is shown, in the site's own letters. Gives the widths of the page and the window, and its scheme.
# It counts frames by an animation of nothing, which goes on where a test has stopped the page's clock.
SHOWN = """async (scheme) => {
    const shown = () => [document.documentElement.scrollWidth, innerWidth,
        document.documentElement.getAttribute("data-md-color-scheme")];
    for (let frame = 0; frame < 300 && getComputedStyle(document.body).colorScheme !== scheme; frame++)
        await document.body.animate(null, 1).ready;
    shown();
    await document.fonts.ready;
    return shown();
}"""


def turn(page: Page, screen: Screen, before: Screen | None = None) -> Screen:
    """Show the page on a screen, and return it. Only what differs is told, as each word lays the page out."""
    window = {"width": screen.width, "height": HEIGHTS[screen.width]}
    if page.viewport_size != window:
        page.set_viewport_size(window)  # type: ignore[arg-type]
    if not before or screen.scheme != before.scheme:
        page.emulate_media(color_scheme=screen.scheme)  # type: ignore[arg-type]
    return screen


def faults_at_a_glance(scheme: str, width: int, room: int, shown: str) -> list[str]:
    """What is wrong with any page, by the scheme that it is asked for and by what ``SHOWN`` gives."""
    asked = "slate" if scheme == "dark" else "default"
    return ([f"{width} px wide in {room} px"] if width > room else []) + (
        [f"asked for {scheme}, shown in {shown}"] if shown != asked else [])


def on_screens(page: Page, screens: Iterable[Screen] = USUAL, *, scripts: bool = True) -> Iterator[Screen]:
    """Turn an open page to one screen after the other. On each it is as wide as the screen and in its scheme.

    Without ``scripts`` no program of a page can wait for anything, and most pages stay light.
    """
    before = None
    for screen in screens:
        before = turn(page, screen, before)
        if scripts:
            assert faults_at_a_glance(screen.scheme, *page.evaluate(SHOWN, screen.scheme)) == [], (page.url, screen)
        else:
            assert page.evaluate("document.documentElement.scrollWidth") <= screen.width, (page.url, screen)
        yield screen
