"""Read the sentences of a page that cite works, with the paragraph, list item or table row that each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from proofdesk.bibliography.citation_syntax import GROUP, NARRATIVE, parse_group
from proofdesk.common.source_text import SourceText
from proofdesk.common.text import sentence_ends
from proofdesk.content.document import Block
from proofdesk.content.record.block_table import Said

_ITEM = re.compile(r"\s*(?:>\s*)*(?:(?:[-*+]|\d+[.)]|:)\s+)")
_OPTION = re.compile(r"(?: {4}|\t)\s*[a-z][\w-]*:\s")
_CITATION = re.compile(f"{GROUP}|{NARRATIVE}")
_WORDS = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class CitingSentence:
    """A sentence of a paragraph that cites works; ``text`` and ``paragraph`` have spaces in place of citations.

    ``keys`` are the works that it cites; if it cites none, those of the next sentence of its paragraph that does, or
    else of the last one. ``offset`` is where it begins in the text of its page.
    """

    text: str
    paragraph: str
    keys: tuple[str, ...]
    offset: int


@dataclass(frozen=True)
class DrawnTable:
    """What a figure says, which is read in place of the lines of its table; ``block`` are the lines of all of it."""

    said: tuple[Said, ...]
    lines: range
    block: range


def drawn_tables(blocks: Iterable[Block]) -> tuple[DrawnTable, ...]:
    """Return what the figures among some blocks say."""
    return tuple(DrawnTable(tuple(block.said), range(block.table_lines[0], block.table_lines[1] + 1),
                            range(block.line, block.end_line)) for block in blocks if block.table_lines)


def citing_sentences(source: SourceText, drawn: tuple[DrawnTable, ...] = ()) -> list[CitingSentence]:
    """Return the sentences of all paragraphs that cite anything, in the order of the page.

    A table's row is one, and of a figure what each row says. A citation behind a full stop belongs to the sentence
    before it.
    """
    left_out = {line for each in drawn for line in each.lines}
    found = [sentence for text, offset, is_row in _paragraphs(source) if "@" in text
             and not (is_row and source.position(offset).line in left_out)
             for sentence in _with_keys(list(_sentences(text, offset, is_row)))]
    figures = [sentence for each in drawn for sentence in _with_keys(list(_of_figure(source, each)))]
    return sorted([*found, *figures], key=lambda sentence: sentence.offset) if figures else found


def _of_figure(source: SourceText, drawn: DrawnTable) -> Iterator[CitingSentence]:
    lines = source.prose.split("\n")
    text = [lines[number - 1] for number in drawn.block if number not in drawn.lines]
    whole = " ".join([*(said.text for said in drawn.said), *text])
    for said in drawn.said:
        yield CitingSentence(said.text, whole, said.keys, source.offset(said.line, said.column))


def _with_keys(sentences: list[CitingSentence]) -> Iterator[CitingSentence]:
    """Yield the sentences of one paragraph, each with the works that it rests on."""
    last: tuple[str, ...] = ()
    for number, sentence in enumerate(sentences):
        following = (each.keys for each in sentences[number:] if each.keys)
        keys = next(following, last)
        last = sentence.keys or last
        if keys:
            yield replace(sentence, keys=keys)


def _sentences(text: str, offset: int, is_row: bool) -> Iterator[CitingSentence]:
    found, plain = list[tuple[int, list[str]]](), text
    for match in _CITATION.finditer(text):
        if keys := _keys(match):
            found.append((match.start(), keys))
            plain = plain[: match.start()] + " " * len(match.group()) + plain[match.end() :]
    ends = [len(plain)] if is_row else [*dict.fromkeys([*sentence_ends(plain), len(plain)])]
    start = 0
    for end in ends:
        following = _WORDS.search(plain, end)
        until = following.start() if following else len(plain)
        first = _WORDS.search(plain, start, end)
        if first:
            cited = [key for place, some in found if start <= place < until for key in some]
            yield CitingSentence(plain[first.start() : end].strip(), plain, tuple(dict.fromkeys(cited)),
                                 offset + first.start())
            start = until


def _keys(match: re.Match[str]) -> list[str]:
    if match[1] is not None:
        return [item.key for item in parse_group(match[1]) or ()]
    return [match[2].strip("{}")]


def _paragraphs(source: SourceText) -> Iterator[tuple[str, int, bool]]:
    """Yield each paragraph, item, row or option with its offset, and whether it is a row. Line ends become blanks."""
    text, start, at = "", 0, 0
    for line in source.prose.split("\n"):
        bare = line.strip()
        is_row = bare.startswith("|")
        alone = is_row or bare.startswith(("///", "#")) or _OPTION.match(line)
        item = _ITEM.match(line)
        if text and (not bare or alone or item):
            yield text, start, False
            text = ""
        if alone:
            yield line, at, is_row
        elif bare:
            start = start if text else at
            text += (" " * item.end() + line[item.end() :] if item else line) + " "
        at += len(line) + 1
    if text:
        yield text, start, False
