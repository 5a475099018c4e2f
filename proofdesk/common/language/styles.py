"""The few words of style sheets: each is a text in double quotes, and the comment ``/* words */`` stands behind it.

``/* words: page 1 of 3 */`` gives the message a context. The sheets of a site speak the language of the site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from proofdesk.common.language.speaking import _, pgettext

_WORDS = re.compile(r'"([^"\\\n]+)" /\* words(?:: ([^*]+))? \*/')


def messages_in(file: Path) -> Iterator[tuple[int, str, tuple[str]]]:
    """Yield each message of a style sheet: its line, its context or none, and its English text."""
    text = file.read_text(encoding="utf-8")
    for found in _WORDS.finditer(text):
        yield text.count("\n", 0, found.start()) + 1, found[2] or "", (found[1],)


def in_words(css: str) -> str:
    """Return a style sheet in the language that is spoken, without the comments."""
    return _WORDS.sub(lambda found: json.dumps(pgettext(found[2], found[1]) if found[2] else _(found[1]),
                                               ensure_ascii=False), css)
