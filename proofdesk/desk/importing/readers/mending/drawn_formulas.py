"""Read formulas that TexMaths drew into an OpenDocument file: each is a picture, described by its LaTeX.

A mark takes the place of the picture, with the LaTeX as digits, so that Pandoc gives it back whole in a string.
"""

from __future__ import annotations

import re
from typing import Any

import lxml.etree as etree

from proofdesk.desk.importing.readers.document_words import replaced
from proofdesk.desk.importing.readers.packed_file import DRAW, SVG, replace

# “14§display§\alpha_i§svg§600§FALSE§”: size of the letters, form, LaTeX, form of the picture, and more.
_DESCRIPTION = re.compile(r"\d+§(?:display|inline|text)§(.+?)§(?:svg|png|emf)§\d+§.*", re.DOTALL)
FORMULA = re.compile("\ue00a([0-9]+)\ue00b")


def mark_formulas(root: etree._Element) -> bool:
    """Put a mark in the place of each drawn formula of a text; return whether there was any."""
    found = False
    for description in [*root.iter(f"{SVG}desc")]:
        formula = _DESCRIPTION.fullmatch((description.text or "").strip())
        drawing = description.getparent()
        if formula and drawing is not None and drawing.getparent() is not None and drawing.tag.startswith(DRAW):
            digits = "".join(f"{byte:03}" for byte in formula[1].encode())
            replace(drawing, text=f"\ue00a{digits}\ue00b")
            found = True
    return found


def with_formulas_of_marks(document: dict[str, Any]) -> Any:
    """Return Pandoc's document with formulas in the place of their marks."""
    return replaced(document, lambda each: _parts(each) if each["t"] == "Str" and "\ue00a" in each["c"] else None)


def _parts(string: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, part in enumerate(FORMULA.split(string["c"])):
        if number % 2:
            tex = bytes(int(part[at : at + 3]) for at in range(0, len(part), 3)).decode()
            found.append({"t": "Math", "c": [{"t": "InlineMath"}, " ".join(tex.split())]})
        elif part:
            found.append({"t": "Str", "c": part})
    return found
