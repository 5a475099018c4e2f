"""Export works as files for reference managers, in each of ``EXPORT_FORMATS``.

The BibTeX is the bibliography's own text, unless that has a private field or needs another entry. The CSL-JSON is
Pandoc's reading of it, normalized; the RIS, which Pandoc reads but does not write, is made from that.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from textwrap import indent

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.bibliography.entry import CONTAINERS, Entry
from proofdesk.bibliography.latex import escape
from proofdesk.bibliography.libraries.standalone import public_text
from proofdesk.bibliography.pandoc import program
from proofdesk.bibliography.pandoc.items import Item, PackedItems, batches, read_works
from proofdesk.bibliography.ris import ris_record
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint, fingerprint_each

_RECORDS = 4000  # kept at a time: of tens of thousands of works they would fill the memory
_AT_ONCE = 1000  # works whose records are made together for the files of all
MORE_AUTHORS = "The work has more authors than are named here."


@dataclass(frozen=True)
class ExportedWork:
    """A work to export: as CSL-JSON, and as its own BibTeX entry."""

    item: Item
    bibtex: str


@dataclass(frozen=True)
class ExportFormat:
    """A file format for reference managers.

    ``record`` writes one work; a file has the records with ``separator`` between them and ``around`` them, or is
    ``empty``. One with ``preamble`` begins with the bibliography's own. A page's own citation is a file beside it or
    stands ``in_link``: no browser hands this type to a reference manager, and a large site has fewer files.
    """

    label: str
    extension: str
    media_type: str
    record: Callable[[ExportedWork], str]
    separator: str = ""
    around: tuple[str, str] = ("", "")
    empty: str = ""
    preamble: bool = False
    in_link: bool = False

    def file(self, records: Iterable[str], preamble: str = "") -> str:
        """Return the content of a file with these records, of which some may be joined already."""
        return "".join(self.parts(records, preamble))

    def parts(self, records: Iterable[str], preamble: str = "") -> Iterator[str]:
        """Yield the content of such a file in parts, so that those of a large file need not be in memory together."""
        if self.preamble:
            yield preamble
        begin, end = self.around
        is_empty = True
        for record in records:
            yield begin if is_empty else self.separator
            yield record
            is_empty = False
        yield self.empty if is_empty else end


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

    def files_of_all(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the content of each file for all works, one file at a time: each may have 20 MB."""
        self._items, self._tried = PackedItems(), set()  # the pages' own files are made by now
        for name, each in zip(export_names("references"), EXPORT_FORMATS, strict=True):
            content = BytesIO()
            for part in each.parts((self._joined(digest, each) for digest in self._groups), self.bibliography.preamble):
                content.write(part.encode("utf-8"))
            yield name, content.getvalue()

    def prepare_files_of_all(self) -> None:
        """Have the cache hold the records of all works, if it can."""
        for digest in self._groups if self._cache else ():
            self._joined(digest, EXPORT_FORMATS[-1])

    def _joined(self, digest: str, wanted: ExportFormat) -> str:
        """Return the records of a group of works, from the cache if it has them."""
        if hit := self._cache and self._cache.load((wanted.extension, digest)):
            return hit.text
        keys = self._groups[digest]
        self._read(keys)
        records = [self._record(key) for key in keys]
        texts = {each: each.separator.join(record[each.extension] for record in records) for each in EXPORT_FORMATS}
        if self._cache and all(key in self._items for key in keys):  # or Pandoc has failed
            for each, text in texts.items():
                self._cache.store((each.extension, digest), text)
            self._records.clear()
        return texts[wanted]

    @cached_property
    def _cache(self) -> Cache | None:
        return Cache(self._cache_dir, self.code_version) if self._cache_dir else None

    @cached_property
    def _groups(self) -> dict[str, Sequence[str]]:
        """Return the keys of all works, so many at a time, by a digest of what their records depend on."""
        return {fingerprint_each(repr((self._text(key), self._notices.get(key))) for key in group): group
                for group in batches([*self._works], _AT_ONCE)}

    def _text(self, key: str) -> str:
        return public_text(self.bibliography.entries[key], self.bibliography.path)

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
            text = _with_notice(self.bibliography.entries[key], self._text(key), self._notices.get(key, ""))
            work = ExportedWork(self._item(key), text)
            self._records[key] = {each.extension: each.record(work) for each in EXPORT_FORMATS}
        return self._records[key]


def _with_notice(entry: Entry, text: str, notice: str) -> str:
    """Return an entry's text with a notice as the first of its fields, as its note if it has none."""
    head, comma, fields = text.partition(",")
    name = "x-notice" if entry.value("note") else "note"
    return f"{head},\n  {name} = {{{escape(notice)}.}},{fields}" if notice and comma else text


_NOTHING: tuple[tuple[str, object], ...] = (
    ("language", "und"), ("issued", {"date-parts": []}), ("accessed", {"date-parts": []}))


def normalize_item(item: Item) -> Item:
    """Return a work without what Pandoc misreads.

    BibTeX's “and others” is not an author of that name. Pandoc gives ``@misc`` no type, which CSL requires: it
    becomes a web page if it has an address, and else a document.
    """
    item = {name: value for name, value in item.items() if (name, value) not in _NOTHING}
    for role in ("author", "editor"):
        names = item.get(role, [])
        if {"literal": "others"} in names:
            item[role] = [name for name in names if name != {"literal": "others"}]
            item["note"] = " ".join([*filter(None, [item.get("note", "")]), MORE_AUTHORS])
    item["type"] = item.get("type") or ("webpage" if item.get("URL") else "document")
    return item


def _csl_item(item: Item) -> str:
    return indent(json.dumps(item, ensure_ascii=False, indent=2, sort_keys=True), "  ")


# Pages, links, listings and outputs take the formats from here: a new one needs an entry and a function that writes it.
EXPORT_FORMATS = (
    ExportFormat("BibTeX", "bib", "application/x-bibtex", lambda work: work.bibtex, "\n", preamble=True),
    ExportFormat("RIS", "ris", "application/x-research-info-systems", lambda work: ris_record(work.item)),
    ExportFormat("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", lambda work: _csl_item(work.item),
                 ",\n", ("[\n", "\n]\n"), "[]\n", in_link=True),
)


def export_names(name: str) -> list[str]:
    """Return the file ``name`` in each format, such as ``references.bib``."""
    return [f"{name}.{each.extension}" for each in EXPORT_FORMATS]
