"""Find words that somebody quotes from a page, as it is read, in the Markdown of the page.

The page's text is read once more as its reader sees it, without marks, addresses and citations, and each character
keeps its offset in the file. Long because what reads the text and what looks for words in it share the offsets.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from proofdesk.bibliography.citation_syntax import GROUP, NARRATIVE
from proofdesk.common.source_text import SourceText

# Signs that programs write in several ways; what is empty is a mark of Markdown, or nothing that is seen.
_SIGNS = {
    **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛`´′", "'"), **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\t\r\v\f", " "),
    **dict.fromkeys("*_~^[]\\\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffc", ""), "…": "...", "`": "",
}
_BREAK = "\n"
# A citation as the page shows it: “[1, 3–5]”, “[see 2 (p. 3)]”, “[7 retracted]”.
NUMBERS = re.compile(r"\[(?:[^\[\]\n]{0,60}[^\w\[\]])?\d{1,4}(?:[^\w\[\]][^\[\]\n]{0,120})?\]")
_TOKENS = re.compile("|".join((
    r"(?P<comment><!--.*?(?:-->|\Z))",
    r"(?P<fence>^[ \t]*(?:`{3,}|~{3,}|/{3,})[^\n|]*(?:\|[ \t]*)?)",
    r"(?P<option>^ {4}[a-z][\w-]*:[ \t])",
    r"(?P<reference>^[ ]{0,3}\[[^\]\n^]+\]:[ \t]+[^\n]+$)",
    r"(?P<rule>^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$)",
    r"(?P<start>^[ \t]*(?:>[ \t]?)*[ \t]*(?:\#{1,6}[ \t]+|[-*+][ \t]+|\d{1,4}[.)][ \t]+|:[ \t]+|"
    r"\[\^[^\]\n]+\]:[ \t]*|>[ \t]?))",
    r"(?P<image>!\[[^\]\n]*\]\([^)\n]*\)(?:\{[^}\n]*\})?)",
    rf"(?P<citation>{GROUP})",
    r"(?P<call>\[\^[^\]\n]+\])",
    r"(?P<address>\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\]))",
    r"(?P<attributes>[ \t]*\{[:#.][^}\n]*\})",
    r"(?P<tag></?[A-Za-z][^<>\n]*>)",
    r"(?P<entity>&(?:[A-Za-z]\w{1,30}|\#\d{1,7}|\#x[\da-fA-F]{1,6});)",
    rf"(?P<narrative>{NARRATIVE})",
    r"(?P<cell>\|)",
    r"(?P<blank>\n[ \t]*(?=\n)|\n[ \t]*(?=[-*+#>|/:][ \t/#|]|\d{1,4}[.)][ \t]|\[\^))",
)), re.MULTILINE | re.DOTALL)
_LEAST = 24  # characters around a change that tell its place when the rest of its sentence has changed
_WORD = re.compile(r"\w+")
_LEAST_SHARE = 0.6  # of the words of a quote, with its signs aside, that a paragraph has which is like it
_LEAST_WORDS = 3  # that two paragraphs share which are alike; “the” and “of” are in all
_UNTITLED = re.compile(r"^/{3,}[ \t]*(?P<kind>[\w-]+)[ \t]*$", re.MULTILINE)
SHORT = 40  # characters of a quote that may stand somewhere by chance
_GONE = ("comment", "image", "citation", "call", "address", "attributes", "tag")


@dataclass(frozen=True)
class Place:
    """Where words stand in a file: offsets of the first character and behind the last, and whether that is sure."""

    start: int
    end: int
    line: int
    sure: bool


def normal(text: str) -> str:
    """Return a text as two are compared: signs in one form, no marks, single spaces."""
    return " ".join("".join(_SIGNS.get(sign, sign) for sign in text).split())


def spelled(text: str) -> str:
    """Return a text with signs in one form and all of its marks."""
    return "".join(_SIGNS.get(sign, sign) or sign for sign in text)


def spaced(text: str) -> str:
    """Return a text with signs in one form, all of its marks, and single spaces."""
    return " ".join(spelled(text).split())


class Places:
    """The words of a page, each with its place. ``names`` gives the authors as a sentence that cites a key names them.

    Of the facts at its top, title and description are read. ``titles`` are those that the site writes above blocks
    which state none, by the name of their kind.
    """

    def __init__(
        self, source: SourceText, names: Callable[[str], str | None] = lambda _: None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        self.source = source
        self._titles = titles or {}
        self._signs: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._names = names
        head = source.text[: source.body_start]
        for found in re.finditer(r"^(?:title|description):[ \t]*[\"']?", head, re.MULTILINE):
            line_end = head.find("\n", found.end())
            self._words(found.end(), line_end)
            self._sign(_BREAK, line_end, line_end)
        self._read(source.body_start)
        self.text = "".join(self._signs)
        self._flat = self.text.replace(_BREAK, " ")

    def _read(self, at: int) -> None:
        text = self.source.text
        for found in _TOKENS.finditer(text, at):
            self._words(at, found.start())
            at = found.end()
            sort = found.lastgroup or ""
            if sort == "narrative" and (names := self._names(found["narrative"].lstrip("@").split()[0])):
                for sign in names:
                    self._sign(_SIGNS.get(sign, sign), found.start(), found.end())
            elif sort == "entity":
                for sign in html.unescape(found[0]):
                    self._sign(_SIGNS.get(sign, sign), found.start(), found.end())
            elif sort not in _GONE:
                self._sign(_BREAK, found.start(), found.end())
        self._words(at, len(text))

    def _words(self, start: int, end: int) -> None:
        for offset in range(start, end):
            sign = self.source.text[offset]
            for each in _SIGNS.get(sign, sign):
                self._sign(" " if each == "\n" else each, offset, offset + 1)

    def _sign(self, sign: str, start: int, end: int) -> None:
        """Add a sign; of several spaces and breaks in a row one is left, and a break prevails."""
        if sign in (" ", _BREAK):
            if not self._signs or self._signs[-1] == _BREAK:
                return
            if self._signs[-1] == " ":
                if sign == _BREAK:
                    self._signs[-1] = sign
                return
        if sign:
            self._signs.append(sign)
            self._starts.append(start)
            self._ends.append(end)

    def find(self, quote: str, context: str = "", near: int | None = None) -> Place | None:
        """Return where a quoted text stands; not for sure if it does so in several places, or is not there as it was.

        ``context`` is more of the text around it, ``near`` the line on which it stood once.
        """
        wanted, around = normal(quote), normal(context)
        found = list(self._all(wanted)) if wanted else []
        if not found and NUMBERS.search(quote):  # copied from the page, where citations are numbers
            wanted, around = normal(NUMBERS.sub("", quote)), normal(NUMBERS.sub("", context))
            found = list(self._all(wanted)) if wanted else []
        if len(found) > 1 and around and wanted in around:
            before = around.index(wanted)
            within = [at + before for at in self._all(around)]
            found = within if len(within) == 1 else found
        if len(found) > 1 and near:
            found.sort(key=lambda at: abs(self._line(at) - near))
            return self._place(found[0], len(wanted), sure=False)
        if found:
            return self._place(found[0], len(wanted), sure=len(found) == 1)
        return self._untitled(wanted) or self._alike(wanted, around, near)

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
        whole, marks = _mapped(quote)
        first, last = marks[start], marks[end]
        for left, right in ((len(whole), len(whole)), (40, 40), (25, 25), (15, 15), (40, 0), (0, 40)):
            begin, stop = max(0, first - left), min(len(whole), last + right)
            window = whole[begin:stop]
            if window != whole and first - begin + stop - last < _LEAST:
                continue  # too little of the text around is left
            found = list(self._all(window)) if window else []
            if len(found) == 1 and window == whole and len(window) < SHORT and not self._is_paragraph(found[0], window):
                return None  # the site may have made the words, which happen to stand here as well
            if len(found) == 1:
                return self._offsets(found[0] + first - begin, found[0] + last - begin)
        return None

    def _is_paragraph(self, at: int, words: str) -> bool:
        """Return whether words are all of a paragraph, a cell or a title."""
        end = at + len(words)
        return (at == 0 or self.text[at - 1] == _BREAK) and (
            not self.text[end:].strip() or self.text[end:].lstrip(" .,\"'").startswith(_BREAK))

    def _offsets(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the offsets in the file of signs; of none, between two, only if nothing hidden stands there."""
        if first < last:
            return self._starts[first], self._ends[last - 1]
        if first < len(self._signs) and (first == 0 or self._signs[first - 1] == _BREAK):
            return (self._starts[first],) * 2
        behind = self._ends[first - 1]
        between = self.source.text[behind : self._starts[first]] if first < len(self._signs) else ""
        return None if "@" in between or "[^" in between or "<" in between else (behind,) * 2

    def stands(self, quote: str) -> bool:
        """Return whether a quoted text is on the page as it is quoted."""
        return normal(quote) in self._flat

    def shown(self, start: int, end: int) -> str:
        """Return what a reader sees of the file between two offsets."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return "".join(self._signs[first:last])

    def paragraph_end(self, offset: int) -> int:
        """Return the offset in the file behind the paragraph that holds an offset."""
        text = self.source.text
        end = re.compile(r"\n[ \t]*\n|\n[ \t]*/{3,}|\s*\Z").search(text, offset)
        return end.start() if end else len(text)

    def _all(self, wanted: str) -> Iterator[int]:
        at = self._flat.find(wanted)
        while at >= 0:
            yield at
            at = self._flat.find(wanted, at + 1)

    def _line(self, at: int) -> int:
        return self.source.position(self._starts[at]).line

    def _place(self, at: int, length: int, sure: bool) -> Place:
        last = min(at + max(length, 1), len(self._signs)) - 1
        return Place(self._starts[at], self._ends[last], self._line(at), sure)

    def _alike(self, wanted: str, around: str, near: int | None) -> Place | None:
        """Return the paragraph that is most like the quote, or like the text around it."""
        words = around if len(around) > len(wanted) else wanted
        if not _WORD.search(words) or len(words) < 4:
            return None
        best, best_share, at = None, 0.0, 0
        wanted_words = _WORD.findall(words)
        for paragraph in self.text.split(_BREAK):
            matcher = SequenceMatcher(None, wanted_words, _WORD.findall(paragraph), autojunk=False)
            same = sum(block.size for block in matcher.get_matching_blocks())
            share = same / len(wanted_words)
            if share > best_share and same >= _LEAST_WORDS:
                best, best_share = at, share
            at += len(paragraph) + 1
        if best is None or best_share < _LEAST_SHARE or best >= len(self._starts):
            return None
        return self._place(best, 1, sure=False)


def _mapped(text: str) -> tuple[str, list[int]]:
    """Return a text in the form of ``normal``, and where in it each of its characters is, and its end."""
    signs: list[str] = []
    marks = []
    for sign in text:
        marks.append(len(signs))
        for each in " " if sign == _BREAK else _SIGNS.get(sign, sign):
            if each != " " or (signs and signs[-1] != " "):
                signs.append(each)
    marks.append(len(signs))
    whole = "".join(signs).rstrip()
    return whole, [min(mark, len(whole)) for mark in marks]
