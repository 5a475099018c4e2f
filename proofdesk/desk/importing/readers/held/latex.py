"""Take out of LaTeX what is the name of something, and no word: commands, labels, columns, measures."""

from __future__ import annotations

import re

from proofdesk.desk.importing.readers.held.latex_words import GLUE, VERBATIM, with_accents
from proofdesk.desk.importing.readers.held.signs import rewritten, without_commands

_OPTIONS = r"(?:[ \t]*\[[^\[\]]*\])*"
_BRACES = r"[ \t]*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_ONE = (r"label|(?:eq|auto|page|name|v|c|C|sub|fig|tab|sec|labelc)?ref|Autoref|[vh]space|documentclass|usepackage"
        r"|RequirePackage|bibliographystyle|bibliography|addbibresource|(?:this)?pagestyle|geometry"
        r"|graphicspath|color|textcolor|(?:cell|row|column|page)color|colorbox|cline|cmidrule|scalebox|raisebox"
        r"|includegraphics|includesvg|hypertarget|hyperlink|captionsetup|parbox|usetikzlibrary|usetheme"
        r"|pagenumbering|linespread|bibinfo|counterwithin|allowdisplaybreaks|vskip|hskip")
_TWO = r"setlength|addtolength|setcounter|addtocounter|fontsize|multicolumn|multirow|resizebox|rule|fcolorbox"
_AROUND_ONE = (r"tabular|longtable|array|minipage|multicols|spacing|thebibliography|subfigure|column|supertabular"
               r"|addmargin|subtable")
_AROUND_TWO = (r"tabular\*|tabularx|tabulary|xltabular|tabu|wrapfigure|wraptable|adjustwidth|floatingfigure|list"
               r"|CSLReferences")
_NAMES = re.compile(
    rf"\\(?:{_ONE})\*?(?![A-Za-z]){_OPTIONS}(?:\([^()\n]*\))?{_BRACES}"
    rf"|\\(?:{_TWO})\*?(?![A-Za-z]){_OPTIONS}(?:{_BRACES}){{2}}"
    rf"|\\addcontentsline(?:{_BRACES}){{3}}|\\vadjust\s*pre\b"
    rf"|\\definecolor(?:{_BRACES}){{3}}"
    # What a style made of a citation or a name of a work, both of which the article has by its key.
    rf"|\\citeproc(?:{_BRACES}){{2}}|\\bibitem{_OPTIONS}{_BRACES}"
    rf"|\\begin\{{(?:{_AROUND_ONE})\}}{_OPTIONS}{_BRACES}|\\begin\{{(?:{_AROUND_TWO})\}}(?:{_OPTIONS}{_BRACES}){{1,2}}"
    rf"|\\(?:begin|end)\{{[^{{}}\n]*\}}(?:[ \t]*\[[htbpH!tcbr,]*\])*"
    rf"|{GLUE}"
    r"|\\\\\[[^\]\n]*\]|\\[a-z]+skip\s*-?[\d.]+\s*(?:\\[a-z]+|pt|em|ex|cm|mm|in)")

_LETTER = re.compile(r"\{(\w[\u0300-\u036f]?)\}(?=\w)|(?<=\w)\{(\w[\u0300-\u036f]?)\}")


def words_of_latex(text: str) -> str:
    """Return the text without what is no word; comments have their words, and each line stays a line."""
    words = without_commands(with_accents(rewritten(text, _NAMES, lambda piece: " ", _without_code)))
    return re.sub(r"[{}]", " ", _LETTER.sub(r"\1\2", words))


def _without_code(text: str) -> str:
    return VERBATIM.sub(lambda code: re.sub(r"[^\n]", " ", code[0]), text)
