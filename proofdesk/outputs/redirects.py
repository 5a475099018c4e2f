"""Make the page at the old address of a renamed page.

mkdocs-redirects would escape nothing, and give each page an inline script of its own, which the policy would have to
allow one by one. All pages share redirect.js instead, and without JavaScript the page still redirects.
"""

from __future__ import annotations

from urllib.parse import urljoin

from markupsafe import Markup
from mkdocs.utils import get_relative_url

from proofdesk.common.language import _, spoken

_PAGE = Markup("""\
<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
    <meta charset="utf-8">
    <title>{title}</title>
    <link rel="canonical" href="{canonical}">
    <meta name="robots" content="noindex">
    <meta http-equiv="refresh" content="0; url={url}">
</head>
<body>
{words}
<script src="{up}assets/redirect.js"></script>
</body>
</html>
""")


def redirect_page(target: str, old: str, site_url: str) -> str:
    """Return the page at the address ``old`` within the site.

    ``target`` is an address within the site too, or that of another site. ``site_url`` may be empty.
    """
    url = target if target.startswith(("https://", "http://")) else get_relative_url(target, old)
    canonical = urljoin(urljoin(site_url, old), url) if site_url else url
    words = Markup(_("You're being redirected to a <a href=\"%(address)s\">new destination</a>.")) % {"address": url}
    return str(_PAGE.format(
        language=spoken().code, direction=spoken().direction, title=_("Redirecting..."), words=words, url=url,
        canonical=canonical, up="../" * old.count("/")))
