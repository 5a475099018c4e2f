"""Addresses that have moved: what an editor wrote of them, checked, and the page that stands at the old one.

mkdocs-redirects writes that page with a script of its own for each, which the site's policy would have to bless one by
one; all of them share docs/assets/redirect.js instead. Without JavaScript the page still leads on.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urljoin

from hooks.problems import Problem, did_you_mean

_SCRIPT = re.compile(r"<script>.*?</script>", re.S)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)">')


def check(moves: dict[str, str], pages: Collection[str], config: str, name: str) -> list[Problem]:
    """What is wrong with the moves that ``config``, the text of the file ``name``, states. Paths are from docs/."""
    problems: list[Problem] = []
    for old, new in moves.items():
        target = str(new).partition("#")[0]
        if old in pages:
            problems.append(Problem(name, *place(config, old), "redirect-over-page",
                                    f"“{old}” is a page, and a redirect would take its place",
                                    "take the line out, or rename the page"))
        elif not old.endswith(".md"):
            problems.append(Problem(name, *place(config, old), "bad-redirect", f"“{old}” is no page's file",
                                    "write the old file as it was, from docs/: `articles/old-name.md`"))
        if not target.startswith(("https://", "http://")) and target not in pages:
            problems.append(Problem(name, *place(config, str(new)), "bad-redirect",
                                    f"“{old}” leads to “{target}”, which is no page", did_you_mean(target, pages)))
    return problems


def place(config: str, needle: str) -> tuple[int, int]:
    """Where in ``mkdocs.yml`` something stands that is no remark; its beginning where it does not."""
    for number, line in enumerate(config.splitlines(), 1):
        if needle in line and not line.lstrip().startswith("#"):
            return number, line.index(needle) + 1
    return 1, 1


def stub(html: str, old: str, site_url: str) -> str:
    """The page at an old address as it can stand under the site's policy. ``old`` is its file, from the site's root."""
    up = "../" * old.count("/")
    html = _SCRIPT.sub('<meta name="robots" content="noindex">', html)
    html = html.replace("</body>", f'<script src="{up}assets/redirect.js"></script>\n</body>')
    if site_url:
        base = urljoin(site_url, old.removesuffix("index.html"))
        html = _CANONICAL.sub(lambda found: f'<link rel="canonical" href="{urljoin(base, found[1])}">', html)
    return html.lstrip()
