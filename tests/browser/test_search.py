"""Search in a real Chromium: by keyboard, by touch, narrow and wide, with what goes wrong."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, repeat
from pathlib import Path

import pytest
from loopback import Loopback, QuietFiles, serve_folder
from playwright.sync_api import Browser, Page, Request, Route, expect
from sites import ROOT, Built, pages_of

from . import guarded
from .screens import SCHEMES, SCREENS, SHOWN, USUAL, faults_at_a_glance, on_screens, turn

# The most that a reader's first search may cost over the network, gzipped as servers do.
FIRST_SEARCH = 60_000
FAILED = "Search could not be loaded. Please try again in a moment."
ANSWERS = ROOT / "tests" / "browser" / "answers.js"

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def answers_origin(sample_site: Built) -> Iterator[str]:
    """The site with the tests' engine in place of its own, so that the dialog alone is tested."""

    class Handler(QuietFiles):
        def translate_path(self, path: str) -> str:
            is_engine = path.partition("?")[0] == "/assets/search-engine.js"
            return str(ANSWERS) if is_engine else super().translate_path(path)

    with Loopback(partial(Handler, directory=str(sample_site.folder))) as server:
        yield server.url


@pytest.fixture
def open_page(browser: Browser, origin: str) -> Iterator[Open]:
    """Opens a page of the site, or at another origin, in a context of its own; ``options`` are the context's."""
    contexts = []

    def run(path: str = "/", at: str = origin, **options: object) -> Page:
        context = browser.new_context(reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(at + path)
        return page

    yield run
    for context in contexts:
        context.close()


def search(page: Page, words: str) -> None:
    """Open search by its key, write, and wait until what was found is said, and not that it is looked for.

    The words come at once, as from a telephone's keyboard: by single strokes each letter is searched for.
    """
    page.keyboard.press("/")
    page.keyboard.insert_text(words)
    expect(page.locator(".search__status")).to_have_text(re.compile(f"^(?!Searching).*for “{words}”"))


def test_dialog_opens_by_key_and_button_restores_focus(open_page: Open) -> None:
    page = open_page()
    dialog = page.get_by_role("dialog", name="Search this site")
    words = page.get_by_role("textbox", name="Search this site")
    button = page.get_by_role("button", name="Search", exact=True)
    for _ in on_screens(page):
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
    for _ in on_screens(page):
        page.goto(f"{origin}/")
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
    block = page.locator("[id='faq-has-psilocybin-been-tested-head-to-head-against-an-antidepressant']")
    for _ in on_screens(page):
        page.evaluate("scrollTo(0, 0)")
        search(page, "head to head against an antidepressant")
        page.locator(".search__link").first.click()
        expect(page.get_by_role("dialog", name="Search this site")).to_be_hidden()
        expect(block).to_be_in_viewport()


def test_results_highlight_matching_words(open_page: Open) -> None:
    page = open_page()
    search(page, "escitalopram")
    for _ in on_screens(page):
        expect(page.locator(".search__result mark").first).to_be_in_viewport()
        assert page.evaluate(OUTSIDE) == []
    for result in page.locator(".search__result").all():
        marks = [mark.lower() for mark in result.locator("mark").all_inner_texts()]
        # What is said of antidepressants holds for one of them, and comes after what names it.
        assert any(word in mark for mark in marks for word in ("escitalopram", "antidepress")), result.inner_text()


def test_excerpts_begin_with_a_sentence(open_page: Open) -> None:
    """Half a sentence can lose the “not” that it begins with."""
    page = open_page()
    search(page, "psilocybin")
    expect(page.locator(".search__text")).to_have_count(6)
    for screen in on_screens(page):
        for text in page.locator(".search__text").all_inner_texts():
            assert re.match(r"(… |Reality: … |Reality: )?[A-Z0-9“(]", text), (screen, text)


def test_myth_results_are_labelled_and_never_link_text(open_page: Open, sample_site: Built) -> None:
    claims = {
        " ".join(quote.text_content().split())
        for path, page in pages_of(sample_site.folder).items()
        for quote in (page.find_class("myth__claim") if path.startswith("articles/") else ())
    }
    assert len(claims) >= 5
    page = open_page()
    page.keyboard.press("/")
    # Each claim on another screen: a myth is never without what is so, however it is laid out.
    for _, claim in zip(chain(on_screens(page), repeat(None)), sorted(claims), strict=False):
        page.get_by_role("textbox", name="Search this site").fill(claim)
        expect(page.locator(".search__status")).to_have_text(re.compile(rf"^\d+ results? for “{re.escape(claim)}”$"))
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
    page.get_by_label("Kind").select_option("Things to try")
    expect(page.locator(".search__kind").first).to_have_text("Things to try")
    expect(status).to_have_text(re.compile(r"^\d+ results$"))
    for screen in on_screens(page):
        expect(page.get_by_label("Kind")).to_be_visible(visible=not screen.is_phone)
        # Where they are folded, the button says how many are chosen.
        expect(page.get_by_role("button", name="Filters (1)")).to_be_visible(visible=screen.is_phone)
        assert set(page.locator(".search__kind").all_inner_texts()) == {"Things to try"}, screen


def test_keys_that_choose_letters_stay_in_the_field(open_page: Open) -> None:
    """As those of Japanese and Chinese do, which are chosen from a list below the field."""
    page = open_page()
    search(page, "psilocybin")
    field = page.locator("#search-words")
    key = """(field, isComposing) => field.dispatchEvent(
        new KeyboardEvent("keydown", {key: "ArrowDown", bubbles: true, isComposing}))"""
    field.evaluate(key, True)
    expect(field).to_be_focused()
    field.evaluate(key, False)
    expect(page.locator(".search__link").first).to_be_focused()


def test_more_results_button_focuses_first_new_result(open_page: Open) -> None:
    page = open_page()
    search(page, "psilocybin")
    total = int(page.locator(".search__status").inner_text().split()[0])
    assert total > 16
    expect(page.locator(".search__result")).to_have_count(6)
    button = page.get_by_role("button", name="Show more results")
    for _ in on_screens(page):
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport(ratio=1)
    page.locator(".search__link").nth(5).focus()
    page.keyboard.press("ArrowDown")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".search__result")).to_have_count(12)
    expect(page.locator(".search__link").nth(6)).to_be_focused()


def test_empty_result_offers_other_pages(open_page: Open) -> None:
    page = open_page()
    search(page, "zzxqv")
    expect(page.get_by_role("status")).to_have_text(
        "Nothing found for “zzxqv”. Try other words, or fewer."
    )
    for _ in on_screens(page):
        expect(page.get_by_role("status")).to_be_in_viewport()
        expect(page.get_by_role("dialog").get_by_role("link", name="questions")).to_be_in_viewport()


def test_failed_index_load_is_reported_and_retried(open_page: Open) -> None:
    page = open_page()
    page.route("**/search/index.json*", lambda route: route.abort())
    page.route("**/assets/search-engine.js*", lambda route: route.abort())
    page.reload()  # what an open page asks for directly afterwards may still slip through
    page.keyboard.press("/")
    expect(page.get_by_role("status")).to_have_text(FAILED)
    for _ in on_screens(page):
        expect(page.get_by_role("status")).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("dialog").get_by_role("link", name="articles")).to_be_in_viewport(ratio=1)
    page.unroute("**/assets/search-engine.js*")  # the program comes, the index does not
    with page.expect_event("requestfailed", lambda request: "search/index.json" in request.url):
        page.keyboard.type("psilocybin")
    expect(page.get_by_role("status")).to_have_text(FAILED)
    page.unroute("**/search/index.json*")
    page.keyboard.type(" trial")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ results for “psilocybin trial”$"))


def test_search_files_load_on_demand_within_size_limit(
    open_page: Open, sample_site: Built, origin: str
) -> None:
    page = open_page("/articles/psychedelics-in-therapy/")
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.context.on("request", note)
    page.reload(wait_until="networkidle")
    assert not [url for url in asked if re.search(r"search-engine|/search/|workers/", url)]
    asked.clear()
    search(page, "psilocybin depression")
    expect(page.locator(".search__result").first).to_be_visible()
    files = {url.removeprefix(origin + "/").split("?")[0] for url in asked}
    assert any(name.endswith("search/index.json") for name in files)
    sizes = {name: len(gzip.compress((sample_site.folder / name).read_bytes())) for name in files}
    assert sum(sizes.values()) <= FIRST_SEARCH, sizes


def test_shortcut_key_can_be_turned_off_persistently(open_page: Open) -> None:
    """WCAG 2.1.4: a shortcut of one character can be turned off."""
    page = open_page()
    kept = "localStorage.getItem('search-key')"
    search(page, "psilocybin")
    assert page.evaluate(kept) is None
    setting = page.get_by_role("checkbox", name="Press / to open search")
    setting.uncheck()
    assert page.evaluate(kept) == "off"
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/$"))
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


OUTSIDE = """() => [...document.querySelectorAll(".search, .search *")].filter((element) => {
  const { left, right, width } = element.getBoundingClientRect();
  return element.checkVisibility() && width > 1 && (left < 0 || right > innerWidth);
}).map((element) => element.className || element.tagName)"""
SMALL = """(least) => [...document.querySelectorAll(
  ".search button, .search select, .search input, .search__crisis a, .search__help a")]
.filter((element) => element.checkVisibility())
.map((element) => [element.className, (element.closest("label") ?? element).getBoundingClientRect()])
.filter(([, { width, height }]) => width < least || height < least).map(([name]) => name)"""


def test_dialog_fits_each_screen_and_finger(open_page: Open, answers_origin: str) -> None:
    page = open_page("/", answers_origin, viewport={"width": 320, "height": 640}, has_touch=True)
    page.get_by_role("button", name="Search", exact=True).tap()
    page.get_by_role("textbox", name="Search this site").fill("I want to die")
    expect(page.locator(".search__result").first).to_be_visible()
    filters = page.get_by_role("button", name=re.compile("^Filters"))
    for screen in on_screens(page, SCREENS):
        expect(filters).to_be_visible(visible=screen.is_phone)
        if screen.is_phone:
            expect(page.get_by_label("Evidence")).to_be_hidden()
            filters.tap()
        expect(page.get_by_label("Evidence")).to_be_visible()
        assert page.evaluate(OUTSIDE) == [], screen
        assert page.evaluate(SMALL, 44 if screen.is_phone else 24) == [], screen
        if screen.is_phone:
            filters.tap()
    page.emulate_media(forced_colors="active")
    for screen in SCREENS:
        turn(page, screen)
        sides = page.locator(".search").evaluate("(e) => getComputedStyle(e).borderLeftWidth")
        assert sides == "1px", f"without colours a line parts the dialog from the page: {screen}"


def test_results_have_the_height_at_400_percent(open_page: Open, answers_origin: str) -> None:
    page = open_page("/?q=psilocybin", answers_origin, viewport={"width": 320, "height": 256})
    expect(page.locator(".search__result")).to_have_count(6)
    seen = "(e) => Math.min(innerHeight, e.getBoundingClientRect().bottom) - e.getBoundingClientRect().top"
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert faults_at_a_glance(scheme, *page.evaluate(SHOWN, scheme)) == []
        page.locator(".search").evaluate("(e) => e.scrollTo(0, 0)")
        assert page.locator(".search__found").evaluate(seen) > 256 / 2, scheme
        page.locator(".search__link").nth(4).focus()
        page.locator(".search__link").nth(5).focus()
        head = page.locator(".search__form").evaluate("(e) => e.getBoundingClientRect().bottom")
        assert head <= 0, f"the head scrolls away with the results: {scheme}"
        assert page.evaluate(OUTSIDE) == [], scheme
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Search this site")).to_be_hidden()


def test_search_works_below_the_host_root(browser: Browser, sample_site: Built, tmp_path: Path) -> None:
    """A site that is published below its host's root."""
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "place").symlink_to(sample_site.folder)
    with serve_folder(tmp_path) as server:
        origin = server.url
        context = browser.new_context()
        try:
            page = context.new_page()
            page.goto(f"{origin}/some/place/about/help/")
            search(page, "escitalopram")
            words = page.get_by_role("textbox", name="Search this site")
            words.fill("head to head against an antidepressant")
            expect(page.locator(".search__status")).to_have_text(re.compile(r"^\d+ results? for “head to head"))
            words.press("Enter")
            page.keyboard.press("Enter")
            page.wait_for_url(f"{origin}/some/place/articles/psychedelics-in-therapy/#faq-*")
        finally:
            context.close()


def test_no_javascript_hides_the_search_button(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    for _ in on_screens(page, scripts=False):
        expect(page.locator("footer").get_by_role("link", name="Getting help")).to_be_visible()
        expect(page.locator(".search-open")).to_be_hidden()
        expect(page.locator(".search")).to_be_hidden()


@pytest.mark.parametrize(("words", "link"), [("qwxz", "Get help now"), ("I want to die", "All help lines")])
def test_search_leads_to_help_whatever_it_finds(open_page: Open, origin: str, words: str, link: str) -> None:
    page = open_page()
    search(page, words)
    for _ in on_screens(page):
        page.get_by_role("link", name=link).scroll_into_view_if_needed()
        expect(page.get_by_role("link", name=link)).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name=link).click()
    expect(page.get_by_role("dialog", name="Search this site")).to_be_hidden()
    expect(page.locator("#help-now-title")).to_be_in_viewport()


def test_words_of_despair_find_the_crisis_lines(open_page: Open) -> None:
    page = open_page()
    search(page, "kill myself")
    expect(page.locator(".search__link").first).to_have_text("If you are thinking about suicide")


def test_words_and_filters_stay_in_the_address(open_page: Open, answers_origin: str) -> None:
    page = open_page("/about/", answers_origin)
    for _ in on_screens(page):
        page.goto(f"{answers_origin}/about/")
        entries = page.evaluate("history.length")
        search(page, "sleep")
        page.keyboard.type(" and dreams")
        expect(page.get_by_role("status")).to_have_text("20 results for “sleep and dreams”")
        choose = page.locator(".search__choose")
        if choose.is_visible():  # where the filters would take the room of results
            choose.click()
        page.get_by_label("Kind").select_option("Questions")
        expect(page).to_have_url(f"{answers_origin}/about/?q=sleep+and+dreams&q-kind=Questions")
        assert page.evaluate("history.length") == entries + 1, "typing fills nobody's history"
        shared = page.url

        page.go_back()  # as one closes what fills a phone
        expect(page.get_by_role("dialog", name="Search this site")).to_be_hidden()
        expect(page).to_have_url(f"{answers_origin}/about/")
        page.go_forward()
        expect(page.get_by_role("dialog", name="Search this site")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page).to_have_url(f"{answers_origin}/about/")

        page.goto(shared)
        expect(page.locator(".search__result")).to_have_count(6)
        expect(page.get_by_role("textbox", name="Search this site")).to_have_value("sleep and dreams")
        expect(page.get_by_label("Kind")).to_have_value("Questions")
        expect(choose).to_have_text("Filters (1)")
        page.get_by_role("button", name="Close").click()
        expect(page).to_have_url(f"{answers_origin}/about/")


def test_back_from_a_result_returns_to_the_results(open_page: Open, answers_origin: str) -> None:
    page = open_page("/about/", answers_origin)
    for _ in on_screens(page):
        page.goto(f"{answers_origin}/about/")
        search(page, "sleep")
        for count in (6, 12, 18):
            expect(page.locator(".search__tally")).to_have_text(f"Showing {count} of 20")
            page.get_by_role("button", name="Show more results").click()
        expect(page.get_by_role("status")).to_have_text("Showing 20 of 20 results")
        expect(page.locator(".search__end")).to_be_hidden()
        link = page.locator(".search__link").nth(12)
        link.scroll_into_view_if_needed()
        top = page.locator(".search__found").evaluate("(e) => e.scrollTop")
        assert top > 0
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{answers_origin}/articles/psychedelics-in-therapy/#depression")
        page.go_back()
        expect(page).to_have_url(f"{answers_origin}/about/?q=sleep")
        expect(page.locator(".search__result")).to_have_count(20)
        expect(link).to_be_focused()
        assert page.locator(".search__found").evaluate("(e) => e.scrollTop") == top
        item = page.locator(".search__result").nth(12)
        assert [item.get_attribute(f"aria-{name}") for name in ("posinset", "setsize")] == ["13", "20"]


def test_a_slow_line_is_said(open_page: Open) -> None:
    page = open_page("/about/")
    held: list[Route] = []
    page.route("**/assets/search-engine.js", lambda route: held.append(route))
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("textbox", name="Search this site").fill("slow")
    status = page.get_by_role("status")
    expect(status).to_have_text("Loading search…")
    for _ in on_screens(page):
        expect(status).to_be_in_viewport(ratio=1)
    held[0].fulfill(path=ANSWERS, content_type="text/javascript")
    expect(status).to_have_text("Searching for “slow”…")
    page.evaluate("answerSlow()")
    expect(status).to_have_text("20 results for “slow”")


def test_what_the_engine_adds_is_shown(open_page: Open, answers_origin: str) -> None:
    """Help lines first; words put in place of others; the nearest words, where nothing is found."""
    page = open_page("/about/", answers_origin)
    words, status = page.get_by_role("textbox", name="Search this site"), page.get_by_role("status")
    dialog = page.get_by_role("dialog", name="Search this site")
    page.keyboard.press("/")
    for asked, need, said in (
        ("I want to die", "crisis", "Help lines first. 20 results for “I want to die”"),
        ("too many pills", "poison", "Help lines first. 20 results for “too many pills”"),
        ("nothing but to die", "crisis", "Help lines first. Nothing found for “nothing but to die”. "
         "Try other words, or fewer."),
    ):
        words.fill(asked)
        expect(status).to_have_text(said)
        lines = dialog.get_by_role("region", name="Help lines")
        for each in (need, "danger"):
            numbers = page.locator(f"#help-{each} .need__call").all_inner_texts()
            assert numbers and lines.locator(f".need--{each} .need__call").all_inner_texts() == numbers
        first = dialog.locator(".search__found a:visible").first
        assert first.get_attribute("href") == page.locator(f"#help-{need} a").first.get_attribute("href")
        for _ in on_screens(page, SCREENS if asked == "I want to die" else USUAL):
            expect(first).to_be_in_viewport(ratio=1)
            expect(dialog.get_by_role("status")).to_be_in_viewport(ratio=1)

    words.fill("psylocibin")
    expect(status).to_have_text("Showing 20 results for “psilocybin”")
    expect(lines).to_be_hidden()
    for _ in on_screens(page):
        expect(page.get_by_role("button", name="Search for “psylocibin” instead")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Search for “psylocibin” instead").click()
    expect(status).to_have_text("20 results for “psylocibin”")
    expect(page.locator(".search__link").first).to_be_focused()
    expect(page).to_have_url(f"{answers_origin}/about/?q=psylocibin&q-exact=yes")

    words.fill("sertraline")
    expect(page.locator(".search__offer")).to_have_text("Also looked for “antidepressants”.")
    for _ in on_screens(page):
        expect(page.locator(".search__offer")).to_be_in_viewport(ratio=1)

    words.fill("nothing")
    expect(page.locator(".search__offer")).to_have_text("Did you mean: ketaminepsilocybin")
    for _ in on_screens(page):
        expect(page.get_by_role("button", name="psilocybin")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="psilocybin").click()
    expect(status).to_have_text("20 results for “psilocybin”")
    expect(words).to_have_value("psilocybin")

    page.get_by_label("Kind").select_option("Myths")
    expect(status).to_have_text("Nothing found for “psilocybin” with these filters.")
    page.get_by_role("button", name="Search without filters").click()
    expect(status).to_have_text("20 results for “psilocybin”")
    expect(page.get_by_label("Kind")).to_have_value("")


def test_a_lost_address_is_guessed_from(browser: Browser, sample_site: Built) -> None:
    with guarded.serve(sample_site.folder) as origin:
        page = browser.new_page(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
        try:
            page.goto(f"{origin}/articles/2024/neuroplasticity-2.html")
            expect(page.get_by_role("heading", level=1)).to_have_text("We can’t find that page")
            guess = page.get_by_role("region", name="Were you looking for one of these?")
            expect(guess).to_contain_text("This is a guess from the address, in which we read “neuroplasticity”.")
            assert 1 <= guess.get_by_role("link").count() <= 5
            field = page.locator("main").get_by_role("textbox", name="Search this site")
            for _ in on_screens(page):
                expect(field).to_be_in_viewport()
                expect(guess.get_by_role("link").first).to_be_in_viewport()
            expect(field).to_have_value("neuroplasticity")
            field.fill("escitalopram")
            field.press("Enter")
            expect(page.get_by_role("dialog").get_by_role("status")).to_have_text(
                re.compile("^[0-9]+ results? for “escitalopram”$"))
            page.keyboard.press("Escape")
            # It goes back in the history, which would end another way that is under way.
            expect(page).to_have_url(f"{origin}/articles/2024/neuroplasticity-2.html")

            page.goto(f"{origin}/qqqwwwxxzz")
            expect(page.locator("main").get_by_role("textbox", name="Search this site")).to_have_value("qqqwwwxxzz")
            expect(guess).to_be_hidden()
        finally:
            page.close()
        without = browser.new_context(java_script_enabled=False)
        try:
            page = without.new_page()
            page.goto(f"{origin}/nowhere")
            expect(page.get_by_text("Search needs JavaScript")).to_be_visible()
            expect(page.locator(".find")).to_be_hidden()
            expect(page.locator("main").get_by_role("link", name="Glossary")).to_be_visible()
        finally:
            without.close()
