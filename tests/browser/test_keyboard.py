"""Every screen with a keyboard: everything is reached in the order of the page, nothing is focused off the screen, and
Escape closes what is open.

Keys are pressed all along the page on the narrowest screen, where least is in sight; on the others some of the controls
are given the focus as by a key, which is faster. Colours change nothing of it, but the line around what is focused:
both schemes come up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sites import Built

from .screens import USUAL, on_screens, turn
from .test_accessibility import longest_article, shortest_article

# What is focused and where: its box within the window, and what a finger would touch in its middle.
FOCUSED = """() => {
  const visited = window.visited ??= new Set();
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const boxes = [...element.getClientRects()].filter((box) => box.width && box.height);
  const inside = boxes.filter((box) => box.left >= 0 && box.right <= innerWidth + 1 && box.bottom > 0
    && box.top < innerHeight);
  const uncovered = inside.filter((box) => {
    const touched = document.elementFromPoint(box.left + box.width / 2,
      Math.min(innerHeight - 1, Math.max(0, box.top + box.height / 2)));
    return touched && (element.contains(touched) || touched.contains(element));
  });
  const style = getComputedStyle(element);
  const again = visited.has(element);
  visited.add(element);
  return {
    what: element.outerHTML.slice(0, 140),
    place: window.expected?.indexOf(element) ?? -1,
    again,
    seen: inside.length > 0 && style.visibility === "visible" && Number(style.opacity) > 0,
    uncovered: uncovered.length > 0,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""
# Notes everything that can be focused by keyboard and is shown, in the order of the page, and says how much it is.
EXPECT = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  window.expected = all.filter((element) => !element.disabled && element.tabIndex >= 0 && !element.closest("[inert]")
    && element.checkVisibility({ visibilityProperty: true }));
  return window.expected.length;
}"""
NOTE_EACH = f"""() => {{
  window.steps = [];
  document.addEventListener("keydown", ({{ key }}) => key === "Tab" && window.steps.push(({FOCUSED})()), true);
}}"""
# Gives the focus to every tenth of those as a key does, on each screen to others, and says of each where it is then.
FOCUS_SOME = f"""([first, backwards]) => {{
  ({EXPECT})();
  const some = window.expected.filter((_, at) => at % 10 === first);
  if (backwards) some.reverse();
  return some.map((element) => {{
    element.focus({{ focusVisible: true }});
    return ({FOCUSED})();
  }});
}}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce") as context:
        yield context.new_page()


def walk(page: Page, key: str = "Tab", most: int = 600) -> list[dict[str, Any]]:
    """Press a key until the focus leaves the page, or has been everywhere, and say what was focused.

    The page notes where the focus is before each stroke moves it, and is asked now and then only.
    """
    page.evaluate(NOTE_EACH)
    for _ in range(0, most, 20):
        for _ in range(20):
            page.keyboard.press(key)
        ended: int = page.evaluate("window.steps.findIndex((step, stroke) => stroke && (!step || step.again))")
        if ended > 0:
            steps: list[dict[str, Any]] = page.evaluate("window.steps")[:ended]
            return steps[1:]  # before the first stroke, the focus was wherever it was
    raise AssertionError(f"the focus is still on the page after {most} strokes")


def out_of_sight(steps: list[dict[str, Any]]) -> list[str]:
    return [step["what"] for step in steps if not (step["seen"] and step["uncovered"] and step["outlined"])]


def test_tab_reaches_every_visible_control_in_order(
    page: Page, origin: str, sample_site: Built
) -> None:
    page.goto(origin + longest_article(sample_site))
    expected = page.evaluate(EXPECT)
    steps = walk(page)
    assert out_of_sight(steps) == []
    assert [step["place"] for step in steps if step["place"] >= 0] == list(range(expected))
    assert expected > 30
    for number, screen in enumerate(on_screens(page)):
        steps = page.evaluate(FOCUS_SOME, [number, False])
        assert out_of_sight(steps) == [] and len(steps) > 10, screen


def test_backward_focus_is_not_behind_the_header(page: Page, origin: str, sample_site: Built) -> None:
    """WCAG 2.4.11: the header stays at the top, where the focus comes from the bottom."""
    page.goto(origin + shortest_article(sample_site))
    page.locator("a, button").last.focus()
    page.keyboard.press("Tab")  # past the end of the page
    steps = walk(page, "Shift+Tab")
    assert out_of_sight(steps) == []
    assert len(steps) > 30
    for number, screen in enumerate(on_screens(page)):
        steps = page.evaluate(FOCUS_SOME, [number, True])
        assert out_of_sight(steps) == [] and len(steps) > 10, screen


def test_open_menu_is_a_row_on_a_turned_tablet(page: Page, origin: str) -> None:
    page.set_viewport_size({"width": 1024, "height": 1366})
    page.goto(origin + "/")
    page.get_by_role("button", name="Menu", exact=True).click()
    menu = page.locator("#site-nav")
    expect(menu).to_be_visible()
    page.set_viewport_size({"width": 1366, "height": 1024})
    expect(menu).to_have_css("position", "static")
    expect(menu).to_be_visible()



def test_menu_opens_navigates_and_closes_by_keyboard(page: Page, origin: str, sample_site: Built) -> None:
    """Where there is one: on a wide screen the parts of the site stand in a row."""
    page.goto(origin + shortest_article(sample_site))
    button, menu = page.get_by_role("button", name="Menu", exact=True), page.locator("#site-nav")
    links = menu.get_by_role("link")
    for screen in on_screens(page):
        expect(menu).to_be_visible(visible=screen.is_wide)
        if screen.is_wide:
            expect(button).to_be_hidden()
            continue
        button.focus()
        page.keyboard.press("Enter")
        expect(menu).to_be_visible()
        reached = []
        for _ in range(links.count() + 1):
            page.keyboard.press("Tab")
            step = page.evaluate(FOCUSED)
            assert step["seen"] and step["uncovered"], step
            reached.append(
                page.evaluate("document.activeElement.closest('#site-nav') && document.activeElement.innerText"))
        assert reached[1:] == [text.strip() for text in links.all_inner_texts()]
        assert reached[-2:] == ["Glossary", "Getting help"]
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        expect(button).to_be_focused()


def test_escape_closes_reference_and_keeps_focus(
    page: Page, origin: str, sample_site: Built
) -> None:
    page.goto(origin + longest_article(sample_site))
    citation = page.locator(".citation").first
    reference = page.get_by_role("dialog", name="Reference")
    for _ in on_screens(page):
        citation.focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        expect(reference).to_be_visible()
        page.keyboard.press("Escape")
        expect(reference).to_be_hidden()
        expect(citation).to_be_focused()
        page.keyboard.press("Enter")
        expect(reference).to_be_visible()
        for _ in range(3):  # its links, one after the other
            page.keyboard.press("Tab")
            assert out_of_sight([page.evaluate(FOCUSED)]) == []
        page.keyboard.press("Escape")
        expect(reference).to_be_hidden()
        expect(citation).to_be_focused()


def test_escape_closes_search_and_the_focus_goes_back(page: Page, origin: str, sample_site: Built) -> None:
    page.goto(origin + shortest_article(sample_site))
    button, search = page.get_by_role("button", name="Search", exact=True), page.get_by_role("dialog", name="Search")
    for _ in on_screens(page):
        button.focus()
        page.keyboard.press("Enter")
        expect(search).to_be_visible()
        page.get_by_role("textbox", name="Search this site").fill("ketamine")
        expect(search.get_by_role("listitem").first).to_be_visible()
        for _ in range(8):  # round the dialog, and never behind it
            page.keyboard.press("Tab")
            step = page.evaluate(FOCUSED)
            assert step is None or (step["seen"] and step["uncovered"]), step
            assert page.evaluate("!document.activeElement.closest('#content')")
        page.keyboard.press("Escape")
        expect(search).to_be_hidden()
        expect(button).to_be_focused()


def test_first_tab_stop_skips_the_header(page: Page, origin: str, sample_site: Built) -> None:
    for screen in USUAL:
        turn(page, screen)
        page.goto("about:blank")  # only of a page that is new is its beginning the first stop
        page.goto(origin + shortest_article(sample_site))
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('article') !== null"), screen
