"""Number every citation and add the reference list, once all citations of a page are known.

Inline patterns do not run in the order of the page, so numbers can only be given after them.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofdesk.bibliography.citation_syntax import ITEM, citation, key_without_braces, mark, suggest
from proofdesk.citations.citation_links import CitationLinks, name_by_number
from proofdesk.citations.list_place import ListManner, put_list, take_markers
from proofdesk.citations.numbers import draw_numbers, number_keys
from proofdesk.citations.placeholders import PlacedItem, take_items
from proofdesk.citations.positions import citation_position
from proofdesk.citations.reference_list import reference_list
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.text import UNSEEN
from proofdesk.content.document import ConversionContext, Document
from proofdesk.content.markup import CITATION_MISSING, CITATION_NARRATIVE, CITATIONS

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References
    from proofdesk.citations.styled import StyledCitations


@dataclass
class _Notes:
    """The problems that a group shows: in place of its unknown keys, and as remarks after its numbers."""

    missing: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


class NumberCitations(Treeprocessor):
    """Tree processor that numbers the placeholders of citations and appends the reference list."""

    def __init__(
        self, md: Markdown, context: ConversionContext, references: References, manner: ListManner
    ) -> None:
        super().__init__(md)
        self.context = context
        self.references = references
        self.manner = manner

    def run(self, root: etree.Element) -> None:
        document, manner = self.context.document, self.manner
        groups = [span for span in root.iter("span") if span.get("class") == CITATIONS]
        markers = take_markers(root, manner)
        before = list(dict.fromkeys(citation.key for citation in document.citations)) if manner.standalone else []
        whole = self.references.bibliography.entries if any(marker.whole for marker in markers) else ()
        beside = [key for key in dict.fromkeys([*manner.beside, *whole]) if self._citable(key)]
        if not (groups or before or beside or markers):
            return
        seen: Counter[str] = Counter()
        notes: list[_Notes] = []
        placed = [take_items(group) for group in groups]
        for items in placed:
            notes.append(_Notes())
            for item in items:
                self._check(document, item, seen[item.key], notes[-1])
                seen[item.key] += 1
        cited = [item.key for items in placed for item in items if item.key in self.references]
        self.references.prepare([*before, *cited, *beside])
        styled = self._styled(root, groups, placed, before, beside)
        if styled:
            self._check_locators(document, styled, groups, placed)
        numbers = styled.numbers if styled else number_keys([*before, *cited, *beside])
        links = CitationLinks(self.references, numbers, document, before)
        for group, items, found in zip(groups, placed, notes, strict=True):
            missing = iter(found.missing)
            if styled:
                styled.draw(group, items, links, missing)
            else:
                draw_numbers(group, items, links, missing)
            # Elsewhere a fault may not stop a page from being published, and readers need not know of it.
            for problem in found.remarks if not manner.standalone else ():
                mark = etree.SubElement(group, "mark", {"class": CITATION_MISSING})
                mark.text = AtomicString(f"{problem.message} ({problem.remedy})")
                document.show(problem, mark)
        for span in root.iter("span"):
            if span.get("class") == CITATION_NARRATIVE:
                name_by_number(span)
        section = None
        if numbers and not manner.is_inner and (manner.always or markers or beside):
            entries = (styled.entries, styled.numbered) if styled else ()
            section = reference_list(self.md, self.references, numbers, document.citations, manner, *entries)
        put_list(root, section, markers, manner)

    def _styled(
        self, root: etree.Element, groups: list[etree.Element], placed: list[list[PlacedItem]],
        before: list[str], beside: list[str],
    ) -> StyledCitations | None:
        """Return the page's citations as the style writes them, or None where the site draws the same itself."""
        processor = self.references.processor
        if processor is None or (processor.manner.plain and not any(i.has_words for items in placed for i in items)):
            return None
        # Late, because a check of a page needs no style.
        from proofdesk.bibliography.pandoc.style import StyleError
        from proofdesk.citations.styled import StyledCitations

        try:
            return StyledCitations(processor, root, groups, placed, self.references, before, beside)
        except StyleError as error:
            self.context.document.problem(Position(1, 1), "bad-style", f"the style fails on this page: {error}",
                                          error.remedy)
            return None

    def _check_locators(self, document: Document, styled: StyledCitations, groups: list[etree.Element],
                        placed: list[list[PlacedItem]]) -> None:
        """Note on the document what an editor wrote after a key and the style leaves out."""
        seen: Counter[str] = Counter()
        for group, items in zip(groups, placed, strict=True):
            for item in items:
                if self._citable(item.key) and styled.hides(group, item):
                    document.problem(
                        citation_position(document.source, item.key, seen[item.key]), "unshown-locator",
                        f"the citation style leaves out the place that “{item.words_after}” names",
                        "say the place in the sentence, or take a style that shows it")
                seen[item.key] += 1

    def _check(self, document: Document, item: PlacedItem, occurrence: int, notes: _Notes) -> None:
        """Note on the document, and for the page, what is wrong with a citation; ``occurrence`` counts from 0."""
        key, joined = item.key, item.joined
        if self._citable(key) and not joined:
            return
        position = citation_position(document.source, key, occurrence)
        if joined:
            notes.remarks.append(document.problem(
                position, "citation-separator", f"“{joined}” holds two citations",
                "put a semicolon between them: `[@one; @two]`",
            ))
        if self._citable(key):
            return
        bibliography = self.references.bibliography
        same = bibliography.keys_by_lowercase.get(key.lower(), "")
        line = document.source.text.split("\n")[position.line - 1]
        whole = key_without_braces(line[position.column :], self.references)
        seen = ITEM.match(UNSEEN.sub("", line[position.column - 1 :]))
        if seen and seen[2] != key and seen[2] in self.references:
            notes.missing.append(document.problem(
                position, "unknown-citation", f"“{seen[2]}” has a sign inside that nobody sees",
                "delete the key, and type it again",
            ))
        elif key in self.references and (fault := self.references.unconfirmed_fault(key)):
            notes.remarks.append(document.problem(position, "unconfirmed-work", *fault))
        elif whole:
            notes.missing.append(document.problem(
                position, "unknown-citation", f"“{whole}” can be cited only with braces around it",
                f"write `{citation(whole)}`",
            ))
        elif same in self.references:
            notes.missing.append(document.problem(
                position, "citation-case", f"the bibliography writes “{key}” as “{same}”", f"write {mark(same)}",
            ))
        elif key in bibliography.broken_keys:
            notes.missing.append(document.problem(
                position, "unknown-citation", f"the entry of “{key}” cannot be read",
                f"correct it: {bibliography.broken_keys[key]}",
            ))
        elif key in bibliography.entries:
            notes.missing.append(document.problem(
                position, "unknown-citation", f"“{key}” is no work: its entry, @{bibliography.entries[key].type}, only "
                "serves others", "cite the work itself",
            ))
        else:
            notes.missing.append(document.problem(
                position, "unknown-citation", f"the bibliography has no “{key}”",
                suggest(key, [each for each in bibliography.entries if each in self.references]),
            ))

    def _citable(self, key: str) -> bool:
        return key in self.references and not self.references.unconfirmed(key)
