"""Take the indents from paragraphs of a Word file that are no quotations: Pandoc takes each for one."""

from __future__ import annotations

import re

import lxml.etree as etree

from proofdesk.desk.importing.languages import REFERENCES
from proofdesk.desk.importing.readers.indents.quotations import is_quotation, is_usual
from proofdesk.desk.importing.readers.packed_file import WORD
from proofdesk.desk.importing.readers.word.elements import words_of
from proofdesk.desk.importing.readers.word.styles import WordStyles, is_on, style_of, value_of
from proofdesk.desk.importing.typed_marks import NUMBERED, without_number

_LAYOUT, _STYLE, _LIST, _INDENT = f"{WORD}pPr", f"{WORD}pStyle", f"{WORD}numPr", f"{WORD}ind"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_LEFT, _RIGHT = ("left", "start"), ("right", "end")
MIN_INDENT = 180  # twentieths of a point: an eighth of an inch, which a reader sees
NO_LIST = "0"  # the list of what has a list's style and is no item


def mend_indents(root: etree._Element, styles: WordStyles, marks: re.Pattern[str]) -> bool:
    """Take the indents from all paragraphs above the references that are no quotations; return whether any was.

    ``marks`` stand for the citations of reference managers.
    """
    return any([_mend_within(each, styles, marks) for each in root.iter(f"{WORD}body", f"{WORD}tc")])


def _mend_within(around: etree._Element, styles: WordStyles, marks: re.Pattern[str]) -> bool:
    written = [each for each in around.iterfind(f"{WORD}p") if words_of(each)]
    usual = is_usual([styles.indent(each, style_of(each, "p"), _RIGHT) > 0 for each in written])
    changed = in_list = announced = in_references = False
    for each in around.iterfind(f"{WORD}p"):
        words, style = words_of(each), style_of(each, "p") or styles.defaults.get("paragraph", "")
        if not words and each.find(f".//{_FORMULA}") is None:
            continue
        # Further paragraphs of an entry are indented; a heading behind the list ends it.
        in_references = bool(REFERENCES.fullmatch(without_number(words))) or (
            in_references and not styles.is_heading(style))
        if in_references:
            continue
        number, listed = value_of(each, f"pPr/{WORD}numPr/{WORD}numId"), styles.numbered(style)
        is_item = number != NO_LIST and bool(number or (listed is not None and value_of(listed, "numId") != NO_LIST))
        size = styles.indent(each, style, _LEFT) - styles.indent(each, style, ("hanging",))
        was_announced, announced = announced, words.endswith(":")
        if is_item or styles.is_heading(style):
            in_list = not styles.is_heading(style)
            continue
        in_list = in_list and size >= MIN_INDENT and not NUMBERED.match(words)
        if size > 0 and (_ends_with(marks, words) or is_quotation(
                words, styles.name(style), _is_set_apart(each, styles, style, usual), was_announced)):
            continue
        if size > 0 or number:
            _take_indent(each, in_list, listed is not None)
            changed = True
    return changed


def _is_set_apart(paragraph: etree._Element, styles: WordStyles, style: str, usual: bool) -> bool:
    """Return whether a paragraph is italic, or indented on the right as well, if that is not ``usual``."""
    runs = [run for run in paragraph.iter(f"{WORD}r") if words_of(run)]
    return ((styles.indent(paragraph, style, _RIGHT) > 0 and not usual)
            or (bool(runs) and all(is_on(run.find(f"{WORD}rPr/{WORD}i")) for run in runs)))


def _ends_with(marks: re.Pattern[str], words: str) -> bool:
    *_, last = [None, *marks.finditer(words)]
    return last is not None and not re.search(r"\w", words[last.end() :])


def _take_indent(paragraph: etree._Element, in_list: bool, is_listed: bool) -> None:
    """Put a paragraph into the item above it, or at the margin, out of the list to which Pandoc would add it.

    ``is_listed`` is true if its style is one of items.
    """
    layout = paragraph.find(_LAYOUT)
    if layout is None:
        layout = etree.Element(_LAYOUT)
        paragraph.insert(0, layout)
    for name in (_INDENT, _LIST, *([_STYLE] if is_listed else [])):
        for each in layout.findall(name):
            layout.remove(each)
    if in_list:
        etree.SubElement(etree.SubElement(layout, _LIST), f"{WORD}numId").set(f"{WORD}val", NO_LIST)
    etree.SubElement(layout, _INDENT, {f"{WORD}{side}": "0" for side in (*_LEFT, "hanging")})
