"""Find what a reviewer changed in a Word file without tracking it: its paragraphs against those that were sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from proofdesk.desk.review.places import NUMBERS
from proofdesk.desk.review.shown_text import normal
from proofdesk.desk.review.word_text import CITATION, Change, WordParagraph

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w+")
_ALIKE = 0.5  # of two paragraphs of which one was made of the other


@dataclass(frozen=True)
class Edit:
    """A paragraph that differs: as it was sent and as it came back, by their numbers, and its changes.

    Without a ``sent`` it is new; without a ``back`` it is gone. ``after`` is the number of the sent one before it.
    """

    sent: int | None
    back: int | None
    after: int
    changes: tuple[Change, ...] = ()


def untracked_texts(paragraphs: Sequence[WordParagraph]) -> tuple[list[int], list[str]]:
    """Return paragraphs without what was tracked: their numbers, and their texts.

    Two of which a tracked end was made are the one that they were.
    """
    kept: list[int] = []
    back: list[str] = []
    is_parted = False
    for number, paragraph in enumerate(paragraphs):
        if paragraph.mark == "in" and not paragraph.old.strip():
            continue
        if is_parted:
            back[-1] += paragraph.old
        else:
            kept.append(number)
            back.append(paragraph.old)
        is_parted = paragraph.mark == "in"
    return kept, back


def same_paragraphs(sent: Sequence[str], back: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of paragraphs that say the same, as they were sent and as they came back."""
    ours, theirs = [_key(text) for text in sent], [_key(text) for text in back]
    for block in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        yield from ((block.a + each, block.b + each) for each in range(block.size) if ours[block.a + each])


def find_edits(sent: Sequence[str], back: Sequence[str]) -> Iterator[Edit]:
    """Yield each paragraph that came back otherwise than it was sent."""
    if not any(CITATION in text for text in back):  # a program turned the fields into words, which are compared as such
        sent = [NUMBERS.sub("", text.replace(CITATION, "")) for text in sent]
        back = [NUMBERS.sub("", text) for text in back]
    ours, theirs = [_key(text) for text in sent], [_key(text) for text in back]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _pair(sent, back, range(i1, i2), range(j1, j2))


def _key(text: str) -> str:
    return normal(text).replace(" ", "")


def _pair(sent: Sequence[str], back: Sequence[str], ours: range, theirs: range) -> Iterator[Edit]:
    """Pair the paragraphs of a passage that differs, in their order, where one was made of the other."""
    at = theirs.start
    after = ours.start - 1
    for number in ours:
        if not _key(sent[number]):
            after = number
            continue
        matched = next((each for each in range(at, theirs.stop) if _alike(sent[number], back[each])), None)
        if matched is None:
            yield Edit(number, None, number - 1, (Change(0, sent[number], "", "", ""),))
        else:
            yield from (Edit(None, each, after, (Change(0, "", back[each], "", ""),))
                        for each in range(at, matched) if _key(back[each]))
            yield Edit(number, matched, number - 1, tuple(word_changes(sent[number], back[matched])))
            at = matched + 1
        after = number
    yield from (Edit(None, each, after, (Change(0, "", back[each], "", ""),))
                for each in range(at, theirs.stop) if _key(back[each]))


def _alike(one: str, other: str) -> bool:
    first, second = _key(one), _key(other)
    if not first or not second:
        return False
    if first in second or second in first:
        return min(len(first), len(second)) * 5 > max(len(first), len(second))
    matcher = SequenceMatcher(None, _WORD.findall(one), _WORD.findall(other), autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def word_changes(old: str, new: str) -> list[Change]:
    """Return the changes of words that make one text of another; those with one word or less between them are one."""
    first, second = _TOKEN.findall(old), _TOKEN.findall(new)
    starts = [0]
    for token in first:
        starts.append(starts[-1] + len(token))
    joined: list[list[int]] = []
    matcher = SequenceMatcher(None, [normal(each) or " " for each in first], [normal(each) or " " for each in second],
                              autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        if joined and not "".join(first[joined[-1][1] : i1]).strip():
            joined[-1][1], joined[-1][3] = i2, j2
        else:
            joined.append([i1, i2, j1, j2])
    found = (Change(starts[i1], "".join(first[i1:i2]), "".join(second[j1:j2]), "", "") for i1, i2, j1, j2 in joined)
    return [each for each in found if _key(each.before) != _key(each.after)
            or each.before.replace(CITATION, "").split() != each.after.replace(CITATION, "").split()]
