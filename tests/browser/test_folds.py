"""What stands folded at the end of an article: links from its head lead into it, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback import serve_folder
from playwright.sync_api import Browser, expect
from sites import article, make_site

BODY = """\
/// answer | The short answer
What we know
:   It lasts a day in mice. [@shao2021]

What we don't know
:   Whether it lasts in people.

What it means for you
:   Nothing yet.
///

Text.

## Findings

### Last

Text. [@ly2018]

/// changes | What we changed and why
- **A claim.** It had no source.
///
"""
ADDRESS = "/articles/page/"


@pytest.fixture(scope="module")
def folds_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = make_site(tmp_path_factory.mktemp("folds") / "site", {"docs/articles/page.md": article(BODY)})
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    with serve_folder(built.folder) as server:
        yield server.url


@pytest.mark.parametrize("width, place, links", [
    (390, ".page-menu", {"What we changed and why": "It had no source.", "Where this comes from": "A source"}),
    (1280, ".head-links", {"How our text differs": "It had no source.", "Where this comes from": "A source"}),
], ids=("in the contents of a phone", "at the head"))
def test_link_before_the_text_opens_the_fold(
    browser: Browser, folds_origin: str, width: int, place: str, links: dict[str, str]
) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(folds_origin + ADDRESS)
        if place == ".page-menu":
            page.locator(place).get_by_text("On this page").click()
        for link, inside in links.items():
            text = page.locator("details").get_by_text(inside)
            expect(text).not_to_be_visible()
            page.locator(place).get_by_role("link", name=link, exact=True).click()
            expect(text).to_be_visible()
            expect(text).to_be_in_viewport()


def test_folds_open_without_javascript(browser: Browser, folds_origin: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{folds_origin}{ADDRESS}#where-this-comes-from")
        page.get_by_role("heading", name="What we changed and why").click()
        expect(page.get_by_text("It had no source.")).to_be_visible()


def test_answer_comes_before_the_text_and_changes_are_a_section(browser: Browser, folds_origin: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(folds_origin + ADDRESS)
        headings = page.locator("#content").get_by_role("heading", level=2).all_inner_texts()
        named = [heading.strip() for heading in headings]
        assert named[:3] == ["The short answer", "Findings", "What we changed and why"]


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)], ids=str)
def test_answer_begins_on_the_first_screen(browser: Browser, folds_origin: str, size: tuple[int, int]) -> None:
    with browser.new_context(viewport={"width": size[0], "height": size[1]}) as context:
        page = context.new_page()
        page.goto(folds_origin + ADDRESS)
        expect(page.get_by_text("It lasts a day in mice.")).to_be_in_viewport()
        head = page.locator(".article-head")
        assert head.evaluate("head => head.nextElementSibling.dataset.block") == "answer"


def test_fold_title_holds_no_other_control(browser: Browser, folds_origin: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(folds_origin + ADDRESS)
        title = page.locator("main summary", has_text="What we changed and why")
        expect(title.locator("a, button")).to_have_count(0)
        title.click()
        link = page.locator(".changes").get_by_title("Link to this section")
        expect(link).to_be_visible()
        link.click()
        assert page.url.endswith("#changes-what-we-changed-and-why")
