"""Rewrite the pages that mkdocs-redirects writes at old addresses.

The plugin gives each page an inline script of its own, which the policy would have to allow one by one. All share
redirect.js instead, and without JavaScript the page still redirects.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

_SCRIPT = re.compile(r"<script>.*?</script>", re.S)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')


def redirect_page(html: str, old: str, site_url: str) -> str:
    """Return the page at an old address without inline script. ``old`` is its file, from the site's root."""
    up = "../" * old.count("/")
    html = _SCRIPT.sub('<meta name="robots" content="noindex">', html)
    html = html.replace("</body>", f'<script src="{up}assets/redirect.js"></script>\n</body>')
    if site_url:
        base = urljoin(site_url, old.removesuffix("index.html"))
        html = _CANONICAL.sub(lambda found: f'<link rel="canonical" href="{urljoin(base, found[1])}">', html)
    return html.lstrip()
