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
        self.asked: list[str] = []  # addresses of pictures that the text has, each as often as it has it
        self.left_out = 0
        # By a picture's file name, of formats in which Pandoc does not read them.
        self.descriptions: dict[str, str] = {}
        self.held: dict[str, bytes] = {}  # what was read of the file already

    @property
    def shown(self) -> int:
        """Return how many of the text's pictures the article has."""
        return len(self.asked) - self.left_out

    def store(self, address: str) -> str | None:
        """Store a picture and return its name; note why if there is none to store, and return None."""
        name = self._store(address)
        self.asked.append(address)
        self.left_out += name is None
        return name

    def description(self, address: str) -> str:
        """Return what the file says that a picture shows; empty if it says nothing."""
        return self.descriptions.get(PurePosixPath(address).name, "")

    def ask_elsewhere(self, addresses: list[str]) -> None:
        """Note pictures that the file only links to, of which Pandoc says nothing."""
        for address in addresses:
            self.asked.append(address)
            self.left_out += 1
            self.notes.append("a picture was left out, it is not in the file, which only links to it: "
                              f"{address[:MAX_SHOWN_ADDRESS]}")

    def _store(self, address: str) -> str | None:
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
        if address in self.held:
            return self.held[address]
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
