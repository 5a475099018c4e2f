"""Find the page that an editor, or a file from a reviewer, names; read it, and write it as it was saved."""

from __future__ import annotations

from pathlib import Path

from proofdesk.common.errors import UserError
from proofdesk.common.problems import FaultyFile, Problem
from proofdesk.common.source_text import SourceText
from proofdesk.common.text import did_you_mean
from proofdesk.desk.project import PageFile, Project


def page_named(project: Project, name: str) -> PageFile:
    """Return a page by its path, by its path within the folder of pages, or by the end of its address.

    Raises UserError, with the nearest name, if there is none.
    """
    pages = list(project.pages())
    here = Path(name).absolute()
    plain = name.replace("\\", "/").removeprefix("./").rstrip("/")
    for page in pages:
        if plain in (page.path, page.uri) or here == (project.root / page.path).absolute():
            return page
    ends = [page for page in pages if plain.removesuffix(".review.yml") in (
        page.url.rstrip("/"), Path(page.uri).stem, Path(page.uri).name) or plain == page.uri.removesuffix(".md") or
        Path(plain).name == f"{Path(page.uri).stem}.review.yml"]
    if len(ends) == 1:
        return ends[0]
    if ends:
        raise UserError(f"“{name}” may be {', '.join(page.path for page in ends)} (name one of them)")
    raise UserError(f"there is no page “{name}” ({did_you_mean(plain, [page.path for page in pages])})")


def page_of_review(project: Project, article: str, said: str) -> PageFile:
    """Return the page that ``article`` names, else the one that a reviewer's file is of, as it says itself."""
    try:
        return page_named(project, article or said)
    except UserError:
        if article:
            raise
        raise UserError(f"it is a review of “{said}”, and there is no such page any more (if it was renamed, say what "
                        "it is called now: --article PAGE)") from None


def text_to_change(page: PageFile, raw: bytes) -> SourceText:
    """Return the text of a page that is to be changed. Raises UserError if letters of it would be lost."""
    try:
        return SourceText(page.path, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FaultyFile(Problem(
            page.path, line, 1, "not-utf8", "this line holds letters that are not saved as UTF-8, so the page cannot "
            "be changed without losing them", "open the page in the editor that it was written in, and save it with "
            "the encoding UTF-8")) from None


def as_saved(text: str, before: bytes) -> bytes:
    """Return a page's new text as its file has it: with its mark of UTF-8 and its line ends."""
    if text == SourceText("", before.decode("utf-8-sig")).text:
        return before
    text = text.replace("\n", "\r\n") if b"\r\n" in before else text
    return (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + text.encode("utf-8", "surrogatepass")
