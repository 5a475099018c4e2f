"""Pages as the converter left them, kept on disk by everything that the conversion depends on.

That is the page's text and place, the works that it may cite, the glossary, the pages and files that it links to, the
settings, the code and the versions. Kept is only what went without a word: a page with a problem is converted anew, so
that it is said again. Knows nothing of MkDocs.
"""

from __future__ import annotations

import json
import platform
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from proofdesk.bibliography.citation_syntax import ANYWHERE
from proofdesk.blocks.kind import BlockKind
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint
from proofdesk.content.document import Block, Citation, Document
from proofdesk.content.editorial import EditorialData
from proofdesk.content.html import PageFindings

# The extensions whose result depends on nothing but text and settings. What another one reads, nobody here knows.
_CACHEABLE_EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "smarty",
    "tables", "toc",
    "pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite",
    "pymdownx.keys", "pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.superfences", "pymdownx.tabbed",
    "pymdownx.tasklist", "pymdownx.tilde",
)
_PLACE = ("line", "column", "header_lines", "end_line")
_PROGRAMS = ("markdown", "pymdown-extensions", "mkdocs", "pygments", "pydantic", "jinja2", "lxml")


@dataclass
class ConvertedPage:
    """A page's HTML, its table of contents as Python-Markdown's tokens, and what a reading of the HTML found.

    ``digest`` is of all that the page was made of and became, ``shown`` of what other pages may show of it.
    """

    html: str
    toc: list[Any]
    findings: PageFindings
    digest: str = ""
    shown: str = ""


class ConversionCache:
    """The pages that were converted before, in ``folder``.

    ``extensions`` are the Markdown extensions of the settings by name, ``settings`` anything whose ``repr`` says what
    else the conversion depends on. ``target`` gives what a path from the folder of pages leads to, None for nothing.
    """

    def __init__(
        self, folder: Path, desk: EditorialData, kinds: Mapping[str, BlockKind], extensions: list[str], settings: Any, target: Callable[[str], Any]
    ) -> None:
        self._desk = desk
        self._kinds = kinds
        self._target = target
        self._works: dict[str, str | None] = {}
        self._every_key: str | None = None
        self._usable = all(name.removeprefix("markdown.extensions.") in _CACHEABLE_EXTENSIONS for name in extensions)
        glossary = (desk.glossary_page, [term.model_dump(mode="json") for term in desk.glossary.terms])
        self._kept = Cache(folder, fingerprint(_code(kinds), repr((extensions, settings, glossary))))

    def take(self, document: Document, uri: str) -> ConvertedPage | None:
        """The page as it was converted before, its findings added to ``document``; None where it has to be converted.

        ``uri`` is the page's path from the folder of pages.
        """
        found = self._kept.find(self._key(document, uri)) if self._usable else None
        if found is None:
            return None
        kept = json.loads(found[0])
        if any(self._target(path) != found for path, found in kept["targets"]):
            return None
        document.blocks = [_block(block, self._kinds) for block in kept["blocks"]]
        document.citations = [Citation(*citation) for citation in kept["mentions"]]
        document.terms = kept["terms"]
        document.has_preclinical = kept["preclinical"]
        rendered = PageFindings(set(kept["ids"]), kept["links"], words=kept["words"])
        return ConvertedPage(kept["html"], kept["toc"], rendered, found[1], kept["shown"])

    def html(self, document: Document, uri: str) -> str | None:
        """The HTML of a page that was taken; None where somebody took it away since."""
        text = self._kept.get(self._key(document, uri))
        return None if text is None else str(json.loads(text)["html"])

    def keep(self, document: Document, uri: str, page: ConvertedPage) -> None:
        """Keep a page that went through the converter without a word, and note its digests."""
        if not self._usable:
            return
        targets = [(path, self._target(path)) for path in _targets(document.links, uri)]
        blocks = [{**_plain(block), "record": block.record.model_dump(mode="json")} for block in document.blocks]
        citations = [(citation.key, citation.number, citation.occurrence) for citation in document.citations]
        page.shown = fingerprint(json.dumps([_without_positions(block) for block in blocks]), repr((citations, document.terms)))
        kept = {
            "html": page.html, "toc": page.toc, "targets": targets, "terms": document.terms,
            "preclinical": document.has_preclinical,
            "blocks": blocks, "mentions": citations, "shown": page.shown,
            "ids": sorted(page.findings.ids), "links": page.findings.links, "words": page.findings.words,
        }
        page.digest = self._kept.put(self._key(document, uri), json.dumps(kept, ensure_ascii=False))

    def prune(self) -> None:
        self._kept.prune()

    def _key(self, document: Document, uri: str) -> tuple[Any, ...]:
        source = document.source
        return source.path, uri, self._target(uri), fingerprint(source.text), self._cited(source.text)

    def _cited(self, text: str) -> list[str]:
        """What the works are that the text may cite. Where one is unknown, all known keys matter: one may be near."""
        keys = sorted({key for match in ANYWHERE.findall(text) for key in _possible(match)})
        works = [self._work(key) for key in keys]
        unknown = [key for key, work in zip(keys, works, strict=True) if work is None]
        return [*filter(None, works), *(unknown and [self._keys()])]

    def _work(self, key: str) -> str | None:
        if key not in self._works:
            references = self._desk.references
            self._works[key] = references.stated(key) if key in references else None
        return self._works[key]

    def _keys(self) -> str:
        if self._every_key is None:
            self._every_key = fingerprint(*self._desk.references)
        return self._every_key


def _possible(match: str) -> set[str]:
    """The keys that the words after an ``@`` may be: braces and the marks of emphasis are no part of one."""
    key = match.strip("{}")
    return {key, key.rstrip("_")}


def _targets(links: list[str], uri: str) -> list[str]:
    """The files that a page's links may lead to, as paths from the folder of pages."""
    paths = (unquote(urlsplit(link).path) for link in links if not urlsplit(link).scheme)
    folder = posixpath.dirname(uri)
    return sorted({posixpath.normpath(posixpath.join(folder, path).lstrip("/")) for path in paths if path})


def _plain(block: Block) -> dict[str, Any]:
    return {name: value for name, value in vars(block).items() if name != "record"}


def _without_positions(block: dict[str, Any]) -> dict[str, Any]:
    """A block without its lines in the file, which no page shows."""
    return {name: value for name, value in block.items() if name not in _PLACE}


def _block(kept: dict[str, Any], kinds: Mapping[str, BlockKind]) -> Block:
    record = kinds[kept["kind"]].record(**kept.pop("record"))
    return Block(record=record, **kept)


def _code(kinds: Mapping[str, BlockKind]) -> str:
    """The code of the conversion and the versions of the programs that it asks."""
    own = sorted(file for kind in kinds.values() for ending in ("py", "html") for file in kind.folder.rglob(f"*.{ending}"))
    versions = (version(program) for program in _PROGRAMS)
    return fingerprint(code_fingerprint(), *own, platform.python_version(), *versions)
