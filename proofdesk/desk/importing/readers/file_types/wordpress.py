"""Make a web page of one post in what WordPress exports: an XML file of all posts, in HTML with signs of its own."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree as etree

from proofdesk.common.errors import UserError
from proofdesk.common.text import counted
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN

EXPORT = ".xml"
MAX_LISTED = 20  # posts of which a message names the address
_KINDS = ("post", "page")
_GONE = ("trash", "auto-draft", "inherit")
_CONTENT, _EXCERPT = "{http://purl.org/rss/1.0/modules/content/}encoded", "excerpt"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
# Posts of before 2018 have empty lines between paragraphs, and no element for them.
_BLOCK = re.compile(
    r"\s*(?:<(?:p|h[1-6]|ul|ol|table|blockquote|pre|figure|div|hr|dl|section|iframe|form|address)\b|<!--)", re.I)
_HAS_PARAGRAPHS = re.compile(r"<!-- wp:|<p[\s>]", re.I)
_LINES_APART = re.compile(r"\n\s*\n")
_HOLDER = re.compile(r"<(/?)(?:pre|table|ul|ol|blockquote|div)\b", re.I)  # whose empty lines part no paragraphs of ours
_CAPTION = re.compile(
    r"\[caption[^\]]*\]\s*((?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)(.{0,4000}?)\[/caption\]", re.DOTALL)
_NOTE = re.compile(r"\[(?:footnote|ref|fn|efn_note)\](.{0,4000}?)\[/(?:footnote|ref|fn|efn_note)\]", re.DOTALL)
# Names of commands that WordPress and its usual plugins put into text; what other brackets hold is text.
_COMMAND = re.compile(
    r"\[/?(?:gallery|embed|audio|video|playlist|youtube|vimeo|contact-form(?:-7)?|vc_\w+|et_pb_\w+|su_\w+|button|toc|wpforms"
    r"|wp_\w+|products?|tweet|instagram|slideshare|googlemaps|polldaddy|poll|quote|column\w*|row|tabs?|accordion\w*"
    r"|spoiler|toggle)\b[^\]\n]{0,500}\]", re.I)
_PARTED = re.compile(r"<!--\s*(?:more|nextpage)\b.*?-->", re.I)


@dataclass
class WordPressPost:
    """A post as a web page, and what the report says of the export."""

    page: str
    notes: list[str] = field(default_factory=list)


def post_of_export(name: str, content: bytes, wanted: str) -> WordPressPost | None:
    """Return the only post of an export, or that whose address ends as it is wanted; None for another XML file.

    Raise UserError if there is none, or if nobody says which.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root is None or root.tag != "rss" or not any("wordpress.org/export" in space for space in root.nsmap.values()):
        return None
    posts = [item for item in root.iter("item") if _said(item, "post_type") in _KINDS
             and _said(item, "status") not in _GONE and (item.findtext(_CONTENT) or "").strip()]
    if not posts:
        raise UserError(f"“{name}” is an export of WordPress without a post (export the posts: Tools, Export)")
    chosen = [post for post in posts if _said(post, "post_name") == wanted] if wanted else posts
    if len(chosen) != 1:
        names = ", ".join(_said(post, "post_name") or "?" for post in posts[:MAX_LISTED])
        more = f", and {len(posts) - MAX_LISTED} more" if len(posts) > MAX_LISTED else ""
        raise UserError(f"“{name}” is an export of WordPress with {counted(len(posts), 'post')}"
                        + (f", and “{wanted}” is not one of them" if wanted else "")
                        + f" (say which one is the manuscript by the end of its address, as in --post {names}{more})")
    return _page_of(chosen[0], root)


def _page_of(post: etree._Element, root: etree._Element) -> WordPressPost:
    login = post.findtext(_CREATOR) or ""
    author = next((_said(each, "author_display_name") for each in root.iter() if _is(each, "author")
                   and _said(each, "author_login") == login), "") or login
    tags = [each.text or "" for each in post.iter("category")
            if each.get("domain") in ("category", "post_tag") and each.get("nicename") != "uncategorized"]
    day = _said(post, "post_date")[:10]
    address = "" if "?p=" in (link := post.findtext("link") or "") else link
    stated = {
        "author": author, "article:published_time": "" if day.startswith("0000") else day, "og:url": address,
        "keywords": ", ".join(dict.fromkeys(tags)), "description": _plain(_said(post, "encoded", _EXCERPT)),
        "og:site_name": root.findtext("channel/title") or ""}
    text, commands = _text_of(post.findtext(_CONTENT) or "")
    title = html.escape(post.findtext("title") or "")
    head = "".join(f'<meta name="{key}" content="{html.escape(value)}">' for key, value in stated.items() if value)
    named = ", ".join(dict.fromkeys(commands))
    notes = [f"what only WordPress knows is marked in the article: {named}"] * bool(commands)
    comments = sum(_is(each, "comment") for each in post.iter())
    notes += [f"{counted(comments, 'comment of a reader', 'comments of readers')} in the export "
              f"{'was' if comments == 1 else 'were'} left out"] * bool(comments)
    return WordPressPost(f"<html><head><title>{title}</title>{head}</head><body>{text}</body></html>", notes)


def _text_of(content: str) -> tuple[str, list[str]]:
    """Return a post's text as HTML, and the commands in it that only WordPress knows, which are marked there."""
    text = _PARTED.sub("\n\n", content.replace("\r\n", "\n"))
    text = _CAPTION.sub(r"\n\n<figure>\1<figcaption>\2</figcaption></figure>\n\n", text)
    notes: list[str] = []

    def called(found: re.Match[str]) -> str:
        notes.append(found[1].strip())
        return f'<sup><a href="#note-{len(notes)}" id="call-{len(notes)}">{len(notes)}</a></sup>'

    text = _NOTE.sub(called, text)
    commands = [found[0] for found in _COMMAND.finditer(text)]
    text = _COMMAND.sub(lambda found: f"{REVIEW_OPEN}{html.escape(found[0])}{REVIEW_CLOSE}", text)
    if not _HAS_PARAGRAPHS.search(text):
        text = "\n\n".join(_paragraphs(text))
    listed = "".join(f'<li id="note-{number}">{words} <a href="#call-{number}">↩</a></li>'
                     for number, words in enumerate(notes, start=1))
    return text + (f"<ol>{listed}</ol>" if notes else ""), commands


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the pieces between empty lines as paragraphs; what is in an element that holds several stays as it is."""
    depth = 0
    for piece in filter(str.strip, _LINES_APART.split(text)):
        is_within = depth > 0
        depth = max(depth + sum(-1 if found[1] else 1 for found in _HOLDER.finditer(piece)), 0)
        plain = not is_within and not _BLOCK.match(piece)
        yield f"<p>{'<br>'.join(piece.strip().splitlines())}</p>" if plain else piece


def _is(element: etree._Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith(f"}}{name}") and "wordpress.org/export" in element.tag


def _said(item: etree._Element, name: str, space: str = "") -> str:
    """Return what an element of WordPress’s own below another says; its namespace has the version of the export."""
    return next(((each.text or "").strip() for each in item if _is(each, name) and (
        each.tag.endswith(f"/{space}/}}{name}") if space else f"excerpt/}}{name}" not in each.tag)), "")


def _plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
