"""Prepare a file for Pandoc, and account for what it holds beside the text that Pandoc reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import lxml.html

from proofdesk.common.text import counted
from proofdesk.desk.importing import ledger as things
from proofdesk.desk.importing.facts import DocumentFacts
from proofdesk.desk.importing.ledger import REVIEW_FILE, Ledger
from proofdesk.desk.importing.pandoc_process import PandocProcess
from proofdesk.desk.importing.readers.contents.lists import worded_numbers
from proofdesk.desk.importing.readers.contents.odt import count_odt, descriptions_in, facts_of_odt
from proofdesk.desk.importing.readers.contents.web import count_web, facts_of_web
from proofdesk.desk.importing.readers.contents.word import (
    count_word,
    facts_of_word,
    pictures_elsewhere,
    pictures_of_pages,
)
from proofdesk.desk.importing.readers.formulas import formulas_of
from proofdesk.desk.importing.readers.left_out import left_out
from proofdesk.desk.importing.readers.mending.around import take_around, take_menus
from proofdesk.desk.importing.readers.mending.made_parts import without_made_parts
from proofdesk.desk.importing.readers.mending.odt import mended_odt
from proofdesk.desk.importing.readers.mending.web import mend, parse_page
from proofdesk.desk.importing.readers.mending.web_formulas import write_out_formulas
from proofdesk.desk.importing.readers.mending.word import Drawings, mended
from proofdesk.desk.importing.readers.packed_file import UNREADABLE, PackedFile
from proofdesk.desk.importing.readers.passages import Passage
from proofdesk.desk.importing.readers.pictures import PictureStore
from proofdesk.desk.importing.readers.remarks.marked_text import Remark
from proofdesk.desk.importing.readers.remarks.odt import remarks_of_odt
from proofdesk.desk.importing.readers.remarks.word import remarks_of_word
from proofdesk.desk.importing.readers.tables import TableWriter
from proofdesk.desk.importing.readers.web.slides import write_out_markdown

_WEB = (".html", ".htm")


@dataclass
class Source:
    """A file as Pandoc is to read it, ``path`` or ``text``, and what was read of it beside Pandoc.

    ``original`` is a web page as it is in the file, ``marked`` the file with marks in the place of its citations.
    """

    path: Path
    marked: Path
    text: str | None = None
    original: str | None = None
    notes: list[str] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)
    facts: DocumentFacts = field(default_factory=DocumentFacts)
    remarks: list[Remark] = field(default_factory=list)
    pictures: Counter[str] = field(default_factory=Counter)
    elsewhere: list[str] = field(default_factory=list)  # addresses of pictures that the file only links to
    descriptions: dict[str, str] = field(default_factory=dict)
    title: str = ""  # as the properties of the file state it
    drawings: Drawings = field(default_factory=Drawings)
    passages: list[Passage] | None = None  # if the reader of the file has read them
    held_pictures: dict[str, bytes] = field(default_factory=dict)  # by their addresses in Pandoc's document

    @property
    def captions(self) -> list[str]:
        """Return what the file says to be captions of pictures or tables."""
        return [held.words for held in self.ledger.texts if held.what == things.CAPTIONS]

    def account(self, document: Any, tables: TableWriter, pictures: PictureStore) -> list[str]:
        """Count what Pandoc gave of it, and return notes on all that it did not give."""
        ledger = self.ledger
        ledger.keep(things.TABLES, max(tables.written - self.drawings.charts, 0))
        ledger.name(things.TABLES, tables.unfolded)
        ledger.keep(things.CHARTS, self.drawings.charts)
        ledger.name(things.DIAGRAMS, self.drawings.diagrams)
        ledger.keep(things.EQUATIONS, len([*formulas_of(document)]))
        ledger.keep(things.PICTURES, pictures.shown)
        ledger.name(things.PICTURES, pictures.left_out)
        for remark in self.remarks:
            for what, number in ((things.COMMENTS, remark.comments), (things.INSERTIONS, remark.insertions),
                                 (things.DELETIONS, remark.deletions), (things.MOVES, remark.moves)):
                ledger.move(what, REVIEW_FILE, number)
        said = [text for remark in self.remarks for text in (
            remark.item.says, remark.item.before, remark.item.after, *(each.says for each in remark.item.replies))]
        said += self.descriptions.values()
        missing = left_out(self.marked, self.original, document, said, ledger, self.passages)
        return [*self.notes, *missing, *self._not_read(pictures)]

    def _not_read(self, pictures: PictureStore) -> Iterator[str]:
        """Yield a note on each kind of thing of which the file holds more than was accounted for."""
        ledger = self.ledger
        for name in (self.pictures - Counter(map(_file_name, pictures.asked))).elements():
            if ledger.missing(things.PICTURES):
                ledger.name(things.PICTURES)
                yield f"a picture was not read, look where it belongs: {name}"
        for what, said in _NOT_READ.items():
            if number := ledger.missing(what):
                ledger.name(what, number)
                yield counted(number, *said)


_NOT_READ = {  # of one, and of several
    things.PICTURES: ("picture was not read", "pictures were not read"),
    things.TABLES: ("table was not read as such: its words are text", "tables were not read as such: their words are "
                    "text"),
    things.EQUATIONS: ("equation was not read", "equations were not read"),
    things.CHARTS: ("chart was left out, of which the file has no numbers: make a picture of it",
                    "charts were left out, of which the file has no numbers: make pictures of them"),
    things.DIAGRAMS: ("diagram was left out: make a picture of it", "diagrams were left out: make pictures of them"),
    things.OBJECTS: ("object of another program, or file within the file, was left out",
                     "objects of other programs, or files within the file, were left out"),
    things.FORMS: ("change of formatting is not in the review file: the article has what it was changed to",
                   "changes of formatting are not in the review file: the article has what they were changed to"),
    things.BREAKS: ("change of where a paragraph ends is not in the review file: the article has it made",
                    "changes of where paragraphs end are not in the review file: the article has them made"),
    things.ROWS: ("row of a table that was put in or taken out is not in the review file: the article has it made",
                  "rows of tables that were put in or taken out are not in the review file: the article has that "
                  "made"),
    things.INSERTIONS: ("insertion is not in the review file: the article has it",
                        "insertions are not in the review file: the article has them"),
    things.DELETIONS: ("deletion is not in the review file: the article does not have what it took out",
                       "deletions are not in the review file: the article does not have what they took out"),
    things.MOVES: ("moved passage is not in the review file: the article has it where it was moved to",
                   "moved passages are not in the review file: the article has them where they were moved to"),
    things.COMMENTS: ("comment is not in the review file", "comments are not in the review file"),
}

MAX_AROUND = 30  # parts around a text that the report names


@contextmanager
def prepare(file: Path, marked: Path, text: str | None) -> Iterator[Source]:
    """Give a file as Pandoc is to read it; a copy of it is there for as long as the context.

    ``marked`` is the file, or a copy of it that has marks in the place of its citations.
    """
    source = Source(marked, marked, text, text)
    if file.suffix.lower() == ".docx":
        with (without_made_parts(marked, source.notes) as source.marked,
              mended(source.marked, source.notes) as (source.path, source.drawings)):
            _read(source, file, source.marked)
            yield source
    elif text is None:
        with without_made_parts(marked, source.notes) as source.marked, mended_odt(source.marked) as source.path:
            _read(source, file, source.marked)
            yield source
    else:
        _read(source, file, marked)
        yield source


def _read(source: Source, file: Path, marked: Path) -> None:
    """Read what a file holds beside its text. What cannot be read so, Pandoc may be able to read."""
    suffix = file.suffix.lower()
    try:
        if source.text is not None and suffix in _WEB:
            _read_page(source, source.text, PandocProcess(file.name, len(source.text)))
        elif source.text is None:
            source.remarks = remarks_of_word(file) if suffix == ".docx" else remarks_of_odt(file)
            with PackedFile(marked) as packed:
                if suffix == ".docx":
                    source.pictures = count_word(packed, source.ledger)
                    source.notes += [*pictures_of_pages(packed, source.ledger), *worded_numbers(packed)]
                    source.facts, source.title = facts_of_word(packed)
                    source.elsewhere = pictures_elsewhere(packed)
                else:
                    source.pictures = count_odt(packed, source.ledger)
                    source.descriptions = descriptions_in(packed)
                    source.facts, source.title = facts_of_odt(packed)
    except UNREADABLE:
        source.notes.append("comments, changes and properties of the file could not be read: look for them in the "
                            "program that it was written in")


def _read_page(source: Source, text: str, pandoc: PandocProcess) -> None:
    page = parse_page(text)
    source.notes += write_out_markdown(page, pandoc.run)
    if menus := take_menus(page, source.ledger.by_site):
        source.notes.append("lists of links to other pages and parts of this one were left out, as the site makes its "
                            "own: " + ", ".join(f"“{words}”" for words in menus))
    if around := [*dict.fromkeys(take_around(page, source.ledger.by_site))]:
        others = f", and {len(around) - MAX_AROUND} more" if len(around) > MAX_AROUND else ""
        source.notes.append("what stands around the text of the page was left out; look whether one is the article's: "
                            + ", ".join(f"“{words}”" for words in around[:MAX_AROUND]) + others)
    source.notes += write_out_formulas(page)
    source.original = text = lxml.html.tostring(page, encoding="unicode")
    source.notes += count_web(page, source.ledger)
    source.ledger.name(things.OBJECTS, source.ledger.held[things.OBJECTS])
    source.facts = facts_of_web(page)
    made = mend(text)
    source.text, source.remarks = made.html, made.remarks
    for remark in made.remarks:
        source.ledger.held.update({things.COMMENTS: remark.comments, things.INSERTIONS: remark.insertions,
                                   things.DELETIONS: remark.deletions})


def _file_name(address: str) -> str:
    return PurePosixPath(address).name
