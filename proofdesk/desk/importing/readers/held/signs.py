"""Write the letters that LaTeX has by name as themselves, and take out what is no word of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from proofdesk.common.markdown_scan import blank_code
from proofdesk.desk.importing.readers.markup.draft import Piece

_GREEK = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lamda", "mu", "nu",
          "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega")
_LETTERS = {
    **{name: unicodedata.lookup(f"GREEK SMALL LETTER {name.upper()}") for name in _GREEK},
    **{name.capitalize(): unicodedata.lookup(f"GREEK CAPITAL LETTER {name.upper()}") for name in _GREEK},
    "lambda": "λ", "Lambda": "Λ", "varepsilon": "ε", "vartheta": "θ", "varphi": "φ", "varrho": "ρ", "varsigma": "ς",
    "ell": "l", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å",
    "l": "ł", "L": "Ł", "i": "i", "j": "j", "hbar": "ħ", "partial": "", "nabla": "",
}
_LETTER = re.compile(
    rf"\\(?:text)?(?P<name>{'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}| )?")
_COMMANDS = re.compile(r"\\(?:begin|end)[ ]?\{[^{}\n]*\}(?:\[[htbpH!]*\])?|\\[A-Za-z@]+\*?")
_NOTHING = re.compile(r"\\[-/]|\{\}")
_APART = re.compile(r"\}[ \t]*\{|(?<!\\)\\(?=[^\w\s])")


def with_letters(text: str) -> str:
    """Return the text with the letters that LaTeX has by name, such as `\\alpha`, as themselves."""
    return _LETTER.sub(lambda letter: _LETTERS[letter["name"]], text) if "\\" in text else text


def without_commands(text: str) -> str:
    """Return the text without the names of LaTeX's commands; what is in their braces stays, line by line.

    Nothing behind a backslash is a word, in the file as in the article, which may have a formula as code.
    """
    if "\\" not in text:
        return text
    return _APART.sub(" ", _COMMANDS.sub(" ", _NOTHING.sub("", with_letters(text))))


def rewritten(
    text: str, pattern: re.Pattern[str], write: Callable[[Piece], str], within: Callable[[str], str] = blank_code
) -> str:
    """Return the text with each piece as ``write`` returns it, on as many lines as it had.

    ``within`` returns the text with blanks for what is not searched; a piece may reach over it, and it stays.
    """
    prose = within(text)
    pieces, position = [], 0
    for match in pattern.finditer(prose):
        start, end = match.span()
        unseen = [at for at in range(start, end) if text[at] != prose[at]]
        code = text[unseen[0] : unseen[-1] + 1] if unseen else ""
        written = write(Piece(text, match)) + code
        pieces += [text[position:start], written, "\n" * (match[0].count("\n") - written.count("\n"))]
        position = end
    return "".join([*pieces, text[position:]])
