"""``desk preview``: one file that opens from a mail and asks nobody, and a link for whoever has it."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import lxml.html
import pytest
from click.testing import CliRunner, Result
from sites import EPOCH, Site, article, make_site, picture

from proofdesk.common.language import spoken
from proofdesk.desk.cli import main
from proofdesk.desk.project import Project
from proofdesk.desk.publishing.page_notes import PageFacts, notes_markup, page_facts, preview_line
from proofdesk.desk.publishing.preview_server import Preview, _Handler

pytestmark = pytest.mark.build
BODY = """\
The red bed was dug in spring [@ly2018]. See [the other page](other.md) and [the works](#references).

![A red bed](bed.png)

/// note | In short
    shape: round
Dig once.
///
"""


class Shown(NamedTuple):
    """A site with a preview, and what the command said that wrote it."""

    site: Site
    said: Result
    file: Path


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    site = make_site(tmp_path_factory.mktemp("preview") / "site", {
        "docs/articles/beds.md": article(BODY, "Beds & borders").replace("topics:", "status: draft\ntopics:"),
        "docs/articles/bed.png": picture("PNG"),
        "docs/articles/other.md": article("The other page.\n", "Another"),
        "docs/articles/secret.md": article("The rose.\n", "Hollyhocks").replace("topics:", "status: draft\ntopics:")})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        patch.chdir(site.root)
        said = CliRunner().invoke(main, ["preview", "--file", "beds"], catch_exceptions=False)
    yield Shown(site, said, site.root / "previews" / "beds.html")


def test_a_preview_file_holds_all_that_it_shows(shown: Shown) -> None:
    assert shown.said.exit_code == 0, shown.said.output
    page = lxml.html.fromstring(shown.file.read_bytes())
    assert page.xpath("//img[@alt='A red bed']/@src")[0].startswith("data:image/png;base64,")
    addresses = page.xpath("//@src | //@href | //@srcset | //@poster")
    assert [each for each in addresses if not each.startswith(("data:", "#", "http", "tel:", "mailto:"))] == []
    assert page.xpath("//script/@src | //link/@href") == []
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert not (shown.site.root / "site").exists()


def test_a_preview_says_what_it_is(shown: Shown) -> None:
    page = lxml.html.fromstring(shown.file.read_bytes())
    line = page.xpath("//p[@class='preview-line']")[0].text_content()
    assert line == "A preview of 22 November 2026, for review. It is not published: please do not pass it on."
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "Draft." in page.xpath("//*[@id='content']")[0].text_content()
    assert "One problem is marked in it, and its reviewer will see that" in shown.said.output
    assert "Wrote previews/beds.html" in shown.said.output and "desk review FILE" in shown.said.output


@pytest.mark.parametrize(("stated", "add", "line"), [
    ("de", "Anmerkung hinzufügen", "Eine Vorschau vom 22. November 2026"),
    ("ar", "أضف ملاحظة", "معاينة بتاريخ"), ("en", "Add a note", "A preview of 22 November 2026"),
])
def test_a_reviewer_reads_the_language_of_the_page(
    stated: str, add: str, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    facts = PageFacts("Garden", "docs/articles/beds.md", "beds", "Beds", "3f2a", spoken().other(stated))
    tools = lxml.html.fromstring(f"<main>{notes_markup(facts)}</main>")
    assert tools.xpath("//button[@data-do='add']")[0].text == add
    assert preview_line(facts).startswith(line)
    words = json.loads(tools.xpath("//script[@id='review-words']")[0].text or "{}")
    assert ("The whole page" in words) == (stated != "en") and "language" not in tools.xpath(
        "//script[@id='review-page']")[0].text


def test_links_lead_within_the_file_or_nowhere(shown: Shown) -> None:
    page = lxml.html.fromstring(shown.file.read_bytes())
    other, works = page.xpath("//*[@id='content']//a[.='the other page' or .='the works']")
    assert other.get("href") is None and other.get("title") == "Another page of the site, which is not in this file"
    assert works.get("href") == "#references"


def test_a_file_names_no_other_draft(shown: Shown) -> None:
    """It goes to somebody who reviews one page; a link shows the whole site to whoever has it."""
    built = shown.site.root / ".cache/preview/site/articles/beds/index.html"
    assert "Hollyhocks" in built.read_text(encoding="utf-8")
    text = shown.file.read_text(encoding="utf-8")
    assert "Hollyhocks" not in text and "Another" in text


@pytest.fixture(scope="module")
def server(shown: Shown) -> Iterator[tuple[str, Preview]]:
    project = Project(shown.site.root)
    preview = Preview(shown.site.root / ".cache/preview/site",
                      {page.url: page_facts(project, page) for page in project.pages()})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, preview=preview)) as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}", preview
        running.shutdown()


def status(address: str, method: str = "GET") -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method=method)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_link_shows_the_page_with_its_notes(server: tuple[str, Preview]) -> None:
    origin, preview = server
    with urllib.request.urlopen(f"{origin}/{preview.word}/articles/beds") as answer:
        page = lxml.html.fromstring(answer.read())
        assert answer.geturl() == f"{origin}/{preview.word}/articles/beds/"
        assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Robots-Tag"] == "noindex"
    assert '"page": "docs/articles/beds.md"' in page.xpath("string(//script[@id='review-page'])")
    for address in page.xpath("//script[contains(@src, 'review')]/@src | //link[contains(@href, 'review')]/@href"):
        assert status(origin + address) == 200


@pytest.mark.parametrize(("path", "method", "code"), [
    ("/", "GET", 404), ("/articles/beds/", "GET", 404), ("/WORD/assets/", "GET", 404),
    ("/WORD/../../mkdocs.yml", "GET", 404), ("/WORD/%2e%2e/%2e%2e/mkdocs.yml", "GET", 404), ("/WORD/", "POST", 501),
    ("/WORD/articles/beds/", "HEAD", 200),
    ("/WORD/a%00b", "GET", 404), ("/WORD/" + "a" * 300, "GET", 404), ("/WORD/..%2f..%2f..%2fdocs", "GET", 404),
])
def test_a_link_gives_nothing_else(server: tuple[str, Preview], path: str, method: str, code: int) -> None:
    origin, preview = server
    assert status(origin + path.replace("WORD", preview.word), method) == code


@pytest.mark.parametrize(("arguments", "reason"), [
    (["--file"], "name the page, as in: desk preview --file docs/articles/sleep.md"),
    (["-o", "x.html"], "--output goes with --file and one page"),
    (["--file", "beds", "-o", "docs/articles/beds.md"], "“docs/articles/beds.md” exists already, and is no preview"),
    (["--file", "docs/articles/none.md"], "there is no page “docs/articles/none.md”"),
])
def test_a_preview_of_nothing_is_refused(shown: Shown, monkeypatch: pytest.MonkeyPatch, arguments: list[str],
                                         reason: str) -> None:
    monkeypatch.chdir(shown.site.root)
    before = (shown.site.root / "docs/articles/beds.md").read_bytes()
    done = CliRunner().invoke(main, ["preview", *arguments])
    assert done.exit_code == 2 and reason in done.output
    assert (shown.site.root / "docs/articles/beds.md").read_bytes() == before
