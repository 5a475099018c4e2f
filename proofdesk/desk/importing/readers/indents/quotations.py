"""Tell which indented paragraphs are quotations: Pandoc takes each for one.

Of OpenDocument it takes those of which the first line is indented, too. Most are further paragraphs of a list's item,
answers of a form, or text that somebody moved inwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_STYLES = re.compile(r"quot|block text|zitat|citation|cita\b", re.IGNORECASE)
# An address below a work of a list whose heading nobody knows goes on with its entry, as its indent says.
_QUOTED = re.compile(r"[“”„«»‘\"]|(?:https?://|www\.|doi\b)", re.IGNORECASE)
# “… (Roe, 2019, p. 4).” and “… [4]”: who is quoted stands behind the words.
_CITED = re.compile(r"(?:\([^()]*\d{4}[^()]*\)|\[\d[\d,; –-]*\])\W*$")
_LABEL = re.compile(r"[^\W\d_][\w\s-]*")
MIN_WORDS = 40  # from which styles such as that of APA want a quotation indented and without marks

MOST_OF_LABEL = 3  # words
MIN_USUAL = 10  # paragraphs of which more than half may show what is usual


def is_usual(looks: Sequence[bool]) -> bool:
    """Return whether most paragraphs look so: then it sets none of them apart, as in files made from a PDF."""
    return len(looks) >= MIN_USUAL and 2 * sum(looks) > len(looks)


def is_quotation(words: str, style: str, is_set_apart: bool, was_announced: bool) -> bool:
    """Return whether an indented paragraph is a quotation, by its words, the name of its style, or how it looks.

    ``is_set_apart`` is true if it is italic or indented on both sides, ``was_announced`` if a colon ends the one before
    it.
    """
    # Of a word or two that end no sentence, such as “Abstract”, nobody is the author.
    is_label = len(words.split()) <= MOST_OF_LABEL and _LABEL.fullmatch(words)
    return ((is_set_apart and not is_label)
            or bool(_STYLES.search(style) or _QUOTED.match(words) or _CITED.search(words))
            or (was_announced and len(words.split()) >= MIN_WORDS))
