"""Take what came back from a reviewer, a Word file or the notes of a preview, into the review file of its page."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from proofdesk.common.errors import UserError
from proofdesk.common.source_text import SourceText
from proofdesk.common.transaction import Transaction
from proofdesk.content.review.items import ReviewItem
from proofdesk.content.review.version import text_version
from proofdesk.desk.git import file_at, git
from proofdesk.desk.project import PageFile, Project
from proofdesk.desk.review.page_of import page_of_review
from proofdesk.desk.review.places import Places
from proofdesk.desk.review.returned import read_returned
from proofdesk.desk.review.review_file import put_review, review_file
from proofdesk.desk.word.origin import Origin, origin_of, read_origin
from proofdesk.desk.word.parts import open_word
from proofdesk.desk.word.reader import read_word

_MOST_COMMITS = 200
_OTHERS = {".doc": "Word's old kind", ".odt": "OpenDocument", ".rtf": "RTF", ".pages": "Pages", ".pdf": "PDF"}


@dataclass
class Taken:
    """What was taken of one page: what the file held, what of it is new, and what an editor should know."""

    page: PageFile
    held: Counter[str] = field(default_factory=Counter)
    new: int = 0
    unplaced: int = 0
    of_page: int = 0
    notes: list[str] = field(default_factory=list)


def take_word_file(project: Project, file: Path, article: str) -> Taken:
    """Write all that a Word file holds into the review file of its page, or of the page that ``article`` names.

    Raises UserError if the file is none, or does not say which page it is of.
    """
    if kind := _OTHERS.get(file.suffix.lower()):
        raise UserError(f"“{file.name}” is of {kind} (open it in its program, and save it as .docx)")
    parts = open_word(file)
    text = read_word(parts)
    origin = read_origin(parts, [paragraph.old for paragraph in text.paragraphs])
    if origin is None and not article:
        raise UserError(f"“{file.name}” does not say of which page it is: `desk export` did not write it, or the line "
                        "under its title is gone (name the page with --article)")
    page = page_of_review(project, article, origin.page if origin else "")
    source = SourceText(page.path, page.text)
    taken = Taken(page)
    origin = _with_paragraphs(project, page, origin or Origin(page.path, ""), taken)
    if origin.version and origin.version != text_version(source):
        taken.notes.append(f"The page has changed since it was sent (it was version {origin.version}); each place was "
                           "looked for in the text of today.")
    returned = read_returned(text, Places(source, NamesOf(project), _titles(project)), origin, file.name)
    taken.held, taken.of_page = returned.held, sum(item.is_of_page for item in returned.items)
    taken.unplaced = returned.unplaced - taken.of_page
    taken.new = put(project, page, sorted(returned.items, key=lambda item: item.line or sys.maxsize))
    return taken


def take_notes(project: Project, page: PageFile, items: Iterable[ReviewItem]) -> Taken:
    """Write notes that a reviewer made in the browser into the review file of a page, each with its line."""
    places = Places(page.source, NamesOf(project), _titles(project))
    taken, placed = Taken(page), []
    for item in items:
        place = places.find(item.quote, item.context) if item.quote else None
        placed.append(item.model_copy(update={"line": place.line if place else None}))
        taken.held["changes" if item.is_change else "comments"] += 1
    taken.of_page = sum(item.is_of_page for item in placed)
    taken.unplaced = sum(item.line is None for item in placed) - taken.of_page
    if any(item.version and item.version != text_version(page.source) for item in placed):
        taken.notes.append("The page has changed since the notes were written; each place was looked for in the text "
                           "of today.")
    taken.new = put(project, page, placed)
    return taken


def put(project: Project, page: PageFile, items: list[ReviewItem]) -> int:
    """Add items to the review file of a page, and return how many are new."""
    with Transaction(project.root) as transaction:
        return put_review(transaction, review_file(project.root / page.path), items)


def _titles(project: Project) -> dict[str, str]:
    """Return the titles that the site writes above blocks which state none, by the name of their kind."""
    return {name: kind.record.default_title({}) for name, kind in project.kinds.items()}


class NamesOf:
    """Give the authors of a work by its key, as a sentence that cites it names them; None for an unknown key."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __call__(self, key: str) -> str | None:
        entry = self._project.bibliography.entries.get(key.strip("{}"))
        return entry.short_names if entry else None


def _with_paragraphs(project: Project, page: PageFile, origin: Origin, taken: Taken) -> Origin:
    """Return an origin with the paragraphs as they were sent, if the file, the page or git has them."""
    if origin.paragraphs:
        return origin
    raw = page.raw if not origin.version or origin.version == text_version(page.source) else \
        version_in_git(project, page, origin.version)
    if raw is None:
        taken.notes.append(f"What was changed without tracking could not be told: version {origin.version} of the page "
                           "is neither in the file nor in git.")
        return origin
    from proofdesk.desk.exporting.word_file import export_article  # loads Pandoc
    from proofdesk.desk.word.parts import parts_of

    sent = export_article(project, replace(page, raw=raw))
    taken.notes.append("The program that saved the file dropped what was sent with it, so the text was compared with "
                       "that version as it would be exported today, and how whole paragraphs are set was not compared.")
    made = origin_of(origin.page, origin.version, origin.day, parts_of(sent.content))
    return replace(origin, paragraphs=made.paragraphs, sorts=made.sorts, looks=made.looks, rewritten=True)


def version_in_git(project: Project, page: PageFile, version: str) -> bytes | None:
    """Return a page's content of a version, from git's history; None if it is not there, or there is no git."""
    try:
        listed = git(project, "log", f"-{_MOST_COMMITS}", "--format=%H", "--", page.path).decode("ascii").split()
    except UserError:
        return None
    for commit in listed:
        content = file_at(project, commit, page.path)
        if content and text_version(SourceText(page.path, content.decode("utf-8-sig", "replace"))) == version:
            return content
    return None
