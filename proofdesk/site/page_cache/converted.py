"""Pages as the converter left them, and what was found in them.

The first stage of a page; a page with a problem is never cached, so every build and every check reports it.
"""

from __future__ import annotations

import json
import platform
import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache, partial
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from proofdesk.bibliography.citation_syntax import ANYWHERE
from proofdesk.bibliography.evidence import Certainty
from proofdesk.blocks.installed import kind_files
from proofdesk.blocks.kind import BlockKind
from proofdesk.blocks.pictures import picture_size
from proofdesk.common.cache import Cache, cache_version, fingerprint
from proofdesk.common.errors import UserError
from proofdesk.common.language import spoken
from proofdesk.content.block_text import BlockText
from proofdesk.content.document import Block, Citation, Document, Statement, StoredBlock, StoredPage
from proofdesk.content.editorial import EditorialData
from proofdesk.content.front_matter.sound import SoundFacts
from proofdesk.content.html import PageFindings
from proofdesk.content.record.block_table import Dated, Said
from proofdesk.site.page_cache.packed import PackedLinks, PackedSet, PackedWords, pack

# Extensions whose result depends on nothing but text and settings; with any other one nothing is cached.
_CACHEABLE_EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "smarty",
    "tables", "toc",
    "pymdownx.betterem", "pymdownx.caret", "pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite",
    "pymdownx.keys", "pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.superfences", "pymdownx.tabbed",
    "pymdownx.tasklist", "pymdownx.tilde",
)
# The parts of an entry behind what every build reads: the page's HTML, its blocks and their HTML, what it states, its
# table of contents, and its source.
_HTML, _BLOCKS, _BLOCKS_HTML, _STATEMENTS, _TOC, _SOURCE = 1, 2, 3, 4, 5, 6
_PAGES_REMEMBERED = 8
_CERTAINTIES: dict[str | None, Certainty] = {str(each): each for each in Certainty}
_APART = ("record", "html", "words")  # of the fields of a block
# A block's position in its file, and what only checks read, which no other page shows.
_POSITION = ("line", "column", "header_lines", "end_line", "said", "table_lines", "dated")


@dataclass
class ConvertedPage:
    """A page's HTML, what a reading of it found, and what loads its table of contents as Python-Markdown's tokens.

    ``digest`` identifies the page and all it was made of, ``shown`` what other pages may show of it.
    """

    html: str
    load_toc: Callable[[], list[Any]]
    findings: PageFindings
    digest: str = ""
    shown: str = ""


class ConversionCache:
    """Pages as the converter left them.

    ``settings`` are the names of the Markdown extensions, their configuration, and whatever else converts the pages.
    ``target`` returns what a path within the folder of pages, ``docs``, leads to, None for nothing.
    """

    def __init__(
        self, folder: Path, data: EditorialData, kinds: Mapping[str, BlockKind], settings: tuple[Any, ...],
        target: Callable[[str], Any], docs: Path,
    ) -> None:
        self._data, self._kinds, self._target, self._docs = data, kinds, target, docs
        self._keys: dict[str, str] = {}
        self._paths: dict[str, str] = {}  # of each key's page, as problems print it
        # Neighbours in a list are often of one page.
        self.blocks = lru_cache(_PAGES_REMEMBERED)(self._load_blocks)
        # Apart, as a list that is sorted by something else shows one block of each page, and needs no more of it.
        self.blocks_html = lru_cache(_PAGES_REMEMBERED)(lambda key: json.loads(self._part(key, _BLOCKS_HTML)))
        self._topics = lru_cache(None)(lambda *topics: topics)  # the same of many blocks
        self._toc = lru_cache(_PAGES_REMEMBERED)(lambda key: json.loads(self._part(key, _TOC)))
        names = [name.removeprefix("markdown.extensions.") for name in settings[0]]
        self._usable = all(name in _CACHEABLE_EXTENSIONS for name in names)
        glossary = (data.glossary_page, [term.model_dump(mode="json") for term in data.glossary.terms])
        # Like a term, a harm may be shown on any page, and so may the site's topics, names of blocks, and advice.
        words = (data.site.block_words, data.site.advice.harms)
        harms = (data.harms_page, [harm.model_dump(mode="json") for harm in data.harms.entries],
                 [data.references.fingerprint(key) for key in sorted(data.harms.keys)])
        self.facts = SoundFacts(folder)
        self._cache = Cache(folder, cache_version(kind_files(kinds), spoken(), (
            platform.python_version(), settings, glossary, harms, words, data.harms.substances)))

    def load(self, document: Document, uri: str) -> ConvertedPage | None:
        """Return the page and restore its findings into ``document``; None on a miss.

        ``uri`` is the page's path within the folder of pages.
        """
        if not self._usable:
            return None
        key = self._keys[uri] = self._key(document, uri)
        hit = self._cache.load(key)
        if hit is None:
            return None
        cached = json.loads(hit.text)
        if any(self._target(path) != target for path, target in cached["targets"]):
            return None
        if any(picture_size(self._docs / uri) != (size and tuple(size)) for uri, size in cached["pictures"].items()):
            return None
        stored = _StoredPage(self, key)
        document.blocks = [self._block(stored, number, *known) for number, known in enumerate(cached["blocks"])]
        document.citations = [Citation(intern(key), *rest) for key, *rest in cached["citations"]]
        document.terms = [*map(intern, cached["terms"])]
        document.has_preclinical = cached["preclinical"]
        document.has_harms, document.results, document.sound = cached["harms"], cached["results"], cached["sound"]
        document.substances = [*map(intern, cached["substances"])]
        document.load_statements = partial(self._load_statements, key)
        document.source.load_with(partial(self._bytes, key, _SOURCE))
        findings = PageFindings(PackedSet(cached["ids"]), PackedLinks(cached["links"]), words=cached["words"],
                                key_like=PackedWords(cached["key_like"]))
        return ConvertedPage(hit.text_of(_HTML), partial(self._toc, key), findings, hit.digest, cached["shown"])

    def load_html(self, uri: str) -> str:
        """Return the HTML of a page that was loaded before."""
        return self._part(self._keys[uri], _HTML)

    def _part(self, key: str, part: int) -> str:
        return str(self._bytes(key, part), "utf-8")

    def _bytes(self, key: str, part: int) -> memoryview:
        """Return a part of a page that was loaded before. Raises ``UserError`` if the file was deleted since."""
        hit = self._cache.load(key)
        if hit is None:
            raise UserError(f"{self._paths[key]}: the copy of this page in .cache/ was deleted or damaged while it was "
                            "in use (do it again; the published site is unchanged)")
        return hit.parts[part]

    def _load_statements(self, key: str) -> list[Statement]:
        stored = json.loads(self._part(key, _STATEMENTS))
        return [Statement(text, tuple(keys), *rest) for text, keys, *rest in stored]

    def _block(self, page: StoredPage, number: int, kind: str, text: str, id: str, keys: list[str], topics: list[str],
               certainty: str | None, lead: str | None, size: int, digest: str) -> StoredBlock:
        block = StoredBlock(
            page, number, kind=intern(kind), text=text, id=id, keys=tuple(map(intern, keys)),
            topics=self._topics(*topics), certainty=_CERTAINTIES.get(certainty), form=self._kinds[kind].record,
            html_size=size, html_digest=digest)
        if lead is not None:
            block.lead = lead
        return block

    def _load_blocks(self, key: str) -> list[Block]:
        return [_block(self._kinds, *cached) for cached in json.loads(self._part(key, _BLOCKS))]

    def store(self, document: Document, uri: str, page: ConvertedPage) -> None:
        """Store a page that has no problem, and set its fingerprints."""
        if not self._usable:
            return
        targets = [(path, self._target(path)) for path in _targets(document.links, uri)]
        blocks = [{**_fields(block), "record": block.record.model_dump(mode="json", exclude_defaults=True)}
                  for block in document.blocks]
        html = [block.html for block in document.blocks]
        words = [block.words and vars(block.words) for block in document.blocks]
        citations = [(each.key, each.number, each.occurrence) for each in document.citations]
        shown = [{name: value for name, value in block.items() if name not in _POSITION} for block in blocks]
        page.shown = fingerprint(json.dumps([shown, html]), repr((citations, document.terms)))
        cached = {
            "targets": targets, "terms": document.terms,
            "pictures": document.pictures,
            "preclinical": document.has_preclinical, "harms": document.has_harms, "results": document.results,
            "sound": document.sound, "substances": document.substances,
            "blocks": [_known(block) for block in document.blocks],
            "citations": citations, "shown": page.shown,
            "ids": pack(sorted(page.findings.ids)), "links": pack(page.findings.links), "words": page.findings.words,
            "key_like": pack(text for word in page.findings.key_like
                             for text in (word.syntax, word.before, word.after)),
        }
        key = self._keys[uri] = self._key(document, uri)
        page.digest = self._cache.store(
            key, _json(cached), page.html, _json([*zip(blocks, words, strict=True)]), _json(html),
            _json(document.statements), _json(page.load_toc()), document.source.packed)
        document.source.load_with(partial(self._bytes, key, _SOURCE))

    def _key(self, document: Document, uri: str) -> str:
        source = document.source
        key = fingerprint(repr((source.path, uri, self._target(uri), fingerprint(source.text),
                                self._cited(source.text), repr(spoken()))))
        self._paths[key] = source.path
        return key

    def _cited(self, text: str) -> list[str]:
        """Return the works that a text may cite. An unknown key depends on all keys: one of them may be suggested."""
        keys = sorted({key for match in ANYWHERE.findall(text) for key in _possible_keys(match)})
        references = self._data.references
        works = [references.fingerprint(key) if key in references else None for key in keys]
        return [*filter(None, works), *([self._every_key] if None in works else [])]

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


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _fields(block: Block) -> dict[str, Any]:
    return {each.name: getattr(block, each.name) for each in fields(block) if each.name not in _APART}


def _known(block: Block) -> tuple[Any, ...]:
    """Return what is kept in memory of a block. Its first sentence is, if lists show that in the place of its title."""
    return (block.kind, block.text, block.id, block.keys, block.topics, block.certainty,
            block.lead if block.form.link_label else None, block.html_size, block.html_digest)


def _block(kinds: Mapping[str, BlockKind], cached: dict[str, Any], words: dict[str, Any] | None) -> Block:
    record = kinds[cached["kind"]].record(**cached.pop("record"))
    said = [Said(text, tuple(keys), *rest) for text, keys, *rest in cached.pop("said")]
    dated = [Dated(*each) for each in cached.pop("dated")]
    text = BlockText(**{**words, **{name: tuple(words[name]) for name in ("steps", "pictures")}}) if words else None
    return Block(record=record, said=said, dated=dated, words=text, **cached)


class _StoredPage(NamedTuple):
    cache: ConversionCache
    key: str

    def block(self, number: int) -> Block:
        return self.cache.blocks(self.key)[number]

    def html(self, number: int) -> str:
        return str(self.cache.blocks_html(self.key)[number])
