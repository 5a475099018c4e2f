"""Notes, figures and many blocks in a real Chromium: told apart without colour, whole, still, accessible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sites import SAMPLE, article, make_site, picture

from .guarded import serve
from .screens import SCREENS, USUAL, on_screens, turn
from .test_accessibility import faults_on_screens
from .test_print import GREY, printed

ADDRESS = "/articles/page/"
# The options of each type, in the order of the page; each stands there with a title and without one.
TYPES = ("", "type: warning", "type: help", "type: help\n    urgency: non-urgent", "type: help\n    urgency: urgent",
         "type: help\n    urgency: immediate")


def note(options: str, title: str) -> str:
    option_lines = f"    {options}\n" if options else ""
    return f"/// note{title}\n{option_lines}Text with [a link](../index.md), `code` and a citation. [@ly2018]\n///\n\n"


FIGURES = """\
## Figures

/// figure | A wide picture
    src: ../assets/wide.png
    alt: Red all over
    source: https://example.org/a
    licence: CC BY 4.0
A caption. [@shao2021]
///

- In a list:

    /// figure | A tall picture
        src: ../assets/tall.png
        alt: Red all over
    ///
"""
# One more than a page of their list has.
QUESTIONS = "".join(f"/// faq | Is {number} a number?\nYes [@ly2018].\n///\n\n" for number in range(61))
BODY = "".join(["## Notes\n\n", *(note(options, title) for options in TYPES for title in ("", " | A title")), FIGURES])
BOXES = "all => all.map(each => [each.getBoundingClientRect().width, each.getBoundingClientRect().height])"
NOTES = "[data-block=note]"


@pytest.fixture(scope="module")
def blocks_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    built = make_site(tmp_path_factory.mktemp("blocks") / "site", {
        "docs/articles/page.md": article(BODY), "docs/assets/wide.png": picture("PNG", (3000, 200)),
        "docs/assets/tall.png": picture("PNG", (200, 900)), "docs/articles/many.md": article(QUESTIONS, "Many"),
        "docs/questions/index.md": (SAMPLE / "docs" / "questions" / "index.md").read_text(encoding="utf-8"),
    }).build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    with serve(built.folder) as origin:
        yield origin


@pytest.fixture
def page(browser: Browser, blocks_origin: str) -> Iterator[Page]:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(blocks_origin + ADDRESS)
        yield page


def test_page_of_blocks_has_no_axe_violation(page: Page) -> None:
    assert page.locator("[data-block]").count() == 2 * len(TYPES) + 2
    assert faults_on_screens(page, on_screens(page, SCREENS)) == []


def test_page_of_blocks_prints_black_on_white(page: Page) -> None:
    for screen in on_screens(page):
        assert printed(page).evaluate(GREY) == [], screen
        page.emulate_media(media="screen")


def test_each_note_is_announced_by_a_word(page: Page) -> None:
    """By a label above its own title, or by the label as its title; the sign is drawn and not read."""
    words = ["Note", "Warning", "When to get help", "When to ask for advice", "When to get help today",
             "When to get help at once"]
    for screen in on_screens(page):
        seen = [text.split("\n")[0] for text in page.locator(NOTES).all_inner_texts()]
        assert [text.strip() for text in seen] == [word for word in words for _ in range(2)], screen
        signs = page.locator(NOTES).evaluate_all(
            "all => all.map(each => getComputedStyle(each, '::before').content)")
        assert all(sign.endswith('/ ""') for sign in signs), screen


def test_notes_have_borders_without_colours(browser: Browser, blocks_origin: str) -> None:
    """A reader's own colours take the ground away, and leave the line."""
    with browser.new_context(forced_colors="active") as context:
        page = context.new_page()
        page.goto(blocks_origin + ADDRESS)
        for screen in USUAL:
            turn(page, screen)
            widths = page.locator(NOTES).evaluate_all(
                "all => all.map(each => parseFloat(getComputedStyle(each).borderLeftWidth))")
            assert len(widths) == 2 * len(TYPES) and min(widths) >= 3, screen


def test_figures_fit_the_page_and_keep_their_shape(page: Page) -> None:
    """A picture takes its place before it comes, in the shape that it has."""
    pictures, figures = page.locator("figure[data-block] img"), page.locator("figure[data-block]:has(img)")
    for screen in on_screens(page):
        page.reload(wait_until="domcontentloaded")
        before = pictures.evaluate_all(BOXES)
        for each in pictures.all():
            each.scroll_into_view_if_needed()
            page.wait_for_function("img => img.complete && img.naturalWidth", arg=each.element_handle())
        assert pictures.evaluate_all(BOXES) == before, screen
        wide, tall = before
        assert wide[0] / wide[1] == pytest.approx(15, rel=0.05), screen
        assert tall[0] / tall[1] == pytest.approx(2 / 9, rel=0.05), screen
        for figure in figures.all():
            picture, button = figure.locator("img").bounding_box(), figure.locator(".copy-link").bounding_box()
            assert picture and button
            beside = button["x"] >= picture["x"] + picture["width"] or button["y"] >= picture["y"] + picture["height"]
            assert beside, f"words in a picture's corner are covered: {screen}"


def test_tall_figure_fits_on_a_sheet(page: Page) -> None:
    """With its caption, and as wide as it is on the screen or less."""
    for screen in on_screens(page):
        heights = printed(page).locator("figure[data-block] img").evaluate_all("all => all.map(each => each.height)")
        assert max(heights) <= 20 * 96 / 2.54 + 1, screen
        page.emulate_media(media="screen")


def test_a_long_list_has_pages_that_lead_on(browser: Browser, blocks_origin: str) -> None:
    """Of sixty blocks each, and by links that a finger meets."""
    with browser.new_context(reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        page.goto(f"{blocks_origin}/questions/")
        expect(page.locator(".entry")).to_have_count(60)
        pages = page.get_by_role("navigation", name="Pages").last
        for screen in on_screens(page):
            links = pages.get_by_role("link")
            boxes = links.evaluate_all("(all) => all.map((each) => each.getBoundingClientRect().toJSON())")
            assert len(boxes) == 3 and all(
                min(box["width"], box["height"]) >= 24 and 0 <= box["left"] < box["right"] <= screen.width
                for box in boxes), (screen, boxes)
        pages.get_by_role("link", name="Next").click()
        expect(page).to_have_url(f"{blocks_origin}/questions/2/")
        expect(page.locator(".entry")).to_have_count(1)
        expect(page.get_by_role("heading", level=1)).to_have_text("Questions, page 2 of 2")
        pages.get_by_role("link", name="Previous").click()
        expect(page).to_have_url(f"{blocks_origin}/questions/")
