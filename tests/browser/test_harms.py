"""The list of harms in a real Chromium: found by patients' words, read on a phone without scrolling sideways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, repeat

import pytest
from loopback import serve_folder
from playwright.sync_api import Browser, Page, expect
from sites import BIB, article, make_site

from .screens import on_screens

HARM = """\
- id: {id}
  substances: [{drugs}]
  harm: {harm}
  kind: serious
  who: People who wrote online about it, in all the words that a long report may have
  of: 62 reports
  often: It happened in 47%
  certainty: very-low
  because: Nobody checked the reports
  limits: how often it happens
  do: Keep taking your medicine, and talk to the doctor who prescribes it
  keys: [shao2021]
  also: [{also}]
"""
LISTED = [  # id, drugs, heading, everyday words
    ("lithium", "psilocybin, lsd", "Seizures with a mood stabiliser", "shrooms and lithium, bipolar medicine"),
    ("antidepressants", "psilocybin", "Serotonin medicines", "can I stop my antidepressants, SSRI"),
    ("day", "psilocybin", "Headache and nausea", "side effects of psilocybin"),
    ("mania", "psilocybin", "New or worse mania", "bipolar disorder"),
    ("bladder", "ketamine", "Bladder damage", "ketamine cramps, is ketamine addictive"),
]
SAFETY = "---\ntitle: Safety\ndescription: Harms.\n---\n\n## Harms\n\n<!-- harms -->\n"
QUESTIONS = {
    "shrooms and lithium": "lithium", "can I stop my antidepressants": "antidepressants",
    "side effects of psilocybin": "day", "bipolar disorder": "mania", "is ketamine addictive": "bladder",
}


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small site with a list of harms, served on loopback."""
    harms = "".join(HARM.format(id=id, drugs=drugs, harm=harm, also=also) for id, drugs, harm, also in LISTED)
    built = make_site(tmp_path_factory.mktemp("harms") / "site", {
        "harms.yml": harms, "docs/safety/index.md": SAFETY,
        "docs/articles/a.md": article("On psilocybin and ketamine [@shao2021].\n\n## More\n\nText.\n")}, BIB,
    ).build("--strict")
    assert (built.code, built.problems) == (0, [])
    with serve_folder(built.folder) as server:
        yield server.url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(reduced_motion="reduce") as visitor:
        yield visitor.new_page()


def test_first_result_for_a_patients_words_is_the_harm(page: Page, origin: str) -> None:
    page.goto(origin)
    page.keyboard.press("/")
    field, first = page.get_by_role("textbox", name="Search this site"), page.locator(".search__link").first
    for _, (words, harm) in zip(chain(on_screens(page), repeat(None)), QUESTIONS.items(), strict=False):
        field.fill(words)
        expect(page.locator(".search__status")).to_have_text(re.compile(f"^(?!Searching).*for “{words}”"))
        expect(first).to_have_attribute("href", re.compile(f"safety/#harm-{harm}$"))
        expect(first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/safety/#harm-bladder")
    expect(page.locator("#harm-bladder")).to_be_in_viewport()


@pytest.mark.parametrize("path", ["safety/", "articles/a/"])
def test_harms_need_no_sideways_scrolling(page: Page, origin: str, path: str) -> None:
    page.goto(f"{origin}/{path}")
    boxes = page.locator(".harms__table, .harms-box")
    assert boxes.count()
    for screen in on_screens(page):
        found = boxes.evaluate_all("""(all) => all.map((each) => [
          each.clientWidth - each.scrollWidth, innerWidth - each.getBoundingClientRect().right])""")
        assert all(hidden >= 0 and beside >= 0 for hidden, beside in found), (screen, found)


def test_table_names_what_each_cell_says(page: Page, origin: str) -> None:
    """In a head, with the cells below, or where that has no room in each cell, which stands below the one before.

    The button in each row that copies its link takes no place of theirs, and the notes at the margin none of a table.
    """
    page.goto(f"{origin}/safety/")
    table, row = page.get_by_role("table", name="Psilocybin"), page.locator("#harm-lithium")
    expect(table).to_have_count(1)
    expect(table.get_by_role("button", name="Copy link to “")).to_have_count(4)
    expect(page.get_by_role("rowheader", name="Seizures with a mood stabiliser")).to_have_count(1)
    place = "(cells) => cells.map((cell) => [cell.offsetLeft, cell.getBoundingClientRect().top].map(Math.round))"
    for screen in on_screens(page):
        named = row.locator("td").first.evaluate("cell => getComputedStyle(cell, '::before').content")
        if not screen.is_wide:
            tops = [top for _, top in row.locator("th, td").evaluate_all(place)]
            assert tops == sorted(set(tops)) and "How often, and in whom" in named, screen
            continue
        assert named == "none", screen
        heads = [left for left, _ in table.locator("thead th").evaluate_all(place)]
        for cells in table.locator("tbody tr").all():
            assert [left for left, _ in cells.locator("th, td").evaluate_all(place)] == heads, screen
        page.locator(".sidenote").first.wait_for(state="attached")
        over = page.locator(".sidenote").evaluate_all("""(notes) => notes.filter((note) => {
          const one = note.getBoundingClientRect(), all = [...document.querySelectorAll("table")];
          return note.matches(".sidenote--shown") && all.map((each) => each.getBoundingClientRect()).some((box) =>
            one.left < box.right && one.top < box.bottom && one.bottom > box.top);
        }).map((note) => note.textContent)""")
        assert over == [], screen


def test_box_leads_to_the_harm_in_one_step(page: Page, origin: str) -> None:
    page.goto(f"{origin}/articles/a/")
    box = page.get_by_role("region", name="What can go wrong")
    link = box.get_by_role("link", name="Bladder damage")
    for _ in on_screens(page):
        expect(box).to_be_visible()
        expect(link).to_be_visible()
    link.click()
    page.wait_for_url("**/safety/#harm-bladder")
    for _ in on_screens(page):
        page.evaluate("hash => { scrollTo(0, 0); location.hash = ''; location.hash = hash; }", "harm-bladder")
        expect(page.locator("#harm-bladder")).to_be_in_viewport()
