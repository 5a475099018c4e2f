"""Find the notes of a web page: an anchor in the text leads to the note, and one in the note leads back to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from proofdesk.content.markup import HEADINGS
from proofdesk.desk.importing.readers.packed_file import replace

_HOLDERS = ("li", "aside", "section", "div", "p", "td", "dd")
_INLINE = ("sup", "sub", "span", "i", "b", "em", "strong")
_COMMENT = re.compile(r"_?(?:cmnt|msocom)", re.IGNORECASE)
_AUTHOR = re.compile(r"mso-comment-author:\s*[\"']?([^\"';]+)")
# What stands beside the anchors that lead back, and calls a note again.
_AROUND_BACK = re.compile(r"[\s^↑↩︎,;|]*")
_OF_NOTES = re.compile(r"\b(?:foot|end)notes\b")
_MARK = re.compile(r"[\s\[(]*[\w*†‡§¶#]{0,4}[\s\])]*")


SHARED = "proofdesk-shared-note"  # the class of an anchor in a note that is called several times


@dataclass(frozen=True)
class LinkedNote:
    """A note with the anchors in the text that call it, those that lead back, and what holds the note."""

    name: str
    calls: tuple[HtmlElement, ...]
    backs: tuple[HtmlElement, ...]
    holder: HtmlElement

    @property
    def is_comment(self) -> bool:
        """Return whether it is what a reviewer says, as Word and Google Docs write it, and no footnote."""
        return bool(_COMMENT.match(self.name))

    @property
    def author(self) -> str:
        """Return who wrote it, if Word says so."""
        said = (_AUTHOR.search(each.get("style") or "") for each in self.holder.iter("span"))
        return next((found[1] for found in said if found), "")

    def text(self) -> str:
        """Return what the note says, without its mark; paragraphs on lines of their own."""
        blocks = [*self.holder.iter("p", "li")] or [self.holder]
        lines = [" ".join("".join(_strings(block, self.backs)).split()) for block in blocks]
        return "\n".join(line for line in lines if line)

    def remove(self) -> None:
        """Take the note and its calls out of the page."""
        for call in self.calls:
            _drop(_with_frame(call))
        _drop(self.holder)

    def as_footnote(self) -> None:
        """Write the note and its calls as Pandoc reads those of electronic books."""
        for frame in map(_with_frame, self.calls):
            call = frame.makeelement("a", {"epub:type": "noteref", "href": f"#{self.name}"})
            call.text = "1"
            replace(frame, [call])
        for back in self.backs:
            _drop_back(back)
        body = [*self.holder.iterancestors()][-1]
        note = body.makeelement("aside", {"epub:type": "footnote", "id": self.name})
        if self.holder.tag == "li":
            note.text = self.holder.text
            note.extend([*self.holder])
            _drop(self.holder)
        else:
            stub = self.holder.makeelement("span")
            replace(self.holder, [stub])
            note.append(self.holder)
            _drop(stub)
        if len(self.calls) > 1:  # by which the calls are known to be of one note
            first = next(note.iter("p"), note)
            first.insert(0, first.makeelement("span", {"id": self.name, "class": SHARED}))
            first[0].tail, first.text = first.text, None
        (body if body.find("body") is None else body.find("body")).append(note)


def linked_notes(page: HtmlElement) -> list[LinkedNote]:
    """Return the notes of a page in the order of their first calls."""
    return [*_linked_notes(page)]


def _linked_notes(page: HtmlElement) -> Iterator[LinkedNote]:
    names: dict[str, HtmlElement] = {}
    places = {element: number for number, element in enumerate(page.iter())}
    for element in places:
        if isinstance(element.tag, str):
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    names.setdefault(name, element)
    found: dict[HtmlElement, list[HtmlElement]] = {}
    for call in page.iter("a"):
        target = names.get(_name(call))
        if target is None or not _MARK.fullmatch(call.text_content()):
            continue
        if target.tag == "a" and not target.get("href"):  # Word names a comment above its words, which lead back
            target = next(target.iterancestors("div", "li", "aside"), target)
        if target.tag in _HOLDERS or target.tag == "a":
            holder = _holder(target)
            if places[holder] > places[call]:
                found.setdefault(holder, []).append(call)
    for holder, calls in found.items():
        around = {each for call in calls for element in (call, *call.iterancestors("sup", "span", "a"))
                  for each in (element.get("id"), element.get("name")) if each}
        if backs := tuple(each for each in holder.iter("a") if _name(each) in around):
            yield LinkedNote(_name(calls[0]), tuple(calls), backs, holder)


def _name(anchor: HtmlElement) -> str:
    """Return the name on the same page to which an anchor leads; empty if it leads elsewhere."""
    address = anchor.get("href") or ""
    return address[1:] if address.startswith("#") else ""


def _holder(target: HtmlElement) -> HtmlElement:
    """Return the element with the whole text of a note: around its anchor, as far as no other note begins there."""
    holder = next((each for each in [target, *target.iterancestors()] if each.tag in _HOLDERS), target)
    outer = holder.getparent()
    while outer is not None and outer.tag in ("div", "aside") and sum(
            bool(_name(each)) for each in outer.iter("a")) < 2:
        holder, outer = outer, outer.getparent()
    return holder


def drop_empty_lists(page: HtmlElement) -> None:
    """Take out what only headed the notes of a page."""
    for section in [*page.iter("section", "div", "aside", "footer")]:
        words = "".join(each.text_content() for each in section.iter(*HEADINGS))
        if _OF_NOTES.search(f"{section.get('class', '')} {section.get('role', '')}") and (
                section.text_content().split() == words.split()):
            section.drop_tree()


def _strings(element: HtmlElement, backs: tuple[HtmlElement, ...]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child not in backs and isinstance(child.tag, str):
            yield from _strings(child, backs)
        yield child.tail or ""


def _with_frame(call: HtmlElement) -> HtmlElement:
    """Return an anchor with the elements that hold nothing else, such as the raised sign around it."""
    frame = call
    outer = frame.getparent()
    while outer is not None and outer.tag in ("sup", "span") and outer.text_content() == call.text_content():
        frame, outer = outer, outer.getparent()
    return frame


def _drop_back(back: HtmlElement) -> None:
    """Take an anchor that leads back out of a note, with what holds nothing else: “^ a b”."""
    frame = back
    outer = frame.getparent()
    while outer is not None and outer.tag in _INLINE and _AROUND_BACK.fullmatch("".join(_strings(outer, (frame,)))):
        frame, outer = outer, outer.getparent()
    frame.drop_tree()


def _drop(element: HtmlElement) -> None:
    """Take an element out of the page, and the elements that then hold nothing."""
    while True:
        outer = element.getparent()
        element.drop_tree()
        if outer is None or len(outer) or outer.text_content().strip() or outer.tag not in (
                "div", "ol", "ul", "sup", "p", "li"):
            return
        element = outer
