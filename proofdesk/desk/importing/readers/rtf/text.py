"""Read the signs of a file in Rich Text Format: commands, groups, and letters in any of its alphabets."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

_SIGN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL)
# The alphabets of fonts that Windows numbers so.
_CHARSETS = {0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
             162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
             238: "cp1250"}
_LETTERS = {"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
            "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "~": "\u00a0", "_": "‑", "-": "\u00ad"}
_FAR = "\ue00a\ue00b"
_FAR_LETTER = re.compile("\ue00a([0-9]{5,7})\ue00b")


class Sign(NamedTuple):
    """One sign: “{” or “}”, a command with its number, or letters; ``written`` is what the file has."""

    kind: str  # “open”, “close”, “command” or “letters”
    text: str = ""
    number: int | None = None
    written: bytes = b""


def signs_of(content: bytes) -> Iterator[Sign]:
    """Yield the signs of a file; letters of any alphabet are letters, without what older programs show for one."""
    alphabet, fonts, font = "cp1252", dict[int, str](), 0
    depth, table, skipped, widths = 0, 0, 0, [1]
    current = [""]
    raw, high = b"", 0
    position = 0

    def letters() -> Iterator[Sign]:
        nonlocal raw
        if raw:
            yield Sign("letters", raw.decode(current[-1] or alphabet, "replace"))
            raw = b""

    while match := _SIGN.match(content, position):
        position = match.end()
        word, number, byte, other, brace, plain = match.groups()
        if byte:
            if skipped:
                skipped -= 1
            else:
                raw += bytes.fromhex(byte.decode())
            continue
        if plain is not None and skipped:
            plain, skipped = plain[skipped:], max(skipped - len(plain), 0)
        if plain is not None:
            raw += plain
            continue
        if word == b"u" and number is not None:
            yield from letters()
            code = int(number) % 65536
            skipped = widths[-1]
            if high and 0xDC00 <= code < 0xE000:  # the second half of a letter
                yield Sign("letters", chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00))
                high = 0
                continue
            if high:
                yield Sign("letters", "\ufffd")
            high = code if 0xD800 <= code < 0xDC00 else 0
            if not high:
                yield Sign("letters", "\ufffd" if 0xDC00 <= code < 0xE000 else chr(code))
            continue
        yield from letters()
        skipped = 0
        if brace == b"{":
            depth += 1
            widths.append(widths[-1])
            current.append(current[-1])
            yield Sign("open", written=b"{")
        elif brace == b"}":
            depth -= 1
            if len(widths) > 1:
                widths.pop()
                current.pop()
            table = 0 if depth < table else table
            yield Sign("close", written=b"}")
        elif word is not None:
            name, value = word.decode(), int(number) if number else None
            if name == "ansicpg" and _known(f"cp{value}"):
                alphabet = f"cp{value}"
            elif name == "uc":
                widths[-1] = value or 0
            elif name == "fonttbl":
                table = depth
            elif name == "f" and table:
                font = value or 0
            elif name == "fcharset" and table:
                fonts[font] = _CHARSETS.get(value or 0, "") if value else ""
            elif name == "f":
                current[-1] = fonts.get(value or 0, "")
            elif name == "bin":
                position += value or 0
            if name in _LETTERS:
                yield Sign("letters", _LETTERS[name])
            elif name not in ("uc", "ansicpg", "bin"):
                yield Sign("command", name, value, match[0])
        elif other is not None:
            sign = other.decode("latin-1")
            if sign in "\\{}":
                raw += other
            elif sign in _LETTERS:
                yield Sign("letters", _LETTERS[sign])
            elif sign in "\r\n":
                yield Sign("command", "par", None, b"\\par ")
            else:
                yield Sign("command", sign, None, match[0])
    yield from letters()


def _known(name: str) -> bool:
    try:
        return bool(codecs.lookup(name))
    except LookupError:
        return False


def written(text: str) -> bytes:
    """Return letters as Pandoc reads them; those beyond its alphabet as a mark and their number."""
    found = b""
    for letter in text:
        code = ord(letter)
        if code < 128:
            found += {9: b"\\tab ", 10: b"\\line "}.get(code, (b"\\" if letter in "\\{}" else b"") + bytes([code]))
        elif code > 0xFFFF:
            found += written(f"{_FAR[0]}{code}{_FAR[1]}")
        else:
            found += b"{\\uc0\\u%d}" % (code - 65536 if code > 32767 else code)
    return found


def with_far_letters(text: str) -> str:
    """Return what Pandoc gave, with the letters that were marks."""
    return _FAR_LETTER.sub(lambda found: chr(int(found[1])), text)
