"""Advise editors on long sentences, reading age and overdue checks. Advice never stops a build.

The NHS service manual asks health pages for sentences of up to 20 words and a reading age of 9 to 11, at most 14. A
count is a reason to look closer, not to obey. Reading age is the Flesch–Kincaid grade (Kincaid and
others, 1975) and five.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from proofdesk.common.dates import longdate, today
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import SourceText
from proofdesk.common.text import sentence_ends
from proofdesk.content.front_matter import FrontMatter
from proofdesk.site.article import Page

MAX_SENTENCE_WORDS = 25  # well above the 20 that are the aim
MAX_READING_AGE = 14  # years
MIN_PAGE_WORDS = 100  # below this, a page has no reading age
# Not prose: headings, tables, fences and their options, definitions of footnotes and terms.
_NOT_PROSE = re.compile(r"\s*(?:#{1,6}\s|\||/{3,}|\[\^[^\]]+\]:|\*\[|!\[|:::|-{3,}\s*$)")
_ITEM = re.compile(r"\s*(?:(?:>\s*)+(?:(?:[-*+]|\d+\.|:)\s+)?|(?:[-*+]|\d+\.|:)\s+)")
# Citations, and the part of a link that no reader sees.
_UNSEEN = re.compile(r"\[[^\[\]]*@[^\[\]]*\]|!?\[(?=[^\[\]]*\]\()|(?<=[^\[\]])\]\([^()]*\)")
_WORD = re.compile(r"[^\W_]+(?:[-'’–][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a page, without its citations. ``offset`` is where it begins in the source's text."""

    text: str
    offset: int

    @property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)


def advice(page: Page) -> Iterator[Problem]:
    """Yield advice on a page."""
    source = page.document.source
    facts = page.facts
    due = facts.check_due if isinstance(facts, FrontMatter) else None
    if due and due < today():
        yield Problem(source.path, *_position_of_fact(source, "due" if facts.due else "reviewed"), "overdue-check",
                      f"the next check was due on {longdate(due)}",
                      "check the whole page against its references, then change `reviewed`")
    found = list(sentences(source))
    for sentence in found:
        count = len(sentence.words)
        if count > MAX_SENTENCE_WORDS:
            yield Problem(source.path, *source.position(sentence.offset), "long-sentence",
                          f"this sentence has {count} words: “{' '.join(sentence.text.split())[:50]}…”",
                          "make two of it")
    age = reading_age(found)
    if age is not None and age > MAX_READING_AGE:
        yield Problem(source.path, source.first_body_line, 1, "reading-age",
                      f"the page reads like a text for the age of {age}",
                      f"use shorter sentences and plainer words; aim for 9 to 11, at most {MAX_READING_AGE}")


def _position_of_fact(source: SourceText, name: str) -> tuple[int, int]:
    match = re.search(rf"^{name}:", source.text, re.MULTILINE)
    return source.position(match.start()) if match else (1, 1)


def sentences(source: SourceText) -> Iterator[Sentence]:
    """Yield the sentences of a page's paragraphs, list items and answers."""
    for text, offset in _paragraphs(source):
        begin = 0
        for end in sentence_ends(text):
            yield from _sentence(text, begin, end, offset)
            begin = end
        yield from _sentence(text, begin, len(text), offset)


def _sentence(text: str, begin: int, end: int, offset: int) -> Iterator[Sentence]:
    whole = text[begin:end]
    if _WORD.search(whole):
        yield Sentence(whole.strip(), offset + begin + len(whole) - len(whole.lstrip()))


def _paragraphs(source: SourceText) -> Iterator[tuple[str, int]]:
    """Yield each paragraph and its offset. Line ends and marks become blanks, so that offsets stay valid."""
    text, start, at = "", 0, 0
    in_header = False
    for line in _UNSEEN.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), source.prose).split("\n"):
        item = _ITEM.match(line)
        fence = line.lstrip().startswith("///")
        option = in_header and line.startswith(("    ", "\t")) and ":" in line
        in_header = fence or option
        if not line.strip() or _NOT_PROSE.match(line) or option:
            if text:
                yield text, start
            text = ""
        else:
            if item and text:
                yield text, start
                text = ""
            if not text:
                start = at
            text += (" " * item.end() + line[item.end() :] if item else line) + " "
        at += len(line) + 1
    if text:
        yield text, start


def reading_age(found: list[Sentence]) -> int | None:
    """Return the reading age in years, rounded, or None if there is too little text."""
    words = [word for sentence in found for word in sentence.words]
    if len(words) < MIN_PAGE_WORDS:
        return None
    grade = 0.39 * len(words) / len(found) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    return round(grade + 5)


def syllables(word: str) -> int:
    """Estimate the syllables of an English word: its groups of vowels without a silent “e” at the end."""
    plain = word.lower().replace("’", "'")
    count = len(_VOWELS.findall(plain))
    if plain.endswith(("e", "es", "ed")) and not plain.endswith(("le", "les", "ted", "ded")) and count > 1:
        count -= 1
    return max(count, 1)
