"""Draw the entries of a list's page. Each is rendered once, whatever number of pages has it.

What depends on the page is put in afterwards: the way to the site's root, and the numbers of works, because on one page
a work has one number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import lxml.html
from lxml.etree import XPath
from lxml.html import HtmlElement
from markupsafe import Markup

from proofdesk.bibliography.references import References
from proofdesk.citations.citation_links import heard_name
from proofdesk.citations.numbers import close_runs, number_keys
from proofdesk.common.language import _, spoken
from proofdesk.content.markup import (
    CITATION,
    CITATION_NARRATIVE,
    CITATION_NOTICE,
    CITATIONS,
    DATA_KEY,
    DATA_STYLED,
    class_is,
    reference_id,
)
from proofdesk.site.article import ArticleBlock
from proofdesk.site.embed import embed_block
from proofdesk.site.lists.entries import ListedBlock
from proofdesk.site.lists.paging import ListPage
from proofdesk.site.translations.translations import language_attributes

# Stands for the site's root in what is rendered once; no address may have such a host (RFC 2606).
ROOT = "https://root.invalid/"
# Stand for the works of a whole group of citations, and for the number of one work.
_GROUP, _ONE, _END, _AND = "\ue000", "\ue001", "\ue002", "\ue003"
_TOKEN = re.compile(f"([{_GROUP}{_ONE}])([^{_END}]*){_END}")
_CITED = XPath(f".//span[{class_is(CITATIONS)}]")
_LINKS = XPath(f".//a[contains(concat(' ', @class, ' '), ' {CITATION} ')]")
# What a group consists of that has no words of its own: its numbers, and these.
_PLAIN = re.compile(r"[\d\[\], –;\s]*")


@dataclass(frozen=True)
class ListedReference:
    """A work in the reference list of a list's page, with the entries that cite it, by number and id."""

    key: str
    html: Markup
    cited_in: list[tuple[int, str]]


@dataclass(frozen=True)
class Drawn:
    """The entries of a page as HTML, and its reference list."""

    entries: Markup
    works: list[ListedReference]


@dataclass(frozen=True)
class _Entry:
    """An entry for every page, its HTML in UTF-8: the signs for works would double what it takes as text."""

    html: bytes
    keys: list[str]
    id: str


class ListDrawing:
    """Draws pages of lists. ``render`` renders a template of the theme with the variables given."""

    def __init__(self, references: References, render: Callable[..., str]) -> None:
        self._references, self._render = references, render
        # By the language too: a list may be on pages of several.
        self._entries: dict[tuple[int, str], _Entry] = {}
        self._works: dict[tuple[str, str], Markup] = {}

    def forget(self) -> None:
        """Free the memory of what was rendered, once the pages of a list are drawn."""
        self._entries.clear()

    def draw(self, page: ListPage, base_url: str) -> Drawn:
        """Return what a page shows, with addresses as seen from it."""
        entries = [self._entry(each) for each in page.entries]
        numbers = number_keys([key for entry in entries for key in entry.keys])
        cited: dict[str, list[tuple[int, str]]] = {key: [] for key in numbers}
        for number, entry in enumerate(entries, page.first):
            for key in dict.fromkeys(entry.keys):
                cited[key].append((number, entry.id))
        html = "\n".join(self._numbered(entry, numbers) for entry in entries).replace(ROOT, f"{base_url}/")
        return Drawn(Markup(html), [ListedReference(key, self._work(key), places) for key, places in cited.items()])

    def _entry(self, listed: Any) -> _Entry:
        """Return an entry as it is on every page. Entries live as long as the library, so their identity names them."""
        name = id(listed), spoken().code
        if name not in self._entries:
            keys: list[str] = []
            block = Markup()
            if isinstance(listed, ListedBlock):
                block = self._block(listed, keys)
            html = self._render(listed.template, entry=listed, block=block, root=ROOT[:-1])
            self._entries[name] = _Entry(html.encode("utf-8"), keys, getattr(listed, "id", ""))
        return self._entries[name]

    def _block(self, listed: ListedBlock, keys: list[str]) -> Markup:
        """Return a block for lists, and add the works that it cites to ``keys``, in the order of its citations."""
        block: ArticleBlock = listed.block
        root = embed_block(block.html, ROOT + block.article.url, block.anchor, listed.id)
        root.attrib.update(language_attributes(block.article))
        for group in _CITED(root):
            self._leave_numbers_open(group, keys)
        return Markup(lxml.html.tostring(root, encoding="unicode"))

    def _leave_numbers_open(self, group: HtmlElement, keys: list[str]) -> None:
        links = [link for link in _LINKS(group) if link.get(DATA_KEY) in self._references]
        for link in links:
            link.set("href", f"#{reference_id(link.get(DATA_KEY))}")
        keys += [link.get(DATA_KEY) for link in links]
        if DATA_STYLED in group.attrib or not links:
            return
        words = [text for text in group.itertext() if text.strip() != _("retracted")]
        told = group.getparent().get("class") == CITATION_NARRATIVE
        if all(map(_PLAIN.fullmatch, words)) and not told:
            tail, group.tail = group.tail, None
            for child in list(group):
                group.remove(child)
            group.text = f"{_GROUP}{_AND.join(link.get(DATA_KEY) for link in links)}{_END}"
            group.tail = tail
            return
        for link in links:
            link.text = f"{_ONE}{link.get(DATA_KEY)}{_END}"
            link.set("aria-label", _("Reference %(number)s", number=link.text) if told else
                     heard_name(self._references, link.get(DATA_KEY), link.text))

    def _numbered(self, entry: _Entry, numbers: dict[str, int]) -> str:
        def put(token: re.Match[str]) -> str:
            keys = unescape(token[2]).split(_AND)
            if token[1] == _ONE:
                return str(numbers[keys[0]])
            return self._group({numbers[key]: key for key in keys})

        return _TOKEN.sub(put, entry.html.decode("utf-8"))

    def _group(self, keys: dict[int, str]) -> str:
        """Return a group of citations as an article has it: ``[1–3, 7]``."""
        retracted = {number for number, key in keys.items() if self._references[key].retracted}
        runs = close_runs(list(keys), retracted)
        return f"[{', '.join(self._run(run, keys, retracted) for run in runs)}]"

    def _run(self, run: list[int], keys: dict[int, str], retracted: Collection[int]) -> str:
        parts = []
        for number in run:
            key, within = escape(keys[number]), run[0] < number < run[-1]
            more = f' {CITATION}--within" tabindex="-1' if within else ""
            parts.append("–" if number == run[-1] and len(run) > 1 else "")
            name = escape(heard_name(self._references, keys[number], number))
            parts.append(f'<a class="{CITATION}{more}" {DATA_KEY}="{key}" href="#{reference_id(key)}" '
                         f'aria-label="{name}">{"" if within else number}</a>')
            notice = escape(_("retracted"))
            parts.append(f' <span class="{CITATION_NOTICE}">{notice}</span>' if number in retracted else "")
        return "".join(parts)

    def _work(self, key: str) -> Markup:
        name = key, spoken().code
        if name not in self._works:
            self._works[name] = Markup(self._render("partials/list-reference.html", work=self._references[key]))
        return self._works[name]


