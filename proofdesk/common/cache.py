"""What was computed before, kept on disk by the content that it was made from.

A result is found by everything that it depends on: what goes in, the code that makes it and the versions of the
programs that it asks. It can be deleted at any time, is never seen half written, and is made anew where a byte of it is
wrong. What cannot be kept (a full disk, a folder without permission) is computed again next time.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from proofdesk.common.files import BytesLike, read

_DIGEST = hashlib.sha256
_LENGTH = 64  # of a digest in hexadecimal
MAX_AGE = 30 * 24 * 3600  # seconds after which what nobody asked for is taken away
TOUCH_INTERVAL = 24 * 3600  # seconds for which it need not be noted again that somebody asked


class Cache:
    """Results in ``folder``, one file each. ``version`` is what all of them depend on.

    What something is ``made_of`` is anything whose ``repr`` says all of it.
    """

    def __init__(self, folder: Path, version: str = "") -> None:
        self._folder = folder
        self._version = version

    def has(self, key: Any) -> bool:
        """Whether something is kept, be it whole or not."""
        return self._file(key).exists()

    def get(self, key: Any) -> str | None:
        """What is kept; None where nothing is, or where it is not what was written."""
        found = self.find(key)
        return found[0] if found else None

    def find(self, key: Any) -> tuple[str, str] | None:
        """What is kept with its digest: of what it was made of, and of itself."""
        file = self._file(key)
        found = self._read(file)
        try:
            return (found[0].decode("utf-8"), file.name + found[1]) if found else None
        except UnicodeDecodeError:
            return None

    def put(self, key: Any, text: str) -> str:
        """Keep a text, whole or not at all. Returns its digest, as ``find`` does."""
        file = self._file(key)
        return file.name + self._write(file, text.encode("utf-8"))

    def _read(self, file: Path) -> tuple[bytes, str] | None:
        """What stands in a file behind its digest, and that; None where nothing does, or not what was written."""
        try:
            content, touched = read(file)
        except OSError:
            return None
        body, digest = content[_LENGTH:], _DIGEST(memoryview(content)[_LENGTH:]).hexdigest()
        if content[:_LENGTH] != digest.encode("ascii"):
            return None
        if time.time() - touched > TOUCH_INTERVAL:
            with suppress(OSError):
                os.utime(file)
        return body, digest

    def _write(self, file: Path, *parts: BytesLike) -> str:
        """Write a file beside its place and move it there, so that nobody reads half of it. Returns its digest."""
        hashed = _DIGEST()
        for part in parts:  # not put together first: a page that gathers a large site has tens of megabytes
            hashed.update(part)
        digest = hashed.hexdigest()
        half = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with half.open("wb") as out:
                out.write(digest.encode("ascii"))
                out.writelines(parts)
            half.replace(file)
        except OSError:
            with suppress(OSError):
                half.unlink(missing_ok=True)
        return digest

    def json(self, key: Any, make: Callable[[], Any], worth: Callable[[Any], bool] = lambda _: True) -> Any:
        """What ``make`` gives (anything that JSON can hold), made once for what it is ``made_of``.

        Kept only where it is ``worth`` it: what a failing program gave must not outlive the failure.
        """
        text = self.get(key)
        if text is not None:
            return json.loads(text)
        found = make()
        if worth(found):
            self.put(key, json.dumps(found, ensure_ascii=False))
        return found

    def put_parts(self, key: Any, parts: Sequence[BytesLike]) -> str:
        """Keep several contents in one file: their sizes in a line, then themselves. Returns their digest."""
        file = self._file(key)
        sizes = json.dumps([len(part) for part in parts]).encode("ascii")
        return file.name + self._write(file, sizes, b"\n", *parts)

    def find_parts(self, key: Any) -> tuple[list[memoryview], str] | None:
        """The contents that ``put_parts`` kept, with their digest, as ``find`` does."""
        file = self._file(key)
        found = self._read(file)
        if found is None:
            return None
        at = found[0].index(b"\n") + 1
        whole, parts = memoryview(found[0]), []
        for size in json.loads(found[0][:at]):
            parts.append(whole[at : at + size])
            at += size
        return parts, file.name + found[1]

    def put_files(self, key: Any, files: Mapping[str, BytesLike]) -> str:
        """Keep files by their names, all in one. Returns its digest."""
        names = json.dumps([*files], ensure_ascii=False).encode("utf-8")
        return self.put_parts(key, [names, *files.values()])

    def find_files(self, key: Any) -> dict[str, memoryview] | None:
        """The files that ``put_files`` kept, by their names."""
        found = self.find_parts(key)
        if found is None:
            return None
        (names, *contents), _ = found
        return dict(zip(json.loads(bytes(names)), contents, strict=True))

    def prune(self) -> None:
        """Take away what nobody has asked for in a month."""
        oldest = time.time() - MAX_AGE
        with suppress(OSError), os.scandir(self._folder) as files:
            for file in files:
                with suppress(OSError):
                    if file.stat(follow_symlinks=False).st_mtime < oldest:
                        os.unlink(file)

    def _file(self, key: Any) -> Path:
        return self._folder / _DIGEST(repr((self._version, key)).encode("utf-8", "surrogatepass")).hexdigest()


def fingerprint(*parts: str | Path) -> str:
    """A version made of programs' versions and of the code in files: any change of either is another version."""
    digest = _DIGEST()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode("utf-8"))
        digest.update(b"\0")
    return digest.hexdigest()


@cache
def code_fingerprint(*rooms: str) -> str:
    """Return a fingerprint of the program's code and templates, or of these rooms' alone."""
    package = Path(__file__).parent.parent
    folders = [package / room for room in rooms] or [package]
    return fingerprint(*sorted(
        file for folder in folders for ending in ("py", "html") for file in folder.rglob(f"*.{ending}")))
