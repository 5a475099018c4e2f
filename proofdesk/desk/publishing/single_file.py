"""Write a page of a built site as one HTML file, which opens from a mail, offline, and asks nobody for anything.

Styles, programs and pictures are within it, and its policy allows these and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
from collections.abc import Callable, Collection, Iterator
from html import escape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.html
from lxml.html import HtmlElement

from proofdesk.common.errors import cannot
from proofdesk.desk.publishing.page_notes import (
    CSS,
    JS,
    PageFacts,
    notes_markup,
    preview_line,
    program,
    style,
)

_ORIGIN = "https://site.invalid/"  # addresses within the site are resolved against it
_URL = re.compile(r"""url\(\s*("[^"]*"|'[^']*'|[^"')\s]*)\s*\)""")
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"')\s;]+)["']?\s*\)?\s*;""")
# What needs the other pages of the site, or the site's address.
_NEEDS_SITE = ("//dialog[@id='search'] | //*[@id='site-nav'] | //*[@popovertarget='site-nav'] |"
               " //button[contains(@class, 'search-open')] | //script[contains(@src, 'assets/search')] |"
               " //link[contains(@href, 'assets/search')] | //meta[@http-equiv] | //meta[@property] |"
               " //meta[starts-with(@name, 'citation_')] | //script[@type='application/ld+json'] |"
               " //link[not(contains(concat(' ', @rel, ' '), ' stylesheet '))]")


class _Site:
    """The files of a built site, as one of its pages addresses them."""

    def __init__(self, folder: Path, page_url: str) -> None:
        self._folder, self._base = folder, urljoin(_ORIGIN, page_url)

    def resolve(self, address: str, base: str = "") -> str:
        """Return an address from the site's root, such as “assets/site.css”; empty if it leads elsewhere."""
        full = urljoin(base or self._base, address.strip())
        return full.removeprefix(_ORIGIN) if full.startswith(_ORIGIN) else ""

    def owns(self, address: str) -> bool:
        return urljoin(self._base, address).startswith(_ORIGIN)

    def read(self, address: str) -> bytes | None:
        """Return a file by its address from the root, or None. Raises UserError if it is unreadable."""
        file = self._folder / unquote(urlsplit(address).path)
        if not file.resolve().is_relative_to(self._folder.resolve()) or not file.is_file():
            return None
        try:
            return file.read_bytes()
        except OSError as error:
            raise cannot("read", file, error) from error

    def text(self, address: str) -> str:
        return (self.read(address) or b"").decode("utf-8-sig", "replace")

    def data(self, address: str, base: str = "") -> str | None:
        """Return a file of the site as an address that holds it, or None if it is not of the site."""
        where = self.resolve(address, base)
        content = self.read(where) if where else None
        if content is None:
            return None
        kind = mimetypes.guess_type(urlsplit(where).path)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"

    def css(self, address: str) -> str:
        """Return a style sheet with what it addresses within it."""
        base = urljoin(_ORIGIN, address)
        text = _IMPORT.sub(lambda found: self.css(self.resolve(found[1], base)), self.text(address))

        def held(found: re.Match[str]) -> str:
            stated = found[1].strip("\"'")
            data = None if stated.startswith(("data:", "#")) else self.data(stated, base)
            return f'url("{data}")' if data else found[0]

        return _URL.sub(held, text)


def single_file(folder: Path, page_url: str, facts: PageFacts, site_url: str, drafts: Collection[str] = ()) -> str:
    """Return a page of the site in ``folder`` as one file, with a reviewer's notes in it.

    Links to other pages lead to ``site_url``, or nowhere if the site has no address yet. The lists around the text name
    none of the ``drafts``, by their addresses: who reviews one need not know of the others.
    """
    site = _Site(folder, page_url)
    html = (folder / unquote(page_url) / "index.html").read_text(encoding="utf-8")
    page = lxml.html.document_fromstring(html)
    for element in page.xpath(_NEEDS_SITE):
        element.drop_tree()
    _drop_others(page, site, {*drafts} - {page_url})
    _lead_links(page, site, page_url, site_url)
    for element in page.xpath("//img | //source | //video | //audio | //track | //input[@type='image']"):
        _hold(element, site)
    head, body = page.find("head"), page.find("body")
    body.insert(0, lxml.html.fragment_fromstring(f'<p class="preview-line">{escape(preview_line(facts))}</p>'))
    for element in lxml.html.fragments_fromstring(notes_markup(facts)):
        body.append(element)
    own: dict[str, Callable[[], str]] = {CSS: style, JS: program}
    _inline_styles(page, site, own)
    _inline_programs(page, site, own)
    if not head.xpath("meta[@name='robots']"):
        head.insert(0, lxml.html.fragment_fromstring('<meta name="robots" content="noindex">'))
    for meta in head.xpath("meta[@charset]"):
        meta.drop_tree()
    policy = lxml.html.Element("meta", {"http-equiv": "Content-Security-Policy", "content": _policy(page)})
    head.insert(0, policy)
    head.insert(0, lxml.html.Element("meta", {"charset": "utf-8"}))
    return str(lxml.html.tostring(page, doctype="<!doctype html>", encoding="unicode"))


def _drop_others(page: HtmlElement, site: _Site, drafts: Collection[str]) -> None:
    """Take links to other drafts from the lists around a page, with what is said of them."""
    for link in page.xpath("//nav//a[@href]"):
        if site.resolve(urldefrag(link.get("href"))[0]) not in drafts:
            continue
        nav = next(link.iterancestors("nav"))
        around = next((each for each in link.iterancestors("li", "p") if len(each.xpath(".//a")) == 1), None)
        if around is None and (mark := link.getnext()) is not None and "draft" in (mark.get("class") or "").split():
            mark.drop_tree()
        (link if around is None else around).drop_tree()
        if not nav.xpath(".//a"):
            nav.drop_tree()


def _lead_links(page: HtmlElement, site: _Site, page_url: str, site_url: str) -> None:
    for link in page.xpath("//a[@href] | //area[@href]"):
        where, fragment = urldefrag(link.get("href"))
        if not where or not site.owns(where):
            continue
        address = site.resolve(where)
        if address == page_url:
            link.set("href", f"#{fragment}")
        elif site_url:
            link.set("href", urljoin(site_url, address) + (f"#{fragment}" if fragment else ""))
        else:
            del link.attrib["href"]
            link.set("title", "Another page of the site, which is not in this file")


def _hold(element: HtmlElement, site: _Site) -> None:
    """Put what an element shows into the page itself."""
    for name in ("src", "poster"):
        if data := site.data(element.get(name)) if element.get(name) else None:
            element.set(name, data)
    if stated := element.get("srcset"):
        parts = [part.split() for part in re.split(r",\s+", stated) if part.strip()]
        element.set("srcset", ", ".join(" ".join([site.data(address) or address, *size]) for address, *size in parts))
    if element.get("loading"):
        del element.attrib["loading"]


def _inline_styles(page: HtmlElement, site: _Site, own: dict[str, Callable[[], str]]) -> None:
    for link in page.xpath("//link[@rel='stylesheet']"):
        stated = link.get("href", "")
        text = own[stated]() if stated in own else site.css(site.resolve(stated))
        made = lxml.html.Element("style")
        if media := link.get("media"):
            made.set("media", media)
        made.text = re.sub(r"</(?=style)", r"<\\/", text, flags=re.I)
        made.tail = link.tail
        link.getparent().replace(link, made)


def _inline_programs(page: HtmlElement, site: _Site, own: dict[str, Callable[[], str]]) -> None:
    body = page.find("body")
    for script in page.xpath("//script[@src]"):
        stated = script.get("src")
        text = own[stated]() if stated in own else site.text(site.resolve(stated))
        del script.attrib["src"]
        script.text = re.sub(r"<(?=/script|!--)", r"\\x3c", text, flags=re.I)
        if script.attrib.pop("defer", None) is not None:  # a program within the page does not wait, so it comes last
            tail, script.tail = script.tail, None
            previous = script.getprevious()
            if tail and previous is not None:
                previous.tail = (previous.tail or "") + tail
            body.append(script)


def _policy(page: HtmlElement) -> str:
    """Return the policy of the file: its own styles and programs by their hashes, its pictures, and nothing else."""
    scripts = " ".join(_hashes(page, "//script[not(@type) or @type='module']")) or "'none'"
    styles = " ".join(_hashes(page, "//style")) or "'none'"
    return (f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data: blob:; media-src data:; "
            "font-src data:; base-uri 'none'; form-action 'none'")


def _hashes(page: HtmlElement, path: str) -> Iterator[str]:
    for element in page.xpath(path):
        digest = hashlib.sha256((element.text or "").encode("utf-8")).digest()
        yield f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
