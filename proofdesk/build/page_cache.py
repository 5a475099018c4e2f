"""The two stages of a page on disk, converted and rendered, and what is made of it.

Each is found by a fingerprint of everything that it depends on. Pages with problems are never cached, so every build
reports them. Long because the two stages share their dependencies.
"""

from __future__ import annotations

import json
import platform
import posixpath
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig

from proofdesk.bibliography.citation_syntax import ANYWHERE
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint
from proofdesk.content.document import Block, Citation, Document
from proofdesk.content.editorial import EditorialData
from proofdesk.content.html import LeakedSyntax, PageFindings
from proofdesk.outputs.page_outputs import PageOutputBuilder, PageOutputs
from proofdesk.site.article import Article, Page
from proofdesk.site.library import Library

# Extensions whose result depends on nothing but text and settings; with any other one nothing is cached.
_CACHEABLE_EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "smarty",
    "tables", "toc",
    "pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite",
    "pymdownx.keys", "pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.superfences", "pymdownx.tabbed",
    "pymdownx.tasklist", "pymdownx.tilde",
)
_PROGRAMS = ("markdown", "pymdown-extensions", "mkdocs", "pygments", "pydantic", "jinja2", "lxml", "markupsafe",
             "mkdocs-material", "mkdocs-rss-plugin", "nh3")
# A block's position in its file, which no page shows.
_POSITION = ("line", "column", "header_lines", "end_line")
# Plugins that do nothing to a page while its template is rendered.
_KNOWN_PLUGINS = {"bibtex", "rss", "redirects", "hooks/events.py"}
# Settings that no template shows, or that are part of the key by another way.
_NOT_SHOWN = ("config_file_path", "docs_dir", "site_dir", "plugins", "hooks", "theme", "watch", "nav", "dev_addr",
              "exclude_docs", "draft_docs", "not_in_nav", "validation", "strict", "markdown_extensions")


@dataclass
class ConvertedPage:
    """A page's HTML, its table of contents as Python-Markdown's tokens, and what a reading of the HTML found.

    ``digest`` identifies the page and all it was made of, ``shown`` what other pages may show of it.
    """

    html: str
    toc: list[Any]
    findings: PageFindings
    digest: str = ""
    shown: str = ""


class ConversionCache:
    """First stage: pages as the converter left them.

    ``settings`` are the names of the Markdown extensions and their configuration. ``target`` returns what a path within
    the folder of pages leads to, None for nothing.
    """

    def __init__(
        self, folder: Path, data: EditorialData, kinds: Mapping[str, BlockKind], settings: tuple[list[str], Any],
        target: Callable[[str], Any],
    ) -> None:
        self._data, self._kinds, self._target = data, kinds, target
        self._works: dict[str, str | None] = {}
        names = [name.removeprefix("markdown.extensions.") for name in settings[0]]
        self._usable = all(name in _CACHEABLE_EXTENSIONS for name in names)
        glossary = (data.glossary_page, [term.model_dump(mode="json") for term in data.glossary.terms])
        own = _kind_files(kinds)
        self._cache = Cache(folder, _version(own, (platform.python_version(), settings, glossary)))

    def load(self, document: Document, uri: str) -> ConvertedPage | None:
        """Return the page and restore its findings into ``document``; None on a miss.

        ``uri`` is the page's path within the folder of pages.
        """
        hit = self._cache.load(self._key(document, uri)) if self._usable else None
        if hit is None:
            return None
        cached = json.loads(hit.text)
        if any(self._target(path) != target for path, target in cached["targets"]):
            return None
        document.blocks = [_block(block, self._kinds) for block in cached["blocks"]]
        document.citations = [Citation(*citation) for citation in cached["citations"]]
        document.terms = cached["terms"]
        document.has_preclinical = cached["preclinical"]
        findings = PageFindings(set(cached["ids"]), cached["links"], words=cached["words"],
                                key_like=[LeakedSyntax(*word) for word in cached["key_like"]])
        return ConvertedPage(cached["html"], cached["toc"], findings, hit.digest, cached["shown"])

    def load_html(self, document: Document, uri: str) -> str | None:
        """Return the HTML of a page that was loaded before; None if the file was deleted since."""
        hit = self._cache.load(self._key(document, uri))
        return None if hit is None else str(json.loads(hit.text)["html"])

    def store(self, document: Document, uri: str, page: ConvertedPage) -> None:
        """Store a page that has no problem, and set its fingerprints."""
        if not self._usable:
            return
        targets = [(path, self._target(path)) for path in _targets(document.links, uri)]
        blocks = [{**_fields(block), "record": block.record.model_dump(mode="json")} for block in document.blocks]
        citations = [(each.key, each.number, each.occurrence) for each in document.citations]
        shown = [{name: value for name, value in block.items() if name not in _POSITION} for block in blocks]
        page.shown = fingerprint(json.dumps(shown), repr((citations, document.terms)))
        cached = {
            "html": page.html, "toc": page.toc, "targets": targets, "terms": document.terms,
            "preclinical": document.has_preclinical,
            "blocks": blocks, "citations": citations, "shown": page.shown,
            "ids": sorted(page.findings.ids), "links": page.findings.links, "words": page.findings.words,
            "key_like": [(word.syntax, word.before, word.after) for word in page.findings.key_like],
        }
        page.digest = self._cache.store(self._key(document, uri), json.dumps(cached, ensure_ascii=False))

    def prune(self) -> None:
        self._cache.prune()

    def _key(self, document: Document, uri: str) -> tuple[Any, ...]:
        source = document.source
        return source.path, uri, self._target(uri), fingerprint(source.text), self._cited(source.text)

    def _cited(self, text: str) -> list[str]:
        """Return the works that a text may cite. An unknown key depends on all keys: one of them may be suggested."""
        keys = sorted({key for match in ANYWHERE.findall(text) for key in _possible_keys(match)})
        works = [self._work(key) for key in keys]
        return [*filter(None, works), *([self._every_key] if None in works else [])]

    def _work(self, key: str) -> str | None:
        if key not in self._works:
            references = self._data.references
            self._works[key] = references.cache_repr(key) if key in references else None
        return self._works[key]

    @cached_property
    def _every_key(self) -> str:
        return fingerprint(*self._data.references)


def _possible_keys(match: str) -> set[str]:
    """Return the keys that the words after an ``@`` may be: braces and marks of emphasis are no part of one."""
    key = match.strip("{}")
    return {key, key.rstrip("_")}


def _targets(links: list[str], uri: str) -> list[str]:
    """Return the files that a page's links may lead to, as paths within the folder of pages."""
    paths = (unquote(urlsplit(link).path) for link in links if not urlsplit(link).scheme)
    folder = posixpath.dirname(uri)
    return sorted({posixpath.normpath(posixpath.join(folder, path).lstrip("/")) for path in paths if path})


def _fields(block: Block) -> dict[str, Any]:
    return {name: value for name, value in vars(block).items() if name != "record"}


def _block(cached: dict[str, Any], kinds: Mapping[str, BlockKind]) -> Block:
    record = kinds[cached["kind"]].record(**cached.pop("record"))
    return Block(record=record, **cached)


@dataclass
class RenderedPage:
    """A page as it is published. ``digest`` identifies it and all it was made of."""

    html: str
    digest: str


class RenderCache:
    """Second stage: pages as they are published.

    An article depends on its conversion, the works it cites, the articles related to it, the settings and templates.
    Any other page may list what is in all articles, so it depends on what each of them shows. ``related`` returns the
    articles that an article names as related, ``cards`` the name of each page's social card by its address.
    """

    def __init__(
        self, folder: Path, templates: Iterable[Path], kinds: Mapping[str, BlockKind], settings: Any, library: Library,
        data: EditorialData, related: Callable[[Article], list[Any]], cards: Mapping[str, str],
    ) -> None:
        self._library, self._data, self._related, self._cards = library, data, related, cards
        self._keys: dict[str, str | None] = {}
        self._cache = Cache(folder, _version([*_files(templates), *_kind_files(kinds)], settings))

    def can_store(self, page: Page) -> bool:
        """Return whether all that the page depends on is known."""
        return self._key(page) is not None

    def has(self, page: Page) -> bool:
        """Return whether the page is cached; the cached copy may still turn out to be damaged."""
        key = self._key(page)
        return key is not None and self._cache.has(key)

    def load(self, page: Page) -> RenderedPage | None:
        hit = self._cache.load(self._key(page))
        if hit is None:
            return None
        return RenderedPage(hit.text, hit.digest)

    def store(self, page: Page, html: str) -> str:
        """Store a page as it is published and return its digest; empty if its dependencies are not known."""
        key = self._key(page)
        return "" if key is None else self._cache.store(key, html)

    def prune(self) -> None:
        self._cache.prune()

    def _key(self, page: Page) -> str | None:
        if page.url not in self._keys:
            parts = self._dependencies(page)
            self._keys[page.url] = fingerprint(repr(parts)) if parts else None
        return self._keys[page.url]

    def _dependencies(self, page: Page) -> tuple[Any, ...] | None:
        if not page.digest:
            return None
        article = self._library.article(page)
        own = page.url, page.title, page.digest, self._cards.get(page.url)
        if article is None:
            return (*own, self._site_fingerprint) if self._site_fingerprint else None
        entries = self._data.bibliography.entries
        cited = [entries[key].text for key in article.keys]
        related = [(each.article.url, str(each.article.title), each.article.minutes, each.reason)
                   for each in self._related(article)]
        return *own, cited, related

    @cached_property
    def _site_fingerprint(self) -> str:
        """Cover all that a page can show of other pages and of the bibliography; empty if that is not known."""
        references, articles = self._data.references, self._library.articles
        if not all(article.page.shown for article in articles):
            return ""
        return fingerprint(
            *(repr((page.url, page.title)) for page in self._library.pages.values()),
            *(repr((each.url, each.page.shown, each.facts, each.minutes)) for each in articles),
            *(references.cache_repr(key) + references.bibliography.entries[key].text for key in references),
        )


def template_settings(config: MkDocsConfig, nav: Any) -> list[Any] | None:
    """Return all settings that a template may show; None if an unknown plugin may change pages."""
    if not config.plugins.keys() <= _KNOWN_PLUGINS:
        return None
    theme = [(name, config.theme[name]) for name in sorted(config.theme)]
    return [[(name, config[name]) for name in config if name not in _NOT_SHOWN], theme, config.theme.name,
            sorted(config.plugins), nav and (_items(nav.items), nav.homepage and nav.homepage.url)]


def _items(items: Any) -> list[Any]:
    return [(str(item.title), getattr(item, "url", None), _items(item.children or ())) for item in items]


class OutputCache:
    """What is made of each rendered page, such as its Markdown export and its search records.

    A kind of block says how its blocks are exported and described, which the page's HTML does not show.
    """

    def __init__(self, folder: Path, builder: PageOutputBuilder, kinds: Mapping[str, BlockKind]) -> None:
        self._builder = builder
        self._cache = Cache(folder, _version(_kind_files(kinds), builder.version))

    def load_or_build(self, page: Page, digest: str, html: Callable[[], str]) -> PageOutputs:
        """Return the outputs of a page with this ``html``, which ``digest`` identifies."""
        key = self._builder.key(page, digest)
        hit = self._cache.load(key)
        if hit:
            return PageOutputs.unpack(hit.parts, hit.digest)
        outputs = self._builder.build(page, html())
        outputs.digest = self._cache.store(key, *outputs.pack())
        return outputs

    def prune(self) -> None:
        self._cache.prune()


def _kind_files(kinds: Mapping[str, BlockKind]) -> list[Path]:
    """Return the code and the templates of the site's kinds of block."""
    return _files((kind.folder for kind in kinds.values()), ("py", "html"))


def _files(folders: Iterable[Path], endings: tuple[str, ...] = ("*",)) -> list[Path]:
    found = (file for folder in folders for ending in endings
             for file in folder.rglob("*" if ending == "*" else f"*.{ending}"))
    return sorted(file for file in found if file.is_file())


def _version(files: Iterable[Path], settings: Any) -> str:
    """Cover our code, these files, the programs that they call, and settings whose ``repr`` says all of them."""
    return fingerprint(code_fingerprint(), *files, *(version(program) for program in _PROGRAMS), repr(settings))
