"""Name the fault of an entry that cannot be read, at its place and in an editor's words.

pybtex's own words (“'}' expected”) name neither a fault nor its remedy.
"""

from __future__ import annotations

import re
from collections.abc import Container

from proofdesk.bibliography.bibtex.entry_text import without_comments
from proofdesk.common.problems import Problem

_HEAD = re.compile(r"@\s*\w+\s*[{(]\s*")
_NAME = re.compile(r"[^\s\"#%'(),={}]+")
_FIELD_AHEAD = re.compile(r"[\w-]+\s*=")
_WORD = re.compile(r"[^\s{}\"#,]+(?:[ \t]+[^\s{}\"#,=]+)*")
_SWALLOWED = re.compile(r"\n[ \t]*([A-Za-z][\w-]*)[ \t]*=[ \t]*[{\"\d]")


class _Fault(Exception):
    """A fault at an offset of an entry's text, in an editor's words."""

    def __init__(self, offset: int, message: str, remedy: str, *, whole: bool = True) -> None:
        super().__init__(message)
        self.offset, self.message, self.remedy, self.whole = offset, message, remedy, whole


def fault_of(path: str, text: str, line: int, macros: Container[str]) -> Problem | None:
    """Return the first fault of an entry that pybtex cannot read, at its place and with its remedy, if it is known."""
    text = without_comments(text)
    try:
        _scan(text, macros)
    except _Fault as fault:
        column = fault.offset - (text.rfind("\n", 0, fault.offset) + 1) + 1
        whole = f"the entry that begins on line {line} cannot be read: " if fault.whole else ""
        return Problem(path, line + text.count("\n", 0, fault.offset), column, "bib-syntax", whole + fault.message,
                       fault.remedy)
    return None


def _scan(text: str, macros: Container[str]) -> None:
    """Raise the first fault of an entry."""
    head = _HEAD.match(text)
    if not head:
        return
    at, close = head.end(), ")" if "(" in head.group() else "}"
    if text[1:].lstrip().lower().startswith("string"):
        at = _field(text, _skip(text, at), macros, close, text[at:at + 1])
        return
    if at < len(text) and (text[at] in ",}" or _FIELD_AHEAD.match(text, at)):
        raise _Fault(at, "the entry has no key", "write one after the brace: `@article{key,`", whole=False)
    end = re.compile(r"[,=}\n]|$").search(text, at)
    assert end, "the text has an end"
    key = text[at : end.start()].strip()
    if ";" in key:
        raise _Fault(at + key.index(";"), "there is a semicolon after the key", f"write `{key[: key.index(';')]},`")
    if re.search(r"\s", key):
        raise _Fault(at, f"the key “{key}” has a space in it", "write it as one word", whole=False)
    at = _skip(text, end.start() if end.group() != "\n" else end.start() + 1)
    if at < len(text) and text[at] not in f",{close}":
        raise _Fault(end.start(), f"there is no comma after the key “{key}”", f"write `{key},`")
    name, swallowing = "", (0, "", "")  # a value that holds a field: its place, its field, the field in it
    while at < len(text):
        while at < len(text) and text[at] == ",":
            at = _skip(text, at + 1)
        if text[at : at + 1] == close:
            return
        if at < len(text):
            name = _NAME.match(text, at).group() if _NAME.match(text, at) else ""  # type: ignore[union-attr]
            begun, at = at, _skip(text, _field(text, at, macros, close, name))
            if not swallowing[1] and (found := _SWALLOWED.search(text, begun + 1, at)):
                swallowing = (text.find("{", begun), name, found[1])
        if at < len(text) and text[at] not in f",{close}":
            _after_value(text, at, name, close)
    if swallowing[1]:
        raise _Fault(swallowing[0], f"the brace that opens “{swallowing[1]}” is not closed before “{swallowing[2]}”",
                     "close it with }")
    raise _Fault(0, "it never ends", f"end it with a {close}; every {{ needs its }}")


def _field(text: str, at: int, macros: Container[str], close: str, name: str) -> int:
    """Return the offset after a field with its value."""
    found = _NAME.match(text, at)
    if not found:
        raise _Fault(at, f"“{text[at : at + 1]}” stands where the name of a field should be",
                     "delete it, or put the text before it in braces")
    name, equals = found.group(), _skip(text, found.end())
    if text[equals : equals + 1] != "=":
        if name.endswith(":"):
            raise _Fault(at, f"“{name}” has a colon where an equals sign should be", f"write {name[:-1]} = {{…}}")
        second = _NAME.match(text, equals)
        if second and text[_skip(text, second.end()) :][:1] == "=":
            raise _Fault(at, f"the name of a field, “{name} {second.group()}”, has a space in it",
                         f"write it as one word: {name}-{second.group()}")
        raise _Fault(at, f"there is no = after “{name}”", f"write {name} = {{…}}")
    if name[0].isdigit():
        raise _Fault(at, f"“{name}” cannot be the name of a field: it begins with a digit", "give it another name")
    if not name.isascii():
        raise _Fault(at, f"“{name}” cannot be the name of a field", "use letters from a to z, digits, - and _")
    return _value(text, _skip(text, equals + 1), macros, name, close)


def _value(text: str, at: int, macros: Container[str], name: str, close: str) -> int:
    """Return the offset after a value, whose parts are joined by #."""
    while True:
        if at >= len(text) or text[at] in f",#={close}":
            raise _Fault(min(at, len(text) - 1), f"“{name}” has no value" if text[at : at + 1] != "="
                         else f"there are two equals signs after “{name}”", f"write {name} = {{…}}, or delete it")
        if text[at] in '{"':
            end = _closed(text, at, name)
        else:
            word = _WORD.match(text, at)
            assert word, "it begins none of the other forms"
            _check_word(text, at, word.group().rstrip(), macros, name, close)
            end = word.end()
        at = _skip(text, end)
        if text[at : at + 1] != "#":
            return end
        at = _skip(text, at + 1)


def _check_word(text: str, at: int, word: str, macros: Container[str], name: str, close: str) -> None:
    """Raise what is wrong with a value that is neither in braces nor in quotation marks."""
    if word[0] in "“”„«‘":
        raise _Fault(at, f"the value of “{name}” stands in typographic quotation marks",
                     'use braces, or straight ones: " and "')
    value = word.rstrip(")") if close == ")" else word
    if not value.isdecimal() and value not in macros:
        joined = re.search(r"#\s*$", text[:at]) or re.match(r"\s*#", text[at + len(word) :])
        start = at if joined else text.rfind(name, 0, at)
        remedy = "define it with @string, or put the text in braces" if joined else f"write {name} = {{{value}}}"
        raise _Fault(start, f"“{value}” has no braces around it and is no abbreviation that the file defines", remedy,
                     whole=False)


def _closed(text: str, at: int, name: str) -> int:
    """Return the offset after the brace or quotation mark that closes the value that begins here."""
    quoted, depth = text[at] == '"', 0
    for match in re.compile(r'[{}"]').finditer(text, at + 1):
        sign = match.group()
        if depth == 0 and sign == ('"' if quoted else "}"):
            swallowed = _SWALLOWED.search(text, at, match.start())
            if quoted and swallowed:
                raise _Fault(at, f"the quotation mark that opens “{name}” is not closed before “{swallowed[1]}”",
                             'close it with ", or use braces')
            return match.end()
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            raise _Fault(at, f"the quotation mark that opens “{name}” is not closed", 'close it with ", or use braces')
    swallowed = _SWALLOWED.search(text, at)
    sign, closing = ("quotation mark", '"') if quoted else ("brace", "}")
    before = f" before “{swallowed[1]}”" if swallowed else ""
    raise _Fault(at, f"the {sign} that opens “{name}” is not closed{before}", f"close it with {closing}")


def _after_value(text: str, at: int, name: str, close: str) -> None:
    """Raise what is wrong with the text after a value, where only a comma or the end of the entry can stand."""
    if text[at] == ";":
        raise _Fault(at, "there is a semicolon between two fields", "put a comma instead")
    if text[at] == "}" and close == ")":
        raise _Fault(at, "the entry begins with ( and ends with }", "begin it with {, or end it with )")
    following = _NAME.match(text, at)
    if following and text[_skip(text, following.end()) :][:1] == "=":
        raise _Fault(at, f"there is no comma before “{following.group()}”", f"put one after the value of “{name}”")
    if text[at] == "%":
        raise _Fault(at, "there is a % that begins no comment", "put a space before it, or delete it")
    rest = text[at : text.find("\n", at) if "\n" in text[at:] else len(text)]
    words = re.split(r'[,"{}]', rest)[0].strip()[:40] or text[at]
    raise _Fault(at, f"the value of “{name}” ends before “{words}”",
                 "put the whole value in braces; quotation marks within one that has them end it")


def _skip(text: str, at: int) -> int:
    """Return the offset of the next sign that is no space."""
    found = re.compile(r"\S").search(text, at)
    return found.start() if found else len(text)
