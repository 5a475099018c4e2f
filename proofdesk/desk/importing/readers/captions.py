"""Find the captions of pictures, which most files keep as a paragraph below or above the picture."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from proofdesk.desk.importing.ledger import letters_of
from proofdesk.desk.importing.model import IMAGE, TEXT, Line

# “Figure 2.”, “Fig. 2:”, “Abbildung 2 –”, “Figura 2.” and so on, in the languages that manuscripts are in.
_NUMBERED = re.compile(
    r"(?:figure|fig\.?|abbildung|abb\.?|figura|afbeelding|illustration|bild|picture|image|photo|foto|chart|graph|scheme)"
    r"\s*[A-Z]?\d{1,3}[a-z]?\s*(?:[.:|–—-]|$)", re.IGNORECASE)


def mark_captions(lines: list[Line], known: Iterable[str]) -> list[Line]:
    """Return the lines with each picture above its caption, and marked as having one.

    ``known`` are the captions that the file says to be such; others are known by their number, as in “Figure 2.”.
    """
    captions = {letters for words in known if (letters := letters_of(words))}
    marked = [*lines]
    for index, line in enumerate(lines):
        if line.kind != IMAGE or line.captioned or not line.text.startswith("!["):  # else only its words are there
            continue
        before, after = index - 1, index + 1
        if after < len(marked) and _is_caption(marked[after], captions):
            marked[index] = replace(line, captioned=True)
        elif index and _is_caption(marked[before], captions) and not (before and marked[before - 1].captioned):
            marked[before], marked[index] = replace(line, captioned=True), marked[before]
    return marked


def _is_caption(line: Line, captions: set[str]) -> bool:
    plain = line.plain
    return line.kind == TEXT and (letters_of(plain) in captions or bool(_NUMBERED.match(plain)))
