"""A reviewer's notes in a preview file: by pointer, by keyboard, kept, and sent back whole. Opened from the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import Built

from proofdesk.content.review import ReviewItem
from proofdesk.desk.publishing.browser_notes import read_notes
from proofdesk.desk.publishing.page_notes import PageFacts
from proofdesk.desk.publishing.single_file import single_file

from .guarded import VIOLATIONS
from .screens import on_screens
from .test_accessibility import faults

BANNER = Path(__file__).parents[2] / "proofdesk" / "theme" / "partials" / "draft.html"
FACTS = PageFacts("A site", "docs/articles/psychedelics-in-therapy.md", "therapy", "Therapy </script>",
                  "3f2a-9c0b-1d4e")
LONG = 30_000  # ms for one window to hear of another: a browser lets those wait that are not in front
# Selects a paragraph that cites, from its second word to its last letter.
SELECT = """() => {
  const block = [...document.querySelectorAll(".article-text > p:has(.citations)")][1], range = document.createRange();
  block.scrollIntoView({ block: "center", behavior: "instant" });
  range.setStart(block.firstChild, block.firstChild.data.indexOf(" "));
  range.setEnd(block, block.childNodes.length);
  getSelection().addRange(range);
  const without = block.cloneNode(true);
  without.querySelectorAll(".citations, [class$=__words]").forEach((each) => each.remove());
  return without.textContent.replace(/^\\S+\\s/, "").replace(/\\s+/g, " ").trim();
}"""


def written(site: Built, page: str, folders: pytest.TempPathFactory) -> str:
    file = folders.mktemp("notes") / "preview.html"
    file.write_text(single_file(site.folder, page, FACTS, ""), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def address(sample_site: Built, tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(sample_site, "articles/psychedelics-in-therapy/", tmp_path_factory)


@pytest.fixture(scope="module")
def short_address(sample_site: Built, tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(sample_site, "about/privacy/", tmp_path_factory)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as context:
        context.add_init_script(VIOLATIONS)
        yield context


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".review")).to_be_visible()
    return page


def sent(page: Page, folder: Path) -> tuple[list[ReviewItem], list[ReviewItem]]:
    """What comes back in the file and in the text."""
    page.get_by_role("button", name="Send back").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save to a file").click()
    assert download.value.suggested_filename == "therapy.jane-roe.review.json"
    download.value.save_as(folder / "notes.json")
    quoted = page.get_by_label("The notes as text").input_value().replace("\n", "\r\n> ")
    (folder / "notes.txt").write_text(f"Dear editor\n> {quoted}", encoding="utf-8", newline="")
    [saved], [copied] = read_notes(folder / "notes.json"), read_notes(folder / "notes.txt")
    assert saved.page == copied.page == FACTS.page and saved.title == FACTS.title
    return saved.items, copied.items


def test_selected_words_become_a_note(context: BrowserContext, address: str, tmp_path: Path) -> None:
    page, asked = opened(context, address), []
    page.on("request", lambda request: asked.append(request.url))
    words = page.evaluate(SELECT)
    page.locator(".review-at").click()
    page.get_by_label("Put other words there").check()
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("alert")).to_have_text("Write the other words.")
    page.get_by_label("The other words").fill("Plainer words.")
    page.get_by_label("Your name").fill("Jané Röe")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_role("button", name="All notes (1)").click()
    # Beside its words, as the screen is wide.
    number, card = page.locator(".review-number").bounding_box(), page.locator(".review-card").bounding_box()
    assert number and card and abs(number["y"] - card["y"]) < 2 and card["x"] > number["x"]
    saved, copied = sent(page, tmp_path)
    [item] = saved
    assert (item.kind, item.by, item.before, item.after, item.version) == (
        "replacement", "Jané Röe", words, "Plainer words.", FACTS.version)
    # The paragraph, and where in it the change begins: its first word was not selected.
    assert item.at and item.quote == f"{item.quote[:item.at]}{words}" and " " not in item.quote[:item.at].strip()
    assert [each.model_copy(update={"source": item.source}) for each in copied] == saved
    assert page.evaluate("window.__violations ?? []") == []
    assert [each for each in asked if not each.startswith(("blob:", "data:"))] == []


def test_reviewers_are_not_told_to_edit_the_draft(context: BrowserContext, address: str) -> None:
    page, banner = opened(context, address), BANNER.read_text(encoding="utf-8")
    page.evaluate("html => document.querySelector('main').insertAdjacentHTML('afterbegin', html)", banner)
    expect(page.locator(".draft-banner")).to_contain_text("This page is not published.", use_inner_text=True)
    expect(page.locator(".draft-banner")).not_to_contain_text("status: ready", use_inner_text=True)


def test_notes_need_no_pointer_and_are_kept(context: BrowserContext, address: str, tmp_path: Path) -> None:
    page = opened(context, address)
    page.keyboard.press("Alt+Shift+N")
    expect(page.get_by_label("About", exact=True)).to_be_focused()
    page.keyboard.type("Ibogaine")  # a list takes the first words of what it holds
    for text in ("Whose <b>brains</b>?", "Jane Roe"):
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.matches('textarea, input:not([type=radio])')"):
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Note 1: Whose <b>brains</b>?")).to_be_visible()
    page.reload()  # in the same window: what one has stored may come to another a moment after that has looked
    expect(page.locator(".review__told")).to_have_text("1 of your notes is here from before.")
    page.get_by_role("button", name="Note 1").press("Enter")
    page.get_by_role("textbox", name="Your note").fill("Whose brains?")
    page.get_by_role("button", name="Keep the note").click()
    saved, _ = sent(page, tmp_path)
    assert [(item.kind, item.says, item.quote) for item in saved] == [
        ("comment", "Whose brains?", "Ibogaine")]
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Note 1").click()
    page.get_by_role("button", name="Delete the note").click()
    expect(page.get_by_role("button", name="All notes (0)")).to_be_disabled()


def test_notes_of_two_windows_are_all_kept(context: BrowserContext, short_address: str) -> None:
    """Both were open before a note was added in either; what one stores comes to the other a moment later."""
    windows = opened(context, short_address), opened(context, short_address)
    for number, window in enumerate(windows):
        expect(window.get_by_role("button", name=f"All notes ({number})")).to_be_visible(timeout=LONG)
        window.bring_to_front()
        window.get_by_role("button", name="Add a note").click()
        window.get_by_role("textbox", name="Your note").fill(f"Note of window {number}.")
        window.get_by_label("Your name").fill("Jane Roe")
        window.get_by_role("button", name="Keep the note").click()
    for window in windows:
        expect(window.get_by_role("button", name="All notes (2)")).to_be_enabled(timeout=LONG)


def test_axe_finds_nothing_on_the_notes(context: BrowserContext, short_address: str) -> None:
    """The notes, the dialog for one and that for all, each on every screen."""
    page = opened(context, short_address)
    for said in ("One.", "Two."):
        page.get_by_role("button", name="Add a note").click()
        page.get_by_role("textbox", name="Your note").fill(said)
        page.get_by_label("Your name").fill("Jane Roe")
        page.get_by_role("button", name="Keep the note").click()
    page.get_by_role("button", name="All notes (2)").click()
    found = [fault for _ in on_screens(page) for fault in faults(page, within=".review, .review__list")]
    for button in ("Send back", "Close", "Add a note"):
        page.get_by_role("button", name=button, exact=True).click()
        if button != "Close":
            found += [fault for _ in on_screens(page) for fault in faults(page, within="dialog[open]")]
    assert found == []
