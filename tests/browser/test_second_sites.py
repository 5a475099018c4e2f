"""Four sites by `desk init`, each moved from the version before with changes of its own: built, checked, looked at."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from loopback import serve_folder
from new_sites import age, change, desk, new_site
from playwright.sync_api import Browser
from sites import ROOT, Built, page_files, run

from proofdesk.desk.starting.site_files import sample

from .screens import EACH_WIDTH, on_screens

CARDS = "partials/cards.html"
OPTIONS = {
    "soil": ("--name", "Soil Notes", "--topics", "Soil life, Compost", "--no-help-lines", "--evidence",
             "fields"),
    "schlaf": ("--name", "Schlafnotizen", "--language", "de", "--topics", "Schlaf, Träume", "--help-lines", "--kinds",
               "answer,faq,figure,intervention,matrix,note,points,timeline"),
    "sante": ("--name", "Santé en clair", "--language", "fr", "--topics", "Sommeil, Alimentation", "--no-help-lines",
              "--address", "https://example.org/notes/sante/", "--publisher", "L’association"),
    "nawm": ("--name", "ملاحظات النوم", "--language", "ar", "--topics", "النوم، الأحلام", "--no-help-lines"),
}
SAID = {"soil": ("en", "ltr"), "schlaf": ("de", "ltr"), "sante": ("fr", "ltr"), "nawm": ("ar", "rtl")}
MYTHS = {"soil": "myths", "schlaf": "irrtuemer", "sante": "idees-recues", "nawm": "mafahim-khatia"}
NEEDS = "  needs:\n    danger:\n    essstoerung: {title: Wenn Essen schwer geworden ist, note: Kein Notruf.}\n"
LINE = """
- {need: essstoerung, where: Deutschland, sources: [{name: Beispielstelle, url: "https://example.org/"}],
   taken: 2026-11-22, how: public-list}
"""
AUTHORS = "authors:\n  - {name: Jeanne Dupont, role: rédactrice}\n  - {name: Jean Martin, role: diététicien}\n"
# What only the first site of this program speaks of.
THEIRS = re.compile(r"psychedel|psilocy|plasticity|ketamin|\bmdma\b|\blsd\b|ibogain|ayahuasc|antidepress|brain|window "
                    r"that|clinician has", re.I)
READ = (".html", ".json", ".xml", ".txt", ".md", ".yml", ".py", ".bib", ".svg")


def published(name: str, folder: Path) -> Built:
    """One of the sites, of the version before, changed by its maintainers, upgraded and built strictly."""
    root = new_site(folder / name, *OPTIONS[name])
    age(root, {"hooks/blocks/note/note.css": ".note { color: old }\n"}, (CARDS,))
    change(root, "hooks/blocks/points/points.css", ".points { border: 1px solid }\n")
    cards = (ROOT / "proofdesk/theme" / CARDS).read_text(encoding="utf-8")
    change(root, f"overrides/{CARDS}", f"{cards}<p class=\"ours\">{name}</p>\n")
    if name == "schlaf":
        settings = (root / "site.yml").read_text(encoding="utf-8")
        (root / "site.yml").write_text(settings.replace("  show: true\n", f"  show: true\n{NEEDS}"), encoding="utf-8")
        change(root, "safety.yml", LINE)
    if name == "sante":
        change(root, "site.yml", AUTHORS)
    moved = desk(root, "upgrade")
    assert moved.exit_code == 0, moved.output
    assert "Replace hooks/blocks/note/note.css" in moved.output and f"Kept overrides/{CARDS}" in moved.output
    checked = desk(root, "check")
    assert checked.exit_code == 0, checked.output
    assert [line for line in checked.stdout.splitlines() if ": stale-snapshot: " not in line] == []
    return run(["build", "--strict"], root, root / "site")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> functools.cache[[str], Built]:
    folder = tmp_path_factory.mktemp("second")
    return functools.cache(lambda name: published(name, folder))


@pytest.fixture(params=OPTIONS)
def built(request: pytest.FixtureRequest, sites: functools.cache[[str], Built]) -> Built:
    return sites(request.param)


def test_each_builds_with_no_problem(built: Built) -> None:
    assert (built.code, built.problems) == (0, [])


def test_a_site_has_help_lines_for_needs_of_its_own(sites: functools.cache[[str], Built]) -> None:
    page = lxml.html.document_fromstring((sites("schlaf").folder / "index.html").read_text("utf-8"))
    assert [(need.get("id"), " ".join(need.find_class("need__title")[0].text_content().split()))
            for need in page.find_class("need")] == [
        ("help-danger", "Wenn jemand in Lebensgefahr ist"), ("help-essstoerung", "Wenn Essen schwer geworden ist")]
    assert "Europäische Union und viele andere Länder." in page.get_element_by_id("help-danger").text_content()
    (shown,) = page.find_class("search__crisis")
    assert (shown.get("data-usual"), shown.get("data-urgent")) == ("", "help-danger")


def test_what_its_maintainers_changed_is_in_it(built: Built) -> None:
    assert f'<p class="ours">{built.folder.parent.name}</p>' in (built.folder / "index.html").read_text("utf-8")
    styles = (built.folder / "assets/blocks.css").read_text("utf-8")
    assert ".points { border: 1px solid }" in styles and "color: old" not in styles


def test_no_word_of_another_site_is_in_it(built: Built) -> None:
    root = built.folder.parent
    files = [file for file in root.rglob("*") if file.suffix in READ and ".cache" not in file.parts]
    found = {file.relative_to(root).as_posix(): THEIRS.findall(file.read_text("utf-8")) for file in files}
    assert len(files) > 50 and {name: words for name, words in found.items() if words} == {}


def page(built: Built, path: str = "index.html") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((built.folder / path).read_text("utf-8"))


def address(built: Built) -> str:
    """The sample's address, which is in the site's language."""
    return sample(SAID[built.folder.parent.name][0]).removeprefix("docs/").replace(".md", "/")


def test_each_speaks_its_language(built: Built) -> None:
    name, article = built.folder.parent.name, page(built, f"{address(built)}index.html")
    assert (page(built).get("lang"), page(built).find("body").get("dir")) == SAID[name]
    assert ("Cite this page" in article.text_content()) == (name == "soil")
    assert ("Start with an article" in page(built).text_content()) == (name == "soil")


def test_each_has_what_was_answered(built: Built) -> None:
    name, article = built.folder.parent.name, page(built, f"{address(built)}index.html").text_content()
    assert (built.folder / f"{MYTHS[name]}/index.html").is_file() == (name != "schlaf")
    assert ("Jeanne Dupont" in article and "Jean Martin" in article) == (name == "sante")
    below = ["https://example.org/notes/sante/"] if name == "sante" else []
    assert page(built).xpath("//link[@rel='canonical']/@href") == below
    assert bool(page(built).xpath("//*[@id='help-now']")) == (name == "schlaf")


@pytest.fixture
def origin(built: Built) -> Iterator[str]:
    with serve_folder(built.folder) as server:
        yield server.url


def test_each_passes_the_gate_of_content(built: Built) -> None:
    """Which opens its pages in a browser as wide as a phone, at the path of its address."""
    tested = run(["test-content", "--built"], built.folder.parent, built.folder, program="proofdesk.desk")
    assert tested.code == 0 and "No errors in " in tested.output, tested.output


def test_no_page_is_wider_than_a_screen(built: Built, origin: str, browser: Browser) -> None:
    """Each page on a laptop, and the longest of all on every screen; on a phone the gate of content opens them."""
    with browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as context:
        opened, wrong = context.new_page(), list[str]()
        opened.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        opened.on("pageerror", lambda error: wrong.append(str(error)))
        # Any address may show the page for what is not there, so it is written for the site's own path.
        files = sorted((file for file in page_files(built.folder) if file.name != "404.html"),
                       key=lambda file: file.stat().st_size)
        for file in files:
            address = file.relative_to(built.folder).as_posix()
            opened.goto(f"{origin}/{address}")
            needed = opened.evaluate("document.documentElement.scrollWidth")
            if needed > 1280:
                wrong.append(f"{address}: {needed}")
        assert [*on_screens(opened, EACH_WIDTH)] == [*EACH_WIDTH] and wrong == []


# Where the box of a reference is, beside its citation, and a note at the margin, beside the text.
PLACES = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const [shown, at, note, text] = [".in-place", ".citations--open", ".sidenote--shown", ".article-text > p"].map(box);
  return [Math.abs(shown.right - at.right) < 1, shown.left < at.left, note.right <= text.left,
          getComputedStyle(document.querySelector(".reference__text")).unicodeBidi];
}"""


def test_boxes_open_from_right_to_left(sites: functools.cache[[str], Built], browser: Browser) -> None:
    built = sites("nawm")
    with serve_folder(built.folder) as server, browser.new_page(viewport={"width": 1280, "height": 800}) as opened:
        opened.goto(f"{server.url}/{address(built)}")
        opened.locator("a.citation").first.click()
        opened.wait_for_selector(".in-place:popover-open")
        opened.wait_for_selector(".sidenote--shown")
        assert opened.evaluate(PLACES) == [True, True, True, "plaintext"]
        label, drawing = opened.locator(".glance__label").first, opened.locator(".glance__drawing")
        ends = [each.evaluate("(each) => Math.round(each.getBoundingClientRect().right)") for each in (label, drawing)]
        assert abs(ends[0] - ends[1]) <= 2
        # Letters of two directions are drawn one after the other: a border would hide the number.
        assert opened.locator(".glance__label *").first.evaluate("(each) => getComputedStyle(each).stroke") == "none"
        assert opened.evaluate("""() => ["a.citation", ".cite__address", "code"].map((name) => {
          const style = getComputedStyle(document.querySelector(name) ?? document.querySelector("article.md-typeset")
            .appendChild(document.createElement(name)));
          return [style.direction, style.unicodeBidi];
        })""") == [["rtl", "isolate"], ["ltr", "isolate"], ["ltr", "isolate"]]
    back = page(built, f"{address(built)}index.html").find_class("reference__back")[0].text_content()
    doors = [each.text_content() for each in page(built, "index.html").find_class("door__text")]
    assert doors and not any("," in each for each in doors)
    assert "\N{RIGHTWARDS ARROW WITH HOOK}" in back and "\N{LEFTWARDS ARROW WITH HOOK}" not in back


def test_long_words_are_hyphenated_but_in_english(built: Built, origin: str, browser: Browser) -> None:
    with browser.new_page() as opened:
        opened.goto(f"{origin}/{address(built)}")
        found = [opened.locator(name).first.evaluate("(each) => getComputedStyle(each).hyphens")
                 for name in (".article-text p", ".reference__text")]
    assert found == ["manual" if built.folder.parent.name == "soil" else "auto", "manual"]
