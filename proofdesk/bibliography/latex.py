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
from unicodedata import lookup

_NAMES = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
]
_LETTERS = {
    written: lookup(f"GREEK {size} LETTER {name.replace('lambda', 'lamda').upper()}")
    for name in _NAMES
    for written, size in ((name, "SMALL"), (name.capitalize(), "CAPITAL"))
} | {f"var{name}": letter for name, letter in zip(
    ("epsilon", "theta", "phi", "rho", "sigma", "pi", "kappa"), "εϑφϱςϖϰ", strict=True)}
# TeX swallows the space after a command; {} after it keeps the space.
_GREEK = re.compile(r"\\(?:text)?(" + "|".join(_LETTERS) + r")(?![A-Za-z])(?:\{\}|[ \t]+)?")
_PERCENT = re.compile(r"(?<!\\)%")
# An accent over the dotless i or j is an accent over the letter; Pandoc would show two characters.
_DOTLESS = re.compile(r"(\\[\"'`^~=.]\{?)\\([ij])[ \t]*")
_COMMAND = re.compile(r"\\[A-Za-z]+\*?[ \t]*")

# Signs that have commands of their own.
_SIGNS = {
    "textless": "<", "textgreater": ">", "textasciitilde": "~", "textunderscore": "_", "textbackslash": "\\",
    "textasciicircum": "^", "textdollar": "$", "textbar": "|", "textquotesingle": "'", "textasciigrave": "`",
    "textendash": "–", "textemdash": "—", "textellipsis": "…", "textdegree": "°", "textpm": "±", "texttimes": "×",
    "textmu": "µ", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”",
    "textregistered": "®", "texttrademark": "™", "textcopyright": "©", "textbullet": "•", "textperiodcentered": "·",
}
_SIGN = re.compile(r"\{\\(" + "|".join(_SIGNS) + r")\s*\}|\\(" + "|".join(_SIGNS) + r")(?![A-Za-z])(?:\{\}|[ \t]+)?")
# The signs that LaTeX text has to escape.
_SPECIAL = {"$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
            "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
_ENTITY = re.compile(r"(?:\{\\&\}|\\?&)(?:amp;)?\\?(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# Inline elements that publishers put into titles, with what LaTeX has for them. Of the others only the text stays.
_ELEMENTS = {"i": "textit", "em": "textit", "italic": "textit", "b": "textbf", "strong": "textbf", "bold": "textbf",
             "sub": "textsubscript", "inf": "textsubscript", "sup": "textsuperscript", "sc": "textsc", "scp": "textsc"}
_DROPPED = ("span", "u", "tt", "p", "br", "title", "sec", "underline", "small", "font", "math", "mrow", "mi", "mo",
            "mn", "msub", "msup", "mtext", "mstyle", "inline-formula", "styled-content", "xref", "nobr")
_PAIR = re.compile(
    r"<((?:jats:|mml:)?(" + "|".join([*_ELEMENTS, *_DROPPED]) + r"))(?:\s[^<>]*)?>"
    r"((?:(?!<\1[\s>]).)*?)</\1\s*>", re.IGNORECASE | re.DOTALL)
_EMPTY = re.compile(r"<(?:jats:|mml:)?br\s*/?>", re.IGNORECASE)
# Boxes and wrappers whose argument is text; Pandoc drops what it does not know, with its argument.
_BOX = re.compile(r"(?<!\\)\\(?:[mhf]box|text|ce|NoCaseChange|ensuremath|textnormal|textmd|textup|mathrm|mathit|mathsf"
                  r"|lowercase|MakeLowercase|foreignlanguage\s*\{[^{}]*\}|texorpdfstring\s*\{[^{}]*\})\s*(?=\{)")
# Commands whose (first) argument is no text.
_ARGUMENT = re.compile(r"\\(?:begin|end|includegraphics|input|include|label|ref|cite[a-z]*|textcolor|color|[vh]space"
                       r"|bibinfo)\*?\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}")
_HREF = re.compile(r"\\href\s*\{[^{}]*\}\s*(?=\{)")
_DEGREE = re.compile(r"\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![A-Za-z])\s*)")
_NO_TEXT = re.compile(r"\\(?:protect|relax|null|sl|em|it|bf|rm|sc|tt)(?![A-Za-z])[ \t]*")
# Pandoc's User's Guide, “tex_math_dollars”: no space within the signs, and no digit after the last one.
_MATH = re.compile(r"(?<!\\)\$(?=[^\s$])((?:[^$\\]|\\.)*?)(?<=[^\s\\])\$(?!\d)", re.DOTALL)
# Signs of formulas, for those that Pandoc cannot show.
_RELATIONS = {"pm": "±", "mp": "∓", "times": "×", "cdot": "·", "to": "→", "rightarrow": "→", "leq": "≤", "le": "≤",
              "geq": "≥", "ge": "≥", "neq": "≠", "approx": "≈", "sim": "∼", "ll": "≪", "gg": "≫", "infty": "∞",
              "sqrt": "√", "langle": "⟨", "rangle": "⟩", "deg": "°"}
_RELATION = re.compile(r"\\(" + "|".join(_RELATIONS) + r")(?![A-Za-z])[ \t]*")
_AFTER_COMMAND = re.compile(r"(\\[A-Za-z]+)[{}_^]+")
# “\ifmmode\pm\else\textpm\fi{}”, as the American Physical Society writes signs.
_MODES = re.compile(r"\\ifmmode(.*?)\\else.*?\\fi(?![A-Za-z])(?:\{\})?", re.DOTALL)
_AMOUNT = re.compile(r"\$\d[\d.,]*(?:\s|$|[kKmMbB]\b)")
_ESCAPED = re.compile(r"\\([$&%#_{}])")
# Control characters stand for signs that are text, until LaTeX's own are gone.
_STANDS_FOR = {"{": "\x01", "}": "\x02", "\\": "\x03", "~": "\x04", "^": "\x05", "$": "\x06"}
_STOOD_FOR = {ord(sign): text for text, sign in _STANDS_FOR.items()}
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}]*)\}|\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}")

# Journals that astronomers write as commands (the AAS's macros, as the Astrophysics Data System exports them).
_JOURNALS = {
    "aj": "The Astronomical Journal",
    "apj": "The Astrophysical Journal",
    "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series",
    "mnras": "Monthly Notices of the Royal Astronomical Society",
    "aap": "Astronomy and Astrophysics",
    "aaps": "Astronomy and Astrophysics Supplement Series",
    "aapr": "Astronomy and Astrophysics Review",
    "araa": "Annual Review of Astronomy and Astrophysics",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "nat": "Nature",
    "apss": "Astrophysics and Space Science",
    "pasj": "Publications of the Astronomical Society of Japan",
    "jcap": "Journal of Cosmology and Astroparticle Physics",
    "prd": "Physical Review D",
    "prl": "Physical Review Letters",
    "pra": "Physical Review A",
    "prb": "Physical Review B",
    "prc": "Physical Review C",
    "pre": "Physical Review E",
    "physrep": "Physics Reports",
    "icarus": "Icarus",
    "ssr": "Space Science Reviews",
    "solphys": "Solar Physics",
    "jgr": "Journal of Geophysical Research",
    "grl": "Geophysical Research Letters",
    "memras": "Memoirs of the Royal Astronomical Society",
    "planss": "Planetary and Space Science",
    "na": "New Astronomy",
    "nar": "New Astronomy Reviews",
    "baas": "Bulletin of the American Astronomical Society",
    "aplett": "Astrophysical Letters",
    "ao": "Applied Optics",
    "pasa": "Publications of the Astronomical Society of Australia",
    "procspie": "Proceedings of SPIE",
    "iaucirc": "International Astronomical Union Circulars",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "gca": "Geochimica et Cosmochimica Acta",
    "actaa": "Acta Astronomica",
    "azh": "Astronomicheskii Zhurnal",
    "bain": "Bulletin of the Astronomical Institutes of the Netherlands",
    "caa": "Chinese Astronomy and Astrophysics",
    "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "jcp": "Journal of Chemical Physics",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "memsai": "Memorie della Società Astronomica Italiana",
    "nphysa": "Nuclear Physics A",
    "physscr": "Physica Scripta",
    "psj": "The Planetary Science Journal",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica",
    "skytel": "Sky and Telescope",
    "sovast": "Soviet Astronomy",
    "zap": "Zeitschrift für Astrophysik",
}


def unescape(value: str) -> str:
    """Return a value that is no prose, such as an address or a DOI, without LaTeX's escapes and braces."""
    value = _ADDRESS.sub(lambda m: m[1] or m[2], value)
    value = _SIGN.sub(lambda m: _SIGNS[m[1] or m[2]], value)
    value = re.sub(r"\\([_&%#$~^-])(?:\{\})?", r"\1", value)
    return value.replace("\\{", "{").replace("\\}", "}") if "\\{" in value else re.sub(r"[{}]", "", value)


def tidy(value: str) -> str:
    """Return the LaTeX of a text field without what LaTeX readers lose: HTML, boxes, dollars that begin no formula."""
    if not re.search(r"[\\$&<]", value):
        return value
    value = _ENTITY.sub(_entity, value)
    if "<" in value or "textless" in value:
        value = re.sub(r"\{\\textless\s*\}|\\textless(?![A-Za-z])(?:\{\}|\s)?", "<", value)
        value = re.sub(r"\{\\textgreater\s*\}|\\textgreater(?![A-Za-z])(?:\{\}|\s)?", ">", value)
        value, count = _EMPTY.sub(" ", value), 1
        while count:
            value, count = _PAIR.subn(_element, value)
    value = _MODES.sub(r"\1 ", _DEGREE.sub("°", value))
    value = _NO_TEXT.sub("", _BOX.sub("", _ARGUMENT.sub("", value.replace("\\textdollar", "\\$"))))
    return _escape_dollars(value)


def escape(text: str) -> str:
    """Return plain text as LaTeX."""
    return "".join(_SPECIAL.get(letter, letter) for letter in text)


def _entity(match: re.Match[str]) -> str:
    text = html.unescape(f"&{match[1]};")
    return match[0] if text.startswith("&") and len(text) > 1 else escape(text)


def _element(match: re.Match[str]) -> str:
    command, content = _ELEMENTS.get(match[2].lower()), match[3]
    return f"\\{command}{{{content}}}" if command and content.count("{") == content.count("}") else content


def _escape_dollars(value: str) -> str:
    """Escape each dollar that neither begins nor ends a formula."""
    if "$" not in value:
        return value
    made, end = [], 0
    for match in _MATH.finditer(value):
        if _AMOUNT.match(value, match.start()) and not re.search(r"[\\^_=<>]", match[1]):
            continue
        made += [_escape_bare(value[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*made, _escape_bare(value[end:])])


def _escape_bare(text: str) -> str:
    return re.sub(r"(?<!\\)\$", r"\\$", text)


def prepare_for_pandoc(text: str) -> str:
    """Return the text without what Pandoc would lose or change.

    A bare ``%``, which would begin a comment, is escaped, and commands for Greek letters are replaced by the letters.
    """
    text = _DOTLESS.sub(r"\1\2", text)
    return _GREEK.sub(_greek_letter, _PERCENT.sub(r"\\%", text))


def _greek_letter(match: re.Match[str]) -> str:
    """Return a command's letter, apart from a command before it: “\\pm\\epsilon”."""
    before = match.string[max(0, match.start() - 20) : match.start()]
    return (" " if re.search(r"\\[A-Za-z]+$", before) else "") + _LETTERS[match[1]]


def _without_markup(match: re.Match[str]) -> str:
    """Return a formula's signs. A command's argument stays apart from its name: “\\circ{C}” is a sign and a letter."""
    plain = _RELATION.sub(lambda m: _RELATIONS[m[1]], match[1])
    apart = _AFTER_COMMAND.sub(r"\1 ", re.sub(r"\\[,;:!]", " ", plain))
    return re.sub(r"(?<!\\)[_^{}]", "", apart) + "{}"


@lru_cache(maxsize=20_000)  # each page that cites a work asks for the same fields
def latex_to_text(value: str) -> str:
    """Return a text field as readers see it."""
    value = _HREF.sub("", tidy(value))
    if "$" in value:
        value = _MATH.sub(_without_markup, value)
    if "\\" in value:
        value = _SIGN.sub(lambda m: _STANDS_FOR.get(sign := _SIGNS[m[1] or m[2]], sign), value)
        with contextlib.suppress(TypeError, ValueError):
            import latexcodec  # noqa: F401 - registers the codec; few bibliographies need its tables
            value = codecs.decode(prepare_for_pandoc(value), "ulatex")  # type: ignore[call-overload]
        value = _COMMAND.sub("", _ESCAPED.sub(lambda m: _STANDS_FOR.get(m[1], m[1]), value))
    return " ".join(re.sub(r"[{}]", "", value).translate(_STOOD_FOR).split())

def expand_journal(value: str) -> str:
    r"""Return a journal's name for a command such as ``\apj``, and any other value as it is."""
    found = re.fullmatch(r"\{?\\([a-z]+)\}?", value.strip())
    return _JOURNALS.get(found[1], value) if found else value
