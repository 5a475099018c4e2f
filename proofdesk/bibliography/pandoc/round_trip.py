"""Compare a work as it was written with the same work as it will be shown: every letter and number has to be there.

Two programs read each field, ours and Pandoc. What only one of them understands would be missing for readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from proofdesk.bibliography.dates import read_date
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.latex import expand_journal, latex_to_text, lost_commands, outside_formulas
from proofdesk.bibliography.pandoc.pandoc_entry import PARTS, one_page
from proofdesk.common.text import plain_letters

_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|span|sc)\b[^<>]*>")
_LEFT = re.compile(r"\$[^$]*\\[A-Za-z]+[^$]*\$")  # a formula that Pandoc leaves as it was written
_MORE = re.compile(r"\s*\d{4}\s*[^\w\s/][^\w/]*\s\d+(?!\d).*[^\W\d].*", re.DOTALL)  # “1995. — 576 p.”
# Fields of an entry, each with the variables of CSL that may hold it.
_FIELDS = {
    "title": ("title", "title-short", "container-title"), "subtitle": ("title",),
    "journal": ("container-title", "container-title-short"), "booktitle": ("container-title", "event-title"),
    "pages": ("page",), "volume": ("volume",), "number": ("issue", "number", "collection-number"),
}
# Fields that some styles show, and that have no commands which nobody reads.
_OTHERS = ("series", "publisher", "institution", "school", "organization", "address", "location", "edition",
           "author", "editor", "translator")


def lost_fields(entry: Entry, item: dict[str, Any], *, plain: bool = False) -> Iterator[str]:
    """Yield the fields of an entry that a CSL item does not hold whole; ``plain`` if Pandoc read none of its LaTeX.

    A formula that Pandoc shows is whole; we may know fewer of its commands.
    """
    for name, variables in _FIELDS.items():
        other = "journal" if name == "booktitle" else "booktitle" if name == "journal" else ""
        if other and entry.value(other) and (entry.type in PARTS) == (other == "booktitle"):
            continue  # a work is in a journal or in a book; LaTeX does not print both either
        if name in ("booktitle", "journal") and plain_letters(entry.plain(name)) in plain_letters(
                str(item.get("collection-title", ""))):
            continue
        plainly = one_page(entry.plain(name)) if name == "pages" else entry.plain(name)
        ours = plain_letters(plainly) if entry.value(name) else ""
        theirs = [shown for variable in variables for shown in _readings(item.get(variable, ""))]
        left = any(_LEFT.search(str(item.get(variable, ""))) for variable in variables)
        if (left and ours) or (plain_letters(entry.value(name)) and not ours) or not (
                any(ours in each for each in theirs) or (not plain and _holds_pieces(entry.value(name), theirs))):
            yield entry.field_of(name)
    for name in (*_FIELDS, *_OTHERS):
        if entry.value(name) and lost_commands(expand_journal(entry.value(name)), formulas=plain):
            yield entry.field_of(name)
    yield from _lost_dates(entry, item)
    for role, others in (("author", ()), ("editor", ("author",))):
        names = [name for variable in (role, *others) for name in item.get(variable, [])]
        shown = [plain_letters(" ".join(map(form, names))) for form in (_name, _raw_name)]
        if role in entry.fields and any(
                not any(plain_letters(n.short) in each for each in shown) for n in entry.names(role) if not n.others):
            yield role


def _holds_pieces(value: str, theirs: Iterable[str]) -> bool:
    """Return whether a text has what stands around a field's formulas, in its order, with something for each."""
    pieces = [plain_letters(piece) for piece in outside_formulas(value)]
    form = re.compile(r"\w+?".join(map(re.escape, pieces)))
    return len(pieces) > 1 and any(form.search(each) for each in theirs)


def is_shown(entry: Entry, name: str, shown: str) -> bool:
    """Return whether a text shows a field whole."""
    return plain_letters(entry.plain(name)) in plain_letters(shown)


def _lost_dates(entry: Entry, item: dict[str, Any]) -> Iterator[str]:
    """Yield the dates of an entry that say something, and of which an item has nothing or another year."""
    month, issued = entry.value("month"), item.get("issued", {}).get("date-parts", [])
    if month and not month.isdecimal() and "date" not in entry.fields and issued and not issued[0][1:]:
        yield "month"
    for name, variable in (("year", "issued"), ("urldate", "accessed"), ("origdate", "original-date")):
        written = entry.value(name)
        read = read_date(written)
        if not written or (read is not None and ("pubstate" in read or not any(map(str.isdigit, written + str(read))))):
            continue  # “n.d.”, “in press”
        years = [int(date[0]) for date in item.get(variable, {}).get("date-parts", []) if date]
        differs = name == "year" and bool(entry.year) and int(entry.year) not in years
        if not any(years) or differs or (name == "year" and _MORE.fullmatch(written)):
            yield entry.field_of(name)


def _raw_name(name: dict[str, str]) -> str:
    return " ".join(name.get(part, "") for part in ("dropping-particle", "non-dropping-particle", "family", "literal"))


def _name(name: dict[str, str]) -> str:
    return _text(_raw_name(name))


def _readings(value: object) -> tuple[str, ...]:
    """Return the letters of a variable. What looks like CSL's markup or a command may be text: “p<i”, “\\times”."""
    plain = _TAG.sub("", str(value))
    return plain_letters(_text(value)), plain_letters(latex_to_text(str(value))), plain_letters(plain)


def _text(value: object) -> str:
    return latex_to_text(_TAG.sub("", str(value)))
