"""Prepare the source of a LaTeX file: files that it takes in, comments, its list of references."""

from __future__ import annotations

import re
from pathlib import Path

from proofdesk.desk.importing.readers.held.latex import words_of_latex
from proofdesk.desk.importing.readers.held.latex_words import COMMENT, VERBATIM, escaped
from proofdesk.desk.importing.readers.latex.encoding import decode_latex
from proofdesk.desk.importing.readers.latex.looks import without_looks
from proofdesk.desk.importing.readers.latex.repair import Left
from proofdesk.desk.importing.readers.latex.rewrite import with_all_words
from proofdesk.desk.importing.readers.named import Named

MAX_FILES, MAX_BYTES = 60, 5_000_000
MAX_LINES_BACK = 40  # from a line that the files do not have as it is
# A file that can be set by itself, of which another one takes in what is within it.
_WHOLE = re.compile(r"\A.*?\\begin\{document\}(.*?)(?:\\end\{document\}.*)?\Z", re.DOTALL)
_SIGN_OF_LATEX = re.compile(
    r"\\(?:documentclass|usepackage|begin|end|section|subsection|chapter|cite[tp]?|bibitem|emph|textbf|textit|item|label"
    r"|ref)\b\*?[\[{ ]")
_SKIPPED = re.compile(r"\\begin\{comment\}(.{0,50000}?)\\end\{comment\}|\\iffalse\b(.{0,50000}?)\\fi\b", re.DOTALL)
# References that Pandoc does not know, but that say no more than those that it does.
_REFERENCE = re.compile(r"\\(?:subref|vref|Vref|figref|tabref|secref|labelcref)\*?(?=\{)")
_INPUT = re.compile(r"\\(?:input|include|subfile|import)\s*\{([^{}]+)\}(?:\{([^{}]+)\})?")
_LIST = re.compile(r"(?:\\section\*?\{(?:References|Bibliography)\}"
                   r"(?:\s|\\protect|\\phantomsection|\\label\{[^{}]*\})*)?\\begin\{(thebibliography|CSLReferences)\}"
                   r"(?:\{[^{}]*\}){0,2}(.*?)\\end\{\1\}", re.DOTALL | re.IGNORECASE)
_AROUND_LIST = re.compile(r"\\(?:begin|end)\{CSLReferences\}(?:\{[^{}]*\}){0,2}")
# Places that links lead to, which a list of references of Pandoc's puts before each entry, and lines of a table of
# contents; and options of packages, which are words to Pandoc.
_ANCHOR = re.compile(
    r"(?:\\leavevmode\s*)?\\vadjust\s*pre\s*\{\\hypertarget\{[^{}]*\}\{\}\}%?|\\hypertarget\{[^{}]*\}\{\}"
    r"|\\addcontentsline\s*\{[^{}]*\}\s*\{[^{}]*\}\s*\{(?:[^{}]|\{[^{}]*\})*\}"
    r"|\\PassOptionsTo(?:Package|Class)\s*\{[^{}]*\}\s*\{[^{}]*\}")
# What some journals want above the text, as a command or as an environment.
_ABSTRACT = re.compile(r"\\[Aa]bstract\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
                       r"|\\begin\{abstract\}(.{0,50000}?)\\end\{abstract\}", re.DOTALL)
_BEGIN = "\\begin{document}"
_BIBLIOGRAPHY = re.compile(r"\\bibliography\s*\{([^{}]*)\}")
# Where authors work and how to reach them, as packages and classes of journals have it: “\affil[1]{School of Straw}”,
# with the marks of these behind the authors; and what stands at the head of their pages.
_BRACES = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_FACTS = {
    **dict.fromkeys(("affil", "affiliation", "altaffiliation", "address"), "affiliation"),
    **dict.fromkeys(("ead", "email", "emails", "authoremail", "corremail"), "e-mail address"),
    **dict.fromkeys(("corresp", "corrauth", "correspondingauthor", "correspondence", "corres"), "corresponding author"),
    **dict.fromkeys(("shorttitle", "runningtitle", "titlerunning", "leftheader"), "title in short"),
    **dict.fromkeys(("shortauthors", "authorrunning", "runningauthor"), "authors in short"),
    "authornote": "note on the authors", "orcid": "ORCID", "wordcount": "number of words",
}
_FACT = re.compile(rf"\\({'|'.join(sorted(_FACTS, key=len, reverse=True))})\*?\s*(?:\[([^\[\]]*)\]\s*)?{_BRACES}")
_MARKED_AUTHOR = re.compile(rf"\\author\s*\[([^\[\]=]*)\]\s*{_BRACES}")
_EMPTY_OPTION = re.compile(r"(\\[A-Za-z]+\*?\[)[ \t]*,[ \t,]*")
_ITEM = re.compile(r"\\bibitem\s*(?:\[(?:[^\[\]{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\])?\s*\{([^{}]*)\}")
_LISTS_MADE = re.compile(
    r"\\(?:bibliographystyle|bibliography|addbibresource|printbibliography|nocite)(?![a-z])\*?(?:\[[^\]]*\])?(?:\{[^{}]*\})?")


def is_latex(text: str) -> bool:
    """Return whether a text without a telling name is LaTeX."""
    return len(_SIGN_OF_LATEX.findall(text)) > 2


class LatexSource:
    """The source of a LaTeX file, as it is prepared for Pandoc.

    ``text`` is for Pandoc, ``files`` are the texts that it was made of, by name, ``entries`` are the names of the works
    in its own list of references, by the number of the mark before each. ``facts`` say where its authors work.
    """

    def __init__(self, file: Path, text: str, named: Named) -> None:
        self.file = file
        self.named = named
        self.entries: list[str] = []
        self.facts: list[tuple[str, str]] = []
        self.files = [(file.name, text)]
        text = _REFERENCE.sub(r"\\ref", self._with_list(self._with_files(text, 0)))
        text = _with_abstract(_EMPTY_OPTION.sub(r"\1", _ANCHOR.sub("", self._without_comments(text))))
        for author in _MARKED_AUTHOR.finditer(text):
            self.facts += [(f"author {_one_line(author[2])}, mark", mark)] if (mark := author[1].strip()) else []
        text = with_all_words(without_looks(_FACT.sub(self._fact, text)))
        self.text = _LIST.sub(self._list, text)
        for found in _LISTS_MADE.finditer(self.text):
            named.add("commands that make the list of references, which the site makes itself", found[0])
        self.text = _LISTS_MADE.sub("", self.text)

    def leave_out(self, left: Left, text: str) -> None:
        """Name a part of the text that Pandoc refused, at its line in the file that it was read from."""
        shown = f"{self.place(text, left.line)}:{left.column}: {left.written.strip()[:200]}"
        self.named.add("lines of LaTeX that could not be read, whose words are marked in the article" if left.words else
                       "definitions and signs of LaTeX that could not be read, which the article goes without", shown)

    def place(self, text: str, line: int) -> str:
        """Return the place of a line of a text for Pandoc, as `file:line`: where the files have the same line."""
        lines = text.split("\n")
        for number in range(line - 1, max(-1, line - MAX_LINES_BACK), -1):
            wanted = lines[number].strip().rstrip("%").strip() if number < len(lines) else ""
            found = [(name, each) for name, written in self.files for each, row in enumerate(
                written.split("\n"), start=1) if len(wanted) > 3 and COMMENT.sub(r"\1", row).strip() == wanted]
            if found:
                name, each = found[0]
                return f"{name}:{each + line - 1 - number}"
        return f"{self.file.name}:{line}"

    def _with_files(self, text: str, depth: int) -> str:
        """Return the text with the files that it takes in, if they are in the folder of the manuscript."""
        def taken(found: re.Match[str]) -> str:
            name = (found[1] + (found[2] or "")).strip()
            file = self._inside(name) if depth < 5 and len(self.files) < MAX_FILES else None
            if file is None:
                self.named.add("files that the text takes in, which are not beside it", found[0])
                return found[0] if name.endswith((".sty", ".cls")) else f"⟦here the text takes in {escaped(name)}⟧"
            written = decode_latex(file.read_bytes()) or file.read_text(encoding="utf-8", errors="replace")
            written = written.replace("\r\n", "\n").replace("\r", "\n")
            self.files.append((name, written))
            return self._with_files(_WHOLE.sub(lambda whole: whole[1], written), depth + 1)

        return _INPUT.sub(taken, text)

    def _with_list(self, text: str) -> str:
        """Return the text with the list that BibTeX made of its works, if the bibliography itself is not there."""
        made, found = self._inside(f"{self.file.stem}.bbl"), _BIBLIOGRAPHY.search(text)
        if not (made and found) or any(self._inside(f"{name.strip()}.bib") for name in found[1].split(",")):
            return text
        written = decode_latex(made.read_bytes()) or ""
        return text[: found.start()] + written + text[found.end() :] if _LIST.search(written) else text

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
        for code in VERBATIM.finditer(text):
            pieces += [self._commented(text[position : code.start()]), code[0]]
            position = code.end()
        return "".join([*pieces, self._commented(text[position:])])

    def _commented(self, text: str) -> str:
        text = _SKIPPED.sub(lambda found: self._comment(found[1] or found[2]), text)
        return COMMENT.sub(lambda found: f"{found[1]}%{self._comment(found[2])}", text)

    def _comment(self, words: str) -> str:
        if re.search(r"[^\W\d_]{2}", words):
            self.named.add("comments of the file", words.strip("%-= \t\n"))
        return ""

    def _fact(self, found: re.Match[str]) -> str:
        mark = (found[2] or "").strip()
        name = f"{_FACTS[found[1]]} {mark}".strip()
        for words in map(_one_line, found[3].split("\\\\")):
            if re.search(r"[^\W\d_]", words) and (name, words) not in self.facts:
                self.facts.append((name, words))
        return ""

    def _list(self, found: re.Match[str]) -> str:
        """Return the file's own list of references as paragraphs, each behind the mark of its entry."""
        _, *pieces = _ITEM.split(found[2])
        if not pieces and found[1] != "thebibliography":
            return _AROUND_LIST.sub("\n\n", found[0])  # as Pandoc wrote lists before, whose entries are paragraphs
        rows = []
        for name, entry in zip(pieces[::2], pieces[1::2], strict=True):
            words = " ".join(entry.replace("\\newblock", " ").split())
            rows.append(f"\ue000entry{len(self.entries)}\ue001 {words}")
            self.entries.append(name.strip())
        return "\\section*{References}\n\n" + "\n\n".join(rows) + "\n\n"


def _one_line(tex: str) -> str:
    """Return the words of LaTeX, without the names of what they say: “organization={School of Straw}, city={Leeds}”."""
    words = re.sub(r"[$^~]", " ", words_of_latex(COMMENT.sub(r"\1", tex)))
    return re.sub(r"\s+(?=[,.;])", "", " ".join(words.split())).strip(" ,")


def _with_abstract(text: str) -> str:
    """Return the text with an abstract that is stated above it as one that stands in it."""
    head, begin, body = text.partition(_BEGIN)
    found = _ABSTRACT.search(head)
    if not (begin and found):
        return text
    above = head[: found.start()] + head[found.end() :]
    return f"{above}{begin}\n\\begin{{abstract}}{found[1] or found[2]}\\end{{abstract}}\n{body}"
