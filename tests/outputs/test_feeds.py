"""What a feed reader gets: new articles, and those that were checked again or corrected."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pytest
from sites import Built, article, make_site, pages_of

pytestmark = pytest.mark.build

ADDRESS = "https://example.org/window/"
HOSTILE = "Bold <b> & ]]> \\\"quotes\\\" é α"
PLAIN = 'Bold <b> & ]]> "quotes" é α'
CORRECTED = article("Text [@ly2018].\n", "Corrected").replace(
    "topics:", "corrections:\n  - {date: 2026-11-22, what: We wrote <mice> & meant rats.}\ntopics:"
)
FEEDS = ("feed.xml", "feed-updated.xml", "feed.json", "feed-updated.json")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    files: dict[str, str | bytes] = {
        "docs/articles/index.md": "---\ntitle: Articles\ndescription: All.\n---\n\n# Articles\n",
        "docs/articles/first.md": article("Text [@shao2021].\n", f'"{HOSTILE}"').replace("2026-11-20", "2026-11-21"),
        "docs/articles/second.md": CORRECTED,
    }
    site = make_site(tmp_path_factory.mktemp("feeds"), files)
    built = site.build("--strict", env={"SITE_URL": ADDRESS})
    assert built.code == 0, built.output
    return built


def rss(built: Built, name: str) -> Any:
    read = feedparser.parse((built.folder / name).read_bytes())
    assert not read.bozo, read.get("bozo_exception")
    return read


def feed(built: Built, name: str = "feed.json") -> Any:
    return json.loads((built.folder / name).read_text(encoding="utf-8"))


def test_rss_lists_newest_first_with_metadata(built: Built) -> None:
    read = rss(built, "feed.xml")
    assert read.version == "rss20"
    assert read.feed.title == "The Plasticity Window"
    assert read.feed.link == ADDRESS
    assert "image" not in read.feed
    newest, older = read.entries
    assert older.title == "Corrected"
    assert newest.link == newest.id == f"{ADDRESS}articles/first/"
    assert newest.published == "Sat, 21 Nov 2026 00:00:00 +0000"
    assert [tag.term for tag in newest.tags] == ["Therapy"]
    assert newest.summary.startswith("<p>What the page says.</p>")


def test_json_feed_follows_version_1_1(built: Built) -> None:
    read = feed(built)
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert read["feed_url"] == f"{ADDRESS}feed.json"
    newest = read["items"][0]
    assert newest["title"] == PLAIN
    assert newest["id"] == newest["url"] == f"{ADDRESS}articles/first/"
    assert newest["date_published"] == "2026-11-21T00:00:00+00:00"
    assert newest["summary"] == "What the page says."
    assert newest["tags"] == ["Therapy"]
    assert None not in [*read.values(), *newest.values()]


def test_updates_feed_leads_with_corrected_article(built: Built) -> None:
    entry = rss(built, "feed-updated.xml").entries[0]
    assert entry.title == "Corrected"
    assert entry.published == "Sun, 22 Nov 2026 00:00:00 +0000"
    assert entry.updated == "2026-11-22T00:00:00+00:00"
    assert "Corrected on 22 November 2026: We wrote &lt;mice&gt; &amp; meant rats." in entry.summary
    item = feed(built, "feed-updated.json")["items"][0]
    assert item["date_modified"] == "2026-11-22T00:00:00+00:00"
    assert "We wrote &lt;mice&gt; &amp; meant rats." in item["content_html"]


def test_update_has_its_own_feed_item_id(built: Built) -> None:
    entry = rss(built, "feed-updated.xml").entries[0]
    assert entry.link == f"{ADDRESS}articles/second/"
    assert entry.id == f"{ADDRESS}articles/second/#changed-2026-11-22"
    assert not entry.guidislink


def test_feed_titles_are_plain_text(built: Built) -> None:
    entry = next(e for e in rss(built, "feed.xml").entries if e.link.endswith("first/"))
    assert entry.title_detail.value.replace("&lt;", "<").replace("&amp;", "&") == PLAIN


def test_every_page_links_the_feeds(built: Built) -> None:
    for name, page in pages_of(built.folder).items():
        up = "../" * name.count("/") or "./"
        found = page.xpath("//link[@rel='alternate'][contains(@type, 'rss') or contains(@type, 'feed')]/@href")
        if name == "404.html":
            assert {href.rsplit("/", 1)[-1] for href in found} == set(FEEDS)
        else:
            assert {href.removeprefix("./") for href in found} == {(up + feed).removeprefix("./") for feed in FEEDS}


def test_no_site_url_means_no_feeds_and_no_links(tmp_path: Path) -> None:
    built = make_site(tmp_path, {"docs/articles/second.md": CORRECTED}).build("--strict")
    assert built.code == 0, built.output
    assert not list(built.folder.glob("feed*"))
    assert "feed.xml" not in built.html("articles/second")


def test_sitemap_dates_come_from_checks_not_the_build(built: Built) -> None:
    sitemap = (built.folder / "sitemap.xml").read_text(encoding="utf-8")
    days = {part.split("</loc>")[0]: part for part in sitemap.split("<loc>")[1:]}
    assert "<lastmod>2026-11-22</lastmod>" in days[f"{ADDRESS}articles/second/"]
    assert "<lastmod>2026-11-21</lastmod>" in days[f"{ADDRESS}articles/first/"]
    assert "<lastmod>" not in days[ADDRESS]
    assert str(date.today()) not in sitemap
