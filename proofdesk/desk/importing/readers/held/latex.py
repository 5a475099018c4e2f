"""Take out of LaTeX what is the name of something, and no word: commands, labels, columns, measures."""

from __future__ import annotations

import re

from proofdesk.desk.importing.readers.held.latex_words import NAMES, VERBATIM, with_accents
from proofdesk.desk.importing.readers.held.signs import rewritten, without_commands

_LETTER = re.compile(r"\{(\w[\u0300-\u036f]?)\}(?=\w)|(?<=\w)\{(\w[\u0300-\u036f]?)\}")


def words_of_latex(text: str) -> str:
    """Return the text without what is no word; comments have their words, and each line stays a line."""
    words = without_commands(with_accents(rewritten(text, NAMES, lambda piece: " ", _without_code)))
    return re.sub(r"[{}]", " ", _LETTER.sub(r"\1\2", words))


def _without_code(text: str) -> str:
    return VERBATIM.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
