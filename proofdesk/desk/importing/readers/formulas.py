"""Write formulas in words that a page shows: letters, signs, raised and lowered; what is too much stays code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import lxml.html

from proofdesk.desk.importing.readers.document_words import nodes_of, replaced
from proofdesk.desk.importing.readers.named import Named

_TAGS = {"em": "Emph", "i": "Emph", "strong": "Strong", "b": "Strong", "sup": "Superscript", "sub": "Subscript"}
# “$5 and $”: no formula, but money.
_LIKE_FORMULA = re.compile(r"[\\^_=<>+*/|~≤≥±×]|^-?[\w'()., -]{1,4}$|^[A-Za-z]\w?\s*[-(,:]")
_MONEY = re.compile(r"^\d[\d.,]*(?:\s|$)(?![^\\]*[\\^_=<>+])")
_GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_FRACTION = re.compile(rf"\\[dt]?frac\s*{_GROUP}\s*{_GROUP}")
_ROOT = re.compile(rf"\\sqrt\s*{_GROUP}")
_ENVIRONMENT = (r"\\(?:begin|end)\{(?:equation|align|aligned|gather|gathered|multline|eqnarray|split|displaymath|math)"
                r"\*?\}")
_SIMPLER = (
    (re.compile(_ENVIRONMENT), ""), (re.compile(r"(?<!\\)&"), ""), (re.compile(r"\\\\(?:\[[^\]]*\])?"), r"\;"),
    (re.compile(r"\\(?:left|right|big|Big|bigg|Bigg)[lr]?\s*(?=[()\[\]|.\\/])"), ""),
    (re.compile(r"\\label\{[^{}]*\}|\\(?:nonumber|notag|displaystyle|limits|tag\{[^{}]*\})"), ""),
    (re.compile(r"\\sum(?![A-Za-z])"), "∑"), (re.compile(r"\\prod(?![A-Za-z])"), "∏"),
    (re.compile(r"\\int(?![A-Za-z])"), "∫"), (re.compile(r"\\%"), "%"),
    # Of the packages “physics” and “braket”.
    (re.compile(rf"\\[Kk]et\s*{_GROUP}"), r"|\1\\rangle "), (re.compile(rf"\\[Bb]ra\s*{_GROUP}"), r"\\langle \1|"),
    (re.compile(rf"\\norm\s*{_GROUP}"), r"\\|\1\\|"), (re.compile(rf"\\abs\s*{_GROUP}"), r"|\1|"),
)
_THIN = "\u2004\u2005\u2006\u2009"
STAYS = "formulas that stay as LaTeX, in code: say them in words"


def formulas_of(node: Any) -> Iterator[str]:
    """Yield the LaTeX of each formula in a part of Pandoc's document."""
    return (each["c"][1] for each in nodes_of(node) if each["t"] == "Math")


def is_formula(tex: str) -> bool:
    """Return whether what stands between two signs of money is a formula."""
    return bool(_LIKE_FORMULA.search(tex.strip())) and not _MONEY.match(tex.strip())


def read_formulas(
    formulas: Iterable[str], version: list[int], run: Callable[[list[str], str], str], named: Named
) -> dict[str, list[Any]]:
    """Return for each formula the inlines that show it. Pandoc, which ``run`` starts, reads all of them at once."""
    wanted = list(dict.fromkeys(formulas))
    if not wanted:
        return {}
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, simpler(tex)]}]} for tex in wanted]
    written = run(["-f", "json", "-t", "html"],
                  json.dumps({"pandoc-api-version": version, "meta": {}, "blocks": blocks}))
    paragraphs = lxml.html.fragments_fromstring(written)
    found: dict[str, list[Any]] = {}
    for tex, paragraph in zip(wanted, paragraphs, strict=True):
        if isinstance(paragraph, str) or ("$" in paragraph.text_content() and "$" not in tex):
            named.add(STAYS, tex)
            found[tex] = [{"t": "Code", "c": [["", [], []], " ".join(tex.split())]}]
        else:
            found[tex] = _upright(_joined(_inlines(paragraph)))
            if found[tex] and found[tex][0]["t"] == "Str":  # a thin space before a sign that it begins with
                found[tex][0]["c"] = found[tex][0]["c"].lstrip(_THIN)
    return found


def with_formulas(document: dict[str, Any], run: Callable[[list[str], str], str], named: Named) -> dict[str, Any]:
    """Return Pandoc's document with each formula in words that a page shows."""
    shown = read_formulas(formulas_of(document["blocks"]), document["pandoc-api-version"], run, named)
    return {**document, "blocks": replaced(
        document["blocks"], lambda each: shown[each["c"][1]] if each["t"] == "Math" else None)} if shown else document


def _upright(inlines: list[Any]) -> list[Any]:
    """Return a formula in plain letters, unless it is one letter, which would be read as a word.

    Marks within a formula, such as “3*N*(*x*,*y*)”, would be read otherwise than they are meant.
    """
    if len(inlines) == 1 and inlines[0]["t"] == "Emph":
        return inlines
    return [part for each in inlines for part in (
        _upright(each["c"]) or each["c"] if each["t"] in ("Emph", "Strong") else
        [{"t": each["t"], "c": _flat(each["c"])}] if each["t"] in ("Superscript", "Subscript") else [each])]


def _flat(inlines: list[Any]) -> list[Any]:
    return [part for each in inlines for part in (_flat(each["c"]) if each["t"] in ("Emph", "Strong") else [each])]


def _joined(inlines: Iterable[Any]) -> list[Any]:
    """Return inlines without two of one kind side by side, whose marks Markdown would mix up."""
    found: list[Any] = []
    for inline in inlines:
        if found and inline["t"] == found[-1]["t"] and inline["t"] in _TAGS.values():
            found[-1] = {"t": inline["t"], "c": [*found[-1]["c"], *inline["c"]]}
        else:
            found.append(inline)
    return found


def simpler(tex: str) -> str:
    """Return a formula on one line, with its fractions and roots as people type them."""
    for pattern, sign in _SIMPLER:
        tex = pattern.sub(sign, tex)
    for _ in range(4):  # inside each other
        tex = _FRACTION.sub(lambda parts: f"{_grouped(parts[1])}/{_grouped(parts[2])}", tex)
        tex = _ROOT.sub(lambda part: f"√{_grouped(part[1])}", tex)
    return tex.strip()


def _grouped(part: str) -> str:
    return part if re.fullmatch(r"\s*(?:[\w.]+|\\[A-Za-z]+)\s*", part) else f"({part.strip()})"


def _inlines(element: Any) -> Iterator[Any]:
    yield from _text(element.text)
    for child in element:
        inner = _joined(_inlines(child))
        kind = _TAGS.get(child.tag)
        yield from [{"t": kind, "c": inner}] if kind and inner else inner
        yield from _text(child.tail)


def _text(text: str | None) -> Iterator[Any]:
    for piece in re.split(r"([ \n]+)", text or ""):
        if piece:
            yield {"t": "Space"} if not piece.strip(" \n") else {"t": "Str", "c": piece}
