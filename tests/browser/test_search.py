"""Search in a real Chromium: by keyboard, by touch, narrow and wide, with what goes wrong."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from loopback import serve_folder
from playwright.sync_api import Browser, Page, Request, expect
from search_index import by_page, index_of
from sites import Built, pages_of

from proofdesk.outputs.search import indexer
from proofdesk.outputs.search.indexer import FOLDER
from proofdesk.outputs.search.records import CHOICES

# The most that a reader's first search may cost over the network, gzipped as servers do.
FIRST_SEARCH = 300_000
FAILED = "Search could not be loaded. Please try again in a moment."

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, origin: str) -> Iterator[Open]:
    """Opens a page of the site in a context of its own; ``options`` are the context's."""
    contexts = []

    def run(path: str = "/", **options: object) -> Page:
        context = browser.new_context(reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(origin + path)
        return page

    yield run
    for context in contexts:
        context.close()


def search(page: Page, words: str) -> None:
    """Open search by its key, type, and wait until what was found is said."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.locator(".search__status")).to_have_text(re.compile(f"for “{words}”"))


def test_dialog_opens_by_key_and_button_restores_focus(open_page: Open) -> None:
    page = open_page()
    dialog = page.get_by_role("dialog", name="Search this site")
    words = page.get_by_role("textbox", name="Search this site")
    button = page.get_by_role("button", name="Search", exact=True)
    expect(dialog).to_be_hidden()

    page.get_by_role("link", name="Getting help").first.focus()
    page.keyboard.press("/")
    expect(words).to_be_focused()
    page.keyboard.type("a/b")  # in a field a stroke is a stroke
    expect(words).to_have_value("a/b")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="Getting help").first).to_be_focused()

    button.focus()
    page.keyboard.press("Enter")
    expect(words).to_be_focused()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_keyboard_search_ends_at_the_block(open_page: Open, origin: str) -> None:
    page = open_page()
    search(page, "head to head against an antidepressant")
    # How many others there are depends on what the articles say.
    found = re.compile("^[1-9][0-9]* results? for “head to head against an antidepressant”$")
    expect(page.get_by_role("status")).to_have_text(found)
    page.keyboard.press("Enter")  # to the first that was found
    link = page.get_by_role("link", name="Has psilocybin been tested head to head against an antidepressant?")
    expect(link).to_be_focused()
    expect(link).to_have_accessible_description(re.compile("^Yes, one trial compared it with escitalopram"))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("textbox", name="Search this site")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    block = "faq-has-psilocybin-been-tested-head-to-head-against-an-antidepressant"
    page.wait_for_url(f"{origin}/articles/psychedelics-in-therapy/#{block}")
    expect(page.locator(f"[id='{block}']")).to_be_in_viewport()


def test_result_on_same_page_closes_dialog_and_scrolls(open_page: Open) -> None:
    page = open_page("/articles/psychedelics-in-therapy/")
    search(page, "head to head against an antidepressant")
    page.locator(".search__link").first.click()
    expect(page.get_by_role("dialog", name="Search this site")).to_be_hidden()
    block = page.locator("[id='faq-has-psilocybin-been-tested-head-to-head-against-an-antidepressant']")
    expect(block).to_be_in_viewport()


def test_results_highlight_matching_words(open_page: Open) -> None:
    page = open_page()
    search(page, "escitalopram")
    expect(page.locator(".search__result").first).to_be_visible()
    for result in page.locator(".search__result").all():
        marks = [mark.lower() for mark in result.locator("mark").all_inner_texts()]
        assert any("escitalopram" in mark for mark in marks), result.inner_text()


def test_excerpts_begin_with_a_sentence(open_page: Open) -> None:
    """Half a sentence can lose the “not” that it begins with."""
    page = open_page()
    search(page, "psilocybin")
    for text in page.locator(".search__text").all_inner_texts():
        assert re.match(r"(… |Reality: … |Reality: )?[A-Z0-9“(]", text), text


def test_myth_results_are_labelled_and_never_link_text(open_page: Open, real_site: Built) -> None:
    claims = {
        " ".join(quote.text_content().split())
        for path, page in pages_of(real_site.folder).items()
        for quote in (page.xpath("//*[@data-block='myth']/blockquote") if path.startswith("articles/") else ())
    }
    assert len(claims) >= 9
    page = open_page()
    for claim in sorted(claims):
        page.goto(page.url.split("#")[0])
        search(page, claim)
        found = page.locator(".search__results").inner_text()
        assert f"Myth: “{claim}”" in found
        assert claim not in found.replace(f"Myth: “{claim}”", "")
        assert not [text for text in page.locator(".search__link").all_inner_texts() if claim in text]


def test_filters_narrow_results_and_work_without_words(open_page: Open) -> None:
    page = open_page()
    search(page, "depression")
    everything = int(page.locator(".search__status").inner_text().split()[0])
    page.get_by_label("Kind").select_option("Myths")
    page.get_by_label("Evidence").select_option("From people")
    status = page.locator(".search__status")
    # Each choice is searched for anew; what counts is where that ends.
    expect(status).to_have_text(re.compile(rf"^(?!{everything} )[1-9]\d* results? for “depression”$"))
    page.wait_for_function("""() => {
        const kinds = [...document.querySelectorAll(".search__kind")].map((kind) => kind.innerText);
        return kinds.length > 0 && kinds.every((kind) => kind.startsWith("Myths"));
    }""")

    page.get_by_role("textbox", name="Search this site").fill("")
    page.get_by_label("Evidence").select_option("")
    page.get_by_label("Kind").select_option("Things to try, and how sure we are")
    expect(page.locator(".search__kind").first).to_have_text("Things to try, and how sure we are")
    expect(status).to_have_text(re.compile(r"^\d+ results$"))
    assert set(page.locator(".search__kind").all_inner_texts()) == {"Things to try, and how sure we are"}


def test_more_results_button_focuses_first_new_result(open_page: Open) -> None:
    page = open_page()
    search(page, "psilocybin")
    total = int(page.locator(".search__status").inner_text().split()[0])
    assert total > 16
    expect(page.locator(".search__result")).to_have_count(8)
    page.get_by_role("button", name="Show more results").click()
    expect(page.locator(".search__result")).to_have_count(16)
    expect(page.locator(".search__link").nth(8)).to_be_focused()


def test_empty_result_offers_other_pages(open_page: Open) -> None:
    page = open_page()
    search(page, "zzxqv")
    expect(page.get_by_role("status")).to_have_text(
        "Nothing found for “zzxqv”. Try fewer words, other words or fewer filters."
    )
    expect(page.get_by_role("dialog").get_by_role("link", name="questions")).to_be_visible()


def test_failed_index_load_is_reported_and_retried(open_page: Open) -> None:
    page = open_page()
    page.route("**/pagefind/pagefind-entry.json*", lambda route: route.abort())
    page.route("**/pagefind/pagefind.js*", lambda route: route.abort())
    page.reload()  # what an open page asks for directly afterwards may still slip through
    page.keyboard.press("/")
    expect(page.get_by_role("status")).to_have_text(FAILED)
    expect(page.get_by_role("dialog").get_by_role("link", name="articles")).to_be_visible()
    page.unroute("**/pagefind/pagefind.js*")  # the program comes, the index does not
    with page.expect_event("requestfailed", lambda request: "pagefind-entry.json" in request.url):
        page.keyboard.type("psilocybin")
    expect(page.get_by_role("status")).to_have_text(FAILED)
    page.unroute("**/pagefind/pagefind-entry.json*")
    page.keyboard.type(" trial")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ results for “psilocybin trial”$"))


def test_search_files_load_on_demand_within_size_limit(
    open_page: Open, real_site: Built, origin: str
) -> None:
    page = open_page("/articles/psychedelics-in-therapy/")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.context.on("request", note)
    page.reload(wait_until="networkidle")
    assert not [url for url in asked if re.search(r"pagefind|search_index|workers/", url)]
    asked.clear()
    search(page, "psilocybin depression")
    expect(page.locator(".search__result").first).to_be_visible()
    files = {url.removeprefix(origin + "/").split("?")[0] for url in asked}
    assert any(name.endswith("pagefind.js") for name in files)
    sizes = {name: len(gzip.compress((real_site.folder / name).read_bytes())) for name in files}
    assert sum(sizes.values()) <= FIRST_SEARCH, sizes


def test_shortcut_key_can_be_turned_off_persistently(open_page: Open) -> None:
    """WCAG 2.1.4: a shortcut of one character can be turned off."""
    page = open_page()
    kept = "localStorage.getItem('search-key')"
    search(page, "psilocybin")
    assert page.evaluate(kept) is None
    setting = page.get_by_role("checkbox", name="The / key opens search")
    setting.uncheck()
    assert page.evaluate(kept) == "off"
    page.reload()
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search this site")
    page.get_by_role("button", name="Search", exact=True).click()  # what the key opened would be in the way
    expect(dialog).to_be_visible()
    expect(setting).not_to_be_checked()
    setting.check()
    assert page.evaluate(kept) is None
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(dialog).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dialog_fits_a_small_screen(open_page: Open, scheme: str) -> None:
    page = open_page("/", viewport={"width": 320, "height": 640}, has_touch=True, color_scheme=scheme)
    page.get_by_role("button", name="Search", exact=True).tap()
    page.get_by_role("textbox", name="Search this site").fill("psilocybin depression")
    expect(page.locator(".search__result").first).to_be_visible()
    outside = page.evaluate(
        """[...document.querySelectorAll(".search, .search *")].filter((element) => {
          const { left, right, width } = element.getBoundingClientRect();
          return width && (left < 0 || right > innerWidth);
        }).map((element) => element.className || element.tagName)"""
    )
    assert outside == []
    small = page.evaluate(
        """[...document.querySelectorAll(".search button, .search select, .search input, .search label > input")]
        .filter((element) => element.checkVisibility())
        .map((element) => (element.closest("label") ?? element).getBoundingClientRect())
        .filter(({ width, height }) => width < 24 || height < 24).length"""
    )
    assert small == 0


def put_in_parts(site: Path) -> None:
    """Make a site's index anew, as a large site has it."""
    index = index_of(site)
    choices = json.loads((site / FOLDER / CHOICES).read_text(encoding="utf-8"))
    shutil.rmtree(site / FOLDER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexer, "ENTRIES_A_PART", len(index) // 4)
        parts = indexer.write_index(site, by_page(index), "en")
    assert len(parts) == 3
    (site / FOLDER / CHOICES).write_text(json.dumps({**choices, "parts": parts}), encoding="utf-8")


@pytest.mark.parametrize("in_parts", [False, True], ids=["one-index", "in-parts"])
def test_search_works_below_the_host_root(browser: Browser, real_site: Built, tmp_path: Path, in_parts: bool) -> None:
    """A site that is published below its host's root."""
    shutil.copytree(real_site.folder, tmp_path / "some" / "place")
    if in_parts:
        put_in_parts(tmp_path / "some" / "place")

    with serve_folder(tmp_path) as server:
        origin = server.url
        context = browser.new_context()
        try:
            page = context.new_page()
            page.goto(f"{origin}/some/place/about/help/")
            search(page, "psilocybin")
            found = index_of(tmp_path / "some" / "place", "pagefind")
            if in_parts:
                for number in (1, 2, 3):
                    found |= index_of(tmp_path / "some" / "place", f"pagefind/part-{number}")
            holding = [entry for entry in found.values() if "psilocybin" in entry["content"].lower()]
            expect(page.locator(".search__status")).to_have_text(f"{len(holding)} results for “psilocybin”")
            words = page.get_by_role("textbox", name="Search this site")
            words.fill("head to head against an antidepressant")
            expect(page.locator(".search__status")).to_have_text(re.compile(r"^\d results? for “head to head"))
            words.press("Enter")
            page.keyboard.press("Enter")
            page.wait_for_url(f"{origin}/some/place/articles/psychedelics-in-therapy/#faq-*")
        finally:
            context.close()


def test_no_javascript_hides_the_search_button(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    expect(page.get_by_role("link", name="Getting help").first).to_be_visible()
    expect(page.locator(".search-open")).to_be_hidden()
    expect(page.locator(".search")).to_be_hidden()


@pytest.mark.parametrize("words", ["qwxz", "I want to die"])
def test_search_leads_to_help_whatever_it_finds(open_page: Open, origin: str, words: str) -> None:
    page = open_page()
    search(page, words)
    page.get_by_role("link", name="Get help now").click()
    expect(page.get_by_role("dialog", name="Search this site")).to_be_hidden()
    expect(page.locator("#help-now-title")).to_be_in_viewport()


def test_words_of_despair_find_the_crisis_lines(open_page: Open) -> None:
    page = open_page()
    search(page, "kill myself")
    expect(page.locator(".search__link").first).to_have_text("If you think about suicide")
