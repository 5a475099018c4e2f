"""Report notes that no reader would reach, and names of two notes, of which one would be lost."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from html import unescape

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from proofdesk.content.document import ConversionContext
from proofdesk.content.markup import FOOTNOTE, classes

_CALL, _WAY_BACK, _ID = "footnote-ref", "footnote-backref", "fn:"
_WRITTEN = re.compile(r"^[> \t]*\[\^([^\]\n]+)\]:", re.MULTILINE)


class CheckNotes(Treeprocessor):
    """Tree processor that names each note without a call, with two texts, or with a space in its name."""

    def __init__(self, md: Markdown, context: ConversionContext) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        listed = [item.get("id", "").removeprefix(_ID) for notes in root.iter("div") if FOOTNOTE in classes(notes)
                  for item in notes.iter("li") if item.get("id", "").startswith(_ID)]
        if not listed:
            return
        called = {unescape(call.get("href", "")).removeprefix(f"#{_ID}") for call in root.iter("a")
                  if _CALL in classes(call)}
        for item in root.iter("li"):
            name = item.get("id", "")
            if name.startswith(_ID) and name.removeprefix(_ID) not in called:
                _drop_ways_back(item)
        document = self.context.document
        seen: set[str] = set()
        for match in _WRITTEN.finditer(document.source.prose):
            name, position = match[1], document.source.position(match.start(1) - 2)
            if name in seen:
                document.problem(position, "footnote", f"the note “{name}” has two texts, and one would be lost",
                                 "give one of them another name, where it is called too")
            elif name in listed and name not in called:
                document.problem(position, "footnote", f"nothing on the page calls the note “{name}”",
                                 f"write `[^{name}]` where it belongs, or delete the note")
            elif re.search(r"\s", name):
                document.problem(position, "footnote", f"the name of the note “{name}” has a space, which no address "
                                 "can have", "write a hyphen, where it is called too")
            seen.add(name)


def _drop_ways_back(note: etree.Element) -> None:
    """Take the ways back out of a note that nothing calls: they lead nowhere."""
    for parent in [*note.iter()]:
        for way in [child for child in parent if child.tag == "a" and _WAY_BACK in classes(child)]:
            parent.remove(way)
