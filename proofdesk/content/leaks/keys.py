"""Find words that may be keys of the bibliography, which readers would see as words."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from proofdesk.bibliography.citation_syntax import citation
from proofdesk.common.problems import Problem
from proofdesk.common.source_text import Position
from proofdesk.common.text import UNPARTED

# A key has a letter and a digit, as “shao2021”, a line or a colon, or a capital within; or it is between brackets. Any
# other word may be only a word.
_KEY = r"(?:\w(?:[\w:.+/#&-]*\w)?)"
_PLAIN = r"[A-Za-z]?[a-z]*+[.:]?(?![\w:.+/#&-])"  # most words of a text, of which nothing more is asked
_ASCII = r"[A-Za-z](?:[A-Za-z0-9_:.+/#&-]*[A-Za-z0-9])?"  # right before a word in Japanese, which no blank parts
KEY_LIKE = re.compile(
    rf"\b(?:(?<=@){_ASCII}(?=[{UNPARTED}])|"
    rf"(?<![\w:.+/#&-])(?!{_PLAIN})(?=[\w:.+/#&-]*(?:\d|\w[_:]\w|[a-z][A-Z]))(?=[\w:.+/#&-]*[^\W\d_]){_KEY}"
    rf"|(?<=[\[@«{{]){_KEY}(?=[\]»}},;.]|\s|$)|(?<=; ){_KEY}(?=\]))"
)
_COMMENT = re.compile(r"(?:^|\s)#.*")


def uncited_key(path: str, position: Position, key: str, remedy: str = "") -> Problem:
    """Return the problem of a key that readers would see."""
    return Problem(path, *position, "uncited-key", f"“{key}” is a key of the bibliography, and readers would see it as "
                   "a word", remedy or f"cite it as `{citation(key)}`")


def keys_in_yaml(text: str, keys: Container[str], first_line: int = 1) -> Iterator[tuple[Position, str]]:
    """Yield every key in the lines of a YAML text, with its position; its comments do not count."""
    for number, line in enumerate(text.split("\n"), start=first_line):
        for match in KEY_LIKE.finditer(_COMMENT.sub("", line)):
            if match.group() in keys:
                yield Position(number, match.start() + 1), match.group()
