"""One work of the bibliography: its entry as written in the file, and what its fields mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from proofdesk.bibliography.dates import read_date
from proofdesk.bibliography.identifiers import Identifiers, clean_value, find_identifiers
from proofdesk.bibliography.latex import expand_journal, latex_to_text
from proofdesk.bibliography.names import Name, read_names
from proofdesk.common.cache import fingerprint
from proofdesk.common.language import _, spoken
from proofdesk.common.source_text import Position

# Entries that only serve others: they hold fields or group works, and are no works themselves.
CONTAINERS = ("xdata", "set")
# The names of one thing in BibTeX and in BibLaTeX, the first one to be preferred.
_ALIASES = {
    "journal": ("journaltitle", "journal"), "year": ("year", "date"), "address": ("location", "address"),
    "school": ("institution", "school"), "annotation": ("annotation", "annote"),
    "pages": ("pages", "eid"), "number": ("number", "issue"),  # as the American Physical Society writes them
}


@dataclass(slots=True)  # a library has tens of thousands
class Entry:
    """An entry of a file. ``fields`` has lower-case names and raw values, ``inherited`` what others lend it.

    ``path`` is its file as problems print it. Fields that another file states have their place in ``elsewhere``.
    """

    key: str
    type: str
    fields: dict[str, str]
    text: str
    line: int
    inherited: dict[str, str] = field(default_factory=dict)
    path: str = ""
    elsewhere: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    _digest: str = field(default="", init=False, repr=False, compare=False)
    _family_names: list[str] | None = field(default=None, init=False, repr=False, compare=False)
    _identifiers: Identifiers | None = field(default=None, init=False, repr=False, compare=False)

    def place(self, name: str | None = None) -> tuple[str, int, int]:
        """Return file, line and column of a field, or of the entry if it has no such field, for a problem."""
        return self.elsewhere.get(name or "") or (self.path, *self.position(name))

    @property
    def digest(self) -> str:
        """Return a text that changes with all that the entry states or inherits, wherever that is written."""
        self._digest = self._digest or fingerprint(repr((self.text, self.fields, self.inherited)))
        return self._digest

    @property
    def where(self) -> str:
        """Return file and line of the entry, for a sentence."""
        return f"{self.path}:{self.line}"

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

    def position_of(self, name: str, part: str) -> Position:
        """Return the position of a part of a field as written, or of the field if other words stand there."""
        line, column = self.position(name)
        start = sum(len(each) + 1 for each in self.text.split("\n")[: line - self.line]) + column - 1
        match = re.compile(r"\s+".join(map(re.escape, part.split()))).search(self.text, start)
        if not match:
            return Position(line, column)
        before = self.text[: match.start()]
        return Position(self.line + before.count("\n"), match.start() - before.rfind("\n"))

    def value(self, name: str) -> str:
        """Return a field's raw value, inherited if need be, or an empty text. Aliases of a name count as the name."""
        for alias in _ALIASES.get(name, (name,)):
            if value := self.fields.get(alias) or self.inherited.get(alias):
                return value
        return ""

    def field_of(self, name: str) -> str:
        """Return the field of the file that gives ``name`` its value."""
        return next((alias for alias in _ALIASES.get(name, (name,)) if self.fields.get(alias)), name)

    def plain(self, name: str) -> str:
        """Return a field as readers see it: LaTeX and HTML resolved, braces removed."""
        return latex_to_text(expand_journal(self.value(name)) if name == "journal" else self.value(name))

    def names(self, role: str) -> list[Name]:
        """Return the names in a field such as ``author``."""
        return read_names(self.value(role))

    @property
    def family_names(self) -> list[str]:
        """Return the authors' or editors' family names, organisations whole, and ``others`` last if there are more."""
        if self._family_names is None:
            self._family_names = [name.short for name in self.names("author") or self.names("editor")]
        return self._family_names

    @property
    def short_names(self) -> str:
        """Return the authors as a sentence names them: “Calder and Hasler”, “Agnorelli and colleagues”.

        In the language that is spoken, which is that of the page.
        """
        names = self.family_names
        if not names:
            return self.plain("title")
        if len(names) == 1:
            return names[0]
        if len(names) == 2 and names[1] != "others":
            return spoken().listed(names)
        return _("%(name)s and colleagues", name=names[0])

    @property
    def identifiers(self) -> Identifiers:
        """Return the work's identifiers, from whichever fields hold them."""
        self._identifiers = self._identifiers or find_identifiers({**self.inherited, **self.fields})
        return self._identifiers

    @property
    def doi(self) -> str:
        """Return the DOI as readers see it, or an empty text."""
        return self.identifiers.doi

    @property
    def url(self) -> str:
        """Return the first web address of the entry, or an empty text."""
        words = clean_value(self.value("url")).split() + clean_value(self.value("howpublished")).split()
        return next((word for word in words if word.lower().startswith(("https://", "http://"))), "")

    @property
    def year(self) -> str:
        """Return the year, or the first one of several; empty if it is not known, or before our era."""
        value = self.value("year")
        read = read_date(value)
        match = re.search(r"(?<!\d)(?<!^-)(?<!/-)\d{4}(?!\d)", value if read is None else read.get("date", ""))
        return match.group() if match else ""
