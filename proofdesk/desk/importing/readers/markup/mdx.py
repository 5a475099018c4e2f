"""Take the program out of MDX, Markdown with components of React, as Docusaurus has it; what it showed is named."""

from __future__ import annotations

import re

from proofdesk.content.markup import REVIEW_CLOSE, REVIEW_OPEN
from proofdesk.desk.importing.readers.markup.draft import Draft, Piece

_IMPORT = re.compile(r"^import[ \t]+[\w*{][^\n]*[ \t]from[ \t]+[\"'][^\"'\n]+[\"'][ \t]*;?[ \t]*$", re.MULTILINE)
# Such lines are a program to the next empty line (mdxjs.com, “ESM”).
_PROGRAM = re.compile(
    r"^(?:import[ \t]+[\w*{\"']|export[ \t]+(?:const|default|function|let|\{|\*))[^\n]*(?:\n[^\n]*\S[^\n]*)*",
    re.MULTILINE)
_COMMENT = re.compile(r"\{/\*((?:(?!\{/\*).){0,5000}?)\*/\}", re.DOTALL)
_COMPONENT = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Z][\w.]*)"
    r"(?P<rest>(?:\{[^{}]{0,2000}(?:\{[^{}]{0,2000}\}[^{}]{0,2000}){0,20}\}|\"[^\"]*\"|'[^']*'|[^<>{}\"'/]|/(?!>))*)"
    r"(?P<closed>/?)>")
_LABEL = re.compile(r"\b(?:label|title|summary)=\{?[\"']([^\"']{1,200})[\"']")
_FOLDS = "tabs and folded parts, whose texts now follow each other"


def is_mdx(text: str, suffix: str) -> bool:
    """Return whether a text is MDX: by its ending, or because it imports something, as no Markdown does."""
    return suffix == ".mdx" or bool(_IMPORT.search(text))


def take_program(draft: Draft) -> None:
    """Take out the lines of the program and its components; what one shows within a sentence is marked."""
    draft.take_out(_PROGRAM, "lines of a program")
    draft.take_comments(_COMMENT)
    closed = {match["name"] for match in _COMPONENT.finditer(draft.text) if match["end"]}
    draft.rewrite(_COMPONENT, lambda piece: _component(piece, draft, closed))


def _component(piece: Piece, draft: Draft, closed: set[str]) -> str:
    """Return what takes the place of a tag: its label, a mark, or nothing."""
    if piece["end"]:
        return "\n\n" if piece.alone or piece["name"].startswith("Tab") else ""
    label = _LABEL.search(piece["rest"])
    if label:
        draft.named.add(_FOLDS, piece[0])
        return f"\n\n**{label[1]}**\n\n"
    if not piece["closed"] and piece["name"] in closed:
        draft.named.add("parts of a program around a text, which stays without them", piece[0])
        return ""
    if piece.alone:
        draft.named.add("parts of a program that were left out", piece[0])
        return ""
    draft.named.add("parts of a program within a sentence, which are marked", piece[0])
    return f"{REVIEW_OPEN}`{' '.join(piece[0].split())}`{REVIEW_CLOSE}"
