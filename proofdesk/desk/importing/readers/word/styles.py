"""Read the styles of a Word file: what is hidden, numbered or a heading by the style that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import WORD, PackedFile

_OFF = ("0", "false", "off")
_HEADING, _TITLE = re.compile(r"heading [1-9]", re.IGNORECASE), "title"
CAPTIONS = ("caption", "image caption", "table caption")
_PARAGRAPH, _RUN, _TABLE = f"{WORD}p", f"{WORD}r", f"{WORD}tbl"


@dataclass
class WordStyles:
    """The styles of a Word file by their names for the program; ``defaults`` are those of what states none, by kind."""

    styles: dict[str, etree._Element] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    all_hidden: bool = False  # by the defaults of the document

    def hidden(self, root: etree._Element) -> Iterator[etree._Element]:
        """Yield the words of a part that Word neither shows nor prints: by their own format, or by their styles.

        A style that hides what another one around it hides shows it again, as Word has it.
        """
        hiding = {name for name in self.styles if self._hides(name)}
        if not (hiding or self.all_hidden) and next(root.iter(f"{WORD}vanish"), None) is None:
            return
        for run in root.iter(_RUN):
            stated = run.find(f"{WORD}rPr/{WORD}vanish")
            is_hidden = is_on(stated) if stated is not None else self.all_hidden or (
                sum(name in hiding for name in self._of_run(run)) % 2 == 1)
            if is_hidden:
                yield from run.iterfind(f"{WORD}t")

    def is_heading(self, style: str) -> bool:
        """Return whether a style is a heading's, or is based on one."""
        return any(_HEADING.fullmatch(name) or name == _TITLE for name in self._names(style))

    def name(self, style: str) -> str:
        """Return the name of a style in small letters; empty if the file does not have it."""
        return next(self._names(style), "")

    def id_of(self, name: str) -> str:
        """Return the style of a name in small letters; empty if the file does not have it."""
        return next((style for style in self.styles if self.name(style) == name), "")

    def kind(self, style: str) -> str:
        """Return the name of the heading or the caption that a style is, or is based on; empty for another one."""
        return next((name for name in self._names(style) if _HEADING.fullmatch(name) or name in CAPTIONS), "")

    def numbered(self, style: str) -> etree._Element | None:
        """Return the list that paragraphs of a style are items of."""
        lists = (each.find(f"{WORD}pPr/{WORD}numPr") for each in self._chain(style))
        return next((each for each in lists if each is not None), None)

    def indent(self, paragraph: etree._Element, style: str, sides: tuple[str, ...]) -> int:
        """Return an indent of a paragraph, in twentieths of a point, that it or its style states; 0 if none does."""
        for each in (paragraph, *self._chain(style)):
            stated = each.find(f"{WORD}pPr/{WORD}ind")
            sizes = [] if stated is None else [size for side in sides if (size := stated.get(f"{WORD}{side}"))]
            if sizes:
                return int(sizes[0]) if sizes[0].lstrip("-").isdecimal() else 0
        return 0

    def _of_run(self, run: etree._Element) -> Iterator[str]:
        yield style_of(run, "r")
        for around, kind, name in ((_PARAGRAPH, "p", "paragraph"), (_TABLE, "tbl", "table")):
            element = next(run.iterancestors(around), None)
            if element is not None:
                yield style_of(element, kind) or self.defaults.get(name, "")

    def _hides(self, style: str) -> bool:
        stated = (each.find(f"{WORD}rPr/{WORD}vanish") for each in self._chain(style))
        return is_on(next((each for each in stated if each is not None), None))

    def _names(self, style: str) -> Iterator[str]:
        return (value_of(each, "name").lower() for each in self._chain(style))

    def _chain(self, style: str) -> Iterator[etree._Element]:
        """Yield a style, and those that it is based on."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            style = value_of(self.styles[style], "basedOn")


def styles_of(packed: PackedFile) -> WordStyles:
    """Return the styles of a Word file."""
    part = next((packed.part(target) for kind, target, outside in packed.relations(packed.main_part())
                 if kind == "styles" and not outside), None)
    if part is None:
        return WordStyles()
    styles = {each.get(f"{WORD}styleId", ""): each for each in part.iter(f"{WORD}style")}
    defaults = {each.get(f"{WORD}type", ""): name for name, each in styles.items()
                if each.get(f"{WORD}default", "0") not in _OFF}
    return WordStyles(styles, defaults, is_on(part.find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr/{WORD}vanish")))


def style_of(element: etree._Element, kind: str) -> str:
    """Return the style that a paragraph, a run or a table states; ``kind`` is the end of its tag."""
    return value_of(element, f"{kind}Pr/{WORD}{kind}Style")


def value_of(element: etree._Element, path: str) -> str:
    """Return what an element below one says; empty if there is none."""
    found = element.find(f"{WORD}{path}")
    return "" if found is None else found.get(f"{WORD}val", "")


def is_on(stated: etree._Element | None) -> bool:
    """Return whether a property is stated and switched on."""
    return stated is not None and stated.get(f"{WORD}val", "1") not in _OFF
