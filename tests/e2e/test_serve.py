"""``mkdocs serve``: a page with a fault is served with the fault in its place and in a panel, until it is mended."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import lxml.html
import pytest
from lxml.html import HtmlElement
from preloaded import Running
from records import records
from sites import EPOCH, HOME, ROOT, Site, article, free_port, make_site, start

PAGE = "docs/articles/page.md"
FAULTY = article(
    "Sound [@ly2018].\n\nNot so [@nobody2020].\n\n/// faq | Is it?\n    shape: round\nYes [@ly2018].\n///\n"
)
FIXED = article("Sound [@ly2018].\n\nSo too [@shao2021].\n\n/// faq | Is it?\nYes [@ly2018].\n///\n")
UNKNOWN = f"{PAGE}:12:9: unknown-citation: the bibliography has no “nobody2020” (known are: ly2018, shao2021)"
OPTION = f"{PAGE}:15:5: unknown-option: the faq block has no option “shape” (known are: because, certainty, id, topics)"
PATIENCE = 60.0
LIBRARY = ("@article{straw2020, author = {Straw, B.}, title = {Roses in winter}, journal = {Garden}, year = {2020}, "
           "keywords = {species:human, design:opinion}}\n")
NAV = f"INHERIT: {ROOT / 'mkdocs.yml'}\nnav: [{{Home: index.md}}]\n"


class Served:
    """A site under ``mkdocs serve``."""

    def __init__(self, site: Site, port: int, process: Running) -> None:
        self.site, self.port, self.process = site, port, process

    def page(self, path: str) -> HtmlElement | None:
        """A page as it is served now; None while there is none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=5) as answer:
                return lxml.html.document_fromstring(answer.read().decode("utf-8"))
        except (urllib.error.URLError, OSError):
            return None

    def until(self, path: str, seen: Callable[[HtmlElement], bool]) -> HtmlElement:
        """The page as soon as ``seen`` holds for it. Asks again and again, up to a deadline."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            page = self.page(path)
            if page is not None and seen(page):
                return page
            time.sleep(0.05)
        pytest.fail(f"/{path} never came to be as expected; the log says:\n{self.process.printed}")


@contextmanager
def serving(folder: Path, files: dict[str, str | bytes], port: int = 0) -> Iterator[Served]:
    """A small site with these files under ``mkdocs serve``; with a ``port``, perhaps not for the first time."""
    site = Site(folder / "site") if (folder / "site").exists() else make_site(folder / "site", files)
    port = port or free_port()
    process = start(["serve", "--dev-addr", f"127.0.0.1:{port}"], site.root, {"SOURCE_DATE_EPOCH": EPOCH})
    try:
        yield Served(site, port, process)
    finally:
        process.end()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    files: dict[str, str | bytes] = {PAGE: FAULTY, "docs/articles/sound.md": article("Sound.", "Sound")}
    with serving(tmp_path_factory.mktemp("serve"), files) as running:
        yield running


def test_served_page_has_the_policy_and_reloads(served: Served) -> None:
    page = served.until("articles/sound/", lambda page: "Sound" in page.text_content())
    [policy] = page.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    [script] = page.xpath("//script[not(@src) and not(@type)]/text()")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy and "livereload" in script


def test_address_that_no_file_can_have_is_not_found(served: Served) -> None:
    served.until("articles/sound/", lambda page: "Sound" in page.text_content())
    for path in ("%00", "articles/%00/", "a%00b.png"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{served.port}/{path}", timeout=5)
        assert refused.value.code == 404
    assert "Traceback" not in served.process.printed


def panel(page: HtmlElement) -> list[str]:
    """The problems in the page's panel."""
    items = page.xpath('//aside[@class="problems"]//li')
    return [" ".join(li.text_content().split()).removesuffix(" Show on the page") for li in items]


def problem_links(page: HtmlElement) -> list[str]:
    """The text of what each problem's link on the page leads to, and the lines that open in an editor."""
    inner = [a.get("href") for a in page.xpath('//aside[@class="problems"]//a[starts-with(@href, "#")]')]
    outer = page.xpath('//aside[@class="problems"]//a[starts-with(@href, "vscode:")]/@href')
    return [*(page.get_element_by_id(a[1:]).text_content() for a in inner), *outer]


def test_problem_shows_in_page_and_panel_until_fixed(served: Served) -> None:
    page = served.until("articles/page/", lambda page: bool(panel(page)))
    assert panel(page) == [UNKNOWN, OPTION]
    assert [mark.text_content() for mark in page.find_class("citation-missing")] == ["unknown reference: nobody2020"]
    root = str(served.site.root)
    assert problem_links(page) == [
        "unknown reference: nobody2020",
        "Line 15: the faq block has no option “shape” (known are: because, certainty, id, topics)",
        *(f"vscode://file{root}/{problem.split(': ')[0]}" for problem in (UNKNOWN, OPTION)),
    ]
    block = page.get_element_by_id("faq-is-it")
    assert [note.text_content() for note in block.find_class("problem")] == [
        "Line 15: the faq block has no option “shape” (known are: because, certainty, id, topics)"
    ]
    # What is sound is shown as ever, on this page and on others.
    assert [a.get("data-key") for a in page.find_class("citation")] == ["ly2018", "ly2018"]
    assert panel(served.until("articles/sound/", lambda page: True)) == []

    served.site.write({PAGE: FIXED})
    page = served.until("articles/page/", lambda page: not panel(page))
    assert page.find_class("citation-missing") == page.find_class("problem") == []
    assert [a.get("data-key") for a in page.find_class("citation")] == ["ly2018", "shao2021", "ly2018"]


def test_bibliography_edit_updates_the_preview(served: Served) -> None:
    """The bibliography is watched, and its references are formatted anew."""
    served.site.write({PAGE: article("A new one [@new2026].")})
    served.until("articles/page/", lambda page: bool(page.find_class("citation-missing")))
    bib = (served.site.root / "bibliography.bib").read_text(encoding="utf-8")
    entry = "@article{new2026, author = {New, A}, title = {A new work}, journal = {J}, year = {2026}}\n"
    served.site.write({"bibliography.bib": f"{bib}\n{entry}"})
    page = served.until("articles/page/", lambda page: not page.find_class("citation-missing"))
    assert "A new work" in page.get_element_by_id("ref-new2026").text_content()


def test_unreadable_source_does_not_stop_the_preview(served: Served) -> None:
    served.site.write({PAGE: "---\ntitle: One: two\n---\n\nNote: text with [a link](http://[oops).\n"})
    page = served.until("articles/page/", lambda page: any("front-matter" in problem for problem in panel(page)))
    assert panel(page) == [
        f"{PAGE}:2:11: front-matter: the facts at the top cannot be read: a colon with a blank after it stands "
        "within a text (write each as `name: value`; put a value with a colon in it between quotes)",
        f"{PAGE}:5:26: broken-link: “http://[oops” cannot be read as an address "
        "(write it as `https://example.org/page`, or as `../about/help.md`)",
    ]
    assert "Note: text with a link." in page.get_element_by_id("content").text_content()


def test_edited_page_is_rebuilt_before_the_rest(served: Served) -> None:
    """Where a page alone was edited, it alone is built; listings and other pages follow once nothing changes."""
    sound = served.until("articles/sound/", lambda page: True)
    served.site.write({PAGE: article("A second page now.", "Renamed")})
    page = served.until("articles/page/", lambda page: "A second page now." in page.text_content())
    assert page.find(".//h1").text_content() == "Renamed"
    assert f"Built {PAGE} in " in served.process.printed
    related = served.until("articles/sound/", lambda page: "Renamed" in page.text_content())
    assert "Renamed" not in sound.text_content()
    assert related.xpath("//nav[@class='more']//a/@href") == ["../page/"]


def test_a_page_made_a_draft_says_so_at_once(served: Served) -> None:
    """And goes on saying it when its text is edited, before the rest of the site is built."""
    served.until("articles/sound/", lambda page: not panel(page))
    for text in ("A draft of it.", "A longer draft of it."):
        draft = article(text, "Sound").replace("---\n", "---\nstatus: draft\n", 1)
        served.site.write({"docs/articles/sound.md": draft})
        page = served.until("articles/sound/", lambda page, text=text: text in page.text_content())
        assert "draft: this page is a draft, so readers do not have it" in " ".join(panel(page))
    served.site.write({"docs/articles/sound.md": article("Sound.", "Sound")})
    served.until("articles/sound/", lambda page: not panel(page))


def test_a_page_that_becomes_a_list_is_rebuilt_alone(served: Served) -> None:
    facts = "---\ntitle: All\ndescription: All of them.\n"
    served.site.write({"docs/list.md": f"{facts}---\n# All of them\n"})
    served.until("list/", lambda page: "All of them" in page.text_content())
    served.site.write({"docs/list.md": f"{facts}template: articles.html\n---\n# All that there are\n"})
    served.until("list/", lambda page: "All that there are" in page.text_content())
    page = served.until("list/", lambda page: page.xpath("//main//a[contains(@href, 'articles/sound/')]"))
    assert "All that there are" in page.text_content()
    assert "Built docs/list.md in " in served.process.printed


def test_added_or_deleted_page_updates_the_others(served: Served) -> None:
    served.site.write({"docs/articles/third.md": article("A third one.", "The third")})
    served.until("articles/third/", lambda page: "A third one." in page.text_content())
    served.until("articles/sound/", lambda page: "The third" in page.text_content())
    (served.site.root / "docs" / "articles" / "third.md").unlink()
    served.until("articles/sound/", lambda page: "The third" not in page.text_content())
    assert served.page("articles/third/") is None
    with urllib.request.urlopen(f"http://127.0.0.1:{served.port}/feed.json", timeout=5) as answer:
        listed = [item["title"] for item in json.load(answer)["items"]]
    assert "Sound" in listed and len(listed) == len({*listed}), "each page once, however often the site was built"


def test_an_edited_kind_of_block_is_served(tmp_path: Path) -> None:
    """Its template, its style and its code; and a page that was made with the older code is not kept as the newer's."""
    site = make_site(tmp_path / "site", {PAGE: FIXED, "docs/articles/sound.md": article("Sound.", "Sound")})
    (site.root / "hooks").unlink()
    shutil.copytree(ROOT / "hooks", site.root / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    with serving(tmp_path, {}) as served:
        served.until("articles/page/", lambda page: "So too" in page.text_content())
        for ending, old, new, address in (
            ("py", '"Question: "', '"Asked: "', "articles/page/index.md"),
            ("html", '<div class="faq__answer"', '<p>Asked:</p><div class="faq__answer"', "articles/page/"),
        ):
            file = site.root / "hooks" / "blocks" / "faq" / f"faq.{ending}"
            text = file.read_text(encoding="utf-8")
            assert old in text
            site.write({f"hooks/blocks/faq/faq.{ending}": text.replace(old, new)})
            served.until(address, lambda page: "Asked:" in page.text_content())
        code = site.root / "hooks" / "blocks" / "faq" / "faq.py"
        text = code.read_text(encoding="utf-8")
        code.write_text("kind = 1 +\n", encoding="utf-8")
        shows_failure_until(served, "hooks/blocks/faq/faq.py:1: this kind of block cannot be loaded: ",
                            lambda: code.write_text(text, encoding="utf-8"))


def test_cached_page_is_converted_after_an_edit(served: Served) -> None:
    served.until("articles/sound/", lambda page: True)
    served.site.write({"docs/articles/fourth.md": article("A fourth one.", "The fourth")})
    served.until("articles/sound/", lambda page: "The fourth" in page.text_content())  # all is built, this page is kept
    served.site.write({"docs/articles/sound.md": article("Another sound.", "Sound")})
    page = served.until("articles/sound/", lambda page: "Sound." not in page.text_content())
    assert "Another sound." in page.text_content(), "the first page that is new, before the rest of the site follows"


def test_a_cached_page_shows_what_has_become_wrong(tmp_path: Path) -> None:
    """The next start finds pages as they were; what is wrong with one may lie in another page."""
    files: dict[str, str | bytes] = {PAGE: article("See [a part of it](other.md#part)."),
                                     "docs/articles/other.md": article("## Part\n\nSo.", "Other")}
    port, folder, other = free_port(), tmp_path / "site", tmp_path / "site" / "docs" / "articles" / "other.md"

    def problems() -> str:
        with serving(tmp_path, files, port) as served:
            page = served.until("articles/page/", lambda page: True)
            return " ".join(page.xpath('string(//aside[@class="problems"])').split())

    assert not problems()
    kept, whole = {*records(folder / ".cache" / "rendered")}, other.read_text(encoding="utf-8")
    assert len(kept) >= 3
    other.write_text(whole.replace("## Part", "## Another"), encoding="utf-8")
    assert "1 problem on this page" in problems()
    other.write_text(whole, encoding="utf-8")
    assert not problems()
    assert {*records(folder / ".cache" / "rendered")} >= kept


WAITING_HOOK = """
import time
from pathlib import Path

servers, builds = [], []

def on_serve(server, **_):
    servers.append(server)

def on_env(env, **_):
    builds.append(1)
    if len(builds) == 2:
        Path("waiting").touch()
        end = time.monotonic() + 60
        while not servers[0]._want_rebuild and time.monotonic() < end:
            time.sleep(0.01)
    return env
"""


def test_an_edit_does_not_wait_for_the_rest_of_the_site(tmp_path: Path) -> None:
    """It ends the build of the lists that an edit before it has started; they follow with both."""
    files: dict[str, str | bytes] = {
        "mkdocs.yml": NAV.replace("nav:", "hooks: [hooks/events.py, own/waiting.py]\nnav:"),
        "own/waiting.py": WAITING_HOOK,
        "docs/articles/one.md": article("One.", "One"), "docs/articles/two.md": article("Two.", "Two")}
    with serving(tmp_path, files) as served:
        served.until("articles/two/", lambda page: True)
        served.site.write({"docs/articles/one.md": article("The first.", "New one")})
        served.until("articles/one/", lambda page: "The first." in page.text_content())
        while not (served.site.root / "waiting").exists():
            assert served.process.poll() is None
            time.sleep(0.05)
        served.site.write({"docs/articles/two.md": article("The second.", "New two")})
        served.until("articles/two/", lambda page: "The second." in page.text_content())
        one = served.page("articles/one/")
        assert one is not None and "New two" not in one.text_content(), "the rest of the site is still as it was"
        served.until("articles/one/", lambda page: "New two" in page.text_content())
        log = served.process.printed
    assert log.count("A page was edited; it comes first, and the rest of the site after it.") == 1
    assert "Traceback" not in log and "ERROR" not in log


def failures(page: HtmlElement) -> list[str]:
    """What the page says of a build that failed."""
    return [" ".join(aside.text_content().split()) for aside in page.xpath('//aside[@class="problems"][@role="alert"]')]


def shows_failure_until(served: Served, words: str, fix: Callable[[], object]) -> None:
    """The page and the terminal say what ended the build; after the fix the server goes on."""
    served.until("articles/sound/", lambda page: words in "".join(failures(page)))
    log = served.process.printed
    assert words in log
    assert "will appear stuck" not in log
    assert "Traceback" not in log
    fix()
    served.until("articles/sound/", lambda page: not failures(page))


def test_missing_template_is_shown_and_serve_goes_on(served: Served) -> None:
    served.until("articles/sound/", lambda page: True)
    home = served.site.root / "docs" / "index.md"
    text = home.read_text(encoding="utf-8")
    served.site.write({"docs/index.md": text.replace("title: Home", "title: Home\ntemplate: nowhere.html")})
    shows_failure_until(served, "There is no template “nowhere.html” (",
                        lambda: home.write_text(text, encoding="utf-8"))


def test_name_that_is_too_long_is_shown(served: Served) -> None:
    """A redirect, which is written when all pages are there already."""
    file = served.site.root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    moves = f"plugins:\n  redirects:\n    redirect_maps:\n      articles/{'x' * 300}.md: articles/sound.md\n"
    moves += "  bibtex: {bib_file: bibliography.bib, csl_file: references.csl}\n  rss: {use_git: false}\n"
    file.write_text(f"{text}\n{moves}", encoding="utf-8")
    shows_failure_until(served, "its name is too long for the disk (shorten the name of the file, or of its folders; "
                        "the published site is unchanged)", lambda: file.write_text(text, encoding="utf-8"))


def test_cache_that_is_a_file_is_shown(served: Served) -> None:
    cache = served.site.root / ".cache"
    shutil.rmtree(cache)
    cache.write_text("", encoding="utf-8")
    served.site.write({"docs/articles/fifth.md": article("A fifth one.", "Fifth")})

    def fix() -> None:
        cache.unlink()
        (served.site.root / "docs" / "articles" / "fifth.md").unlink()

    shows_failure_until(served, "there is a file of that name already (move it away, and try again; ", fix)


@pytest.mark.parametrize(("added", "words"), [
    ("nav: [", "mkdocs.yml:6:1: bad-settings: the settings cannot be read: a value is missing, or a bracket"),
    ("extra: " + "[" * 100_000, "bad-settings: the settings cannot be read: values are inside each other too often ("),
    ("docs_dir: nowhere", "Config value 'docs_dir': The path '"),
], ids=["open", "deep", "no folder"])
def test_unreadable_settings_are_shown(served: Served, added: str, words: str) -> None:
    file = served.site.root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n{added}\n", encoding="utf-8")
    shows_failure_until(served, words, lambda: file.write_text(text, encoding="utf-8"))


def test_folder_that_was_away_is_watched_again(served: Served) -> None:
    docs, away = served.site.root / "docs", served.site.root / "away"
    docs.rename(away)
    shows_failure_until(served, f"The path '{docs}' isn't an existing directory", lambda: away.rename(docs))
    served.site.write({"docs/articles/sound.md": article("Read after the folder came back.", "Sound")})
    served.until("articles/sound/", lambda page: "came back" in page.text_content())


@pytest.mark.parametrize(("files", "words", "mended"), [
    ({"docs/index.md": "---\ntitle: Home\ndescription: D\ntemplate: nowhere.html\n---\n\n# Home\n"},
     "There is no template “nowhere.html” (", {"docs/index.md": HOME}),
    ({"own/main.html": "{% extends ", "mkdocs.yml": f"{NAV}theme: {{custom_dir: own}}\nwatch: [own]\n"},
     "own/main.html:1: this line is no template: ",
     {"own/main.html": (ROOT / "proofdesk" / "theme" / "main.html").read_text(encoding="utf-8")}),
    ({"mkdocs.yml": f"{NAV}theme: {{language: it}}\n"}, "theme.language: “it” is no language", {"mkdocs.yml": NAV}),
], ids=["missing template", "broken template", "wrong setting"])
def test_first_build_that_fails_is_shown_until_mended(
    tmp_path: Path, files: dict[str, str | bytes], words: str, mended: dict[str, str | bytes]
) -> None:
    with serving(tmp_path, files) as served:
        page = served.until("", lambda page: bool(failures(page)))
        assert words in "".join(failures(page)) and "last state" not in "".join(failures(page))
        log = served.process.printed
        assert words in log and "Traceback" not in log
        served.site.write(mended)
        page = served.until("", lambda page: not failures(page))
        assert "Both works are cited here" in page.text_content()


def test_an_edit_of_a_library_is_served(tmp_path: Path) -> None:
    """An export that another program writes anew, beside the site's folder."""
    (tmp_path / "zotero.bib").write_text(LIBRARY, encoding="utf-8")
    settings = f"{NAV}not_in_nav: '*'\nextra: {{libraries: [../zotero.bib]}}\n"
    with serving(tmp_path, {PAGE: article("Read [@straw2020].\n"), "mkdocs.yml": settings}) as running:
        running.until("articles/page/", lambda page: "Roses in winter" in page.text_content())
        (tmp_path / "zotero.bib").write_text(LIBRARY.replace("Roses", "Tulips"), encoding="utf-8")
        running.until("articles/page/", lambda page: "Tulips in winter" in page.text_content())
