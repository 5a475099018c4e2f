"""What a browser may do on a page of this site, and where a finder of a hole can write.

A Content-Security-Policy (CSP level 3) with the hash of every inline script of the finished pages, as a
``<meta>`` in each page and, with the other headers, as ``_headers`` (the form that Netlify and Cloudflare
Pages read; ``desk headers`` says the same to other servers). ``security.txt`` is RFC 9116. Knows HTML and
sources; where the files go is its caller's affair.

Hashes bless whatever stands in a page, so what an editor writes is looked through first (``against_policy``).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from lxml.etree import XPath, _Element

from hooks.source import Source

# Everything is refused that is not named. Pagefind's index is read by WebAssembly. No ‘unsafe-inline’: that
# is why tables carry classes (hooks/columns.py) and the theme's scripts carry hashes.
_DIRECTIVES = (
    ("default-src", "'none'"), ("script-src", "'self' 'wasm-unsafe-eval'"), ("style-src", "'self'"),
    ("img-src", "'self' data:"), ("connect-src", "'self'"), ("worker-src", "'self'"), ("font-src", "'self'"),
    ("base-uri", "'none'"), ("form-action", "'self'"),
)
# A <meta> cannot say it (CSP 3, 3.3): who may show the site in a frame.
_FRAMES = ("frame-ancestors", "'none'")
_HEADERS = (
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),  # for browsers that do not know frame-ancestors
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{power}=()" for power in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
        "payment", "usb"))),
)
# Where the name of a file follows from what is in it, so that nobody need ask for it twice (RFC 8246). Whatever else
# is cached is asked about each time, which is what hosts do where nothing is said.
FOR_EVER = "public, max-age=31536000, immutable"
_OF_AN_INDEX = ("filter", "fragment", "index")
_NAMED_BY_CONTENT = ("/assets/cards/*", "/assets/stylesheets/*", *(f"/pagefind/{each}/*" for each in _OF_AN_INDEX))
# Cloudflare cuts a longer line off, and with it the policy.
LONGEST_LINE = 2000

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S | re.I)
_ATTRIBUTE = re.compile(r"""\b(src|type)\s*=\s*["']?([^"'\s>]*)""", re.I)
# Any other type is data, which no browser runs and no policy concerns (HTML, "prepare the script element").
_RUN = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.I)

_NEVER = ("script", "style", "iframe", "frame", "object", "embed", "base", "link", "meta", "form")
_FETCHED = ("src", "srcset", "poster", "background", "data")
_ELSEWHERE = re.compile(r"\s*(?:https?:)?//", re.I)
# What a browser runs or shows as a page of its own. It skips control characters and spaces before and within the
# scheme (URL standard, 4.4).
_RUNS = re.compile(r"(?:javascript|vbscript|data):", re.I)
_SKIPPED = re.compile(r"[\x00-\x20]+")
# RFC 9116 recommends less than a year; a site that is not built again for longer has nobody who reads reports.
_EXPIRES = timedelta(days=360)


@dataclass
class Policy:
    """A site's policy, made page by page: ``page`` takes finished pages, ``headers`` gives what all of them need.

    Where ``blesses`` is false, no script that stands in a page is allowed: somebody's text holds one.
    """

    hashes: set[str] = field(default_factory=set)
    blesses: bool = True

    def page(self, html: str) -> str:
        """A finished page with its policy in its head, directly after its encoding: before anything is fetched."""
        own = self.allowed(html)
        self.hashes |= own
        metas = (f'<meta http-equiv="Content-Security-Policy" content="{_policy(own)}">'
                 '<meta name="referrer" content="no-referrer">')
        mark = _CHARSET.search(html)
        if mark is None:
            raise ValueError("a page states no encoding, so it has no place for its policy")
        return f"{html[:mark.end()]}{metas}{html[mark.end():]}"

    def allowed(self, html: str) -> set[str]:
        """The hashes of the scripts in a page that its policy allows."""
        return set(inline_hashes(html)) if self.blesses else set()

    def headers(self, parts: Iterable[str] = ()) -> str:
        """The file ``_headers``: a rule for every address, one for the data, and those for what never changes.

        ``parts`` are the folders of the search index that stand beside its first part. No two rules give one address
        the same header: hosts differ in which of them they send.
        """
        csp = ("Content-Security-Policy", _policy(self.hashes, _FRAMES))
        lines = ["/*", *(f"  {name}: {value}" for name, value in (csp, *_HEADERS))]
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValueError(f"_headers: a line is longer than {LONGEST_LINE} characters; some hosts cut it off")
        # What is there for other programs may be read from the pages of other sites.
        lines += ["/data/*", "  Access-Control-Allow-Origin: *"]
        for path in (*_NAMED_BY_CONTENT, *(f"/pagefind/{part}/{each}/*" for part in parts for each in _OF_AN_INDEX)):
            lines += [path, f"  Cache-Control: {FOR_EVER}"]
        return "\n".join(lines) + "\n"


def inline_hashes(html: str) -> Iterator[str]:
    """The source expression of each script that stands in the page itself, in its order."""
    for attributes, text in _SCRIPT.findall(html):
        given = {name.lower(): value for name, value in _ATTRIBUTE.findall(attributes)}
        if "src" not in given and given.get("type", "").lower() in _RUN:
            digest = hashlib.sha256(text.encode("utf-8")).digest()
            yield f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _policy(hashes: set[str], *more: tuple[str, str]) -> str:
    parts = []
    for name, sources in (*_DIRECTIVES, *more):
        parts.append(" ".join([name, sources, *(sorted(hashes) if name == "script-src" else [])]))
    return "; ".join(parts)


# The elements that one look is worth.
_LOOKED_AT = XPath("descendant::*[" + " or ".join([
    *(f"self::{tag}" for tag in _NEVER), "@style", "@*[starts-with(name(), 'on')]", *(f"@{name}" for name in _FETCHED),
    "@href", "@*[name() = 'xlink:href']", "@action", "@formaction",
]) + "]")


def against_policy(content: _Element) -> list[tuple[str, str]]:
    """What in a page's content (hooks/rendered.py, ``parse``) its policy would stop, or must not bless: how it looks in
    the source, and in words."""
    return [found for element in _LOOKED_AT(content) for found in _against(element)]


def _against(element: _Element) -> Iterator[tuple[str, str]]:
    tag = str(element.tag)
    if tag in _NEVER:
        yield f"<{tag}", f"a page's text cannot hold the element “{tag}”"
    for name, value in element.items():
        if name == "style" or name.startswith("on"):
            yield name, f"a page's text cannot hold the attribute “{name}”"
        elif name in _FETCHED and _ELSEWHERE.match(value) and tag not in _NEVER:
            yield value, f"“{value}” would be fetched from another site, which would learn who reads this page"
        elif name in ("href", "xlink:href", "action", "formaction") and _RUNS.match(_SKIPPED.sub("", value)):
            yield value, "a link cannot run a program, or hold a page of its own"


def place(source: Source, needle: str) -> tuple[int, int]:
    """Where in a page's source something that ``against_policy`` found stands: in its prose, else in raw HTML."""
    for text in (source.prose, source.text):
        found = re.search(re.escape(needle), text, re.I)
        if found:
            return source.place(found.start())
    return source.first_body_line, 1


def security_txt(contact: str | None, site_url: str | None, today: date) -> str | None:
    """The file ``.well-known/security.txt``, or None where the publisher has given no address to write to.

    ``contact`` is a mail address or a web address; anything else is no contact that RFC 9116 admits.
    """
    contact = (contact or "").strip()
    if not contact.startswith(("https://", "mailto:")):
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", contact):
            return None
        contact = f"mailto:{contact}"
    lines = [f"Contact: {contact}", f"Expires: {today + _EXPIRES}T00:00:00Z", "Preferred-Languages: en"]
    if site_url:
        lines.append(f"Canonical: {site_url.rstrip('/')}/.well-known/security.txt")
    return "\n".join(lines) + "\n"
