"""Find the pages that readers do not have: drafts, and pages whose day is still to come.

The build leaves them out, and the desk checks a site as it is published. ``is_held_back`` decides on each.
"""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from urllib.parse import unquote

from proofdesk.common.dates import longdate
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import SourceText
from proofdesk.content.document import Document
from proofdesk.content.front_matter.model import model_of
from proofdesk.content.front_matter.publication import is_held_back
from proofdesk.content.front_matter.reader import read_front_matter
from proofdesk.content.front_matter.status import Status


@dataclass(frozen=True)
class HeldBack:
    """A page that readers do not have before the day ``until``, which is no day for a draft.

    ``path`` is as problems print it, ``raw`` what its file holds. ``reminder`` names it at each check; a page without
    one has facts that cannot be read, which is an error of its own.
    """

    path: str
    raw: bytes
    until: date = date.max
    is_draft: bool = False
    reminder: Problem | None = None

    @property
    def fault(self) -> tuple[str, str]:
        """Return what is wrong with a link to it, and what to do."""
        remedy = "take the link away until then, or give this page the same day" if self.until < date.max else \
            "write `status: ready` there when it is finished, or take the link away"
        what = f"readers have only from {longdate(self.until)}" if self.until < date.max else "is a draft"
        return f"“{self.path}”, which {what}", remedy


def held_back_page(path: str, uri: str, raw: bytes, day: date) -> HeldBack | None:
    """Return a page that readers must not have on a day; None for one that they have.

    ``uri`` is its path within the folder of pages.
    """
    if not _may_speak(raw):
        return None
    document = Document(SourceText(path, raw.decode("utf-8-sig", errors="replace")), uri)
    facts = read_front_matter(document, model_of(uri))
    if not is_held_back(document, facts, day):
        return None
    if document.stated.get("status") == Status.DRAFT:
        return HeldBack(path, raw, is_draft=True, reminder=_reminder(
            document, "status", "draft", "this page is a draft, so readers do not have it",
            f"write `status: ready` when it is finished; `desk check {path}` says what is left to do"))
    if facts is None:
        return HeldBack(path, raw)
    until = facts.publish_on or date.max
    return HeldBack(path, raw, until, reminder=_reminder(
        document, "publish-on", "not-yet-published", f"readers have this page from {longdate(until)}",
        "a build on that day, or later, publishes it; to have it earlier, change `publish-on`"))


# What was found before is not looked for again in another way: of thirty comments there are a thousand million.
_PAGE_TOP = re.compile(rb"(?>(?:\xef\xbb\xbf|\s|<!--(?>.*?-->))*)---(?>.*?\n---).*?\n[ \t\r]*(?:\n|\Z)", re.DOTALL)


def _may_speak(raw: bytes) -> bool:
    """Return whether a page's top may say that it is held back. Most pages need not be parsed to tell."""
    match = _PAGE_TOP.match(raw)
    top = (match[0] if match else raw).lower()
    return b"status" in top or b"draft" in top or b"publish" in top.replace(b"published", b"")


def _reminder(document: Document, name: str, rule: str, message: str, remedy: str) -> Problem:
    lines = (document.source.front_matter or "").split("\n")
    line = next((number for number, text in enumerate(lines, 2) if text.lstrip("\"'").startswith(name)), 1)
    return Problem(document.source.path, line, 1, rule, message, remedy)


def until_of(held_back: Mapping[str, HeldBack], url: str) -> date:
    """Return the day before which readers do not have the page at an address."""
    return held_back[url].until if url in held_back else date.min


def files_only_of(held_back: Collection[HeldBack], uris: Iterable[str], pages: Iterable[tuple[str, bytes]],
                  others: Iterable[bytes]) -> set[str]:
    """Return those of the files, by their path within the folder of pages, that only held back pages name.

    ``pages`` are all that are published, each with its path, ``others`` the rest of what is published. A draft's
    picture says what the draft says.
    """
    files = frozenset(uris)
    drafts = [_plain(each.raw) for each in held_back]
    only = {uri for uri in files if any(any(_paths(uri, text)) for text in drafts)}
    texts: Iterator[tuple[str | None, bytes]] = chain(
        ((posixpath.dirname(uri), raw) for uri, raw in pages), ((None, raw) for raw in others))
    for folder, raw in texts:
        if not only:
            break
        text = _plain(raw)
        only -= {uri for uri in only if any(_is_at(uri, path, folder, files) for path in _paths(uri, text))}
    return only


def names_file(raw: bytes, folder: str, uri: str, files: Collection[str]) -> bool:
    """Return whether a page in a folder names one of the files, by its path within the folder of pages."""
    return any(_is_at(uri, path, folder, files) for path in _paths(uri, _plain(raw)))


def _plain(raw: bytes) -> str:
    """Return a text with its addresses as files are called: without what Markdown and HTML need to write them."""
    text = raw.decode("utf-8", errors="replace")
    text = html.unescape(text) if "&" in text else text
    return unicodedata.normalize("NFC", unquote(text) if "%" in text else text)


def _paths(uri: str, text: str) -> Iterator[str]:
    """Yield each path in a text that ends in a file's name."""
    name = unicodedata.normalize("NFC", uri.rsplit("/", 1)[-1])
    if name in text:  # “config.png” does not name “fig.png”
        yield from (match[0] for match in re.finditer(
            rf"(?:[^\s\"'()<>\[\]={{}}|,;]*/)?(?<![\w.-]){re.escape(name)}(?!\w)", text))


def _is_at(uri: str, path: str, folder: str | None, files: Collection[str]) -> bool:
    """Return whether a path in a text leads to a file. Where that is not sure, it does: nothing published is lost."""
    if folder is not None:
        target = posixpath.normpath(posixpath.join(folder, path))
        if target == uri or target in files:
            return target == uri
    end = "/" + path.lstrip("./")
    return f"/{uri}".endswith(end) or end.endswith(f"/{uri}")
