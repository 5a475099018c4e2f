"""Cut running text into its sentences, with the elements that belong to each."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator

from proofdesk.common.text import sentence_ends
from proofdesk.content.markup import CITATION_NARRATIVE, CITATIONS

BLOCK_ELEMENTS = ("p", "ul", "ol", "dl", "table", "div", "pre", "blockquote", "section")

Part = str | etree.Element


def sentences_of(parent: etree.Element) -> Iterator[list[Part]]:
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
        elif part.tag in BLOCK_ELEMENTS:
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


def empty(element: etree.Element) -> None:
    """Take the content of an element out of it."""
    element.text = None
    for child in list(element):
        element.remove(child)


def put_part(parent: etree.Element, part: Part) -> None:
    """Append text or an element to an element; the element loses what followed it.

    The text stays what later processors may read, such as the one for abbreviations.
    """
    if not isinstance(part, str):
        part.tail = None  # a part of its own
        parent.append(part)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + part
    else:
        parent.text = (parent.text or "") + part
