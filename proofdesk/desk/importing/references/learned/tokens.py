"""Split an entry of a list of references into words and punctuation, and say where in the entry each of them stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W_]+(?:[-‐'’ʼ–./+&][^\W_]+)*|\S")
# “J.R”, “pp.12” and “IEEE/CVF” are several tokens, “AI/AN” and “1/2” too; “e12.5” is one.
_CUT = re.compile(r"(?<=[^\W\d_])\.(?=\w)|(?<=[^\W\d_]{3})/|(?<=\d)/(?=\d)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?$")
_QUOTES = {"“": "”", "„": "“", "«": "»", "»": "«", '"': '"', "‘": "’"}
_PARTS_OF_WORDS = "-–—'’/&+*#%@"


class Token(NamedTuple):
    """A word or a mark of punctuation, and its place in the text."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Return whether it is no punctuation."""
        return self.text[0].isalnum()


@dataclass
class Places:
    """Where each token of an entry stands.

    ``sentence`` counts the sentences before it, ``piece`` the pieces between marks of punctuation: a mark has the half
    number between its neighbours’. ``italic`` is B or I in words in italics, ``quote`` o, q or c at the start of,
    within and at the end of quotation marks, ``bracket`` p within brackets.
    """

    sentence: list[int] = field(default_factory=list)
    piece: list[float] = field(default_factory=list)
    italic: list[str] = field(default_factory=list)
    quote: list[str] = field(default_factory=list)
    bracket: list[str] = field(default_factory=list)


def split_tokens(text: str) -> list[Token]:
    """Return the tokens of a text."""
    tokens = []
    for match in _TOKEN.finditer(text):
        start = match.start()
        for cut in _CUT.finditer(text, match.start(), match.end()):
            if cut.start() > start:
                tokens.append(Token(text[start : cut.start()], start, cut.start()))
            tokens.append(Token(cut.group(), cut.start(), cut.end()))
            start = cut.end()
        if start < match.end():
            tokens.append(Token(text[start : match.end()], start, match.end()))
    return tokens


def shape(text: str) -> str:
    """Return the form of a token: “Xx” a word with a capital, “X” an initial, “d4” four digits, “dt” a date."""
    if text.isdigit():
        return f"d{min(len(text), 6)}"
    if not text[0].isalnum():
        return text
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.(?:19|20)?\d\d", text):
        return "dt"
    if re.fullmatch(r"[A-Za-z]{0,3}\d+[-–]+[A-Za-z]{0,3}\d+", text):
        return "d-d"
    if re.search(r"\d", text):
        return "xd" if text[0].isalpha() else "dx"
    letters = re.sub(r"\W", "", text)
    if len(letters) == 1:
        return "X" if letters.isupper() else "x"
    if letters.isupper():
        return f"X{min(len(letters), 5)}"
    if letters.islower():
        return "xx"
    return ("Xx" if letters[1:].islower() else "XxX") if letters[0].isupper() else "xX"


def is_year(text: str) -> bool:
    """Return whether a token may be a year."""
    return bool(_YEAR.match(text))


def places(text: str, tokens: Sequence[Token], italics: Sequence[str]) -> Places:
    """Return where each token stands. ``italics`` are the words that the manuscript has in italics."""
    found = Places(italic=_italic(text, tokens, italics))
    sentence, piece, depth, closing = 0, 0, 0, ""
    for index, token in enumerate(tokens):
        follows = tokens[index + 1] if index + 1 < len(tokens) else None
        if not closing and token.text in _QUOTES:
            closing = _QUOTES[token.text]
            found.quote.append("o")
        elif closing and token.text == closing and not _is_apostrophe(token, follows):
            closing = ""
            found.quote.append("c")
        else:
            found.quote.append("q" if closing else "")
        depth += token.text in "(["
        found.bracket.append("p" if depth else "")
        depth = max(0, depth - (token.text in ")]"))
        found.sentence.append(sentence)
        sentence += token.text in "?!;" or (token.text == "." and _ends_sentence(tokens, index))
        cuts = not token.is_word and token.text not in _PARTS_OF_WORDS and not _abbreviates(tokens, index)
        found.piece.append(piece + 0.5 * cuts)
        piece += cuts
    return found


def _is_apostrophe(token: Token, follows: Token | None) -> bool:
    return token.text == "’" and follows is not None and follows.start == token.end and follows.is_word


def _ends_sentence(tokens: Sequence[Token], index: int) -> bool:
    before = tokens[index - 1].text if index else ""
    is_apart = index + 1 == len(tokens) or tokens[index + 1].start > tokens[index].end
    return is_apart and bool(before) and (len(before) > 2 or not before[0].isalpha())


def _abbreviates(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a stop is likely that of an abbreviation or an initial."""
    if tokens[index].text != "." or not index or index + 1 == len(tokens) or len(tokens[index - 1].text) > 5:
        return False
    follows = tokens[index + 1]
    if follows.start == tokens[index].end:
        return True
    is_short = len(tokens[index - 1].text) < 2
    return follows.text[0].isupper() and index + 2 < len(tokens) and (tokens[index + 2].text == "." or is_short)


def _italic(text: str, tokens: Sequence[Token], italics: Sequence[str]) -> list[str]:
    marks = [""] * len(tokens)
    for written in italics:
        words = written.strip(" .,;:()“”\"")
        at = text.find(words) if len(words) > 1 else -1
        while at >= 0:
            within = [n for n, token in enumerate(tokens) if at <= token.start and token.end <= at + len(words)]
            for n in within:
                marks[n] = "B" if n == within[0] else "I"
            at = text.find(words, at + len(words)) if len(words) > 12 else -1  # short words recur elsewhere
    return marks
