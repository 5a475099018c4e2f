"""Notes from a preview come back in a file, in a text or in a mail, whatever a mail program did to them."""

from __future__ import annotations

import base64
import json
import textwrap
import zlib
from email.message import EmailMessage
from pathlib import Path

import pytest

from proofdesk.common.errors import UserError
from proofdesk.desk.publishing.browser_notes import read_notes

NOTES = [
    {"kind": "replacement", "by": "Jane Roe", "date": "2026-11-22T10:30:00Z", "says": "Plainer.", "after": "helps",
     "quote": "facilitates", "before": "Peat ", "behind": " growth .", "version": "3f2a-9c0b-1d4e"},
    {"kind": "comment", "by": "Jané", "date": "2026-13-99", "says": "Of the page?", "quote": ""},
    {"kind": "deletion", "by": "Jane Roe", "quote": "very", "before": "a ", "behind": " red bed"},
]
RECORD = json.dumps({"format": "proofdesk-review", "page": "docs/articles/beds.md", "title": "Beds", "notes": NOTES})


def as_text(record: str = RECORD) -> str:
    """The text that a reviewer copies, as notes.js makes it."""
    content = record.encode("utf-8")
    lines = "\n".join(textwrap.wrap(base64.b64encode(content).decode("ascii"), 64))
    return f"Notes on “Beds”\n\n-----BEGIN REVIEW-----\n{lines}\n-----END REVIEW {zlib.crc32(content):08x}-----\n"


def mail(attached: bool) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Beds"
    message.set_content("See the file." if attached else as_text(), cte="quoted-printable")
    if attached:
        message.add_attachment(RECORD.encode("utf-8"), maintype="application", subtype="json", filename="b.review.json")
    return message.as_bytes()


@pytest.mark.parametrize(("name", "content"), [
    ("a.json", RECORD.encode("utf-8")), ("a.json", b"\xef\xbb\xbf \n" + RECORD.encode("utf-8")),
    ("a.txt", as_text().encode("utf-8")), ("a.txt", as_text().replace("\n", "\r\n> > ").encode("utf-8")),
    ("a.txt", as_text().replace("=", "=3D").encode("utf-8")),
    ("a.txt", as_text().replace("\n", " \n \n").encode("utf-8")),
    ("a.eml", mail(attached=True)), ("a.eml", mail(attached=False)),
], ids=["file", "saved-again", "text", "quoted", "printable", "spread", "attached", "in-a-mail"])
def test_notes_are_read_in_each_form(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    [notes] = read_notes(tmp_path / name)
    change, page, gone = notes.items
    assert (notes.page, notes.title) == ("docs/articles/beds.md", "Beds")
    assert (change.kind, change.quote, change.at, change.before, change.after, change.says) == (
        "replacement", "Peat facilitates growth .", 5, "facilitates", "helps", "Plainer.")
    assert (change.by, change.date, change.version) == ("Jane Roe", "2026-11-22T10:30:00Z", "3f2a-9c0b-1d4e")
    # A note on the whole page has no words, and a day that is none is left out.
    assert (page.kind, page.by, page.date, page.quote) == ("note", "Jané", "", "")
    assert (gone.quote, gone.at, gone.before, gone.after) == ("a very red bed", 2, "very", "")


@pytest.mark.parametrize(("name", "text", "told"), [
    ("a.txt", as_text().partition("-----END")[0], "the beginning of a reviewer's notes and not their end"),
    ("a.txt", as_text().replace("eyJ", "eyK", 1), "were changed on their way (ask the reviewer for the file"),
    ("a.txt", "Dear editor", "holds no notes from a preview (use the file that the reviewer saved"),
    ("a.json", '{"format": "other"}', "holds no notes from a preview, or was changed"),
    ("a.json", RECORD.replace("comment", "order"), "holds no notes from a preview, or was changed"),
    ("a.json", RECORD[:-5], "holds no notes from a preview, or was changed"),
])
def test_what_holds_no_whole_notes_is_refused(tmp_path: Path, name: str, text: str, told: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        read_notes(tmp_path / name)
    assert told in str(error.value)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such file"):
        read_notes(tmp_path / "a.json")
