"""Read the notes that a reviewer wrote in a preview: a file, a text pasted from a mail, or the mail itself."""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import json
import re
import zlib
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, Field, ValidationError

from proofdesk.common.errors import UserError, cannot
from proofdesk.common.files import read_ordinary
from proofdesk.content.review import ItemKind, ReviewItem

FORMAT = "proofdesk-review"
MAX_BYTES = 20_000_000  # a mail with pictures
_TEXT = re.compile(r"-----BEGIN REVIEW-----(.*?)-----END REVIEW ([0-9a-f]{8})-----", re.DOTALL)
_BEGUN = "-----BEGIN REVIEW-----"


class _Note(BaseModel):
    """One note as notes.js writes it."""

    kind: Literal["comment", "replacement", "deletion", "note"]
    by: str = Field(default="", max_length=200)
    date: str = ""
    says: str = Field(default="", max_length=20_000)
    after: str = Field(default="", max_length=20_000)
    quote: str = Field(default="", max_length=200_000)
    before: str = Field(default="", max_length=1_000)  # of the same paragraph, up to the quote
    behind: str = Field(default="", max_length=1_000)
    version: str = ""


class _Notes(BaseModel):
    format: Literal["proofdesk-review"]
    site: str = ""
    page: str
    title: str = ""
    notes: list[_Note] = Field(max_length=5_000)


class PageNotes(NamedTuple):
    """What one reviewer sent back on one page: the page's file, its title then, and the notes as review items."""

    page: str
    title: str
    items: list[ReviewItem]


def looks_like_notes(path: Path) -> bool:
    """Return whether a file's name is one that notes come back in."""
    return path.suffix.lower() in (".json", ".txt", ".eml")


def read_notes(path: Path) -> list[PageNotes]:
    """Return the notes in a file. Raises UserError, in an editor's words, if there are none, or not all of them."""
    try:
        content = read_ordinary(path, MAX_BYTES)
    except OSError as error:
        raise cannot("read", path, error) from error
    found = [_parse(text, path) for text in _records(content, path)]
    return [PageNotes(notes.page, notes.title, [_item(note, path) for note in notes.notes]) for notes in found]


def _records(content: bytes, path: Path) -> list[bytes]:
    """Return the records in a file, as JSON."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return [content]
    texts = [content.decode("utf-8-sig", "replace")]
    if path.suffix.lower() == ".eml":
        mail = email.message_from_bytes(content, _class=EmailMessage, policy=email.policy.default)
        parts = [part for part in mail.walk() if not part.is_multipart()]
        attached = [part.get_payload(decode=True) for part in parts if (part.get_filename() or "").endswith(".json")]
        if attached:
            return [each for each in attached if isinstance(each, bytes)]
        texts = [str(part.get_content()) for part in parts if part.get_content_type() == "text/plain"]
    records = [_decode(body, check, path) for text in texts for body, check in _TEXT.findall(text)]
    if not records:
        begun = any(_BEGUN in text for text in texts)
        raise UserError(f"“{path.name}” holds the beginning of a reviewer's notes and not their end (copy the whole "
                        "text, to the line “END REVIEW”)" if begun else
                        f"“{path.name}” holds no notes from a preview (use the file that the reviewer saved, or the "
                        "whole text that was copied, saved as a .txt file)")
    return records


def _decode(body: str, check: str, path: Path) -> bytes:
    """Return what the lines of a text hold, whatever a mail program put before or into them."""
    # Some mails write `=` as “=3D”, and end a line with `=`. How many belong at the end follows from the length.
    letters = re.sub(r"[^A-Za-z0-9+/]", "", body.replace("=3D", ""))
    letters += "=" * (-len(letters) % 4)
    try:
        content = base64.b64decode(letters, validate=True)
    except binascii.Error:
        content = b""
    if f"{zlib.crc32(content):08x}" != check:
        raise UserError(f"the notes in “{path.name}” were changed on their way (ask the reviewer for the file that "
                        "“Save to a file” writes)")
    return content


def _parse(content: bytes, path: Path) -> _Notes:
    try:
        return _Notes.model_validate(json.loads(content.decode("utf-8-sig")))
    except (ValueError, ValidationError, RecursionError):
        raise UserError(f"“{path.name}” holds no notes from a preview, or was changed (ask the reviewer to save them "
                        "again)") from None


def _item(note: _Note, path: Path) -> ReviewItem:
    """Return a note as a review item: a comment on its words, a change within its paragraph."""
    kind = ItemKind(note.kind) if note.quote else ItemKind.NOTE
    common = {"kind": kind, "by": note.by, "date": _day(note.date), "says": note.says, "source": path.name,
              "version": note.version}
    paragraph = f"{note.before}{note.quote}{note.behind}"
    if kind in (ItemKind.REPLACEMENT, ItemKind.DELETION):
        return ReviewItem(**common, quote=paragraph, at=len(note.before), before=note.quote, after=note.after)
    return ReviewItem(**common, quote=note.quote, context=paragraph if note.quote else "")


def _day(text: str) -> str:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return ""
    return text
