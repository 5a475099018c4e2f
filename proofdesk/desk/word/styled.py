"""Handle words with how they look, and write them as Markdown that looks the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from proofdesk.desk.word.looks import IN_MARKDOWN, LINK, NAMES

_SPECIAL = re.compile(r"[\\`*\[\]<@|~^$]|(?<!\w)_|_(?!\w)")
_BEGINS = re.compile(r"^\s*(?=[#>+:-]|/{3})|^\s*\d+(?=[.)])")  # a mark of a list, a heading or a block
# What stands in a text for what is no words: a citation's field, whose words a program may write anew, and others.
CITATION, NOTE, PICTURE = "\ufffc", "\ufffb", "\ufffa"
THINGS = {CITATION: "citation", NOTE: "note", PICTURE: "picture"}
_NO_THINGS = str.maketrans(dict.fromkeys(THINGS))
_SIGNS = {"bold": ("**", "**"), "italic": ("*", "*"), "raised": ("<sup>", "</sup>"), "lowered": ("<sub>", "</sub>"),
          "code": ("`", "`")}
BREAK = "\n\n"  # between two paragraphs


@dataclass(frozen=True)
class Styled:
    """A text with the look of each of its characters (``word.looks``)."""

    text: str = ""
    looks: Sequence[str] = ()

    def __add__(self, other: Styled) -> Styled:
        return Styled(self.text + other.text, (*self.looks, *other.looks))

    def part(self, start: int, end: int | None) -> Styled:
        return Styled(self.text[start:end], self.looks[start:end])

    def look_at(self, at: int) -> str:
        """Return how words would look that are put in before a character."""
        return self.looks[at - 1] if 0 < at <= len(self.looks) else ""

    def seen(self) -> set[str]:
        """Return the looks of what is more than space and citations."""
        return {look for sign, look in zip(self.text, self.looks, strict=True) if _is_seen(sign)}

    def runs(self) -> Iterator[tuple[str, str]]:
        """Yield the longest parts of one look, each with it."""
        for look, part in groupby(zip(self.text, self.looks, strict=True), key=lambda each: each[1]):
            yield "".join(sign for sign, _ in part), look

    def settled(self) -> Styled:
        """Return the text with spaces that look as the words on both of their sides do."""
        looks, before = list(self.looks), ""
        at = 0
        while at < len(looks):
            end = at
            while end < len(looks) and not _is_seen(self.text[end]):
                end += 1
            if end == at:
                before, at = looks[at], at + 1
                continue
            behind = looks[end] if end < len(looks) else ""
            both = [name for name in before.split() if name in behind.split() and BREAK not in self.text[at:end]]
            looks[at:end] = [" ".join(both)] * (end - at)
            at = end
        return Styled(self.text, tuple(looks))


def _is_seen(sign: str) -> bool:
    return not sign.isspace() and sign not in THINGS


def words_of(text: str) -> str:
    """Return a text without what stands for citations, notes and pictures."""
    return text.translate(_NO_THINGS)


def plain(text: str) -> Styled:
    """Return a text of no look."""
    return Styled(text, ("",) * len(text))


def in_markdown(look: str) -> str:
    """Return what Markdown can say of a look."""
    return " ".join(name for name in look.split() if name in IN_MARKDOWN or name.startswith(LINK))


def written(words: Styled, around: set[str]) -> str:
    """Return words as Markdown, or nothing if they look like those ``around`` them, which have one look."""
    wanted = {in_markdown(look) for look in words.seen()}
    base = {in_markdown(look) for look in around}
    return "" if not wanted or (wanted == base and len(base) == 1) else markdown(words)


def said_of_looks(before: Styled, after: Styled, around: str) -> str:
    """Return in a sentence how words are set otherwise than they were, or than those around them.

    Of new words, only what Markdown cannot say is said.
    """
    was, now = (set(" ".join(looks).split()) for looks in (before.seen() or {around}, after.seen()))
    same = before.text.strip() == after.text.strip()
    if not same:
        was, now = was | {name for name in now if in_markdown(name)}, now
    on, off = (sorted(names, key=[*NAMES].index) for names in (
        {name for name in one - other if not name.startswith(LINK)} for one, other in ((now, was), (was, now))))
    said = [*(NAMES[name] for name in on), *(f"not {NAMES[name]}" for name in off if same)]
    linked = [name.removeprefix(LINK) for name in sorted(now - was) if name.startswith(LINK)]
    links = [f"Link these words to <{address}>." for address in linked] if linked else [
        "Link these words no longer."] if same and any(name.startswith(LINK) for name in was - now) else []
    return " ".join([*([f"Set these words {', '.join(said)}."] if said else []), *links]) if after.seen() else ""


def markdown(words: Styled) -> str:
    """Return words as Markdown that shows them as they look; what it cannot say is left out."""
    return BREAK.join(_paragraph(part) for part in _paragraphs(words.settled()))


def _paragraphs(words: Styled) -> Iterator[Styled]:
    at = 0
    for text in words.text.split(BREAK):
        yield words.part(at, at + len(text))
        at += len(text) + len(BREAK)


def _paragraph(words: Styled) -> str:
    runs = [(text, in_markdown(look).split()) for text, look in words.runs()]
    made = ""
    open_names: list[str] = []
    for number, (text, names) in enumerate(runs):
        while not set(open_names) <= set(names):
            made += _mark(open_names.pop(), 1)
        new = [name for name in names if name not in open_names]
        # What lasts longest is the outer one; code is the inner one of all.
        new.sort(key=lambda name: (name == "code", -_lasts(name, runs[number:]), not name.startswith(LINK)))
        shown = text.lstrip()
        made += text[: len(text) - len(shown)] + "".join(_mark(name, 0) for name in new)
        open_names += new
        made += shown.replace("`", "'") if "code" in names else escape(shown)
    return made + "".join(_mark(name, 1) for name in reversed(open_names))


def _lasts(name: str, runs: Sequence[tuple[str, list[str]]]) -> int:
    return next((number for number, (_, names) in enumerate(runs) if name not in names), len(runs))


def _mark(name: str, end: int) -> str:
    if name.startswith(LINK):
        address = name.removeprefix(LINK)
        return f"](<{address}>)" if end and re.search(r"[()]", address) else f"]({address})" if end else "["
    return _SIGNS[name][end]


def escape(text: str, begins: bool = False) -> str:
    """Return words as Markdown that shows them as they are; ``begins`` for those of a paragraph of their own."""
    text = _SPECIAL.sub(r"\\\g<0>", text.replace("\n", " ").replace("\u00ad", ""))
    return escape_begin(text) if begins else text


def escape_begin(text: str) -> str:
    """Return Markdown that begins a paragraph, and nothing else."""
    return _BEGINS.sub(r"\g<0>\\", text)
