"""Load bibliographic records from folders of .bib and CSL-JSON files, as the stock from which entries are invented."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypandoc

Record = dict[str, Any]  # as CSL-JSON has it
Person = dict[str, str]

_TITLE = re.compile(r"[^\W\d_].{5,278}")
_UNUSABLE = re.compile(r"[\\{}$_^|]|https?:")
_NO_NAME = re.compile(r"[\d@{}\\<>/:;]")
_GIVEN = re.compile(r"[^\W\d_]{3,}")
_NOBODY = re.compile(r"others|et al\.?", re.I)
_NO_JOURNAL = re.compile(r"proceed|confer|\d", re.I)
MAX_PEOPLE = 25


@dataclass
class Stock:
    """Parts of real records: titles, articles’ journals and authors, and what books state."""

    titles: list[str] = field(default_factory=list)
    authors: list[list[Person]] = field(default_factory=list)
    journals: list[str] = field(default_factory=list)
    books: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def load_stock(folders: Sequence[Path]) -> Stock:
    """Return the parts of all records in the folders whose text is usable, each title once."""
    stock = Stock()
    seen: set[str] = set()
    sets: dict[str, set[str]] = {name: set() for name in ("journals", "books", "publishers", "places")}
    for record in _records(folders):
        title = _text(record, "title", 280)
        key = re.sub(r"\W", "", title.casefold())
        if not _TITLE.fullmatch(title) or key in seen:
            continue
        seen.add(key)
        stock.titles.append(title)
        people = _people(record)
        if people:
            stock.authors.append(people)
        kind, container = record.get("type"), _text(record, "container-title", 90)
        if kind == "article-journal" and not _NO_JOURNAL.search(container):
            sets["journals"].add(container)
        if kind in ("book", "chapter"):
            sets["books"].add(container if kind == "chapter" else title)
            sets["publishers"].add(_text(record, "publisher", 50))
            sets["places"].add(_text(record, "publisher-place", 40))
    for name, values in sets.items():
        setattr(stock, name, sorted(values - {""}))
    return stock


def given_names(stock: Stock, least: int = 1) -> frozenset[str]:
    """Return the words of given names that so many authors have."""
    numbers = Counter(word for people in stock.authors for each in people for word in each.get("given", "").split())
    return frozenset(word for word, number in numbers.items()
                     if number >= least and _GIVEN.fullmatch(word) and word.istitle())


def _records(folders: Sequence[Path]) -> Iterator[Record]:
    files = (file for folder in folders for file in sorted(folder.rglob("*")) if file.suffix in (".bib", ".json"))
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace")
        if file.suffix == ".bib":
            done = subprocess.run([pypandoc.get_pandoc_path(), "-f", "biblatex", "-t", "csljson"], input=text,
                                  capture_output=True, text=True)
            text = done.stdout if done.returncode == 0 else "[]"
        try:
            found = json.loads(text)
        except ValueError:
            continue
        yield from (record for record in found if isinstance(record, dict)) if isinstance(found, list) else ()


def _text(record: Record, name: str, longest: int) -> str:
    """Return a value without markup; nothing if it is none, or has what no printed entry has."""
    value = record.get(name)
    text = " ".join(re.sub(r"<[^>]+>", "", value).split()) if isinstance(value, str) else ""
    return "" if len(text) > longest or _UNUSABLE.search(text) else text


def _people(record: Record) -> list[Person]:
    found: list[Person] = []
    for each in record.get("author", ())[:MAX_PEOPLE]:
        person = {name: _text(each, name, 80) for name in ("family", "given", "literal") if _text(each, name, 80)}
        group = person.get("literal", "")
        is_person = "family" in person and "given" in person and not _NO_NAME.search(person["family"] + person["given"])
        if not (is_person or len(group.split()) > 1) or _NOBODY.fullmatch(group):
            return []
        found.append(person)
    return found
