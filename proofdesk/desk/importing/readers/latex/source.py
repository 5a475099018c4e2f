"""Prepare the source of a LaTeX file: files that it takes in, comments, its list of references, its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from proofdesk.desk.importing.readers.latex.fonts import without_fonts_of_blocks
from proofdesk.desk.importing.readers.markup.named import Named

MAX_FILES, MAX_BYTES = 60, 5_000_000
_SIGN_OF_LATEX = re.compile(
    r"\\(?:documentclass|usepackage|begin|end|section|subsection|chapter|cite[tp]?|bibitem|emph|textbf|textit|item|label"
    r"|ref)\b\*?[\[{ ]")
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%(.*)$", re.MULTILINE)
_VERBATIM = re.compile(r"\\begin\{(verbatim|lstlisting|minted|Verbatim)\*?\}.{0,50000}?\\end\{\1\*?\}", re.DOTALL)
_SKIPPED = re.compile(r"\\begin\{comment\}(.{0,50000}?)\\end\{comment\}|\\iffalse\b(.{0,50000}?)\\fi\b", re.DOTALL)
# References that Pandoc does not know, but that say no more than those that it does.
_REFERENCE = re.compile(r"\\(?:subref|vref|Vref|figref|tabref|secref|labelcref)\*?(?=\{)")
_INPUT = re.compile(r"\\(?:input|include|subfile|import)\s*\{([^{}]+)\}(?:\{([^{}]+)\})?")
_LIST = re.compile(r"(?:\\section\*?\{(?:References|Bibliography)\}\s*)?\\begin\{thebibliography\}(?:\{[^{}]*\})?(.*?)"
                   r"\\end\{thebibliography\}", re.DOTALL | re.IGNORECASE)
# Places that links lead to, which a list of references of Pandoc's puts before each entry, and lines of a table of
# contents.
_ANCHOR = re.compile(
    r"(?:\\leavevmode\s*)?\\vadjust\s*pre\s*\{\\hypertarget\{[^{}]*\}\{\}\}%?|\\hypertarget\{[^{}]*\}\{\}"
    r"|\\addcontentsline\s*\{[^{}]*\}\s*\{[^{}]*\}\s*\{(?:[^{}]|\{[^{}]*\})*\}")
_ITEM = re.compile(r"\\bibitem\s*(?:\[(?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\])?\s*\{([^{}]*)\}")
ENTRY = re.compile("\ue000entry([0-9]{1,5})\ue001 ?")
_LISTS_MADE = re.compile(
    r"\\(?:bibliographystyle|bibliography|addbibresource|printbibliography|nocite)(?![a-z])\*?(?:\[[^\]]*\])?(?:\{[^{}]*\})?")
# What the words of a text are not: the values of these commands, and formulas.
_NO_WORDS = re.compile(
    r"\\(?:label|ref|eqref|autoref|[cC]ref|pageref|nameref|\w*[cC]ite\w*|includegraphics|includesvg|begin|end|vspace"
    r"|hspace|setlength|addtolength|setcounter|bibliographystyle|bibliography|usepackage|documentclass|pagestyle"
    r"|thispagestyle|newtheorem|input|include|hypersetup|graphicspath|definecolor|fontsize|cline"
    r"|cmidrule"
    r"|multicolumn|multirow|resizebox|scalebox|SI|si|num|qty|unit|ce|orcid\w*|geometry|captionsetup|rule|tag|institute"
    r"|affil\w*|email|address|thanks|keywords|bibinfo|bibnamefont|bibfnamefont|citenamefont)\*?(?![A-Za-z])"
    r"\s*(?:\[[^\]]*\]\s*|\([^()]*\))*(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}\s*){0,2}(?:\[[^\]]*\])?"
    r"|\\(?:(?:text|cell|row|column|page)?color|colorbox|fcolorbox\s*\{[^{}]*\}|hypertarget|hyperlink|href)\s*(?:\[[^\]]*\]\s*)?\{[^{}]*\}")
_FORMULA = re.compile(
    r"(?<!\\)\$\$.{0,5000}?(?<!\\)\$\$|(?<!\\)\$.{0,2000}?(?<!\\)\$|\\\(.{0,2000}?\\\)|\\\[.{0,5000}?\\\]"
    r"|\\begin\{(equation|align|gather|multline|eqnarray|math|displaymath|tikzpicture|tabular[x*]?|array)\*?\}.{0,20000}?"
    r"\\end\{\1\*?\}", re.DOTALL)
_PREAMBLE = re.compile(r"\A.*?\\begin\{document\}", re.DOTALL)
_ACCENT = re.compile(
    r"\\(?:([`'^\"~=.])\s*(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))"
    r"|([cHuvrdbk])(?:\s*\{([A-Za-z])\}|\s+([A-Za-z])))")
_COMMAND = re.compile(r"\\[A-Za-z@]+\*?(?:\[[^\]]*\])*|\\.|[{}~&]")


def is_latex(text: str) -> bool:
    """Return whether a text without a telling name is LaTeX."""
    return len(_SIGN_OF_LATEX.findall(text)) > 2


class LatexSource:
    """The source of a LaTeX file, as it is prepared for Pandoc.

    ``text`` is for Pandoc, ``words`` is the text without its commands, ``entries`` are the names of the works in its
    own list of references, by the number of the mark before each.
    """

    def __init__(self, file: Path, text: str, named: Named) -> None:
        self.file = file
        self.named = named
        self.entries: list[str] = []
        self._files = 0
        text = _REFERENCE.sub(r"\\ref", self._with_files(text, 0))
        text = without_fonts_of_blocks(_ANCHOR.sub("", self._without_comments(text)))
        self.text = _LIST.sub(self._list, text)
        for found in _LISTS_MADE.finditer(self.text):
            named.add("commands that make the list of references, which the site makes itself", found[0])
        self.text = _LISTS_MADE.sub("", self.text)
        self.words = "\n".join(_words(self.text))

    def _with_files(self, text: str, depth: int) -> str:
        """Return the text with the files that it takes in, if they are in the folder of the manuscript."""
        def taken(found: re.Match[str]) -> str:
            name = (found[1] + (found[2] or "")).strip()
            file = self._inside(name) if depth < 5 and self._files < MAX_FILES else None
            if file is None:
                self.named.add("files that the text takes in, which are not beside it", found[0])
                return found[0] if name.endswith((".sty", ".cls")) else f"⟦here the text takes in {_escaped(name)}⟧"
            self._files += 1
            return self._with_files(file.read_text(encoding="utf-8", errors="replace"), depth + 1)

        return _INPUT.sub(taken, text)

    def _inside(self, name: str) -> Path | None:
        folder = self.file.parent.resolve()
        for written in (name, f"{name}.tex"):
            try:
                file = (folder / written).resolve()
                if file.is_relative_to(folder) and file.is_file() and file.stat().st_size < MAX_BYTES:
                    return file
            except (OSError, ValueError):
                return None
        return None

    def _without_comments(self, text: str) -> str:
        """Return the text without comments, which are named; those in code stay."""
        pieces, position = [], 0
        for code in _VERBATIM.finditer(text):
            pieces += [self._commented(text[position : code.start()]), code[0]]
            position = code.end()
        return "".join([*pieces, self._commented(text[position:])])

    def _commented(self, text: str) -> str:
        text = _SKIPPED.sub(lambda found: self._comment(found[1] or found[2]), text)
        return _COMMENT.sub(lambda found: f"{found[1]}%{self._comment(found[2])}", text)

    def _comment(self, words: str) -> str:
        if re.search(r"[^\W\d_]{2}", words):
            self.named.add("comments of the file", words.strip("%-= \t\n"))
        return ""

    def _list(self, found: re.Match[str]) -> str:
        """Return the file's own list of references as paragraphs, each behind the mark of its entry."""
        _, *pieces = _ITEM.split(found[1])
        rows = []
        for name, entry in zip(pieces[::2], pieces[1::2], strict=True):
            words = " ".join(entry.replace("\\newblock", " ").split())
            rows.append(f"\ue000entry{len(self.entries)}\ue001 {words}")
            self.entries.append(name.strip())
        return "\\section*{References}\n\n" + "\n\n".join(rows) + "\n\n"


def _words(text: str) -> Iterator[str]:
    """Yield the lines of a text without its commands: the words that a reader of it sees."""
    body = _VERBATIM.sub(" ", _PREAMBLE.sub("", text).split("\\end{document}")[0])
    body = _NO_WORDS.sub(" ", _FORMULA.sub(" ", _COMMENT.sub("", body)))
    body = _ACCENT.sub(lambda sign: _accented(*filter(None, sign.groups())), body)
    yield from _COMMAND.sub(" ", ENTRY.sub("", body)).split("\n")


def _accented(accent: str, letter: str) -> str:
    marks = {"`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
             "c": "\u0327", "H": "\u030b", "u": "\u0306", "v": "\u030c", "r": "\u030a", "d": "\u0323", "b": "\u0331",
             "k": "\u0328"}
    return letter + marks[accent]


def _escaped(name: str) -> str:
    return name.replace("_", "\\_").replace("#", "\\#").replace("%", "\\%").replace("&", "\\&")
