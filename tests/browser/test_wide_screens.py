"""What the width is used for: works at the margin beside the sentences that cite them, and how far one has read.

And that a narrow screen needs none, whatever letters a reader has.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect
from sites import Built

from .screens import HEIGHTS, SCREENS, on_screens
from .test_accessibility import longest_article
from .test_stillness import OBSERVE, SETTLED

NOTES = """() => {
  const box = (one) => one.getBoundingClientRect().toJSON();
  const shown = [...document.querySelectorAll(".sidenote--shown")];
  return {
    all: document.querySelectorAll(".sidenote").length,
    boxes: shown.map(box), words: shown.map((one) => one.innerText),
    text: box(document.querySelector(".article-text > p")),
    wide: [...document.querySelectorAll(".article-head, .article-text > *, .glance")].map(box)
      .filter(({ right, height }) => height && right > box(document.querySelector(".sidenotes")).left),
    focusable: document.querySelectorAll(".sidenotes :is(a, button, [tabindex])").length,
    hidden: document.querySelector(".sidenotes").getAttribute("aria-hidden"),
  };
}"""
READ = """(share) => Math.abs(share
  - new DOMMatrix(getComputedStyle(document.querySelector(".site-header"), "::after").transform).a) < 0.01"""
TO_THE_END_OF_TEXT = """() => {
  const text = document.querySelector(".article-text").getBoundingClientRect();
  scrollBy({ top: text.bottom - innerHeight, behavior: "instant" });
}"""


# The notes that stand beside no visible citation of their work.
LOST = """() => {
  const works = [...document.querySelectorAll("#content .references li[id^=ref-]")].map((work) => work.id.slice(4));
  const groups = [...document.querySelectorAll("#content .citations")].filter((group) => group.checkVisibility());
  return [...document.querySelectorAll(".sidenote--shown")].filter((note) => {
    const key = works[parseInt(note.textContent) - 1], { top } = note.getBoundingClientRect();
    return !groups.some((group) => {
      const above = top - group.getClientRects()[0].top;
      return above > -5 && above < 150 && [...group.querySelectorAll("a")].some((link) => link.dataset.key === key);
    });
  }).map((note) => note.textContent);
}"""


@pytest.fixture
def page(browser: Browser, origin: str, sample_site: Built) -> Iterator[Page]:
    """The longest article, as it comes on a laptop."""
    with browser.new_context(viewport={"width": 1280, "height": HEIGHTS[1280]}) as context:
        page = context.new_page()
        page.add_init_script(OBSERVE)
        page.goto(origin + longest_article(sample_site))
        page.evaluate(SETTLED)
        yield page


def test_works_stand_at_the_margin_without_overlap(page: Page) -> None:
    """Where there is a margin; on other screens there are no notes."""
    for screen in on_screens(page):
        expect(page.locator(".sidenote--shown").first).to_be_visible(visible=screen.is_wide)
        if not screen.is_wide:
            continue
        page.locator("details").evaluate_all("all => all.forEach(fold => { fold.open = false; })")
        page.evaluate(SETTLED)
        notes = page.evaluate(NOTES)
        boxes = notes["boxes"]
        assert notes["all"] > len(boxes) > 20
        assert notes["hidden"] == "true" and notes["focusable"] == 0
        for box, following in pairwise(boxes):
            assert following["top"] >= box["bottom"] + 5
        for box in boxes:
            assert box["left"] >= notes["text"]["right"] + 20 and box["right"] <= screen.width
            assert not [each for each in notes["wide"] if box["top"] < each["bottom"] and box["bottom"] > each["top"]]
        assert max(box["right"] for box in boxes) > screen.width * 0.83, "the width is used"
        assert all(words.split()[0].isdigit() for words in notes["words"])
        assert all(words.splitlines()[-1].strip()[0].isalpha() for words in notes["words"]), "in whom it was done"
        assert page.evaluate(LOST) == [], "a note is named beside a text that does not cite its work"
        page.locator("details").evaluate_all("all => all.forEach(fold => { fold.open = true; })")
        page.wait_for_function("few => document.querySelectorAll('.sidenote--shown').length > few", arg=len(boxes))
        assert page.evaluate(LOST) == []


def test_notes_move_nothing_when_they_come(page: Page) -> None:
    expect(page.locator(".sidenote--shown").first).to_be_visible()
    page.evaluate(SETTLED)
    assert page.evaluate("window.__shifts") == []


def test_note_is_beside_its_citation_and_opens_it(page: Page) -> None:
    opened, cited = page.get_by_role("dialog", name="Reference"), page.locator(".citations--near")
    for screen in on_screens(page, (screen for screen in SCREENS if screen.is_wide)):
        page.evaluate(SETTLED)
        note = page.locator(".sidenote--shown").nth(3)
        number = note.inner_text().split()[0]
        note.hover()
        expect(cited).to_have_count(1)
        assert number in cited.inner_text()
        gap = note.evaluate("""(note) => note.getBoundingClientRect().top
          - document.querySelector(".citations--near").getBoundingClientRect().top""")
        assert -5 <= gap <= 150, screen
        note.click()
        expect(opened).to_be_visible()
        expect(opened.locator("li").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(opened).to_be_hidden()
        page.mouse.move(1, 1)


def test_header_shows_how_far_one_has_read(page: Page) -> None:
    """The light in it is as long as the part of the text that was read, on every screen."""
    for _ in on_screens(page):
        page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
        page.wait_for_function(READ, arg=0)
        page.evaluate(TO_THE_END_OF_TEXT)
        page.wait_for_function(READ, arg=1)
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.site-header'), '::after').content") == "none"
    page.emulate_media(reduced_motion="no-preference", media="print")
    assert page.locator(".sidenotes").is_hidden()


# WCAG 1.4.12, in letters that are wider than most, in a style of the browser's own, which the page's policy lets pass.
# Gives the space between its letters then.
SPACED = """() => {
  const style = new CSSStyleSheet();
  style.replaceSync(`:root { --sans: Verdana, "DejaVu Sans" !important; --serif: "DejaVu Serif" !important; }
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [style];
  return parseFloat(getComputedStyle(document.querySelector("p")).letterSpacing);
}"""


def test_spaced_letters_scroll_no_page_sideways(browser: Browser, origin: str, sample_site: Built) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for address in ("/", longest_article(sample_site), "/questions/", "/references/", "/safety/"):
            page.goto(origin + address)
            assert page.evaluate(SPACED) > 1, address
            for _ in on_screens(page):
                pass  # each is as wide as the page
