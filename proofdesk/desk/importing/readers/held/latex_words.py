"""Read the words of LaTeX without its commands, as those of a part that Pandoc refuses."""

from __future__ import annotations

import re

from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN

COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%(.*)$", re.MULTILINE)
VERBATIM = re.compile(r"\\begin\{(verbatim|lstlisting|minted|Verbatim)\*?\}.{0,50000}?\\end\{\1\*?\}", re.DOTALL)
# A space or its break by the commands of TeX, as styles of BibTeX write it: “\hskip 1em plus 0.5em minus 0.4em\relax”.
_LENGTH = (r"[-+]?\s*(?:\d+(?:[.,]\d*)?|[.,]\d+)\s*(?:true\s*)?(?:p[tc]|in|bp|[cm]m|dd|cc|sp|e[mx]|mu|fil{1,3})"
           r"(?![A-Za-z])")
GLUE = (rf"\\(?:[hvm]skip|m?kern|[hv]glue)\s*{_LENGTH}(?:\s*plus\s*{_LENGTH})?(?:\s*minus\s*{_LENGTH})?"
        r"(?:\s*\\relax(?![A-Za-z]))?|\\penalty\s*-?\d+")
ENTRY = re.compile("\ue000entry([0-9]{1,5})\ue001 ?")
# The names of something, and no words: commands with the values that nobody sees, labels, columns, measures.
_OPTIONS = r"(?:[ \t]*\[[^\[\]]*\])*"
_BRACES = r"[ \t]*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_ONE = (r"label|(?:eq|auto|page|name|v|c|C|sub|fig|tab|sec|labelc|cor|fn|thanks)?ref|Autoref|[vh]space|documentclass"
        r"|usepackage"
        r"|RequirePackage|bibliographystyle|bibliography|addbibresource|(?:this)?pagestyle|geometry"
        r"|graphicspath|color|textcolor|(?:cell|row|column|page)color|colorbox|cline|cmidrule|scalebox|raisebox"
        r"|includegraphics|includesvg|hypertarget|hyperlink|captionsetup|parbox|usetikzlibrary|usetheme"
        r"|pagenumbering|linespread|bibinfo|counterwithin|allowdisplaybreaks|vskip|hskip"
        r"|arabic|[rR]oman|[aA]lph|value|(?:ref)?stepcounter|newcounter"
        r"|IfFileExists|@ifundefined|@ifpackageloaded|UseMicrotypeSet|KOMAoptions|defaultfontfeatures|babelprovide"
        r"|urlstyle|newlength|settowidth|tcbuselibrary|tcbset|lstset|sisetup|setbeamertemplate"
        r"|(?:set|re?new)(?:main|sans|mono|math|CJKmain)font(?:family)?|setmainlanguage|newtheorem|theoremstyle"
        r"|titleformat|floatname|newfloat|floatplacement|restylefloat|excludecomment|includecomment")
_TWO = (r"setkeys|PassOptionsTo(?:Package|Class)|DefineVerbatimEnvironment|titlespacing"
        r"|setlength|addtolength|setcounter|addtocounter|fontsize|multicolumn|multirow|resizebox|rule|fcolorbox")
_AROUND_ONE = (r"tabular|longtable|array|minipage|multicols|spacing|thebibliography|subfigure|column|supertabular"
               r"|addmargin|subtable|otherlanguage\*?")
_AROUND_TWO = (r"tabular\*|tabularx|tabulary|xltabular|tabu|wrapfigure|wraptable|adjustwidth|floatingfigure|list"
               r"|CSLReferences")
NAMES = re.compile(
    rf"\\(?:{_ONE})\*?(?![A-Za-z]){_OPTIONS}(?:\([^()\n]*\))?{_BRACES}"
    rf"|\\(?:{_TWO})\*?(?![A-Za-z]){_OPTIONS}(?:{_BRACES}){{2}}"
    rf"|\\addcontentsline(?:{_BRACES}){{3}}|\\vadjust\s*pre\b"
    rf"|\\definecolor(?:{_BRACES}){{3}}"
    rf"|\\(?:re)?newenvironment\*?{_BRACES}(?:\[\d\])?(?:\[[^\]]*\])?(?:\n*{_BRACES}){{2}}"
    # What a style made of a citation or a name of a work, both of which the article has by its key.
    rf"|\\citeproc(?:{_BRACES}){{2}}|\\bibitem{_OPTIONS}{_BRACES}"
    rf"|\\begin\{{(?:{_AROUND_ONE})\}}{_OPTIONS}{_BRACES}|\\begin\{{(?:{_AROUND_TWO})\}}(?:{_OPTIONS}{_BRACES}){{1,2}}"
    rf"|\\(?:begin|end)\{{[^{{}}\n]*\}}(?:[ \t]*\[[htbpH!tcbr,]*\])*"
    rf"|{GLUE}"
    # What of an address stands in each pair of braces.
    r"|\b(?:organization|institution|department|addressline|city|postcode|state|country)\s*=\s*(?=\{)"
    rf"|\\h?phantom{_BRACES}(?!\w)"  # for the width that a digit would have
    r"|\b(?:city|postcode|state|country)sep\s*=\s*\{[^{}]*\}"
    r"|\\\\\[[^\]\n]*\]|\\[a-z]+skip\s*-?[\d.]+\s*(?:\\[a-z]+|pt|em|ex|cm|mm|in)")
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
    text = _COMMAND.sub(" ", _SIGN.sub(lambda sign: sign[1], NAMES.sub(" ", text)))
    words = " ".join(text.split())
    said = re.sub("\ue000([0-9]+)\ue001", lambda mark: kept[int(mark[1])], escaped(words))
    if re.search(r"\w", re.sub("\ue000[0-9]+\ue001", "", words)):
        said = f"{REVIEW_OPEN}{said}{REVIEW_CLOSE}"
    name = head[1] if head else ""
    return f"{name} {said}" if name == "\\item" else f"{name}{{{said}}}" if name and said else said


def escaped(words: str) -> str:
    """Return words as LaTeX that shows the same."""
    return re.sub(r"[\\{}$&#_%^~]", lambda sign: _ESCAPES.get(sign[0], f"\\{sign[0]}"), words)
