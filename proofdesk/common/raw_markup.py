"""Find what a reader would take for markup in text that is finished, and say whose it is and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class RawMarkup(NamedTuple):
    """A piece of markup as a reader sees it, at an offset of the text."""

    syntax: str
    start: int
    name: str
    remedy: str


_PLAIN = "correct the markup, or put it between backticks if it is meant"
_LIST = "leave a line free before the list; indent what is nested by four spaces"
_TABLE = "leave a line free before the table, and give it a line of dashes under its head"
_NOTE = "write one of our blocks instead; the guide lists them"
_LINK = "write it as `[words](page.md)`, without a space between the brackets"
_REFUSED = "this site does not use it; delete the marks"

# Each expression matches what is seen, in one line; `^` is the start of a line of text.
_MARKERS: tuple[tuple[str, str, str], ...] = (
    # Markdown
    ("bold text", r"\*\*[^*\n]{0,60}(?:\*\*)?|(?<!\w)__[^_\n]{1,60}__(?!\w)", "delete the spaces inside the marks"),
    ("a list", r"^[-*+•] (?=\S)|^1[.)] (?=\S)", _LIST),
    ("a heading", r"^#{1,6} ?(?=[^\W\d])", "leave a line free before the heading, and a space behind the #"),
    ("a table", r"^\|[^|\n]*\|.*$(?:\n\|.*$)*|\|[ \t]*:?-{3,}", _TABLE),
    ("a code block", r"`{3,}|^~{3,}", "close it with a line of its own that has the same marks"),
    ("a link of Obsidian", r"!?\[\[[^\[\]\n]{1,60}\]\]", _LINK),
    ("a picture", r"!\[[^\]\n]{0,60}\]", "write it as `![words](picture.png)`"),
    ("a link", r"\[[^\[\]\n]{1,60}\] ?\((?:[^()\s]+\.(?:md|html)|https?:)[^()\s]*\)"
     r"|\[[^\[\]\n]{1,60}\]\[[^\[\]\n]{0,60}\]|^\[[^\[\]\n]{1,60}\]: \S+", _LINK),
    ("a quotation", r"^> (?=\S)", "leave a line free before the quotation"),
    # Material, PyMdown, GitHub
    ("a note of Material", r"^(?:!!!|\?\?\?\+?) ?\w[^\n]{0,60}", _NOTE),
    ("a note of GitHub", r"\[![A-Za-z]+\][-+]?", _NOTE),
    ("a tab of Material", r"^===[!+]? \"[^\"\n]{0,60}\"", _REFUSED),
    ("a task list", r"(?<!\S)\[[ xX]\](?= \S)", "write a plain list: readers cannot tick it"),
    ("marked text", r"==[^=\s][^=\n]{0,60}==", _REFUSED),
    ("text struck out", r"~~[^~\s][^~\n]{0,60}~~", _REFUSED),
    ("underlined text", r"\^\^[^^\s][^^\n]{0,60}\^\^", _REFUSED),
    ("a subscript or superscript", r"(?<=\w)~[^~\s]{1,20}~|(?<=\w)\^[^^\s]{1,20}\^",
     "write `<sub>2</sub>` or `<sup>2</sup>`"),
    ("a key", r"\+\+[a-z][a-z0-9+]{0,30}\+\+", _REFUSED),
    ("an emoji", r"(?<![\w:]):[a-z][a-z0-9_+-]{1,40}:(?![\w:])", "write the sign itself"),
    ("a reference of Quarto", r"\{#(?:fig|tbl|sec|eq)-[^{}\n]{1,40}\}", _REFUSED),
    ("a list of attributes", r"\{:?[ ]*[.#][A-Za-z][^{}\n]{0,60}\}|\{:?[^{}\n]{0,60}=[\"“”'][^{}\n]{0,60}\}",
     "put it directly behind what it is for, without a space"),
    ("an inserted file", r"-{1,2}8<-{1,2}", _REFUSED),
    ("a tracked change", r"\{(?:\+\+|--|~~|==|>>)[^\n]{0,60}", "accept or reject the change"),
    # Obsidian, Quarto, Hugo, Jekyll, reStructuredText
    ("a comment of Obsidian", r"%%[^%\n]{1,60}%%", "delete it"),
    ("a block of Quarto", r"^:{3,}[^\n]{0,60}", _NOTE),
    ("a template", r"\{\{[^\n]{0,60}|\{%[^\n]{0,60}|[%}]\}", "write the words themselves"),
    ("a role of reStructuredText", r"^\.\. [a-z-]+::|:[a-z]+:`", _PLAIN),
    # LaTeX
    ("a formula", r"\$\$|(?<![\w$])\$[^\s$][^$\n]{0,60}[\\^_{}][^$\n]{0,60}\$|\\[([][^\n]{0,60}",
     "write it in words or plain signs"),
    ("a command of LaTeX",
     r"\\(?:cite[a-z]*|ref|emph|text[a-z]{2}|begin|end|footnote|label|(?:sub)*section|url|href|item)\b"
     r"(?:\[[^\]\n]{0,40}\])?(?:\{[^{}\n]{0,60}\}?)?", _PLAIN),
    # HTML
    ("HTML", r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]{0,80})?/?>|<[A-Za-z][A-Za-z0-9-]*\s[a-z-]+=|<!--", _PLAIN),
    ("an HTML entity", r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,6});", "write the sign itself"),
)
# Every marker begins with one of these; to ask for them first is ten times as fast.
_FIRST = r"(?=[*_#|`!\[=~^+:{}\-%$\\<&>?•.1])"
_EACH = "|".join(f"(?P<m{number}>{pattern})" for number, (_, pattern, _) in enumerate(_MARKERS))
_ANY = re.compile(f"{_FIRST}(?:{_EACH})", re.MULTILINE)


def find_raw_markup(text: str) -> Iterator[RawMarkup]:
    """Yield each piece of markup in a text that a reader sees."""
    for match in _ANY.finditer(text):
        name, _, remedy = _MARKERS[int((match.lastgroup or "m0")[1:])]
        yield RawMarkup(match.group().split("\n", 1)[0], match.start(), name, remedy)
