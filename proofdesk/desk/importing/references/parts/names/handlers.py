"""Take who edited an article, as PLOS names them, out of an entry: “Straw at night, ed.Fern A. PLOS ONE.”"""

from __future__ import annotations

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.authors import (
    DIRECT_NAMES,
    FULL_NAMES,
    VANCOUVER_NAMES,
    split_authors,
)
from proofdesk.desk.importing.references.parts.names.name_forms import UPPER

# As some programs print AMA and the NLM’s style, without a space; MLA has them behind the journal.
_BEHIND_TITLE = lazy(rf",\s(?:eds?\.|editors?)(?=[{UPPER}])(?P<names>[^.:;]{{4,120}})\.(?=\s[{UPPER}])")
_BEHIND_JOURNAL = lazy(
    r",\sedited\sby\s(?P<names>[^,:;“”]{4,80}(?:,\s[^,:;“”]{4,80})*),\s(?=vol\.\s\w+,\snos?\.\s)")
# Chicago: “Straw at night.” Edited by Ada Fern. PLOS Gardening 13 (9): 4–9.
_BEHIND_QUOTES = lazy(
    rf"(?<=[.?!]”)\sEdited\sby\s(?P<names>(?:[^.:;“”]|(?<=\b[{UPPER}])\.){{4,120}})\.(?=\s[{UPPER}][^.]*\s\d)")


def split_handlers(text: str) -> tuple[str, dict[str, str]]:
    """Return an entry without the editors of an article, and these as a field; as it is if their names are not sure."""
    for pattern, forms, end in ((_BEHIND_TITLE, (VANCOUVER_NAMES,), "."), (_BEHIND_QUOTES, (FULL_NAMES,), ""),
                                (_BEHIND_JOURNAL, (DIRECT_NAMES, FULL_NAMES), ", ")):
        match = pattern.search(text)
        for form in forms if match else ():
            editors, after = split_authors(f"{match['names']}.", form)  # type: ignore[index]
            if editors and editors.is_whole and after == ".":
                rest = f"{text[: match.start()]}{end}{text[match.end() :]}"  # type: ignore[union-attr]
                return rest, {"editor": editors.bibtex}
    return text, {}
