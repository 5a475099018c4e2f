"""Report a piece of text that the converter put aside and did not put back.

Python-Markdown keeps code and links aside under a number while it looks for emphasis. Where emphasis begins or ends in
such a number, the piece is lost, and readers see the number: “klzzwxh:0002”.
"""

from __future__ import annotations

import html
import re

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.util import ETX, STX

from proofdesk.content.document import ConversionContext

_NUMBER = re.compile(rf"{STX}(?:klzzwxh|wzxhzdk)?:?|{ETX}")
_PIECE = re.compile(rf"{STX}?(?:klzzwxh|wzxhzdk):\d*{ETX}?")
_TAG = re.compile(r"<[^<>]*>")
_CONTEXT = 300
_WORDS = 20


class CheckLostPieces(Postprocessor):
    """Postprocessor that names the first number of a page that stands for lost text."""

    def __init__(self, md: Markdown, context: ConversionContext) -> None:
        super().__init__(md)
        self.context = context

    def run(self, text: str) -> str:
        """Return the text without the numbers, and the signs that no page can show."""
        lost = _NUMBER.search(text)
        if not lost:
            return text
        source = self.context.document.source
        before = html.unescape(_TAG.sub("\n", text[max(0, lost.start() - _CONTEXT) : lost.start()]))
        words = next((piece[-_WORDS:] for piece in reversed(before.split("\n")) if len(piece.strip()) > 3), "")
        self.context.document.problem(
            source.find(words.strip()) if words else source.position(source.body_start), "lost-mark",
            "emphasis and code cross each other here, and a piece of the text would be lost",
            "close each mark before the next begins, and write a backslash before a star that is only a star")
        return _PIECE.sub("", text).replace(STX, "").replace(ETX, "")
