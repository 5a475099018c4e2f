"""What a screen reader says of a page, from Chromium's accessibility tree: nothing twice, nothing without a sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page

ARTICLE = "/articles/psychedelics-in-therapy/"
# What no screen reader stops at, or says as a part of what is around it.
_SILENT = {"InlineTextBox", "LineBreak", "ListMarker", "generic", "none"}


class Heard(NamedTuple):
    """A thing as it is said: what it is, its name and description, and the names of the things around it."""

    role: str
    name: str
    description: str
    within: tuple[str, ...]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(reduced_motion="reduce") as context:
        yield context.new_page()


def heard(page: Page) -> list[Heard]:
    """All that is said of a page, in its order."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    said: list[Heard] = []

    def read(node: dict[str, Any], within: tuple[str, ...]) -> None:
        role, name, description = (str(node.get(key, {}).get("value", "")) for key in ("role", "name", "description"))
        if not node.get("ignored") and role not in _SILENT:
            said.append(Heard(role, name, description, within))
            within = (*within, f"{role}: {name}")
        for child in node.get("childIds", ()):
            if child in nodes:
                read(nodes[child], within)

    read(next(iter(nodes.values())), ())
    return said


def test_a_drawing_is_said_once_and_its_marks_never(page: Page, origin: str) -> None:
    page.goto(origin + ARTICLE)
    said = heard(page)
    drawing = next(each for each in said if each.role == "image" and each.name.startswith("Studies by type"))
    assert "The table after the figure says the same." in drawing.name and not drawing.description
    assert [each for each in said if f"image: {drawing.name}" in each.within] == []


def test_landmarks_and_tables_of_figures_have_names(page: Page, origin: str) -> None:
    page.goto(origin + ARTICLE)
    page.locator("#content details").evaluate_all("all => all.forEach(fold => { fold.open = true; })")
    said = heard(page)
    asides = [each.name for each in said if each.role == "complementary"]
    assert asides and all(asides)
    titles = [each.name for each in said if each.role == "figure" and each.name]
    tables = [each.name for each in said if each.role == "table"]
    folded = page.locator(".drawn__table").count()
    assert folded and len(set(titles) & set(tables)) == folded


def test_headers_of_rows_are_their_names(page: Page, origin: str) -> None:
    """A header is said before each cell of its row, so a button in it would be heard again and again."""
    page.goto(origin + "/safety/")
    headers = [each.name for each in heard(page) if each.role == "rowheader"]
    titles = page.locator(".harm__title").all_inner_texts()
    assert titles and headers == titles
    assert page.locator(".harm .copy-link").count() == len(titles)


def test_ends_of_a_scale_are_a_sentence(page: Page, origin: str) -> None:
    page.goto(origin + ARTICLE)
    texts = [each.name.strip() for each in heard(page) if each.role == "StaticText"]
    assert "0 points" not in texts
    assert [text for text in texts if text.startswith("The scale goes from 0 points to ")]


def test_links_back_say_that_they_lead_to_the_text(page: Page, origin: str) -> None:
    page.goto(origin + ARTICLE)
    back = [each.name for each in heard(page) if each.role == "link" and "mention" in each.name]
    assert back and all(name.startswith("Back to the text: mention ") for name in back)


def test_who_was_studied_is_apart_from_the_sentence(page: Page, origin: str) -> None:
    """A dot says it to readers who see; the word alone would be heard as the sentence's next one."""
    page.goto(origin + ARTICLE)
    page.get_by_role("button", name="Mark findings not from people").click()
    words = {each.name for each in heard(page) if each.role == "StaticText" and each.name.strip(" ()") == "people"}
    assert words == {"(people)"} or words == {" (people)"}
    page.get_by_role("button", name="Mark findings not from people").click()
