"""Describe each token of an entry by what the model knows tokens by: its form, its neighbours, and its place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.desk.importing.references.learned.tokens import Places, Token, is_year, places, shape
from proofdesk.desk.importing.references.parts.publishers import PUBLISHER_WORD, is_city, is_publisher
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD

_MONTH = re.compile(MONTH_NAME.removesuffix(r"\.?") + "$", re.I)
_FIRST_WORDS = ("in", "en", "em", "dans", "nel", "available", "proceedings")
_ROLES = frozenset((
    "ed", "eds", "edd", "edited", "editor", "editors", "hrsg", "hrsgg", "hg", "hgg", "herausgegeben", "éd", "éds",
    "dir", "dirs", "org", "orgs", "coord", "coords", "cura", "red", "comp", "comps"))
_NAMED = ("doi", "eprint", "isbn", "url")
_STEPS = (2, 3, 4, 6, 10, 16, 30)


class Features:
    """What is known of the tokens of one entry."""

    def __init__(
        self, text: str, tokens: Sequence[Token], italics: Sequence[str], found: Sequence[str], given: Container[str]
    ) -> None:
        self.text, self.tokens, self.given = text, tokens, given
        self.at: Places = places(text, tokens, italics)
        self.shapes = [shape(token.text) for token in tokens]
        self.words = [re.sub(r"[’‘ʼ]", "'", token.text.lower()) for token in tokens]
        self.is_number = [form[0] == "d" for form in self.shapes]
        self.has_italics, self.has_quotes = int(any(self.at.italic)), int("o" in self.at.quote)
        has_volume = int(any(word in ("vol", "volume", "v") for word in self.words))
        self.common = [f"id={'+'.join(name for name in _NAMED if name in found) or '-'}", f"it={self.has_italics}",
                       f"qq={self.has_quotes}", f"v={has_volume}"]

    @cached_property
    def pieces(self) -> dict[float, list[int]]:
        """Return the tokens of each piece between marks of punctuation, and of the marks between pieces."""
        found: dict[float, list[int]] = {}
        for index, piece in enumerate(self.at.piece):
            found.setdefault(piece, []).append(index)
        return found

    @cached_property
    def sentences(self) -> list[tuple[str, str, str, str]]:
        """Return of each sentence its capitals, its length, whether it has digits, and a telling first word."""
        found = []
        for number in range(self.at.sentence[-1] + 1):
            within = [token.text for token, each in zip(self.tokens, self.at.sentence, strict=True) if each == number]
            long = [word for word in within if len(word) > 3 and word[0].isalpha()]
            capitals = "n" if not long else _capitals(long)
            first = next((word for word in within if word[0].isalnum()), "").lower()
            found.append((capitals, _step(len(long)), str(int(any(word[0].isdigit() for word in within))),
                          first if first in _FIRST_WORDS else ""))
        return found

    def kind(self, piece: float) -> str:
        """Return what a piece looks like: a year, a number, or words with or without capitals, and how many."""
        words = [self.tokens[n].text for n in self.pieces.get(piece, ()) if self.tokens[n].is_word]
        if not words:
            return "-" if piece in self.pieces else "0"
        if words[0][0].isdigit():
            return "y" if is_year(words[0].lower()) and len(words) == 1 else "d"
        long = [word for word in words if len(word) > 3 and word[0].isalpha()]
        number = len(words)
        return _capitals(long) + ("1" if number == 1 else "3" if number < 4 else "7" if number < 8 else "9")

    def rows(self) -> Iterator[list[str]]:
        """Yield the features of each token."""
        year_seen, numbers_seen, numbers_left = 0, 0, sum(self.is_number)
        for index in range(len(self.tokens)):
            numbers_left -= self.is_number[index]
            row = ["b", *self._form(index), *self._neighbours(index)]
            last = self.at.sentence[-1] - self.at.sentence[index]
            capitals, length, digits, first = self.sentences[self.at.sentence[index]]
            mark = self.at.italic[index]
            row += [
                f"i={_step(index)}", f"r={_step(len(self.tokens) - 1 - index)}", f"m={mark}{self.has_italics}",
                f"q={self.at.quote[index]}", f"d={self.at.bracket[index]}", f"y={year_seen}",
                f"n={min(numbers_seen, 3)}{min(numbers_left, 3)}", f"sg={min(self.at.sentence[index], 4)}",
                f"sb={min(last, 4)}", f"sy={min(self.at.sentence[index], 3)}{min(last, 3)}{year_seen}",
                f"sr={capitals}", f"sl={length}", f"sd={digits}", f"si={first}", f"rb={capitals}{min(last, 3)}{digits}",
                f"mq={mark}{self.at.quote[index]}{self.has_italics}{self.has_quotes}{year_seen}"]
            yield [*row, *self._piece(index, min(last, 3), year_seen), *self._place(index), *self.common]
            year_seen |= int(index > 0 and is_year(self.words[index]))
            numbers_seen += self.is_number[index]

    def _form(self, index: int) -> Iterator[str]:
        token, word = self.tokens[index].text, self.words[index]
        yield "w=#" if token[0].isdigit() else f"w={word}"
        yield f"s={self.shapes[index]}"
        if token[0].isalpha() and len(word) > 4:
            yield from (f"e={word[-3:]}", f"p={word[:3]}")
        if _MONTH.match(word):
            yield "month"
        if is_year(word):
            yield from ("year", f"year:{self._shape(index - 1)}:{self._shape(index + 1)}")

    def _neighbours(self, index: int) -> Iterator[str]:
        for step in (-3, -2, -1, 1, 2, 3):
            there = index + step
            if not 0 <= there < len(self.tokens):
                yield f"{step}s=^"
                continue
            yield f"{step}s={self.shapes[there]}"
            if abs(step) < 3 and self.tokens[there].text[0].isalpha():
                yield f"{step}w={self.words[there]}"
        before, here, after = (self._shape(index + step) for step in (-1, 0, 1))
        yield f"g={self._gap(index)}{self._gap(index + 1)}"
        yield f"sh={before}|{here}|{after}"
        if index:
            yield f"s2={self._shape(index - 2)}|{before}|{here}"
        if index + 1 < len(self.tokens):
            yield f"n2={here}|{after}|{self._shape(index + 2)}"

    def _shape(self, index: int) -> str:
        return "^" if index < 0 else "$" if index >= len(self.tokens) else self.shapes[index]

    def _gap(self, index: int) -> str:
        """Return “_” if nothing stands between a token and the one before it."""
        return "_" if 0 < index < len(self.tokens) and self.tokens[index - 1].end == self.tokens[index].start else " "

    def _piece(self, index: int, last: int, year_seen: int) -> Iterator[str]:
        """Yield what the piece of a token and those beside it look like."""
        piece, mark = self.at.piece[index], self.tokens[index].text
        if piece != int(piece):
            before, after = self.kind(piece - 0.5), self.kind(piece + 0.5)
            yield f"pb={mark}{last}{year_seen}{self.has_quotes}{self.at.quote[index]}"
            yield f"pk={mark}{before}{after}"
            yield f"pkb={mark}{after}{last}{year_seen}"
            return
        here, after, before = self.kind(piece), self.kind(piece + 1), self.kind(piece - 1)
        opening, closing = self._marks(piece - 0.5), self._marks(piece + 0.5)
        yield from (f"ck={here}{last}", f"cb={opening}{here}{last}{year_seen}", f"ca={closing}{after}",
                    f"cc={before}{opening}{here}{closing}{after}",
                    f"cm={opening}{closing}{self.at.italic[index]}{self.has_italics}")

    @cached_property
    def around(self) -> list[str]:
        """Return of each piece how many pieces before and behind it the nearest word of a role is."""
        return [self._around(piece) for piece in range(int(self.at.piece[-1]) + 1)]

    def _around(self, piece: int) -> str:
        def distance(pieces: Iterable[int]) -> str:
            return next((str(n) for n, there in enumerate(pieces) if there in self.roles), "-")
        return distance(range(piece, piece - 4, -1)) + distance(range(piece, piece + 4))

    @cached_property
    def roles(self) -> set[float]:
        """Return the pieces that have a word of a role: “Eds.”, “hrsg. von”."""
        return {piece for piece, word in zip(self.at.piece, self.words, strict=True) if word in _ROLES}

    @cached_property
    def known(self) -> dict[float, str]:
        """Return what the words of each piece say that it is: p publisher, c city, o organisation, j journal."""
        return {piece: self._known(within) for piece, within in self.pieces.items() if piece == int(piece)}

    def _known(self, within: Sequence[int]) -> str:
        words = self.text[self.tokens[within[0]].start : self.tokens[within[-1]].end]
        is_of = (("p", is_publisher(words) or bool(PUBLISHER_WORD.search(words))), ("c", is_city(words)),
                 ("o", has_organisation_word(words)), ("j", bool(JOURNAL_WORD.search(words))))
        return "".join(letter for letter, is_so in is_of if is_so)

    @cached_property
    def signatures(self) -> dict[float, str]:
        """Return the forms of all tokens of each short piece: “Xx”, “X.X.Xx”."""
        return {piece: "".join(self.shapes[n] for n in within) if len(within) < 7 else "…"
                for piece, within in self.pieces.items()}

    @cached_property
    def names(self) -> dict[float, str]:
        """Return of each short piece which of its words are given names (g) or other words with a capital (x)."""
        return {piece: "".join(map(self._name, within)) if len(within) < 7 else "…"
                for piece, within in self.pieces.items() if piece == int(piece)}

    def _name(self, index: int) -> str:
        form = self.shapes[index]
        return ("g" if self.tokens[index].text in self.given else "x") if form == "Xx" else form[0]

    def _place(self, index: int) -> Iterator[str]:
        """Yield where in its piece a token is, and what is known of the piece, those beside it, and the first two."""
        piece = self.at.piece[index]
        if piece != int(piece):
            return
        within = self.pieces[piece]
        at, signature = index - within[0], self.signatures[piece]
        place = f"{min(at, 4)}{min(within[-1] - index, 4)}"
        after, around, known = self.signatures.get(piece + 1, ""), self.around[int(piece)], self.known[piece]
        named, following = self.names[piece], self.names.get(piece + 1, "")
        yield from (f"gn={named}@{at}", f"gm={named}>{following}@{min(at, 4)}",
                    f"go={self.names.get(piece - 1, '')}<{named}@{min(at, 4)}")
        yield from (f"pp={place}{self.kind(piece)}", f"ps={signature}@{at}", f"pn={signature}>{after}@{min(at, 4)}",
                    f"fo={self.signatures.get(0.0, '')}|{self.signatures.get(1.0, '')}:{signature}@{min(at, 4)}",
                    f"ro={around}", f"rs={around}{signature}@{min(at, 4)}", f"kn={known}",
                    f"ka={known}>{self.known.get(piece + 1, '-')}", f"kb={self.known.get(piece - 1, '-')}>{known}")

    def _marks(self, piece: float) -> str:
        return "".join(self.tokens[n].text for n in self.pieces.get(piece, ()))


def _capitals(words: Sequence[str]) -> str:
    """Return whether all, most or few words begin with a capital."""
    number = sum(word[0].isupper() for word in words)
    return "a" if number == len(words) else "m" if number * 2 >= len(words) else "l"


def _step(number: int) -> str:
    """Return a number, or the lowest of the numbers that count as the same."""
    return str(number if number < 2 else max(step for step in _STEPS if step <= number))
