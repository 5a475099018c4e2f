"""The way of one page, whichever program asks: from its bytes to what the library holds.

``open_page`` before conversion, ``extensions_of`` for it, ``close_page`` after it, and ``problems_of_site`` once
all are through. Used by MkDocs' events and by the desk, which thereby say the same. Knows neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hooks.article import Article, PageFacts, read_front_matter
from hooks.article_page import SitePage
from hooks.bibliography import Bibliography
from hooks.blocks import BlocksExtension
from hooks.citations import CitationsExtension
from hooks.claims import WORDING, Wording, check_block, read_wording
from hooks.columns import ColumnsExtension
from hooks.document import Current, Document
from hooks.glossary import GLOSSARY, GLOSSARY_PAGE, Glossary, GlossaryExtension, read_glossary
from hooks.guide import fill
from hooks.library import Library
from hooks.links import LinksExtension
from hooks.policy import against_policy, place
from hooks.problems import Problem
from hooks.references import References
from hooks.rendered import CLOSE, OPEN, parse, read_html
from hooks.retraction_watch import SNAPSHOT, read_snapshot
from hooks.retractions import check_age, check_standing
from hooks.safety import SAFETY, Safety, read_safety
from hooks.source import Source, conflicts

# What `desk new` puts where something is to be written.
TO_WRITE = re.compile(r"<!-- to write: ([^\n]{1,200}?)(?: -->|\n|$)")


@dataclass
class Desk:
    """What editors keep beside the pages, read once: the bibliography formatted, word lists, glossary, help lines."""

    bibliography: Bibliography
    references: References
    wording: Wording
    glossary: Glossary
    safety: Safety
    glossary_page: str | None
    problems: list[Problem] = field(default_factory=list)


def read_desk(root: Path, docs: Path, docs_name: str, bibliography: Bibliography, csl_file: Path | None) -> Desk:
    """Read it all from the folder of ``mkdocs.yml``. ``docs_name`` is the folder of pages as problems print it.

    Without a ``csl_file`` the references are not formatted, which a check of pages does without.
    """
    snapshot, problems = read_snapshot(root / SNAPSHOT, SNAPSHOT)
    wording, more = read_wording(root / WORDING, WORDING)
    safety, still_more = read_safety(root / SAFETY, SAFETY)
    references = References(bibliography, csl_file, snapshot, root / ".cache" / "references")
    desk = Desk(bibliography, references, wording, Glossary(), safety, None)
    desk.problems = [*problems, *more, *still_more, *bibliography.problems, *references.problems,
                     *references.evidence.problems]
    if (docs / GLOSSARY_PAGE).is_file():
        desk.glossary_page = f"{docs_name}/{GLOSSARY_PAGE}"
        desk.glossary, more = read_glossary(root / GLOSSARY, GLOSSARY)
        desk.problems += more
    return desk


def extensions_of(desk: Desk, current: Current) -> list[Any]:
    """The site's own Markdown extensions."""
    own: list[Any] = [BlocksExtension(current), CitationsExtension(desk.references, current), LinksExtension(current),
                      ColumnsExtension()]
    if desk.glossary_page:
        own.append(GlossaryExtension(desk.glossary, desk.glossary_page, current))
    return own


def is_article(uri: str) -> bool:
    """Whether the page at ``uri``, relative to the folder of pages, is an article."""
    return uri.startswith("articles/") and uri != "articles/index.md"


def open_page(name: str, uri: str, raw: bytes) -> tuple[Document, PageFacts | None]:
    """A page's document and facts. ``name`` is its path as problems print it; bytes that are not UTF-8 are replaced."""
    text = raw.decode("utf-8-sig", errors="replace")
    document = Document(Source(name, fill(text)))
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").removeprefix("\ufeff")
        document.problem((before.count("\n") + 1, len(before) - before.rfind("\n")), "not-utf8",
                         "this line holds bytes that are not UTF-8", "save the file as UTF-8")
    if any(conflicts(name, document.source.text)):  # to tell prose from code takes a while
        document.problems += conflicts(name, document.source.prose)
    return document, read_front_matter(document, Article if is_article(uri) else PageFacts)


def close_page(
    document: Document, facts: PageFacts | None, uri: str, url: str, title: str, html: str, desk: Desk
) -> SitePage:
    """The converted page as the library holds it; what leaked, or what the site's policy forbids, is noted."""
    content = parse(html)
    forbidden = against_policy(content)
    rendered = read_html(content)
    if uri == GLOSSARY_PAGE:
        rendered.ids |= desk.glossary.slugs  # its template puts them there
    for position, leak in enumerate(rendered.raw):
        where = leak.place(document.source, rendered.raw[:position].count(leak))
        if leak.syntax == OPEN:
            document.problem(where, "undecided", f"the import could not decide about {OPEN}{_until_closed(leak.after)}",
                             f"mend it by hand, then take {OPEN} and {CLOSE} away")
        else:
            document.problem(where, "raw-syntax", f"“{leak.syntax}” would reach the reader as it is",
                             "correct the markup, or put it between backticks if it is meant")
    for mark in TO_WRITE.finditer(document.source.text, document.source.body_start):
        document.problem(document.source.place(mark.start()), "to-write",
                         f"there is something to write here: {mark[1]}", "write it, then take the comment away")
    for needle, what in forbidden:
        document.problem(place(document.source, needle), "against-policy", what,
                         "write it in Markdown, or put the file into docs/assets/")
    return SitePage(url, title, document, rendered, facts)


def _until_closed(text: str) -> str:
    return text.partition(CLOSE)[0] + (CLOSE if CLOSE in text else "…")


def problems_of_site(desk: Desk, library: Library, pages: Iterable[SitePage]) -> list[Problem]:
    """Everything wrong that does not need the finished site, each once. The build checks links between pages."""
    problems = [
        *desk.problems, *library.duplicate_questions(), *desk.bibliography.uncited(library.cited),
        *check_standing(desk.bibliography, desk.references.snapshot, library.first_cited),
        *check_age(desk.references.snapshot, SNAPSHOT),
    ]
    for page in pages:
        problems += problems_of_page(desk, page)
    return list(dict.fromkeys(problems))


def problems_of_page(desk: Desk, page: SitePage) -> list[Problem]:
    """Everything wrong with a page that can be told without the others."""
    problems = list(page.document.problems)
    for block in page.document.blocks:
        problems += check_block(page.document.source, block, desk.references.evidence, desk.wording)
    return problems
