"""Find in a page's source what was found in its finished text, in time that grows with the page and no faster.

A converter forgets where its words come from, so each piece of markup is looked up by its own first signs, and among
several places by the words around it. The places are indexed by the words around them at a few distances, so that no
piece is compared with every place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape as html_escape
from html import unescape

from proofdesk.common.raw_markup import NOT_TEXT
from proofdesk.common.source_text import Position, SourceText

CONTEXT = 40
# How many signs a piece of markup is looked up by, at most.
_ANCHOR = 6
_DISTANCES = (CONTEXT, 12, 4, 2, 1, 0)
# How much of the text before and behind a place must agree, the most first.
_LEVELS = sorted(((before, after) for before in _DISTANCES for after in _DISTANCES), key=lambda pair: -sum(pair))
_MARKS = re.compile(r"[^\w\s]+")
_ADDRESS = 200  # signs of a link's address that are looked beyond
_LINKED = re.compile(r"\]\([^()\s]*(?: \"[^\"\n]*\")?\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_ESCAPING = re.compile(r"\\(?=[^\w\s])")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\w{1,8});")
_ESCAPE = re.compile(r"\\[^\w\s]")


@dataclass(frozen=True)
class LeakedSyntax:
    """Markup that would reach the reader, with the text around it, by which it is found in the source."""

    syntax: str
    before: str
    after: str
    name: str = ""
    remedy: str = ""


@dataclass
class _Places:
    """Where an anchor is in the source, and the same places by the words around them."""

    offsets: list[int] = field(default_factory=list)
    by_context: dict[tuple[int, int], dict[int, list[int]]] = field(default_factory=dict)


class LeakLocator:
    """The places of some pieces of markup in a page's source. Each place is given once, in order."""

    def __init__(self, source: SourceText, leaks: Iterable[LeakedSyntax]) -> None:
        self._source, self._prose = source, source.prose
        self._used: set[tuple[str, int]] = set()
        self._places: dict[str, _Places] = {}
        for leak in leaks:
            for text in (*_spellings(leak), *_escapes(leak)):
                self._places.setdefault(text, _Places())
        by_length: dict[int, list[str]] = {}
        for anchor in self._places:
            by_length.setdefault(len(anchor), []).append(anchor)
        for length, anchors in by_length.items():
            self._index(length, anchors)

    def locate(self, leak: LeakedSyntax) -> Position | None:
        """Return where a piece of markup is; None for markup with a ``name`` that its author escaped."""
        for anchor, signs in _escapes(leak).items():
            offset = self._nearest(anchor, leak.before, (leak.syntax + leak.after)[signs:], least=4) \
                if self._places[anchor].offsets else None
            if offset is not None:
                self._used.add((anchor, offset))
                return None if leak.name else self._source.position(offset)
        anchors = [anchor for anchor in _spellings(leak) if self._places[anchor].offsets]
        if not anchors:
            return self._unplaced(leak)
        # The words around it say which of several was written; else it is the first one that is there.
        for least in (40, 12, 4) if len(anchors) > 1 else ():
            for anchor in anchors:
                if self._nearest(anchor, leak.before, _behind(anchor, leak), least) is not None:
                    return self._best(anchor, leak)
        return self._best(anchors[0], leak)

    def _unplaced(self, leak: LeakedSyntax) -> Position | None:
        """Return the begin of the page for markup without a place, as of a plugin; None if its author may escape it."""
        return None if leak.name and self._is_escaped(leak.syntax) else Position(self._source.first_body_line, 1)

    def _is_escaped(self, syntax: str) -> bool:
        """Return whether the source escapes a sign of some markup anywhere, with a backslash or as an entity."""
        signs = {sign for sign in syntax if not (sign.isalnum() or sign.isspace())}
        named = (f"\\{sign}" for sign in signs)
        return any(each in self._prose for each in named) or any(
            unescape(each) in signs for each in _ENTITY.findall(self._prose))

    def _best(self, anchor: str, leak: LeakedSyntax) -> Position | None:
        # Marks alone are anywhere: without words around them that agree, they are those of another piece.
        # What stands before code is all that can be looked up, because code is blank in the prose.
        whole = min(len(leak.syntax.partition(NOT_TEXT)[0]) or len(leak.syntax), _ANCHOR)
        is_part = len(anchor) < whole and leak.syntax.startswith(anchor)
        offset = self._nearest(anchor, leak.before, _behind(anchor, leak), least=4 if is_part else 0)
        if offset is None:
            return None
        self._used.add((anchor, offset))
        end = offset + len(anchor)
        if leak.name and (self._prose[offset - 1 : offset] == "\\" or (
                len(anchor) < whole
                and _ESCAPE.search(self._prose[end : end + len(leak.syntax)].partition("\n\n")[0]))):
            return None
        return self._source.position(offset)

    def _nearest(self, anchor: str, before: str, after: str, least: int) -> int | None:
        """Return the place that is not used yet and has the most words around it in common with a piece of markup."""
        places = self._places[anchor]
        for level in (each for each in _LEVELS if max(each) >= least):
            for_level = places.by_context.get(level)
            if for_level is None:
                for_level = places.by_context[level] = self._by_context(anchor, places.offsets, level)
            found = for_level.get(hash((before[len(before) - level[0] :] if level[0] else "", after[: level[1]])), [])
            while found and (anchor, found[-1]) in self._used:
                found.pop()
            if found:
                return found[-1]
        return None if least else places.offsets[-1]

    def _by_context(self, anchor: str, offsets: list[int], level: tuple[int, int]) -> dict[int, list[int]]:
        """Return places by what stands around them; the first of equal ones is the last of its list."""
        prose, length, found = self._prose, len(anchor), dict[int, list[int]]()
        for offset in reversed(offsets):
            before = _read(prose[max(0, offset - 2 * level[0]) : offset].removesuffix("\\"))
            before = before[max(0, len(before) - level[0]) :]
            after = _read(prose[offset + length : offset + length + 2 * level[1] + _ADDRESS])[: level[1]]
            found.setdefault(hash((before, after)), []).append(offset)
        return found

    def _index(self, length: int, anchors: list[str]) -> None:
        """Find every place of these anchors of one length in one pass over the source."""
        firsts = re.compile("[" + "".join(map(re.escape, sorted({anchor[0] for anchor in anchors}))) + "]")
        for match in firsts.finditer(self._prose):
            places = self._places.get(self._prose[match.start() : match.start() + length])
            if places is not None:
                places.offsets.append(match.start())


def _read(text: str) -> str:
    """Return a piece of the source as readers see it, without the addresses of links, tags and what escapes signs."""
    text = _LINKED.sub("", text) if "](" in text else text
    text = _TAG.sub("", text) if "<" in text else text
    text = unescape(text) if "&#" in text else text
    return _ESCAPING.sub("", text) if "\\" in text else text


def _escapes(leak: LeakedSyntax) -> dict[str, int]:
    """Return how an author escapes markup, and how many of its signs: the first by number, or all by backslashes.

    Ours may have backslashes in any case.
    """
    first, marks = leak.syntax[:1], _MARKS.match(leak.syntax.partition(NOT_TEXT)[0])
    by_number = {f"&#{ord(first)};": 1} if first and not (first.isalnum() or first.isspace() or first == NOT_TEXT) else {}
    return by_number | ({"".join(f"\\{sign}" for sign in marks[0]): len(marks[0])} if leak.name and marks else {})


def _behind(anchor: str, leak: LeakedSyntax) -> str:
    """Return what readers see behind the signs by which a piece of markup is looked up."""
    return (leak.syntax + leak.after)[len(anchor) :] if leak.syntax.startswith(anchor) else leak.after


def _spellings(leak: LeakedSyntax) -> list[str]:
    """Return the anchors by which markup may be found: as it is seen, by HTML's names of signs, by its marks alone.

    Ours may have a backslash within: `[\\@`.
    """
    syntax = leak.syntax
    seen = [syntax, html_escape(syntax, quote=False), syntax.replace("<", "&lt;")]
    anchors = [text.partition(NOT_TEXT)[0][:_ANCHOR] for text in seen]
    if marks := _MARKS.match(syntax):
        anchors.append(marks.group().partition(NOT_TEXT)[0][:_ANCHOR])
    if not leak.name and marks and marks.group() == syntax:
        anchors.append("\\".join(syntax)[:_ANCHOR])
    return [*dict.fromkeys(filter(None, anchors))]
