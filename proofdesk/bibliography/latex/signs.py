"""Name the signs for which LaTeX has commands.

Neither Pandoc nor latexcodec knows most of them in a bibliography, and both drop what they do not know, without a word:
“7{\\textendash}9” would be page 79.
"""

from __future__ import annotations

import re
from unicodedata import lookup

_NAMES = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi",
    "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
]
GREEK = {
    written: lookup(f"GREEK {size} LETTER {name.replace('lambda', 'lamda').upper()}")
    for name in _NAMES
    for written, size in ((name, "SMALL"), (name.capitalize(), "CAPITAL"))
} | {f"var{name}": letter for name, letter in zip(
    ("epsilon", "theta", "phi", "rho", "sigma", "pi", "kappa"), "εϑφϱςϖϰ", strict=True)}

# Cyrillic letters as the encoding T2A names them: first the alphabet from а to я, then others.
_T2A = (
    "a b v g d e zh z i ishrt k l m n o p r s t u f h c ch sh shch hrdsn ery sftsn erev yu ya yo ie ii yi gup "
    "ushrt je lje nje tshe dje dze dzhe")
_CYRILLIC = dict(zip(_T2A.split(), "абвгдежзийклмнопрстуфхцчшщъыьэюяёєіїґўјљњћђѕџ", strict=True))

# Signs of text.
TEXT = {
    "textless": "<", "textgreater": ">", "textasciitilde": "~", "textunderscore": "_", "textbackslash": "\\",
    "textasciicircum": "^", "textdollar": "$", "textbar": "|", "textquotesingle": "'", "textasciigrave": "`",
    "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}", "slash": "/",
    "hyphen": "-", "psq": " f.", "psqq": " ff.",
    "textendash": "–", "textemdash": "—", "ndash": "–", "mdash": "—", "Dash": "—", "textellipsis": "…", "dots": "…",
    "textdegree": "°", "textpm": "±", "texttimes": "×", "textdiv": "÷", "textminus": "−", "textsurd": "√",
    "textmu": "µ", "textohm": "Ω", "textcelsius": "℃", "textperthousand": "‰", "textpertenthousand": "‱",
    "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”",
    "quotesinglbase": "‚", "quotedblbase": "„", "guillemotleft": "«", "guillemotright": "»",
    "guilsinglleft": "‹", "guilsinglright": "›", "flqq": "«", "frqq": "»", "glqq": "„", "grqq": "“",
    "textquotedbl": '"',
    "textexclamdown": "¡", "textquestiondown": "¿", "textordmasculine": "º", "textordfeminine": "ª",
    "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾", "textonesuperior": "¹",
    "texttwosuperior": "²", "textthreesuperior": "³", "textfractionsolidus": "⁄",
    "textcent": "¢", "textcurrency": "¤", "textsterling": "£", "pounds": "£", "pound": "£", "texteuro": "€",
    "euro": "€",
    "textyen": "¥", "textwon": "₩", "textlira": "₤",
    "textregistered": "®", "texttrademark": "™", "textcopyright": "©", "textservicemark": "℠", "textnumero": "№",
    "textbullet": "•", "textperiodcentered": "·", "textdagger": "†", "textdaggerdbl": "‡", "dag": "†", "ddag": "‡",
    "textsection": "§", "textparagraph": "¶", "textbrokenbar": "¦", "textlnot": "¬", "textasteriskcentered": "∗",
    "textestimated": "℮", "textleftarrow": "←", "textrightarrow": "→", "textuparrow": "↑", "textdownarrow": "↓",
    "textasciiacute": "´", "textasciidieresis": "¨", "textasciimacron": "¯", "textasciicaron": "ˇ",
    "textasciibreve": "˘", "textvisiblespace": "␣", "textinterrobang": "‽",
    "ng": "ŋ", "NG": "Ŋ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ", "textschwa": "ə",
    "textglotstop": "ʔ", "ayn": "ʿ", "hamza": "ʾ",
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2ε", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX",
    "ConTeXt": "ConTeXt", "LyX": "LyX",
} | {f"cyr{name}": letter for name, letter in _CYRILLIC.items()} | {
    f"CYR{name.upper()}": letter.upper() for name, letter in _CYRILLIC.items()}

# Signs of formulas, for those that Pandoc cannot show, and for those that stand outside a formula.
RELATIONS = {"pm": "±", "mp": "∓", "times": "×", "cdot": "·", "div": "÷", "to": "→", "rightarrow": "→",
             "leftarrow": "←", "leftrightarrow": "↔", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠",
             "approx": "≈", "sim": "∼", "ll": "≪", "gg": "≫", "infty": "∞", "prime": "′", "ast": "∗", "star": "⋆",
             "langle": "⟨", "rangle": "⟩", "deg": "°", "partial": "∂", "nabla": "∇", "in": "∈"}
_FUNCTIONS = (
    "log ln exp sin cos tan max min sup inf lim det dim mod gcd arg")
_LOOKS = (
    "mathrm mathit mathbf mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol bm rm it bf cal sf text textrm "
    "textit textbf mbox hbox left right big Big bigg Bigg displaystyle textstyle limits operatorname ensuremath "
    "hat bar tilde vec overline underline widehat widetilde dot ddot boldmath")
# What stands only in formulas: signs, names of functions, and commands that change how letters look.
FORMULA = {**RELATIONS, "sqrt": "√", "sum": "∑", "int": "∫", "prod": "∏", "ell": "ℓ", "hbar": "ℏ", "circ": "∘",
           "equiv": "≡", "propto": "∝", "subset": "⊂", "cup": "∪", "cap": "∩", "mid": "|", "ldots": "…", "cdots": "…",
           "simeq": "≃", "gtrsim": "≳", "lesssim": "≲", "mu": "μ", "quad": " ", "qquad": " "} | {
    name: name for name in _FUNCTIONS.split()}
LOOKS = frozenset(_LOOKS.split())

# Commands that stand before what they change, or change no letter: without them the text is whole.
_SWITCHES = (
    "protect relax null sl em it bf rm sc tt sf cal upshape itshape slshape scshape bfseries mdseries rmfamily "
    "sffamily ttfamily normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge "
    "selectfont cyrchar par newline linebreak nolinebreak allowbreak break hfil hfill unskip ignorespaces "
    "noindent mathrm mathit xspace thinspace enspace quad qquad space textcompwordmark nobreak boldmath "
    "unboldmath displaystyle")
SWITCHES = frozenset(_SWITCHES.split())
# Accents and letters that all readers know.
_KNOWN = (
    "aa AA ae AE oe OE ss SS copyright ldots S P i j l L o O c v u H k r b d t a G U C")
KNOWN = frozenset(_KNOWN.split())

# Commands whose argument is no text as it stands: letters of another alphabet, the number of a sign, a note.
_NO_LETTERS = frozenset(["textgreek", "symbol", "char", "footnote", "footnotetext", "thanks", "marginpar"])

_READ = SWITCHES | KNOWN | TEXT.keys()
_READ_IN_FORMULA = FORMULA.keys() | GREEK.keys() | TEXT.keys() | LOOKS | {"frac", "tfrac", "dfrac"}
_COMMAND = re.compile(r"(?<!\\)(?:\\\\)*\\([A-Za-z]+)\*?(?![A-Za-z])[ \t]*(\[[^\]]*\])?[ \t]*(\{[^}]|)")


def unread_commands(latex: str) -> list[str]:
    """Return the commands of a text outside formulas that stand for something and that nobody here knows.

    Most of those with an argument change how this looks, and the argument is shown.
    """
    return [found[1] for found in _COMMAND.finditer(latex)
            if (not found[3] or found[1] in _NO_LETTERS) and found[1] not in _READ]


def unread_in_formula(latex: str) -> list[str]:
    """Return the commands of a formula for which nobody here knows a sign."""
    return [name for name in re.findall(r"\\([A-Za-z]+)", latex) if name not in _READ_IN_FORMULA]
