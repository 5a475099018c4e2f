"""Name every passage of a manuscript that Pandoc did not read, so that no word is lost unnamed.

Pandoc leaves out what it does not know, without a word: text boxes of old Word files, numbers of captions, headers,
cells beyond a table's head, the first of two notes of one name, all that is beside the main part of a web page. So the
file's own passages are read a second time, in another way, and each is looked for in what Pandoc gave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from proofdesk.desk.importing.ledger import Ledger, letters_of, words_of
from proofdesk.desk.importing.readers.held.signs import with_letters
from proofdesk.desk.importing.readers.packed_file import UNREADABLE
from proofdesk.desk.importing.readers.passages import (
    Passage,
    lines_of_markdown,
    passages_of_html,
    passages_of_odt,
    passages_of_word,
)

_NOT_COMPARED = "the file could not be compared with the article: look whether all of its words are there"


def left_out(
    file: Path, text: str | None, document: Any, said: Iterable[str] = (), ledger: Ledger | None = None,
    written: str = "", passages: Sequence[Passage] | None = None,
) -> Iterator[str]:
    """Yield a note for each passage of a file, or of its ``text`` if it is a text file, that Pandoc's JSON lacks.

    ``said`` are the words of comments and changes, which are kept elsewhere. The words of a file that is no text are
    counted into the ``ledger``. ``written`` is the text as the file has it, if its markup was rewritten for Pandoc;
    ``passages`` are those of a file that was read by itself.
    """
    suffix = file.suffix.lower()
    ledger = ledger or Ledger()
    if text is not None and suffix not in (".html", ".htm"):
        yield from _missing_lines(text, document, written or text)
        return
    try:
        passages = passages if passages is not None else (list(passages_of_html(text)) if text is not None else
                    list(passages_of_word(file) if suffix == ".docx" else passages_of_odt(file)))
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
            yield _note(place, words)


def _missing_lines(text: str, document: Any, original: str) -> Iterator[str]:
    """Yield a note for each line of Markdown with words that are less often in what was read."""
    found: Counter[str] = Counter()
    for part in (document["meta"].get("title"), document["blocks"]):
        for string in _strings(part):
            found.update(words_of(string))
    lines = [(number, line, words_of(words)) for number, line, words in lines_of_markdown(text)]
    lacking = Counter(word for *_, words in lines for word in words) - found
    # Which of two lines lost a word that both have, the other words tell.
    lines.sort(key=lambda each: -sum(lacking[word] > 0 for word in each[2]) / max(1, len(each[2])))
    named = []
    for number, line, words in lines:
        if any(lacking[word] > 0 for word in words):
            lacking.subtract(words)
            named.append((number, line))
    numbers: dict[str, int] = {}
    for number, line in enumerate(original.splitlines(), start=1):
        numbers.setdefault(line.strip(), number)
    for number, line in sorted(named):
        shown = number if text == original else numbers.get(line, 0)
        yield _note(f"line {shown}" if shown else "", line)


def _note(place: str, words: str) -> str:
    where = f" ({place})" if place else ""
    return f"these words were not read, or not all of them{where}: “{' '.join(words.split())}”"


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


def _strings(node: Any) -> Iterator[str]:
    """Yield every text of a part of Pandoc's document: words, addresses, attributes and code."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for each in node:
            yield from _strings(each)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name != "t":
                yield from _strings(value)
