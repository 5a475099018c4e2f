"""Watch files and decide what to rebuild: edited pages at once, the whole site when the editor pauses.

A full build of a thousand articles takes seconds; the page that an editor looks at must not wait for the listings, the
search index and the feeds that repeat it. Nor for a build of these that has begun, which a large site has long: it ends
for a page that is edited meanwhile, and begins anew at the next pause.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from mkdocs.utils import is_markdown_file

from proofdesk.common.files import walk

# By path: when a file was written and when it was put there, in nanoseconds, and its size. One that is moved or
# unpacked may have the time and the size of the one before it.
FileStates = dict[str, tuple[int, int, int]]

_NEVER = (-1, -1, -1)  # no file has such a state

# What Python and editors (Vim, Emacs, Kate, those of GNOME, LibreOffice and JetBrains) keep beside a file for a while.
_NO_SOURCE = re.compile(r"\.pyc$|~$|\.sw[a-z]$|\.kate-swp$|^#.*#$|^\.#|^\.~lock\.|^\.goutputstream-|^4913$|___jb_")

PAUSE = 3.0  # seconds without an edit after which the whole site is built


class GaveWay(BaseException):
    """The build of the rest of the site ended because a page was edited, which is built first.

    No error: MkDocs would log one as the fault of a page.
    """


class Requests(Protocol):
    """What the server was asked for since a build began."""

    def any(self) -> bool: ...

    def ask(self) -> None: ...

    def forget(self) -> None: ...


class ChangeWatcher:
    """Rebuilds pages as they change, and the whole site once nothing changes any more.

    ``rebuild_pages`` gets the files that changed and returns whether it could rebuild them alone. ``rebuild_site``
    calls ``checkpoint`` now and then, and returns False if that ended it. After a request, the server calls ``build``.
    The site was built from files as they were at ``since``, in nanoseconds of the clock.
    """

    def __init__(self, rebuild_site: Callable[[], bool], rebuild_pages: Callable[[list[Path]], bool],
                 requests: Requests, since: int = 0, pause: float = PAUSE) -> None:
        self._rebuild_site, self._rebuild_pages = rebuild_site, rebuild_pages
        self._requests, self._since, self._pause = requests, since, pause
        self.is_building = self._rest_is_due = False
        self._gives_way = False  # whether the build that runs is of the rest of the site
        self._watched: list[Path] = []
        self._timer: threading.Timer | None = None
        self._seen: FileStates = {}

    def watch(self, watched: Iterable[Path]) -> None:
        """Set the files and folders to watch. What changed since the first build began may have been read before."""
        self._watched = list(watched)
        self._seen = {file: state if max(state[:2]) < self._since else _NEVER
                      for file, state in self._stat_all().items()}

    def is_behind(self) -> bool:
        """Return whether anything changed since the last build began to read. Other threads may ask."""
        return self._stat_all() != self._seen

    def build(self) -> bool:
        """Rebuild changed pages, or the whole site if other files changed or if the rest of it is due.

        Returns False if there was nothing to build.
        """
        self.is_building = True
        try:
            return self._build()
        except BaseException:
            if self.is_behind():  # what was away for a moment may be back before the next look, as it was seen
                self._requests.ask()
            raise
        finally:
            self.is_building = self._gives_way = False

    def _build(self) -> bool:
        before, self._seen = self._seen, self._stat_all()
        changed, others = _changed(before, self._seen), before.keys() != self._seen.keys()
        if not (changed or others or self._rest_is_due):
            return False
        if self._timer:
            self._timer.cancel()
        self._rest_is_due = False
        if changed and not others and self._rebuild_pages(changed):
            self._timer = threading.Timer(self._pause, self._ask_for_the_rest)
            self._timer.daemon = True
            self._timer.start()
            return True
        self._gives_way = not (changed or others)
        if not self._rebuild_site():
            self._gives_way, self._rest_is_due = False, True  # even if the page is as it was by now
            self._requests.forget()  # or the server would ask for the edited page once more
            self._build()
        return True

    def _ask_for_the_rest(self) -> None:
        self._rest_is_due = True
        self._requests.ask()

    def checkpoint(self) -> None:
        """Raise ``GaveWay`` if pages were edited since the rest of the site began to be built, and nothing else was."""
        if self._gives_way and self._requests.any():
            self._requests.forget()  # before the look: what is asked for meanwhile is looked for again
            now = self._stat_all()
            changed, others = _changed(self._seen, now), now.keys() != self._seen.keys()
            if others or not all(is_markdown_file(file.name) for file in changed):
                self._gives_way = False  # what else changed waits, and to look again at each step would take longer
                self._requests.ask()
            elif changed:
                raise GaveWay

    def _stat_all(self) -> FileStates:
        found: FileStates = {}
        for path in self._watched:
            for file in _files(path):
                try:
                    state = os.stat(file)
                except OSError:
                    continue  # deleted meanwhile
                found[file] = state.st_mtime_ns, state.st_ctime_ns, state.st_size
        return found


def _changed(before: FileStates, now: FileStates) -> list[Path]:
    return sorted(Path(path) for path, state in now.items() if before.get(path) != state)


def _files(path: Path) -> Iterator[str]:
    """Yield the file itself, or every file of a folder, but for folders such as .cache, where a build itself writes."""
    if path.is_dir():
        for folder, folders, names in walk(path):
            folders[:] = [name for name in folders if not name.startswith(".")]
            yield from (os.path.join(folder, name) for name in names if not _NO_SOURCE.search(name))
    else:
        yield os.fspath(path)
