"""Watch files and decide what to rebuild: edited pages at once, the whole site when the editor pauses.

A full build of a thousand articles takes seconds; the page that an editor looks at must not wait for the listings, the
search index and the feeds that repeat it. Nor for a build of these that has begun, which a large site has long: it ends
for a page that is edited meanwhile, and begins anew at the next pause.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from mkdocs.utils import is_markdown_file

from proofdesk.common.files import walk

FileStates = dict[str, tuple[int, int]]  # path -> (mtime in ns, size in bytes)

PAUSE = 3.0  # seconds without an edit after which the whole site is built


class GaveWay(BaseException):
    """The build of the rest of the site ended because a page was edited, which is built first.

    No error: MkDocs would log one as the fault of a page.
    """


class Changes(Protocol):
    """What the server knows of changes since a build began."""

    def any(self) -> bool: ...

    def forget(self) -> None: ...


class ChangeWatcher:
    """Rebuilds pages as they change, and the whole site once nothing changes any more.

    ``rebuild_pages`` gets the files that changed and returns whether it could rebuild them alone. ``rebuild_site``
    calls ``checkpoint`` now and then, and returns False if that ended it. ``watched`` are files and folders,
    ``changes`` is what the server was told of them. ``request_rebuild`` is called from another thread when ``build``
    should be called again.
    """

    def __init__(
        self, rebuild_site: Callable[[], bool], rebuild_pages: Callable[[list[Path]], bool], watched: Iterable[Path],
        request_rebuild: Callable[[], None], changes: Changes, pause: float = PAUSE,
    ) -> None:
        self._rebuild_site, self._rebuild_pages = rebuild_site, rebuild_pages
        self._request_rebuild, self._changes, self._pause = request_rebuild, changes, pause
        self._gives_way = False  # whether the build that runs is of the rest of the site
        self._watched = list(watched)
        self._timer: threading.Timer | None = None
        self._seen = self._stat_all()

    def build(self) -> None:
        """Rebuild changed pages; fall back to the whole site if other files changed."""
        if self._timer:
            self._timer.cancel()
        before, self._seen = self._seen, self._stat_all()
        changed = _changed(before, self._seen)
        if changed and before.keys() == self._seen.keys() and self._rebuild_pages(changed):
            self._timer = threading.Timer(self._pause, self._request_rebuild)
            self._timer.daemon = True
            self._timer.start()
            return
        self._gives_way = not changed and before.keys() == self._seen.keys()
        ended = self._rebuild_site()
        self._gives_way = False
        if not ended:
            self._changes.forget()  # or the server would ask for the whole site once more
            self.build()

    def checkpoint(self) -> None:
        """Raise ``GaveWay`` if pages were edited since the rest of the site began to be built, and nothing else was."""
        if self._gives_way and self._changes.any():
            now = self._stat_all()
            changed = _changed(self._seen, now)
            if changed and now.keys() == self._seen.keys() and all(is_markdown_file(file.name) for file in changed):
                raise GaveWay
            self._gives_way = False  # what else changed waits, and to look again at each step would take longer

    def _stat_all(self) -> FileStates:
        found: FileStates = {}
        for path in self._watched:
            for file in _files(path):
                try:
                    state = os.stat(file)
                except OSError:
                    continue  # deleted meanwhile
                found[file] = (state.st_mtime_ns, state.st_size)
        return found


def _changed(before: FileStates, now: FileStates) -> list[Path]:
    return sorted(Path(path) for path, state in now.items() if before.get(path) != state)


def _files(path: Path) -> Iterator[str]:
    """Yield the file itself, or every file of a folder."""
    if path.is_dir():
        for folder, _, names in walk(path):
            yield from (os.path.join(folder, name) for name in names if not name.endswith(".pyc"))
    else:
        yield os.fspath(path)
