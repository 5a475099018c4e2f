"""Writes an index that Pagefind's program in the reader's browser can search.

Knows only Pagefind. Talks to its indexer as its own clients for Node and Python do: messages of JSON in
base64 with a comma after each, one answer for each. The client for Python is not used because it waits a
tenth of a second for every answer (pagefind 1.5.2, service/__init__.py), which is a minute for 600 entries.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

from pagefind.service import get_executable

FOLDER = "pagefind"
# Ready-made interfaces and their styles, which no page of ours asks for.
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")


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
            while (byte := self._process.stdout.read(1)) != b",":
                if not byte:
                    raise SearchError("Pagefind's program ended before the index was written")
                answer += byte
            said: dict[str, Any] = json.loads(base64.b64decode(answer))["payload"]
        except (OSError, ValueError, KeyError) as error:
            raise SearchError(f"Pagefind's program gave no answer that can be read: {error}") from None
        if said.get("type") == "Error":
            raise SearchError(f"Pagefind: {said.get('message')}")
        return said


def write_index(site: Path, entries: Iterable[dict[str, Any]], language: str) -> None:
    """Write the index into ``site``. An entry has ``url``, ``content``, ``meta`` and ``filters``.

    Raises ``SearchError`` where the indexer fails, or where it kept more or fewer than it was given.
    """
    folder, count = site / FOLDER, 0
    with _Indexer() as indexer:
        index = indexer.ask(type="NewIndex", config={"force_language": language})["index_id"]
        for count, entry in enumerate(entries, 1):  # noqa: B007 (the last count is wanted)
            indexer.ask(type="AddRecord", index_id=index, language=language, sort=None, **entry)
        indexer.ask(type="WriteFiles", index_id=index, output_path=str(folder.absolute()))
    try:
        languages = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))["languages"]
        kept = sum(each["page_count"] for each in languages.values())
    except (OSError, ValueError, KeyError) as error:
        raise SearchError(f"the index that Pagefind wrote cannot be read: {error}") from None
    if kept != count:
        raise SearchError(f"the pages have {count} passages to find and the index has {kept}")
    for pattern in _UNUSED:
        for file in folder.glob(pattern):
            file.unlink()
