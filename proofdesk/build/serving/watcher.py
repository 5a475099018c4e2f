"""Watch files and decide what to rebuild: edited pages at once, the whole site when the editor pauses.

A full build of a thousand articles takes seconds; the page that an editor looks at must not wait for the listings, the
search index and the feeds that repeat it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from proofdesk.common.files import walk

FileStates = dict[str, tuple[int, int]]  # path -> (mtime in ns, size in bytes)

PAUSE = 3.0  # seconds without an edit after which the whole site is built


class ChangeWatcher:
    """Rebuilds pages as they change, and the whole site once nothing changes any more.

    ``rebuild_pages`` gets the files that changed and returns whether it could rebuild them alone. ``watched`` are files
    and folders. ``request_rebuild`` is called from another thread when ``build`` should be called again.
    """

    def __init__(
        self, rebuild_site: Callable[[], None], rebuild_pages: Callable[[list[Path]], bool], watched: Iterable[Path],
        request_rebuild: Callable[[], None], pause: float = PAUSE,
    ) -> None:
        self._rebuild_site, self._rebuild_pages = rebuild_site, rebuild_pages
        self._request_rebuild, self._pause = request_rebuild, pause
        self._watched = list(watched)
        self._timer: threading.Timer | None = None
        self._seen = self._stat_all()

    def build(self) -> None:
        """Rebuild changed pages; fall back to the whole site if other files changed."""
        if self._timer:
            self._timer.cancel()
        before, self._seen = self._seen, self._stat_all()
        changed = sorted(Path(path) for path, state in self._seen.items() if before.get(path) != state)
        if changed and before.keys() == self._seen.keys() and self._rebuild_pages(changed):
            self._timer = threading.Timer(self._pause, self._request_rebuild)
            self._timer.daemon = True
            self._timer.start()
        else:
            self._rebuild_site()

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


def _files(path: Path) -> Iterator[str]:
    """Yield the file itself, or every file of a folder."""
    if path.is_dir():
        for folder, _, names in walk(path):
            yield from (os.path.join(folder, name) for name in names if not name.endswith(".pyc"))
    else:
        yield os.fspath(path)
