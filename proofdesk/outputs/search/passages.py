"""Split a finished page into searchable passages: its sections and its blocks.

A title with a claim by others in it is separated from the answer, with the block's labels.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from lxml.etree import XPath, _Element

from proofdesk.common.text import normalize_whitespace
from proofdesk.content.html import drop_marked
from proofdesk.content.markup import (
    ASKED,
    CITATIONS,
    DATA_BLOCK,
    DATA_CLAIM,
    DATA_INDEX,
    DATA_KEY,
    EVIDENCE,
    HEADERLINK,
    HEADINGS,
    REFERENCES,
    classes,
    raise_figures,
)

_SKIPPED = ("script", "style", "template", "noscript", "svg", "button", "nav", "form", "dialog")
# Numbers, anchors and the evidence in words: nobody looks for these. Templates mark what else to skip.
_NO_TEXT = {HEADERLINK, CITATIONS, REFERENCES, EVIDENCE}
_INLINE = {
    "a", "abbr", "b", "cite", "code", "dfn", "em", "i", "kbd", "mark", "q", "s", "samp", "small", "span", "strong",
    "sub", "sup", "time", "u", "var",
}
# Between the cells of a table, and between its rows.
_PARTED = {"td": " · ", "th": " · ", "tr": "; ", "tbody": "; "}

_KEYS = XPath(f".//a/@{DATA_KEY}", smart_strings=False)  # which would keep the whole page in memory
_CLAIMS = XPath(f".//*[@{DATA_CLAIM}]")


@dataclass
class Passage:
    """A searchable part of a page: a section with its heading, or a block."""

    anchor: str
    title: str = ""
    block: str = ""  # the kind of block, or empty
    claim: str = ""
    labels: tuple[str, str] = ("", "")  # above the claim, and above the answer
    verdict: str = ""
    keys: list[str] = field(default_factory=list)  # the works it cites
    asked: list[str] = field(default_factory=list)  # other words by which readers look for it
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return normalize_whitespace("".join(self.parts))


def passages(content: _Element, within_sections: Collection[str] = ()) -> list[Passage]:
    """Return the passages of a finished page's content. The first is the text before any section.

    Blocks of the kinds ``within_sections`` are part of the section around them. Modifies ``content``, so callers that
    need it afterwards pass a copy.
    """
    drop_marked(content, DATA_INDEX)
    raise_figures(content)
    reader = _Reader(within_sections)
    reader.read(content)
    return [passage for passage in reader.found if passage.text or passage.claim or passage.block]


class _Reader:
    """Reader of a page in one pass. ``here`` is the current passage, which nothing ends while ``is_whole`` is true."""

    def __init__(self, within_sections: Collection[str]) -> None:
        self.within_sections = within_sections
        self.here = Passage("")
        self.found = [self.here]
        self.is_whole = False

    def read(self, element: _Element) -> None:
        self._text(element.text)
        for child in element:
            if isinstance(child.tag, str) and not _left_out(child):
                self._child(child)
            elif child.get("class") == CITATIONS:
                self.here.keys += _KEYS(child)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        self.here.parts.append(text or "")

    def _child(self, child: _Element) -> None:
        if child.get(DATA_INDEX) == ASKED:
            self.here.asked += _listed(child)
        elif DATA_BLOCK in child.attrib and child.get("id"):
            outer = self.is_whole
            self.is_whole = child.get(DATA_BLOCK) in self.within_sections
            if self.is_whole:
                self._part(child)
            else:
                self._block(child)
            self.is_whole = outer
        elif child.tag == "h1":
            self.here.title = _words(child)
        elif child.tag in (*HEADINGS, "dt") and _address(child) and not self.is_whole:
            self._begin(Passage(_address(child), _words(child)))
        elif child.tag in _INLINE:
            self.read(child)
        else:
            self._part(child)

    def _part(self, child: _Element) -> None:
        self._text(_before(child, self.here.parts))
        self.read(child)
        self._text(": " if child.tag == "dt" else " ")

    def _begin(self, passage: Passage) -> None:
        self.here = passage
        self.found.append(passage)

    def _block(self, root: _Element) -> None:
        """Read a block as a passage of its own. The text after it belongs to the section around it."""
        section, kind, id = self.here, root.get(DATA_BLOCK), root.get("id")
        self._begin(Passage(id, block=kind))
        block = self.here
        title = next((e for e in root.iter() if e.get("id") == f"{id}-title"), None)
        verdict = next((each for each in root if each.get("class") == f"{kind}__verdict"), None)
        if verdict is not None:
            block.verdict = "".join(verdict.xpath("./strong/text()"))
            verdict.drop_tree()
        if title is not None:
            labels = [e for e in (*root, *title) if f"{kind}__label" in (e.get("class") or "").split()]
            self._title(title, block, labels)
        self.read(root)
        self.here = section

    def _title(self, title: _Element, block: Passage, labels: list[_Element]) -> None:
        """Note a block's title, or the claim of others in it with what its template says of the claim, and drop it."""
        claim = next(iter(_CLAIMS(title)), None)
        if claim is None:
            block.title = _words(title)
        else:
            block.claim = _words(claim)
            block.labels = (_words(labels[-1]) if labels else "", _words(labels[0]) if labels[1:] else "")
        for element in (*labels, title):
            element.drop_tree()


def _before(element: _Element, parts: list[str]) -> str:
    """Return what parts a text from the one before it: cells and rows of a table may end with no full stop."""
    if element.getprevious() is None or element.tag not in _PARTED:
        return " "
    before = next((part for part in map(str.rstrip, reversed(parts)) if part), "")
    return " " if before.endswith((".", "!", "?", "…")) else _PARTED[element.tag]


def _listed(element: _Element) -> list[str]:
    """Return what an element lists between commas, behind its first words and a colon."""
    words = _words(element).rpartition(": ")[2].removesuffix(".")
    return [each for each in map(str.strip, words.split(",")) if each]


def _address(heading: _Element) -> str:
    """Return the id of a heading or a term, or of the term's group."""
    group = heading.getparent() if heading.tag == "dt" else None
    return str(heading.get("id") or (group.get("id", "") if group is not None else ""))


def _left_out(element: _Element) -> bool:
    return (
        element.tag in _SKIPPED
        or bool(classes(element) & _NO_TEXT)
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
    )


def _words(element: _Element) -> str:
    """Return an element's words without citations and anchor marks."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and not _left_out(child):
            parts.append(_words(child))
        parts.append(child.tail or "")
    return normalize_whitespace("".join(parts))
