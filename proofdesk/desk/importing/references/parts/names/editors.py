"""Take the editors of a book out of what is said of it, wherever a style puts them."""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.authors import (
    DIRECT_NAMES,
    FORMS,
    FULL_NAMES,
    Authors,
    split_authors,
)
from proofdesk.desk.importing.references.parts.names.name_forms import DOTTED_BEHIND, ROLE

_EDITED_BY = lazy(r"[,.;]\s(?:edited\sby|ed(?:s)?\.(?:\sby)?|Hrsg\.\s(?:von|v\.))\s(?P<names>.{4,200})$", re.I)
_BRACKETED_EDITORS = lazy(r"\s\((?:eds?\.?|edited\sby)\s(?P<names>[^()]{4,200})\)", re.I)
# “Steve Fern, Carl Moss, and Ada Leaf” are three editors, and not Carl M. Steve Fern.
_EDITORS_FORMS = (*FORMS[:-1], FULL_NAMES, FORMS[-1], (DOTTED_BEHIND,))


def split_editors(rest: str) -> tuple[str, Authors | None]:
    """Return the title of a book without its editors, and these, wherever a style puts them."""
    bracketed = _BRACKETED_EDITORS.search(rest)  # else “Garden Science (eds. …)” would name a person
    for form in _EDITORS_FORMS if not bracketed else ():
        editors, after = split_authors(rest, form)
        role = ROLE.match(after) if editors else None
        if role and role[0].count("(") == role[0].count(")"):
            return after[role.end() :].strip(), editors
    for pattern in (_BRACKETED_EDITORS, _EDITED_BY):
        match = pattern.search(rest)
        if match:
            for form in _EDITORS_FORMS:
                editors, after = split_authors(match["names"], form)
                if editors and not after.strip(" .,"):
                    return rest[: match.start()] + rest[match.end() :], editors
    # “Handbook of plants, 3rd ed., C. Stem and D. Leaf, Eds.”
    end = re.search(r",?\s(?:eds?|editors?|Hrsg)\.?[,;]?$", rest, re.I)
    if end:
        for joint in re.finditer(r"[,;]\s", rest):
            for form in (*FORMS, DIRECT_NAMES):
                editors, after = split_authors(rest[joint.end() : end.start()], form)
                if editors and not after.strip(" .,"):
                    return rest[: joint.start()], editors
    return rest, None
