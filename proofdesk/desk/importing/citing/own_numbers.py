"""Read the numbers of a part of a text by the list that the part has of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from proofdesk.desk.importing.citing.found import blank
from proofdesk.desk.importing.citing.number_forms import candidates
from proofdesk.desk.importing.citing.quantities import CITATION
from proofdesk.desk.importing.citing.style import Style

MIN_CITED = 0.5  # of a list, for a part to be its own


def style_of_part(style: Style, texts: Iterable[str], keys: Mapping[int, str]) -> Style:
    """Return the style of a part, whose list has the works by ``keys``: without keys if it cites others as well.

    It is certain to cite its own list if all of its numbers are there, and most of that list's are cited.
    """
    cited = {number for text in texts for each in candidates(blank(text))
             if each.form == style.dominant and each.doubt == CITATION for number in each.numbers}
    is_own = cited <= keys.keys() and len(cited) >= MIN_CITED * len(keys)
    return replace(style, keys=dict(keys) if is_own else {}, listed=frozenset(keys) if is_own else style.listed)
