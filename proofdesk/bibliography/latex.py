"""Convert the LaTeX of bibliographies to text for readers, and to LaTeX that Pandoc reads without loss."""

from __future__ import annotations

import codecs
import contextlib
import re
from unicodedata import lookup

import latexcodec  # noqa: F401  (registers the codec "ulatex")

_NAMES = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
]
_LETTERS = {
    written: lookup(f"GREEK {size} LETTER {name.replace('lambda', 'lamda').upper()}")
    for name in _NAMES
    for written, size in ((name, "SMALL"), (name.capitalize(), "CAPITAL"))
}
_GREEK = re.compile(r"\\(?:text)?(" + "|".join(_LETTERS) + r")(?![A-Za-z])(?:\{\})?")
_PERCENT = re.compile(r"(?<!\\)%")
# An accent over the dotless i or j is an accent over the letter; Pandoc would show two characters.
_DOTLESS = re.compile(r"(\\[\"'`^~=.]\{?)\\([ij])(?![A-Za-z])[ \t]*")
_COMMAND = re.compile(r"\\[A-Za-z]+[ \t]*")


def prepare_for_pandoc(text: str) -> str:
    """Return the text without what Pandoc would lose or change.

    A bare ``%``, which would begin a comment, is escaped, and commands for Greek letters are replaced by the letters.
    """
    text = _DOTLESS.sub(r"\1\2", text)
    return _GREEK.sub(lambda m: _LETTERS[m.group(1)], _PERCENT.sub(r"\\%", text))


def latex_to_text(value: str) -> str:
    """Return a BibTeX value without its LaTeX."""
    if "\\" in value:
        with contextlib.suppress(TypeError, ValueError):
            value = codecs.decode(prepare_for_pandoc(value), "ulatex")  # type: ignore[call-overload]
        value = _COMMAND.sub("", value.replace("$", ""))
    return " ".join(value.replace("{", "").replace("}", "").split())
