"""Rewrite the markup of a text piece by piece, without what is code."""

from __future__ import annotations

import re
from collections.abc import Callable

from proofdesk.common.markdown_scan import blank, blank_code, fenced_code
from proofdesk.desk.importing.lines import strip_markup
from proofdesk.desk.importing.readers.named import Named

# Signs of private use stand for parts that are read apart; no text that people write has them.
_SHORT_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`\n]+\1(?!`)")
_MARKUP = re.compile(r"\[\^[^\]\n]*\](?::.*)?|\{[^{}\n]*\}|<[^<>\n]*>|^[#>*+ -]+", re.MULTILINE)
_PRIVATE = dict.fromkeys(range(0xE000, 0xE010), " ")


class Piece:
    """A piece of markup in a text. Its groups are as the file has them, with the code that the search did not see."""

    def __init__(self, text: str, match: re.Match[str]) -> None:
        self.text = text
        self.match = match

    def __getitem__(self, group: int | str) -> str:
        start, end = self.match.span(group)
        return self.text[start:end] if start >= 0 else ""

    @property
    def alone(self) -> bool:
        """Return whether nothing else is on its lines."""
        before = self.text.rfind("\n", 0, self.match.start()) + 1
        after = self.text.find("\n", self.match.end())
        rest = self.text[self.match.end() : after if after >= 0 else len(self.text)]
        return not (self.text[before : self.match.start()] + rest).strip()


    @property
    def beside(self) -> str:
        """Return the sentence before it in its paragraph, or the one behind it."""
        start = self.text.rfind("\n\n", 0, self.match.start()) + 1
        end = self.text.find("\n\n", self.match.end())
        before = _sentences(self.text[start : self.match.start()])
        after = _sentences(self.text[self.match.end() : end if end >= 0 else len(self.text)])
        return before[-1] if before else after[0] if after else ""

    @property
    def followed_by_line(self) -> bool:
        """Return whether its line ends behind it."""
        return self.text.startswith("\n", self.match.end())


class Draft:
    """A text on its way to Pandoc's Markdown."""

    def __init__(self, text: str, named: Named) -> None:
        self.text = text.translate(_PRIVATE)
        self.named = named

    def rewrite(
        self, pattern: re.Pattern[str], write: Callable[[Piece], str | None], within: Callable[[str], str] = blank_code
    ) -> None:
        """Replace each piece by what ``write`` returns; None leaves it.

        ``within`` returns the text with blanks for all that is not searched: code and comments, if nothing else.
        """
        prose = within(self.text)
        pieces, position = [], 0
        for match in pattern.finditer(prose):
            written = write(Piece(self.text, match))
            if written is not None:
                pieces += [self.text[position : match.start()], written]
                position = match.end()
        if pieces:
            self.text = "".join(pieces) + self.text[position:]

    def take_comments(self, pattern: re.Pattern[str]) -> None:
        """Take out comments, and keep what their first group that matched says for the review file."""
        def write(piece: Piece) -> str:
            said = piece[piece.match.lastindex] if piece.match.lastindex else ""
            if said.strip():
                self.named.comment(said, piece.beside)
            return ""
        self.rewrite(pattern, write)

    def take_out(self, pattern: re.Pattern[str], what: str, by: str = "") -> None:
        """Replace each piece, and name it as ``what``."""
        def write(piece: Piece) -> str:
            self.named.add(what, piece[0])
            return by
        self.rewrite(pattern, write)


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text without its markup."""
    plain = strip_markup(_MARKUP.sub(" ", text))
    return [" ".join(each.split()) for each in re.split(r"(?<=[.!?])\s", plain) if re.search(r"\w", each)]


def without_fences(text: str) -> str:
    """Return the text with blanks for code between fences."""
    lines = text.split("\n")
    for first, last in fenced_code(lines):
        lines[first : last + 1] = [" " * len(line) for line in lines[first : last + 1]]
    return "\n".join(lines)


def comment_scope(text: str) -> str:
    """Return the text with blanks for all code in which a comment would be no comment."""
    return _SHORT_CODE.sub(lambda code: blank(code[0]), without_fences(text))


def as_attribute(words: str) -> str:
    """Return words as the value of one of Pandoc's attributes."""
    return '"' + " ".join(words.replace("\\", "\\\\").replace('"', '\\"').split()) + '"'


def box(name: str, title: str = "") -> str:
    """Return the first line of a box, which a line `:::` closes."""
    return f"::: {{.proofdesk-box name={as_attribute(name)} title={as_attribute(title)}}}"


def figure(address: str, caption: str, alt: str, name: str = "") -> str:
    """Return a picture with a caption; without one it is a picture within the text."""
    address = f"<{address}>" if re.search(r"[\s()]", address) else address
    if not caption:
        return f"![{alt}]({address})"
    mark = f"#{name} " if name else ""
    return f"![{caption}]({address}){{{mark}.proofdesk-figure fig-alt={as_attribute(alt)}}}"
