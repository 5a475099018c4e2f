"""Begin and end a page that another program converts, and report its faults in that program's log."""

from __future__ import annotations

import threading
import xml.etree.ElementTree as etree
from collections.abc import Callable
from contextlib import suppress

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from proofdesk.common.files import MAX_BIB_BYTES, read_ordinary
from proofdesk.common.language import (
    ENGLISH,
    CatalogueError,
    Language,
    UnknownLanguageError,
    load_language,
    speak,
    spoken,
)
from proofdesk.common.problems import FaultyFile, Problem
from proofdesk.common.rules import ERROR, WARNING
from proofdesk.common.source_text import SourceText
from proofdesk.content.document import ConversionContext, Document, get_context
from proofdesk.content.hosts.host import Host, find_host
from proofdesk.content.hosts.options import OptionFault, problem_in_settings
from proofdesk.content.hosts.report import report
from proofdesk.content.priorities import END_DOCUMENT

_NAME = "document-end"


class _Converting(threading.local):
    """The page that a thread converts: Zensical converts several at once."""

    page: HostContext | None = None


_converting = _Converting()


class HostContext(ConversionContext):
    """The document of a converter that works without the rest of Proofdesk, for all of our extensions in it.

    A page may be converted within another: mkdocstrings converts each docstring by itself. What it finds is noted on
    the document of the page, and ``is_inner`` says so.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__()
        self.host = find_host(md)
        self.is_inner = False
        self.source_name = ""  # the page's path as problems print it, if only the caller knows that
        self.strict = False  # whether a fault ends the conversion
        self.language = ""  # the code of the language that an option states
        self.named_by = ""  # the extension that has it
        self.placed: list[Problem] = []  # with their places in the page's file, whatever was converted
        self._spoken = ENGLISH
        self._md = md
        self._original: SourceText | None = None
        self._first: list[Callable[[], None]] = []
        self._last: list[Callable[[], None]] = []

    @property
    def file(self) -> SourceText:
        """Return the page's file, which is not what is converted if another plugin has changed that."""
        return self._original or self.document.source

    def reset(self) -> None:
        """Forget what was found on the last page, as Python-Markdown asks before another."""
        self._md.problems = []  # type: ignore[attr-defined]

    def when_begun(self, task: Callable[[], None]) -> None:
        """Run a task whenever a page begins, when the program that converts it is known."""
        self._first.append(task)

    def when_ended(self, task: Callable[[], None]) -> None:
        """Run a task whenever a page ends, before its faults are reported."""
        self._last.append(task)

    def begin(self, lines: list[str]) -> None:
        """Begin a page, or a part of the page that this thread is at."""
        outer, self.host = _converting.page, find_host(self._md)
        self.is_inner = (outer is not None and outer is not self and outer.host.page is not None
                         and self.host.page in (None, outer.host.page))
        if self.is_inner and outer is not None:
            self.host, self.document, self.docs = outer.host, outer.document, outer.docs
        else:
            source, self._original = _source(self.host, self.source_name, "\n".join(lines))
            self.document, self.docs = Document(source, self.host.uri, dict(self.host.facts)), self.host.docs
            _converting.page, self.placed = self, []
            self._spoken = spoken()
            speak(self._language())
        for task in self._first:
            task()

    def _language(self) -> Language:
        """Return the language that the page states, else an option, else the theme; English if it has no words."""
        stated = str(self.host.facts.get("lang") or self.language or self.host.language)
        if stated.partition("-")[0].lower() == "en":  # without a look for catalogues
            return ENGLISH
        try:
            return load_language(stated, self.host.root)
        except (UnknownLanguageError, CatalogueError) as error:
            if stated == self.language and isinstance(error, UnknownLanguageError):
                fault = OptionFault("lang", error.fault, error.remedy)
                self.document.problems.append(problem_in_settings(self.host, self.named_by, fault))
            return ENGLISH

    def end(self) -> None:
        """Report what was found on the page; programs that use Python-Markdown find it as ``md.problems``."""
        if self.is_inner:
            return
        _converting.page = None
        speak(self._spoken)
        for task in self._last:
            task()
        found = report(self.document, self._original, self.placed, self.host)
        self._md.problems = found  # type: ignore[attr-defined]
        faults = [each for each in found if each.severity in (ERROR, WARNING)]
        if self.strict and faults:
            raise FaultyFile(faults[0])


class _EndDocument(Treeprocessor):
    """Tree processor that ends a page, once all that could find a fault have run.

    No postprocessor, because the table of contents runs those for each heading.
    """

    def __init__(self, md: Markdown, context: HostContext) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: etree.Element) -> None:
        self.context.end()


def host_context(md: Markdown) -> HostContext:
    """Return the one context of a converter in which our extensions work without the rest of Proofdesk."""
    context = get_context(md, HostContext(md))
    assert isinstance(context, HostContext), "extensions of a site and extensions by name do not mix"
    if _NAME not in md.treeprocessors:
        md.treeprocessors.register(_EndDocument(md, context), _NAME, END_DOCUMENT)
        md.registerExtension(context)  # type: ignore[arg-type]  # it needs `reset` alone
        context.reset()  # Python-Markdown begins no page that is empty
    return context


def _source(host: Host, name: str, body: str) -> tuple[SourceText, SourceText | None]:
    """Return the text that is converted with its place in the page's file.

    If the program has changed it, the second is the file's own text, in which its lines have to be looked for.
    """
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    path = name or (host.name(host.file) if host.file else "<text>")
    whole = ""
    if host.file:
        with suppress(OSError):
            whole = read_ordinary(host.file, MAX_BIB_BYTES).decode("utf-8-sig", "replace")
    original = SourceText(path, whole, whole=True)
    stated, kept = body.strip("\n"), original.text.rstrip("\n")
    above = len(body) - len(body.lstrip("\n"))
    start = len(kept) - len(stated) - above
    if start >= 0 and kept.endswith(stated) and not original.text[start : start + above].strip("\n"):
        source = SourceText(path, original.text[:start] + body, whole=True)
        source.body_start = start
        return source, None
    return SourceText(path, body, whole=True), original if whole else None
