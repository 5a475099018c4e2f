"""Under ``mkdocs serve`` an edited page is new at once, and the rest of the site when the editor pauses.

A full build of a thousand articles takes seconds; the page that an editor looks at must not wait for the listings, the
search index and the feeds that repeat it. Decides what is built when; knows neither MkDocs nor pages.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

Seen = dict[str, tuple[int, int]]  # a file's path, the time of its last change in nanoseconds, and its size

PAUSE = 3.0  # seconds without an edit after which the whole site is built


class ChangeWatcher:
    """Builds pages one by one as they change, and all of them once nothing changes any more.

    ``whole`` builds everything. ``some`` builds the pages of the files that changed and says whether it could.
    ``watched`` are the files and folders whose changes matter; ``wake`` is called, from another thread, when it is
    time for ``build`` to be called again.
    """

    def __init__(
        self, whole: Callable[[], None], some: Callable[[list[Path]], bool], watched: Iterable[Path],
        wake: Callable[[], None], pause: float = PAUSE,
    ) -> None:
        self._whole, self._some, self._wake, self._pause = whole, some, wake, pause
        self._watched = list(watched)
        self._timer: threading.Timer | None = None
        self._seen = self._look()

    def build(self) -> None:
        """Build what changed since the last time; everything where that is not known to be enough."""
        if self._timer:
            self._timer.cancel()
        before, self._seen = self._seen, self._look()
        changed = sorted(Path(path) for path, state in self._seen.items() if before.get(path) != state)
        if changed and before.keys() == self._seen.keys() and self._some(changed):
            self._timer = threading.Timer(self._pause, self._wake)
            self._timer.daemon = True
            self._timer.start()
        else:
            self._whole()

    def _look(self) -> Seen:
        found: Seen = {}
        for path in self._watched:
            for file in _files(path):
                try:
                    state = os.stat(file)
                except OSError:
                    continue  # it went while we looked
                found[file] = (state.st_mtime_ns, state.st_size)
        return found


def _files(path: Path) -> Iterator[str]:
    """A file itself, or every file of a folder."""
    if path.is_dir():
        for folder, _, names in os.walk(path, followlinks=True):
            yield from (os.path.join(folder, name) for name in names if not name.endswith(".pyc"))
    else:
        yield os.fspath(path)
