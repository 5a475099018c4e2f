"""Put the commas into names whose family names only their capitals tell: “FERN Ada, MOSS Carl.” """

from __future__ import annotations

import re

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.known_names import is_given_name
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, UPPER

_FAMILY = rf"(?:Mc|Mac|Le\s|Di\s|D’|D')?[{UPPER}]{{2,30}}(?:[-’'\s](?:[{UPPER}][{LOWER}]?)?[{UPPER}]{{2,30}}){{0,3}}"
_WORD = rf"[{UPPER}][{LOWER}]+(?:-[{UPPER}][{LOWER}]+)?"
_GIVEN = rf"{_WORD}(?:\s(?:[{UPPER}]\.|{_WORD})){{0,3}}"
_NAME = rf"{_FAMILY}\s{_GIVEN}"
_JOINT = r"(?:\s?[,;]\s(?:et\s|and\s|&\s)?|\s(?:et|and|und|y|e|&)\s)"
_NAMES = lazy(
    rf"(?P<before>^|[.”»\"]\s[Ii]n\s?:\s)(?P<names>{_NAME}(?:{_JOINT}{_NAME}){{0,20}})"
    r"(?=\s?\((?:dirs?|[eé]ds?|coords?|orgs?|Hrsg|Hg|a cura di)\.?\)[.,:]?\s|[.,:]\s|\s?:\s|\s\((?:19|20)\d\d)")
_SPLIT, _PARTS = lazy(_JOINT), lazy(rf"(?P<family>{_FAMILY})\s(?P<given>{_GIVEN})")


def begins_with_capitals(entry: str) -> bool:
    """Return whether an entry begins with names of which capitals set the family names apart."""
    found = _NAMES.match(entry)
    return found is not None and not has_organisation_word(found["names"])


def with_commas(text: str, is_usual: bool) -> str:
    """Return an entry whose names in capitals have commas: “FERN, Ada; MOSS, Carl. Straw”.

    ``is_usual`` says that its list has such names; else a known given name must tell that no organisation is named.
    """
    def parted(found: re.Match[str]) -> str:
        names = [_PARTS.fullmatch(each) for each in _SPLIT.split(found["names"])]
        known = [name for name in names if name and (is_usual or is_given_name(name["given"].split()[0]))]
        if len(known) < len(names) or has_organisation_word(found["names"]):
            return found[0]
        return found["before"] + "; ".join(f"{name['family']}, {name['given']}" for name in known)

    return _NAMES.sub(parted, text)
