"""Find the words of a file again in another text, in their order, so that none is taken for another of its letters.

What moved, as footnotes and captions do, is looked for by rows of words among what is left.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate, groupby

from proofdesk.desk.importing.accounts.align import aligned, runs

MIN_RUN = 3  # words in a row that show by themselves where they went
MAX_LIKE = 50  # places that begin alike, of which the longest is looked for
AROUND = 10  # words beside a place among which what belongs there is looked for


def find_in_order(passages: Iterable[Sequence[str]], text: Sequence[str]) -> list[bool]:
    """Return for each word of the passages whether the text has it at its place among the words beside it.

    It may have moved with some of these, or as a whole passage, and be joined to one of them or parted.
    """
    return Search([*passages], text).found


class Search:
    """Where each word stands in the text, as far as it is known, and which words of the text are taken by it.

    No word of the text is taken twice, so that it holds at least what was found in it. Of the passages that are
    ``parts`` of lines none is short; if all stand ``apart``, what stands beside one of them says nothing of the next.
    ``keys`` are words of which no part is a word, as the names in a citation's key are not those of the file.
    """

    def __init__(self, passages: Sequence[Sequence[str]], text: Sequence[str], parts: Container[int] = (),
                 apart: bool = False, keys: Container[str] = ()) -> None:
        self.passages, self.text, self._parts, self._keys = passages, text, parts, keys
        self.words = [word for passage in passages for word in passage]
        self._ends = (None, None) if apart else (-1, len(text))  # of the text, for the words at the passages' ends
        self._starts = {*accumulate(map(len, passages), initial=0)} if apart else {0, len(self.words)}
        self.places: list[int | None] = [None] * len(self.words)
        self.found = [False] * len(self.words)
        self.taken = bytearray(len(text))
        self._rests: dict[int, str] = {}  # of words of which a part is taken
        self.follow_order()
        self.follow_moves()
        self.find_short_passages()
        self.fill_gaps()
        self.find_copies()

    def _put(self, here: int, there: int) -> None:
        self.places[here], self.found[here], self.taken[there] = there, True, 1

    def follow_order(self) -> None:
        """Find words in the order of the text, where a few of them stand in a row."""
        for run in runs(aligned(self.words, self.text)):
            if len(run) >= MIN_RUN:
                for here, there in run:
                    self._put(here, there)

    def follow_moves(self) -> None:
        """Find rows of words wherever else they stand, the longest of several that begin alike."""
        begin: dict[tuple[str, ...], list[int]] = {}
        for there in range(len(self.text) - MIN_RUN + 1):
            begin.setdefault(tuple(self.text[there : there + MIN_RUN]), []).append(there)
        here = 0
        while here < len(self.words):
            lengths = [(self._row(here, there), -there) for there in begin.get(
                tuple(self.words[here : here + MIN_RUN]), ())[:MAX_LIKE]] if not self.found[here] else []
            length, there = max(lengths, default=(0, 0))
            if length >= MIN_RUN:
                for number in range(length):
                    self._put(here + number, number - there)
            here += max(length, 1) if length >= MIN_RUN else 1

    def _row(self, here: int, there: int) -> int:
        """Return how many words, which nothing else has taken, are the same from two places on."""
        length = 0
        while here + length < len(self.words) and there + length < len(self.text) and not (
                self.found[here + length] or self.taken[there + length]) and (
                self.words[here + length] == self.text[there + length]):
            length += 1
        return length

    def find_short_passages(self) -> None:
        """Find passages of a word or two, such as cells, wherever the text has them and nothing else needs them."""
        starts: dict[str, list[int]] = {}
        for number, word in enumerate(self.text):
            if not self.taken[number]:
                starts.setdefault(word, []).append(number)
        at = 0
        for which, passage in enumerate(self.passages):
            if len(passage) < MIN_RUN and which not in self._parts and not any(self.found[at : at + len(passage)]):
                for there in starts.get(passage[0], ()) if passage else ():
                    end = there + len(passage)
                    if [*self.text[there:end]] == [*passage] and not any(self.taken[there:end]):
                        for number in range(len(passage)):
                            self._put(at + number, there + number)
                        break
            at += len(passage)

    def fill_gaps(self) -> None:
        """Find single words, joined words and parted words beside the places of their neighbours."""
        for is_found, group in groupby(range(len(self.words)), self.found.__getitem__):
            run = [] if is_found else [*group]
            if run:
                self._fill_between(run)
            for window in self._beside(run) if run else ():
                open_ = [there for there in window if not self.taken[there]]
                here = [number for number in run if not self.found[number]]
                if len(here) > AROUND:  # no single words
                    continue
                for one, other in aligned([self.words[number] for number in here], [self.text[n] for n in open_]):
                    self._put(here[one], open_[other])
                if here and (there := self._joined(here[0], here[-1] + 1, window)):
                    self.taken[there.start : there.stop] = b"\1" * len(there)
                    for number in here:
                        self.found[number] = True
                for number in here:
                    if not self.found[number]:
                        self.found[number] = self.take_part(self.words[number], window)

    def take(self, word: str, window: Iterable[int]) -> bool:
        """Take a word of the text that nothing else has taken; return whether there is one."""
        there = next((there for there in window if self.text[there] == word and not self.taken[there]), None)
        if there is not None:
            self.taken[there] = 1
        return there is not None

    def take_joined(self, word: str, window: range) -> bool:
        """Take words of the text in a row that are one word of the file."""
        for first in window:
            for end in range(first + 1, min(first + AROUND, window.stop) + 1):
                if "".join(self.text[first:end]) == word and not any(self.taken[first:end]):
                    self.taken[first:end] = b"\1" * (end - first)
                    return True
        return False

    def take_part(self, word: str, window: Iterable[int]) -> bool:
        """Take a word that is the beginning or the end of one of the text: a change may part one into two."""
        for there in window:
            whole = self._rests.get(there, "" if self.taken[there] else self.text[there])
            if whole and whole not in self._keys and (rest := _rest(word, whole, there in self._rests)) is not None:
                self._rests[there], self.taken[there] = rest, 1
                return True
        return False

    def _fill_between(self, run: list[int]) -> None:
        """Find words in their order between the places of both neighbours: nothing else of the file is there.

        So are those found that stand among citations, which the text has as keys.
        """
        before, after = self._around(run)
        if before is None or after is None or not 0 < after - before - 1 <= len(run) + AROUND:
            return
        open_ = [there for there in range(before + 1, after) if not self.taken[there]]
        letters = "".join(self.text[there] for there in open_)
        named = "".join(filter(str.isascii, letters))
        if named != letters and named == "".join(self.words[number] for number in run):
            for number in run:  # beside signs that the file has by name: αj s1
                self.found[number] = True
            for there in open_:
                self.taken[there] = 1
            return
        for one, other in [*aligned([self.words[number] for number in run], [self.text[there] for there in open_])]:
            self._put(run[one], open_[other])

    def find_copies(self) -> None:
        """Find words where the text has them once more, behind or before the same word.

        What a file says twice, as a caption that also describes its picture, may have been taken for each other; so
        words go first that have another's place.
        """
        open_: dict[str, list[int]] = {}
        for there, word in enumerate(self.text):
            if not self.taken[there]:
                open_.setdefault(word, []).append(there)
        for is_found in (True, False):
            here = -1
            for passage in self.passages:
                for number, word in enumerate(passage):
                    here += 1
                    if self.found[here] is not is_found or word not in open_:
                        continue
                    around = (passage[number - 1] if number else "", "".join(passage[number + 1 : number + 2]))
                    old = self.places[here]
                    if is_found and (old is None or self._fits(old, around)):
                        continue
                    copy = next((place for place in open_[word][:MAX_LIKE]
                                 if not self.taken[place] and self._fits(place, around)), None)
                    if copy is not None:
                        self._put(here, copy)
                        if old is not None:
                            self.taken[old] = 0
                            open_[word].append(old)

    def _fits(self, there: int, around: tuple[str, str]) -> bool:
        """Return whether a place stands behind or before the word that is there in the file, too."""
        before, behind = self.text[there - 1] if there else "", "".join(self.text[there + 1 : there + 2])
        return before == around[0] != "" or behind == around[1] != ""

    def _joined(self, start: int, end: int, window: range) -> range | None:
        """Return where words are whole words of the text when they are joined to each other or to a neighbour.

        What other words of the file have is not theirs; a neighbour has its place already.
        """
        alone = "".join(self.words[start:end])
        joined = {"".join(self.words[start - (start not in self._starts) : end]),
                  "".join(self.words[start : end + (end not in self._starts)])} - {alone}
        for first in window:
            whole = ""
            for last in range(first, min(first + AROUND, len(self.text))):
                whole += self.text[last]
                there = range(first, last + 1)
                if (whole == alone and not any(self.taken[first : last + 1])) or (
                        whole in joined and not all(self.taken[first : last + 1])):
                    return there
        return None

    def _around(self, run: list[int]) -> tuple[int | None, int | None]:
        """Return the places of the words before and behind some that stand in a row, as far as they are known."""
        first, last = run[0], run[-1] + 1
        return (self._ends[0] if first in self._starts else self.places[first - 1],
                self._ends[1] if last in self._starts else self.places[last])

    def _beside(self, run: list[int]) -> Iterator[range]:
        """Yield where words should stand: behind the word before them, and before the word behind them."""
        reach = 2 * min(len(run), AROUND) + AROUND
        before, after = self._around(run)
        if before is not None:
            yield range(before + 1, min(before + 1 + reach, len(self.text)))
        if after is not None:
            yield range(max(after - reach, 0), after)


def _rest(word: str, whole: str, is_rest: bool) -> str | None:
    """Return what is left of a word that begins or ends with another; None if it does not.

    A change parted it, or the file has a sign of it by name (μg). The last part may be all that is left.
    """
    rest = whole.removeprefix(word) if whole.startswith(word) else whole.removesuffix(word)
    return rest if (rest != whole and (rest or is_rest)) and (len(word) > 1 or is_rest or not rest.isascii()) else None
