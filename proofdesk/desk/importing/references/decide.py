"""Decide which of two readings of an entry counts: that of the forms, that of the model, or what both say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from proofdesk.common.text import lazy
from proofdesk.desk.bib_editor import braces_match
from proofdesk.desk.importing.references.learned.proof import Entry, is_taken_for_group
from proofdesk.desk.importing.references.learned.reading import read_learned, seems_person
from proofdesk.desk.importing.references.parsed import ParsedReference, letters

_DISPUTED = ("title", "journal", "booktitle", "editor", "publisher", "address", "school", "howpublished", "pages")
_LABELS_ALONE = lazy(r"(?:vol|volume|pp?|no|in|by|editedby|eds?)*")


def decide(entry: Entry, parsed: ParsedReference) -> ParsedReference:
    """Return what an entry says. ``parsed`` is what the forms read in it.

    The model's reading is taken where the forms leave something open, and where both read all, if it parts what the
    forms left together, or if any other reading is much less probable. Else what they dispute is left out.
    """
    head = entry.head
    learned = read_learned(entry) if braces_match(entry.text) else None
    if not learned and "author" in parsed.fields and seems_person(entry):
        fields = {name: value for name, value in parsed.fields.items() if name != "author"}
        return replace(parsed, fields=fields, unsure=("author", *parsed.unsure))
    if not learned:
        return parsed
    names, by_model = learned.authors, replace(learned.parsed, text=parsed.text)
    fields = by_model.fields
    is_person = names and head.authors and names != head.authors and is_taken_for_group(head.authors)
    if not parsed.is_sure or is_person:
        return by_model
    if not learned.is_first or by_model.unsure:
        return parsed
    if names and head.authors and names.bibtex != head.authors.bibtex:
        # Names are what the forms know best, but for those that they left in the title: “Fern, Carl Moss. Straw”.
        own, longer = letters(fields["title"]), letters(parsed.fields["title"])
        has_more = names.bibtex.count(" and ") > head.authors.bibtex.count(" and ")
        return by_model if has_more and longer != own and longer.endswith(own) else parsed
    disputed = [name for name in _DISPUTED if name in fields and name in parsed.fields
                and not _is_made_of(fields[name], name, parsed.fields)]
    title, longer = letters(fields["title"]), letters(parsed.fields.get("title", ""))
    if disputed == ["title"] and longer.startswith(title) and len(longer) - len(title) < 4:
        return parsed  # the model left small words at its end outside: “Straw in r”
    more = {letters(parsed.fields[name]).replace(letters(fields[name]), "", 1) for name in disputed}
    if more and more <= {"online", "us", "uk"}:
        return parsed  # “Online Readings in Beds”, “Garden Office (US)”: no label, and no place
    if disputed == ["editor"] and "booktitle" in parsed.fields.keys() - fields.keys():
        return parsed
    if disputed == ["pages"] and parsed.fields["pages"].startswith(f"{fields['pages']}, "):
        return parsed  # “450–455, 455e1”
    if disputed and learned.is_clear:
        return by_model
    if disputed and all(_is_made_of(parsed.fields[name], name, fields) for name in disputed):
        return by_model  # which parts what the forms left together
    sure = {name: value for name, value in parsed.fields.items() if name not in disputed}
    return replace(parsed, fields=sure, unsure=tuple(disputed))


def _is_made_of(value: str, name: str, parted: Mapping[str, str]) -> bool:
    """Return whether a value is made of the same field and further fields of another reading."""
    if letters(value) == letters(parted[name]):
        return True
    others = [letters(each) for field, each in parted.items() if field not in (name, "author")]
    editors = parted["editor"].split(" and ") if "editor" in parted else []
    for person in editors:  # “edited by John Hazel” has “Hazel, J.” in it
        family, _, given = person.partition(", ")
        value = re.sub(rf"\b{re.escape(given[:1])}[\w.-]*(?:\s\w\.?)?\s{re.escape(family)}\b", "", value)
    left = letters(value).replace(letters(parted[name]), "", 1)
    for other in sorted(others, key=len, reverse=True):
        left = left.replace(other, "", 1)
    return _LABELS_ALONE.fullmatch(left) is not None or letters(value) in others
