"""Write into a converted page what its claims rest on: a line in each block, and a mark on sentences.

Everything written comes from the bibliography; nothing is typed by hand. A sentence is marked by its own citations,
unless all of them are from people. One that names others than those in whom its works were done is reported.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofdesk.bibliography.evidence import Evidence, EvidenceKind, evidence_summary, is_preclinical_only, kinds_among
from proofdesk.citations.positions import citation_position
from proofdesk.citations.reference_list import shape_of
from proofdesk.citations.species_conflict import done_in_words, find_conflict
from proofdesk.common.text import join_words, sentence_ends
from proofdesk.content.document import ConversionContext, Document
from proofdesk.content.markup import (
    BESIDE_PEOPLE,
    CITATION_NARRATIVE,
    CITATIONS,
    DATA_BLOCK,
    DATA_INDEX,
    DATA_KEY,
    DATA_RESTS_ON,
    DATA_WHOM,
    EVIDENCE,
    NO,
    PRECLINICAL,
    plain_text,
)

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References

# Elements of running text, whose sentences are marked; not those that search skips, which are the program's own words.
_TEXTS = ("p", "li", "dd", "td")
_BLOCKS = ("p", "ul", "ol", "dl", "table", "div", "pre", "blockquote", "section")

Part = str | etree.Element


class EvidenceMarks(Treeprocessor):
    """Tree processor that fills evidence lines of blocks and wraps sentences that are not from people alone."""

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
            whom = text.attrib.pop(DATA_WHOM, "")
            if text.tag in _TEXTS and text.get(DATA_INDEX) != NO and any(_is_citations(e) for e in text.iter()):
                sentences = list(_sentences(text))
                reported = [self._check(document, sentence, "".join(map(_words, sentence))) for sentence in sentences]
                if whom and not any(reported):
                    self._check(document, list(text), whom)
                document.has_preclinical |= _mark_sentences(text, sentences, self.references)

    def _check(self, document: Document, sentence: list[Part], words: str) -> bool:
        """Report a sentence that says “in mice” and cites only works in people, or the other way round.

        Returns whether it is one.
        """
        works = self.references.evidence.of(_cited(sentence))
        named = find_conflict(words, works)
        if named is None:
            return False
        first = next(link for part in sentence if not isinstance(part, str) for link in part.iter("a")
                     if link.get(DATA_KEY))
        key = first.get(DATA_KEY, "")
        occurrence = int(first.get("id", "").rpartition("-")[2] or 1)
        document.problem(
            citation_position(document.source, key, occurrence - 1), "species-conflict",
            f"the sentence says “{named}”, and the works it cites were done in {done_in_words(works)}",
            "cite a work that saw it there, name those in whom it was seen, or put right the keywords of the work")
        return True


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


def _cited(sentence: list[Part]) -> list[str]:
    """Return the works that a sentence cites; none if it is a block element by itself."""
    if any(not isinstance(part, str) and part.tag in _BLOCKS for part in sentence):
        return []
    return [key for part in sentence if not isinstance(part, str) for key in _keys(part)]


def _words(part: Part) -> str:
    return part if isinstance(part, str) else f" {plain_text(part)} "


def _mark_sentences(parent: etree.Element, sentences: list[list[Part]], references: References) -> bool:
    """Wrap each sentence that is not from people alone; return whether one is from animals or cells alone."""
    marks = [_mark(references.evidence.of(_cited(sentence))) for sentence in sentences]
    if not any(marks):
        return False
    parent.text = None
    for child in list(parent):
        parent.remove(child)
    for sentence, mark in zip(sentences, marks, strict=True):
        if mark:
            # Leave the space between two sentences out of the mark, which is underlined.
            first = sentence[0]
            if isinstance(first, str) and first != first.lstrip():
                _put(parent, first[: len(first) - len(first.lstrip())])
                sentence = [first.lstrip(), *sentence[1:]]
            into = etree.SubElement(parent, "span", mark)
        else:
            into = parent
        for part in sentence:
            _put(into, part)
    return any(mark and mark["class"] == PRECLINICAL for mark in marks)


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


def _mark(works: list[Evidence]) -> dict[str, str] | None:
    """Return the attributes of a sentence's mark; None for one from people alone, and for one that cites nothing."""
    kinds = kinds_among(works) or [EvidenceKind.DOCUMENTS] * bool(works)  # a retracted work is no study
    if not kinds or kinds == [EvidenceKind.PEOPLE]:
        return None
    name = PRECLINICAL if is_preclinical_only(works) else BESIDE_PEOPLE
    return {"class": name, DATA_RESTS_ON: join_words([str(kind) for kind in kinds])}


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
