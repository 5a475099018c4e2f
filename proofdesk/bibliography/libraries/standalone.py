"""Write an entry so that it needs nothing else: no abbreviation, no other entry, and nothing of its owner's alone."""

from __future__ import annotations

import re

from pybtex.database.input.bibtex import month_names

from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.evidence.keywords import NAMES, OTHER_NAMES
from proofdesk.bibliography.names import NAME_FIELDS, names_for_all

# What other programs keep of their own: paths of the owner's disk, notes, groups, and abstracts, which publishers own.
_PRIVATE = re.compile(
    r"abstract|annot(?:e|ation)|bdsk-file.*|comments?|creationdate|date-(?:added|modified)|file|groups|__markedentry|"
    r"local-?(?:file|url)|mendeley-.*|modificationdate|owner|pdf|priority|qualityassured|ranking|readstatus|"
    r"relevance|review|rating|timestamp|uuid|username|ids")
_LENDERS = ("crossref", "xdata", "xref")
_MONTHS = {name: short for short, name in month_names.items()}


def is_private(name: str) -> bool:
    """Return whether a field is only of use to the owner of a library."""
    return bool(_PRIVATE.fullmatch(name))


def public_text(entry: Entry, path: str) -> str:
    """Return an entry for readers: as the site's own file ``path`` has it, if that can be understood alone."""
    if entry.path in ("", path) and not entry.inherited and not any(
            is_private(name) or value != _for_all(name, value) for name, value in entry.fields.items()):
        return entry.text.strip() + "\n"
    return standalone(entry)


def evidence_keywords(entry: Entry, due: list[str]) -> str:
    """Return an entry's keywords that state evidence, and which of the ``due`` ones it does not state.

    Others are tags by which the owner of a library sorts it.
    """
    words = [word.strip() for word in entry.fields.get("keywords", "").replace(";", ",").split(",")]
    named = [(word.partition(":")[0].strip(), word) for word in words if ":" in word]
    stated = {OTHER_NAMES.get(name, name) for name, _ in named}
    kept = [word for name, word in named if OTHER_NAMES.get(name, name) in NAMES]
    return ", ".join([*kept, *(f"{name}:not-classified" for name in due if name not in stated)])


def _for_all(name: str, value: str) -> str:
    return names_for_all(value) if name in NAME_FIELDS else value


def standalone(entry: Entry) -> str:
    """Return an entry with its abbreviations and all that it inherits written out, without private fields."""
    values = {name: _for_all(name, value) for name, value in {**entry.fields, **entry.inherited}.items()
              if value and name not in _LENDERS and not is_private(name)}
    rows = [f"  {name} = {_MONTHS[value] if name == 'month' and value in _MONTHS else f'{{{value}}}'}"
            for name, value in values.items()]
    return f"@{entry.type}{{{entry.key},\n" + ",\n".join(rows) + "\n}\n"
