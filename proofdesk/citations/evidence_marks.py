"""Writes into a converted page what its claims rest on: a line in each block, and a mark on sentences.

Runs after the citations are numbered. What is written comes from the bibliography alone; nothing is typed by hand.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofdesk.bibliography.evidence import Evidence, is_preclinical_only, kinds_among
from proofdesk.bibliography.evidence_summary import evidence_summary
from proofdesk.citations.reference_list import shape_of

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References


# What holds sentences: the elements in which a reader reads running text.
_TEXTS = ("p", "li", "dd", "td")
_BLOCKS = ("p", "ul", "ol", "dl", "table", "div", "pre", "blockquote", "section")
# A sentence ends at a full stop, a question mark or an exclamation mark, before a space and what begins another.
_END = re.compile(r"[.!?][\"”’)]*(?=\s+[\"“‘(]*[A-Z0-9À-Ý]|\s*$)")
_ABBREVIATIONS = ("e.g", "i.e", "et al", "vs", "cf", "Dr", "approx", " p", " pp", "No")


class EvidenceMarks(Treeprocessor):
    """Fills each room's ``<p class="evidence">``, and wraps sentences that rest on animals or cells alone."""

    def __init__(self, md: Markdown, references: References) -> None:
        super().__init__(md)
        self.references = references

    def run(self, root: etree.Element) -> None:
        for block in root.iter():
            if "data-block" in block.attrib:
                line = next((e for e in block if e.get("class") == "evidence"), None)
                if line is not None:
                    _write_line(line, self.references.evidence.of(_keys(block)))
        for text in list(root.iter()):
            if text.tag in _TEXTS and any(_is_citations(e) for e in text.iter()):
                _mark_sentences(text, self.references)


def _keys(element: etree.Element) -> list[str]:
    """The works cited inside an element, each once, in order."""
    return list(dict.fromkeys(e.get("data-key", "") for e in element.iter("a") if e.get("data-key")))


def _write_line(line: etree.Element, works: list[Evidence]) -> None:
    for kind in kinds_among(works):
        shape = etree.SubElement(line, "span", shape_of(kind))
        shape.tail = " "
    text = AtomicString(evidence_summary(works))
    if len(line):
        line[-1].tail = AtomicString(" " + text)
    else:
        line.text = text


def _is_citations(element: etree.Element) -> bool:
    return element.get("class") in ("citations", "citation-narrative")


def _mark_sentences(parent: etree.Element, references: References) -> None:
    """Wrap each sentence of ``parent`` whose citations are all from animals or cells."""
    sentences = list(_sentences(parent))
    if not any(_rests_below_people(sentence, references) for sentence in sentences):
        return
    parent.text = None
    for child in list(parent):
        parent.remove(child)
    for sentence in sentences:
        works = _rests_below_people(sentence, references)
        if works:
            # The space between two sentences belongs to neither.
            first = sentence[0]
            if isinstance(first, str) and first != first.lstrip():
                _put(parent, first[: len(first) - len(first.lstrip())])
                sentence = [first.lstrip(), *sentence[1:]]
            kinds = " and ".join(kinds_among(works))
            into = etree.SubElement(parent, "span", {"class": "below-people", "data-rests-on": kinds})
        else:
            into = parent
        for part in sentence:
            _put(into, part)


Part = str | etree.Element


def _put(parent: etree.Element, part: Part) -> None:
    if not isinstance(part, str):
        part.tail = None  # it stands among the parts by itself
        parent.append(part)
    elif len(parent):
        parent[-1].tail = _joined(parent[-1].tail, part)
    else:
        parent.text = _joined(parent.text, part)


def _joined(text: str | None, more: str) -> str:
    # The converter is past its inline patterns, so that what was plain text stays plain.
    return AtomicString((text or "") + more)


def _rests_below_people(sentence: list[Part], references: References) -> list[Evidence]:
    """The works of a sentence that cites only animals and cells; empty for any other."""
    if any(not isinstance(part, str) and part.tag in _BLOCKS for part in sentence):
        return []
    keys = [key for part in sentence if not isinstance(part, str) for key in _keys(part)]
    works = references.evidence.of(keys)
    return works if is_preclinical_only(works) else []


def _sentences(parent: etree.Element) -> Iterator[list[Part]]:
    """The parts of each sentence: text, and whole inline elements.

    A citation behind the full stop still belongs to the sentence before it. What is no running text (a list
    inside an item) ends a sentence and stands by itself.
    """
    sentence: list[Part] = []
    ended = False
    for part in _parts(parent):
        if isinstance(part, str):
            for piece, ends in _pieces(part):
                if ended and piece.strip():
                    yield sentence
                    sentence, ended = [], False
                sentence.append(piece)
                ended = ended or ends
        elif part.tag in _BLOCKS:
            yield sentence
            yield [part]
            sentence, ended = [], False
        else:
            if ended and not _is_citations(part):
                yield sentence
                sentence, ended = [], False
            sentence.append(part)
    yield sentence


def _parts(parent: etree.Element) -> Iterator[Part]:
    if parent.text:
        yield parent.text
    for child in parent:
        yield child
        if child.tail:
            yield child.tail


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """A text cut behind each end of a sentence; the last piece need not end one."""
    position = 0
    for match in _END.finditer(text):
        if text[: match.start()].endswith(_ABBREVIATIONS):
            continue
        yield text[position : match.end()], True
        position = match.end()
    if position < len(text):
        yield text[position:], False
