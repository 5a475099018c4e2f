"""Read the files that a program put whole into a Word file, for Word to take in when it is opened.

Pandoc leaves them out. Each is read by itself, and stands where the file has it.
"""

from __future__ import annotations

import email
import email.message
import email.policy
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import lxml.etree as etree

from proofdesk.common.errors import UserError
from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.readers.document_words import replaced
from proofdesk.desk.importing.readers.packed_file import MAX_BYTES, RELATIONS, WORD, PackedFile, replace
from proofdesk.desk.importing.readers.word.elements import paragraph_of

_CHUNK = f"{WORD}altChunk"
_FORMATS = {".html": "html", ".htm": "html", ".xhtml": "html", ".mht": "html", ".mhtml": "html", ".rtf": "rtf",
            ".docx": "docx", ".dat": "docx", ".txt": "plain"}


class InsertedFile(NamedTuple):
    """A file within a Word file: its name there, Pandoc's name for its format, and what it holds."""

    name: str
    form: str
    content: bytes

    @property
    def text(self) -> str:
        """Return the text of a file that is no archive; of a web page in one file with its pictures, the page."""
        content = self.content
        if self.name.lower().endswith((".mht", ".mhtml")):
            message = email.message_from_bytes(content, policy=email.policy.default)
            page = message.get_body(("html",)) if isinstance(message, email.message.EmailMessage) else None
            return str(page.get_content()) if page is not None else ""
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", "replace")


def names_of_inserted(packed: PackedFile, name: str) -> set[str]:
    """Return the names of all files that a part takes in."""
    return {target for kind, target, outside in packed.relations(name) if kind.lower() == "afchunk" and not outside}


def inserted_files(packed: PackedFile, name: str) -> Iterator[tuple[str, InsertedFile]]:
    """Yield the files that a part takes in and that can be read, by the names that it uses for them."""
    inserted = names_of_inserted(packed, name)
    for used, target in packed.targets(name).items():
        form = _FORMATS.get(PurePosixPath(target).suffix.lower())
        if target in inserted & packed.names and form and packed.packed.getinfo(target).file_size < MAX_BYTES:
            content = packed.packed.read(target)
            if form != "docx" or zipfile.is_zipfile(io.BytesIO(content)):
                yield used, InsertedFile(target, form, content)


def mark_files(root: etree._Element, files: dict[str, InsertedFile], marked: list[InsertedFile]) -> bool:
    """Put a mark into the place of each such file, which ``with_files`` finds; return whether there was one."""
    chunks = [each for each in root.iter(_CHUNK) if each.get(f"{RELATIONS}id", "") in files]
    for chunk in chunks:
        replace(chunk, [paragraph_of(_mark(len(marked)))])
        marked.append(files[chunk.get(f"{RELATIONS}id", "")])
    return bool(chunks)


def with_files(
    document: dict[str, Any], files: list[InsertedFile], read: Callable[[list[str], str | None], list[Any]],
    notes: list[str]
) -> int:
    """Put what each file holds into the place of its mark, and return how many files were read.

    ``read`` returns the blocks of a text, or of a file that the options name.
    """
    if not files:
        return 0
    held = [_blocks(file, read) for file in files]
    pictures: list[str] = []

    def write(block: dict[str, Any]) -> list[Any] | None:
        number = _number(block, len(files))
        if number is None:
            return None
        if (inside := held[number]) is not None:
            without_pictures: list[Any] = replaced(inside, lambda each: _words_of_picture(each, pictures))
            return without_pictures
        said = f"{REVIEW_OPEN}a file within the file, which cannot be read: {files[number].name}{REVIEW_CLOSE}"
        return [{"t": "Para", "c": [{"t": "Str", "c": said}]}]

    document["blocks"] = replaced(document["blocks"], write)
    notes += [f"a picture of a file within the file was left out, take it from there: {name}" for name in pictures]
    return sum(blocks is not None for blocks in held)


def _blocks(file: InsertedFile, read: Callable[[list[str], str | None], list[Any]]) -> list[Any] | None:
    try:
        if file.form == "plain":
            return [{"t": "Para", "c": [{"t": "Str", "c": " ".join(line.split())}]}
                    for line in file.text.splitlines() if line.strip()]
        if file.form != "docx":
            return read(["-f", file.form], file.text)
        with tempfile.TemporaryDirectory(prefix="desk-") as folder:
            copy = Path(folder, "inserted.docx")
            copy.write_bytes(file.content)
            return read(["-f", "docx", str(copy)], None)
    except UserError:
        return None


def _words_of_picture(inline: dict[str, Any], pictures: list[str]) -> list[Any] | None:
    """Return the words of a picture, whose name is added to ``pictures``; None for anything else."""
    if inline["t"] != "Image":
        return None
    pictures.append(PurePosixPath(inline["c"][2][0]).name[:80])
    words: list[Any] = replaced(inline["c"][1], lambda each: _words_of_picture(each, pictures))
    return words


def _mark(number: int) -> str:
    return f"\ue000file{number}\ue001"


def _number(block: dict[str, Any], most: int) -> int | None:
    inlines = block["c"] if block["t"] in ("Para", "Plain") else None
    words = inlines[0].get("c") if inlines and len(inlines) == 1 else None
    return next((number for number in range(most) if words == _mark(number)), None)
