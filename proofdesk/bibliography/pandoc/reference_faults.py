"""Say what is wrong with a formatted reference: text that is missing, markup that readers would see, no reference."""

from __future__ import annotations

import re
from html.entities import html5

import lxml.html

from proofdesk.bibliography.dates import DATES
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.latex import expand_journal, latex_to_text, lost_commands
from proofdesk.common.problems import Problem

# A reference without any of these is plain; to ask first is a hundred times as fast.
_FIRST = re.compile(r"[\\{}$]|&lt;|&amp;(?:#|\w)")
_ELEMENTS = "a|b|br|div|em|i|img|p|s|sc|script|span|strong|sub|sup|tt|u"
_MARKUP = re.compile(
    r"\\[A-Za-z]+(?:\{[^{}]{0,60}\})?|\\\S?"  # a command, an accent, a break
    r"|\$\$|\$(?:[A-Za-z]\w?|[^\s\w$]{1,2}|[^\s$][^$]{0,60}[\\^_{}~][^$]{0,60}|[\\^_{}~][^$]{0,60})\$"  # a formula
    r"|\{[^{},=|<>]{0,60}[^\W\d_][^{},=|<>]{0,60}\}|\{\{|\}\}"  # braces around a word
    r"|</[A-Za-z][\w:-]*\s*>|<[A-Za-z][\w:-]*\s+[\w:-]+\s*=|<(?:" + _ELEMENTS + r")\s*/?>|<!--"
    r"|&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_FIELDS = ("title", "subtitle", "journal", "booktitle", "series", "publisher", "author", "editor", "type", "note",
           "howpublished", "institution", "school", "organization", "address", "edition", "volume", "number", "pages")


def leftover(shown: str) -> str:
    """Return the first piece of markup that readers of a reference, given as HTML, would see as text, or nothing.

    Addresses have signs of their own, and what stands in ``<code>`` is meant to be seen.
    """
    if not _FIRST.search(shown):
        return ""
    root = lxml.html.fragment_fromstring(shown, create_parent="div")
    for element in [*root.iter("code"), *root.iter("a")]:
        element.text = ""
        del element[:]
    for match in _MARKUP.finditer(root.text_content()):
        if not match[0].startswith("&") or match[0][1] == "#" or match[0][1:] in html5:
            return match[0]
    return ""


def refused(entry: Entry, reason: str) -> Problem:
    """Return the problem of a work that Pandoc cannot format."""
    if name := _unbalanced_field(entry):
        return Problem(*entry.place(name), "unformatted-reference",
                       f"Pandoc cannot format “{entry.key}”: its {name} has a brace without its other (`\\{{` is text)",
                       "write `{` and `}` in pairs, without a `\\` before them")
    return Problem(*entry.place(), "unformatted-reference", f"Pandoc cannot format “{entry.key}”: {reason}",
                   "check the entry's type and fields")


def raw(entry: Entry, markup: str) -> Problem:
    """Return the problem of a work whose reference shows a piece of markup."""
    name = _field_with(entry, markup)
    return Problem(*entry.place(name), "raw-syntax",
                   f"“{markup}” in the {name or 'reference'} of “{entry.key}” would reach the reader as it is",
                   "write it in plain letters, or as `\\texttt{…}` if it is meant")


def lost(entry: Entry, name: str) -> Problem:
    """Return the problem of a field that a reference does not show whole."""
    written = entry.fields.get(name, "")
    unread = list(dict.fromkeys(lost_commands(expand_journal(written), formulas=True)))[:3]
    why = "; nobody reads " + ", ".join(f"`\\{command}`" for command in unread) if unread else ""
    written = written if len(written) <= 60 else written[:59] + "…"
    return Problem(*entry.place(name), "lost-text",
                   f"readers would not see all of the {name} of “{entry.key}”: “{written}”{why}",
                   "write it as 2026, 2026-11 or 2026-11-22, or as `n.d.`" if name in DATES
                   else "write it as a number, or as `jan`" if name == "month"
                   else "write it in plain letters, without commands")


def _field_with(entry: Entry, markup: str) -> str:
    """Return the name of the field whose text has a piece of markup; else nothing."""
    for name in _FIELDS:
        if (value := entry.value(name)) and markup in re.sub(r"\s+", " ", latex_to_text(value)):
            return entry.field_of(name)
    return next((entry.field_of(name) for name in _FIELDS if markup in entry.value(name)), "")


def _unbalanced_field(entry: Entry) -> str:
    """Return the name of the first field in which ``\\{`` and ``\\}`` stand for braces that the value needs."""
    for name, value in entry.fields.items():
        braces = re.sub(r"\\.", "", value)
        if braces.count("{") != braces.count("}"):
            return name
    return ""
