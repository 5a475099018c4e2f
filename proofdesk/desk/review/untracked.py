"""Find what a reviewer changed in a Word file without tracking it: its paragraphs against those that were sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from proofdesk.desk.review.places import NUMBERS
from proofdesk.desk.review.shown_text import WORD, normal
from proofdesk.desk.word.styled import BREAK, CITATION, NOTE, PICTURE, THINGS, Styled, plain, words_of
from proofdesk.desk.word.text import Change, WordParagraph, change_of

_TOKEN = re.compile(rf"{BREAK}|{WORD.pattern}|(?:(?!{BREAK})\s)+|[^\w\s]")
_ALIKE = 0.5  # of the words of two paragraphs of which one was made of the other, or is a part of it


@dataclass(frozen=True)
class Edit:
    """Paragraphs that differ: as they were sent and as they came back, by their numbers, and their changes.

    Without any ``sent`` they are new; without any ``back`` they are gone. Of several on one side, those of the other
    side were parted or joined. ``old`` is their text as it was sent, ``after`` the number of the sent one before them.
    """

    sent: tuple[int, ...]
    back: tuple[int, ...]
    after: int
    old: Styled
    changes: tuple[Change, ...] = ()


def untracked_texts(paragraphs: Sequence[WordParagraph]) -> tuple[list[int], list[Styled]]:
    """Return paragraphs without what was tracked: their numbers, and their texts.

    Two of which a tracked end was made are the one that they were.
    """
    kept: list[int] = []
    back: list[Styled] = []
    is_parted = False
    for number, paragraph in enumerate(paragraphs):
        if paragraph.mark == "in" and not paragraph.old.strip():
            continue
        if is_parted:
            back[-1] += paragraph.styled
        else:
            kept.append(number)
            back.append(paragraph.styled)
        is_parted = paragraph.mark == "in"
    return kept, back


def same_paragraphs(sent: Sequence[Styled], back: Sequence[Styled]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of paragraphs that say the same, as they were sent and as they came back."""
    ours, theirs = [_key(each.text) for each in sent], [_key(each.text) for each in back]
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        yield from ((block.a + each, block.b + each) for each in range(block.size) if ours[block.a + each])


def find_edits(sent: Sequence[Styled], back: Sequence[Styled]) -> Iterator[Edit]:
    """Yield the paragraphs that came back otherwise than they were sent."""
    if not any(CITATION in each.text for each in back):  # a program turned the fields into words
        sent, back = ([_without_numbers(each) for each in texts] for texts in (sent, back))
    ours, theirs = ([_whole_key(each) for each in texts] for texts in (sent, back))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _Passage(sent, back, range(i1, i2), range(j1, j2)).edits()


def _without_numbers(text: Styled) -> Styled:
    """Return a text without citations, and without what they show."""
    kept, at = Styled(), 0
    for found in re.finditer(f"{NUMBERS.pattern}|{CITATION}", text.text):
        kept, at = kept + text.part(at, found.start()), found.end()
    return kept + text.part(at, len(text.text))


def _key(text: str) -> str:
    return normal(text).replace(" ", "")


def _whole_key(text: Styled) -> tuple[str, ...]:
    """Return what tells a paragraph from all that say something else, or the same in other looks."""
    return (_key(text.text), "".join(re.findall(f"[{NOTE}{PICTURE}]", text.text)),
            *(f"{_key(words)} {look}" for words, look in text.runs() if look and _key(words)))


class _Passage:
    """Paragraphs that differ, between two that do not."""

    def __init__(self, sent: Sequence[Styled], back: Sequence[Styled], ours: range, theirs: range) -> None:
        self._sent, self._back, self._ours, self._theirs = sent, back, ours, theirs

    def edits(self) -> Iterator[Edit]:
        """Yield the paragraphs in their order, those together of which others were made."""
        at = self._theirs.start
        groups = self._groups()
        for number in self._ours:
            if not any(_whole_key(self._sent[number])) or any(number in old[1:] for old, _ in groups.values()):
                continue
            old, new = groups.get(number, ([number], []))
            if new:
                yield from (self._edit([], [each], number - 1) for each in range(at, new[0])
                            if any(_whole_key(self._back[each])))
                at = new[-1] + 1
            yield self._edit(old, new, number - 1)
        yield from (self._edit([], [each], self._ours.stop - 1) for each in range(at, self._theirs.stop)
                    if any(_whole_key(self._back[each])))

    def _edit(self, old: Sequence[int], new: Sequence[int], after: int) -> Edit:
        before, now = _joined([self._sent[each] for each in old]), _joined([self._back[each] for each in new])
        changes = word_changes(before, now) if old and new else [change_of(before, 0, len(before.text), now)]
        return Edit(tuple(old), tuple(new), after, before, tuple(changes))

    def _groups(self) -> dict[int, tuple[list[int], list[int]]]:
        """Return what was made of what, by the first number of what was sent."""
        pairs: list[tuple[list[int], list[int]]] = []
        at = self._theirs.start
        for number in self._ours:
            matched = next((each for each in range(at, self._theirs.stop)
                            if _alike(self._sent[number].text, self._back[each].text)), None)
            if matched is not None:
                pairs.append(([number], [matched]))
                at = matched + 1
        for index, (old, new) in enumerate(pairs):
            before = pairs[index - 1] if index else ([self._ours.start - 1], [self._theirs.start - 1])
            behind = pairs[index + 1] if index + 1 < len(pairs) else ([self._ours.stop], [self._theirs.stop])
            self._extend(old, new, self._sent, self._back, (before[0][-1], behind[0][0]))
            self._extend(new, old, self._back, self._sent, (before[1][-1], behind[1][0]))
        return {old[0]: (old, new) for old, new in pairs}

    def _extend(self, mine: list[int], other: list[int], ours: Sequence[Styled], theirs: Sequence[Styled],
                free: tuple[int, int]) -> None:
        """Add paragraphs beside some if most of their words are in what these became, and were not yet found there."""
        whole = [word for each in other for word in WORD.findall(theirs[each].text)]
        for step in (-1, 1):
            while free[0] < (next_one := (mine[0] if step < 0 else mine[-1]) + step) < free[1]:
                own = WORD.findall(ours[next_one].text)
                more = [next_one, *mine] if step < 0 else [*mine, next_one]
                found, with_it = (_same([word for each in numbers for word in WORD.findall(ours[each].text)], whole)
                                  for numbers in (mine, more))
                if not own or with_it - found < _ALIKE * len(own):
                    break
                mine[:] = more


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())


def _joined(texts: Sequence[Styled]) -> Styled:
    joined = Styled()
    for number, text in enumerate(texts):
        joined += plain(BREAK) + text if number else text
    return joined


def _alike(one: str, other: str) -> bool:
    first, second = _key(one), _key(other)
    if not first or not second:
        return False
    if first in second or second in first:
        return min(len(first), len(second)) * 5 > max(len(first), len(second))
    matcher = SequenceMatcher(None, WORD.findall(one), WORD.findall(other), autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def word_changes(old: Styled, new: Styled) -> list[Change]:
    """Return the changes of words that make one text of another; those with one word or less between them are one."""
    first, second = _tokens(old), _tokens(new)
    joined: list[list[int]] = []
    matcher = SequenceMatcher(None, [*map(_token_key, first)], [*map(_token_key, second)], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        between = "".join(each.text for each in first[joined[-1][1] : i1]) if joined else BREAK
        if BREAK not in between and not between.strip():
            joined[-1][1], joined[-1][3] = i2, j2
        else:
            joined.append([i1, i2, j1, j2])
    starts = [0]
    for token in first:
        starts.append(starts[-1] + len(token.text))
    found = (change_of(old, starts[i1], starts[i2], sum(second[j1:j2], Styled())) for i1, i2, j1, j2 in joined)
    return [each for each in found if _key(each.before) != _key(each.after) or each.said
            or BREAK in each.before + each.after
            or words_of(each.before).split() != words_of(each.after).split()
            or any(each.before.count(sign) != each.after.count(sign) for sign in (NOTE, PICTURE))]


def _tokens(text: Styled) -> list[Styled]:
    """Return words, spaces and signs, each of one look."""
    tokens = []
    for found in _TOKEN.finditer(text.text):
        at = found.start()
        for words, _ in text.part(*found.span()).runs():
            tokens.append(text.part(at, at + len(words)))
            at += len(words)
    return tokens


def _token_key(token: Styled) -> tuple[str, str]:
    """Return what tells a token; a space has no look, and the end of a paragraph is none."""
    words = token.text if token.text == BREAK or token.text in THINGS else normal(token.text) or " "
    return words, token.looks[0] if token.text.strip() and token.text not in THINGS else ""
