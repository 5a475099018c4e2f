"""Read the LaTeX and HTML of bibliographies: as text for readers, and as LaTeX that Pandoc reads without loss.

Programs that write a bibliography mix both: Crossref and Science Direct give HTML (``<i>``, ``&#8212;``), Mendeley
escapes it (``{\\textless}i{\\textgreater}``), Zotero writes LaTeX. ``tidy`` brings all of them to plain LaTeX first.
"""

from __future__ import annotations

import codecs
import contextlib
import html
import re
from functools import lru_cache

from proofdesk.bibliography.latex.journals import expand_journal as expand_journal
from proofdesk.bibliography.latex.signs import FORMULA, GREEK, RELATIONS, TEXT, unread_commands, unread_in_formula

# TeX swallows the space after a command; {} after it keeps the space.
_GREEK = re.compile(r"\\(?:text)?(" + "|".join(GREEK) + r")(?![A-Za-z])(?:\{\}|[ \t]+)?")
_PERCENT = re.compile(r"(?<!\\)%")
# An accent over the dotless i or j is an accent over the letter; Pandoc would show two characters.
_DOTLESS = re.compile(
    r"(\\(?:[\"'`^~=.]|[vuHckrbdtG](?![A-Za-z]))[ \t]*)(?:(\{)\\([ij])|\\([ij])(?:\{\})?)[ \t]*")
_COMMAND = re.compile(r"(?<!\\)\\[A-Za-z]+\*?[ \t]*")
_SPACE = re.compile(r"(?<!\\)(?:\{\\[,;]\}|\\[,;])")
_NO_SIGN = re.compile(r"(?<!\\)\\[-/@!]")  # where a word may be parted, and what corrects the space between letters
_LINE_END = re.compile(r"\\\\(?:\[[^\]]*\])?(?=\s|$)")

_SIGN = re.compile(r"\{\\(" + "|".join(TEXT) + r")\s*\}|\\(" + "|".join(TEXT) + r")(?![A-Za-z])(?:\{\}|[ \t]+)?")
# The signs that LaTeX text has to escape.
_SPECIAL = {"$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
            "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
_ENTITY = re.compile(r"(?:\{\\&\}|\\?&)(?:amp;)?(?:(?:\{\\#\}|\\?#)(\d{1,7}|[xX][0-9a-fA-F]{1,6})"
                     r"|([A-Za-z][A-Za-z0-9]{1,30}));")
# Inline elements that publishers put into titles, with what LaTeX has for them. Of the others only the text stays.
_ELEMENTS = {"i": "textit", "em": "textit", "italic": "textit", "b": "textbf", "strong": "textbf", "bold": "textbf",
             "sub": "textsubscript", "inf": "textsubscript", "sup": "textsuperscript", "sc": "textsc", "scp": "textsc"}
_DROPPED = ("span", "u", "tt", "p", "br", "title", "sec", "underline", "small", "font", "math", "mrow", "mi", "mo",
            "mn", "msub", "msup", "mtext", "mstyle", "inline-formula", "styled-content", "xref", "nobr", "astrobj",
            "monospace", "roman")
_PAIR = re.compile(
    r"<((?:jats:|mml:)?(" + "|".join([*_ELEMENTS, *_DROPPED]) + r"))(?:\s[^<>]*)?>"
    r"((?:(?!<\1[\s>]).)*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_EMPTY = re.compile(r"<(?:jats:|mml:)?br\s*/?>", re.IGNORECASE)
# Boxes and wrappers whose argument is text; Pandoc drops what it does not know, with its argument.
_BOX = re.compile(r"(?<!\\)\\(?:[mhf]box|(?:make|frame)box(?:\s*\[[^\]]*\])*|text|ce|NoCaseChange|ensuremath"
                  r"|textnormal|textmd|textup|mathrm|mathit|mathsf|lowercase|MakeLowercase"
                  r"|foreignlanguage\s*\{[^{}]*\}|texorpdfstring\s*\{[^{}]*\})\s*(?=\{)")
# Commands whose first argument, or whose first two, are no text but a measure, a name or a colour.
_ARGUMENT = re.compile(r"\\(?:(?:begin|end|includegraphics|input|include|label|ref|cite[a-z]*|textcolor|color|[vh]space"
                       r"|bibinfo|index|linespread|noopsort|SortNoop|NOOP|[vh]?phantom|parbox|raisebox|scalebox|selectlanguage|special"
                       r")\*?\s*(?:\[[^\]]*\])*\s*\{[^{}]*\}"
                       r"|(?:fontsize|resizebox|rule)\*?\s*(?:\[[^\]]*\])*\s*\{[^{}]*\}\s*\{[^{}]*\})")
_HREF = re.compile(r"\\href\s*\{[^{}]*\}\s*(?=\{)")
_DEGREE = re.compile(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z])\s*)")
_NO_TEXT = re.compile(r"\\(?:protect|relax|null|sl|em|it|bf|rm|sc|tt)(?![A-Za-z])[ \t]*")
# Pandoc's User's Guide, “tex_math_dollars”: no space within the signs. A digit behind the last one begins an amount in
# “$5-$10”, and not in “PLC-$\\beta$1”.
_MATH = re.compile(
    r"(?<!\\)\$(?=[^\s$])(?!\d(?:[^$\\]|\\.)*\$\d)((?:[^$\\]|\\.)*?)(?<=[^\s\\])\$", re.DOTALL)
_RELATION = re.compile(r"\\(" + "|".join(RELATIONS) + r")(?![A-Za-z])[ \t]*")
_FORMULA = re.compile(r"\\(" + "|".join(FORMULA) + r")(?![A-Za-z])[ \t]*")
# A number before it has a space: “1$\\frac12$” is no eleven halves.
_AMOUNT_OF = re.compile(r"(?<=\d)(?=\$?\\(?:[dt]|nice|s)?frac(?![A-Za-z]))")
_SLANTED = re.compile(r"\\(?:nice|s)frac\s*(?:\{([^{}]*)\}|(\w))\s*(?:\{([^{}]*)\}|(\w))")
_FRACTION = re.compile(r"\\[dt]?frac\s*(?:\{([^{}]*)\}|(\w))\s*(?:\{([^{}]*)\}|(\w))")
_AFTER_COMMAND = re.compile(r"(\\[A-Za-z]+)[{}_^]+")
# “\ifmmode\pm\else\textpm\fi{}”, as the American Physical Society writes signs.
_MODES = re.compile(r"\\ifmmode(.*?)\\else.*?\\fi(?![A-Za-z])(?:\{\})?", re.DOTALL)
_AMOUNT = re.compile(r"\$\d[\d.,]*(?:\s|$|[kKmMbB]\b)")
_ESCAPED = re.compile(r"\\([$&%#_{}])")
# Control characters stand for signs that are text, until LaTeX's own are gone.
_STANDS_FOR = {"{": "\x01", "}": "\x02", "\\": "\x03", "~": "\x04", "^": "\x05", "$": "\x06"}
_STOOD_FOR = {ord(sign): text for text, sign in _STANDS_FOR.items()}
# Braces that a program took for text: Google Scholar writes “$\\{$SciPy$\\}$”, Mendeley “{\\{}SciPy{\\}}”.
_DOUBLE = re.compile(r"(\$\\\{\$|\{\\\{\}|\\\{)((?:(?!\\[{}])[^$,=|])*?[^\W\d_](?:(?!\\[{}])[^$,=|])+?)"
                     r"(?:\$\\\}\$|\{\\\}\}|\\\})")
_COMMAND_NAME = re.compile(r"\\[A-Za-z]+")
# Springer writes “{\\$}{\\$}{\\backslash}lambda{\\$}{\\$}”, others “\\textbackslash{}times”.
_ESCAPED_COMMAND = re.compile(
    r"(?:\{\\(?:text)?backslash\}|\\textbackslash\{\})(?=(?:" + "|".join([*RELATIONS, *GREEK]) + r")(?![A-Za-z]))")
_ESCAPED_FORMULA = re.compile(r"\{\\\$\}\{\\\$\}((?:(?!\{\\\$\}).)*)\{\\\$\}\{\\\$\}", re.DOTALL)
_BRACES = re.compile(r"\{\\textbraceleft\}([^{}\\]*)\{\\textbraceright\}")  # the same, of Zotero
_DISPLAYED = re.compile(r"(?<!\\)(?:\$\$([^$]+?)\$\$|\\\(([^$]+?)\\\))")
_TABBING = re.compile(r"\\a(?=[`'=])")  # an accent within a table's columns
_KEPT = frozenset("'`\"\\~^")  # Pandoc reads these signs as others, and their commands rightly
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")


def unescape(value: str) -> str:
    """Return a value that is no prose, such as an address or a DOI, without LaTeX's escapes and braces."""
    value = re.sub(r"\\\\\s*", "", _ADDRESS.sub(lambda m: m[1] or m[2], value))  # a line may end within an address
    value = _SIGN.sub(lambda m: TEXT[m[1] or m[2]], value)
    value = re.sub(r"\\([_&%#$~^-])(?:\{\})?", r"\1", value)
    return value.replace("\\{", "{").replace("\\}", "}") if "\\{" in value else re.sub(r"[{}]", "", value)


def tidy(value: str) -> str:
    """Return the LaTeX of a text field without what LaTeX readers lose: HTML, boxes, dollars that begin no formula."""
    if not re.search(r"[\\$&<]", value):
        return value
    value = _LINE_END.sub(" ", _ENTITY.sub(_entity, value))
    if "<" in value or "textless" in value:
        value = re.sub(r"\{\\textless\s*\}|\\textless(?![A-Za-z])(?:\{\}|\s)?", "<", value)
        value = re.sub(r"\{\\textgreater\s*\}|\\textgreater(?![A-Za-z])(?:\{\}|\s)?", ">", value)
        value, count = _EMPTY.sub(" ", value), 1
        while count:
            value, count = _PAIR.subn(_element, value)
    value = _MODES.sub(r"\1 ", _DEGREE.sub("°", value))
    value = _ESCAPED_FORMULA.sub(lambda formula: f"${formula[1].strip()}$", _ESCAPED_COMMAND.sub(r"\\", value))
    value = _BRACES.sub(r"{\1}", _DISPLAYED.sub(lambda formula: f"${formula[1] or formula[2]}$", value))
    value = _SLANTED.sub(_plain_fraction, _AMOUNT_OF.sub(" ", value))
    value = _SIGN.sub(_sign, _DOUBLE.sub(_unbraced, _TABBING.sub(r"\\", value)))
    value = _NO_TEXT.sub("", _BOX.sub("", _ARGUMENT.sub("", value.replace("\\textdollar", "\\$"))))
    return _escape_dollars(value)


def escape(text: str) -> str:
    """Return plain text as LaTeX."""
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


def _entity(match: re.Match[str]) -> str:
    text = html.unescape(f"&#{match[1]};" if match[1] else f"&{match[2]};")
    return match[0] if text.startswith("&") and len(text) > 1 else escape(text)


def _element(match: re.Match[str]) -> str:
    command, content = _ELEMENTS.get(match[2].lower()), match[3]
    return f"\\{command}{{{content}}}" if command and content.count("{") == content.count("}") else content


def _sign(match: re.Match[str]) -> str:
    """Return a sign of text for its command, as LaTeX that Pandoc reads."""
    sign = TEXT[match[1] or match[2]]
    return match[0] if sign in _KEPT else _SPECIAL.get(sign, sign)


def _unbraced(match: re.Match[str]) -> str:
    """Return a word in LaTeX's braces; what has no letter beside the names of commands is none."""
    is_word = match[2].count("{") == match[2].count("}") and re.search(r"[^\W\d_]", _COMMAND_NAME.sub("", match[2]))
    return f"{{{match[2]}}}" if is_word else match[0]


def _escape_dollars(value: str) -> str:
    """Escape each dollar that neither begins nor ends a formula."""
    if "$" not in value:
        return _escape_bare(value)
    made, end = [], 0
    for match in _MATH.finditer(value):
        if _AMOUNT.match(value, match.start()) and not re.search(r"[\\^_=<>]", match[1]):
            continue
        made += [_escape_bare(value[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*made, _escape_bare(value[end:])])


def _escape_bare(text: str) -> str:
    """Return what is no formula with its dollars escaped, and without the signs of formulas that stand in it."""
    text = _RELATION.sub(lambda sign: RELATIONS[sign[1]], _FRACTION.sub(_plain_fraction, text))
    return re.sub(r"(?<!\\)\$", r"\\$", text)


def prepare_for_pandoc(text: str) -> str:
    """Return the text without what Pandoc would lose or change.

    A bare ``%``, which would begin a comment, is escaped, and commands for Greek letters are replaced by the letters.
    """
    text = _DOTLESS.sub(lambda m: f"{m[1]}{{{m[3]}" if m[2] else f"{m[1]}{{{m[4]}}}", text)
    return _GREEK.sub(_greek_letter, _PERCENT.sub(r"\\%", text))


def _greek_letter(match: re.Match[str]) -> str:
    """Return a command's letter, apart from a command before it: “\\pm\\epsilon”."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    return (" " if re.search(r"\\[A-Za-z]+$", before) else "") + GREEK[match[1]]


def _plain_fraction(match: re.Match[str]) -> str:
    return f"{match[1] or match[2]}/{match[3] or match[4]}"


def _without_markup(match: re.Match[str]) -> str:
    """Return a formula's signs. A command's argument stays apart from its name: “\\circ{C}” is a sign and a letter."""
    plain = _FRACTION.sub(_plain_fraction, match[1])
    plain = _FORMULA.sub(lambda m: FORMULA[m[1]], plain)
    apart = _AFTER_COMMAND.sub(r"\1 ", re.sub(r"\\[,;:!]", " ", plain))
    return re.sub(r"(?<!\\)[_^{}]", "", apart) + "{}"


@lru_cache(maxsize=20_000)  # each page that cites a work asks for the same fields
def latex_to_text(value: str) -> str:
    """Return a text field as readers see it."""
    value = _HREF.sub("", tidy(value))
    if "$" in value:
        value = _MATH.sub(_without_markup, value)
    if "\\" in value:
        value = _NO_SIGN.sub("", _SPACE.sub(" ", value))
        value = _SIGN.sub(lambda m: _STANDS_FOR.get(sign := TEXT[m[1] or m[2]], sign), value)
        with contextlib.suppress(TypeError, ValueError):
            import latexcodec  # noqa: F401 - registers the codec; few bibliographies need its tables
            value = codecs.decode(prepare_for_pandoc(value), "ulatex")  # type: ignore[call-overload]
        value = _COMMAND.sub("", _ESCAPED.sub(lambda m: _STANDS_FOR.get(m[1], m[1]), value))
    return " ".join(re.sub(r"[{}]", "", value).translate(_STOOD_FOR).split())


def lost_commands(value: str, *, formulas: bool = False) -> list[str]:
    """Return the commands of a text field that no reader knows, so that what they stand for is lost.

    Those of its ``formulas`` too, if ``latex_to_text`` reads them and not Pandoc.
    """
    if "\\" not in value:
        return []
    value = _HREF.sub("", tidy(value))
    inside = unread_in_formula(" ".join(_MATH.findall(value))) if formulas else []
    return [*unread_commands(prepare_for_pandoc(_MATH.sub("", value))), *inside]


def outside_formulas(value: str) -> list[str]:
    """Return a text field as readers see it, in the pieces before, between and behind its formulas."""
    return [latex_to_text(piece) for piece in _MATH.split(tidy(value))[::2]]
