"""Prepare articles for mkdocs-rss-plugin, and correct the feeds that it writes.

The plugin makes two pairs of feeds (RSS 2.0 and JSON Feed 1.1): new articles, and those checked again or corrected.
Its JSON has titles as HTML and null properties, which JSON Feed forbids. In its RSS a changed article has the identity
of the old one, so that most readers never show it again. Both are fixed here (docs/decisions/0007), and each item gets
its authors and, as content, what its article says in short.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree
from markupsafe import escape

from proofdesk.common.language import _, spoken
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.markup import raise_figures
from proofdesk.content.topics import Topics
from proofdesk.site.article import Article

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"


@dataclass(frozen=True)
class FeedEntry:
    """What an item says besides what the plugin writes: who wrote the article, and what it says in short, as HTML.

    ``language`` is its code, empty if it is that of the feed.
    """

    authors: tuple[str, ...]
    content: str
    language: str = ""


def entry_of(article: Article, authors: tuple[str, ...]) -> FeedEntry:
    """Return the entry of an article: its description, and the blocks that stand for it elsewhere too."""
    parts = [str(escape(article.description))]
    for block in article.blocks:
        if block.record.on_doctor_sheet:
            text = block.text
            named = [f"<strong>{escape(name)}:</strong> {escape(words)}" for name, words in text.parts.items()]
            plain = [str(escape(words)) for words in text.text.split("\n\n")]
            parts += [f"<strong>{escape(block.title)}</strong>", *(named or plain)]
    language = article.language.code
    return FeedEntry(authors, "".join(f"<p>{part}</p>" for part in parts),
                     language if language != spoken().code else "")


def facts_for_feed(facts: ArticleFrontMatter, topics: Topics) -> dict[str, Any]:
    """Return the front matter that the plugin reads. The description is HTML."""
    return {
        "published": facts.published,
        "updated": facts.changed,
        "categories": [topics.label(topic) for topic in facts.topics],
        "rss": {"feed_description": _description(facts)},
    }


def _description(facts: ArticleFrontMatter) -> str:
    sentences = [str(escape(facts.description))]
    day = spoken().date
    sentences += [str(escape(_("Corrected on %(day)s: %(what)s", day=day(correction.day), what=correction.what)))
                  for correction in sorted(facts.corrections, key=lambda each: each.day, reverse=True)]
    sentences.append(str(escape(_("Last checked on %(day)s.", day=day(facts.reviewed)))))
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def fix_json(text: str, entries: Callable[[str], FeedEntry | None]) -> str:
    """Return a JSON feed with titles and addresses as plain text and without null properties.

    ``entries`` returns what more an item says, by its article's address.
    """
    feed = {name: value for name, value in json.loads(text).items() if value not in (None, [])}
    feed |= {name: html.unescape(feed[name]) for name in ("title", "home_page_url") if name in feed}
    feed["items"] = [_fix_item(item, entries(item["url"])) for item in feed.get("items", [])]
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _fix_item(item: dict[str, Any], entry: FeedEntry | None) -> dict[str, Any]:
    item = {name: value for name, value in item.items() if value not in (None, [])}
    item |= {name: html.unescape(item[name]) for name in ("title", "id")}
    first = etree.HTML(item["content_html"]).find(".//p")
    raise_figures(first)
    item["summary"] = "".join(first.itertext())
    if entry:
        item["authors"] = [{"name": name} for name in entry.authors]
        if entry.language:
            item["language"] = entry.language
        item["content_html"] = entry.content + item["content_html"].partition("</p>")[2]
    return item


def fix_rss(text: bytes, entries: Callable[[str], FeedEntry | None], *, of_changes: bool) -> bytes:
    """Return an RSS feed without the plugin's empty picture, with the authors and the content of each item.

    In a feed ``of_changes`` each change is an item of its own, so that readers that know the article show it again.
    """
    root = etree.fromstring(text)
    for picture in root.findall("channel/image[url='None']"):
        picture.getparent().remove(picture)
    for item in root.iter("item"):
        if entry := entries(item.findtext("link") or ""):
            for name in entry.authors:  # `author` would have to be an address of mail (RSS 2.0)
                etree.SubElement(item, f"{{{_DC}}}creator").text = name
            if entry.language:
                etree.SubElement(item, f"{{{_DC}}}language").text = entry.language
            etree.SubElement(item, f"{{{_CONTENT}}}encoded", nsmap={"content": _CONTENT}).text = entry.content
    for item in root.iter("item") if of_changes else ():
        guid = item.find("guid")
        when = parsedate_to_datetime(item.findtext("pubDate"))
        guid.text = f"{guid.text}#changed-{when.date()}"
        guid.set("isPermaLink", "false")
        etree.SubElement(item, f"{{{_ATOM}}}updated").text = when.isoformat()
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
