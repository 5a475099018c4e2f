"""Mend the runs of a Word file of which Pandoc drops words: between wrappers, with a reading above, drawn by a field.

Word wraps words that run from right to left, and those that an add-in or a form has named. A reading stands above
Chinese and Japanese words, and becomes brackets behind them. The field EQ draws its formula from its own code.
"""

from __future__ import annotations

import re

import lxml.etree as etree

from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.readers.packed_file import WORD, replace
from proofdesk.desk.importing.readers.word.elements import text_element
from proofdesk.desk.importing.readers.word.fields import fields_in
from proofdesk.desk.importing.readers.word.styles import WordStyles

_WRAPPERS = (f"{WORD}bdo", f"{WORD}dir", f"{WORD}customXml")
_RUN, _WORDS = f"{WORD}r", f"{WORD}t"
_OF_WRAPPERS = (f"{WORD}customXmlPr",)
# “\o\ad(\s\up 9(とうきょう),東京)” puts a reading above words, “\f(1;2)” one number above another.
_READING = re.compile(r"\\o(?:\\[a-z]+)*\s*\(\\s\\up\s*\d*\s*\(([^()\\]*)\)\s*[,;]\s*([^()\\]*)\)", re.IGNORECASE)
_FRACTION = re.compile(r"\\f\s*\(([^()\\,;]*)[,;]([^()\\,;]*)\)", re.IGNORECASE)
_EQUATION = re.compile(r"\s*EQ\s+((?:\\\*\s*\S+\s+)*)(.*)", re.DOTALL | re.IGNORECASE)


def mend_runs(root: etree._Element, styles: WordStyles, notes: list[str]) -> bool:
    """Mend the runs of a part; return whether any was changed. What became of a formula is noted."""
    return any([_take_out_hidden(root, styles), _unwrap(root), _write_out_readings(root),
                _write_out_equations(root, notes)])


def _unwrap(root: etree._Element) -> bool:
    wrappers = [*root.iter(*_WRAPPERS)]
    for each in wrappers:
        replace(each, [child for child in each if child.tag not in _OF_WRAPPERS])
    return bool(wrappers)


def _write_out_readings(root: etree._Element) -> bool:
    readings = [*root.iter(f"{WORD}ruby")]
    for each in readings:
        words, reading = _text_in(each, f"{WORD}rubyBase"), _text_in(each, f"{WORD}rt")
        replace(each, [text_element(_with_reading(words, reading))])
    return bool(readings)


def _with_reading(words: str, reading: str) -> str:
    return f"{words} ({reading})" if reading.strip() else words


def _text_in(element: etree._Element, name: str) -> str:
    return "".join(text.text or "" for part in element.iter(name) for text in part.iter(_WORDS))


def _write_out_equations(root: etree._Element, notes: list[str]) -> bool:
    """Put what each field EQ draws into its place; between ⟦ and ⟧ if only Word can draw it."""
    found = [(field, match[2]) for field in fields_in(root) if field.signs
             and (match := _EQUATION.fullmatch(field.code))]
    for field, code in found:
        written, is_sure = _drawn(code)
        replace(field.start, [text_element(written)])
        field.plain()
        if not is_sure:
            notes.append(f"a formula that Word draws from a code is that code in the article: “{code.strip()}”")
    return bool(found)


def _drawn(code: str) -> tuple[str, bool]:
    """Return what a field's code draws, and whether that is sure."""
    text = _READING.sub(lambda found: _with_reading(found[2], found[1]), code.strip())
    text = _FRACTION.sub(lambda found: f"{found[1].strip()}/{found[2].strip()}", text)
    return (text, True) if "\\" not in text else (f"{REVIEW_OPEN}{code.strip()}{REVIEW_CLOSE}", False)


def _take_out_hidden(root: etree._Element, styles: WordStyles) -> bool:
    """Take out words that Word neither shows nor prints; the comparison with the file names them."""
    hidden = [*styles.hidden(root)]
    for each in hidden:
        replace(each)
    return bool(hidden)
