"""Find the file of a site to which an address leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
REMEMBERED = 20_000  # addresses of which it is remembered what they lead to
_WHOLE = re.compile(r"/(?!/)|https?://", re.I)  # what an address begins with that leads to the same from anywhere


class Target(NamedTuple):
    """A file that an address leads to, and the anchor there. ``file`` is None if the address leaves the site."""

    file: str | None
    anchor: str = ""


class Resolver:
    """Finder of the files of one site, which is at ``site_url``."""

    def __init__(self, files: AbstractSet[str], site_url: str) -> None:
        self._files = files
        parts = urlsplit(site_url)
        self.host, self.base = parts.netloc.lower(), parts.path.rstrip("/") + "/"
        # What most pages have is resolved once; all that a large site has would be another 100 MB.
        self._file = lru_cache(REMEMBERED)(self._find_file)

    def resolve(self, file: str, address: str) -> Target | None:
        """Return what an address in a file leads to; None if it is another site's, or no address of a file."""
        address = address.strip().replace("\n", "").replace("\t", "").replace("\r", "")
        scheme = SCHEME.match(address)
        if scheme and scheme[1].lower() not in ("http", "https"):
            return None
        path, _, anchor = address.partition("#")
        path = path.partition("?")[0]
        anchor = unquote(anchor.partition(":~:")[0])
        if scheme:
            path = path[scheme.end():]
        if scheme or path.startswith("//"):
            host, slash, rest = path.removeprefix("//").partition("/")
            if not self.host or host.lower() != self.host:
                return None
            path = slash + rest or "/"
        if not path:
            return None if file.endswith(".css") else Target(file, anchor)  # in CSS: an element of the page
        if path.startswith("/"):
            if path == self.base.rstrip("/"):
                path = self.base
            if not path.startswith(self.base):  # a whole address may name another site of the same server
                return None if scheme else Target(None, address)
            path = unquote(path[len(self.base):])
        else:
            path, folder = unquote(path), file.rpartition("/")[0]
            while folder and path.startswith("../"):  # so that pages of different folders ask for the same path
                path, folder = path[3:], folder.rpartition("/")[0]
            path = f"{folder}/{path}"
        name = self._file(path)
        return Target(None, address) if name is None else Target(name, anchor)

    def _find_file(self, path: str) -> str | None:
        """Return the file to which a path from the site's root leads; None if its ``..`` lead out of the site."""
        parts: list[str] = []
        for part in path.split("/"):
            if part == "..":
                if not parts:
                    return None
                parts.pop()
            elif part not in (".", ""):
                parts.append(part)
        is_folder = path.endswith(("/", "/.", "/..")) or path in ("", ".", "..")
        name = "/".join(parts)
        if not is_folder and name in self._files:
            return name
        index = f"{name}/index.html" if name else "index.html"
        return index if is_folder or index in self._files else name


def ways(file: str, addresses: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield of each address in a file the folder to which its dots lead, and the rest of it: on many pages the same.

    Nothing of one that is the file's own.
    """
    folders = [file.rpartition("/")[0]]
    while folders[-1]:
        folders.append(folders[-1].rpartition("/")[0])
    for address in addresses:
        up = 0
        while address.startswith("../", 3 * up):
            up += 1
        if 0 < up < len(folders):
            yield folders[up], address[3 * up :]
        else:
            yield ("/", address) if _WHOLE.match(address) else ()
