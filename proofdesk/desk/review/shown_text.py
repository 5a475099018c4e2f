"""Read the Markdown of a page as its reader sees it: without marks, addresses and citations.

Each character keeps its offset in the file.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from unicodedata import combining, normalize

from proofdesk.bibliography.citation_syntax import GROUP, NARRATIVE
from proofdesk.common.source_text import SourceText
from proofdesk.common.text import UNPARTED

# Signs that programs write in several ways; what is empty is a mark of Markdown, or nothing that is seen.
_SIGNS = {
    **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛`´′", "'"), **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\t\r\v\f", " "),
    **dict.fromkeys("*_~^[]\\\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffa\ufffb\ufffc", ""), "…": "...", "`": "",
}
BREAK = "\n"
# In scripts that part no words each letter is compared as a word is.
WORD = re.compile(rf"[{UNPARTED}]|[^\W{UNPARTED}]+")
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
_GONE = ("comment", "image", "citation", "call", "address", "attributes", "tag")


def normal(text: str) -> str:
    """Return a text as two are compared: signs in one form, no marks, single spaces."""
    return " ".join("".join(_SIGNS.get(sign, sign) for sign in normalize("NFC", text)).split())


def with_breaks(text: str) -> str:
    """Return a text in the form of ``normal``, with a line for each paragraph."""
    return "\n".join(filter(None, (normal(part) for part in text.split("\n"))))


def spaced(text: str) -> str:
    """Return a text with signs in one form, all of its marks, and single spaces."""
    return " ".join("".join(_SIGNS.get(sign, sign) or sign for sign in text).split())


def mapped(text: str) -> tuple[str, list[int]]:
    """Return a text in the form of ``normal``, and where in it each of its characters is, and its end."""
    signs: list[str] = []
    marks = []
    for sign in text:
        marks.append(len(signs))
        for each in " " if sign == BREAK else _SIGNS.get(sign, sign):
            if signs and (both := _composed(signs[-1], each)):
                signs[-1] = both
            elif each != " " or (signs and signs[-1] != " "):
                signs.append(each)
    marks.append(len(signs))
    whole = "".join(signs).rstrip()
    return whole, [min(mark, len(whole)) for mark in marks]


def _composed(letter: str, sign: str) -> str:
    """Return the one letter that a letter and a mark behind it are; empty if they are two signs."""
    both = normalize("NFC", letter + sign) if combining(sign or " ") else ""
    return both if len(both) == 1 else ""


class ShownText:
    """The words of a page. ``names`` gives the authors as a sentence that cites a key names them.

    Of the facts at its top, title and description are read. ``text`` has a ``BREAK`` between two paragraphs, ``flat``
    a space.
    """

    def __init__(self, source: SourceText, names: Callable[[str], str | None]) -> None:
        self.source = source
        self._signs: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._names = names
        head = source.text[: source.body_start]
        for found in re.finditer(r"^(?:title|description):[ \t]*[\"']?", head, re.MULTILINE):
            line_end = head.find("\n", found.end())
            self._words(found.end(), line_end)
            self._sign(BREAK, line_end, line_end)
        self._read(source.body_start)
        self.text = "".join(self._signs)
        self.flat = self.text.replace(BREAK, " ")

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
                self._sign(BREAK, found.start(), found.end())
        self._words(at, len(text))

    def _words(self, start: int, end: int) -> None:
        for offset in range(start, end):
            sign = self.source.text[offset]
            for each in _SIGNS.get(sign, sign):
                self._sign(" " if each == "\n" else each, offset, offset + 1)

    def _sign(self, sign: str, start: int, end: int) -> None:
        """Add a sign; of several spaces and breaks in a row one is left, and a break prevails."""
        if sign in (" ", BREAK):
            if not self._signs or self._signs[-1] == BREAK:
                return
            if self._signs[-1] == " ":
                if sign == BREAK:
                    self._signs[-1] = sign
                return
        if self._signs and (both := _composed(self._signs[-1], sign)):
            self._signs[-1], self._ends[-1] = both, end
        elif sign:
            self._signs.append(sign)
            self._starts.append(start)
            self._ends.append(end)

    def is_paragraph(self, at: int, words: str) -> bool:
        """Return whether words are all of a paragraph, a cell or a title."""
        end = at + len(words)
        return (at == 0 or self.text[at - 1] == BREAK) and (
            not self.text[end:].strip() or self.text[end:].lstrip(" .,\"'").startswith(BREAK))

    def offsets(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the offsets in the file of signs; of none, between two, only if nothing hidden stands there."""
        if first < last:
            return self._starts[first], self._ends[last - 1]
        if first < len(self._signs) and (first == 0 or self._signs[first - 1] == BREAK):
            return (self._starts[first],) * 2
        behind = self._ends[first - 1]
        between = self.source.text[behind : self._starts[first]] if first < len(self._signs) else ""
        return None if "@" in between or "[^" in between or "<" in between else (behind,) * 2

    def between(self, start: int, end: int) -> str:
        """Return what a reader sees of the file between two offsets."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return "".join(self._signs[first:last])

    def all(self, wanted: str) -> Iterator[int]:
        """Yield every place in ``flat`` at which a text begins."""
        at = self.flat.find(wanted)
        while at >= 0:
            yield at
            at = self.flat.find(wanted, at + 1)

    def line(self, at: int) -> int:
        """Return the line in the file of a sign."""
        return self.source.position(self._starts[at]).line

    def span(self, at: int, length: int) -> tuple[int, int]:
        """Return the offsets in the file of so many signs, of one at the least."""
        last = min(at + max(length, 1), len(self._signs)) - 1
        return self._starts[at], self._ends[last]
