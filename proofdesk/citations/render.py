"""After inline conversion: numbers every group in order of appearance and adds the reference list.

Inline patterns do not run in the order of the page, so numbers can only be given here.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofdesk.bibliography.citation_syntax import CitationItem
from proofdesk.citations.positions import citation_position
from proofdesk.citations.reference_list import reference_list
from proofdesk.common.problems import Problem
from proofdesk.common.suggest import did_you_mean
from proofdesk.content.document import Citation, ConversionContext, Document

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References
from collections.abc import Collection

_JOINED = "data-joined"


def placeholder(items: list[CitationItem]) -> etree.Element:
    """The span that stands for a group; prefixes and suffixes are still Markdown."""
    span = etree.Element("span", {"class": "citations"})
    for item in items:
        for name, text in (("prefix", item.prefix), ("key", item.key), ("suffix", item.suffix)):
            part = etree.SubElement(span, "span", {"class": f"citation__{name}"})
            part.text = AtomicString(text) if name == "key" else text
            if name == "key" and item.joined:
                part.set(_JOINED, item.joined)
    return span


class NumberCitations(Treeprocessor):
    """Numbers the groups that ``held_group`` made, and lists what they cite."""

    def __init__(self, md: Markdown, current: ConversionContext, references: References) -> None:
        super().__init__(md)
        self.current = current
        self.references = references

    def run(self, root: etree.Element) -> None:
        document = self.current.document
        groups = [span for span in root.iter("span") if span.get("class") == "citations"]
        if not groups:
            return
        seen: Counter[str] = Counter()
        remarks: list[list[Problem]] = []
        for group in groups:
            found = []
            for part in _keys(group):
                found += self._check(document, part, seen[_text(part)])
                seen[_text(part)] += 1
            remarks.append(found)
        numbers = number_keys([key for group in groups for key in map(_text, _keys(group)) if key in self.references])
        citations: Counter[str] = Counter()
        for group, found in zip(groups, remarks, strict=True):
            self._draw(group, numbers, citations, document)
            for problem in found:
                mark = etree.SubElement(group, "mark", {"class": "citation-missing"})
                mark.text = AtomicString(f"{problem.message} ({problem.remedy})")
        if numbers:
            root.append(reference_list(self.md, self.references, numbers, document.citations))

    def _check(self, document: Document, part: etree.Element, occurrence: int) -> list[Problem]:
        """Note what is wrong with a citation at its place in the source; returns what its number would not show."""
        key, joined = _text(part), part.attrib.pop(_JOINED, "")
        if self._citable(key) and not joined:
            return []
        position = citation_position(document.source, key, occurrence)
        found = []
        if joined:
            found.append(document.problem(
                position, "citation-separator", f"“{joined}” holds two citations",
                "put a semicolon between them: `[@one; @two]`",
            ))
        if self._citable(key):
            return found
        bibliography = self.references.bibliography
        same = [known for known in self.references if known.lower() == key.lower()]
        if key in self.references:
            found.append(document.problem(
                position, "unconfirmed-work", f"“{key}” is marked {self.references.unconfirmed(key)}",
                "confirm the work and set its x-status, or cite another",
            ))
        elif same:
            document.problem(position, "citation-case", f"the bibliography writes “{key}” as “{same[0]}”",
                             f"write @{same[0]}")
        elif key in bibliography.broken_keys:
            document.problem(position, "unknown-citation", f"the entry of “{key}” cannot be read",
                             f"mend it: {bibliography.path}:{bibliography.broken_keys[key]}")
        else:
            document.problem(position, "unknown-citation", f"the bibliography has no “{key}”",
                             did_you_mean(key, known) if (known := self.references.keys()) else "it has no work at all")
        return found

    def _citable(self, key: str) -> bool:
        return key in self.references and not self.references.unconfirmed(key)

    def _draw(
        self, group: etree.Element, numbers: dict[str, int], citations: Counter[str], document: Document
    ) -> None:
        """Replace the held parts of a group by its links."""
        parts = list(group)
        items = [(parts[i], _text(parts[i + 1]), parts[i + 2]) for i in range(0, len(parts), 3)]
        for part in parts:
            group.remove(part)
        plain = not any(_said(prefix) or _said(suffix) for prefix, _, suffix in items)
        if plain and all(key in numbers for _, key, _ in items):
            self._draw_numbers(group, {numbers[key]: key for _, key, _ in items}, citations, document)
            return
        group.text = AtomicString("[")
        for position, (prefix, key, suffix) in enumerate(items):
            if position:
                _append_text(group, "; ")
            if _said(prefix):
                group.append(prefix)
                prefix.tail = AtomicString(" ")
            group.append(self._link(key, numbers, citations, document))
            self._say_retracted(group, key)
            if _said(suffix):
                _append_text(group, ", ")
                suffix.tail = None
                group.append(suffix)
        _append_text(group, "]")

    def _draw_numbers(
        self, group: etree.Element, keys: dict[int, str], citations: Counter[str], document: Document
    ) -> None:
        """``[1–3, 7]``. The works inside a run have links too, for those who cannot see the dash."""
        group.text = AtomicString("[")
        retracted = [number for number, key in keys.items() if self.references[key].retracted]
        for position, run in enumerate(close_runs(list(keys), retracted)):
            if position:
                _append_text(group, ", ")
            for number in run:
                link = self._link(keys[number], {keys[number]: number}, citations, document)
                if run[0] < number < run[-1]:
                    link.text = None
                    link.set("class", "citation citation--within")
                    link.set("tabindex", "-1")
                elif number == run[-1] and len(run) > 1:
                    _append_text(group, "–")
                group.append(link)
                self._say_retracted(group, keys[number])
        _append_text(group, "]")

    def _say_retracted(self, group: etree.Element, key: str) -> None:
        """The word beside the number of a work that must not be relied on."""
        if key in self.references and self.references[key].retracted:
            _append_text(group, " ")
            etree.SubElement(group, "span", {"class": "citation__notice"}).text = AtomicString("retracted")

    def _link(
        self, key: str, numbers: dict[str, int], citations: Counter[str], document: Document
    ) -> etree.Element:
        if key not in numbers:
            mark = etree.Element("mark", {"class": "citation-missing"})
            mark.text = AtomicString(f"unknown reference: {key}")
            return mark
        citations[key] += 1
        citation = Citation(key, numbers[key], citations[key])
        document.citations.append(citation)
        link = etree.Element(
            "a",
            {"class": "citation", "data-key": key, "href": f"#ref-{key}", "id": citation.id,
             "aria-label": f"Reference {citation.number}"},
        )
        link.text = AtomicString(str(citation.number))
        return link


def _keys(group: etree.Element) -> Iterator[etree.Element]:
    return (part for part in group if part.get("class") == "citation__key")


def _text(element: etree.Element) -> str:
    return element.text or ""


def _said(part: etree.Element) -> bool:
    return bool(part.text) or len(part) > 0


def _append_text(element: etree.Element, text: str) -> None:
    """Text after an element's last child. Nothing here is Markdown any more."""
    element[-1].tail = AtomicString((element[-1].tail or "") + text)


def number_keys(keys: list[str]) -> dict[str, int]:
    """Each key's number on the page, from 1, in order of first appearance."""
    return {key: number for number, key in enumerate(dict.fromkeys(keys), start=1)}


def close_runs(numbers: list[int], alone: Collection[int] = ()) -> list[list[int]]:
    """Ascending numbers in runs: ``[1, 2, 3, 5]`` becomes ``[[1, 2, 3], [5]]``. Two in a row stay two.

    Numbers ``alone`` are never part of a run: something has to be said beside them.
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1 and not {number, number - 1} & set(alone):
            runs[-1].append(number)
        else:
            runs.append([number])
    return [part for run in runs for part in ([run] if len(run) > 2 else [[n] for n in run])]
