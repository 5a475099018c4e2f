"""Citations where the rest of Proofdesk is not: the files, what the page itself asks for, and what is wrong."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from typing import Any

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from proofdesk.bibliography.citation_syntax import ANYWHERE, suggest
from proofdesk.citations.alone.options import NAME, CitationOptions
from proofdesk.citations.alone.sources import Sources, load_sources
from proofdesk.citations.list_place import ListManner
from proofdesk.citations.patterns import deregister, register
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position, SourceText
from proofdesk.content.hosts.context import HostContext, host_context
from proofdesk.content.markup import DATA_KEY, reference_id
from proofdesk.content.priorities import KEEP_ADDRESSES, READ_SOURCES

_ALL = "@*"


class ReadSources(Preprocessor):
    """Preprocessor that reads the bibliography when a page begins, and registers what finds and draws its citations.

    Not before, because only then it is known which program converts the page, and where its settings are.
    """

    def __init__(self, md: Markdown, options: CitationOptions, context: HostContext) -> None:
        super().__init__(md)
        self._options = options
        self._context = context
        self._context.strict |= options.strict
        if options.lang:
            self._context.language, self._context.named_by = options.lang, NAME
        self._context.source_name = self._context.source_name or options.source_file
        self._context.when_ended(self._report_sources)
        self._sources: Sources | None = None

    def run(self, lines: list[str]) -> list[str]:
        deregister(self.md)
        facts = self._facts()
        if facts.get("citations") is not False:
            self._sources = sources = load_sources(self._options, self._context.host)
            register(self.md, self._context, sources.references, self._manner(sources, facts),
                     narrative=self._options.narrative)
        return lines

    def _facts(self) -> Mapping[str, Any]:
        """Return what stands at the top of the page, as the program read it, or as the extension ``meta`` did."""
        read: dict[str, list[str]] = getattr(self.md, "Meta", None) or {}
        facts = {name: "\n".join(values) for name, values in read.items()} | dict(self._context.host.facts)
        return {name: False if str(value).lower() == "false" else value for name, value in facts.items()}

    def _manner(self, sources: Sources, facts: Mapping[str, Any]) -> ListManner:
        options, context = self._options, self._context
        evidence = sources.states_evidence if options.evidence is None else options.evidence
        return ListManner(
            options.heading, evidence, options.always, options.markers, options.whole_markers,
            () if context.is_inner else [*self._beside(sources, facts)], standalone=True, is_inner=context.is_inner)

    def _beside(self, sources: Sources, facts: Mapping[str, Any]) -> Iterator[str]:
        """Yield the works that the options or the page want in the list, and report those that there are not."""
        stated = facts.get("nocite", "")
        own = ", ".join(map(str, stated)) if isinstance(stated, list) else str(stated)
        for text in (self._options.nocite, own):
            if _ALL in text:
                yield from sources.bibliography.entries
            for match in ANYWHERE.finditer(text):
                key = match[1].strip("{}")
                if key in sources.references:
                    yield key
                elif text is own:
                    file = self._context.file
                    self._context.placed.append(Problem(
                        file.path, *_position(file, match[0]), "unknown-citation", f"the bibliography has no “{key}”",
                        suggest(key, sources.bibliography.entries)))

    def _report_sources(self) -> None:
        """Note on the page what is wrong with the files, and not once more for each citation."""
        document = self._context.document
        if self._sources is None:
            return
        if not self._sources.bibliography.entries and self._sources.faults:
            document.problems = [each for each in document.problems if each.rule != "unknown-citation"]
        keys = {citation.key for citation in document.citations}
        document.problems += self._sources.problems_for(self._context.host, keys)


class KeepAddresses(Treeprocessor):
    """Tree processor that gives the links of a part of a page their own addresses back: its list is the page's."""

    def __init__(self, md: Markdown, context: HostContext) -> None:
        super().__init__(md)
        self._context = context

    def run(self, root: etree.Element) -> None:
        for link in root.iter("a") if self._context.is_inner else ():
            if key := link.get(DATA_KEY):
                link.set("href", f"#{reference_id(key)}")
                link.set("id", f"cite-{key}-{link.get('id', '').rpartition('-')[2]}")


def add_to(md: Markdown, options: CitationOptions) -> None:
    """Make a converter resolve citations."""
    context = host_context(md)
    md.preprocessors.register(ReadSources(md, options, context), "citation-sources", READ_SOURCES)
    md.treeprocessors.register(KeepAddresses(md, context), "citation-addresses", KEEP_ADDRESSES)
    md.ESCAPED_CHARS = [*dict.fromkeys([*md.ESCAPED_CHARS, "@"])]


def _position(source: SourceText, words: str) -> Position:
    """Return where words stand above the text of a page."""
    start = source.text.find(words, 0, source.body_start or None)
    return source.position(start) if start >= 0 else Position(1, 1)
