"""Number every citation in order of appearance and add the reference list.

Inline patterns do not run in the order of the page, so numbers can only be given after them.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofdesk.bibliography.citation_syntax import CitationItem, citation, key_without_braces, mark, suggest
from proofdesk.citations.positions import citation_position
from proofdesk.citations.reference_list import reference_list
from proofdesk.common.problems import Problem
from proofdesk.content.document import Citation, ConversionContext, Document
from proofdesk.content.markup import CITATION, CITATION_KEY, CITATION_MISSING, CITATIONS, DATA_KEY, reference_id

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References

_JOINED = "data-joined"


def placeholder(items: list[CitationItem]) -> etree.Element:
    """Return the placeholder of a group; prefixes and suffixes are still Markdown."""
    span = etree.Element("span", {"class": CITATIONS})
    for item in items:
        etree.SubElement(span, "span", {"class": "citation__prefix"}).text = item.prefix
        key = etree.SubElement(span, "span", {"class": CITATION_KEY})
        key.text = AtomicString(item.key)
        if item.joined:
            key.set(_JOINED, item.joined)
        etree.SubElement(span, "span", {"class": "citation__suffix"}).text = item.suffix
    return span


@dataclass
class _Notes:
    """The problems that a group shows: in place of its unknown keys, and as remarks after its numbers."""

    missing: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)


class NumberCitations(Treeprocessor):
    """Tree processor that numbers the placeholders of citations and appends the reference list."""

    def __init__(self, md: Markdown, context: ConversionContext, references: References) -> None:
        super().__init__(md)
        self.context = context
        self.references = references

    def run(self, root: etree.Element) -> None:
        document = self.context.document
        groups = [span for span in root.iter("span") if span.get("class") == CITATIONS]
        if not groups:
            return
        seen: Counter[str] = Counter()
        notes: list[_Notes] = []
        for group in groups:
            notes.append(_Notes())
            for part in _keys(group):
                self._check(document, part, seen[_text(part)], notes[-1])
                seen[_text(part)] += 1
        numbers = number_keys([key for group in groups for key in map(_text, _keys(group)) if key in self.references])
        citations: Counter[str] = Counter()
        for group, found in zip(groups, notes, strict=True):
            self._draw(group, numbers, citations, document, iter(found.missing))
            for problem in found.remarks:
                mark = etree.SubElement(group, "mark", {"class": CITATION_MISSING})
                mark.text = AtomicString(f"{problem.message} ({problem.remedy})")
                document.show(problem, mark)
        if numbers:
            root.append(reference_list(self.md, self.references, numbers, document.citations))

    def _check(self, document: Document, part: etree.Element, occurrence: int, notes: _Notes) -> None:
        """Note on the document, and for the page, what is wrong with a citation; ``occurrence`` counts from 0."""
        key, joined = _text(part), part.attrib.pop(_JOINED, "")
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
        if key in self.references:
            notes.remarks.append(document.problem(
                position, "unconfirmed-work", f"“{key}” is marked {self.references.unconfirmed(key)}",
                "confirm the work and set its x-status, or cite another",
            ))
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
        else:
            notes.missing.append(document.problem(
                position, "unknown-citation", f"the bibliography has no “{key}”",
                suggest(key, bibliography.entries),
            ))

    def _citable(self, key: str) -> bool:
        return key in self.references and not self.references.unconfirmed(key)

    def _draw(
        self, group: etree.Element, numbers: dict[str, int], citations: Counter[str], document: Document,
        missing: Iterator[Problem],
    ) -> None:
        """Replace the parts of a placeholder by links; ``missing`` has the problem of each unknown key, in order."""
        parts = list(group)
        items = [(parts[i], _text(parts[i + 1]), parts[i + 2]) for i in range(0, len(parts), 3)]
        for part in parts:
            group.remove(part)
        plain = not any(_has_content(prefix) or _has_content(suffix) for prefix, _, suffix in items)
        if plain and all(key in numbers for _, key, _ in items):
            self._draw_numbers(group, {numbers[key]: key for _, key, _ in items}, citations, document)
            return
        group.text = AtomicString("[")
        for position, (prefix, key, suffix) in enumerate(items):
            if position:
                _append_text(group, "; ")
            if _has_content(prefix):
                group.append(prefix)
                prefix.tail = AtomicString(" ")
            if key in numbers:
                group.append(self._link(key, numbers[key], citations, document))
            else:
                group.append(_missing(key, next(missing), document))
            self._mark_retracted(group, key)
            if _has_content(suffix):
                _append_text(group, ", ")
                suffix.tail = None
                group.append(suffix)
        _append_text(group, "]")

    def _draw_numbers(
        self, group: etree.Element, keys: dict[int, str], citations: Counter[str], document: Document
    ) -> None:
        """Draw a group as ``[1–3, 7]``; works inside a run have links too, because screen readers skip the dash."""
        group.text = AtomicString("[")
        retracted = [number for number, key in keys.items() if self.references[key].retracted]
        for position, run in enumerate(close_runs(list(keys), retracted)):
            if position:
                _append_text(group, ", ")
            for number in run:
                link = self._link(keys[number], number, citations, document)
                if run[0] < number < run[-1]:
                    link.text = None
                    link.set("class", f"{CITATION} {CITATION}--within")
                    link.set("tabindex", "-1")
                elif number == run[-1] and len(run) > 1:
                    _append_text(group, "–")
                group.append(link)
                self._mark_retracted(group, keys[number])
        _append_text(group, "]")

    def _mark_retracted(self, group: etree.Element, key: str) -> None:
        """Append a word to the number of a retracted work, which must not be relied on."""
        if key in self.references and self.references[key].retracted:
            _append_text(group, " ")
            etree.SubElement(group, "span", {"class": "citation__notice"}).text = AtomicString("retracted")

    def _link(self, key: str, number: int, citations: Counter[str], document: Document) -> etree.Element:
        citations[key] += 1
        citation = Citation(key, number, citations[key])
        document.citations.append(citation)
        link = etree.Element(
            "a",
            {"class": CITATION, DATA_KEY: key, "href": f"#{reference_id(key)}", "id": citation.id,
             "aria-label": f"Reference {citation.number}"},
        )
        link.text = AtomicString(str(citation.number))
        return link


def _missing(key: str, problem: Problem, document: Document) -> etree.Element:
    """Return the mark that stands for a citation of an unknown key."""
    mark = etree.Element("mark", {"class": CITATION_MISSING})
    mark.text = AtomicString(f"unknown reference: {key}")
    document.show(problem, mark)
    return mark


def _keys(group: etree.Element) -> Iterator[etree.Element]:
    return (part for part in group if part.get("class") == CITATION_KEY)


def _text(element: etree.Element) -> str:
    return element.text or ""


def _has_content(part: etree.Element) -> bool:
    return bool(part.text) or len(part) > 0


def _append_text(element: etree.Element, text: str) -> None:
    """Append text after an element's last child; it is no longer Markdown."""
    element[-1].tail = AtomicString((element[-1].tail or "") + text)


def number_keys(keys: list[str]) -> dict[str, int]:
    """Return each key's number on the page, from 1, in order of first appearance."""
    return {key: number for number, key in enumerate(dict.fromkeys(keys), start=1)}


def close_runs(numbers: list[int], alone: Collection[int] = ()) -> list[list[int]]:
    """Return ascending numbers in runs: ``[1, 2, 3, 5]`` as ``[[1, 2, 3], [5]]``; two in a row stay two.

    Numbers ``alone`` are never part of a run, because a word follows each of them.
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1 and not {number, number - 1} & set(alone):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [part for run in runs for part in ([run] if len(run) > 2 else [[n] for n in run])]
