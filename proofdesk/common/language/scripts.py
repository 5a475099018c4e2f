"""The words of the pages' programs, for a page of another language than English: one JSON in the page.

A program asks for its words with ``gettext`` and ``ngettext`` (``theme/js/words.js``), and says them in English where
the page has none for it, as an English page never has. A message that counts has its forms by the category of
``Intl.PluralRules``, which browsers know for every language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from proofdesk.common.language.catalogue import Key
from proofdesk.common.language.language import Language

PACKAGE = Path(__file__).parents[2]
# Programs of the desk, which speaks English; what a reviewer uses in a preview speaks as its page does.
_NOT_FOR_READERS = PACKAGE / "desk"
FOR_REVIEWERS = PACKAGE / "desk" / "publishing" / "notes" / "notes.js"
# A message is a text in double quotes, wherever it stands. Babel's reader passes over some within template strings.
_TEXT = r'\s*"((?:[^"\\\n]|\\.)*)"'
_CALL = re.compile(rf"\bgettext\({_TEXT}|\bngettext\({_TEXT},{_TEXT}")
_NUMBERS = (*range(200), 1000, 1_000_000)  # of which one has each category of a language that has it


def script_files() -> list[Path]:
    """Return the files of programs that run in pages."""
    return sorted(file for file in PACKAGE.rglob("*.js") if not file.is_relative_to(_NOT_FOR_READERS))


def messages_in(file: Path) -> Iterator[tuple[int, Key, tuple[str, ...]]]:
    """Yield each message of a program: its line, its key and its English forms."""
    text = file.read_text(encoding="utf-8")
    for call in _CALL.finditer(text):
        forms = tuple(str(json.loads(f'"{each}"')) for each in call.groups() if each is not None)
        yield text.count("\n", 0, call.start()) + 1, ("", forms[0]), forms


@cache
def _messages(program: Path | None) -> dict[Key, tuple[str, ...]]:
    files = [program] if program else script_files()
    return {key: forms for file in files for _line, key, forms in messages_in(file)}


@cache
def script_words(language: Language, program: Path | None = None) -> str:
    """Return the words of all programs, or of one, as JSON that can stand in a page; empty for English as it is."""
    if not language.files:
        return ""
    found: dict[str, str | dict[str, str]] = {}
    for key, forms in sorted(_messages(program).items()):
        own = language.catalogue.words.get(key)
        if own and len(forms) > 1:
            found[key[1]] = {category: own[min(form, len(own) - 1)] for category, form in _forms(language).items()}
        elif own:
            found[key[1]] = own[0]
    # What could end the element that holds it.
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@cache
def _forms(language: Language) -> dict[str, int]:
    """Return which form of a message goes with each category of numbers."""
    if language.locale is None:
        return {"one": 0, "other": 1}
    plural = language.locale.plural_form
    return {str(plural(number)): language.catalogue.form_of(number) for number in reversed(_NUMBERS)}
