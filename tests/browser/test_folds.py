"""What stands folded at the end of an article: links from its head lead into it, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from loopback import serve_folder
from playwright.sync_api import Browser, expect
from sites import article, make_site

from .screens import on_screens

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
# Folds what a link has opened, and leaves its address, so that another link to it leads there again.
CLOSE_THE_END = """() => {
  document.querySelectorAll("main details:not(.page-menu)").forEach((fold) => { fold.open = false; });
  history.replaceState(null, "", location.pathname);
}"""


@pytest.fixture(scope="module")
def folds_origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = make_site(tmp_path_factory.mktemp("folds") / "site", {"docs/articles/page.md": article(BODY)})
    built = site.build("--strict")
    assert (built.code, built.problems) == (0, []), built.output
    with serve_folder(built.folder) as server:
        yield server.url


# The links into what is folded, and words of it: in the contents where these open by a line, and at the head where that
# has room.
IN_CONTENTS = {"What we changed and why": "It had no source.", "Where this comes from": "A source"}
AT_THE_HEAD = {"How our text differs": "It had no source.", "Where this comes from": "A source"}


def test_link_before_the_text_opens_the_fold(browser: Browser, folds_origin: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(folds_origin + ADDRESS)
        head, menu = page.locator(".head-links"), page.locator(".page-menu")
        for screen in on_screens(page):
            expect(head).to_be_visible(visible=not screen.is_phone)
            expect(menu).to_be_visible(visible=not screen.is_wide)
            if not screen.is_wide:
                menu.get_by_text("On this page").click()
            for place, links in ((menu, {} if screen.is_wide else IN_CONTENTS),
                                 (head, {} if screen.is_phone else AT_THE_HEAD)):
                for link, inside in links.items():
                    text = page.locator("details").get_by_text(inside)
                    expect(text).not_to_be_visible()
                    place.get_by_role("link", name=link, exact=True).click()
                    expect(text).to_be_visible()
                    expect(text).to_be_in_viewport()
                    page.evaluate(CLOSE_THE_END)
            page.locator(".page-menu").evaluate("menu => { menu.open = false; }")


def test_folds_open_without_javascript(browser: Browser, folds_origin: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{folds_origin}{ADDRESS}#where-this-comes-from")
        title, text = page.get_by_role("heading", name="What we changed and why"), page.get_by_text("It had no source.")
        for _ in on_screens(page, scripts=False):
            title.click()
            expect(text).to_be_visible()
            title.click()
            expect(text).to_be_hidden()


def test_answer_comes_before_the_text_and_changes_are_a_section(browser: Browser, folds_origin: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(folds_origin + ADDRESS)
        headings = page.locator("#content").get_by_role("heading", level=2).all_inner_texts()
        named = [heading.strip() for heading in headings]
        assert named[:3] == ["The short answer", "Findings", "What we changed and why"]


def test_answer_begins_on_the_first_screen(browser: Browser, folds_origin: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(folds_origin + ADDRESS)
        for _ in on_screens(page):
            expect(page.get_by_text("It lasts a day in mice.")).to_be_in_viewport()
        head = page.locator(".article-head")
        assert head.evaluate("head => head.nextElementSibling.dataset.block") == "answer"


def test_fold_title_holds_no_other_control(browser: Browser, folds_origin: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(folds_origin + ADDRESS)
        title = page.locator("main summary", has_text="What we changed and why")
        expect(title.locator("a, button")).to_have_count(0)
        link = page.locator(".changes").get_by_title("Link to this section")
        for _ in on_screens(page):
            title.click()
            expect(link).to_be_visible()
            title.click()
            expect(link).to_be_hidden()
        title.click()
        link.click()
        expect(page).to_have_url(f"{folds_origin}{ADDRESS}#changes-what-we-changed-and-why")


def test_folds_have_their_arrow_without_colours(browser: Browser, folds_origin: str) -> None:
    """A reader's own colours paint every ground as the page, and the arrow is a ground in its shape."""
    with browser.new_context(forced_colors="active") as context:
        page = context.new_page()
        page.goto(folds_origin + ADDRESS)
        grounds = page.locator("main .fold > summary").evaluate_all(
            "all => all.map(each => [getComputedStyle(each, '::after'), getComputedStyle(document.body)]"
            ".map(style => style.backgroundColor))")
        assert grounds and all(arrow != paper for arrow, paper in grounds), grounds


def test_sections_have_their_mark_without_colours(browser: Browser, origin: str) -> None:
    with browser.new_context(forced_colors="active") as context:
        page = context.new_page()
        page.goto(origin + "/articles/psychedelics-in-therapy/")
        drawn = page.locator(".article-text > h2").first.evaluate(
            "each => getComputedStyle(each, '::before').borderLeftStyle")
        assert drawn == "solid", "a ground, which is painted as the page, leaves a gap before the heading"
