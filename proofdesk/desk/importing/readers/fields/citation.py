"""Citations that a file holds as data: the works with their records, locators and the words around them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from proofdesk.bibliography.citation_syntax import mark
from proofdesk.bibliography.locators import LOCATORS, Locator
from proofdesk.desk.importing.lines import escape
from proofdesk.desk.importing.model import CslItem

_MOST_TOLD = 12  # citations that are each told of
_FOLLOWING = re.compile(r"ff?\.?|sqq?\.?|et seqq?\.?|passim", re.I)  # and the pages behind it
_SEVERAL = re.compile(r"\w\s*[-–—,;&]\s*\w")
_LABELLED = re.compile(r"[^\W\d]{1,6}\.\s|¶|§")
# What is read as a locator without braces around it: “pp. 3–4, 7”, “chap. iv”.
_NUMBER = r"(?:[^\W\d]?\d+[^\W\d]?|[ivxlcdm]+)"
_PLAIN_LOCATOR = re.compile(
    rf"(?:[^\W\d][\w.]*\.? )?{_NUMBER}(?:\s?[-–—]\s?{_NUMBER}|, {_NUMBER})*(?: ff?\.?)?", re.I)
_EMPHASIS = (re.compile(r"</?(?:i|em)>", re.I), "*"), (re.compile(r"</?(?:b|strong)>", re.I), "**")
_TAG = re.compile(r"<[^<>]{1,200}>")
# What a .bib kept capitals and signs with, and a manager took over as letters; a formula stays.
_OF_LATEX = re.compile(r"(?:[{}]|\\([&%#_]))(?![^$]*\$)")
_TITLES = ("title", "container-title", "publisher", "title-short", "collection-title")
# What would end a citation, begin another, or be read as braces around a locator.
_MEANT = re.compile(r"[\[\]{};@<>]|&\w")
# Such words behind a comma are read as a locator.
_STARTS_LIKE_LOCATOR = re.compile(r"\d|[ivxlc]+\b|[^\W\d]{1,6}\.\s?\d", re.I)


# Between two numbers stands something, and each sign of it in one place: else a long run of digits takes for ever.
_NUMBERS = re.compile(
    r"[\[(]?\s?\d{1,3}(?:[\])]?\s{0,2}(?:[-–—−‑‐,;]\s?)?[\[(]?(?<!\d)\d{1,3})*\s?[\])]?")


@dataclass(frozen=True)
class CitedWork:
    """One work of a citation. ``identity`` is what its program calls it, ``narrative`` a name that is said in the text.

    ``label`` is CSL's name of what the locator counts. ``record`` is empty if the file has none.
    """

    record: CslItem
    identity: str = ""
    prefix: str = ""
    suffix: str = ""
    locator: str = ""
    label: str = ""
    without_author: bool = False
    narrative: bool = False


@dataclass(frozen=True)
class FieldCitation:
    """A citation as ``program`` keeps it. ``written`` are the words that the program itself wrote, if it says so.

    ``before`` and ``after`` are words that somebody typed around it, and ``changed`` is true if somebody wrote over it.
    A citation without ``works`` is a number whose records the file has not.
    """

    program: str
    works: tuple[CitedWork, ...]
    written: str = ""
    before: str = ""
    after: str = ""
    changed: bool = False


@dataclass
class FieldCitations:
    """The citations of a file in order, with the words that show each; ``records`` by the identifiers in the text.

    ``keys`` are those of a bibliography beside the file: JabRef keeps nothing but keys in a text.
    """

    citations: list[FieldCitation] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    records: dict[str, CslItem] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    bibliographies: int = 0
    unread: list[str] = field(default_factory=list)
    fault: str = ""
    _identifiers: dict[str, str] = field(default_factory=dict)

    def add(self, citation: FieldCitation, shown: str) -> int:
        """Add a citation that these words show, and return its number from 0."""
        self.citations.append(citation)
        self.shown.append(" ".join(shown.split()))
        return len(self.citations) - 1

    def notes(self, written: set[int]) -> Iterator[str]:
        """Yield what the editor has to know; ``written`` are the numbers of the citations that are in the article."""
        if self.fault:
            yield self.fault
        numbers = [words for citation, words in zip(self.citations, self.shown, strict=True) if not citation.works]
        unread = [*self.unread, *numbers]
        if len(unread) > _MOST_TOLD:
            words = ", ".join(f"“{each}”" for each in dict.fromkeys(unread[:_MOST_TOLD]))
            yield f"{len(unread)} citations hold no record of their works, and were read as words: {words}, …"
        for words in unread if len(unread) <= _MOST_TOLD else ():
            yield f"a citation holds no record of its work, and was read as words: “{words}”"
        for number, (citation, words) in enumerate(zip(self.citations, self.shown, strict=True)):
            if number not in written:
                yield f"a citation was left out with what is around it: “{words}”"
            elif citation.changed:
                yield (f"a citation was written over by hand: it says “{words}”, and {citation.program} had written "
                       f"“{citation.written}” (see whether words are missing)")

    def markdown(self, numbers: list[int]) -> str:
        """Return citations side by side as one citation of the site, with what was typed around it."""
        first, last = self.citations[numbers[0]], self.citations[numbers[-1]]
        parts = (escape(first.before).strip(), self._citation(numbers), escape(last.after).strip())
        return " ".join(filter(None, parts))

    def _citation(self, numbers: Iterable[int]) -> str:
        works = [work for number in numbers for work in self.citations[number].works]
        if not works:  # the words are looked up in the list, as its works have keys
            return f"[{mark(self.identifier(f'number {self.shown[next(iter(numbers))]}'))}]"
        if any(work.narrative for work in works):
            return ", ".join(self._narrative(work) for work in works)
        parts = [self._part(work) for work in works]
        if all(plain for _, plain, _ in parts):
            return "[" + "; ".join(plain for _, plain, _ in parts) + "]"
        # Words that a citation cannot hold stand beside it.
        beside = [(before, f"[{self._key(work)}]", after)
                  for work, (before, _, after) in zip(works, parts, strict=True)]
        return "(" + "; ".join(" ".join(filter(None, each)) for each in beside) + ")"

    def _part(self, work: CitedWork) -> tuple[str, str, str]:
        """Return the words before a work, all of it as a part of a citation (empty if it cannot be), those behind."""
        locator = _locator(work)
        before, after = _words(work.prefix), _words(work.suffix).lstrip(" ,")
        unsafe = bool(_MEANT.search(before + locator + after)) or bool(
            not locator and _STARTS_LIKE_LOCATOR.match(after))
        if locator and _FOLLOWING.fullmatch(after):
            locator, after = f"{locator} {after}", ""
        braced = locator if not after and _PLAIN_LOCATOR.fullmatch(locator) else locator if after else f"{{{locator}}}"
        behind = ", ".join(filter(None, [braced if locator else "", after]))
        plain = "" if unsafe else " ".join(filter(None, [before, self._key(work)])) + (f", {behind}" if behind else "")
        return before, plain, ", ".join(filter(None, [locator, after]))

    def _narrative(self, work: CitedWork) -> str:
        behind = ", ".join(filter(None, [_locator(work), _words(work.suffix).lstrip(" ,")]))
        before = _words(work.prefix)
        key = mark(self._identifier(work))
        if not work.narrative:
            return " ".join(filter(None, [before, f"[{self._key(work)}{f', {behind}' if behind else ''}]"]))
        return " ".join(filter(None, [before, key, f"[{behind}]" if behind and not _MEANT.search(behind) else behind]))

    def _key(self, work: CitedWork) -> str:
        return ("-" if work.without_author else "") + mark(self._identifier(work))

    def identifier(self, identity: str) -> str:
        """Return the identifier that stands for the key of a work, which several citations may share."""
        key = identity.removeprefix("JabRef ")
        new = key if key in self.keys and key != identity else f"field-{len(self._identifiers) + 1}"
        return self._identifiers.setdefault(identity, new)

    def _identifier(self, work: CitedWork) -> str:
        found = self.identifier(work.identity or json.dumps(work.record, sort_keys=True))
        if work.record and found not in self.records:
            self.records[found] = {
                name: _OF_LATEX.sub(r"\1", value) if isinstance(value, str) and name in _TITLES else value
                for name, value in work.record.items()}
        return found


def is_number(words: str) -> bool:
    """Return whether a citation shows nothing but numbers: “[3, 5–7]”."""
    return bool(_NUMBERS.fullmatch(words.strip()))


def _locator(work: CitedWork) -> str:
    """Return a locator with its label, as “pp. 3-4”."""
    text = " ".join(escape(work.locator).split())
    named = LOCATORS.get(work.label or "page", Locator(work.label, work.label))
    if not text or _LABELLED.match(text):
        return text
    return f"{named.several if _SEVERAL.search(text) else named.one} {text}".lstrip()


def _words(text: str) -> str:
    """Return the words before or behind a work as Markdown; managers write emphasis as HTML."""
    for pattern, sign in _EMPHASIS:
        text = pattern.sub("\ue010" * len(sign), text)
    plain = escape(_TAG.sub("", text).replace("\u00a0", " "))
    return " ".join(plain.replace("\ue010", "*").split())


