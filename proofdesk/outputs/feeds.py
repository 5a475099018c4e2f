"""Prepare articles for mkdocs-rss-plugin, and correct the feeds that it writes.

The plugin makes two pairs of feeds (RSS 2.0 and JSON Feed 1.1): new articles, and those checked again or corrected.
Its JSON has titles as HTML and null properties, which JSON Feed forbids. In its RSS a changed article has the identity
of the old one, so that most readers never show it again. Both are fixed here (docs/decisions/0007).
"""

from __future__ import annotations

import html
import json
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree
from markupsafe import escape

from proofdesk.common.dates import longdate
from proofdesk.content.front_matter import ArticleFrontMatter
from proofdesk.content.topics import TOPICS

_ATOM = "http://www.w3.org/2005/Atom"


def facts_for_feed(facts: ArticleFrontMatter) -> dict[str, Any]:
    """Return the front matter that the plugin reads. The description is HTML."""
    return {
        "published": facts.published,
        "updated": facts.changed,
        "categories": [TOPICS[topic] for topic in facts.topics],
        "rss": {"feed_description": _description(facts)},
    }


def _description(facts: ArticleFrontMatter) -> str:
    sentences = [str(escape(facts.description))]
    sentences += [f"Corrected on {longdate(correction.day)}: {escape(correction.what)}"
                  for correction in sorted(facts.corrections, key=lambda each: each.day, reverse=True)]
    sentences.append(f"Last checked on {longdate(facts.reviewed)}.")
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def fix_json(text: str) -> str:
    """Return a JSON feed with titles and addresses as plain text and without null properties."""
    feed = {name: value for name, value in json.loads(text).items() if value not in (None, [])}
    feed |= {name: html.unescape(feed[name]) for name in ("title", "home_page_url") if name in feed}
    feed["items"] = [_fix_item(item) for item in feed.get("items", [])]
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _fix_item(item: dict[str, Any]) -> dict[str, Any]:
    item = {name: value for name, value in item.items() if value not in (None, [])}
    item |= {name: html.unescape(item[name]) for name in ("title", "id")}
    first = etree.HTML(item["content_html"]).find(".//p")
    item["summary"] = "".join(first.itertext())
    return item


def fix_rss(text: bytes, *, of_changes: bool) -> bytes:
    """Return an RSS feed without the plugin's empty picture.

    In a feed ``of_changes`` each change is an item of its own, so that readers that know the article show it again.
    """
    root = etree.fromstring(text)
    for picture in root.findall("channel/image[url='None']"):
        picture.getparent().remove(picture)
    for item in root.iter("item") if of_changes else ():
        guid = item.find("guid")
        when = parsedate_to_datetime(item.findtext("pubDate"))
        guid.text = f"{guid.text}#changed-{when.date()}"
        guid.set("isPermaLink", "false")
        etree.SubElement(item, f"{{{_ATOM}}}updated").text = when.isoformat()
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
