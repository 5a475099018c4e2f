"""Export works as files for reference managers, in each of ``EXPORT_FORMATS``.

The BibTeX is the bibliography's own text, unless that has a private field or needs another entry. The CSL-JSON is
Pandoc's reading of it, normalized; the RIS, which Pandoc reads but does not write, is made from that.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from textwrap import indent
from typing import Any

from proofdesk.bibliography.entry import CONTAINERS, Entry
from proofdesk.bibliography.latex import escape
from proofdesk.bibliography.libraries.standalone import public_text
from proofdesk.bibliography.pandoc import program
from proofdesk.bibliography.pandoc.items import Item, PackedItems, batches, read_works
from proofdesk.bibliography.parser import Bibliography
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint, fingerprint_each

# Types of CSL 1.0.2 with their equivalents in RIS (Research Information Systems 2011).
_RIS_TYPES = {
    "article-journal": "JOUR", "article-magazine": "MGZN", "article-newspaper": "NEWS", "book": "BOOK",
    "chapter": "CHAP", "paper-conference": "CPAPER", "report": "RPRT", "thesis": "THES", "webpage": "ELEC",
    "manuscript": "UNPB", "legislation": "STAT", "dataset": "DATA",
}
# The markup that Pandoc writes. A bare “<i” is text.
_MARKUP = re.compile(r"</?(?:i|b|sub|sup)>|<span(?: (?:class|style)=\"[^\"<>]*\")*>|</span>")
_RECORDS = 4000  # kept at a time: of tens of thousands of works they would fill the memory
MORE_AUTHORS = "The work has more authors than are named here."


@dataclass(frozen=True)
class ExportedWork:
    """A work to export: as CSL-JSON, and as its own BibTeX entry."""

    item: Item
    bibtex: str


@dataclass(frozen=True)
class ExportFormat:
    """A file format for reference managers.

    ``record`` writes one work, ``join`` makes a file of such records. A file with ``preamble`` begins with the
    bibliography's own. A page's own citation is a file beside it or stands ``in_link``: no browser hands this type to a
    reference manager, and a large site has a file less for each page.
    """

    label: str
    extension: str
    media_type: str
    record: Callable[[ExportedWork], str]
    join: Callable[[Sequence[str]], str] = "".join
    preamble: bool = False
    in_link: bool = False

    def file(self, records: Sequence[str], preamble: str = "") -> str:
        """Return the content of a file with these records."""
        return (preamble if self.preamble else "") + self.join(records)


class WorksToExport:
    """Exporter of a bibliography's works, all or the ``cited`` ones, in every format.

    With a ``cache_dir``, works that did not change need no run of Pandoc. ``notices`` has what readers are told of a
    work, such as that it was retracted; whoever takes the work over is told the same.
    """

    def __init__(
        self, bibliography: Bibliography, cache_dir: Path | None = None, cited: Iterable[str] | None = None,
        notices: Mapping[str, str] | None = None,
    ) -> None:
        self._notices, self.bibliography = notices or {}, bibliography
        works = {key: entry for key, entry in bibliography.entries.items() if entry.type not in CONTAINERS}
        self._works = works if cited is None else {key: works[key] for key in cited if key in works}
        self._cache_dir = cache_dir
        self._items, self._tried = PackedItems(), set[str]()
        self._records: dict[str, dict[str, str]] = {}

    @cached_property
    def code_version(self) -> str:
        """Return a fingerprint of what the files depend on besides the entries."""
        code = code_fingerprint("common", "bibliography")
        return fingerprint(code, program.pandoc_version(), self.bibliography.preamble)

    def _read(self, keys: Iterable[str]) -> None:
        """Read works with Pandoc: those of these keys, or all if each call needs a run of it."""
        wanted = [key for key in (keys if self._cache_dir else self._works)
                  if key in self._works and key not in self._tried]
        self._tried.update(wanted)
        for some in batches(wanted):
            works = read_works([self._works[key] for key in some], self._cache_dir)
            self._items.add((key, work.item) for key, work in works.items() if work.item)

    def _item(self, key: str) -> Item:
        # The build reports a work that Pandoc cannot read (unformatted-reference); its key and title are exported.
        fallback = {"id": key, "title": self.bibliography.entries[key].plain("title")}
        item = normalize_item(self._items.get(key) or fallback)
        if notice := self._notices.get(key):
            item["note"] = " ".join([f"{notice}.", *filter(None, [item.get("note", "")])])
        return item

    def files_of_all(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the content of each file for all works, one file at a time: each may have 20 MB."""
        self.prepare_files_of_all()
        hit = self._kept and self._kept[0].load(self._kept[1])
        yield from self.files().items() if not hit else (
            (name, hit.text_of(part)) for part, name in enumerate(export_names("references")))

    def prepare_files_of_all(self) -> None:
        """Have the cache hold the files for all works, if it can."""
        if self._kept and not self._kept[0].has(self._kept[1]):
            found = self.files()
            self._records.clear()
            if self._items.keys() == self._works.keys():
                self._kept[0].store(self._kept[1], *[found.pop(name).encode("utf-8") for name in [*found]])

    @cached_property
    def _kept(self) -> tuple[Cache, object] | None:
        """Return the cache of the files for all works, and their key there."""
        if self._cache_dir is None:
            return None
        given = fingerprint_each(public_text(entry, self.bibliography.path) for entry in self._works.values())
        return Cache(self._cache_dir, self.code_version), ("files", given, sorted(self._notices.items()))

    def files(self, keys: Iterable[str] | None = None) -> dict[str, str]:
        """Return the content of each file by name, for these works or for all."""
        keys = list(self._works if keys is None else filter(self.bibliography.entries.__contains__, keys))
        self._read(keys)
        columns = [*zip(*(self._record(key).values() for key in keys), strict=True)][::-1] or [()] * len(EXPORT_FORMATS)
        return {name: each.file(columns.pop(), self.bibliography.preamble)
                for name, each in zip(export_names("references"), EXPORT_FORMATS, strict=True)}

    def _record(self, key: str) -> dict[str, str]:
        """Return a work in each format by its file extension, made once for most of the pages that cite it."""
        if key not in self._records:
            if len(self._records) == _RECORDS:  # to make one takes 0.06 ms
                self._records.clear()
            entry = self.bibliography.entries[key]
            text = _with_notice(entry, public_text(entry, self.bibliography.path), self._notices.get(key, ""))
            work = ExportedWork(self._item(key), text)
            self._records[key] = {each.extension: each.record(work) for each in EXPORT_FORMATS}
        return self._records[key]


def _with_notice(entry: Entry, text: str, notice: str) -> str:
    """Return an entry's text with a notice as the first of its fields, as its note if it has none."""
    head, comma, fields = text.partition(",")
    name = "x-notice" if entry.value("note") else "note"
    return f"{head},\n  {name} = {{{escape(notice)}.}},{fields}" if notice and comma else text


def normalize_item(item: Item) -> Item:
    """Return a work without what Pandoc misreads.

    BibTeX's “and others” is not an author of that name. Pandoc gives ``@misc`` no type, which CSL requires: it
    becomes a web page if it has an address, and else a document.
    """
    item = {name: value for name, value in item.items() if (name, value) != ("language", "und")}
    for role in ("author", "editor"):
        names = item.get(role, [])
        if {"literal": "others"} in names:
            item[role] = [name for name in names if name != {"literal": "others"}]
            item["note"] = " ".join([*filter(None, [item.get("note", "")]), MORE_AUTHORS])
    item["type"] = item.get("type") or ("webpage" if item.get("URL") else "document")
    return item


def _csl_item(item: Item) -> str:
    return indent(json.dumps(item, ensure_ascii=False, indent=2, sort_keys=True), "  ")


def _csl_json(items: Sequence[str]) -> str:
    return "[\n" + ",\n".join(items) + "\n]\n" if items else "[]\n"


def _ris_record(item: Item) -> str:
    """Return a work as RIS, with the line ends of its specification."""
    return "\r\n".join([*_ris_lines(item), "ER  - ", "", ""])


def _ris_lines(item: Item) -> list[str]:
    fields: list[tuple[str, Any]] = [("TY", _RIS_TYPES.get(item["type"], "GEN")), ("ID", item["id"])]
    fields += [("AU", _ris_name(name)) for name in item.get("author", [])]
    fields += [("ED", _ris_name(name)) for name in item.get("editor", [])]
    first, _, last = str(item.get("page", "")).replace("--", "-").replace("–", "-").partition("-")
    fields += [
        ("TI", item.get("title")), ("T2", item.get("container-title")), ("T3", item.get("collection-title")),
        ("PB", item.get("publisher")), ("CY", item.get("publisher-place")), ("ET", item.get("edition")),
        ("PY", _ris_year(item)), ("DA", _ris_day(item)), ("VL", item.get("volume")), ("IS", item.get("issue")),
        ("SP", first), ("EP", last), ("SN", item.get("ISBN") or item.get("ISSN")), ("LA", item.get("language")),
        ("DO", item.get("DOI")), ("UR", item.get("URL")), ("N1", _ris_note(item)),
    ]
    return [f"{tag}  - {_plain(value)}" for tag, value in fields if value]


def _ris_name(name: dict[str, str]) -> str:
    """Return “Family, Given”. A group's name ends in a comma, so that its last word is not read as a family name."""
    if "literal" in name:
        return f"{name['literal']},"
    particles = [name.get("dropping-particle"), name.get("non-dropping-particle")]
    family = " ".join([*filter(None, particles), name.get("family", "")])
    return ", ".join(filter(None, [family, name.get("given"), name.get("suffix")]))


def _date(item: Item) -> list[int]:
    parts = item.get("issued", {}).get("date-parts") or [[]]
    return [int(part) for part in parts[0]]


def _ris_year(item: Item) -> str:
    return str(_date(item)[0]) if _date(item) else ""


def _ris_note(item: Item) -> str:
    """Return a work's note, with the year in which it ended, for which RIS has no field."""
    dates = item.get("issued", {}).get("date-parts") or []
    span = f"Published {dates[0][0]}–{dates[1][0]}." if len(dates) > 1 and all(dates) else ""
    return " ".join(filter(None, [item.get("note", ""), span]))


def _ris_day(item: Item) -> str:
    parts = _date(item)
    return "/".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]) if len(parts) > 1 else ""


def _plain(value: Any) -> str:
    """Return a value on one line without the markup that CSL-JSON allows."""
    return " ".join(html.unescape(_MARKUP.sub("", str(value))).split())


# Pages, links, listings and outputs take the formats from here: a new one needs an entry and a function that writes it.
EXPORT_FORMATS = (
    ExportFormat("BibTeX", "bib", "application/x-bibtex", lambda work: work.bibtex, "\n".join, preamble=True),
    ExportFormat("RIS", "ris", "application/x-research-info-systems", lambda work: _ris_record(work.item)),
    ExportFormat("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", lambda work: _csl_item(work.item),
                 _csl_json, in_link=True),
)


def export_names(name: str) -> list[str]:
    """Return the file ``name`` in each format, such as ``references.bib``."""
    return [f"{name}.{each.extension}" for each in EXPORT_FORMATS]
