"""Tell which of the faults that people make most keeps an entry from being read, at its own place.

pybtex's own words (“'}' expected”) name neither the fault nor its remedy.
"""

from __future__ import annotations

import re
from collections.abc import Container

from proofdesk.common.problems import Problem

_SPACED_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^\s,={}]+(?:[ \t]+[^\s,={}]+)+)\s*,")
_NO_KEY = re.compile(r"@\s*\w+\s*[{(]\s*(,|[\w-]+\s*=)")
_BARE = re.compile(r"(?:[,{(]|^)[ \t]*([\w-]+)[ \t]*=[ \t]*([^\s{}\"#,][^{}\"#,\n]*?)[ \t]*(?=[,}\n])", re.MULTILINE)


def known_fault(path: str, text: str, line: int, macros: Container[str]) -> Problem | None:
    """Return the problem of an entry with one of the faults that people make most, at its place; else None."""
    def at(offset: int, message: str, remedy: str) -> Problem:
        column = offset - (text.rfind("\n", 0, offset) + 1) + 1
        return Problem(path, line + text.count("\n", 0, offset), column, "bib-syntax", message, remedy)

    if spaced := _SPACED_KEY.match(text):
        return at(spaced.start(1), f"the key “{spaced[1]}” has a space in it", "write it as one word")
    if missing := _NO_KEY.match(text):
        return at(missing.start(1), "the entry has no key", "write one after the brace: `@article{key,`")
    for bare in _BARE.finditer(text):
        value = bare[2]
        if not value.isdecimal() and value not in macros:
            return at(bare.start(1), f"“{value}” has no braces around it and is no abbreviation that the file defines",
                      f"write {bare[1]} = {{{value}}}")
    return None
