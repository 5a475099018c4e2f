"""Hold what was found of citations, and change a line where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

# Code, addresses of links, and citations in the site's own form: no citation is looked for in them.
_ADDRESS = r"\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+\)"
LINK = re.compile(rf"(?<![\\!])\[((?:[^\[\]\\]|\\.){{1,300}})\]{_ADDRESS}")
VERBATIM = re.compile(
    rf"`[^`]*`|!?(?<!\\)\[(?:[^\[\]\\]|\\.){{0,300}}\]{_ADDRESS}|(?<=[^\\]\]){_ADDRESS}|<https?://[^<>]{{0,2000}}+>|"
    r"(?<!\\)\[[^\[\]@]{0,300}@[^\[\]]{0,1000}+\]|(?<![\w./@\\])@[\w:.-]*\w(?: \[[^\[\]]{0,300}\])?|"
    r"\[\^[^\[\]\n]{1,100}\]|\$[^$\s](?:[^$\n]{0,200}[^$\s])?\$(?!\d)|⟦[^⟦⟧]{0,900}⟧"
)
_MARKS = re.compile(r"</?su[bp]>|\\")
_EMPHASIS = re.compile(r"(?<![\\*])\*{1,3}(?!\*)")
BEFORE = 24  # letters of the words before a place that tell where it is


def any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of some texts; nothing without any."""
    return re.compile("|".join(map(re.escape, texts)) or "(?!)")


class CitationGroup(NamedTuple):
    """Citation as the text writes it, with its keys; without keys if it could not be resolved."""

    text: str
    keys: tuple[str, ...] = ()

    @property
    def is_by_key(self) -> bool:
        """Return whether the text cites by keys, as the site does."""
        return bool(re.match(r"\[[^\[\]@]*@|-?@", self.text))


@dataclass
class LinkedCitations:
    """Citations of a text in order, and why some of them are open.

    The work is not in the list (``unlisted``), its entry could not be read (``unread``), several works may be meant
    (``ambiguous``), or it is not certain to be a citation (``unsure``). Citations by ``unknown_keys`` stay as they
    are. ``told`` says by which form a manuscript cites; what ``kept`` names has that form, and is text.
    """

    groups: list[CitationGroup] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    unknown_keys: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    plain_years: int = 0

    @property
    def keys(self) -> set[str]:
        """Return the keys of all works cited."""
        return {key for group in self.groups for key in group.keys}

    def keep(self, line: str, start: int, end: int) -> None:
        """Note what stays text, with the words before it."""
        self.kept.append(with_words_before(line, start, end))

    def doubt(self, line: str, start: int, end: int) -> None:
        """Note what is not certain to be a citation, with the words before it: a number alone tells no place."""
        words = with_words_before(line, start, end)
        if words not in self.unsure:
            self.unsure.append(words)

    def add(self, text: str, keys: tuple[str, ...] = ()) -> None:
        """Add a citation as it is written, without the marks of Markdown."""
        words = _bare(text)
        self.groups.append(CitationGroup(words, tuple(dict.fromkeys(keys))))
        self.plain_years += bool(keys) and has_plain_year(words)

    def add_behind(self, text: str, keys: tuple[str, ...]) -> None:
        """Add the number behind a citation by name that it repeats: “Müller (2021) [3]” is one citation."""
        number = _bare(text)
        place = next((place for place in range(len(self.groups) - 1, -1, -1) if self.groups[place].keys == keys
                      and not self.groups[place].text.endswith(number)), None)
        if place is None:
            self.add(text, keys)
        else:
            self.groups[place] = CitationGroup(f"{self.groups[place].text} {number}", keys)


def _bare(text: str) -> str:
    return _MARKS.sub("", text).strip()


def has_plain_year(words: str) -> bool:
    """Return whether a citation names a year without a comma: “(Calla 2022)”."""
    return bool(re.search(r"[^\W\d_.] (?:19|20)\d\d", words))


def with_words_before(line: str, start: int, end: int) -> str:
    """Return a part of a line, with a few words before it and without marks of Markdown, as the report shows it."""
    before = line[max(start - BEFORE, 0) : start]
    before = before.partition(" ")[2] if start > BEFORE else before
    return " ".join(_bare(f"{before}{line[start:end]}".replace("\0", "")).split())


class Edit(NamedTuple):
    """Words to write in place of a part of a line."""

    start: int
    end: int
    text: str


def apply(text: str, edits: list[Edit]) -> str:
    """Return a line with its edits, which must not overlap and are in order.

    Emphasis that ends within what an edit replaces ends before it, and what begins there begins behind it.
    """
    pieces: list[str] = []
    at = 0
    for edit in edits:
        before = text[at : edit.start]
        at = edit.end
        marks = _EMPHASIS.findall(text, edit.start, edit.end)
        if len(marks) % 2 == 0 or _EMPHASIS.search(edit.text):
            pieces += [before, edit.text]
        elif len(_EMPHASIS.findall(text, 0, edit.start)) % 2:
            words = before.rstrip()
            pieces += [words, marks[0], before[len(words) :], edit.text]
        else:
            space = text[at : len(text) - len(text[at:].lstrip())]
            pieces += [before, edit.text, space, marks[-1]]
            at += len(space)
    return "".join([*pieces, text[at:]])


def blank(text: str) -> str:
    """Return a line of the same length in which all that is verbatim is hidden."""
    return VERBATIM.sub(lambda match: "\0" * len(match.group()), text)
