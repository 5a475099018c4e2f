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
IMMUTABLE = "public, max-age=31536000, immutable"
_INDEX_DIRS = ("filter", "fragment", "index")
_NAMED_BY_CONTENT = ("/assets/cards/*", "/assets/stylesheets/*", *(f"/pagefind/{each}/*" for each in _INDEX_DIRS))
# Cloudflare cuts a longer line off, and with it the policy.
LONGEST_LINE = 2000

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S | re.I)
_ATTRIBUTE = re.compile(r"""\b(src|type)\s*=\s*["']?([^"'\s>]*)""", re.I)
# Any other type is data, which no browser runs and no policy concerns (HTML, "prepare the script element").
_SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.I)


@dataclass
class Policy:
    """A site's policy, made page by page: ``page`` takes finished pages, ``headers`` gives what all of them need.

    Where ``blesses`` is false, no script that stands in a page is allowed: somebody's text holds one.
    """

    hashes: set[str] = field(default_factory=set)
    allow_inline_scripts: bool = True

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
        return set(inline_hashes(html)) if self.allow_inline_scripts else set()

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
        for path in (*_NAMED_BY_CONTENT, *(f"/pagefind/{part}/{each}/*" for part in parts for each in _INDEX_DIRS)):
            lines += [path, f"  Cache-Control: {IMMUTABLE}"]
        return "\n".join(lines) + "\n"


def inline_hashes(html: str) -> Iterator[str]:
    """The source expression of each script that stands in the page itself, in its order."""
    for attributes, text in _SCRIPT.findall(html):
        given = {name.lower(): value for name, value in _ATTRIBUTE.findall(attributes)}
        if "src" not in given and given.get("type", "").lower() in _SCRIPT_TYPES:
            digest = hashlib.sha256(text.encode("utf-8")).digest()
            yield f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _policy(hashes: set[str], *more: tuple[str, str]) -> str:
    parts = []
    for name, sources in (*_DIRECTIVES, *more):
        parts.append(" ".join([name, sources, *(sorted(hashes) if name == "script-src" else [])]))
    return "; ".join(parts)
