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
from collections.abc import Callable
from contextlib import suppress
from io import BufferedRandom, BufferedReader
from pathlib import Path
from typing import Any
from zipfile import ZipFile

_DIGEST = hashlib.sha256
_LENGTH = 64  # of a digest in hexadecimal
UNUSED = 30 * 24 * 3600  # seconds after which what nobody asked for is taken away


class Kept:
    """Results in ``folder``, one file each. ``version`` is what all of them depend on.

    What something is ``made_of`` is anything whose ``repr`` says all of it.
    """

    def __init__(self, folder: Path, version: str = "") -> None:
        self._folder = folder
        self._version = version

    def has(self, made_of: Any) -> bool:
        """Whether something is kept, be it whole or not."""
        return self._file(made_of).exists()

    def get(self, made_of: Any) -> str | None:
        """What is kept; None where nothing is, or where it is not what was written."""
        found = self.find(made_of)
        return found[0] if found else None

    def find(self, made_of: Any) -> tuple[str, str] | None:
        """What is kept with its digest: of what it was made of, and of itself."""
        file = self._file(made_of)
        try:
            content = file.read_bytes()
            digest, body = content[:_LENGTH], content[_LENGTH:]
            if _DIGEST(body).hexdigest().encode("ascii") != digest:
                return None
            with suppress(OSError):
                os.utime(file)
            return body.decode("utf-8"), file.name + digest.decode("ascii")
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, made_of: Any, text: str) -> str:
        """Keep a text, whole or not at all. Returns its digest, as ``find`` does."""
        file, body = self._file(made_of), text.encode("utf-8")
        digest = _DIGEST(body).hexdigest()
        half = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            half.write_bytes(digest.encode("ascii") + body)
            half.replace(file)
        except OSError:
            with suppress(OSError):
                half.unlink(missing_ok=True)
        return file.name + digest

    def json(self, made_of: Any, make: Callable[[], Any], worth: Callable[[Any], bool] = lambda _: True) -> Any:
        """What ``make`` gives (anything that JSON can hold), made once for what it is ``made_of``.

        Kept only where it is ``worth`` it: what a failing program gave must not outlive the failure.
        """
        text = self.get(made_of)
        if text is not None:
            return json.loads(text)
        found = make()
        if worth(found):
            self.put(made_of, json.dumps(found, ensure_ascii=False))
        return found

    def pack(self, made_of: Any, folder: Path) -> None:
        """Keep every file of a folder, all of them in one."""
        file = self._file(made_of)
        half = file.with_name(f"{file.name}.{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with half.open("w+b") as packed:
                packed.write(b"0" * _LENGTH)  # the digest's place
                with ZipFile(packed, "w") as archive:
                    for each in sorted(path for path in folder.rglob("*") if path.is_file()):
                        archive.write(each, each.relative_to(folder).as_posix())
                digest = _digest_of(packed)
                packed.seek(0)
                packed.write(digest)
            half.replace(file)
        except OSError:
            with suppress(OSError):
                half.unlink(missing_ok=True)

    def unpack(self, made_of: Any, folder: Path) -> bool:
        """Put the files that ``pack`` kept into a folder. False where nothing is kept, or is not what was written."""
        file = self._file(made_of)
        try:
            packed = file.open("rb")
        except OSError:
            return False
        with packed:
            if packed.read(_LENGTH) != _digest_of(packed):
                return False
            with suppress(OSError):
                os.utime(file)
            with ZipFile(packed) as archive:
                archive.extractall(folder)
        return True

    def tidy(self) -> None:
        """Take away what nobody has asked for in a month."""
        oldest = time.time() - UNUSED
        with suppress(OSError):
            for file in self._folder.iterdir():
                with suppress(OSError):
                    if file.stat().st_mtime < oldest:
                        file.unlink()

    def _file(self, made_of: Any) -> Path:
        return self._folder / _DIGEST(repr((self._version, made_of)).encode("utf-8", "surrogatepass")).hexdigest()


def _digest_of(packed: BufferedReader | BufferedRandom) -> bytes:
    """The digest of what stands behind the digest's place."""
    packed.seek(_LENGTH)
    return hashlib.file_digest(packed, _DIGEST).hexdigest().encode("ascii")


def version_of(*parts: str | Path) -> str:
    """A version made of programs' versions and of the code in files: any change of either is another version."""
    digest = _DIGEST()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, Path) else part.encode("utf-8"))
        digest.update(b"\0")
    return digest.hexdigest()
