"""Addresses that have moved: what an editor wrote of them, checked, and the page that stands at the old one.

mkdocs-redirects writes that page with a script of its own for each, which the site's policy would have to bless one by
one; all of them share redirect.js instead. Without JavaScript the page still leads on.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

_SCRIPT = re.compile(r"<script>.*?</script>", re.S)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')


def stub(html: str, old: str, site_url: str) -> str:
    """The page at an old address as it can stand under the site's policy. ``old`` is its file, from the site's root."""
    up = "../" * old.count("/")
    html = _SCRIPT.sub('<meta name="robots" content="noindex">', html)
    html = html.replace("</body>", f'<script src="{up}assets/redirect.js"></script>\n</body>')
    if site_url:
        base = urljoin(site_url, old.removesuffix("index.html"))
        html = _CANONICAL.sub(lambda found: f'<link rel="canonical" href="{urljoin(base, found[1])}">', html)
    return html.lstrip()
