"""Read the addresses and anchors of a finished file, HTML, SVG, CSS, sitemap or feed, and keep them."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from proofdesk.common.cache import Cache, code_fingerprint
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
_CSS = re.compile(r"""(?:\burl\(\s*|@import\s+)(?:"([^"]*)"|'([^']*)'|([^"'\s)]+)\s*\))""", re.I)
_CANDIDATE = re.compile(r"[\s,]*(\S+)")
_ADDRESS_ELEMENTS = frozenset({"loc", "link", "url", "docs", "comments", "guid"})
_END = "\0"  # of an address; in one, browsers write it as “%00”
_FEED_VERSION = "https://jsonfeed.org/version/"


class FileAddresses(NamedTuple):
    """The distinct addresses of a file, without those of its own anchors, the line of each, and its anchors.

    Each anchor is between two ends of lines.
    """

    addresses: Sequence[str]
    lines: Sequence[int]
    anchors: str

    def packed(self) -> tuple[str, bytes, str]:
        """Return them as a cache keeps them, in parts that are read again without a look at each address."""
        return _END.join(self.addresses), struct.pack(f"<{len(self.lines)}I", *self.lines), self.anchors

    @classmethod
    def unpacked(cls, addresses: str, lines: BytesLike, anchors: str) -> FileAddresses:
        """Return what was ``packed``."""
        found = struct.unpack(f"<{len(lines) // 4}I", lines)
        return cls(addresses.split(_END) if found else [], found, anchors)


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
        found = _of_css(content.decode("utf-8", "replace"))
    else:
        found = _of_json(content)
    return _distinct(found, [])


def addresses_of(root: Any) -> FileAddresses:
    """Return the addresses of a page or drawing that is parsed already."""
    anchors: list[str] = []
    return _distinct([*_of_elements(root, anchors)], anchors)


def _distinct(found: Iterable[tuple[str, int]], anchors: list[str]) -> FileAddresses:
    """Return each address with the first line that has it, without those of a file's own anchors."""
    own, first = {f"#{anchor}" for anchor in anchors}, dict[str, int]()
    for text, line in found:
        if text not in own:
            first.setdefault(text.replace(_END, "%00"), line)
    return FileAddresses([*first], [*first.values()], "\n".join(["", *anchors, ""]))


def _parse(content: bytes, *, html: bool) -> Any:
    """Return the root element; None for an empty file."""
    parser: Any = etree.HTMLParser(encoding="utf-8") if html else etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None


def _of_elements(root: Any, anchors: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the addresses of all elements with their lines, and add what can be led to to ``anchors``."""
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
        tag = element.tag
        if tag == "a" and element.get("name"):
            anchors.append(element.get("name"))
        elif tag == "meta":
            yield from ((address, element.sourceline or 1) for address in _of_meta(element))
        elif tag == "object" and element.get("data"):
            yield element.get("data"), element.sourceline or 1
        elif tag == "style" and element.text:
            yield from ((address, (element.sourceline or 1) + place - 1) for address, place in _of_css(element.text))


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


class SeenFile(NamedTuple):
    """A file that was read: what identifies its content for the build, and hashes of its content and its anchors.

    If each of its addresses leads somewhere, ``leads`` has the files of whose anchors it names one, else it is None.
    """

    digest: str
    content: str
    anchors: str
    leads: list[str] | None = None


class SeenFiles(NamedTuple):
    """The files of a site that was checked. ``places`` identifies the set of all its files."""

    places: str
    files: Mapping[str, SeenFile]


class KnownAddresses:
    """The addresses of finished files by their content, kept in a folder so that no content is read twice.

    Kept too are the files of the site that was checked last: a page that stays the same needs no second look as long
    as all files and the anchors that it leads to are there.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._cache = Cache(folder, code_fingerprint("checks")) if folder else None

    def read(self, content: bytes, digest: str, kind: str) -> FileAddresses:
        """Return the addresses of a file with this content, from the cache if it was read before."""
        hit = self._cache.load((kind, digest)) if self._cache else None
        if hit is not None:
            return FileAddresses.unpacked(hit.text, hit.parts[1], hit.text_of(2))
        found = read_addresses(content, kind)
        if self._cache:
            self._cache.store((kind, digest), *found.packed())
        return found

    def note(self, html: str, root: Any = None) -> None:
        """Keep the addresses of a page for when the finished site is checked. ``root`` is its tree, if it is parsed."""
        content = html.encode("utf-8", "replace")
        if self._cache and not self._cache.has(key := ("html", sha256(content).hexdigest())):
            found = read_addresses(content, "html") if root is None else addresses_of(root)
            self._cache.store(key, *found.packed())

    @property
    def kept(self) -> SeenFiles | None:
        """Return the files of the site that was checked last; None if that is not known."""
        hit = self._cache.load("site") if self._cache else None
        if not hit:
            return None
        places, names, files = json.loads(hit.text)
        return SeenFiles(places, {
            name: SeenFile(digest, content, anchors, None if leads is None else [names[number] for number in leads])
            for name, (digest, content, anchors, leads) in zip(names, files, strict=True)})

    def keep(self, seen: SeenFiles) -> None:
        """Keep the files of the site that was just checked. Names are stored once, as a list leads to many files."""
        if self._cache:
            numbers = {name: number for number, name in enumerate(seen.files)}
            files = [(*each[:3], None if each.leads is None else [numbers[name] for name in each.leads])
                     for each in seen.files.values()]
            self._cache.store("site", json.dumps([seen.places, [*numbers], files]))

