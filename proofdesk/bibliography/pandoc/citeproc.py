"""Ask Pandoc's citeproc what the citations and the list of a page look like in a style.

One process of Pandoc answers for all pages, because its start takes longer than a page.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from proofdesk.bibliography.pandoc.items import Item, pandoc_version
from proofdesk.bibliography.pandoc.program import pandoc_path
from proofdesk.bibliography.pandoc.reference_html import entry_html, finish_reference, text_of
from proofdesk.bibliography.pandoc.style import Style, StyleError
from proofdesk.common.cache import Cache, code_fingerprint, fingerprint

_SCRIPT = Path(__file__).with_name("citeproc.lua")
# Pandoc takes “ID: TN_12” or “{:type: book}” at the beginning of a note for a field of the work, even its id. A sign
# that nobody sees keeps it a note.
_FIELD_IN_NOTE = re.compile(r"^(?=[^\S\n]*\{?:?[A-Za-z_-]+\s*:)", re.MULTILINE)
_JOINER = "\u2060"
NORMAL, SUPPRESS_AUTHOR, AUTHOR_IN_TEXT = "NormalCitation", "SuppressAuthor", "AuthorInText"

# Four works whose order of appearance is that of no other property, and how the site itself draws citations of them.
_TRIAL_WORKS: dict[str, Item] = {
    key: {"type": "article-journal", "author": [{"family": family, "given": "Anna"}], "title": title,
          "container-title": "Journal", "issued": {"date-parts": [[year]]}}
    for key, family, title, year in (("a", "Quixote", "Mills", 2002), ("b", "Panza", "Wine", 2004),
                                     ("c", "Toboso", "Bread", 2001), ("d", "Mancha", "Armour", 2003))
}
_TRIAL = ((("a",), "[1]"), (("b",), "[2]"), (("c", "a", "b"), "[1–3]"), (("d", "a"), "[1, 4]"), (("a", "b"), "[1, 2]"))


@dataclass(frozen=True)
class Cite:
    """One work in a citation; ``mode`` is Pandoc's. ``suffix`` begins with its comma or space."""

    key: str
    mode: str = NORMAL
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class ListEntry:
    """A work in a page's list: the style's label, such as “[1]” or nothing, and the reference as HTML."""

    key: str
    label: str
    html: str


@dataclass(frozen=True)
class Processed:
    """What a style makes of a page: the HTML of each citation, whose links lead to ``#ref-`` and ``id_of`` a key, and
    the list in the style's order."""

    groups: list[str]
    entries: list[ListEntry]


@dataclass(frozen=True)
class Manner:
    """How a style cites. ``plain``: as ``[1–3, 5]``, in order of appearance; ``names``: by authors' names."""

    plain: bool
    names: bool


class CitationProcessor:
    """Citeproc with one style. The items of works are CSL-JSON, by key."""

    def __init__(self, style: Style, items: Mapping[str, Item], cache_dir: Path | None = None) -> None:
        self.style = style
        self.keeps_pages = False  # for programs that keep none themselves between two builds
        self._items = items
        self._cache_dir = cache_dir
        self._lock = Lock()  # some programs convert several pages at once
        self._process: subprocess.Popen[str] | None = None
        self._owner = 0
        self._sent: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    def __del__(self) -> None:
        self._end()

    @cached_property
    def fingerprint(self) -> str:
        """Return a text that changes whenever the style may cite in another way."""
        return fingerprint(pandoc_version(), self.style.text, self.style.language or "")

    @cached_property
    def manner(self) -> Manner:
        """Return how the style cites, from the cache or by a trial. Raises StyleError if it cannot cite."""
        cache = Cache(self._cache_dir, pandoc_version()) if self._cache_dir else None
        if cache and (hit := cache.load(("manner", self.fingerprint))):
            return Manner(**json.loads(hit.text))
        manner = _try(self.style)
        if cache:
            cache.store(("manner", self.fingerprint), json.dumps(vars(manner)))
        return manner

    def id_of(self, key: str) -> str:
        """Return the id that stands for a key: Pandoc may not be able to read the key itself."""
        return self._ids.setdefault(key, f"w{fingerprint(key)[:16]}")

    def process(self, groups: Sequence[Sequence[Cite]]) -> Processed:
        """Return a page's citations and list in the style. Raises StyleError with Pandoc's words if it fails."""
        if not self.keeps_pages or not self._cache_dir:
            with self._lock:
                return self._ask(groups)
        works = {cite.key: self._items[cite.key] for group in groups for cite in group}
        cache = Cache(self._cache_dir, code_fingerprint("common", "bibliography"))
        asked = ("page", self.fingerprint, [[*group] for group in groups], works)
        if hit := cache.load(asked):
            shown, entries = json.loads(hit.text)
            return Processed(shown, [ListEntry(*entry) for entry in entries])
        with self._lock:
            made = self._ask(groups)
        cache.store(asked, json.dumps([made.groups, [[*vars(entry).values()] for entry in made.entries]]))
        return made

    def _ask(self, groups: Sequence[Sequence[Cite]]) -> Processed:
        cited = dict.fromkeys(cite.key for group in groups for cite in group)
        process = self._running()
        new = {key: text for key in cited if self._sent.get(key) != (text := json.dumps([self._item(key)]))}
        self._sent |= new
        asked = {
            "items": {self.id_of(key): text for key, text in new.items()}, "csl": self.style.csl,
            "lang": self.style.language,
            "groups": [[{"id": self.id_of(cite.key), "mode": cite.mode, "prefix": cite.prefix, "suffix": cite.suffix}
                        for cite in group] for group in groups],
        }
        assert process.stdin and process.stdout
        try:
            process.stdin.write(json.dumps({name: value for name, value in asked.items() if value is not None}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        if not line:
            self._end()
            raise StyleError("Pandoc ended while it worked with this style")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise StyleError(" ".join(answer["error"].split())[:200].rstrip("."))
        keys = {f"ref-{self.id_of(key)}": key for key in cited}
        return Processed(list(answer["groups"]), [self._entry(keys[id], html) for id, html in answer["entries"]])

    def _entry(self, key: str, source: str) -> ListEntry:
        label, html = entry_html(source)
        return ListEntry(key, label, finish_reference(html.replace(_JOINER, ""), self._items[key]))

    def _item(self, key: str) -> Item:
        item = {**self._items[key], "id": self.id_of(key)}
        if isinstance(note := item.get("note"), str):
            item["note"] = _FIELD_IN_NOTE.sub(_JOINER, note)
        return item

    def _running(self) -> subprocess.Popen[str]:
        """Return the process, started when it is needed; a forked worker must not speak with its parent's."""
        if self._process is None or self._owner != os.getpid():
            self._process, self._owner, self._sent = self._start(), os.getpid(), {}
        return self._process

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [pandoc_path(), "lua", str(_SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, encoding="utf-8",
            # It begins by making a file there, and ends where it cannot; Python knows other places.
            env={**os.environ, "TMPDIR": tempfile.gettempdir(), "TMP": tempfile.gettempdir()})

    def _end(self) -> None:
        process, self._process = getattr(self, "_process", None), None
        if process is None or self._owner != os.getpid():
            return
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                assert stream
                stream.close()
        process.wait()


@lru_cache(maxsize=8)
def _try(style: Style) -> Manner:
    """Return how a style cites four works. Raises StyleError if it cannot."""
    found = CitationProcessor(style, _TRIAL_WORKS).process([[Cite(key) for key in group] for group, _ in _TRIAL])
    if not any(entry.html for entry in found.entries):
        raise StyleError("it shows nothing of a work")
    shown = [(text_of(html), written) for html, (_, written) in zip(found.groups, _TRIAL, strict=True)]
    order = [entry.key for entry in found.entries]
    return Manner(plain=all(text == written for text, written in shown) and order == sorted(order),
                  names="Quixote" in shown[0][0])
