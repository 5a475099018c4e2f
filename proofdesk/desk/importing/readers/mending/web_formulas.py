"""Find the formulas of a web page in whichever way it shows them, and write each as Pandoc reads it.

A program such as MathJax or KaTeX draws what the page has as LaTeX or MathML, and a page that was saved has the drawing
beside it: letters that are no text. Other pages have the LaTeX between signs in their text, or pictures of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

import lxml.etree as etree
import lxml.html
from lxml.html import HtmlElement

from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.readers.formulas import is_formula
from proofdesk.desk.importing.readers.packed_file import replace

_DRAWN = {"katex-display", "katex", "MathJax_Display", "MathJax_SVG_Display", "MathJax_CHTML_Display", "MJXc-display",
          "MathJax", "MathJax_SVG", "MathJax_CHTML", "MathJax_MathML", "mjx-chtml", "MathJax_Preview",
          "mwe-math-element"}
_PICTURES = {"latex", "mwe-math-fallback-image-inline", "mwe-math-fallback-image-display"}
_PICTURED = re.compile(r"latex\.php\?|latex\.codecogs\.com/|chart\?cht=tx", re.IGNORECASE)
_DISPLAY = re.compile(r"display", re.IGNORECASE)
_STYLE = re.compile(r"\{\\(?:display|text)style (.*)\}", re.DOTALL)
_LIKE_TEX = re.compile(r"[\\^_{]")
_SIGNS = (r"\\\((?P<inline>.+?)\\\)|\\\[(?P<display>.+?)\\\]"
          r"|(?P<named>\\begin\{(?P<name>equation|align|gather|multline|eqnarray)(?P<star>\*?)\}.+?"
          r"\\end\{(?P=name)(?P=star)\})")
_MONEY = r"|\$\$(?P<display2>.+?)\$\$|(?<![\\$\w])\$(?P<inline2>[^\s$](?:[^$\n]*?[^\s$\\])?)\$(?![\d$])"
_BETWEEN = (re.compile(_SIGNS, re.DOTALL), re.compile(_SIGNS + _MONEY, re.DOTALL))
_PROGRAM = re.compile(r"mathjax|katex|tex2jax", re.IGNORECASE)
_NO_TEXT = {"script", "style", "code", "pre", "textarea", "math", "head", "kbd", "samp"}


def write_out_formulas(page: HtmlElement) -> list[str]:
    """Make each formula of a page one that Pandoc reads, and return notes on those that the page only draws."""
    notes: list[str] = []
    for element in [*page.iter("span", "div", "img", "mjx-container", "nobr")]:
        if _is_drawn(element) and page in element.iterancestors():  # and not a part of one that was replaced
            _replace_drawn(element, notes)
    for script in [*page.iter("script")]:
        if script.get("type", "").startswith("math/mml") and (maths := _parsed(script.text or "")) is not None:
            replace(script, [maths])
    has_money = any(_PROGRAM.search(f"{each.get('src', '')} {each.text or ''}") for each in page.iter("script"))
    for element in [*page.iter(etree.Element)]:
        if not any(around.tag in _NO_TEXT for around in (element, *element.iterancestors())):
            _split_texts(element, _BETWEEN[has_money])
    return notes


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()


def _is_drawn(element: HtmlElement) -> bool:
    classes = _classes(element)
    if element.tag == "img":
        return not _PICTURES.isdisjoint(classes) or bool(_PICTURED.search(element.get("src", "")))
    return element.tag == "mjx-container" or not _DRAWN.isdisjoint(classes) or _is_of_pandoc(element)


def _is_of_pandoc(element: HtmlElement) -> bool:
    """Return whether an element has LaTeX as Pandoc writes it for such a program, with or without signs around it."""
    return _classes(element)[:1] == ["math"] and not len(element) and bool(_LIKE_TEX.search(element.text or ""))


def _replace_drawn(element: HtmlElement, notes: list[str]) -> None:
    """Put the formula of a drawing into its place; nothing where the formula stands beside it."""
    is_display = bool(_DISPLAY.search(" ".join(_classes(element)))) or element.get("display") == "true"
    tex = _tex_of(element)
    if _is_written_behind(element):
        element.drop_tree()
    elif tex:
        replace(element, [_script(element, tex, is_display)])
    elif (maths := next(element.iter("math"), _parsed(element.get("data-mathml", "")))) is not None:
        replace(element, [maths])
    elif element.tag != "img":
        # The order of the letters in a drawing may not be that of the formula.
        words = " ".join(element.text_content().split()) or "a formula"
        notes.append(f"a formula is only drawn in the page, write it where the mark is: “{words[:200]}”")
        mark = element.makeelement("span")
        mark.text = f"{REVIEW_OPEN}{words}{REVIEW_CLOSE}"
        replace(element, [mark])


def _tex_of(element: HtmlElement) -> str:
    """Return the LaTeX that a drawing has with it; empty if it has none."""
    if _is_of_pandoc(element):
        found = _BETWEEN[0].fullmatch((element.text or "").strip())
        return _tex_in(found) if found else element.text or ""
    for each in element.iter():
        if each.tag == "annotation" and each.get("encoding") == "application/x-tex":
            return _without_style(each.text_content())
        if isinstance(each.tag, str) and each.get("data-latex"):
            return _without_style(each.get("data-latex", ""))
    for each in element.iter("math", "img"):
        written = each.get("alttext") or each.get("alt") or ""
        if _LIKE_TEX.search(written) or (written and each is element):
            return _without_style(written)
    if element.tag == "img":
        query = urlsplit(element.get("src", "")).query
        said = parse_qs(query)
        return _without_style((said.get("latex") or said.get("chl") or [unquote(query)])[0])
    return ""


def _without_style(tex: str) -> str:
    inner = _STYLE.fullmatch(tex.strip())
    return inner[1] if inner else tex.strip()


def _is_written_behind(element: HtmlElement) -> bool:
    """Return whether MathJax's own formula stands behind its drawing."""
    behind = element.getnext()
    while behind is not None and not _DRAWN.isdisjoint(_classes(behind)):
        behind = behind.getnext()
    return behind is not None and behind.tag == "script" and behind.get("type", "").startswith("math/")


def _script(near: HtmlElement, tex: str, is_display: bool) -> HtmlElement:
    script = near.makeelement("script", {"type": f"math/tex{'; mode=display' * is_display}"})
    script.text = tex.replace("</", "< /")
    return script


def _parsed(written: str) -> HtmlElement | None:
    """Return MathML that is written as a text; None if it is none."""
    try:
        found = lxml.html.fragment_fromstring(written) if written.strip() else None
    except etree.LxmlError:
        return None
    return found if found is not None and found.tag == "math" else None


def _split_texts(element: HtmlElement, between: re.Pattern[str]) -> None:
    """Make formulas of what stands between signs in the texts of an element, the last of them first."""
    for place in range(len(element) - 1, -2, -1):
        before, *scripts = _parts(element, (element.text if place < 0 else element[place].tail) or "", between)
        if scripts and place < 0:
            element.text = before
        elif scripts:
            element[place].tail = before
        element[place + 1 : place + 1] = scripts


def _parts(near: HtmlElement, text: str, between: re.Pattern[str]) -> Iterator[str | HtmlElement]:
    """Yield the words before the first formula of a text, and each formula, with the words behind it as its tail."""
    at, last = 0, None
    for found in between.finditer(text) if "\\" in text or "$" in text else ():
        if found.lastgroup == "inline2" and not is_formula(found["inline2"]):
            continue
        script = _script(near, _tex_in(found), not (found.lastgroup or "").startswith("inline"))
        if last is None:
            yield text[: found.start()]
        else:
            last.tail = text[at : found.start()]
            yield last
        at, last = found.end(), script
    if last is None:
        yield text
    else:
        last.tail = text[at:]
        yield last


def _tex_in(found: re.Match[str]) -> str:
    """Return the LaTeX between signs."""
    groups = found.groupdict()
    return next(groups[name] for name in ("inline", "display", "named", "inline2", "display2") if groups.get(name))
