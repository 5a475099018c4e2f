"""Read formulas that TexMaths drew into an OpenDocument file: each is a picture, described by its LaTeX.

A mark takes the place of the picture, with the LaTeX as digits, so that Pandoc gives it back whole in a string.
"""

from __future__ import annotations

import re
from typing import Any

import lxml.etree as etree

_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
# “14§display§\alpha_i§svg§600§FALSE§”: size of the letters, form, LaTeX, form of the picture, and more.
_DESCRIPTION = re.compile(r"\d+§(?:display|inline|text)§(.+?)§(?:svg|png|emf)§\d+§.*", re.DOTALL)
FORMULA = re.compile("\ue00a([0-9]+)\ue00b")


def mark_formulas(root: etree._Element) -> bool:
    """Put a mark in the place of each drawn formula of a text; return whether there was any."""
    found = False
    for description in [*root.iter(f"{_SVG}desc")]:
        formula = _DESCRIPTION.fullmatch((description.text or "").strip())
        drawing = description.getparent()
        around = drawing.getparent() if formula and drawing is not None else None
        if formula and drawing is not None and around is not None and drawing.tag.startswith(_DRAW):
            digits = "".join(f"{byte:03}" for byte in formula[1].encode())
            text = f"\ue00a{digits}\ue00b{drawing.tail or ''}"
            before = drawing.getprevious()
            if before is None:
                around.text = (around.text or "") + text
            else:
                before.tail = (before.tail or "") + text
            around.remove(drawing)
            found = True
    return found


def with_formulas_of_marks(node: Any) -> Any:
    """Return a part of Pandoc's document with formulas in the place of their marks."""
    if isinstance(node, list):
        parts = [_parts(each) if _is_marked(each) else [with_formulas_of_marks(each)] for each in node]
        return [each for part in parts for each in part]
    return {name: with_formulas_of_marks(value) for name, value in node.items()} if isinstance(node, dict) else node


def _is_marked(node: Any) -> bool:
    return isinstance(node, dict) and node.get("t") == "Str" and "\ue00a" in node["c"]


def _parts(string: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, part in enumerate(FORMULA.split(string["c"])):
        if number % 2:
            tex = bytes(int(part[at : at + 3]) for at in range(0, len(part), 3)).decode()
            found.append({"t": "Math", "c": [{"t": "InlineMath"}, " ".join(tex.split())]})
        elif part:
            found.append({"t": "Str", "c": part})
    return found
