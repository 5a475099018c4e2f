"""Take menus and lists of contents out of a web page: lists of links, which a site makes itself."""

from __future__ import annotations

from lxml.html import HtmlElement

MIN_LINKS = 3
MAX_SHOWN = 60  # signs of a menu that the report has


def take_menus(page: HtmlElement, taken: list[str]) -> list[str]:
    """Take out each part for navigation that shows nothing but links, and return how each begins.

    ``taken`` gets all of their lines.
    """
    begins = []
    for menu in [*page.iter("nav")]:
        links = [*menu.iter("a")]
        words = " ".join(menu.text_content().split())
        heading = " ".join("".join(each.text_content() for each in menu.iter("h1", "h2", "h3")).split())
        linked = " ".join(" ".join(link.text_content() for link in links).split())
        if len(links) >= MIN_LINKS and len(linked) + len(heading) + MIN_LINKS * 2 >= len(words) and (
                next(menu.iterancestors("main", "article"), None) is None or menu.get("role") == "doc-toc"):
            taken += filter(None, (" ".join(line.split()) for line in menu.itertext()))
            menu.drop_tree()
            begins.append(words if len(words) <= MAX_SHOWN else words[:MAX_SHOWN].rstrip() + " …")
    return begins
