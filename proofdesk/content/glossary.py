"""The editors' glossary: its terms, and their mentions in a text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import Field, field_validator

from proofdesk.common.language import known_language, spoken
from proofdesk.common.problems import Problem
from proofdesk.common.text import lazy, slug
from proofdesk.common.yaml_files.lists import load_list
from proofdesk.common.yaml_files.model import Written

# The editors' terms, beside mkdocs.yml, and the page that lists them, from the folder of pages.
GLOSSARY = "glossary.yml"
GLOSSARY_PAGE = "glossary/index.md"


class Term(Written):
    """One term as the editors define it."""

    term: str = Field(min_length=2, description="The term as it stands in the middle of a sentence.")
    means: str = Field(
        min_length=1, max_length=240,
        description="What the word means, in plain words (at most 240 characters). No findings: those need a citation.",
    )
    also: list[str] = Field(default=[], description="Other forms and names that lead to the same definition.")
    lang: str | None = Field(
        default=None, description="The language of the pages that it is on, if it is not that of the site, as `de`.")

    @field_validator("lang")
    @classmethod
    def _known_language(cls, code: str | None) -> str | None:
        return known_language(code)

    @cached_property
    def slug(self) -> str:
        """Return its anchor on the glossary's page."""
        return slug(self.term) or "term"

    @property
    def heading(self) -> str:
        """Return the term with a capital first letter, unless it has a spelling of its own, as mTOR has."""
        first = self.term.split()[0]
        return self.term[0].upper() + self.term[1:] if first.islower() else self.term

    @property
    def names(self) -> list[str]:
        """Return full names and abbreviations, but not mere forms of the term, nor what the definition says already."""
        said = [name for name in self.also if name.casefold() in self.means.casefold()]
        found: list[str] = []
        for name in self.also:
            if not any(_same_word(name, known) for known in (self.term, *said, *found)):
                found.append(name)
        return found


def _same_word(one: str, other: str) -> bool:
    """Return whether two names differ only in a hyphen or in their endings, as “analysis” and “analyses” do."""
    one, other = (name.casefold().replace("-", " ") for name in (one, other))
    return len(posixpath.commonprefix([one, other])) >= min(len(one), len(other)) - 2


# More terms than these are found by their first letter.
MOST_IN_INDEX = 60


@dataclass
class Glossary:
    """The terms in alphabetical order; ``language`` is that of the site, without a region."""

    terms: list[Term] = field(default_factory=list)
    language: str = "en"

    def is_of(self, term: Term, language: str) -> bool:
        """Return whether a page of a language uses a term: “Gift” is another word in German."""
        return (term.lang or self.language).partition("-")[0].lower() == language

    @cached_property
    def slugs(self) -> set[str]:
        return {term.slug for term in self.terms}

    @cached_property
    def index(self) -> list[tuple[str, str]]:
        """Return what leads to the terms, each with the slug of one: their names, or of many their first letters."""
        if len(self.terms) <= MOST_IN_INDEX:
            return [(term.heading, term.slug) for term in self.terms]
        first: dict[str, str] = {}
        for term in self.terms:
            first.setdefault(term.term[0].upper(), term.slug)
        return [*first.items()]

    @cached_property
    def by_name(self) -> dict[str, Term]:
        """Return the terms by each of their names, in small letters."""
        return {name.casefold(): term for term in self.terms for name in (term.term, *term.also)}

    @cached_property
    def _by_first_word(self) -> dict[str, list[re.Pattern[str]]]:
        """Return the names that can begin with a word, as patterns, the longest first."""
        found: dict[str, list[re.Pattern[str]]] = {}
        for name in sorted((n for t in self.terms for n in (t.term, *t.also)), key=len, reverse=True):
            pattern = lazy(rf"{_as_written(name)}(?![\w-])")
            for first in {word for word in _WORD.findall(name)[:1] for word in (word, word[0].upper() + word[1:])}:
                found.setdefault(first, []).append(pattern)
        return found

    @cached_property
    def _first_words(self) -> re.Pattern[str]:
        """Return a pattern of the words with which a name can begin, each as a whole word."""
        words = "|".join(map(re.escape, sorted(self._by_first_word, key=len, reverse=True))) or "(?!)"
        return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])")

    def find(self, text: str) -> Iterator[tuple[Term, int, int]]:
        """Yield every term in a text with its start and end; only names that begin with a word found are compared."""
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
    """Return a name as a pattern; a small first letter may be a capital, which may begin a sentence."""
    words = r"\s+".join(map(re.escape, name.split()))
    first = name[0]
    return f"[{first}{first.upper()}]{words[1:]}" if first.islower() and name.split()[0].islower() else words


def load_glossary(path: Path, name: str) -> tuple[Glossary, list[Problem]]:
    """Return the editors' terms and what is wrong with them."""
    items, problems = load_list(path, name, Term, "bad-glossary", optional=True)
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
    return Glossary(sorted(sound.values(), key=lambda t: spoken().sort_key(t.term)), spoken().base), problems
