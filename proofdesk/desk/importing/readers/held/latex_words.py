"""Read the words of LaTeX without its commands: those of a whole text, and those of a part that Pandoc refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN

COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%(.*)$", re.MULTILINE)
VERBATIM = re.compile(r"\\begin\{(verbatim|lstlisting|minted|Verbatim)\*?\}.{0,50000}?\\end\{\1\*?\}", re.DOTALL)
# A space or its break by the commands of TeX, as styles of BibTeX write it: “\hskip 1em plus 0.5em minus 0.4em\relax”.
_LENGTH = (r"[-+]?\s*(?:\d+(?:[.,]\d*)?|[.,]\d+)\s*(?:true\s*)?(?:p[tc]|in|bp|[cm]m|dd|cc|sp|e[mx]|mu|fil{1,3})"
           r"(?![A-Za-z])")
GLUE = (rf"\\(?:[hvm]skip|m?kern|[hv]glue)\s*{_LENGTH}(?:\s*plus\s*{_LENGTH})?(?:\s*minus\s*{_LENGTH})?"
        r"(?:\s*\\relax(?![A-Za-z]))?|\\penalty\s*-?\d+")
ENTRY = re.compile("\ue000entry([0-9]{1,5})\ue001 ?")
# What the words of a text are not: the values of these commands, and formulas.
_NO_WORDS = re.compile(
    r"\\(?:label|ref|eqref|autoref|[cC]ref|pageref|nameref|\w*[cC]ite\w*|includegraphics|includesvg|begin|end|vspace"
    r"|hspace|setlength|addtolength|setcounter|bibliographystyle|bibliography|usepackage|documentclass|pagestyle"
    r"|thispagestyle|newtheorem|input|include|hypersetup|graphicspath|definecolor|fontsize|cline"
    r"|cmidrule"
    r"|multicolumn|multirow|resizebox|scalebox|SI|si|num|qty|unit|ce|orcid\w*|geometry|captionsetup|rule|tag|institute"
    r"|affil\w*|email|address|thanks|keywords|bibinfo|bibnamefont|bibfnamefont|citenamefont)\*?(?![A-Za-z])"
    r"\s*(?:\[[^\]]*\]\s*|\([^()]*\))*(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}\s*){0,2}(?:\[[^\]]*\])?"
    r"(?:\{-?[\d.]*\s*(?:\\[a-z]+|[cm]m|pt|em|ex|in)\s*\})?"
    r"|\\(?:(?:text|cell|row|column|page)?color|colorbox|fcolorbox\s*\{[^{}]*\}|hypertarget|hyperlink|href)\s*(?:\[[^\]]*\]\s*)?\{[^{}]*\}")
_FORMULA = re.compile(
    r"(?<!\\)\$\$.{0,5000}?(?<!\\)\$\$|(?<!\\)\$.{0,2000}?(?<!\\)\$|\\\(.{0,2000}?\\\)|\\\[.{0,5000}?\\\]"
    r"|\\begin\{(equation|align|gather|multline|eqnarray|math|displaymath|tikzpicture|tabular[x*]?|array)\*?\}.{0,20000}?"
    r"\\end\{\1\*?\}", re.DOTALL)
_PREAMBLE = re.compile(r"\A.*?\\begin\{document\}", re.DOTALL)
_ACCENT = re.compile(  # or the end of a line, behind which a quotation mark is none
    r"\\\\|\\(?:([`'^\"~=.])\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))"
    r"|([cHuvrdbk])(?:\s*\{([A-Za-z])\}|\s+([A-Za-z])))")
_COMMAND = re.compile(r"\\[A-Za-z@]+\*?(?:\[[^\]]*\])*|\\.|[{}~&]")

# Of a part that Pandoc refuses, what stays as it is or begins it.
_KEPT = re.compile(
    r"\\\w*[cC]ite\w*\*?\s*(?P<options>(?:\[(?:[^\[\]{}]|\{[^{}]*\})*\]\s*)*)\{(?P<keys>[\w\s,:./+'-]*[\w])\s*\}"
    r"|\\includegraphics\*?\s*(?:\[[^\]]*\])?\s*\{(?P<picture>[^{}]*)\}|(?<!\\)\$[^$]{1,2000}(?<!\\)\$")
_CITED = re.compile(r"\\\w*[cC]ite\w*\*?\s*(?=[\[{])")  # a citation that has other words in the place of a key
_HEAD = re.compile(r"\s*(\\(?:chapter|(?:sub){0,2}section|(?:sub)?paragraph|item)\*?)(?![A-Za-z])")
_SIGN = re.compile(r"\\([%&#_$])")
_ESCAPES = {"\\": "\\textbackslash{}", "^": "\\^{}", "~": "\\~{}"}


def words_of_text(text: str) -> Iterator[str]:
    """Yield the lines of a text without its commands: the words that a reader of it sees."""
    body = VERBATIM.sub(" ", _PREAMBLE.sub("", text).split("\\end{document}")[0])
    body = _NO_WORDS.sub(" ", _FORMULA.sub(" ", COMMENT.sub("", body)))
    yield from _COMMAND.sub(" ", ENTRY.sub("", with_accents(body))).split("\n")


def with_accents(text: str) -> str:
    """Return the text with letters for what LaTeX writes as a letter and its accent."""
    return _ACCENT.sub(lambda sign: _accented(*found) if (found := [*filter(None, sign.groups())]) else sign[0], text)


def _accented(accent: str, letter: str) -> str:
    marks = {"`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
             "c": "\u0327", "H": "\u030b", "u": "\u0306", "v": "\u030c", "r": "\u030a", "d": "\u0323", "b": "\u0331",
             "k": "\u0328"}
    return letter + marks[accent]


def words_alone(part: str) -> str:
    """Return a part of LaTeX as its words between ⟦ and ⟧; citations, pictures and what makes it a heading stay."""
    part = COMMENT.sub("", part)
    head = _HEAD.match(part)
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        written = (f"\\citep{{{found['keys']}}}" if found["keys"] else
                   f"\\includegraphics{{{found['picture']}}}" if found["picture"] else escaped(found[0]))
        kept.append(written)
        return f"{found['options'] or ''} \ue000{len(kept) - 1}\ue001 "

    text = _KEPT.sub(keep, part[head.end() :] if head else part)
    text = with_accents(_CITED.sub(" ", text))
    text = _COMMAND.sub(" ", _SIGN.sub(lambda sign: sign[1], _NO_WORDS.sub(" ", text)))
    words = " ".join(text.split())
    said = re.sub("\ue000([0-9]+)\ue001", lambda mark: kept[int(mark[1])], escaped(words))
    if re.search(r"\w", re.sub("\ue000[0-9]+\ue001", "", words)):
        said = f"{REVIEW_OPEN}{said}{REVIEW_CLOSE}"
    name = head[1] if head else ""
    return f"{name} {said}" if name == "\\item" else f"{name}{{{said}}}" if name and said else said


def escaped(words: str) -> str:
    """Return words as LaTeX that shows the same."""
    return re.sub(r"[\\{}$&#_%^~]", lambda sign: _ESCAPES.get(sign[0], f"\\{sign[0]}"), words)
