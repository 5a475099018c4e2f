"""Tell which indented paragraphs of a Word file are quotations: Pandoc takes each for one.

Most are further paragraphs of a list's item, answers of a form, or text that somebody moved inwards.
"""

from __future__ import annotations

import re

import lxml.etree as etree

from proofdesk.desk.importing.languages import REFERENCES
from proofdesk.desk.importing.readers.packed_file import WORD
from proofdesk.desk.importing.readers.word.elements import words_of
from proofdesk.desk.importing.readers.word.styles import WordStyles, is_on, style_of, value_of
from proofdesk.desk.importing.typed_marks import NUMBERED, without_number

_LAYOUT, _STYLE, _LIST, _INDENT = f"{WORD}pPr", f"{WORD}pStyle", f"{WORD}numPr", f"{WORD}ind"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_LEFT, _RIGHT = ("left", "start"), ("right", "end")
_STYLES = re.compile(r"quot|block text|zitat|citation|cita\b")
# An address below a work of a list whose heading nobody knows goes on with its entry, as its indent says.
_QUOTED = re.compile(r"[“”„«»‘\"]|(?:https?://|www\.|doi\b)", re.IGNORECASE)
# “… (Roe, 2019, p. 4).” and “… [4]”: who is quoted stands behind the words.
_CITED = re.compile(r"(?:\([^()]*\d{4}[^()]*\)|\[\d[\d,; –-]*\])\W*$")
MIN_WORDS = 40  # from which styles such as that of APA want a quotation indented and without marks
MIN_INDENT = 180  # twentieths of a point: an eighth of an inch, which a reader sees
NO_LIST = "0"  # the list of what has a list's style and is no item


def mend_indents(root: etree._Element, styles: WordStyles, marks: re.Pattern[str]) -> bool:
    """Take the indents from all paragraphs above the references that are no quotations; return whether any was.

    ``marks`` stand for the citations of reference managers.
    """
    return any([_mend_within(each, styles, marks) for each in root.iter(f"{WORD}body", f"{WORD}tc")])


def _mend_within(around: etree._Element, styles: WordStyles, marks: re.Pattern[str]) -> bool:
    changed = in_list = announced = False
    for each in around.iterfind(f"{WORD}p"):
        words, style = words_of(each), style_of(each, "p") or styles.defaults.get("paragraph", "")
        if not words and each.find(f".//{_FORMULA}") is None:
            continue
        if REFERENCES.fullmatch(without_number(words)):
            break
        number, listed = value_of(each, f"pPr/{WORD}numPr/{WORD}numId"), styles.numbered(style)
        is_item = number != NO_LIST and bool(number or (listed is not None and value_of(listed, "numId") != NO_LIST))
        size = styles.indent(each, style, _LEFT) - styles.indent(each, style, ("hanging",))
        was_announced, announced = announced, words.endswith(":")
        if is_item or styles.is_heading(style):
            in_list = not styles.is_heading(style)
            continue
        in_list = in_list and size >= MIN_INDENT and not NUMBERED.match(words)
        if size > 0 and (_is_quotation(each, styles, style, words) or _ends_with(marks, words)
                         or (was_announced and len(words.split()) >= MIN_WORDS)):
            continue
        if size > 0 or number:
            _take_indent(each, in_list, listed is not None)
            changed = True
    return changed


def _is_quotation(paragraph: etree._Element, styles: WordStyles, style: str, words: str) -> bool:
    runs = [run for run in paragraph.iter(f"{WORD}r") if words_of(run)]
    return (bool(_STYLES.search(styles.name(style))) or styles.indent(paragraph, style, _RIGHT) > 0
            or bool(_QUOTED.match(words) or _CITED.search(words))
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
