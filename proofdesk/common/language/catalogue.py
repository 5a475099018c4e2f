"""Read a catalogue: the words of a language for each message, from a .po file as gettext and Babel write it.

A site's own catalogue adds to ours, or replaces a message of ours. What neither has is shown in English, and counted.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

# A message: its context, or an empty text, and its English text.
Key = tuple[str, str]
LOCALE = Path(__file__).parents[2] / "locale"  # of the package
OWN_FOLDER = "locale"  # a site's own, beside mkdocs.yml
TEMPLATE = LOCALE / "proofdesk.pot"


# What a message has besides words: places for values, tags, and what a template would read.
_PLACE = re.compile(r"%(?:\((?P<name>\w+)\)s|%|)")
_MARKUP = re.compile(r"<[^<>]*>|\{[{%#]")
# A line of a catalogue that has a text, or its further part.
_LINE = re.compile(r'(?:msg(?:ctxt|id|id_plural|str(?:\[\d+\])?)\s*)?"(?:[^"\\]|\\.)*"\s*')
# A message with its context, as it stands in a catalogue; one that is commented out begins with `#~`.
_TEXT = r'(?:"(?:[^"\\]|\\.)*+"\s*+)++'
_MESSAGE = re.compile(rf"^(?:msgctxt\s+(?P<context>{_TEXT}))?+msgid\s+(?P<id>{_TEXT})", re.M)
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*+)"')
# A code such as “pt-BR”, which is a part of a file's name.
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


class CatalogueError(ValueError):
    """A catalogue cannot be read; the text says which, at which line, and why."""


@dataclass(frozen=True)
class Catalogue:
    """The words of a language: the forms of each message, and which form goes with a number."""

    words: dict[Key, tuple[str, ...]] = field(default_factory=dict)
    form_of: Callable[[int], int] = field(default=lambda number: int(number != 1))
    forms: int = 2

    def text(self, message: str, context: str = "") -> str:
        """Return the words for a message, or the message."""
        found = self.words.get((context, message))
        return found[0] if found else message

    def counted(self, one: str, several: str, number: int, context: str = "") -> str:
        """Return the words for a message that counts, in the form of a number."""
        found = self.words.get((context, one))
        if not found:
            return one if number == 1 else several
        return found[min(self.form_of(number), len(found) - 1)]


def read_catalogue(files: Iterable[Path]) -> Catalogue:
    """Return the catalogue of these files, the last of which counts most. Raises ``CatalogueError``."""
    words: dict[Key, tuple[str, ...]] = {}
    plural = ""
    count = 2
    for file in files:
        read = parse(file)
        for message in read:
            if message.id and message.string and not message.fuzzy:
                forms = _forms(message.string)
                if all(forms) and not fault_of(message):
                    words[message.context or "", _forms(message.id)[0]] = forms
        plural, count = read.plural_expr, read.num_plurals
    return Catalogue(words, _form_of(plural), count)


def _forms(texts: str | Sequence[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def fault_of(message: Any) -> str:
    """Return what the words of a message have that it has not, or lack; empty for words that can stand for it.

    A form of a message that counts may say its number in words, or in none, as long as another form has it.
    """
    english, words = _forms(message.id), [form for form in _forms(message.string) if form]
    places = [_places(form) for form in english]
    allowed, needed = set[str]().union(*places), set(places[0]).intersection(*places)
    said = set[str]().union(*map(_places, words))
    tags = [sorted(_MARKUP.findall(form)) for form in english]
    for form in words:
        found = _places(form)
        if allowed and "" in found:
            return "“%” stands alone (write %% for the sign)"
        if lost := sorted(needed - (found if len(english) == 1 or len(needed - found) > 1 else said)):
            return f"“%({lost[0]})s” is missing"
        if new := sorted(found - allowed - {""}):
            return f"“%({new[0]})s” is not in the message"
        if sorted(_MARKUP.findall(form)) not in tags:
            return "its tags are not those of the message"
    return ""


def _places(text: str) -> set[str]:
    """Return the names of the values in a text; an empty one for a sign that names none."""
    return {found["name"] or "" for found in _PLACE.finditer(text) if found[0] != "%%"}


def _form_of(expression: str) -> Callable[[int], int]:
    try:
        form: Callable[[int], int] = gettext.c2py(expression or "(n != 1)")
    except ValueError as error:
        raise CatalogueError(f"Plural-Forms: {error}") from None
    return form


def parse(file: Path) -> Any:
    """Return a .po file as Babel's ``Catalog``. Raises ``CatalogueError`` if it is none."""
    from babel.core import UnknownLocaleError
    from babel.messages.pofile import PoFileError, read_po

    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{file}: it cannot be read as UTF-8 text ({error})") from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(("msg", '"')) and not _LINE.fullmatch(line.strip()):
            raise CatalogueError(f"{file}:{number}: the text has no quotation mark at its end, or one within it")
    try:
        return read_po(io.BytesIO(text.replace("\r\n", "\n").encode("utf-8")), charset="utf-8", abort_invalid=True)
    except PoFileError as error:
        raise CatalogueError(f"{file}:{(getattr(error, 'lineno', None) or 0) + 1}: {str(error).rstrip('.')}") from None
    except (UnknownLocaleError, ValueError) as error:
        raise CatalogueError(f"{file}: {str(error).rstrip('.')}") from None


def stated_twice(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each message that a catalogue has a second time: only one has an effect."""
    text = file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    seen = set[tuple[str, str]]()
    for found in _MESSAGE.finditer(text):
        # The text may be parted anywhere, and is compared as its quotation marks hold it.
        context, message = ("".join(_PIECE.findall(found[part] or "")) for part in ("context", "id"))
        if (context, message) in seen:
            yield text.count("\n", 0, found.start("id")) + 1, message
        seen.add((context, message))


def is_code(tag: str) -> bool:
    """Return whether a text can be the code of a language, and so the name of a catalogue."""
    return bool(_TAG.fullmatch(tag))


@cache
def every_message() -> dict[Key, tuple[str, ...]]:
    """Return every message of the program: its English forms by its key."""
    found = {}
    for message in parse(TEMPLATE):
        if message.id:
            forms = tuple(message.id) if isinstance(message.id, (list, tuple)) else (message.id,)
            found[message.context or "", forms[0]] = forms
    return found
