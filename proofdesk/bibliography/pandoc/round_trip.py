"""Compare a work as it was written with the same work as it will be shown: every letter and number has to be there.

Two programs read each field, ours and Pandoc. What only one of them understands would be missing for readers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.latex import latex_to_text

_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|sc)\b[^<>]*>")
# Fields of an entry, each with the variables of CSL that may hold it.
_FIELDS = {
    "title": ("title", "title-short"), "subtitle": ("title",),
    "journal": ("container-title", "container-title-short"), "booktitle": ("container-title", "event-title"),
    "pages": ("page",), "volume": ("volume",),
}


def letters(text: str) -> str:
    """Return the letters and digits of a text, without case, accents and everything between them."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def lost_fields(entry: Entry, item: dict[str, Any]) -> Iterator[str]:
    """Yield the fields of an entry that a CSL item does not hold whole."""
    for name, variables in _FIELDS.items():
        ours = letters(entry.plain(name)) if entry.value(name) else ""
        theirs = [shown for variable in variables for shown in _readings(item.get(variable, ""))]
        if (entry.value(name) and not ours) or not any(ours in each for each in theirs):
            yield entry.field_of(name)
    if entry.year and entry.year not in str(item.get("issued", "")):
        yield entry.field_of("year")
    for role in ("author", "editor"):
        shown = letters(" ".join(_name(name) for name in item.get(role, [])))
        if role in entry.fields and any(letters(n.short) not in shown for n in entry.names(role) if not n.others):
            yield role


def is_shown(entry: Entry, name: str, shown: str) -> bool:
    """Return whether a text shows a field whole."""
    return letters(entry.plain(name)) in letters(shown)


def _name(name: dict[str, str]) -> str:
    parts = ("dropping-particle", "non-dropping-particle", "family", "literal")
    return _text(" ".join(name.get(part, "") for part in parts))


def _readings(value: object) -> tuple[str, str]:
    """Return the letters of a variable. What looks like CSL's markup may be text: “p<i”."""
    return letters(_text(value)), letters(latex_to_text(str(value)))


def _text(value: object) -> str:
    return latex_to_text(_TAG.sub("", str(value)))
