"""Compare an entry of the bibliography with its registered record, field by field.

Not counted: capitals, accents' coding, dashes, spaces; full given names and initials; a journal's abbreviation;
closing pages that are shortened; authors behind “and others”; what only one of the two states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.names import read_names
from proofdesk.common.text import plain_letters
from proofdesk.desk.registries.records import RegistryRecord

_SMALL = ("of", "the", "and", "in", "for", "de", "la", "on", "a")


def differences(entry: Entry, record: RegistryRecord) -> Iterator[tuple[str, str, str]]:
    """Yield (field, the entry's value, the record's value) for each field that differs."""
    for name in ("title", "year", "volume", "number", "pages", "doi", "pmid", "pmcid"):
        ours, theirs = _value(entry, name), record.fields.get(name, "")
        if ours and theirs and not _same(name, ours, theirs):
            yield name, ours, theirs
    journal = entry.plain("journal")
    if journal and record.names and not any(same_journal(journal, name) for name in record.names):
        yield "journal", journal, record.names[0]
    ours, theirs = entry.value("author"), record.fields.get("author", "")
    if ours and theirs:
        yield from _authors(ours, theirs)


def _value(entry: Entry, name: str) -> str:
    if name in ("doi", "pmid", "pmcid"):
        return str(getattr(entry.identifiers, name)) or entry.plain(name)
    return entry.year if name == "year" else entry.plain(name)


def _same(name: str, ours: str, theirs: str) -> bool:
    if name == "pages":
        return _pages(ours) == _pages(theirs)
    if name == "title":
        one, other = letters(ours), letters(theirs)
        # A registry often leaves the subtitle out.
        return one == other or (min(len(one), len(other)) > 20 and (one.startswith(other) or other.startswith(one)))
    return ours.casefold() == theirs.casefold()


def letters(text: str) -> str:
    """Return the letters and digits of a text in small letters, by which two spellings of a title are one."""
    return plain_letters(text.replace("&", "and"))


def _pages(pages: str) -> tuple[str, str]:
    """Return the first and the last page, the last one written out: “1328-34” is “1328–1334”."""
    first, *rest = re.split(r"(?<!\s)\s*[-–—]+\s*", pages.casefold().removeprefix("pp. "))
    last = rest[0] if rest else ""
    if last.isdigit() and first.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last


def title_likeness(one: str, other: str) -> float:
    """Return how alike two titles are, from 0 to 1. A subtitle that only one of them states counts little."""
    ours, theirs = letters(one), letters(other)
    short, long = sorted((ours, theirs), key=len)
    if len(short) > 20 and long.startswith(short):
        return 1.0 if ours == theirs else 0.95
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def same_journal(one: str, other: str) -> bool:
    """Return whether two names belong to one journal, one perhaps abbreviated word by word (ISO 4)."""
    if letters(one) == letters(other):
        return True
    words = [[letters(word) for word in re.split(r"[\s/&.:-]+", name) if letters(word) and word.lower() not in _SMALL]
             for name in (one, other)]
    short, full = sorted(words, key=lambda each: (len(each), sum(map(len, each))))
    return len(short) == len(full) and all(
        long.startswith(brief) or brief.startswith(long) or (brief[0] == long[0] and _within(brief, long))
        for brief, long in zip(short, full, strict=True)
    )


def _within(brief: str, long: str) -> bool:
    letters = iter(long)
    return all(letter in letters for letter in brief)


def _authors(ours: str, theirs: str) -> Iterator[tuple[str, str, str]]:
    mine, registered = _people(ours), _people(theirs)
    more = bool(mine) and mine[-1] == ("others", "")
    mine = mine[:-1] if more else mine
    if not more and len(mine) != len(registered):
        yield "author", f"{len(mine)} authors", f"{len(registered)}"
        return
    for (family, given), (their_family, their_given) in zip(mine, registered, strict=False):
        same_family = letters(family) == letters(their_family)
        if not same_family or (given and their_given and given[0] != their_given[0]):
            yield "author", f"{family} {given}".strip(), f"{their_family} {their_given}".strip()


def _people(names: str) -> list[tuple[str, str]]:
    # A name with too many commas, which the check reports, has no given name to compare.
    return [(name.short, "" if "," in name.given else name.given) for name in read_names(names)]
