"""Write into a converted page what its claims rest on: a line in each block, and a mark on sentences.

Everything written comes from the bibliography; nothing is typed by hand. A sentence is marked by its own citations,
unless all of them are from people. One that names others than those in whom its works were done is reported.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofdesk.bibliography.evidence import Evidence, EvidenceKind, evidence_summary, is_preclinical_only, kinds_among
from proofdesk.citations.positions import citation_position
from proofdesk.citations.reference_list import shape_of
from proofdesk.citations.species_conflict import done_in_words, find_conflict
from proofdesk.common.language import spoken
from proofdesk.common.text import join_words
from proofdesk.content.document import ConversionContext, Document
from proofdesk.content.markup import (
    BESIDE_PEOPLE,
    CITATION_NARRATIVE,
    CITATIONS,
    DATA_BLOCK,
    DATA_INDEX,
    DATA_KEY,
    DATA_RESTS_ON,
    DATA_SAID,
    DATA_SHAPES,
    DATA_WHOM,
    EVIDENCE,
    LABELS,
    NO,
    PRECLINICAL,
    plain_text,
)
from proofdesk.content.sentences import BLOCK_ELEMENTS, Part, empty, put_part, sentences_of

if TYPE_CHECKING:
    from proofdesk.bibliography.references import References

# Elements of running text, whose sentences are marked; not those that search skips, which are the program's own words.
_TEXTS = ("p", "li", "dd", "td")
# What stands in the frame around a block's own labels, not in those of blocks inside it.
_LABELS = f"./*[@class='{LABELS}']/*"


class EvidenceMarks(Treeprocessor):
    """Tree processor that fills evidence lines of blocks and wraps sentences that are not from people alone."""

    def __init__(self, md: Markdown, context: ConversionContext, references: References) -> None:
        super().__init__(md)
        self.context = context
        self.references = references

    def run(self, root: etree.Element) -> None:
        for block in root.iter():
            if DATA_BLOCK in block.attrib:
                line = next((e for e in (*block, *block.iterfind(_LABELS)) if e.get("class") == EVIDENCE), None)
                if line is not None:
                    _write_line(line, self.references.evidence.of(_keys(block)))
        document = self.context.document
        for text in list(root.iter()):
            whom = text.attrib.pop(DATA_WHOM, "")
            if text.tag in _TEXTS and text.get(DATA_INDEX) != NO and any(_is_citations(e) for e in text.iter()):
                sentences = list(sentences_of(text))
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
    if any(not isinstance(part, str) and part.tag in BLOCK_ELEMENTS for part in sentence):
        return []
    return [key for part in sentence if not isinstance(part, str) for key in _keys(part)]


def _words(part: Part) -> str:
    return part if isinstance(part, str) else f" {plain_text(part)} "


def _mark_sentences(parent: etree.Element, sentences: list[list[Part]], references: References) -> bool:
    """Wrap each sentence that is not from people alone; return whether one is from animals or cells alone."""
    marks = [_mark(references.evidence.of(_cited(sentence))) for sentence in sentences]
    if not any(marks):
        return False
    empty(parent)
    for sentence, mark in zip(sentences, marks, strict=True):
        if mark:
            # Leave the space between two sentences out of the mark, which is underlined.
            first = sentence[0]
            if isinstance(first, str) and first != first.lstrip():
                put_part(parent, first[: len(first) - len(first.lstrip())])
                sentence = [first.lstrip(), *sentence[1:]]
            into = etree.SubElement(parent, "span", mark)
        else:
            into = parent
        for part in sentence:
            put_part(into, part)
    return any(mark and mark["class"] == PRECLINICAL for mark in marks)


def _mark(works: list[Evidence]) -> dict[str, str] | None:
    """Return the attributes of a sentence's mark; None for one from people alone, and for one that cites nothing."""
    kinds = kinds_among(works) or [EvidenceKind.DOCUMENTS] * bool(works)  # a retracted work is no study
    if not kinds or all(kind.is_direct for kind in kinds):
        return None
    name = PRECLINICAL if is_preclinical_only(works) else BESIDE_PEOPLE
    rests_on = join_words([str(kind) for kind in kinds])  # for programs
    said, own = spoken().listed([kind.rests_on for kind in kinds]), works[0].words_of.is_own
    return {"class": name, DATA_RESTS_ON: rests_on, **({DATA_SAID: said} if spoken().locale or own else {}),
            **({DATA_SHAPES: ", ".join(kind.shape for kind in kinds)} if own else {})}
