"""Markdown extension that links each glossary term at its first use on a page.

A link rather than an ``<abbr>``, because that can be neither focused nor touched (WCAG 2.1.1).
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from collections.abc import Iterator

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofdesk.common.language import spoken
from proofdesk.content.document import ConversionContext, Document, get_context
from proofdesk.content.glossary import Glossary, Term
from proofdesk.content.markup import (
    CITATION_NARRATIVE,
    CITATIONS,
    DATA_BLOCK,
    DATA_LEAD,
    FOOTNOTE,
    HEADINGS,
    LABELS,
    PROBLEM,
    REFERENCES,
    classes,
)
from proofdesk.content.priorities import LINK_TERMS

# A reader expects no link there, or would be led away from another one.
_NO_TAGS = {*HEADINGS, "a", "abbr", "button", "code", "dt", "label", "math", "pre", "script", "style", "summary", "svg",
            "th"}
_NO_CLASSES = {CITATIONS, CITATION_NARRATIVE, REFERENCES, FOOTNOTE, PROBLEM}


class LinkTerms(Treeprocessor):
    """Tree processor that links each term at its first use, in running text only."""

    def __init__(self, md: Markdown, glossary: Glossary, page: str, context: ConversionContext) -> None:
        super().__init__(md)
        self.glossary = glossary
        self.page = page
        self.context = context

    def run(self, root: etree.Element) -> None:
        document = self.context.document
        if self.glossary.terms and document.source.path != self.page:
            self._walk(root, document, posixpath.relpath(self.page, posixpath.dirname(document.source.path) or "."))

    def _walk(self, element: etree.Element, document: Document, page: str) -> None:
        if element.tag in _NO_TAGS or _NO_CLASSES & classes(element):
            return
        is_block = DATA_BLOCK in element.attrib
        inside = [child for child in element if not is_block or _is_running_text(child)]
        if not is_block:
            self._link(element, None, document, page)
        for child in inside:
            self._walk(child, document, page)
            if not is_block:
                self._link(element, child, document, page)

    def _link(self, parent: etree.Element, after: etree.Element | None, document: Document, page: str) -> None:
        """Link the terms of the text before a parent's first child, or after one of its children."""
        text = (parent.text if after is None else after.tail) or ""
        position, node = 0, after
        for term, start, end in self._new(text, document):
            link = etree.Element("a", {"class": "term", "href": f"{page}#{term.slug}"})
            link.text = AtomicString(text[start:end])
            _set_text(parent, node, text[position:start])
            parent.insert(0 if node is None else list(parent).index(node) + 1, link)
            position, node = end, link
        if position:
            _set_text(parent, node, text[position:])

    def _new(self, text: str, document: Document) -> Iterator[tuple[Term, int, int]]:
        for term, start, end in self.glossary.find(text):
            if term.slug not in document.terms and self.glossary.is_of(term, spoken().base):
                document.terms.append(term.slug)
                yield term, start, end


def _is_running_text(child: etree.Element) -> bool:
    """Return whether a part of a block holds its running text, not its title or its labels."""
    return DATA_LEAD in child.attrib or (child.tag == "div" and LABELS not in classes(child))


def _set_text(parent: etree.Element, after: etree.Element | None, text: str) -> None:
    if after is None:
        parent.text = text
    else:
        after.tail = text


class GlossaryLinksExtension(Extension):
    """Markdown extension that links the glossary's terms; ``page`` is the glossary's file, as problems print it."""

    def __init__(
        self, glossary: Glossary, page: str, context: ConversionContext | None = None, **kwargs: object
    ) -> None:
        super().__init__(**kwargs)
        self._glossary, self._page, self._context = glossary, page, context

    def extendMarkdown(self, md: Markdown) -> None:
        context = get_context(md, self._context)
        md.treeprocessors.register(LinkTerms(md, self._glossary, self._page, context), "glossary", LINK_TERMS)
