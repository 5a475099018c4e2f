"""Measure how easily pages read, and advise editors on what is hard to read, too long or overdue. Advice stops nothing.

The NHS service manual asks health pages for sentences of up to 20 words and a reading age of 9 to 11, at most 14. A
count is a reason to look closer, not to obey. Reading age is the Flesch–Kincaid grade (Kincaid and others, 1975) and
five. The SMOG grade (McLaughlin 1969) is that of a reader who understands all; it counts words of three syllables.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from proofdesk.checks.structure.web_addresses import unlinked_addresses
from proofdesk.common.dates import longdate, today
from proofdesk.common.language import spoken
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import SourceText
from proofdesk.common.text import sentence_ends
from proofdesk.content.editorial import GUIDE
from proofdesk.content.front_matter import ArticleFrontMatter, FrontMatter
from proofdesk.site.article import Page

MAX_SENTENCE_WORDS = 25  # well above the 20 that are the aim
MAX_READING_AGE = 14  # years
MIN_PAGE_WORDS = 100  # below this, a page has no reading age
MAX_ARTICLE_WORDS = 2_200  # about ten minutes, which few readers of health pages stay
MAX_HEDGED = 0.12  # of the sentences; more, and readers cannot tell which doubt matters
# Not prose: headings, tables, fences and their options, definitions of footnotes and terms.
_NOT_PROSE = re.compile(r"\s*(?:#{1,6}\s|\||/{3,}|\[\^[^\]]+\]:|\*\[|!\[|:::|-{3,}\s*$)")
_ITEM = re.compile(r"\s*(?:(?:>\s*)+(?:(?:[-*+]|\d+\.|:)\s+)?|(?:[-*+]|\d+\.|:)\s+)")
# Citations, and the part of a link that no reader sees.
_UNSEEN = re.compile(r"\[[^\[\]]*@[^\[\]]*\]|!?\[(?=[^\[\]]*\]\()|(?<=[^\[\]])\]\([^()]*\)")
_WORD = re.compile(r"[^\W_]+(?:[-'’–][^\W_]+)*")
# A quotation mark, but no sign of inches, and an apostrophe within a word; no signs of HTML and of attributes.
_STRAIGHT = re.compile(r"(?<!\d)\"|(?<=[^\W\d_])'(?=[^\W\d_])")
_QUOTED = {"ar": "«…»", "de": "„…“", "es": "«…»", "fr": "«\u00a0…\u00a0»"}  # by language; elsewhere as in English
# A citation in brackets that may stand for a noun: behind a preposition, or before the verb of its sentence.
_AS_A_WORD = re.compile(
    r"\b(?:[Aa]s in|by|per|[Ss]ee|than|laut|siehe|par|selon|según|véase)[ \n](\[-?@[\w:.-]+\])"
    r"|(\[-?@[\w:.-]+\])(?=[ \n][a-zß-öø-ÿ])")
_BEFORE = 80  # characters by which it shows whether a sentence ends before a place
_TAGS = re.compile(r"<[^<>]*>|\{[^{}]*\}")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a page, without its citations. ``offset`` is where it begins in the source's text."""

    text: str
    offset: int

    @property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)


@dataclass(frozen=True)
class Reading:
    """How easily a text reads: its words and sentences, and how many of these have a hedge."""

    words: list[str]
    sentences: int
    hedged: int
    language: str = "en"

    @property
    def is_long_enough(self) -> bool:
        """Return whether there is enough text to measure."""
        return len(self.words) >= MIN_PAGE_WORDS

    @property
    def _has_grade(self) -> bool:
        """Return whether its grades mean anything: both formulas, and our count of syllables, are of English."""
        return self.is_long_enough and self.language == "en"

    @property
    def age(self) -> int | None:
        """Return the reading age in years, rounded, or None if there is too little text, or it is not English."""
        if not self._has_grade:
            return None
        syllables_each = sum(map(syllables, self.words)) / len(self.words)
        return round(0.39 * len(self.words) / self.sentences + 11.8 * syllables_each - 15.59 + 5)

    @property
    def smog(self) -> float | None:
        """Return the SMOG grade in years of school, or None if there is too little text, or it is not English."""
        if not self._has_grade:
            return None
        long = sum(syllables(word) >= 3 for word in self.words)
        return 1.043 * math.sqrt(30 * long / self.sentences) + 3.1291


def read_text(page: Page, hedges: Collection[str]) -> Reading:
    """Measure the text of a page without what it shows folded. A hedge counts once a sentence."""
    folded = [range(block.line, block.end_line + 1) for block in page.document.blocks if block.record.head_link]
    source = page.document.source
    found = [sentence for sentence in sentences(source)
             if not any(source.position(sentence.offset).line in lines for lines in folded)]
    hedged = sum(any(word.casefold() in hedges for word in sentence.words) for sentence in found)
    return Reading([word for sentence in found for word in sentence.words], len(found), hedged, page.language.base)


def advice(page: Page, hedges: Collection[str], openings: Collection[str] = ()) -> Iterator[Problem]:
    """Yield advice on a page. ``hedges`` are words such as “may”, small; articles open with a block of ``openings``."""
    source = page.document.source
    facts = page.facts
    due = facts.check_due if isinstance(facts, FrontMatter) else None
    if due and due < today():
        yield Problem(source.path, *_position_of_fact(source, "due" if facts.due else "reviewed"), "overdue-check",
                      f"the next check was due on {longdate(due)}",
                      "check the whole page against its references, then change `reviewed`")
    for sentence in sentences(source):
        count = len(sentence.words)
        if count > MAX_SENTENCE_WORDS:
            yield Problem(source.path, *source.position(sentence.offset), "long-sentence",
                          f"this sentence has {count} words: “{' '.join(sentence.text.split())[:50]}…”",
                          "make two of it")
    if not page.url.startswith(GUIDE):  # which is about what to type
        yield from _advice_on_quotes(source)
        yield from _advice_on_citations(source)
        yield from unlinked_addresses(source)
    reading = read_text(page, hedges)
    is_article = isinstance(facts, ArticleFrontMatter)
    found = [*_advice_on_all(reading, is_article)]
    if is_article and openings and reading.is_long_enough and not _opens_with(page, openings):
        name = " or ".join(openings)
        found.append(("no-opening", f"the article does not open with its {name}",
                      f"put a block `/// {name}` before its first paragraph"))
    for rule, message, remedy in found:
        yield Problem(source.path, source.first_body_line, 1, rule, message, remedy)


def _advice_on_citations(source: SourceText) -> Iterator[Problem]:
    """Yield advice on each citation without which a sentence lacks a word."""
    for match in _AS_A_WORD.finditer(source.prose, source.body_start):
        cited = match[1] or match[2]
        at = match.end() - len(cited)
        if match[1] or _begins_sentence(source.prose, at):
            yield Problem(source.path, *source.position(at), "citation-as-a-word",
                          f"the sentence needs “{cited}” as a word, and search, feeds and other programs leave it out",
                          f"write `{cited.strip('[-]')}` without brackets, which names its authors")


def _begins_sentence(prose: str, at: int) -> bool:
    """Return whether a sentence begins at a place: none does behind “Miller et al.”, or where a line only goes on."""
    before = prose[max(0, at - _BEFORE) : at]
    said = before.rstrip()
    return before[len(said) :].count("\n") > 1 or len(said) in sentence_ends(f"{said} A")


def _advice_on_quotes(source: SourceText) -> Iterator[Problem]:
    """Yield advice on the first straight quotation mark or apostrophe of a text, with the number of all sentences."""
    found = [(sentence, match) for sentence in sentences(source)
             if (match := _STRAIGHT.search(_TAGS.sub(lambda tag: " " * len(tag[0]), sentence.text)))]
    for sentence, match in found[:1]:
        shown = sentence.text[max(0, match.start() - 12) : match.end() + 12].strip()
        more = f", and so have {len(found) - 1:,} more of this page" if found[1:] else ""
        instead = _QUOTED.get(spoken().base, "“…”") if match[0] == '"' else "’"
        yield Problem(source.path, *source.position(sentence.offset + match.start()), "straight-quotes",
                      f"the sentence with “{' '.join(shown.split())}” has a typewriter's "
                      f"{'quotation mark' if match[0] == chr(34) else 'apostrophe'}{more}", f"write {instead}")


def _opens_with(page: Page, kinds: Collection[str]) -> bool:
    """Return whether a block of these kinds is the first thing on a page, but for its title."""
    source, first = page.document.source, next(iter(page.document.blocks), None)
    if first is None or first.kind not in kinds:
        return False
    before = source.text.split("\n")[source.first_body_line - 1 : first.line - 1]
    return not any(line.strip() and not line.startswith(("# ", "<!--")) for line in before)


def _advice_on_all(reading: Reading, is_article: bool) -> Iterator[tuple[str, str, str]]:
    if reading.age is not None and reading.age > MAX_READING_AGE:
        yield ("reading-age", f"the page reads like a text for the age of {reading.age}",
               f"use shorter sentences and plainer words; aim for 9 to 11, at most {MAX_READING_AGE}")
    if is_article and len(reading.words) > MAX_ARTICLE_WORDS:
        yield ("long-article", f"the article has {len(reading.words):,} words; readers stay for {MAX_ARTICLE_WORDS:,}",
               "leave out what another page says, and link to it")
    if reading.is_long_enough and reading.hedged > MAX_HEDGED * reading.sentences:
        share = round(100 * reading.hedged / reading.sentences)
        yield ("many-hedges", f"{share} of 100 sentences have a word such as “may”",
               "keep it where the doubt matters, and say there how large it is")


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


def syllables(word: str) -> int:
    """Estimate the syllables of an English word: its groups of vowels without a silent “e” at the end."""
    plain = word.lower().replace("’", "'")
    count = len(_VOWELS.findall(plain))
    if plain.endswith(("e", "es", "ed")) and not plain.endswith(("le", "les", "ted", "ded")) and count > 1:
        count -= 1
    return max(count, 1)
