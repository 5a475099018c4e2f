"""Write the HTML that stands in Markdown as emphasis, links and pictures of Pandoc's document."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any, NamedTuple

from proofdesk.desk.importing.readers.named import Named

_WRAPPED = {"b": "Strong", "strong": "Strong", "i": "Emph", "em": "Emph", "cite": "Emph", "dfn": "Emph", "var": "Emph",
            "sup": "Superscript", "sub": "Subscript", "s": "Strikeout", "del": "Strikeout", "strike": "Strikeout"}
_CODE = {"code", "kbd", "samp", "tt"}
# Their words stay, without what the tag did to their looks.
_PLAIN = {
    "u", "span", "font", "small", "mark", "big", "abbr", "center", "ins", "div", "p", "nobr", "time", "label", "a",
    "section", "article", "header", "footer", "main", "aside", "nav", "details", "summary", "figure", "figcaption",
    "bdi", "bdo", "address", "q", "ruby", "rt", "rp", "picture", "blink", "acronym", "hgroup", "fieldset", "legend",
    "button", "dl", "dt", "dd", "ul", "ol", "li", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption",
    "colgroup", "col", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "noscript", "tabs", "tab",
    "template",
}
_EMPTY = {"br", "hr", "wbr", "img", "input", "source", "meta", "link", "base", "track", "area", "embed", "param"}
# What they hold is no text for readers.
_WHOLE = {"script", "style", "iframe", "video", "audio", "object", "svg", "form", "canvas", "select", "textarea",
          "math"}
KNOWN = {*_WRAPPED, *_CODE, *_PLAIN, *_EMPTY, *_WHOLE}
_TAG = re.compile(r"</?([A-Za-z][\w-]*)\b[^<>]*>")
_LEFT_OUT = "parts of HTML that show nothing here, or come from elsewhere"


class Tag(NamedTuple):
    """A tag of HTML: its name, whether it ends an element, and its attributes."""

    name: str
    ends: bool
    attributes: dict[str, str]


class _TagParser(HTMLParser):
    """Read one tag."""

    found: Tag | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = self.found or Tag(tag, False, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self.found = self.found or Tag(tag, True, {})


def read_tag(written: str) -> Tag | None:
    """Return a tag of HTML; None for what is no tag that browsers know."""
    parser = _TagParser()
    parser.feed(written)
    parser.close()
    return parser.found if parser.found and parser.found.name in KNOWN else None


def words(text: str) -> list[Any]:
    """Return plain words as inlines of Pandoc."""
    found: list[Any] = []
    for word in text.split():
        found += [{"t": "Space"}, {"t": "Str", "c": word}]
    return found[1:]


def join_tags(inlines: list[Any], named: Named) -> list[Any]:
    """Return inlines whose raw tags became what they mean. A tag that browsers do not know stays text."""
    found: list[Any] = []
    opened: list[tuple[Tag, int, str]] = []
    for inline in inlines:
        written = inline["c"][1] if inline["t"] == "RawInline" and inline["c"][0] == "html" else ""
        tag = read_tag(written) if written else None
        if written.startswith("<!--"):
            continue
        if tag is None:
            found.append(inline)
        elif tag.ends:
            _close(tag.name, found, opened, named)
        elif tag.name in _EMPTY:
            found += _empty(tag, named, written)
        else:
            opened.append((tag, len(found), written))
    while opened:
        _close(opened[-1][0].name, found, opened, named)
    return found


def _close(name: str, found: list[Any], opened: list[tuple[Tag, int, str]], named: Named) -> None:
    place = next((place for place in range(len(opened) - 1, -1, -1) if opened[place][0].name == name), None)
    if place is None:
        return
    tag, start, written = opened[place]
    del opened[place:]
    inner = found[start:]
    if name in _WHOLE:
        named.add(_LEFT_OUT, written + "".join(map(_text, inner)))
        address = tag.attributes.get("src", "")
        link = address.startswith(("http://", "https://"))
        found[start:] = [{"t": "Link", "c": [["", [], []], words(tag.attributes.get("title") or address),
                                             [address, ""]]}] if link else []
    elif name in _WRAPPED:
        found[start:] = [{"t": _WRAPPED[name], "c": inner}] if inner else []
    elif name in _CODE:
        simple = all(each["t"] in ("Str", "Space", "SoftBreak") for each in inner)
        found[start:] = [{"t": "Code", "c": [["", [], []], "".join(map(_text, inner))]}] if simple and inner else inner
    elif name == "a" and tag.attributes.get("href"):
        found[start:] = [{"t": "Link", "c": [["", [], []], inner, [tag.attributes["href"], ""]]}]
    if tag.attributes.get("title") and name in ("abbr", "acronym", "span"):
        found += [{"t": "Space"}, *words(f"({tag.attributes['title']})")]


def _empty(tag: Tag, named: Named, written: str) -> list[Any]:
    if tag.name == "br":
        return [{"t": "LineBreak"}]
    if tag.name == "img":
        return [picture(tag)]
    if tag.name not in ("hr", "wbr"):
        named.add(_LEFT_OUT, written)
    return []


def picture(tag: Tag) -> Any:
    """Return the picture that a tag shows."""
    shown = words(tag.attributes.get("alt", ""))
    return {"t": "Image", "c": [["", [], []], shown, [tag.attributes.get("src", ""), tag.attributes.get("title", "")]]}


def block_of(written: str, named: Named, keep: Callable[[], Any]) -> list[Any]:
    """Return the blocks that a raw block of HTML shows: pictures and words between its tags; ``keep`` returns it as it
    is, if it is no HTML."""
    if written.startswith("<!--"):
        return []
    tags = [read_tag(match[0]) for match in _TAG.finditer(written)]
    if not tags or None in tags:
        return [keep()]
    if any(tag and tag.name in _WHOLE for tag in tags):
        named.add(_LEFT_OUT, written)
        sources = [tag.attributes["src"] for tag in tags if tag and tag.attributes.get("src", "").startswith("http")]
        return [{"t": "Para", "c": [{"t": "Link", "c": [["", [], []], words(source), [source, ""]]}]}
                for source in sources]
    found: list[Any] = []
    position = 0
    for match, tag in zip(_TAG.finditer(written), tags, strict=True):
        found += words(html.unescape(written[position : match.start()]))
        found += [picture(tag)] if tag and tag.name == "img" else []
        position = match.end()
    found += words(html.unescape(written[position:]))
    return [{"t": "Para", "c": found}] if found else []


def _text(inline: Any) -> str:
    content = inline.get("c", " ")
    if inline["t"] in ("Str", "Code", "RawInline"):
        return content if isinstance(content, str) else str(content[1])
    inner = isinstance(content, list) and content and isinstance(content[0], dict)
    return "".join(map(_text, content)) if inner else " "
