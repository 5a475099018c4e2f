"""Check the finished site before it is published: where each of its addresses leads.

Unlike ``checks/links.py``, which reads what editors wrote, it reads what readers get: templates, CSS and feeds too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from proofdesk.checks.addresses import READABLE, FileAddresses, KnownAddresses, SeenFile, SeenFiles
from proofdesk.common.files import read_file
from proofdesk.common.problems import Problem
from proofdesk.common.text import did_you_mean, nearest

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_WHOLE = re.compile(r"/(?!/)|https?://", re.I)  # what an address begins with that leads to the same from anywhere
NOT_FOUND = "404.html"
_REMEMBERED = 20_000  # addresses of which it is remembered what they lead to


class Target(NamedTuple):
    """A file that an address leads to, and the anchor there. ``file`` is None if the address leaves the site."""

    file: str | None
    anchor: str = ""


class OutputCheck:
    """The check of one finished site.

    ``sources`` are the files that editors know, by the file that became of them; ``known`` has the addresses of files
    that were read before; ``digests`` identify the content of files, which is read if that says nothing.
    """

    def __init__(self, folder: Path, files: AbstractSet[str], site_url: str, sources: Mapping[str, str],
                 published: str, known: KnownAddresses | None = None, digests: Mapping[str, str] | None = None) -> None:
        self._folder, self._files, self._sources, self._published = folder, files, sources, published
        self._digests = digests or {}
        parts = urlsplit(site_url)
        self._host, self._base = parts.netloc.lower(), parts.path.rstrip("/") + "/"
        self._known = known or KnownAddresses()
        self._anchors: dict[str, str] = {}  # a line for each: a large site has a million, as objects 100 MB
        self._seen: dict[str, SeenFile] = {}
        # What most pages have is resolved once; all that a large site has would be another 100 MB.
        self._file = lru_cache(_REMEMBERED)(self._find_file)
        # The ways that lead somewhere, each with the file of whose anchors it names one, or nothing.
        self._sound: dict[tuple[str, ...], str] = {}

    def problems(self, known: Iterable[tuple[str, str]] = ()) -> list[Problem]:
        """Return a problem for each target that does not exist, once for the site.

        ``known`` are a page's file and an address on it that was reported with its line already.
        """
        reported = {self._resolve(file, address) for file, address in known}
        first: dict[tuple[Target, str], tuple[str, str, int]] = {}  # by what is wrong: not all of it is for all files
        also = Counter[tuple[Target, str]]()
        files = sorted(filter(self._is_readable, self._files))
        moved = self._sound_before(files)
        for file in files:
            if moved.get(file) == set():
                continue
            found, is_sound, leads = self._addresses(file), True, set[str]()
            if len(self._sound) > _REMEMBERED:
                self._sound.clear()
            for address, line, way in zip(found.addresses, found.lines, _ways(file, found.addresses), strict=True):
                lead = self._sound.get(way)
                if lead is not None:
                    leads.add(lead)
                    continue
                target = self._resolve(file, address)
                lead = target.file if target and target.file and _may_lack(target.file, target.anchor) else ""
                leads.add(lead)
                if target and not (file in moved and target.file not in moved[file]) and (
                        fault := self._fault(file, address, target)):
                    is_sound = False
                    if (target, fault) in first:
                        also[target, fault] += 1
                    elif target not in reported:
                        first[target, fault] = file, address, line
                elif way:
                    self._sound[way] = lead
            self._seen[file] = self._seen[file]._replace(leads=sorted(leads - {""}) if is_sound else None)
        self._known.keep(SeenFiles(self._places(), self._seen))
        return [self._problem(*found, fault, also[target, fault], target) for (target, fault), found in first.items()]

    def _sound_before(self, files: Iterable[str]) -> dict[str, set[str]]:
        """Return files that had no dead address and stay as they are, with what they lead to that has other anchors."""
        kept = self._known.kept
        if kept is None or kept.places != self._places():
            return {}
        sound, moved = dict[str, list[str]](), set[str]()
        for file in files:
            before, digest = kept.files.get(file), self._digests.get(file)
            if before and digest and before.digest == digest:
                self._seen[file] = before
            else:
                self._addresses(file)
            now = self._seen[file]
            if not before or before.anchors != now.anchors:
                moved.add(file)
            elif before.content == now.content and before.leads is not None:
                self._seen[file] = now._replace(leads=before.leads)
                sound[file] = before.leads
        return {file: moved.intersection(leads) for file, leads in sound.items()}

    def _places(self) -> str:
        """Return a digest of the files that an address may lead to, and of the site's own address."""
        return _hash("\n".join([self._host, self._base, *sorted(self._files)]).encode("utf-8", "surrogatepass"))

    def _problem(self, file: str, address: str, line: int, fault: str, also: int, target: Target) -> Problem:
        source = self._sources.get(file)
        path, line = (source, 1) if source and not also else (f"{self._published}/{file}", line)
        more = f"; {also} more {'file has' if also == 1 else 'files have'} it" if also else ""
        known = self._files if fault == _NO_FILE else self._anchors_of(target.file or "").split("\n")
        wanted = (target.file or "") if fault == _NO_FILE else target.anchor
        remedy = "see the template, setting or page that it comes from"
        if wanted and nearest(wanted, sorted(known)):
            remedy = did_you_mean(wanted, sorted(known))
        return Problem(path, line, 1, "dead-address", f"“{address}” {fault}{more}", remedy)

    def _fault(self, file: str, address: str, target: Target) -> str:
        if file == NOT_FOUND and address[:1] not in ("/", "#", "") and not _SCHEME.match(address):
            return "is relative, but servers show this page at any address"
        if target.file is None:
            return "leads out of the site"
        if target.file not in self._files:
            return _NO_FILE
        if _may_lack(target.file, target.anchor) and not self._has_anchor(*target):
            return f"leads to “{target.file}”, which has no place named “{target.anchor}”"
        return ""

    def _has_anchor(self, file: str | None, anchor: str) -> bool:
        return anchor == "top" or ("\n" not in anchor and f"\n{anchor}\n" in self._anchors_of(file or ""))

    def _anchors_of(self, file: str) -> str:
        if file not in self._anchors:
            if file in self._files and self._is_readable(file):
                self._addresses(file)
            else:
                self._anchors[file] = ""
        return self._anchors[file]

    def _resolve(self, file: str, address: str) -> Target | None:
        """Return what an address in a file leads to; None if it is another site's, or no address of a file."""
        address = address.strip().replace("\n", "").replace("\t", "").replace("\r", "")
        scheme = _SCHEME.match(address)
        if scheme and scheme[1].lower() not in ("http", "https"):
            return None
        path, _, anchor = address.partition("#")
        path = path.partition("?")[0]
        anchor = unquote(anchor.partition(":~:")[0])
        if scheme:
            path = path[scheme.end():]
        if scheme or path.startswith("//"):
            host, slash, rest = path.removeprefix("//").partition("/")
            if not self._host or host.lower() != self._host:
                return None
            path = slash + rest or "/"
        if not path:
            return None if file.endswith(".css") else Target(file, anchor)  # in CSS: an element of the page
        if path.startswith("/"):
            if path == self._base.rstrip("/"):
                path = self._base
            if not path.startswith(self._base):  # a whole address may name another site of the same server
                return None if scheme else Target(None, address)
            path = unquote(path[len(self._base):])
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

    def _is_readable(self, file: str) -> bool:
        kind = file.rpartition(".")[2].lower()
        return kind in READABLE and (kind != "json" or "/" not in file)  # feeds are at the root

    def _addresses(self, file: str) -> FileAddresses:
        """Return a file's addresses, from the cache if a file of the same content was read before."""
        content, _ = read_file(self._folder / file)
        digest = _hash(content)
        found = self._known.read(content, digest, file.rpartition(".")[2].lower())
        self._anchors[file] = found.anchors
        self._seen.setdefault(file, SeenFile(self._digests.get(file, ""), digest,
                                             _hash(found.anchors.encode("utf-8", "surrogatepass"))))
        return found


def _ways(file: str, addresses: Iterable[str]) -> Iterator[tuple[str, ...]]:
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


def _may_lack(file: str, anchor: str) -> bool:
    """Return whether it matters that a file has an anchor: of a PDF “#page=2” is none."""
    return bool(anchor) and file.endswith((".html", ".svg"))


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


_NO_FILE = "leads to no file of the finished site"
