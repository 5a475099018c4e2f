"""Sort words as a language does: accents count only between words that are otherwise the same, except for letters that
the language has a place of its own for.

Babel has no collation, and ICU is not installed everywhere; the letters below are what differs among the languages of
Europe (CLDR, “standard” collation). A language that is not named sorts by base letters, which is right for most.
"""

from __future__ import annotations

import unicodedata

from proofdesk.common.text import LATIN, without_accents

# Each letter, and after which one it stands; a number is its place among several there.
_AFTER: dict[str, dict[str, str]] = {
    "es": {"ñ": "n"},
    "sv": {"å": "z", "ä": "z1", "ö": "z2"}, "fi": {"å": "z", "ä": "z1", "ö": "z2"},
    "da": {"æ": "z", "ø": "z1", "å": "z2"}, "nb": {"æ": "z", "ø": "z1", "å": "z2"}, "nn": {"æ": "z", "ø": "z1",
                                                                                         "å": "z2"},
    "no": {"æ": "z", "ø": "z1", "å": "z2"},
    "et": {"õ": "w", "ä": "w1", "ö": "w2", "ü": "w3"},
    "pl": {"ą": "a", "ć": "c", "ę": "e", "ł": "l", "ń": "n", "ó": "o", "ś": "s", "ź": "z", "ż": "z1"},
    "cs": {"č": "c", "ř": "r", "š": "s", "ž": "z"}, "sk": {"ä": "a", "č": "c", "ô": "o", "š": "s", "ž": "z"},
    "hr": {"č": "c", "ć": "c1", "đ": "d", "š": "s", "ž": "z"}, "sl": {"č": "c", "š": "s", "ž": "z"},
    "hu": {"ö": "o", "ő": "o1", "ü": "u", "ű": "u1"},
    "ro": {"ă": "a", "â": "a1", "î": "i", "ș": "s", "ț": "t"},
    "tr": {"ç": "c", "ğ": "g", "ı": "h", "ö": "o", "ş": "s", "ü": "u"},
    "is": {"ð": "d", "þ": "z", "æ": "z1", "ö": "z2"},
}


def sorting_key(text: str, base: str) -> tuple[str, str, str]:
    """Return the key of a text: its letters, then its accents, then its capitals."""
    own = _AFTER.get(base, {})
    small = unicodedata.normalize("NFC", text).casefold() if base != "tr" else text.replace("I", "ı").lower()
    return "".join(_after(own[sign]) if sign in own else _plain(sign) for sign in small), small, text


def _after(place: str) -> str:
    """Return a sign that stands after all words that go on with a letter: “z1” is the second one after “z”."""
    return f"{place[0]}\U0010fffe{place[1:] or '0'}"


def _plain(sign: str) -> str:
    return without_accents(sign.translate(LATIN))
