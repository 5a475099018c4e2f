"""Nothing moves on a phone while a page of each kind comes. What it weighs is asked in test_every_page.py."""

from __future__ import annotations

from playwright.sync_api import Browser
from sites import Built

from .screens import SCHEMES, SCREENS, Screen, turn
from .test_accessibility import longest_article
from .test_every_page import SHIFTS
from .test_pages import TEMPLATES

# What a finger has to hit and is smaller than 24 px (WCAG 2.5.8), but for links in sentences that call no number.
SMALL = """() => [...document.querySelectorAll("a, button, summary, input, select")]
    .filter((each) => each.checkVisibility({opacityProperty: true, visibilityProperty: true}))
    .filter((each) => getComputedStyle(each).display !== "inline" || each.href.startsWith("tel:"))
    .map((each) => [each.textContent.trim().slice(0, 30), each.getBoundingClientRect()])
    .filter(([, box]) => box.width && box.height && (box.width < 23.9 || box.height < 23.9))
    .map(([text, box]) => `${text}: ${box.width} by ${box.height}`)"""


def test_fingers_hit_what_is_pressed(browser: Browser, origin: str, sample_site: Built) -> None:
    with browser.new_context(is_mobile=True, has_touch=True, viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        for address in (*TEMPLATES, longest_article(sample_site)):
            page.goto(origin + address)
            page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            assert page.evaluate(SMALL) == [], address


def test_first_view_is_still_on_a_phone(browser: Browser, origin: str, sample_site: Built) -> None:
    """As wide as a phone says that it is, and with a finger: test_every_page.py opens pages in a window.

    The longest article comes on each screen, the others on a phone in one scheme or the other.
    """
    longest = longest_article(sample_site)
    pages = (*TEMPLATES, "/about/", "/about/help/", longest, f"{longest}doctor/")
    moved = {}
    with browser.new_context(is_mobile=True, has_touch=True) as context:
        page = context.new_page()
        for number, address in enumerate(pages):
            for screen in SCREENS if address == longest else (Screen(360, SCHEMES[number % 2]),):
                turn(page, screen)
                page.goto(origin + address)
                moved[address, screen] = page.evaluate(SHIFTS)
    assert {where: shifts for where, shifts in moved.items() if shifts} == {}
