"""List the elements, attributes and addresses that a page's content may hold; all else is removed.

Drawings may be SVG of shapes and text. Nothing in the list runs, styles, fetches from another site, or holds text that
some parser reads by other rules.
"""

from __future__ import annotations

import re

_TEXT = """a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div
dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label li mark nav ol p picture pre q
rp rt ruby s samp section small source span strong sub summary sup table tbody td tfoot th thead time tr u ul var
wbr"""
HTML_ELEMENTS = frozenset(_TEXT.split())
VOID_ELEMENTS = frozenset(["br", "col", "hr", "img", "input", "source", "wbr"])
# As HTML's tree builder spells them.
_DRAWING = """svg circle clipPath defs desc ellipse g line linearGradient marker path pattern polygon polyline
radialGradient rect stop symbol text title tspan"""
SVG_ELEMENTS = frozenset(_DRAWING.split())
# In SVG, HTML may be inside these, so they hold nothing but text.
SVG_TEXT_ONLY = frozenset(["title", "desc"])

_ANYWHERE = ("class", "dir", "hidden", "id", "lang", "role", "tabindex", "title", "translate")
PREFIXES = ("aria-", "data-")
_OF_HTML = {
    "a": "href hreflang rel target download name", "abbr": "", "blockquote": "cite", "q": "cite",
    "img": "src srcset sizes alt width height loading decoding", "source": "srcset sizes media type width height",
    "ol": "start reversed type", "li": "value", "td": "colspan rowspan headers align valign",
    "th": "colspan rowspan headers scope abbr align valign", "col": "span", "colgroup": "span",
    "time": "datetime", "del": "datetime cite", "ins": "datetime cite", "details": "open name",
    "input": "type checked disabled name value", "label": "for",
}
_OF_SVG = """clip-path clip-rule clipPathUnits color cx cy d dx dy dominant-baseline fill fill-opacity fill-rule
focusable font-family font-size font-style font-weight fx fy gradientTransform gradientUnits height letter-spacing
marker-end marker-mid marker-start markerHeight markerUnits markerWidth offset opacity orient overflow pathLength
patternContentUnits patternTransform patternUnits points preserveAspectRatio r refX refY rotate rx ry shape-rendering
spreadMethod stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
stroke-miterlimit stroke-opacity stroke-width text-anchor textLength transform vector-effect version viewBox width x
x1 x2 xmlns y y1 y2"""
ATTRIBUTES: dict[str, set[str]] = {"*": {*_ANYWHERE}}
ATTRIBUTES |= {tag: {*names.split()} for tag, names in _OF_HTML.items()}
ATTRIBUTES |= {tag: {*_OF_SVG.split()} for tag in SVG_ELEMENTS}
_ANY_ELEMENT = frozenset(_ANYWHERE)

LINK_SCHEMES = frozenset(["http", "https", "mailto", "sms", "tel"])
_LINKS, _FETCHED = ("href", "cite"), ("src", "srcset")
_INPUTS = ("checkbox", "radio")
# Browsers ignore control characters and spaces before and within a scheme (URL standard, 4.4).
_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_OTHER_SITE = re.compile(r"[/\\]{2}|https?:", re.I)
_PICTURE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif);base64,[a-z0-9+/=]*$", re.I)
# Functions of CSS that fetch nothing; with any other, an attribute of SVG could name another site.
_SVG_FUNCTION = re.compile(r"(?:url(?=\(#[\w.-]+\))|matrix|translate|scale|rotate|skewX|skewY|rgba?|hsla?|var)\(")


def allows_element(tag: str, *, in_svg: bool) -> bool:
    """Return whether content may hold an element of HTML, or of SVG within a drawing."""
    return tag in SVG_ELEMENTS if in_svg else tag in HTML_ELEMENTS or tag == "svg"


def allows_attribute(tag: str, name: str) -> bool:
    """Return whether an element may have an attribute, whatever its value."""
    return name in _ANY_ELEMENT or name.startswith(PREFIXES) or name in ATTRIBUTES.get(tag, ())


def objection(tag: str, name: str, value: str) -> str:
    """Return what is wrong with the value of an allowed attribute, in words; empty if nothing is."""
    address = _IGNORED.sub("", value)
    if name in _LINKS:
        scheme = _SCHEME.match(address)
        if scheme and scheme[1].lower() in ("javascript", "vbscript", "data"):
            return "a link cannot run a program, or hold a page of its own"
        if scheme and scheme[1].lower() not in LINK_SCHEMES:
            return f"a link cannot begin with “{scheme[1]}:”"
    elif name in _FETCHED:
        candidates = value.split(",") if name == "srcset" else [value]
        for candidate in ([value] if _PICTURE_DATA.match(address) else candidates):
            address = _IGNORED.sub("", candidate)
            if _OTHER_SITE.match(address):
                return f"“{value}” would be fetched from another site, which would learn who reads this page"
            if _SCHEME.match(address) and not _PICTURE_DATA.match(address):
                return f"“{value[:80]}” is no address of a picture on this site"
    elif tag == "input" and name == "type" and value.lower() not in _INPUTS:
        return "a page's text cannot ask readers for anything"
    elif tag in SVG_ELEMENTS and not name.startswith(PREFIXES) and name not in _ANY_ELEMENT:
        if "\\" in value or "(" in _SVG_FUNCTION.sub("", value) or "@" in value:
            return f"the value of “{name}” in a drawing could fetch something"
        if name == "xmlns" and value != "http://www.w3.org/2000/svg":
            return "a drawing cannot change its namespace"
    return ""
