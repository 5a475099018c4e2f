"""Writes an index that Pagefind's program in the reader's browser can search.

Knows only Pagefind. Talks to its indexer as its own clients for Node and Python do: messages of JSON in
base64 with a comma after each, one answer for each. The client for Python is not used because it waits a
tenth of a second for every answer (pagefind 1.5.2, service/__init__.py), which is a minute for 600 entries.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

from cbor2 import CBORDecodeError
from pagefind.service import get_executable

from hooks.kept import Kept, version_of
from hooks.search_order import settle

FOLDER = "pagefind"
# Ready-made interfaces and their styles, which no page of ours asks for.
_UNUSED = ("pagefind-ui.", "pagefind-modular-ui.", "pagefind-component-ui.", "pagefind-highlight.")


class SearchError(Exception):
    """The index could not be made, or is not what it should be. The message says why."""


class _Indexer:
    """Pagefind's own program, as long as it is needed."""

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
        """One message out, its answer in."""
        assert self._process.stdin and self._process.stdout
        message = json.dumps({"message_id": 1, "payload": payload}).encode("ascii")
        answer = bytearray()
        try:
            self._process.stdin.write(base64.b64encode(message) + b",")
            self._process.stdin.flush()
            while not answer.endswith(b","):
                if not (part := os.read(self._process.stdout.fileno(), 65536)):
                    raise SearchError("Pagefind's program ended before the index was written")
                answer += part
            said: dict[str, Any] = json.loads(base64.b64decode(answer[:-1]))["payload"]
        except (OSError, ValueError, KeyError) as error:
            raise SearchError(f"Pagefind's program gave no answer that can be read: {error}") from None
        if said.get("type") == "Error":
            raise SearchError(f"Pagefind: {said.get('message')}")
        return said


def write_index(site: Path, entries: list[dict[str, Any]], language: str, kept: Path | None = None) -> None:
    """Write the index into ``site``. An entry has ``url``, ``content``, ``meta`` and ``filters``.

    An index that was made before of the same entries is taken from the folder ``kept``, if there is one. Raises
    ``SearchError`` where the indexer fails, or where it kept more or fewer than it was given.
    """
    if kept is None:
        _make(site, entries, language)
        return
    indexes = Kept(kept, version_of(Path(__file__), Path(__file__).with_name("search_order.py"), version("pagefind")))
    made_of = language, version_of(*(version_of(json.dumps(entry)) for entry in entries))
    if not indexes.unpack(made_of, site / FOLDER):
        _make(site, entries, language)
        indexes.pack(made_of, site / FOLDER)
    indexes.tidy()


def _make(site: Path, entries: list[dict[str, Any]], language: str) -> None:
    folder = site / FOLDER
    with _Indexer() as indexer:
        index = indexer.ask(type="NewIndex", config={"force_language": language})["index_id"]
        for entry in entries:
            indexer.ask(type="AddRecord", index_id=index, language=language, sort=None, **entry)
        files = indexer.ask(type="GetFiles", index_id=index)["files"]
    # Written here: Pagefind says that it has written its files before they are whole (1.5.2, `WriteFiles`).
    for file in files:
        name = file["path"]
        if not name.startswith(_UNUSED):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(base64.b64decode(file["content"]))
    try:
        languages = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))["languages"]
        found = sum(each["page_count"] for each in languages.values())
        if found != len(entries):
            raise SearchError(f"the pages have {len(entries)} passages to find and the index has {found}")
        settle(folder)
    except (OSError, ValueError, KeyError, IndexError, TypeError, CBORDecodeError) as error:
        raise SearchError(f"the index that Pagefind made cannot be read: {error}") from None
