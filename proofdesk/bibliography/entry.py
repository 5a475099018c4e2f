"""One entry of the bibliography as written in its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person
from pybtex.exceptions import PybtexError

from proofdesk.bibliography.latex import latex_to_text
from proofdesk.common.source_text import Position


@dataclass
class Entry:
    """An entry as written in the file. ``fields`` has lower-case names and raw BibTeX values."""

    key: str
    type: str
    fields: dict[str, str]
    text: str
    line: int

    def position(self, name: str | None = None) -> Position:
        """Return the position of a field, or of the entry if it has no such field."""
        match = None
        for before in (r"^[ \t]*", r"[,{(]\s*") if name else ():  # first at the start of a line, then within one
            pattern = rf"{before}({re.escape(name or '')})[ \t]*="
            match = match or re.search(pattern, self.text, re.IGNORECASE | re.MULTILINE)
        if not match:
            return Position(self.line, 1)
        head = self.text[: match.start(1)]
        return Position(self.line + head.count("\n"), match.start(1) - (head.rfind("\n") + 1) + 1)

    def plain(self, name: str) -> str:
        """Return a field as readers see it: LaTeX accents and commands resolved, braces removed."""
        return latex_to_text(self.fields.get(name, ""))

    @cached_property
    def family_names(self) -> list[str]:
        """Return the authors' or editors' family names, organisations whole, and ``others`` last if there are more."""
        names = self.fields.get("author") or self.fields.get("editor") or ""
        return list(_family_names(names))

    @cached_property
    def short_names(self) -> str:
        """Return the authors as a sentence names them: “Calder and Hasler”, “Agnorelli and colleagues”."""
        names = self.family_names
        if not names:
            return self.plain("title")
        if len(names) == 1:
            return names[0]
        if len(names) == 2 and names[1] != "others":
            return f"{names[0]} and {names[1]}"
        return f"{names[0]} and colleagues"

    @property
    def doi(self) -> str:
        return self.fields.get("doi", "").strip()

    @property
    def year(self) -> str:
        match = re.search(r"\d{4}", self.fields.get("year") or self.fields.get("date") or "")
        return match.group() if match else ""


def unreadable_names(names: str) -> list[str]:
    """Return the names of a list that BibTeX cannot read because they have too many commas."""
    return [name for name in split_name_list(names) if not name.startswith("{") and person_of(name) is None]


def person_of(name: str) -> Person | None:
    """Return the person with a name as written in a list of names, or None if BibTeX cannot read it."""
    try:
        return Person(name)
    except PybtexError:
        return None


def _family_names(names: str) -> Iterator[str]:
    for name in split_name_list(names):
        if name.lower() == "others":
            yield "others"
        elif name.startswith("{"):
            yield latex_to_text(name)
        elif (person := person_of(name)) is None:
            yield latex_to_text(name.partition(",")[0])
        else:
            yield latex_to_text(" ".join([*person.prelast_names, *person.last_names]))
