"""Write the search index with Pagefind.

Its indexer takes messages as from its own clients: JSON in base64 with a comma after each, one answer for each. Its
Python client is not used because it waits a tenth of a second for every answer (pagefind 1.5.2, service/__init__.py),
which is a minute for 600 records.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any
from zlib import crc32

from cbor2 import CBORDecodeError
from pagefind.service import get_executable

from proofdesk.common.cache import Cache, code_fingerprint, fingerprint
from proofdesk.common.errors import ProofdeskError
from proofdesk.common.files import BytesLike, write_file
from proofdesk.outputs.search.pagefind_format import ENTRY, normalize_index

SearchRecord = dict[str, Any]
FOLDER = "pagefind"
# The search program, shared by all parts of an index.
_PROGRAMS = ("pagefind.js", "pagefind-worker.js", "wasm.")
# A part of this size is indexed in half a second; a reader's browser loads little of each part.
ENTRIES_A_PART, MOST_PARTS = 1000, 16
# Messages sent before their answers are read. An answer has some two hundred bytes, a pipe 64 KiB.
_AT_ONCE = 100
# Pagefind's own interfaces and styles, which our pages do not use.
_UNUSED = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")


class SearchError(ProofdeskError):
    """The index could not be made, or is incomplete."""


class _Indexer:
    """Pagefind's indexer as a subprocess."""

    def __enter__(self) -> _Indexer:
        program = get_executable()
        if program is None:
            raise SearchError("Pagefind's program is not installed for this machine; `pip install 'pagefind[bin]'`")
        try:
            self._process = subprocess.Popen([program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise SearchError(f"Pagefind's program could not be started: {error}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, **payload: Any) -> dict[str, Any]:
        """Send one message and return its answer."""
        return self.ask_each([payload])[0]

    def ask_each(self, payloads: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send messages at once and return their answers, which must fit into a pipe."""
        assert self._process.stdin and self._process.stdout
        messages = (json.dumps({"message_id": 1, "payload": payload}).encode("ascii") for payload in payloads)
        answers = bytearray()
        try:
            self._process.stdin.write(b"".join(base64.b64encode(message) + b"," for message in messages))
            self._process.stdin.flush()
            while answers.count(b",") < len(payloads):
                if not (part := os.read(self._process.stdout.fileno(), 1 << 20)):
                    raise SearchError("Pagefind's program ended before the index was written")
                answers += part
            replies = [json.loads(answer)["payload"] for answer in _unwrapped(answers)]
        except (OSError, ValueError, KeyError) as error:
            raise SearchError(f"Pagefind's program gave no answer that can be read: {error}") from None
        for each in replies:
            if each.get("type") == "Error":
                raise SearchError(f"Pagefind: {each.get('message')}")
        return replies


def _unwrapped(answers: bytearray) -> Iterator[bytes]:
    """Yield the JSON of each answer, and free a large one, with all files of an index, as early as possible."""
    end = 0
    while (start := end) < len(answers):
        end = answers.index(b",", start) + 1
        with memoryview(answers) as view:
            answer = base64.b64decode(view[start : end - 1])
        if end == len(answers):
            answers.clear()
            end = 0
        yield answer
        del answer


@dataclass(frozen=True)
class PageRecords:
    """The search records of a page: their number, a digest of them, and a function that returns them.

    A record has ``url``, ``content``, ``meta`` and ``filters``.
    """

    url: str
    digest: str
    count: int
    entries: Callable[[], list[SearchRecord]]


def write_index(
    site: Path, pages: list[PageRecords], language: str, cache_dir: Path | None = None,
    put: Callable[[str, BytesLike], None] = write_file,
) -> list[str]:
    """Write the index into ``site``, and return the names of all parts but the first, which a search has to merge.

    With a ``cache_dir``, unchanged parts come from the cache. ``put`` writes each file. Raises ``SearchError`` if the
    indexer fails, or indexes more or fewer records than it was given.
    """
    code_version = fingerprint(code_fingerprint("outputs/search"), version("pagefind"))
    indexes = Cache(cache_dir, code_version) if cache_dir else None
    names: list[str] = []
    for number, part in enumerate(_parts(pages)):
        name = f"part-{number}" if number else ""
        key = language, bool(number), [page.digest for page in part]
        files = _load(indexes, key) if indexes else None
        if files is None:
            files = _build_part(part, language, with_programs=not number)
            if indexes:
                indexes.store(key, json.dumps([*files], ensure_ascii=False), *files.values())
        _write(site / FOLDER / name, files, put)
        if name:
            names.append(name)
    if indexes:
        indexes.prune()
    return names


def _load(indexes: Cache, key: Any) -> Mapping[str, BytesLike] | None:
    """Return the files of a cached part by name, or None on a miss."""
    hit = indexes.load(key)
    return dict(zip(json.loads(hit.text), hit.parts[1:], strict=True)) if hit else None


def _write(folder: Path, files: Mapping[str, BytesLike], put: Callable[[str, BytesLike], None]) -> None:
    for parent in sorted({os.path.dirname(name) for name in files}):  # sorted, so that builds are reproducible
        (folder / parent).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        put(os.path.join(folder, name), content)


def _parts(pages: list[PageRecords]) -> list[list[PageRecords]]:
    """Divide the pages into parts, so that an edited page means indexing its own part only."""
    count = max(1, min(MOST_PARTS, sum(page.count for page in pages) // ENTRIES_A_PART))
    parts: list[list[PageRecords]] = [[] for _ in range(count)]
    for page in pages:
        parts[crc32(page.url.encode("utf-8")) % count].append(page)
    return parts


def _build_part(pages: list[PageRecords], language: str, *, with_programs: bool) -> dict[str, bytes]:
    """Return the files of an index of these pages; only the first part has the search program too."""
    # Two records of one address are one to Pagefind; a page with such ids has a problem already.
    addresses: set[str] = set()
    with _Indexer() as indexer:
        index = indexer.ask(type="NewIndex", config={"force_language": language})["index_id"]
        entries = (entry for page in pages for entry in page.entries())
        while some := list(islice(entries, _AT_ONCE)):
            addresses.update(entry["url"] for entry in some)
            indexer.ask_each([{"type": "AddRecord", "index_id": index, "language": language, "sort": None, **entry}
                              for entry in some])
        # Not written by Pagefind, which reports files as written before they are complete (1.5.2).
        answered = indexer.ask(type="GetFiles", index_id=index)["files"]
    files: dict[str, bytes] = {}
    while answered:
        file = answered.pop()  # freed one by one: they fill much of the memory for a large site
        name = file["path"]
        if not name.startswith(_UNUSED) and (with_programs or not name.startswith(_PROGRAMS)):
            files[name] = base64.b64decode(file["content"])
    try:
        languages = json.loads(files[ENTRY])["languages"]
        found = sum(each["page_count"] for each in languages.values())
        if found != len(addresses):
            raise SearchError(f"the pages have {len(addresses)} passages to find and the index has {found}")
        return normalize_index(files)
    except (OSError, ValueError, LookupError, TypeError, CBORDecodeError) as error:
        raise SearchError(f"the index that Pagefind made cannot be read: {error}") from None
