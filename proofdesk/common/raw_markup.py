"""Find what a reader would take for markup in text that is finished, and say whose it is and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

from proofdesk.common.text import UNPARTED

# In a text that is read for markup this stands where code was, and before the first word of a heading or a cell, which
# begins no block. (It is Unicode's own sign for an object within a text.)
NOT_TEXT = "\ufffc"

# What an author writes of ours and no reader may see: blocks, citations, footnotes. And what Python-Markdown puts into
# the place of code and HTML for a while, and plugins have left.
OWN_SYNTAX = ("///", "[@", "[^", "klzzwxh:", "wzxhzdk:")


# Markup that this site reads, by its names below: where readers would see it, something kept it from being read.
READ_MARKUP = frozenset([
    "bold text", "emphasis", "a list", "a heading", "a table", "a definition", "a code block", "code", "a link",
    "a picture", "a quotation", "a line across the page"])


class RawMarkup(NamedTuple):
    """A piece of markup as a reader sees it, at an offset of the text."""

    syntax: str
    start: int
    name: str
    remedy: str


_PLAIN = "correct the markup, or put it between backticks if it is meant"
_LIST = "leave a line free before the list; indent what is nested by four spaces"
_TABLE = "leave a line free before the table, and give it a line of dashes under its head"
_NOTE = "write one of our blocks instead, as `desk check --fix` does for the usual kinds; `desk explain` lists them"
_LINK = "write it as `[words](page.md)`, without a space between the brackets"
_REFUSED = "this site does not use it; delete the marks"
_BOLD = "delete the spaces inside the marks; write `\\*` for a star that is meant"

# Stars that are marks of significance: behind a number, alone in a cell, or before what is said of them: “** P ≤ 0.01”,
# “** indicates p < .01”, “** Significant at 1%”.
_SIGNIFICANT = (
    rf"(?<=\d)|(?<=\d )\*{{2,3}}(?:[\s|)]|$)|(?:^|(?<={NOT_TEXT}))\*{{2,3}}$|\*\*"
    r"\*? ?(?:[=:]? ?(?:(?:indicates?|denotes?|means|represents?|shows?|for|at|if|bei|für|pour|indique|indica) )?"
    r"[pP] ?[<=>≤]|[Ss]ignifi[ck]\w* (?:at|auf|au|al)\b)")
# Each expression matches what is seen, in one line; `^` is the start of a line of text. Beside `\w`, a letter, a mark
# is part of a word. Beside `ω` it is none: a letter of a script that parts no words, or of Korean with its particles.
_MARKERS: tuple[tuple[str, str, str], ...] = (
    # Markdown. Seven = are a mark of git.
    ("a line across the page", r"^(?!={7}$)(?:-{3,}|={3,}|\*{3,}|_{3,}|\+{3,})[ \t]*$",
     "leave a line free before and after it"),
    ("bold text", rf"(?<!\*)(?!{_SIGNIFICANT})\*\*[^*\n]{{0,60}}(?:\*\*)?", _BOLD),
    ("bold text", r"(?<!\w)__[^_\n]{1,60}__(?!\w)", "write `**words**`, or `\\_` for a line that is meant"),
    ("emphasis", r"(?<!\w)(?<![*\\])\*[^\s*][^*\n]{0,60}\*(?!\w)(?!\*)", _BOLD),
    # Beside such letters a sign between the two lines makes them parts of two names: “日本語_資料、英語_資料”.
    ("emphasis", r"(?<!\w)_(?:(?<![\wω]_)(?=[^_\n]{2,62}_(?![\wω]))|(?=[^\s、。，,.;；:：・/()（）]{2,62}_))[^\s_]"
     r"[^_\n]{0,60}[^\s_\\]_(?!\w)", "write `*words*`, or `\\_` for a line that is meant"),
    ("a list", r"^(?:[-*+•]|1[.)])[ \xa0\u2007\u202f](?=\S)", _LIST),
    ("a list of Pandoc", r"^(?:a[.)]|\(a\)) (?=\S[^\n]*\n(?:b[.)]|\(b\)) )"
     r"|^(?:A[.)]|\(A\)) (?=\S[^\n]*\n(?:B[.)]|\(B\)) )|^(?:i[.)]|\(i\)) (?=\S[^\n]*\n(?:ii[.)]|\(ii\)) )"
     r"|^\(1\) (?=\S[^\n]*\n\(2\) )",
     "write `1.`, `2.` and so on: a list is numbered with figures and full stops here"),
    ("a heading", r"^#{1,6} ?(?=[^\W\d]|ω)|^={2,6} [^=\n]{1,60} ={2,6}[ \t]*$|^h[1-6]\. (?=\S)",
     "write `## Words`, with a line free before it"),
    ("a table", r"^\|[^\n]*\|[ \t]*$(?:\n\|.*$)*|\|[ \t]*:?-{3,}|(?<!-)-{3,}:?[ \t]*\||^\+[-=]{3,}\+", _TABLE),
    ("a line of verse", r"^\| (?=\S)", "write the words alone, with two spaces at the end of the line"),
    ("a definition", r"^: {2,}(?=\S)", "write the term on the line above, and leave a line free before that"),
    ("a code block", r"`{3,}|^~{3,}", "close it with a line of its own that has the same marks"),
    ("code", r"`{1,2}[^`\n]{0,60}(?:`{1,2}|'')?", "close it with as many backticks as open it"),
    ("a line break", r"(?<![:\\])\\$", "end the line with two spaces, or begin a new paragraph"),
    ("a link of Obsidian", r"!?\[\[[^\[\]\n]{1,60}\]\]", _LINK),
    ("a picture", r"!\[[^\]\n]{0,60}\]", "write it as `![words](picture.png)`"),
    ("a link", r"\[[^\[\]\n]{1,60}\] ?\((?:[^()\s]{1,200}\.(?:md|html)|https?:)[^()\n]{0,300}\)"
     r"|\[[^\[\]\n]{1,60}\]\([^()\n]{0,200}\)|(?<!\w)\[[^\[\]\n]{1,60}\]\[[^\[\]\n]{0,60}\]"
     r"|\]\(https?://[^\s()]{0,60}|^\[[^\[\]\n]{1,60}\]: \S+|\[https?://[^\s\]]{1,200} [^\]\n]{1,60}\]", _LINK),
    ("a note of Pandoc", r"\^\[[^\]\n]{0,60}\]?", "write `[^1]` here, and `[^1]: …` on a line of its own"),
    ("an abbreviation", r"(?<!\w)(?<!\*)\*\[[^\[\]\n]{0,40}\](?!\()", "write `*[ADHD]: …` on a line of its own"),
    ("a numbered example of Pandoc", r"^\(@[\wω]*\) (?=\S)", "write a numbered list"),
    ("a quotation", r"^> ?(?=[^\s\d=<>])", "leave a line free before the quotation"),
    # Material, PyMdown, GitHub
    ("a note of Material", r"^(?:!!!|\?\?\?\+?) ?[\wω][^\n]{0,60}", _NOTE),
    ("a note of GitHub", r"\[![A-Za-z]+\][-+]?", _NOTE),
    ("a tab of Material", r"^===[!+]? \"[^\"\n]{0,60}\"", "this site hides nothing behind tabs; make each a heading"),
    ("a task list", r"(?<!\S)\[[ xX]\](?= \S)", "write a plain list: readers cannot tick it"),
    ("an annotation of Material", r"\(\d{1,2}\)!", "write a footnote instead: `[^1]`"),
    ("marked text", r"(?<!\w)(?<![=!<>])==[^=\s][^=\n]{0,60}==(?!\w)(?!=)", _REFUSED),
    ("text struck out", r"~~[^~\s][^~\n]{0,60}~~", _REFUSED),
    ("underlined text", r"\^\^[^^\s][^^\n]{0,60}\^\^", _REFUSED),
    ("a subscript or superscript", r"(?<=[^\W_]|ω)~[^~\s/]{1,20}~(?!\d)|(?<=[^\W_]|ω)\^[^^\s/]{1,20}\^(?!\d)"
     r"|(?<!\w)(?<!\^)\^(?:[^\W_]|ω){1,10}\^(?!\w)(?!\^)|(?<!\w)(?<!~)~[A-Za-z][\wω-]{0,20}~(?!\w)(?!~)",
     "write `<sub>2</sub>` or `<sup>2</sup>`"),
    ("a key", r"\+\+[a-z][a-z0-9+]{0,30}\+\+", "write `<kbd>Ctrl</kbd>`"),
    ("an emoji", r"(?<!\w)(?<!:):[a-z+-][a-z0-9_+-]{1,40}:(?!\w)(?![:\ufffc])", "write the sign itself"),
    ("a reference of Quarto",
     r"\{#(?:fig|tbl|sec|eq)-[^{}\n]{1,40}\}|(?<!\w)(?<!\.)@(?:fig|tbl|sec|eq|lst)-[\wω-]{1,40}",
     "name the figure or the section in words, and link it"),
    ("a list of attributes",
     r"\{:?[ ]*[.#][A-Za-z][^{}\n]{0,60}\}|\{:?[^{}\n]{0,60}=[\"“”'][^{}\n]{0,60}\}|\{: ?[^{}\n]{1,60}\}"
     r"|\[[^\[\]\n]{1,60}\]\{[#.][A-Za-z][^{}\n]{0,60}(?![^{}\n]*\})",
     "put it directly behind what it is for, without a space"),
    ("an inserted file", r"-{1,2}8<-{1,2}", "write the text itself: no file is inserted here"),
    ("a tracked change", r"\{(?:\+\+|--|~~|==|>>)[^\n]{0,60}", "accept or reject the change"),
    # Obsidian, Quarto, Hugo, Jekyll, MyST, reStructuredText, wikis, forums
    ("a comment of Obsidian", r"%%[^%\n]{1,60}%%", "delete it"),
    ("a field of Obsidian", r"[\[(][\wω][\wω -]{0,30}:: [^\])\n]{1,60}[\])]", "write it as a sentence"),
    ("an id of Obsidian", r"(?<=\S )\^[A-Za-z][\wω-]{0,40}[ \t]*$", "delete it; a heading has an address of its own"),
    ("a block of Quarto", r"^:{3,}[^\n]{0,60}", _NOTE),
    ("a template", r"\{[{%][^\n]{0,60}(?:[^\n{}]{0,200}[%}]\})?|[%}]\}|\{#[^}\n]{0,60}#\}|<[%?][^\n]{0,60}"
     r"|\$\{[^}\n]{1,60}\}",
     "write the words themselves"),
    ("a role of MyST", r"\{[A-Za-z][\wω:+-]{0,40}\}\ufffc|^\([\wω-]{1,40}\)=[ \t]*$", _PLAIN),
    ("a role of reStructuredText", r"^\.\. (?:[\wω:-]+::|_[^:\n]{1,40}:|\|)|:[a-z][\wω:+-]{0,40}:(?:`|\ufffc)"
     r"|(?<=\ufffc)_{1,2}(?![\wω])|(?<=[\wω])::$|^:[A-Z][\wω -]{1,30}: (?=\S)", _PLAIN),
    ("bold text of a wiki", r"(?<!\w)(?<!')'{2,5}[^'\s][^'\n]{0,60}'{2,5}(?!\w)(?!')",
     "write `**bold**` or `*slanted*`"),
    ("a mark of a forum", r"\[/(?:b|i|u|s|url|img|quote|code|list|size|color|spoiler|center)\]"
     r"|\[(?:url|img|quote|size|color|font|email)=[^\]\n]{1,80}\]", "write it in Markdown"),
    ("a shortcode of WordPress",
     r"\[/[a-z][\wω-]{0,30}\]|\[[a-z][\wω-]{1,30} [a-z][\wω-]{0,30}=[\"“”'][^\]\n]{0,80}\]?",
     "write the words themselves"),
    ("hidden text", r"(?<!\w)(?<!\|)\|\|(?=[^|\n]{0,60}?(?:[^\W\d_]|ω){3})[^|\s][^|\n]{0,60}\|\|(?!\w)(?!\|)",
     _REFUSED),
    ("a prompt of Jupyter", r"^(?:In|Out) ?\[[\d ]{1,5}\]:", "delete it"),
    ("a command of Jupyter", r"^[%!](?:matplotlib|load_ext|pip|conda|config|run|time|timeit|autoreload)\b[^\n]{0,60}",
     "delete it"),
    # LaTeX
    ("a formula", r"\$\$|\$\ufffc\$"
     r"|(?<!\w)(?<!\$)\$(?:[A-Za-z]|[^\s$](?:[^$\n]{0,60}[\\^_{}=<>+])[^$\n]{0,60})(?<!\s)\$(?!\w)"
     r"|\\[([][^\n]{0,60}|(?<=[\wω)])[_^]\{[^{}\n]{1,40}\}", "write it in words or plain signs"),
    ("a command of LaTeX", r"(?<!\w)(?<![:\\/])\\[A-Za-z]{2,}(?!\w)(?:\[[^\]\n]{0,40}\])?(?:\{[^{}\n]{0,60}\}?)?",
     _PLAIN),
    ("a space of LaTeX", r"(?<=[A-Za-z]\.)~(?=[\wω])|(?<=[\wω.,:])\\ [\wω(]", "write a space"),
    # HTML
    ("HTML", r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>\n]{0,80})?/?>|<[A-Za-z][A-Za-z0-9-]*\s[a-z-]+=|<!--", _PLAIN),
    ("an HTML entity", r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,6});"
     r"|&(?:amp|copy|gt|lt|nbsp|quot|reg)(?![\wω;=])", "write the sign itself"),
)
# Every marker begins with one of these signs, or with what begins a line; to ask for them first is ten times as fast.
_SIGNS = r"*_#|`!\[\](=~^+:{}\-%$\\<&>?•@'\ufffc"
_FIRST = rf"(?=[{_SIGNS}.1]|^(?:h[1-6]|In|Out|[aAi][.)]))"
# Stands for each of these letters while a text is searched: to list them at each `\w` takes Python four times as long
# to compile, which every program waits for. (It is Unicode's sign for the end of an annotation, and no letter.)
_UNPARTED_LETTER = "\ufffb"
_UNPARTED_LETTERS = re.compile(rf"[{UNPARTED}\uac00-\ud7af](?<=\w)")
_EACH = "|".join(f"(?P<m{number}>{pattern})" for number, (_, pattern, _) in enumerate(_MARKERS)).replace(
    "ω", _UNPARTED_LETTER)
_QUOTED = 120  # letters of a piece that a message quotes
_ANY = re.compile(f"{_FIRST}(?:{_EACH})", re.MULTILINE)
_SIGN = re.compile(f"[{_SIGNS}]")


def describe(markup: RawMarkup) -> str:
    """Return what is wrong with a piece of markup, in an editor's words."""
    looks = f" looks like {markup.name} and" if markup.name else ""
    syntax = markup.syntax if len(markup.syntax) <= _QUOTED else markup.syntax[:_QUOTED - 1] + "…"
    return f"“{syntax.replace(NOT_TEXT, '…')}”{looks} would reach the reader as it is"


def find_raw_markup(text: str, *, one_line: bool = False) -> Iterator[RawMarkup]:
    """Yield each piece of markup in a text that a reader sees. A text of one line, as a title, begins no block."""
    if one_line and not _SIGN.search(text):
        return
    shift, text = (1, NOT_TEXT + " ".join(text.split("\n"))) if one_line else (0, text)
    for match in _ANY.finditer(text if text.isascii() else _UNPARTED_LETTERS.sub(_UNPARTED_LETTER, text)):
        name, _, remedy = _MARKERS[int((match.lastgroup or "m0")[1:])]
        syntax = text[match.start() : match.end()].split("\n", 1)[0].rstrip()
        if name == "an HTML entity" and syntax[1] != "#" and syntax[1:] not in html5:
            continue  # “B&Bs;”
        yield RawMarkup(syntax, match.start() - shift, name, remedy)
