"""Decode a LaTeX file by the encoding that it states itself: `\\usepackage[latin1]{inputenc}`."""

from __future__ import annotations

import codecs
import re

_STATED = re.compile(
    rb"^[^%\n]*\\(?:usepackage|RequirePackage)\s*\[([\w-]+)\]\s*\{inputenc\}|\\inputencoding\{([\w-]+)\}"
    rb"|^%\s*!T[eE]X encoding\s*=\s*([\w -]+?)\s*$", re.MULTILINE)
_NAMES = {"ansinew": "cp1252", "latin1": "cp1252", "latin5": "iso8859-9", "latin9": "iso8859-15",
          "latin10": "iso8859-16", "applemac": "mac-roman", "maccyr": "mac-cyrillic", "macce": "mac-latin2",
          "cp437de": "cp437", "isolatin": "cp1252", "isolatin9": "iso8859-15", "utf8x": "utf-8"}


def stated_encoding(content: bytes) -> str:
    """Return the name by which Python knows the encoding that a file states; empty if it states none."""
    found = _STATED.search(content)
    name = next((each.decode("ascii", "replace").lower() for each in found.groups() if each), "") if found else ""
    name = _NAMES.get(name.replace(" ", ""), name)
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""


def decode_latex(content: bytes, stated: str = "") -> str | None:
    """Return the text of a file, as UTF-8 or as it states; None if it is neither."""
    for encoding in filter(None, ("utf-8", stated_encoding(content), stated)):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
