"""Find citations in the text of a page, and register what finds and draws them.

``render`` numbers citations and ``reference_list`` draws the list. Code, links and comments stay as they are, because
their own patterns run first.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from proofdesk.bibliography.citation_syntax import (
    GROUP,
    LOOKS_LIKE_KEY,
    NARRATIVE,
    CitationItem,
    key_without_braces,
    parse_group,
)
from proofdesk.citations.evidence_marks import EvidenceMarks
from proofdesk.citations.headings import CleanHeadings
from proofdesk.citations.list_place import ListManner
from proofdesk.citations.placeholders import placeholder
from proofdesk.citations.render import NumberCitations
from proofdesk.common.text import nearest
from proofdesk.content.document import ConversionContext
from proofdesk.content.markup import CITATION_NARRATIVE
from proofdesk.content.priorities import (
    CITATION_GROUPS,
    CLEAN_HEADINGS,
    MARK_EVIDENCE,
    NARRATIVE_CITATIONS,
    NUMBER_CITATIONS,
)

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References

_BRACES = re.compile(r"\{[^{}\s]+\}")


class _Citations(InlineProcessor):
    """Base of the patterns of citations."""

    def keys_as_written(self, text: str) -> str:
        """Return a text with what Python-Markdown took for HTML within the braces of a key, as in ``@{a<b>}``."""
        return _BRACES.sub(lambda braces: HTML_PLACEHOLDER_RE.sub(
            lambda tag: str(self.md.htmlStash.rawHtmlBlocks[int(tag[1])]), self.unescape(braces[0])), text)


class _Brackets(_Citations):
    """Inline pattern that puts a placeholder for ``[@a; @b]``, because numbers are not known yet."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown) -> None:
        super().__init__(GROUP, md)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        items = parse_group(self.keys_as_written(m.group(1)))
        if items is None:
            return None, None, None
        return placeholder(items), m.start(0), m.end(0)


class _Narrative(_Citations):
    """Inline pattern that writes the authors' names and a placeholder for ``@key`` in a sentence."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, references: References) -> None:
        super().__init__(NARRATIVE, md)
        self.references = references

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        key, detail, end = self.keys_as_written(m.group(1)).strip("{}"), m.group(2), m.end(0)
        if key not in self.references and key.endswith("_") and not detail:
            key = key.rstrip("_")  # the end of `_@key_`, which is emphasis
            end = m.start(1) + len(key)
        names = self.references.names(key)
        if names is None and not (LOOKS_LIKE_KEY.match(key) or self._near(key)
                                  or key_without_braces(data[m.start(1):], self.references)):
            return None, None, None  # somebody's handle
        root = etree.Element("span", {"class": CITATION_NARRATIVE})
        root.text = AtomicString(f"{names} " if names else "")
        root.append(placeholder([CitationItem(key, "", detail or "")]))
        return root, m.start(0), end

    def _near(self, key: str) -> bool:
        return any(c.isdigit() for c in key) and bool(nearest(key, self.references.keys(), most=1))


def register(
    md: Markdown, context: ConversionContext, references: References, manner: ListManner, *, narrative: bool
) -> None:
    """Register all that finds and draws citations; what is registered already is replaced."""
    md.inlinePatterns.register(_Brackets(md), "citation-groups", CITATION_GROUPS)
    if narrative:
        md.inlinePatterns.register(_Narrative(md, references), "citation-narrative", NARRATIVE_CITATIONS)
    numbers = NumberCitations(md, context, references, manner)
    md.treeprocessors.register(numbers, "citation-numbers", NUMBER_CITATIONS)
    if manner.evidence:
        md.treeprocessors.register(EvidenceMarks(md, context, references), "citation-evidence", MARK_EVIDENCE)
    md.treeprocessors.register(CleanHeadings(), "citation-headings", CLEAN_HEADINGS)


def deregister(md: Markdown) -> None:
    """Take out what ``register`` has registered, if it has."""
    for registry in (md.inlinePatterns, md.treeprocessors):
        for name in ("citation-groups", "citation-narrative", "citation-numbers", "citation-evidence",
                     "citation-headings"):
            registry.deregister(name, strict=False)
