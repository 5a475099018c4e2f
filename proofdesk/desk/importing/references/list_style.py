"""Read the entries of a list as what they are: in one style, which those that are clear teach for the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.entries import ReferenceItem
from proofdesk.desk.importing.references.lines import read_lines
from proofdesk.desk.importing.references.parsed import ParsedReference
from proofdesk.desk.importing.references.parser import MAX_LENGTH, normalized, parse_reference
from proofdesk.desk.importing.references.parts.head import ListStyle
from proofdesk.desk.importing.references.parts.names.authors import Authors
from proofdesk.desk.importing.references.parts.names.capitals import begins_with_capitals
from proofdesk.desk.importing.references.parts.names.name_forms import FAMILY, GIVEN_WORD, LOWER, UPPER, WORD

# Names of which the first, or all, have no initials, as a program wrote them that lost some.
_FAMILY_ALONE = lazy(
    rf"(?:\d+\.\s)?{WORD}(?:,\s(?:{WORD}\s[{UPPER}]{{1,3}}|[{UPPER}]{{1,3}}\s{WORD})(?:,|\s?\.|\sand|\set)|,\s{WORD},\sand\s"
    rf"|,\s{WORD}(?:,\s{WORD}){{1,20}},\s(?:and\s|et\sal)|\set\sal\b|\sand\s{WORD}\.\s)")
# “Fern, Tilda: Straw”, “Fern, Tilda/ Moss, Carl (Hrsg.): Straw”
_COLON_BEHIND = lazy(
    rf"{FAMILY},\s{GIVEN_WORD}(?:\s{GIVEN_WORD}|\s[{UPPER}]\.){{0,2}}(?:\s?/\s?[^:]{{4,80}})?(?:\s\((?:Hrsg|Hg)\.?\))?\.?:\s")
# “Ada Fern and Carl Moss. Straw”, “Ada Fern, Carl L Moss, and Jo Hazel. Straw”
_PERSON = rf"{GIVEN_WORD}(?:\s[{UPPER}]\.?)?\s{FAMILY}"
_STOP_BEHIND = lazy(rf"(?:\[?\d+[\].]\]?\s)?{_PERSON}(?:,\s{_PERSON}){{0,20}},?\s(?:and|&)\s{_PERSON}\.\s\w")
# “Ada C. Fern (2020).”, “Ada Fern, Carl Moss, & Jo Hazel (2020).”: no family name comes first
_YEAR_BEHIND = lazy(
    rf"(?:\[?\d+[\].]\]?\s)?"
    rf"(?:{_PERSON}(?:,\s{_PERSON}){{0,60}},?\s(?:and|&)\s{_PERSON}|{GIVEN_WORD}\s[{UPPER}]\.\s{FAMILY})\s\((?:19|20)\d\d")
# A further name in full, of three or four words: “, Line Hazel Fern,”
_IN_FULL = lazy(rf"(?<=,\s|d\s){GIVEN_WORD}(?:\s{WORD}){{2,3}}(?=,\s|\.\s|\sand\s)")
# “Straw at night (garden house).”, “In Straw (garden house), pp. 4–9.”, perhaps with its address behind it
_IN_BRACKETS = lazy(
    r"\s\((?P<publisher>[^\W\d](?:[^()\d]|\([^()\d]*\)){2,80})\)(?:,\spp\.\s\w+[–-]\w+)?\.(?:\shttps?://\S+)?$")
A_PUBLISHER, LEAST_IN_BRACKETS = "Springer", 3  # which is known; entries that show where the list has them
LEAST_SIGNS, LEAST_SHARE = 5, 0.2  # entries that show a style, and their share of the list
SHORT_NAME = 3  # words of a journal that no mark need part from a title
# A title ends with a word that is no preposition: “Frontiers in” goes on with “Ecology and Evolution”.
_SMALL_WORD = lazy(rf"\s(?![^\W\d_]{{1,3}}$|from$|with$|into$|over$)[{LOWER}]{{4,}}$")
_NUMBERS_BEHIND = r"(?=,?\s(?:v(?:ol)?\.\s)?\d{1,4}(?:[.,:;]|\s?\(|\s\d))"
_SPECIAL = rf"(?P<special>,\s(?:[{UPPER}][^.;\d]{{7,160}}?|[{UPPER}][^.;]{{7,160}}?,))"


def parse_list(items: Sequence[ReferenceItem]) -> list[ParsedReference]:
    """Return what each entry of a list says. What is left in doubt is read again with the journals of the others."""
    style = style_of([item.text for item in items])
    found: list[ParsedReference] = []
    before: list[Authors | None] = []
    authors: Authors | None = None
    for item in items:
        before.append(authors)
        found.append(read_lines(item.text, item.lines) or parse_reference(item.text, authors, item.italics, style))
        names = found[-1].fields.get("author") or found[-1].fields.get("editor", "")
        authors = Authors(names, found[-1].family) if names else None
    families = {name.partition(", ")[0] for parsed in found for name in parsed.fields.get("author", "").split(" and ")}
    journals = {parsed.fields["journal"] for parsed in found if not parsed.unsure and parsed.fields.get("journal")}
    in_brackets = sum(f"({parsed.fields.get('publisher')})" in item.text and parsed.is_sure
                      for parsed, item in zip(found, items, strict=True)) >= LEAST_IN_BRACKETS
    return [parsed if parsed.is_sure or len(item.text) > MAX_LENGTH else
            _read_with(journals, item, authors, style) or _read_with_names(families, item, authors, style)
            or (in_brackets and _read_with_publisher(item, authors, style)) or parsed
            for parsed, item, authors in zip(found, items, before, strict=True)]


def style_of(entries: Sequence[str]) -> ListStyle:
    """Return what only a whole list can show: the form of its names."""
    def is_usual(signs: Iterable[object]) -> bool:
        number = sum(map(bool, signs))
        return number >= LEAST_SIGNS and number >= LEAST_SHARE * len(entries)

    return ListStyle(is_usual(map(_FAMILY_ALONE.match, entries)), is_usual(map(_COLON_BEHIND.match, entries)),
                     is_usual(_STOP_BEHIND.match(each) or _YEAR_BEHIND.match(each) for each in entries),
                     is_usual(map(begins_with_capitals, entries)))


def _read_with(
    journals: Iterable[str], item: ReferenceItem, before: Authors | None, style: ListStyle
) -> ParsedReference | None:
    """Return an entry that one of the journals makes clear: “Straw at night Roses and Beds 12, 4–9”; else None.

    What stands between the journal and its volume is the title of a special issue, and becomes a note.
    """
    text = normalized(item.text)
    for journal in sorted(journals, key=len, reverse=True):
        named = re.search(rf"(?P<before>[.?!,”])?\s{re.escape(journal)}\.?(?:{_SPECIAL})?{_NUMBERS_BEHIND}", text)
        is_long = journal.count(" ") >= SHORT_NAME - 1
        if not named or not (named["before"] or (is_long and _SMALL_WORD.search(text[: named.start()]))):
            continue
        start = named.start() + (named["before"] not in (None, ","))
        mark = "" if named["before"] in ("”", "?", "!", ".") else "."
        special = (named["special"] or "").strip(" ,")
        if not special and named["before"] in ("”", "?", "!", "."):
            continue
        told = f"{text[:start]}{mark} {journal}{text[named.end() :]}"
        parsed = parse_reference(told, before, item.italics, style)
        fields = parsed.fields | ({"note": "; ".join(filter(None, (special, parsed.fields.get("note"))))}
                                  if special else {})
        if parsed.is_sure and fields.get("journal") == journal:
            return replace(parsed, text=item.text, fields=fields)
    return None


def _read_with_publisher(item: ReferenceItem, before: Authors | None, style: ListStyle) -> ParsedReference | None:
    """Return an entry of Cell's style, which has each publisher in brackets, whatever its name; else None."""
    text = normalized(item.text)
    named = _IN_BRACKETS.search(text)
    if not named:
        return None
    told = f"{text[: named.start('publisher')]}{A_PUBLISHER}{text[named.end('publisher') :]}"
    parsed = parse_reference(told, before, item.italics, style)
    if not parsed.is_sure or parsed.fields.get("publisher") != A_PUBLISHER:
        return None
    return replace(parsed, text=item.text, fields={**parsed.fields, "publisher": named["publisher"]})


def _read_with_names(
    families: Collection[str], item: ReferenceItem, before: Authors | None, style: ListStyle
) -> ParsedReference | None:
    """Return an entry whose names in full are clear by the family names of the others; None if it is still in doubt.

    “Line Hazel Fern” is L. H. Fern if another entry has somebody named Fern, and none has a Hazel Fern.
    """
    def shortened(name: re.Match[str]) -> str:
        *given, middle, last = name[0].split()
        if last not in families or f"{middle} {last}" in families:
            return name[0]
        return f"{' '.join(f'{word[0]}.' for word in (*given, middle))} {last}"

    text = normalized(item.text)
    told = _IN_FULL.sub(shortened, text)
    parsed = parse_reference(told, before, item.italics, style) if told != text else None
    return replace(parsed, text=item.text) if parsed and parsed.is_sure else None
