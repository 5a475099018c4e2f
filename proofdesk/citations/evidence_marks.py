"""Write into a converted page what its claims rest on: a line in each block, and a mark on sentences.

Everything written comes from the bibliography; nothing is typed by hand.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofdesk.bibliography.evidence import Evidence, evidence_summary, is_preclinical_only, kinds_among
from proofdesk.citations.reference_list import shape_of
from proofdesk.common.text import sentence_ends
from proofdesk.content.document import ConversionContext
from proofdesk.content.markup import (
    CITATION_NARRATIVE,
    CITATIONS,
    DATA_BLOCK,
    DATA_KEY,
    DATA_RESTS_ON,
    EVIDENCE,
    PRECLINICAL,
)

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References

# Elements of running text, whose sentences are marked.
_TEXTS = ("p", "li", "dd", "td")
_BLOCKS = ("p", "ul", "ol", "dl", "table", "div", "pre", "blockquote", "section")

Part = str | etree.Element


class EvidenceMarks(Treeprocessor):
    """Tree processor that fills evidence lines of blocks and wraps sentences from animals or cells alone."""

    def __init__(self, md: Markdown, context: ConversionContext, references: References) -> None:
        super().__init__(md)
        self.context = context
        self.references = references

    def run(self, root: etree.Element) -> None:
        for block in root.iter():
            if DATA_BLOCK in block.attrib:
                line = next((e for e in block if e.get("class") == EVIDENCE), None)
                if line is not None:
                    _write_line(line, self.references.evidence.of(_keys(block)))
        document = self.context.document
        for text in list(root.iter()):
            if text.tag in _TEXTS and any(_is_citations(e) for e in text.iter()):
                document.has_preclinical |= _mark_sentences(text, self.references)


def _keys(element: etree.Element) -> list[str]:
    """Return the works cited inside an element, each once, in order."""
    return list(dict.fromkeys(e.get(DATA_KEY, "") for e in element.iter("a") if e.get(DATA_KEY)))


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
    return element.get("class") in (CITATIONS, CITATION_NARRATIVE)


def _mark_sentences(parent: etree.Element, references: References) -> bool:
    """Wrap each sentence whose citations are all from animals or cells; return whether there is one."""
    sentences = list(_sentences(parent))
    if not any(_preclinical_works(sentence, references) for sentence in sentences):
        return False
    parent.text = None
    for child in list(parent):
        parent.remove(child)
    for sentence in sentences:
        works = _preclinical_works(sentence, references)
        if works:
            # Leave the space between two sentences out of the mark, which is underlined.
            first = sentence[0]
            if isinstance(first, str) and first != first.lstrip():
                _put(parent, first[: len(first) - len(first.lstrip())])
                sentence = [first.lstrip(), *sentence[1:]]
            kinds = " and ".join(kinds_among(works))
            into = etree.SubElement(parent, "span", {"class": PRECLINICAL, DATA_RESTS_ON: kinds})
        else:
            into = parent
        for part in sentence:
            _put(into, part)
    return True


def _put(parent: etree.Element, part: Part) -> None:
    if not isinstance(part, str):
        part.tail = None  # a part of its own
        parent.append(part)
    elif len(parent):
        parent[-1].tail = _joined(parent[-1].tail, part)
    else:
        parent.text = _joined(parent.text, part)


def _joined(text: str | None, more: str) -> str:
    # Inline patterns ran before; an atomic string keeps later ones off the text.
    return AtomicString((text or "") + more)


def _preclinical_works(sentence: list[Part], references: References) -> list[Evidence]:
    """Return the works of a sentence that cites only animals and cells; empty for any other."""
    if any(not isinstance(part, str) and part.tag in _BLOCKS for part in sentence):
        return []
    keys = [key for part in sentence if not isinstance(part, str) for key in _keys(part)]
    works = references.evidence.of(keys)
    return works if is_preclinical_only(works) else []


def _sentences(parent: etree.Element) -> Iterator[list[Part]]:
    """Yield the parts of each sentence: text, and whole inline elements.

    A citation after the full stop belongs to the sentence before it. A block element, such as a list inside an item,
    ends a sentence and is one by itself.
    """
    sentence: list[Part] = []
    ended = False
    parts = list(_parts(parent))
    for place, part in enumerate(parts):
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
            if ended and not _belongs_before(part, next(iter(parts[place + 1:]), "")):
                yield sentence
                sentence, ended = [], False
            sentence.append(part)
    yield sentence


def _belongs_before(part: etree.Element, following: Part) -> bool:
    """Return whether an element after a full stop is a citation of the sentence before it.

    Authors' names begin a sentence if it goes on: “It grew. Shao and Kwan [1] saw it.”
    """
    goes_on = not isinstance(following, str) or re.search(r"\w", following) is not None
    return part.get("class") == CITATIONS or (part.get("class") == CITATION_NARRATIVE and not goes_on)


def _parts(parent: etree.Element) -> Iterator[Part]:
    if parent.text:
        yield parent.text
    for child in parent:
        yield child
        if child.tail:
            yield child.tail


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text cut at each end of a sentence, and whether the piece ends one; the last need not."""
    position = 0
    for end in sentence_ends(text):
        yield text[position:end], True
        position = end
    if position < len(text):
        yield text[position:], False
