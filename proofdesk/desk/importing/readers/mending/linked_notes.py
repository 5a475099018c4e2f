"""Find the notes of a web page: an anchor in the text leads to the note, and one in the note leads back to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

_HOLDERS = ("li", "aside", "section", "div", "p", "td", "dd")
_COMMENT = re.compile(r"_?(?:cmnt|msocom)", re.IGNORECASE)
_AUTHOR = re.compile(r"mso-comment-author:\s*[\"']?([^\"';]+)")
_MARK = re.compile(r"[\s\[(]*[\w*†‡§¶#]{0,4}[\s\])]*")


@dataclass(frozen=True)
class LinkedNote:
    """A note with the anchor in the text that calls it, the one that leads back, and what holds the note."""

    name: str
    call: HtmlElement
    back: HtmlElement
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
        lines = [" ".join("".join(_strings(block, self.back)).split()) for block in blocks]
        return "\n".join(line for line in lines if line)

    def remove(self) -> None:
        """Take the note and its call out of the page."""
        _drop(_with_frame(self.call))
        _drop(self.holder)

    def as_footnote(self) -> None:
        """Write the note and its call as Pandoc reads those of electronic books."""
        frame = _with_frame(self.call)
        call = frame.makeelement("a", {"epub:type": "noteref", "href": f"#{self.name}"})
        call.text, call.tail, frame.tail = "1", frame.tail, None
        frame.getparent().replace(frame, call)
        _drop(self.back)
        body = [*self.holder.iterancestors()][-1]
        note = body.makeelement("aside", {"epub:type": "footnote", "id": self.name})
        if self.holder.tag == "li":
            note.text = self.holder.text
            note.extend([*self.holder])
            _drop(self.holder)
        else:
            stub = self.holder.makeelement("span")
            stub.tail, self.holder.tail = self.holder.tail, None
            self.holder.getparent().replace(self.holder, stub)
            note.append(self.holder)
            _drop(stub)
        (body if body.find("body") is None else body.find("body")).append(note)


def linked_notes(page: HtmlElement) -> list[LinkedNote]:
    """Return the notes of a page in the order of their calls. A note that is called twice has its first call."""
    return [*_linked_notes(page)]


def _linked_notes(page: HtmlElement) -> Iterator[LinkedNote]:
    names: dict[str, HtmlElement] = {}
    places = {element: number for number, element in enumerate(page.iter())}
    for element in places:
        if isinstance(element.tag, str):
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    names.setdefault(name, element)
    taken: set[HtmlElement] = set()
    for call in page.iter("a"):
        name = _name(call)
        target = names.get(name)
        if target is None or not _MARK.fullmatch(call.text_content()):
            continue
        around = {each for element in (call, *call.iterancestors("sup", "span", "a")) for each in
                  (element.get("id"), element.get("name")) if each}
        if target.tag == "a" and not target.get("href"):  # Word names a comment above its words, which lead back
            target = next(target.iterancestors("div", "li", "aside"), target)
        inside = [*target.iter("a")] if target.tag in _HOLDERS or target.tag == "a" else []
        back = next((each for each in inside if _name(each) in around), None)
        if back is None or back is call:
            continue
        holder = _holder(target)
        if places[holder] > places[call] and holder not in taken:
            taken.add(holder)
            yield LinkedNote(name, call, back, holder)


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


def _strings(element: HtmlElement, back: HtmlElement) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child is not back and isinstance(child.tag, str):
            yield from _strings(child, back)
        yield child.tail or ""


def _with_frame(call: HtmlElement) -> HtmlElement:
    """Return an anchor with the elements that hold nothing else, such as the raised sign around it."""
    frame = call
    outer = frame.getparent()
    while outer is not None and outer.tag in ("sup", "span") and outer.text_content() == call.text_content():
        frame, outer = outer, outer.getparent()
    return frame


def _drop(element: HtmlElement) -> None:
    """Take an element out of the page, and the elements that then hold nothing."""
    while True:
        outer = element.getparent()
        element.drop_tree()
        if outer is None or len(outer) or outer.text_content().strip() or outer.tag not in (
                "div", "ol", "ul", "sup", "p", "li"):
            return
        element = outer
