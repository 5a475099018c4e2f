"""Read the addresses and anchors of a finished file, HTML, SVG, CSS, sitemap or feed, and keep them."""

from __future__ import annotations

import json
import re
import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from lxml import etree

from proofdesk.common.files import BytesLike

READABLE = ("html", "css", "svg", "xml", "json")
_LINKS = frozenset({"href", "xlink:href", "{http://www.w3.org/1999/xlink}href", "src", "poster", "background",
                    "action", "formaction", "longdesc"})
_SETS = frozenset({"srcset", "imagesrcset"})
_PAINT = frozenset({"style", "fill", "stroke", "clip-path", "mask", "filter", "marker-start", "marker-mid",
                    "marker-end", "cursor"})
_META = re.compile(r"(og|twitter):(image|url|video|audio|player)(:url|:secure_url)?|msapplication-.*image|thumbnail")
_REFRESH = re.compile(r"[\d.\s]*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.I)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_CSS = re.compile(r"""(?:\burl\(\s*|@import\s+(?!url\())(?:"([^"]*)"|'([^']*)'|([^"'\s)]+)\s*\))""", re.I)
_CANDIDATE = re.compile(r"[\s,]*(\S+)")
_OUTSIDE = re.compile(r"\s*(?:https?:)?//", re.I)
# What a browser asks for by itself, while the page is read: by attribute, and by the `rel` of a link.
_FETCHED = _SETS | _PAINT | {"src", "poster", "background", "data"}
_FETCHED_LINKS = frozenset({"stylesheet", "icon", "apple-touch-icon", "mask-icon", "preload", "modulepreload",
                            "prefetch", "preconnect", "dns-prefetch", "manifest", "prerender"})
_ADDRESS_ELEMENTS = frozenset({"loc", "link", "url", "docs", "comments", "guid"})
_END = "\0"  # of an address; in one, browsers write it as “%00”
_FEED_VERSION = "https://jsonfeed.org/version/"


class FileAddresses(NamedTuple):
    """The distinct addresses of a file, without those of its own anchors, the line of each, and its anchors.

    Each anchor is between two ends of lines. ``fetched`` are the addresses of other sites, or the whole ones of this,
    that a browser asks for by itself; ``repeated`` are the ids of more than one element.
    """

    addresses: Sequence[str]
    lines: Sequence[int]
    anchors: str
    fetched: Sequence[str] = ()
    repeated: Sequence[str] = ()

    def packed(self) -> tuple[str, bytes, str, str, str]:
        """Return them as a cache keeps them, in parts that are read again without a look at each address."""
        return (_END.join(self.addresses), struct.pack(f"<{len(self.lines)}I", *self.lines), self.anchors,
                _END.join(self.fetched), _END.join(self.repeated))

    @classmethod
    def unpacked(cls, addresses: str, lines: BytesLike, anchors: str, fetched: str, repeated: str) -> FileAddresses:
        """Return what was ``packed``."""
        found = struct.unpack(f"<{len(lines) // 4}I", lines)
        each, asked, twice = (text.split(_END) if text else [] for text in (addresses, fetched, repeated))
        return cls(each, found, anchors, asked, twice)


def read_addresses(content: bytes, kind: str) -> FileAddresses:
    """Return the addresses of a finished file of a ``READABLE`` kind."""
    found: Iterator[tuple[str, int]]
    if kind in ("html", "svg"):
        root = _parse(content, html=kind == "html")
        return FileAddresses([], [], "") if root is None else addresses_of(root)
    if kind == "xml":
        root = _parse(content, html=False)
        found = iter(()) if root is None else _of_feed(root)
    elif kind == "css":
        styles = [*_of_css(content.decode("utf-8", "replace"))]
        return _distinct(styles, [], [address for address, _ in styles if _OUTSIDE.match(address)])
    else:
        found = _of_json(content)
    return _distinct(found, [])


def addresses_of(root: Any) -> FileAddresses:
    """Return the addresses of a page or drawing that is parsed already."""
    anchors: list[str] = []
    fetched: list[str] = []
    return _distinct([*_of_elements(root, anchors, fetched)], anchors, fetched)


def _distinct(found: Iterable[tuple[str, int]], anchors: list[str], fetched: Iterable[str] = ()) -> FileAddresses:
    """Return each address with the first line that has it, without those of a file's own anchors."""
    own, first = {f"#{anchor}" for anchor in anchors}, dict[str, int]()
    for text, line in found:
        if text not in own:
            first.setdefault(text.replace(_END, "%00"), line)
    repeated = [name for name, times in Counter(anchors).items() if times > 1] if len(own) < len(anchors) else []
    lines = "\n".join(["", *anchors, ""])
    return FileAddresses([*first], [*first.values()], lines, [*dict.fromkeys(fetched)], repeated)


def _parse(content: bytes, *, html: bool) -> Any:
    """Return the root element; None for an empty file."""
    parser: Any = etree.HTMLParser(encoding="utf-8") if html else etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None


def _of_elements(root: Any, anchors: list[str], fetched: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the addresses of all elements with their lines; add what can be led to to ``anchors``.

    What a browser asks of another place is added to ``fetched``.
    """
    for element in root.iter(etree.Element):
        for name, value in element.items():
            if name == "id":
                anchors.append(value)
            elif name in _LINKS:
                yield value, element.sourceline or 1
            elif name in _SETS:
                yield from ((address, element.sourceline or 1) for address in _candidates(value))
            elif name in _PAINT and "url(" in value:
                yield from ((address, element.sourceline or 1) for address, _ in _of_css(value))
            if "//" in value and _is_fetched(name, element):
                each = _candidates(value) if name in _SETS else [url for url, _ in _of_css(value)] or [value]
                fetched += filter(_OUTSIDE.match, each)
        tag = element.tag
        if tag == "a" and (anchor := element.get("name")) and anchor != element.get("id"):
            anchors.append(anchor)
        elif tag == "meta":
            yield from ((address, element.sourceline or 1) for address in _of_meta(element))
        elif tag == "object" and element.get("data"):
            yield element.get("data"), element.sourceline or 1
        elif tag == "style" and element.text:
            styles = [*_of_css(element.text)]
            yield from ((address, (element.sourceline or 1) + place - 1) for address, place in styles)
            fetched += [address for address, _ in styles if _OUTSIDE.match(address)]


def _is_fetched(name: str, element: Any) -> bool:
    """Return whether a browser asks for the address in an attribute by itself."""
    if not name.endswith("href"):
        return name in _FETCHED
    if element.tag == "link":
        return not _FETCHED_LINKS.isdisjoint((element.get("rel") or "").lower().split())
    return element.tag.rpartition("}")[2] in ("image", "use")


def _of_meta(element: Any) -> Iterator[str]:
    content = element.get("content") or ""
    if (element.get("http-equiv") or "").lower() == "refresh":
        match = _REFRESH.match(content)
        if match:
            yield match[1].strip()
    elif _META.fullmatch((element.get("property") or element.get("name") or "").lower()) and content:
        yield content


def _candidates(srcset: str) -> Iterator[str]:
    """Yield the addresses of a ``srcset``, as browsers divide it: an address may have commas inside."""
    place = 0
    while match := _CANDIDATE.match(srcset, place):
        address = match[1]
        place = match.end()
        if address.rstrip(","):
            yield address.rstrip(",")
        if not address.endswith(","):
            comma = srcset.find(",", place)
            if comma < 0:
                return
            place = comma


def _of_css(css: str) -> Iterator[tuple[str, int]]:
    """Yield the addresses of CSS with their lines."""
    css = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)
    for match in _CSS.finditer(css):
        yield match[1] or match[2] or match[3] or "", css.count("\n", 0, match.start()) + 1


def _of_feed(root: Any) -> Iterator[tuple[str, int]]:
    """Yield every address of a sitemap or feed. An identity is no address."""
    for element in root.iter(etree.Element):
        line = element.sourceline or 1
        name = etree.QName(element).localname
        yield from ((value, line) for key, value in element.items() if key in ("href", "url", "src"))
        text = (element.text or "").strip()
        if name in _ADDRESS_ELEMENTS and text and element.get("isPermaLink") != "false":
            yield text, line


def _of_json(content: bytes) -> Iterator[tuple[str, int]]:
    """Yield the addresses of a JSON feed; none of another JSON file."""
    if _FEED_VERSION.encode("ascii") not in content[:200]:
        return
    stack: list[Any] = [json.loads(content)]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield from ((each, 1) for name, each in value.items()
                        if isinstance(each, str) and name.endswith(("url", "image", "icon")))
            stack += value.values()
        elif isinstance(value, list):
            stack += value
