"""Tell whether a site is as a build would leave it now, so that a build of what did not change is spared.

A build that had nothing to warn of leaves a fingerprint of all that it may have read, another of the site that it
published, and its reminders. The next one compares both before it reads a page. Whatever is in doubt is built: a site
with a plugin that is not known, with feeds whose dates come from git, or of which a file was touched.
"""

from __future__ import annotations

import json
import os
import platform
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from proofdesk.blocks.installed import folders_of_kinds
from proofdesk.build.page_cache.rendered import KNOWN_PLUGINS
from proofdesk.build.private_apis.mkdocs import stated_settings
from proofdesk.build.settings import Settings
from proofdesk.build.site_folder.staging import list_files
from proofdesk.common.cache import NOT_OF_PAGES, Cache, fingerprint, fingerprint_each
from proofdesk.common.dates import today
from proofdesk.common.files import MAX_BIB_BYTES, read_ordinary, walk

PROGRAM = str(Path(__file__).resolve().parents[1])
# What a build reads of its environment, besides our own variables and those that mkdocs.yml names.
_READ = ("SOURCE_DATE_EPOCH", "TZ", "LANG", "LANGUAGE", "LC_ALL", "LC_TIME")
_OURS = "PROOFDESK_"
_SURE_AFTER = 2  # seconds; the clocks of some disks are not finer
_PLACE_IN_MEMORY = re.compile(r" at 0x[0-9a-f]+")
_NOT_READ = ("__pycache__", ".git", "node_modules")


class LastBuild:
    """What the last build of a site into a folder left, compared with what is there now.

    Make one before the build reads anything: what changes while it reads is then new to the next build.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings, self._site = settings, settings.site_dir
        self._cache = Cache(settings.cache_dir / "builds")
        self._key = self._fingerprint() if _is_known(settings) else ""

    def _fingerprint(self) -> str:
        """Cover all that a build may read: settings, programs, environment, day, and files with their times."""
        files = sorted(set(_files(self._settings)))
        return fingerprint(*_inputs(self._settings), *map(CONTENTS.state, files))

    def reminders(self) -> list[str] | None:
        """Return what that build reminded of if a build now would leave the same site; None if it may leave another."""
        hit = self._cache.load(self._key) if self._key and self._site.is_dir() else None
        if hit is None:
            return None
        stored = json.loads(hit.text)
        return stored["reminders"] if stored["site"] == _listing(list_files(self._site)) else None

    def store(self, reminders: list[str], states: Mapping[str, str]) -> None:
        """Remember the site that was just published, of these files. Call it only if there was nothing to warn of.

        Nothing is remembered if a file changed meanwhile: the site may show it as it is now, and it may come back.
        """
        if self._key and self._key == self._fingerprint():
            self._cache.store(self._key, json.dumps({"site": _listing(states), "reminders": reminders}))


def _is_known(settings: Settings) -> bool:
    plugins: Any = settings.config.plugins
    rss = plugins.get("rss")
    return plugins.keys() <= KNOWN_PLUGINS and not (rss and rss.config.use_git)


def _inputs(settings: Settings) -> Iterator[str]:
    """Yield what a build may read besides files."""
    config = settings.config
    yield _PLACE_IN_MEMORY.sub("", repr((stated_settings(config), sorted(config.plugins))))
    yield repr((platform.python_version(), str(settings.site_dir), today(), *_packages()))
    yield repr([(name, value) for name, value in sorted(os.environ.items())
                if name in _READ or name.startswith(_OURS)])


class _Contents:
    """The fingerprints of files, each of which is read once while nothing that its folder states of it changes."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[tuple[int, int, int, int], str]] = {}

    def state(self, file: str) -> str:
        """Return what tells a file from what it was; of one that cannot be read, why not."""
        try:
            status = os.stat(file)
            is_read = stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BIB_BYTES  # larger ones are copied only
            content = self._content(file, status) if is_read else ""
        except OSError as error:
            return repr((file, error.errno))
        return repr((file, status.st_size, status.st_mtime_ns, content))

    def _content(self, file: str, status: os.stat_result) -> str:
        about = status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
        known, content = self._read.get(file, (None, ""))
        if known == about:
            return content
        content = sha256(read_ordinary(file, MAX_BIB_BYTES)).hexdigest()
        if time.time() - status.st_ctime >= _SURE_AFTER:  # before, it may change once more without having another time
            self._read[file] = about, content
        return content


CONTENTS = _Contents()  # of a process, as one that serves builds again and again


def _files(settings: Settings) -> Iterator[str]:
    """Yield the files of the site, of our program, and of kinds of block that packages bring."""
    config, root = settings.config, settings.root
    folders = [config.docs_dir, config.theme.custom_dir, *folders_of_kinds(root), *config.watch, PROGRAM,
               *(Path(root, each).parent for each in config.hooks)]
    for folder in dict.fromkeys(os.path.abspath(each) for each in folders if each):
        yield from below(folder) if os.path.isdir(folder) else [folder]
    yield from (entry.path for entry in os.scandir(root) if entry.is_file())
    yield from map(os.fspath, settings.bibliography.watched)


def below(folder: str) -> Iterator[str]:
    """Yield the files in a folder that a build may read."""
    for at, folders, names in walk(folder):
        folders[:] = [name for name in folders if name not in _NOT_READ
                      and (folder != PROGRAM or name != NOT_OF_PAGES)]
        yield from (os.path.join(at, name) for name in names)


def _packages() -> Iterable[str]:
    """Return the names of all installed packages with their versions: those of the folders that state them."""
    places = [place for place in sys.path if os.path.isdir(place)]
    return sorted(name for place in places for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info")))


def _listing(states: Mapping[str, str]) -> str:
    """Return a fingerprint of names, sizes and times of files, whose content is not read."""
    return fingerprint_each(f"{name} {states[name].partition(' ')[2]}" for name in sorted(states))
