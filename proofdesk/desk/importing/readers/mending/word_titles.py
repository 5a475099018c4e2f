"""Put the title of a Word file where Pandoc looks for it: in one paragraph, above all words.

Of a title that somebody broke into paragraphs Pandoc keeps the last one alone, even if it is empty, and one below other
words is text to it, as are the titles further down with which the parts of some files begin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import dropwhile, takewhile

import lxml.etree as etree

from proofdesk.desk.importing.readers.packed_file import WORD
from proofdesk.desk.importing.readers.word.elements import text_element
from proofdesk.desk.importing.readers.word.styles import WordStyles, style_of

_PARAGRAPH, _LAYOUT = f"{WORD}p", f"{WORD}pPr"
_TITLE, _SUBTITLE = "title", "subtitle"
# The styles of the paragraphs above the text that Pandoc takes for facts.
_HEAD = (_TITLE, _SUBTITLE, "author", "date", "abstract")

MAX_LINES = 4  # of a title that was broken into paragraphs; more are a cover

Block = tuple[etree._Element, str]  # a paragraph, or a table, and the name of its style


def mend_titles(root: etree._Element, styles: WordStyles) -> bool:
    """Mend the titles of the main part; return whether any was changed."""
    body = root.find(f"{WORD}body")
    written = [(each, styles.name(style_of(each, "p"))) for each in _blocks(body)]
    blocks = [block for block in written if not _is_empty(block[0])]
    empty = [each for each, style in written if style in (_TITLE, _SUBTITLE) and _is_empty(each)]
    for each in empty:
        each.getparent().remove(each)
    head = [*takewhile(lambda block: block[1] in _HEAD, blocks)]
    title, all_titles = _styled(head, _TITLE), _styled(blocks, _TITLE)
    first = [each for each, _ in takewhile(_is_title, dropwhile(lambda block: not _is_title(block), blocks))]
    title = title or (first if first == all_titles else [])
    parts = [each for each in all_titles if each not in title]
    _give_style(parts, styles.id_of("heading 1"))
    if len(title) > MAX_LINES:
        _give_style(title[1:], "")
        title = title[:1]
    return any([bool(empty), title != all_titles, _put_above(title, blocks), _join(title, lambda: text_element(" ")),
                _join(_styled(head, _SUBTITLE), lambda: etree.Element(f"{WORD}br"))])  # whose lines stay lines


def _blocks(within: Iterable[etree._Element] | None) -> Iterator[etree._Element]:
    """Yield paragraphs and tables, also those of a form, which the covers of Word are."""
    for each in within if within is not None else ():
        if each.tag == f"{WORD}sdt":
            yield from _blocks(each.find(f"{WORD}sdtContent"))
        else:
            yield each


def _is_empty(block: etree._Element) -> bool:
    return block.tag == _PARAGRAPH and all(each.tag == _LAYOUT for each in block)


def _is_title(block: Block) -> bool:
    return block[1] == _TITLE


def _styled(blocks: Sequence[Block], style: str) -> list[etree._Element]:
    return [each for each, its in blocks if its == style]


def _give_style(paragraphs: Iterable[etree._Element], style: str) -> None:
    """Give paragraphs another style; that of the usual text if a file has none of that name."""
    for each in paragraphs:
        stated = each.find(f"{_LAYOUT}/{WORD}pStyle")
        if style:
            stated.set(f"{WORD}val", style)
        else:
            stated.getparent().remove(stated)


def _put_above(title: Sequence[etree._Element], blocks: Sequence[Block]) -> bool:
    """Put the title above all other words, unless only facts are above it."""
    above = [*takewhile(lambda block: block[0] not in title, blocks)] if title else []
    if all(style in _HEAD for _, style in above):
        return False
    for each in title:
        blocks[0][0].addprevious(each)
    return True


def _join(paragraphs: Sequence[etree._Element], joint: Callable[[], etree._Element]) -> bool:
    """Put what several paragraphs hold into the first one."""
    for each in paragraphs[1:]:
        run = etree.Element(f"{WORD}r")
        run.append(joint())
        paragraphs[0].extend([run, *(inside for inside in each if inside.tag != _LAYOUT)])
        each.getparent().remove(each)
    return len(paragraphs) > 1
