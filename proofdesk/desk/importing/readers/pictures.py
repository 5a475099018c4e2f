"""Extract the pictures of a manuscript. Pictures that it only links to are left out, with a note."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from proofdesk.blocks.pictures import SUFFIXES
from proofdesk.common.errors import UserError
from proofdesk.content.safe_html.svg_file import find_svg_faults

MAX_BYTES = 50_000_000  # all pictures together, unpacked
MAX_SHOWN_ADDRESS = 200
# Folder of the pictures in the archive, before the name that Pandoc gives.
_FOLDERS = {".docx": "word/", ".odt": ""}


class PictureStore:
    """Pictures of one manuscript: their bytes by the name that the article uses. ``notes`` gets those left out."""

    def __init__(self, file: Path, notes: list[str]) -> None:
        self.file = file
        self.notes = notes
        self.contents: dict[PurePosixPath, bytes] = {}
        self._names: dict[str, str] = {}

    def store(self, address: str) -> str | None:
        """Store a picture and return its name; note why if there is none to store, and return None."""
        if address in self._names:
            return self._names[address]
        picture_suffix = PurePosixPath(address.split("?")[0]).suffix.lower()
        content = self._read(address)
        if content is None:
            self.notes.append(f"a picture was left out, it is not in the file: {address[:MAX_SHOWN_ADDRESS]}")
            return None
        if picture_suffix not in SUFFIXES:
            self.notes.append(f"a picture was left out, browsers do not show this kind: {address[:MAX_SHOWN_ADDRESS]}")
            return None
        faults = find_svg_faults(content) if picture_suffix == ".svg" else []
        if faults:
            self.notes.append(f"a picture was left out, {faults[0].message}: {address[:MAX_SHOWN_ADDRESS]}")
            return None
        if sum(map(len, self.contents.values())) + len(content) > MAX_BYTES:
            limit = MAX_BYTES // 1_000_000
            raise UserError(f"the pictures of “{self.file.name}” are larger than {limit} MB together")
        name = f"picture-{len(self.contents) + 1}{picture_suffix}"
        self.contents[PurePosixPath(name)] = content
        self._names[address] = name
        return name

    def _read(self, address: str) -> bytes | None:
        """Return a picture from the archive, or from a file in the manuscript's folder; None if it is in neither."""
        suffix = self.file.suffix.lower()
        if suffix in _FOLDERS:
            path = _FOLDERS[suffix] + address.lstrip("/")
            try:
                with zipfile.ZipFile(self.file) as archive:
                    if archive.getinfo(path).file_size > MAX_BYTES:
                        limit = MAX_BYTES // 1_000_000
                        raise UserError(f"a picture in “{self.file.name}” is larger than {limit} MB")
                    return archive.read(path)
            except (KeyError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
                return None
        if ":" in address or address.startswith(("/", "\\")):
            return None
        folder = self.file.parent.resolve()
        try:
            file = (folder / address).resolve()
            is_allowed = file.is_relative_to(folder) and file.is_file() and file.stat().st_size <= MAX_BYTES
            return file.read_bytes() if is_allowed else None
        except (OSError, ValueError):
            return None
