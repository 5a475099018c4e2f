"""Make the Content-Security-Policy (CSP level 3) of each page and the file ``_headers``.

The policy allows every inline script of the finished pages by its hash, so authored content is checked for scripts
first (``checks/unsafe_html.py``). It is a ``<meta>`` in each page and, with the other headers, in ``_headers``, which
Netlify and Cloudflare Pages read; ``desk headers`` translates that for other servers.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# All that is not named is refused. Pagefind needs WebAssembly. There is no ‘unsafe-inline’, so tables are aligned by
# classes (content/table_alignment.py) and the theme's scripts have hashes.
_DIRECTIVES = (
    ("default-src", "'none'"), ("script-src", "'self' 'wasm-unsafe-eval'"), ("style-src", "'self'"),
    ("img-src", "'self' data:"), ("connect-src", "'self'"), ("worker-src", "'self'"), ("font-src", "'self'"),
    ("base-uri", "'none'"), ("form-action", "'self'"),
)
# Browsers ignore it in a <meta> (CSP 3, 3.3), so it is sent as a header only.
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
# Files named by their content never change (RFC 8246). For all others, hosts make browsers revalidate by default.
IMMUTABLE = "public, max-age=31536000, immutable"
_INDEX_DIRS = ("filter", "fragment", "index")
_NAMED_BY_CONTENT = ("/assets/cards/*", "/assets/stylesheets/*", *(f"/pagefind/{each}/*" for each in _INDEX_DIRS))
# Cloudflare truncates longer lines, and so the policy.
LONGEST_LINE = 2000

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S | re.I)
_ATTRIBUTE = re.compile(r"""\b(src|type)\s*=\s*["']?([^"'\s>]*)""", re.I)
# Scripts of other types are data, which browsers do not run (HTML, "prepare the script element").
_SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.I)


@dataclass
class Policy:
    """A site's policy, made page by page: ``page`` adds it to a finished page, ``headers`` returns that of all.

    ``allow_inline_scripts`` is false if authored content has a script: then no inline script is allowed.
    """

    hashes: set[str] = field(default_factory=set)
    allow_inline_scripts: bool = True

    def page(self, html: str) -> str:
        """Return a finished page with its policy, directly after its encoding: before anything is fetched."""
        own = self.allowed(html)
        self.hashes |= own
        metas = (f'<meta http-equiv="Content-Security-Policy" content="{_policy(own)}">'
                 '<meta name="referrer" content="no-referrer">')
        mark = _CHARSET.search(html)
        if mark is None:
            raise ValueError("a page states no encoding, so it has no place for its policy")
        return f"{html[:mark.end()]}{metas}{html[mark.end():]}"

    def allowed(self, html: str) -> set[str]:
        """Return the hashes of the scripts in a page that its policy allows."""
        return set(inline_hashes(html)) if self.allow_inline_scripts else set()

    def headers(self, parts: Iterable[str] = ()) -> str:
        """Return the file ``_headers``: a rule for all addresses, one for the data, and those for immutable files.

        ``parts`` are the further folders of the search index. No two rules set the same header for one address,
        as hosts differ in which of them they send.
        """
        csp = ("Content-Security-Policy", _policy(self.hashes, _FRAMES))
        lines = ["/*", *(f"  {name}: {value}" for name, value in (csp, *_HEADERS))]
        if any(len(line) > LONGEST_LINE for line in lines):
            raise ValueError(f"_headers: a line is longer than {LONGEST_LINE} characters; some hosts cut it off")
        # The data is for other programs, so pages of other sites may read it.
        lines += ["/data/*", "  Access-Control-Allow-Origin: *"]
        for path in (*_NAMED_BY_CONTENT, *(f"/pagefind/{part}/{each}/*" for part in parts for each in _INDEX_DIRS)):
            lines += [path, f"  Cache-Control: {IMMUTABLE}"]
        return "\n".join(lines) + "\n"


def inline_hashes(html: str) -> Iterator[str]:
    """Yield the source expression of each inline script of a page, in order."""
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
