"""Make the Content-Security-Policy (CSP level 3) of each page and the file ``_headers``.

No inline script is allowed: templates load files, and content holds no script (``content/safe_html``). The policy is a
``<meta>`` in each page and, with the other headers, in ``_headers``, which Netlify and Cloudflare Pages read;
``desk headers`` translates that for other servers.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from proofdesk.common.errors import UserError
from proofdesk.content.structure.unbroken import keep_together

_SCRIPTS = "script-src 'self'"
# All that is not named is refused. There is no ‘unsafe-inline’, so tables are aligned by classes
# (content/structure/table_alignment.py).
_DIRECTIVES = (
    ("default-src", "'none'"), ("script-src", "'self'"), ("style-src", "'self'"),
    ("img-src", "'self' data:"), ("connect-src", "'self'"), ("worker-src", "'none'"), ("font-src", "'self'"),
    ("manifest-src", "'self'"),
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
_NAMED_BY_CONTENT = ("/assets/cards/*", "/assets/stylesheets/*")
# To the end of the page if nothing ends it, so that no second look begins within it.
_SCRIPT = re.compile(r"<script\b([^>]*)(?:>(.*?)(?:(</script>)|\Z)|\Z)", re.S | re.I)
_ATTRIBUTE = re.compile(r"""\b(src|type)\s*=\s*["']?([^"'\s>]*)""", re.I)
# Scripts of other types are data, which browsers do not run (HTML, "prepare the script element").
_SCRIPT_TYPES = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.I)


def finish_page(html: str) -> str:
    """Return a page as it is published: with its policy directly after its encoding, and no line ends amid a name."""
    metas = _POLICY_META + '<meta name="referrer" content="no-referrer">'
    mark = _CHARSET.search(html)
    if mark is None:
        raise UserError("a page states no encoding, so it has no place for its policy (begin the template that renders "
                        "it with `{% extends \"main.html\" %}`, or name another as the `template` of the page)")
    return f"{html[:mark.end()]}{metas}{keep_together(html[mark.end():])}"


def headers_file(site_url: str = "") -> str:
    """Return the file ``_headers``: a rule for all addresses, one for the data, and those for immutable files.

    No two rules set the same header for one address, as hosts differ in which of them they send. A host reads the file
    at its root alone, so below a path each rule begins with that path, and the file says where it goes.
    """
    base = urlsplit(site_url).path.rstrip("/")
    headers = (("Content-Security-Policy", _policy(_FRAMES)), *_HEADERS)
    lines = [f"{base}/*", *(f"  {name}: {value}" for name, value in headers)]
    if base:
        lines.insert(0, f"# For the root of the host; this site is below it, at {base}/ "
                     "(docs/maintaining.md of Proofdesk).")
    # The data is for other programs, so pages of other sites may read it.
    lines += [f"{base}/data/*", "  Access-Control-Allow-Origin: *"]
    for path in _NAMED_BY_CONTENT:
        lines += [base + path, f"  Cache-Control: {IMMUTABLE}"]
    return "\n".join(lines) + "\n"


def allow_script(html: str, script: str) -> str:
    """Return a page whose policy allows one more script, which a server adds to it, by its hash (CSP 3, 2.3.1)."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return html.replace(_POLICY_META, _POLICY_META.replace(_SCRIPTS, f"{_SCRIPTS} 'sha256-{digest}'"), 1)


def inline_scripts(html: str) -> Iterator[str]:
    """Yield the text of each inline script of a page that a browser would run if its policy allowed it."""
    for attributes, text, end in _SCRIPT.findall(html):
        given = {name.lower(): value for name, value in _ATTRIBUTE.findall(attributes)}
        if end and "src" not in given and given.get("type", "").lower() in _SCRIPT_TYPES:
            yield text


def _policy(*more: tuple[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in (*_DIRECTIVES, *more))


_POLICY_META = f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">'
