"""Resolve what entries take from each other: ``crossref``, ``xdata`` and ``xref``.

Source: biblatex 3.20, §2.4.1 and Appendix B, as far as references need it.
"""

from __future__ import annotations

from collections.abc import Mapping

from proofdesk.bibliography.entry import Entry

# Facts of the lending entry itself, which are none of the borrowing one's.
_OWN = {
    "crossref", "xdata", "xref", "entryset", "ids", "keywords", "options", "label", "shorthand", "sortkey", "abstract",
    "annotation", "annote", "file", "doi", "url", "urldate", "eprint", "eprinttype", "archiveprefix", "pmid", "pmcid",
    "note", "pages", "langid",
}
# A part of a book or a volume takes its titles and authors under other names, as does a volume of a work in several.
_PARTS = ("incollection", "inproceedings", "inbook", "bookinbook", "inreference", "conference", "suppbook",
          "suppcollection")
_ARTICLES = ("article", "suppperiodical")
_OF_BOOKS = ("inbook", "bookinbook", "suppbook")  # whose author is that of the book, unless they state their own
_TITLES = ("title", "subtitle", "titleaddon")
_LENT_BY = {"crossref", "xdata"}
_DEPTH = 8  # of entries that lend to each other


def resolve_inheritance(entries: Mapping[str, Entry], lenders: Mapping[str, Entry] | None = None) -> None:
    """Give each entry what it inherits, from each other or from ``lenders``.

    References to missing entries, and circles, are left.
    """
    folded = {key.lower(): entry for key, entry in (entries if lenders is None else lenders).items()}
    for entry in entries.values():
        entry.inherited = _inherited(entry, folded, _DEPTH)


def _inherited(entry: Entry, entries: Mapping[str, Entry], depth: int) -> dict[str, str]:
    if not depth or not (entry.fields.keys() & _LENT_BY):  # as nearly all are
        return {}
    found: dict[str, str] = {}
    for key in _keys(entry, "xdata"):
        if lender := entries.get(key):
            lent = {**_inherited(lender, entries, depth - 1), **lender.fields}
            found = {**{name: value for name, value in lent.items() if name != "xdata"}, **found}
    for key in _keys(entry, "crossref"):
        if lender := entries.get(key):
            lent = {**_inherited(lender, entries, depth - 1), **lender.fields}
            found = {**_lent(entry, lender.type, lent), **found}
    return {name: value for name, value in found.items() if name not in entry.fields}


def _lent(entry: Entry, lender: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Return what an entry takes from the work that it is a part of, which has the type ``lender``."""
    lent = {name: value for name, value in fields.items() if name not in _OWN and not name.startswith("x-")}
    titles = {name: lent.pop(name) for name in _TITLES if name in lent}
    lent.pop("shorttitle", None)
    if lender.startswith("mv"):
        return {**{f"main{name}": value for name, value in titles.items()}, **lent}
    if entry.type in _ARTICLES:
        return {**{f"journal{name}": value for name, value in titles.items()}, **lent}
    if entry.type not in _PARTS:
        return lent
    author = lent.pop("author", "")
    if author and entry.type in _OF_BOOKS and "author" not in entry.fields:
        lent["author"] = author
    elif author and author != entry.fields.get("author"):
        lent["bookauthor"] = author
    return {**{f"book{name}": value for name, value in titles.items()}, **lent}


def _keys(entry: Entry, name: str) -> list[str]:
    return [key.strip().lower() for key in entry.fields.get(name, "").split(",") if key.strip()]
