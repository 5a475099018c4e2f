"""What was read of one reference: the kind of entry, its BibTeX fields, and what is not sure about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# The kind of an entry, its fields, and what is unsure.
Reading = tuple[str, dict[str, str], tuple[str, ...]]


@dataclass(frozen=True)
class ParsedReference:
    """BibTeX fields of an entry. ``family`` is the first author's family name or the group's name.

    ``unsure`` names what the reference may state and could not be told for sure, which no field holds. ``letter`` is
    the one behind its year, “2020b”.
    """

    text: str
    kind: str = "misc"
    fields: dict[str, str] = field(default_factory=dict)
    family: str = ""
    unsure: tuple[str, ...] = ()
    letter: str = ""

    @property
    def is_complete(self) -> bool:
        """Return whether the fields are enough for an entry of the bibliography."""
        return bool(self.fields.get("title")) and bool(
            (self.family and self.fields.get("year")) or self.fields.keys() & {"doi", "pmid", "number", "url"}
        )

    @property
    def is_sure(self) -> bool:
        """Return whether nothing that the entry states was left out."""
        return self.is_complete and not self.unsure

    @property
    def is_known(self) -> bool:
        """Return whether at least a title, author and year, a volume's pages or an identifier say which work it is."""
        return bool(self.fields.keys() & {"title", "doi", "pmid", "eprint", "url"}) or bool(
            self.family and self.fields.get("year")) or self.fields.keys() >= {"year", "volume", "pages"}


def add_note(found: dict[str, str], words: str, first: bool = False) -> None:
    """Add words to the note of an entry, behind what it has, or as the ``first`` of it."""
    notes = (words, found.get("note")) if first else (found.get("note"), words)
    if words:
        found["note"] = "; ".join(filter(None, notes))


def letters(value: str) -> str:
    """Return the letters and digits of a value alone, in small letters."""
    return re.sub(r"[\W_]", "", value).casefold()
