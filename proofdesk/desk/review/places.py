"""Find words that somebody quotes from a page, as it is read, and the paragraphs of a file, in the page's Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from proofdesk.common.source_text import SourceText
from proofdesk.desk.review.shown_text import BREAK, WORD, ShownText, mapped, normal, with_breaks

# A citation as the page shows it: “[1, 3–5]”, “[see 2 (p. 3)]”, “[7 retracted]”.
NUMBERS = re.compile(r"\[(?:[^\[\]\n]{0,60}[^\w\[\]])?\d{1,4}(?:[^\w\[\]][^\[\]\n]{0,120})?\]")
LEAST = 24  # characters around a change that tell its place when the rest of its sentence has changed
WINDOWS = ((40, 40), (25, 25), (15, 15), (40, 0), (0, 40))  # characters around a change, on both sides
_LEAST_SHARE = 0.6  # of the words of a quote, with its signs aside, that a paragraph has which is like it
_LEAST_WORDS = 3  # that two paragraphs share which are alike; “the” and “of” are in all
_UNTITLED = re.compile(r"^/{3,}[ \t]*(?P<kind>[\w-]+)[ \t]*$", re.MULTILINE)
Names = Callable[[str], str | None]  # the authors of a work by its key
SHORT = 40  # characters of a quote that may stand somewhere by chance


@dataclass(frozen=True)
class Place:
    """Where words stand in a file: offsets of the first character and behind the last, and whether that is sure."""

    start: int
    end: int
    line: int
    sure: bool


class Places:
    """The words of a page, each with its place (``ShownText``). ``names`` gives the authors of a key.

    ``titles`` are those that the site writes above blocks which state none, by the name of their kind.
    """

    def __init__(
        self, source: SourceText, names: Names = lambda _: None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        self.source = source
        self._titles = titles or {}
        self._shown = ShownText(source, names)

    def find(self, quote: str, context: str = "", near: int | None = None) -> Place | None:
        """Return where a quoted text stands; not for sure if it does so in several places, or is not there as it was.

        ``context`` is more of the text around it, ``near`` the line on which it stood once.
        """
        wanted, around = normal(quote), normal(context)
        found = list(self._shown.all(wanted)) if wanted else []
        if not found and NUMBERS.search(quote):  # copied from the page, where citations are numbers
            wanted, around = normal(NUMBERS.sub("", quote)), normal(NUMBERS.sub("", context))
            found = list(self._shown.all(wanted)) if wanted else []
        if len(found) > 1 and around and wanted in around:
            before = around.index(wanted)
            within = [at + before for at in self._shown.all(around)]
            found = within if len(within) == 1 else found
        if len(found) > 1 and near:
            found.sort(key=lambda at: abs(self._shown.line(at) - near))
            return self._place(found[0], len(wanted), sure=False)
        if found:
            return self._place(found[0], len(wanted), sure=len(found) == 1)
        return self._untitled(wanted) or self._end_of(wanted) or self._alike(wanted, around, near)

    def _end_of(self, wanted: str) -> Place | None:
        """Return where a long quote begins, or ends: what the site writes between two blocks may be within it."""
        for length in (60, 40, LEAST):
            for part in (wanted[:length], wanted[-length:]):
                found = list(self._shown.all(part)) if len(wanted) > length else []
                if len(found) == 1:
                    return self._place(found[0], length, sure=False)
        return None

    def _untitled(self, wanted: str) -> Place | None:
        """Return the first line of the only block that is shown with this title and states none."""
        found = [match for match in _UNTITLED.finditer(self.source.text, self.source.body_start)
                 if wanted and normal(self._titles.get(match["kind"], "")) == wanted]
        if len(found) != 1:
            return None
        return Place(*found[0].span(), self.source.position(found[0].start()).line, sure=True)

    def range(self, quote: str, start: int, end: int) -> tuple[int, int] | None:
        """Return the offsets in the file of a part of a quote, from ``start`` to ``end``, if the place is sure.

        The quote may have changed around the part, as long as enough of it is left.
        """
        whole, marks = mapped(quote)
        first, last = marks[start], marks[end]
        for left, right in ((len(whole), len(whole)), *WINDOWS):
            begin, stop = max(0, first - left), min(len(whole), last + right)
            window = whole[begin:stop]
            if window != whole and first - begin + stop - last < LEAST:
                continue  # too little of the text around is left
            found = list(self._shown.all(window)) if window else []
            is_short = window == whole and len(window) < SHORT
            if len(found) == 1 and is_short and not self._shown.is_paragraph(found[0], window):
                return None  # the site may have made the words, which happen to stand here as well
            if len(found) == 1:
                return self._shown.offsets(found[0] + first - begin, found[0] + last - begin)
        return None

    def stands(self, quote: str) -> bool:
        """Return whether a quoted text is on the page as it is quoted."""
        return normal(quote) in self._shown.flat

    def reads(self, text: str) -> bool:
        """Return whether a text is on the page with its paragraphs as it has them."""
        return with_breaks(text) in with_breaks(self._shown.text)

    def shown(self, start: int, end: int) -> str:
        """Return what a reader sees of the file between two offsets."""
        return self._shown.between(start, end)

    def paragraph_end(self, offset: int) -> int:
        """Return the offset in the file behind the paragraph that holds an offset."""
        text = self.source.text
        end = re.compile(r"\n[ \t]*\n|\n[ \t]*/{3,}|\s*\Z").search(text, offset)
        return end.start() if end else len(text)

    def _place(self, at: int, length: int, sure: bool) -> Place:
        return Place(*self._shown.span(at, length), self._shown.line(at), sure)

    def _alike(self, wanted: str, around: str, near: int | None) -> Place | None:
        """Return the paragraph that is most like the quote, or like the text around it."""
        words = around if len(around) > len(wanted) else wanted
        if not WORD.search(words) or len(words) < 4:
            return None
        best, best_share, at = None, 0.0, 0
        wanted_words = WORD.findall(words)
        for paragraph in self._shown.text.split(BREAK):
            matcher = SequenceMatcher(None, wanted_words, WORD.findall(paragraph), autojunk=False)
            same = sum(block.size for block in matcher.get_matching_blocks())
            share = same / len(wanted_words)
            if share > best_share and same >= _LEAST_WORDS:
                best, best_share = at, share
            at += len(paragraph) + 1
        if best is None or best_share < _LEAST_SHARE or best >= len(self._shown.flat):
            return None
        return self._place(best, 1, sure=False)


def lines_of(paragraphs: Sequence[str], places: Places) -> list[int | None]:
    """Return the line of each paragraph: its own, or that of the paragraph before it.

    What a reader sees and no editor wrote, such as a list of harms, is near what stands before it. A few words of it
    may stand elsewhere by chance: only paragraphs that are in the order of the page lead to the lines of others.
    """
    words = [normal(paragraph) for paragraph in paragraphs]
    found = [places.find(paragraph) if text else None for paragraph, text in zip(paragraphs, words, strict=True)]
    in_order = _in_order([(number, place.line) for number, place in enumerate(found) if place and place.sure],
                         [len(text) for text in words])
    lines: list[int | None] = []
    near: int | None = None
    for number, (paragraph, place) in enumerate(zip(paragraphs, found, strict=True)):
        near = in_order.get(number, near)
        if place is None or (place.sure and near is not None and number not in in_order
                             and len(words[number]) < SHORT):
            lines.append(near)
        elif place.sure or near is None:
            lines.append(place.line)
        else:
            behind = next((line for other, line in in_order.items() if other > number), near)
            likely = (places.find(paragraph, near=near) or place).line
            lines.append(likely if near <= likely <= behind else near)
    return lines


def _in_order(sure: Sequence[tuple[int, int]], letters: Sequence[int]) -> dict[int, int]:
    """Return, of paragraphs by their numbers with their lines, those whose lines follow each other.

    Of all such selections it is the one with the most letters.
    """
    best: list[tuple[int, int | None]] = []  # letters of the best one that ends here, and what is before it
    for at, (number, line) in enumerate(sure):
        before = max((other for other in range(at) if sure[other][1] <= line), key=lambda other: best[other][0],
                     default=None)
        best.append((letters[number] + (best[before][0] if before is not None else 0), before))
    last = max(range(len(best)), key=lambda each: best[each][0], default=None)
    chosen = []
    while last is not None:
        chosen.append(sure[last])
        last = best[last][1]
    return dict(reversed(chosen))
