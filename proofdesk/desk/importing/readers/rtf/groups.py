"""Read what a file in Rich Text Format holds: its text, notes, headers, comments, facts, fields and pictures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from proofdesk.desk.importing.ledger import COMMENT, DELETED
from proofdesk.desk.importing.readers.passages import Passage
from proofdesk.desk.importing.readers.rtf.text import Sign, signs_of, written

_PLACES = {"header": "in the header of the pages", "footer": "in the footer of the pages",
           "annotation": COMMENT, "atnauthor": COMMENT}
_FACTS = {"title", "author", "keywords", "subject", "doccomm"}
_ENDS = {"par", "cell", "row", "sect", "page", "line", "nestcell", "nestrow", "column"}
_SKIPPED = {"fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "info", "rsidtbl", "generator",
            "pict", "objdata", "themedata", "colorschememapping", "latentstyles", "datastore", "fldinst", "xmlnstbl",
            "listtext", "pntext", "nonshppict", "bkmkstart", "bkmkend", "atnid", "atnref", "atndate", "atnparent",
            "wgrffmtfilter", "datafield", "filetbl", "revtbl", "pgdsctbl", "mmathPr"}
_SHOWN = {"shppict", "fldrslt", "annotation", "atnauthor", "shptxt", "footnote", "header", "footer", "headerf",
          "footerf", "headerl", "headerr", "footerl", "footerr", "ftnsep"}
_NAMES = _SKIPPED | _SHOWN | _FACTS | {"field"}
_KINDS = {"pngblip": "png", "jpegblip": "jpg", "emfblip": "emf", "wmetafile": "wmf"}


@dataclass
class RtfGroup:
    """A group that is open: what it is for, and what was read of it so far."""

    name: str = ""
    is_hidden: bool = False
    is_deleted: bool = False
    words: str = ""
    code: str = ""
    kind: str = ""
    output: bytes = b""


@dataclass
class RtfFile:
    """What a file holds. ``text`` is the file for Pandoc, in which ``mark`` took the place of the citations' fields."""

    text: bytes = b""
    passages: list[Passage] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    comments: list[tuple[str, str]] = field(default_factory=list)


def read_rtf(content: bytes, mark: Callable[[str, str], str]) -> RtfFile:
    """Read a file. ``mark`` returns what stands in the text for a field: from its code and what it shows."""
    return _Reader(mark).read(content)


class _Reader:
    """Walk over the signs of one file."""

    def __init__(self, mark: Callable[[str, str], str]) -> None:
        self.mark = mark
        self.file = RtfFile()
        self.groups = [RtfGroup()]
        self.author = ""
        self.lines: dict[str, str] = {}  # that are not ended yet, by their place

    def read(self, content: bytes) -> RtfFile:
        for sign in signs_of(content):
            if sign.kind == "open":
                above = self.groups[-1]
                name = above.name if above.name not in ("field", "info") else ""
                self.groups.append(RtfGroup(name, above.is_hidden, above.is_deleted, output=b"{"))
            elif sign.kind == "close" and len(self.groups) > 1:
                self._close(self.groups.pop())
            elif sign.kind == "command":
                self._command(sign)
            elif sign.kind == "letters":
                self._letters(sign.text)
        while len(self.groups) > 1:
            self._close(self.groups.pop())
        for place in [*self.lines]:
            self._end_line(place)
        self.file.text = self.groups[0].output
        return self.file

    def _command(self, sign: Sign) -> None:
        group = self.groups[-1]
        name = sign.text
        if name == "*":
            group.kind = "optional"
        elif group.output in (b"{", b"{\\*") and (name in _NAMES or group.kind == "optional"):
            group.name = name if self.groups[-2].name != "info" or name in _FACTS else "info"
        if name == "v":
            group.is_hidden = sign.number != 0
        elif name == "deleted":
            group.is_deleted = sign.number != 0
        elif name == "plain":
            group.is_hidden = group.is_deleted = False
        elif name in _KINDS and group.name == "pict":
            group.kind = _KINDS[name]
        if name in _ENDS and self._place() is not None:
            self._end_line(self._place() or "")
        group.output += b"\\*" if name == "*" else sign.written

    def _letters(self, text: str) -> None:
        group = self.groups[-1]
        if not group.is_deleted:  # as in a Word file, the article has the changes made
            group.output += text.encode("latin-1", "replace") if group.name in ("pict", "fonttbl") else written(text)
        if group.name in ("fldinst", "pict") or group.name in _FACTS:
            group.code += text
            return
        place = self._place()
        if place is None:
            return
        group.words += text
        self.lines[place] = self.lines.get(place, "") + text

    def _place(self) -> str | None:
        """Return where the present text is, empty for the text itself; None if nobody reads it."""
        names = [group.name for group in self.groups]
        if any(name in _SKIPPED or (name and name not in _SHOWN | _FACTS | {"field"}) for name in names):
            return None
        for name in reversed(names):
            for start, place in _PLACES.items():
                if name.startswith(start):
                    return place
        group = self.groups[-1]
        return (DELETED if group.is_deleted else
                "hidden in the file, so not in the article" if group.is_hidden else
                "a note" if "footnote" in names else "")

    def _end_line(self, place: str) -> None:
        words = self.lines.pop(place, "")
        if place == COMMENT:
            return
        if words.strip():
            self.file.passages.append(Passage(words, "" if place == "a note" else place))

    def _close(self, group: RtfGroup) -> None:
        above = self.groups[-1]
        output = group.output + b"}"
        if group.name == "field" and above.name != "field":
            shown = " ".join(group.words.split())
            mark = self.mark(group.code.strip(), shown) if group.code else shown
            output = output if group.code and mark == shown else written(mark)
        elif group.name in _FACTS and above.name == "info":
            self.file.facts[group.name] = group.code.strip()
        elif group.name == "pict" and above.name != "pict":
            self._picture(group)
        elif group.name == "atnauthor" and above.name != "atnauthor":
            self.author = " ".join(group.words.split())
        elif group.name == "annotation" and above.name != "annotation":
            self.file.comments.append((self.author, " ".join(group.words.split())))
            self.lines.pop(COMMENT, None)
        if above.name in ("field", "fldinst", "pict", "") or group.name == above.name:
            above.code += group.code if group.name in ("fldinst", above.name) and group.name else ""
        if group.name not in ("footnote", "fldinst", "pict") or group.name == above.name:
            above.words += group.words
        above.output += output

    def _picture(self, group: RtfGroup) -> None:
        digits = re.sub(r"[^0-9A-Fa-f]", "", group.code)
        content = bytes.fromhex(digits[: len(digits) // 2 * 2])
        if content and group.kind in ("png", "jpg"):
            self.file.pictures[f"{hashlib.sha1(content, usedforsecurity=False).hexdigest()}.{group.kind}"] = content
