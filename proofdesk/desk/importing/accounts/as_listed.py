"""Tell which words of an entry of a list are those of its work in the bibliography, shown as a style shows them.

A list has numbers, “Fern AR, et al.”, “J Garden Soc” and “[Internet]. Available from:”, where the entry has names in
full, all authors, the journal's whole name and an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from proofdesk.bibliography.bibliography import Bibliography
from proofdesk.desk.importing.ledger import words_of
from proofdesk.desk.importing.lines import strip_markup
from proofdesk.desk.importing.references.matching.match import MatchedReference

_CAPITALS = re.compile(r"[^\W\d_a-z]{2,4}")  # initials: “JE”
# What styles write around the facts of a work.
_FURNITURE = frozenset((
    "accessed", "al", "and", "at", "available", "doi", "ed", "eds", "et", "from", "http", "https", "in", "internet",
    "no", "online", "org", "pmcid", "pmid", "pp", "retrieved", "vol", "www"))


def works_as_listed(
    references: Iterable[MatchedReference], entries: Mapping[str, str], bibliography: Bibliography
) -> str:
    """Return the text of each work's entry, new or there already, and behind it the words by which a list shows it."""
    texts = []
    for reference in references:
        known = bibliography.entries.get(reference.key)
        entry = entries.get(reference.key) or (known.text if known else "")
        if entry:
            number = f"{reference.item.number or ''} "
            texts += [entry, number + _shown(strip_markup(reference.item.text), entry)]
    return "\n".join(texts)


def _shown(listed: str, entry: str) -> str:
    """Return the words of an entry of a list that are its work's, in the list's order."""
    said = words_of(entry)
    initials = "".join(word[0] for word in said)
    beginnings = {word[:length] for word in said for length in range(1, len(word) + 1)}
    return " ".join(word for word in listed.split() if all(
        part in beginnings or part in _FURNITURE or (_CAPITALS.fullmatch(word.strip(".,;()")) and part in initials)
        for part in words_of(word)))
