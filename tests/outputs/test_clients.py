"""What readers' programs make of each article: Firefox's reader view, a preview of a link, a feed reader, Zotero.

Readability and the parser of metadata are Mozilla's own, from npm (``tests/clients.mjs``). No registry has Zotero's
translators, so what its translator for embedded metadata reads is read here by its rules.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import feedparser
import lxml.html
import pytest
from PIL import Image
from sites import ADDRESS, ROOT, Built, addressed_site

__all__ = ["addressed_site"]
pytestmark = pytest.mark.build

# Signs that lead to a place on the page, and are no words of it.
TRAILS = ("¶", "↩", "§")


@pytest.fixture(scope="module")
def built(addressed_site: Built) -> Built:
    assert addressed_site.code == 0, addressed_site.output
    return addressed_site


@pytest.fixture(scope="module")
def articles(built: Built) -> dict[str, Any]:
    """What the programs read of each article, by its file."""
    files = [file.relative_to(built.folder).as_posix() for file in sorted(built.folder.glob("articles/*/index.html"))]
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or "node"
    done = subprocess.run([node, "tests/clients.mjs", str(built.folder), ADDRESS, *files], cwd=ROOT, check=False,
                          capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert len(found) == len(files) >= 3
    return found


@cache
def page_of(file: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(file.read_text(encoding="utf-8"))


def words(text: str) -> str:
    return " ".join(text.split())


def metas(page: lxml.html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.xpath("//head/meta[@content]"):
        found.setdefault(meta.get("name") or meta.get("property") or "", []).append(meta.get("content"))
    return found


def test_reader_view_knows_title_author_day_and_site(built: Built, articles: dict[str, Any]) -> None:
    for file, read in articles.items():
        page, article = page_of(built.folder / file), read["article"]
        assert article["title"] == words(page.findtext(".//h1") or "")
        assert article["byline"] == "The Plasticity Window editors"
        assert article["siteName"] == "The Plasticity Window"
        assert article["excerpt"] == metas(page)["description"][0]
        assert article["publishedTime"] == page.xpath("//*[contains(@class, 'facts__published')]/time/@datetime")[0]
        assert article["lang"] == "en"


def test_reader_view_has_the_whole_text_in_order(built: Built, articles: dict[str, Any]) -> None:
    for file, read in articles.items():
        text, at = words(read["article"]["textContent"]), 0
        assert [sign for sign in TRAILS if sign in text] == [], file
        page = page_of(built.folder / file)
        parts = page.xpath("//*[@id='content']//*[self::p or self::h2 or self::h3 or self::li or self::dd]"
                           "[not(ancestor::header or ancestor::footer or ancestor::nav or ancestor-or-self::*[@hidden]"
                           " or ancestor-or-self::*[contains(@class, 'menu')])][not(.//p or .//li)]")
        for part in parts:
            for sign in part.xpath(".//*[@aria-hidden='true' or contains(@class, 'headerlink') or @hidden]"):
                sign.drop_tree()
            sentence = words(part.text_content())[:60]
            found = text.find(sentence, at)
            assert found >= 0, (file, sentence, text[at : at + 200])
            at = found
        assert len(parts) > 80


def test_reader_view_has_no_lists_of_links(articles: dict[str, Any]) -> None:
    """The contents of the page, run together, and what leads on from its head are no text of an article."""
    for file, read in articles.items():
        text = read["article"]["textContent"]
        assert "On this page" not in text, file
        assert not re.search(r"^\s*Articles\s", text), file


def test_link_preview_says_what_the_article_says(built: Built, articles: dict[str, Any]) -> None:
    for file, read in articles.items():
        found, said = read["metadata"], metas(page_of(built.folder / file))
        assert found["title"] == read["article"]["title"]
        assert found["description"] == said["description"][0] == said["og:description"][0]
        assert (found["provider"], found["type"], found["language"]) == ("The Plasticity Window", "article", "en")
        assert found["url"] == ADDRESS + file.removesuffix("index.html")
        card = (built.folder / found["image"].removeprefix(ADDRESS)).read_bytes()
        size = Image.open(io.BytesIO(card)).size
        assert [str(each) for each in size] == said["og:image:width"] + said["og:image:height"] == ["1200", "630"]
        assert found["title"].rstrip("?.")[:40] in said["og:image:alt"][0]
        assert (built.folder / found["icon"].removeprefix(ADDRESS)).is_file()


def test_feed_reader_gets_author_summary_and_content(built: Built, articles: dict[str, Any]) -> None:
    for name in ("feed.xml", "feed-updated.xml"):
        feed = feedparser.parse((built.folder / name).read_bytes())
        assert not feed.bozo and len(feed.entries) == len(articles)
        for entry in feed.entries:
            read = articles[entry.link.removeprefix(ADDRESS) + "index.html"]["article"]
            assert entry.title == read["title"] and [each.name for each in entry.authors] == [read["byline"]]
            assert words(lxml.html.fromstring(entry.summary).text_content()).startswith(read["excerpt"])
            (content,) = entry.content
            text = words(lxml.html.fromstring(content.value).text_content())
            assert text.startswith(read["excerpt"]) and "What it means for you:" in text and "[" not in text
    items = json.loads((built.folder / "feed.json").read_text(encoding="utf-8"))["items"]
    for item in items:
        assert item["authors"] == [{"name": "The Plasticity Window editors"}]
        assert "What it means for you:" in item["content_html"] and "Last checked on" in item["content_html"]


def test_zotero_saves_each_article_as_a_web_page(built: Built, articles: dict[str, Any]) -> None:
    """Its own item type wins; then title, authors, day and language from ``citation_*``, the site from Open Graph."""
    for file, read in articles.items():
        page = page_of(built.folder / file)
        said = metas(page)
        assert said["z:itemType"] == ["webpage"]
        assert said["citation_title"] == [read["article"]["title"]]
        assert said["citation_author"] == [read["article"]["byline"]] and said["citation_language"] == ["en"]
        assert said["citation_publication_date"] == [read["article"]["publishedTime"].replace("-", "/")]
        assert said["og:site_name"] == [read["article"]["siteName"]] and said["description"] == said["og:description"]
        assert page.xpath("//link[@rel='canonical']/@href") == [ADDRESS + file.removesuffix("index.html")]
        assert not page.find_class("Z3988")  # COinS of its references would be saved in its place
