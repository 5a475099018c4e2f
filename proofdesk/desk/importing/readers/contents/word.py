"""Count what a Word file holds, and read its properties."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath

import lxml.etree as etree

from proofdesk.desk.importing import ledger as things
from proofdesk.desk.importing.facts import DocumentFacts
from proofdesk.desk.importing.ledger import Ledger
from proofdesk.desk.importing.readers.contents.properties import facts_of, title_of
from proofdesk.desk.importing.readers.contents.word_drawings import descriptions_in
from proofdesk.desk.importing.readers.mending.page_numbers import without_page_numbers
from proofdesk.desk.importing.readers.packed_file import FALLBACK, RELATIONS, WORD, PackedFile, is_raised
from proofdesk.desk.importing.readers.word.styles import CAPTIONS, WordStyles, style_of, styles_of

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MATHS = f"{_MATH}oMath"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/"
_PICTURE, _CHART, _DIAGRAM = f"{_DRAWING}main}}blip", f"{_DRAWING}chart}}chart", f"{_DRAWING}diagram}}relIds"
_OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
_OLD_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_CHANGES = {f"{WORD}ins": things.INSERTIONS, f"{WORD}del": things.DELETIONS, f"{WORD}moveFrom": things.MOVES,
            f"{WORD}moveTo": things.MOVES}
_TEXTS = (f"{WORD}t", f"{WORD}delText", f"{_MATH}t")
# What a change is of that has no words of its own, by where it is stated.
_OF_FORM = {f"{WORD}rPr": things.BREAKS, f"{WORD}trPr": things.ROWS, f"{WORD}numPr": things.FORMS}
_THINGS = tuple(f"{WORD}{name}" for name in ("tab", "ptab", "br", "cr", "noBreakHyphen", "drawing", "pict", "object",
                                             "footnoteReference", "endnoteReference"))
_FORMS = tuple(f"{WORD}{name}" for name in ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange",
                                            "sectPrChange", "numberingChange", "tblGridChange", "cellIns", "cellDel"))
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # a sign that XML cannot hold, or the end of a line


def count_word(packed: PackedFile, ledger: Ledger) -> Counter[str]:
    """Count what a Word file holds, apart from its words and citations, and return the names of its pictures."""
    pictures: Counter[str] = Counter()
    main = packed.main_part()
    related = [*packed.relations(main)]
    styles = styles_of(packed)
    for kind, name, outside in [("", main, False), *related]:
        part = packed.part(name) if not outside and kind in ("", "footnotes", "endnotes", "comments", "header",
                                                             "footer") and name.endswith(".xml") else None
        if kind.lower() == "afchunk":
            ledger.held[things.OBJECTS] += 1
        elif part is None:
            continue
        elif kind == "comments":
            ledger.held[things.COMMENTS] += len([*part.iter(f"{WORD}comment")])
        elif kind in ("header", "footer"):
            words = text_of(without_page_numbers(part)).strip()
            if re.search(r"[^\W\d_]", words):
                ledger.hold(things.FURNITURE, words)
        else:
            for hidden in [*styles.hidden(part)]:
                hidden.text = ""
            if kind:
                what = things.FOOTNOTES if kind == "footnotes" else things.ENDNOTES
                for note in part.iter(f"{WORD}{kind[:-1]}"):
                    if note.get(f"{WORD}type", "normal") == "normal":
                        ledger.hold(what, text_of(note))
            targets = packed.targets(name)
            pictures.update(PurePosixPath(targets.get(each, "")).name for each in _count_part(part, styles, ledger))
    return pictures


def pictures_of_pages(packed: PackedFile, ledger: Ledger) -> Iterator[str]:
    """Count the pictures in headers and footers, and yield a note for each."""
    seen: set[str] = set()
    for kind, name, outside in packed.relations(packed.main_part()):
        part = packed.part(name) if kind in ("header", "footer") and not outside else None
        targets = packed.targets(name) if part is not None else {}
        for element in _without_fallbacks(part) if part is not None else ():
            target = targets.get(_picture_name(element), "") if element.tag in (_PICTURE, _OLD_PICTURE) else ""
            if target and target not in seen:
                seen.add(target)
                ledger.held[things.FURNITURE] += 1
                ledger.name(things.FURNITURE)
                yield f"a picture in the {kind} of the pages was left out: {PurePosixPath(target).name}"


def pictures_elsewhere(packed: PackedFile) -> list[str]:
    """Return the addresses of pictures that a Word file links to without holding them; Pandoc drops them."""
    texts = [name for name in sorted(packed.names) if PurePosixPath(name).parent == PurePosixPath("word")]
    return [*dict.fromkeys(target for name in texts for kind, target, outside in packed.relations(name)
                           if kind == "image" and (outside or target not in packed.names))]


def facts_of_word(packed: PackedFile) -> tuple[DocumentFacts, str]:
    """Return what the properties of a Word file say about it, and the title that they state."""
    properties: dict[str, str] = {}
    for kind, target, outside in packed.relations(""):
        if kind.endswith("properties") and not outside:
            properties |= _properties(packed.part(target), kind)
    return facts_of(properties), title_of(properties.get("title", ""))


def _properties(part: etree._Element | None, kind: str) -> dict[str, str]:
    """Return the properties of one part by their names; those of its own have the name that the author gave them."""
    found = {}
    for element in part if part is not None else ():
        if not isinstance(element.tag, str):
            continue
        name = etree.QName(element).localname
        words = _CODED.sub(_sign, "".join(map(str, element.itertext()))).strip()
        if kind == "custom-properties":
            found[f"custom: {element.get('name', name)}"] = words
        elif kind == "core-properties" or name in ("Company", "Manager"):
            found[name] = words
    return found


def _sign(code: re.Match[str]) -> str:
    sign = chr(int(code[1], 16))
    return sign if sign.isprintable() or sign.isspace() else ""


def _count_part(part: etree._Element, styles: WordStyles, ledger: Ledger) -> Iterator[str]:
    """Count what a part of the file holds, and yield the name that it uses for each of its pictures."""
    for words in descriptions_in(part):
        ledger.hold(things.ALTERNATIVES, words)
    for element in _without_fallbacks(part):
        tag = element.tag
        if tag == f"{WORD}p":
            kind = styles.kind(style_of(element, "p"))
            words = text_of(element).strip() if kind else ""
            if words:
                ledger.hold(things.CAPTIONS if kind in CAPTIONS else things.HEADINGS, words)
        elif tag == f"{WORD}tbl":
            ledger.held[things.TABLES] += 1
        elif tag == f"{WORD}txbxContent":
            words = text_of(element)
            if words.strip():
                ledger.hold(things.BOXES, words)
        elif tag in (_PICTURE, _OLD_PICTURE):
            if name := _picture_name(element):
                ledger.held[things.PICTURES] += 1
                yield name
        elif tag in _CHANGES:
            of_form = _OF_FORM.get(str(around.tag)) if (around := element.getparent()) is not None else None
            ledger.held[of_form or _CHANGES[tag]] += bool(of_form) or _has_content(element)
        elif tag in _FORMS:
            ledger.held[things.FORMS] += 1
        else:
            what = {_MATHS: things.EQUATIONS, _CHART: things.CHARTS, _DIAGRAM: things.DIAGRAMS,
                    _OLD_OBJECT: things.OBJECTS}.get(tag)
            if what:
                ledger.held[what] += 1


def _picture_name(element: etree._Element) -> str:
    """Return the name that a part uses for a picture; empty for what only shows an object of another program."""
    if next(element.iterancestors(f"{WORD}object"), None) is not None:
        return ""
    return next((name for each in ("embed", "id", "link") if (name := element.get(f"{RELATIONS}{each}"))), "")


def _has_content(change: etree._Element) -> bool:
    """Return whether a change holds words of its own, and not only those of a change within it."""
    return any(next(each.iterancestors(*_CHANGES)) is change and (each.tag not in _TEXTS or bool(each.text))
               for each in change.iter(*_TEXTS, *_THINGS))


def _without_fallbacks(part: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of a part, without what is there a second time for old programs."""
    waiting = [part]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [child for child in reversed(element) if isinstance(child.tag, str) and child.tag != FALLBACK]


def text_of(element: etree._Element) -> str:
    """Return the words of an element that are there when all changes are made."""
    words = []
    for each in _without_fallbacks(element):
        if each.tag == f"{WORD}t":
            if next(each.iterancestors(f"{WORD}del", f"{WORD}moveFrom"), None) is None:
                words.append(f"\n{each.text}\n" if is_raised(each) else each.text or "")
        elif each.tag in (f"{WORD}tab", f"{WORD}br", f"{WORD}cr", f"{WORD}noBreakHyphen"):
            words.append(" ")
        elif each.tag in (f"{WORD}p", f"{WORD}sym"):  # Pandoc writes some of these signs, and drops others
            words.append("\n")
    return "".join(words)
