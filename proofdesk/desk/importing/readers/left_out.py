"""Name every passage of a manuscript that Pandoc did not read, with where it is in the file.

Pandoc leaves out what it does not know, without a word: text boxes of old Word files, numbers of captions, headers, all
that is beside the main part of a web page. So the file's own passages are read a second time, in another way, and each
is looked for in what Pandoc gave. Of texts with markup the ledger holds each line, which says as much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from proofdesk.desk.importing.ledger import Ledger, letters_of
from proofdesk.desk.importing.readers.held.signs import with_letters
from proofdesk.desk.importing.readers.packed_file import UNREADABLE
from proofdesk.desk.importing.readers.passages import (
    Passage,
    passages_of_html,
    passages_of_odt,
    passages_of_word,
)

_NOT_COMPARED = "the file could not be compared with the article: look whether all of its words are there"


def left_out(
    file: Path, page: str | None, document: Any, said: Iterable[str], ledger: Ledger,
    passages: Sequence[Passage] | None = None,
) -> Iterator[str]:
    """Yield a note for each passage of a file, or of the web ``page`` that it is, that Pandoc's JSON lacks.

    ``said`` are the words of comments and changes, which are kept elsewhere; the words of all passages are counted into
    the ``ledger``. ``passages`` are those of a file that was read by itself.
    """
    try:
        if passages is None:
            passages = [*(passages_of_html(page) if page is not None else
                          passages_of_word(file) if file.suffix.lower() == ".docx" else passages_of_odt(file))]
    except UNREADABLE:
        yield _NOT_COMPARED
        return
    for passage in passages:
        ledger.hold_words(with_letters(passage.words), passage.place)
    yield from _missing_passages(passages, document, said)


def _missing_passages(passages: Iterable[Passage], document: Any, said: Iterable[str]) -> Iterator[str]:
    """Yield a note for each passage whose letters are nowhere, or less often than in the file."""
    shown: list[str] = []
    apart: list[str] = []
    _collect(document["meta"].get("title"), shown, apart)
    _collect(document["blocks"], shown, apart)
    apart += said
    letters = letters_of("".join(shown)) + "".join(map(letters_of, apart))
    keys = [(letters_of(words), words, place) for words, place, _ in passages]
    times = Counter(key for key, *_ in keys)
    left: dict[str, int] = {}
    named: set[tuple[str, str]] = set()
    at = 0
    # What the text and a header both have is that of the text.
    for key, words, place in sorted((each for each in keys if each[0]), key=lambda each: bool(each[2])):
        if times[key] > 1:
            if key not in left:
                left[key] = letters.count(key)
            left[key] -= 1
            missing = left[key] < 0
        else:
            found = letters.find(key, at)
            found = letters.find(key) if found < 0 else found
            missing, at = found < 0, max(at, found)
        if missing and (key, place) not in named:
            named.add((key, place))
            where = f" ({place})" if place else ""
            yield f"these words were not read, or not all of them{where}: “{' '.join(words.split())}”"


def _collect(node: Any, shown: list[str], apart: list[str]) -> None:
    """Add the words of a part of Pandoc's document in their order; those of notes and pictures stand apart."""
    if isinstance(node, list):
        for each in node:
            _collect(each, shown, apart)
        return
    if not isinstance(node, dict):
        return
    kind: str | None = node.get("t")
    content: Any = node.get("c")
    if kind in ("Str", "Code", "CodeBlock", "RawInline", "RawBlock"):
        shown.append(content if isinstance(content, str) else content[1])
    elif kind == "Note":
        inside: list[str] = []
        _collect(content, inside, apart)
        apart.append("".join(inside))
    elif kind == "Image":
        words: list[str] = []
        _collect(content[1], words, apart)
        apart += ["".join(words), content[2][1]]
    elif kind == "Cite":
        _collect(content[1], shown, apart)
    elif kind != "Math":
        _collect(content, shown, apart)
