"""The glossary: terms defined once, and a link to its definition where a page first uses a term.

``read_glossary`` reads the editors' list; ``GlossaryExtension`` is a plain Python-Markdown extension that draws the
links. A link, not an ``<abbr>``: that cannot be focused or touched (WCAG 2.1.1).
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from pydantic import BaseModel, ConfigDict, Field

from hooks.document import Current, Document, share_current
from hooks.elements import HEADINGS
from hooks.items import read_items
from hooks.problems import Problem

# Where a reader does not expect a link, or would be led away from another one.
# The editors' terms, beside mkdocs.yml, and the page that lists them, from the folder of pages.
GLOSSARY = "glossary.yml"
GLOSSARY_PAGE = "glossary/index.md"
_NO_TAGS = {*HEADINGS, "a", "abbr", "button", "code", "dt", "label", "math", "pre", "script", "style", "summary", "svg",
            "th"}
_NO_CLASSES = {"citations", "citation-narrative", "references", "footnote", "problem"}


class Term(BaseModel):
    """One term as the editors define it."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    term: str = Field(min_length=2, description="The term as it stands in the middle of a sentence.")
    means: str = Field(
        min_length=1, max_length=240,
        description="What the word means, in plain words (at most 240 characters). No findings: those need a citation.",
    )
    also: list[str] = Field(default=[], description="Other forms and names that lead to the same definition.")

    @cached_property
    def slug(self) -> str:
        """Its place on the glossary's page."""
        return slugify(self.term, "-")

    @property
    def heading(self) -> str:
        """The term with a capital at its head, unless it has a spelling of its own, as mTOR has."""
        first = self.term.split()[0]
        return self.term[0].upper() + self.term[1:] if first.islower() else self.term

    @property
    def names(self) -> list[str]:
        """The other names that are more than another form of the term: full names and abbreviations."""
        found: list[str] = []
        for name in self.also:
            if not any(_same_word(name, known) for known in (self.term, *found)):
                found.append(name)
        return found


def _same_word(one: str, other: str) -> bool:
    """Whether two names differ only in a hyphen or in their endings, as “analysis” and “analyses” do."""
    one, other = (name.casefold().replace("-", " ") for name in (one, other))
    return len(posixpath.commonprefix([one, other])) >= min(len(one), len(other)) - 2


@dataclass
class Glossary:
    """The terms in the order of the alphabet."""

    terms: list[Term] = field(default_factory=list)

    @cached_property
    def slugs(self) -> set[str]:
        return {term.slug for term in self.terms}

    @cached_property
    def by_name(self) -> dict[str, Term]:
        """Every name that leads to a term, in small letters."""
        return {name.casefold(): term for term in self.terms for name in (term.term, *term.also)}

    @cached_property
    def _by_first_word(self) -> dict[str, list[re.Pattern[str]]]:
        """The names that can begin with a word, as patterns, the longest first."""
        found: dict[str, list[re.Pattern[str]]] = {}
        for name in sorted((n for t in self.terms for n in (t.term, *t.also)), key=len, reverse=True):
            pattern = re.compile(rf"{_as_written(name)}(?![\w-])")
            for first in {word for word in _WORD.findall(name)[:1] for word in (word, word[0].upper() + word[1:])}:
                found.setdefault(first, []).append(pattern)
        return found

    @cached_property
    def _first_words(self) -> re.Pattern[str]:
        """Any of the words with which a name can begin, as a whole word."""
        words = "|".join(map(re.escape, sorted(self._by_first_word, key=len, reverse=True))) or "(?!)"
        return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")

    def find(self, text: str) -> Iterator[tuple[Term, int, int]]:
        """Every term in a text, with where it begins and ends. Looking words up is what keeps this fast."""
        names, position = self._by_first_word, 0
        for word in self._first_words.finditer(text):
            if word.start() < position:
                continue
            match = next(filter(None, (name.match(text, word.start()) for name in names[word.group()])), None)
            if match:
                position = match.end()
                yield self.by_name[" ".join(match.group().split()).casefold()], match.start(), position


_WORD = re.compile(r"[\w-]+")


def _as_written(name: str) -> str:
    """A name as a pattern. Small letters may be a sentence's first; capitals must be as they are."""
    words = r"\s+".join(map(re.escape, name.split()))
    first = name[0]
    return f"[{first}{first.upper()}]{words[1:]}" if first.islower() and name.split()[0].islower() else words


def read_glossary(path: Path, name: str) -> tuple[Glossary, list[Problem]]:
    """The editors' terms and what is wrong with them."""
    items, problems = read_items(path, name, Term, "bad-glossary")
    first: dict[str, tuple[Term, int]] = {}
    sound: dict[str, Term] = {}
    for term, line in items:
        twice = next((n for n in (term.term, *term.also) if n.casefold() in first), None)
        if twice is None and term.slug not in sound:
            sound[term.slug] = term
            first.update({n.casefold(): (term, line) for n in (term.term, *term.also)})
            continue
        other, its_line = first[twice.casefold()] if twice else first[sound[term.slug].term.casefold()]
        problems.append(Problem(name, line, 1, "duplicate-term",
                                f"“{twice or term.term}” leads to “{other.term}” (line {its_line}) already",
                                "define each name once; give the other definition another name, or take it out"))
    return Glossary(sorted(sound.values(), key=lambda t: t.term.casefold())), problems


def terms_used(articles: Iterable[Any]) -> dict[str, list[Any]]:
    """The articles that link each term, by the term's slug. An article has its ``page`` with its ``document``."""
    found: dict[str, list[Any]] = {}
    for article in articles:
        for slug in article.page.document.terms:
            found.setdefault(slug, []).append(article)
    return found


class LinkTerms(Treeprocessor):
    """Links each term where a page first uses it, in running text only."""

    def __init__(self, md: Markdown, glossary: Glossary, page: str, current: Current) -> None:
        super().__init__(md)
        self.glossary = glossary
        self.page = page
        self.current = current

    def run(self, root: etree.Element) -> None:
        document = self.current.document
        if self.glossary.terms and document.source.path != self.page:
            self._walk(root, document, posixpath.relpath(self.page, posixpath.dirname(document.source.path) or "."))

    def _walk(self, element: etree.Element, document: Document, page: str) -> None:
        if element.tag in _NO_TAGS or _NO_CLASSES & set(element.get("class", "").split()):
            return
        # Of a block, its content is running text; its title, labels and lines stand beside the content's <div>.
        inside = [child for child in element if "data-block" not in element.attrib or child.tag == "div"]
        if "data-block" not in element.attrib:
            self._link(element, None, document, page)
        for child in inside:
            self._walk(child, document, page)
            if "data-block" not in element.attrib:
                self._link(element, child, document, page)

    def _link(self, parent: etree.Element, after: etree.Element | None, document: Document, page: str) -> None:
        """Link the terms of the text at a parent's head, or after one of its children."""
        text = (parent.text if after is None else after.tail) or ""
        position, node = 0, after
        for term, start, end in self._new(text, document):
            link = etree.Element("a", {"class": "term", "href": f"{page}#{term.slug}"})
            link.text = AtomicString(text[start:end])
            _set_text(parent, node, text[position:start])
            parent.insert(0 if node is None else list(parent).index(node) + 1, link)
            position, node = end, link
        if position:
            _set_text(parent, node, text[position:])

    def _new(self, text: str, document: Document) -> Iterator[tuple[Term, int, int]]:
        for term, start, end in self.glossary.find(text):
            if term.slug not in document.terms:
                document.terms.append(term.slug)
                yield term, start, end


def _set_text(parent: etree.Element, after: etree.Element | None, text: str) -> None:
    # The converter is past its inline patterns, so that what was plain text stays plain.
    if after is None:
        parent.text = AtomicString(text)
    else:
        after.tail = AtomicString(text)


class GlossaryExtension(Extension):
    """Links the glossary's terms. ``page`` is the glossary's Markdown file, as problems print it."""

    def __init__(self, glossary: Glossary, page: str, current: Current | None = None, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self._glossary, self._page, self._current = glossary, page, current

    def extendMarkdown(self, md: Markdown) -> None:
        current = share_current(md, self._current)
        # After the sentences are marked (14) and attribute lists are read (8), before the contents (5) and before
        # MkDocs turns files into addresses (0).
        md.treeprocessors.register(LinkTerms(md, self._glossary, self._page, current), "glossary", 7)
