"""Take those who translated a work out of an entry: “Translated by Ada Fern.”, “(A. Fern, Trans.)”, “trad. de …”."""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.authors import DIRECT_NAMES, FULL_NAMES, split_authors
from proofdesk.desk.importing.references.parts.titles import is_abbreviated

_SAID = lazy(
    r"[.,;]?\s(?P<bracket>\(?)(?i:translated(?:\sfrom\s[^.,()]{3,40})?\sby|translation by|transl?\.\sby|tr\.\sby"
    r"|(?<=[.,;]\s)(?P<short>transl?\.|tr\.)"
    r"|übers(?:etzt|\.)(?:\s(?:von|v\.))?|aus d[^.()]{3,30}\svon|traduit(?:\s[^.()]{3,30}?)?\spar|traducción de"
    r"|traducido por|tradução(?:\sde)?|trad\.(?:\s(?:de|di|par))?|traduzione di|vertaald door)\s")
# As the APA has it: “(J. Fern, N. Leaf, & R. Moss, Trans.)”.
_BEHIND = lazy(
    r"[.,]?\s\((?P<names>[^()]{4,200}?),?\s(?i:transl?\.|trad\.|tr\.|übers\.|çev\.|vert\.)\)[.,]?")


def split_translators(text: str) -> tuple[str, dict[str, str]]:
    """Return an entry without its translators, and these as a field; as it is if their names are not sure."""
    behind = _BEHIND.search(text)
    names = _read(f"{behind['names']}.") if behind else None
    if behind and names and names[1] == ".":
        return f"{text[: behind.start()].rstrip(' .')}.{text[behind.end() :]}", {"translator": names[0]}
    for said in _SAID.finditer(text):
        if said["short"] and is_abbreviated(text[: said.start()].split()[-1].strip("(")):
            continue  # “Philos. Trans. R. Soc. Lond.”
        names = _read(text[said.end() :])
        end = re.match(r"\)[.,]?" if said["bracket"] else r"[.,](?=\s)|(?=\s\()", names[1]) if names else None
        if names and end:
            mark = "." if end[0] else ""  # who translated a book is behind its title
            return f"{text[: said.start()].rstrip(' .,')}{mark}{names[1][end.end() :]}", {"translator": names[0]}
    return text, {}


def _read(text: str) -> tuple[str, str] | None:
    """Return the names at the start of a text as BibTeX writes them, and the text behind them."""
    for form in (DIRECT_NAMES, FULL_NAMES):
        found, after = split_authors(text, form)
        if found and found.is_whole:
            return found.bibtex, after
    return None
