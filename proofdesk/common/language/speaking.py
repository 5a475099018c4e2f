"""The language that is spoken now, and its words by their English text.

A build speaks its site's language from its first phase to its last; whatever is made for a page of another language is
made ``with speaking(…)``. It is a context variable, so that no function has to hand it on, and a worker, which is a
copy of its process, speaks what the process spoke.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from proofdesk.common.language.catalogue import CatalogueError
from proofdesk.common.language.language import ENGLISH, Language, UnknownLanguageError

_spoken: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


def spoken() -> Language:
    """Return the language that is spoken now."""
    return _spoken.get()


def known_language(code: str | None) -> str | None:
    """Return the code of a language that an editor states. Raises ValueError, with what to do, if there is none."""
    try:
        return code and spoken().other(code).code
    except UnknownLanguageError as error:
        raise ValueError(f"{error.fault}; {error.remedy}") from None
    except CatalogueError as error:
        raise ValueError(str(error)) from None


def speak(language: Language) -> None:
    """Speak a language from now on."""
    _spoken.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[Language]:
    """Speak a language within a ``with``."""
    before = _spoken.set(language)
    try:
        yield language
    finally:
        _spoken.reset(before)


def _(message: str, /, **values: Any) -> str:
    """Return a message in the language that is spoken, with ``values`` in place of ``%(name)s``."""
    text = _spoken.get().gettext(message)
    return text % values if values else text


def pgettext(context: str, message: str, /, **values: Any) -> str:
    """Return a message whose English text has another meaning elsewhere; ``context`` tells them apart."""
    text = _spoken.get().pgettext(context, message)
    return text % values if values else text


def ngettext(one: str, several: str, number: int, /, **values: Any) -> str:
    """Return a message that counts, in the form of a number, which is ``%(num)s`` in it."""
    return _spoken.get().ngettext(one, several, number) % {"num": number, **values}


def npgettext(context: str, one: str, several: str, number: int, /, **values: Any) -> str:
    """Return a message that counts and has a context."""
    text = _spoken.get().npgettext(context, one, several, number)
    return text % {"num": number, **values} if "%(" in text else text


def colon() -> str:
    """Return what stands between a label and its text: “: ”, or “ : ” with a space that does not break."""
    return pgettext("between a label and its text", ": ")


def comma() -> str:
    """Return what stands between the items of a list: “, ” or “، ”."""
    return pgettext("between the items of a list", ", ")


def listed_plainly(words: Iterable[str]) -> str:
    """Return words as a list without an “and”, which is no sentence: “a, b, c”."""
    return comma().join(words)


def N_(message: str) -> str:
    """Return a message as it is: it is translated where it is shown, and this has it extracted."""
    return message
