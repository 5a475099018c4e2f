"""The list of harms in a real Chromium: found by patients' words, read on a phone without scrolling sideways."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from loopback import serve_folder
from playwright.sync_api import Browser, Page, expect
from sites import BIB, article, make_site

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


def opened(browser: Browser, url: str, width: int = 1280) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce").new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("words", QUESTIONS)
def test_first_result_for_a_patients_words_is_the_harm(browser: Browser, origin: str, words: str) -> None:
    page = opened(browser, origin)
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.locator(".search__status")).to_have_text(re.compile(f"for “{words}”"))
    page.keyboard.press("Enter")
    expect(page.locator(".search__link").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/safety/#harm-{QUESTIONS[words]}")
    expect(page.locator(f"#harm-{QUESTIONS[words]}")).to_be_in_viewport()
    page.context.close()


@pytest.mark.parametrize("path", ["safety/", "articles/a/"])
def test_harms_need_no_sideways_scrolling(browser: Browser, origin: str, path: str) -> None:
    page = opened(browser, f"{origin.rstrip('/')}/{path}")
    boxes = page.locator(".harms__table, .harms-box")
    assert boxes.count()
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        for box in boxes.all():
            assert box.evaluate("each => each.scrollWidth <= each.clientWidth"), width
            assert box.evaluate("each => each.getBoundingClientRect().right <= innerWidth"), width
    page.context.close()


def test_stacked_table_names_each_column(browser: Browser, origin: str) -> None:
    page = opened(browser, f"{origin.rstrip('/')}/safety/", 390)
    row = page.locator("#harm-lithium")
    tops = [cell.bounding_box()["y"] for cell in row.locator("th, td").all()]  # type: ignore[index]
    assert tops == sorted(set(tops)), "each cell stands below the one before"
    named = row.locator("td").first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert "How often, and in whom" in named
    expect(page.get_by_role("table", name="Psilocybin")).to_have_count(1)
    expect(page.get_by_role("rowheader", name="Seizures with a mood stabiliser")).to_have_count(1)
    page.context.close()


def test_cells_stand_under_the_head_of_their_column(browser: Browser, origin: str) -> None:
    """With the button in each row that copies its link."""
    page = opened(browser, f"{origin.rstrip('/')}/safety/")
    table = page.get_by_role("table", name="Psilocybin")
    expect(table.get_by_role("button", name="Copy link to “")).to_have_count(4)
    lefts = "(cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().left))"
    heads = table.locator("thead th").evaluate_all(lefts)
    for row in table.locator("tbody tr").all():
        assert row.locator("th, td").evaluate_all(lefts) == heads
    page.locator(".sidenote").first.wait_for(state="attached")
    over = page.locator(".sidenote").evaluate_all("""(notes) => notes.filter((note) => {
      const one = note.getBoundingClientRect(), all = [...document.querySelectorAll("table")];
      return note.matches(".sidenote--shown") && all.map((each) => each.getBoundingClientRect()).some((box) =>
        one.left < box.right && one.top < box.bottom && one.bottom > box.top);
    }).map((note) => note.textContent)""")
    assert over == [], "no note of a work lies over a table"
    page.context.close()


def test_box_leads_to_the_harm_in_one_step(browser: Browser, origin: str) -> None:
    page = opened(browser, f"{origin.rstrip('/')}/articles/a/", 390)
    page.get_by_role("region", name="What can go wrong").get_by_role("link", name="Bladder damage").click()
    page.wait_for_url("**/safety/#harm-bladder")
    expect(page.locator("#harm-bladder")).to_be_in_viewport()
    page.context.close()
