"""Name the fields of a reading whose values cannot be what they are read as, whoever read them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from proofdesk.desk.importing.references.parts.names.authors import is_no_family, names_organisation
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, UPPER, VANCOUVER
from proofdesk.desk.importing.references.parts.publishers import is_city, is_publisher

# “Straw in the beds of Europe” Roses 42(4); “[1776]: Gardens”; “Straw. S. 37-54”; “Straw, Journal of Gardens”
_TITLE = (r"^“[^”]{25,}”\s.*\d|^[^“”]+, “[^”]+,”$"
          r"|\.\s(?:19|20)\d\d\s[^.]*\b(?i:conference|symposium|workshop)\b"
          r"|\s(?:Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)$"
          r"|;\s(?:19|20)\d\d$|^\[\d{4}\]|\b(?:S|pp?)\.\s?\d+\s?[-–]\s?\d+$|\s(?:In:|//)\s?|\bVols?\.\s[\dIVX]"
          r"|\((?i:tesis|tese|thès|thesis|phd|ph\.\s?d|dissert|master|mémoire)[^()]*\)$"
          r"|\.\s(?i:monografia|tese|dissertação|thesis|dissertation|trabalho de conclusão|relatório)\b"
          r"|\b(?:[Tt]ranslated|[Ee]dited|Ed\.)\sby\b|,\s(?:(?:eds?|trans)\.|editors?)[A-Z]"
          rf"|,\s(?:[{UPPER}][\w-]+\s){{0,3}}(?:Journal|Zeitschrift|Revue|Review|Revista|Rivista)\s(?:of|für|de|di|d)\b")
_PERSON_OR_GROUP = re.compile(rf"\{{([{UPPER}][{LOWER}]+(?:-\w+)*\s[{UPPER}][{LOWER}]+)\}}")  # “Tilda Hazel. 2008.”
# Cell: “Straw at night (Garden Team).”
_BRACKETED = re.compile(rf"\s\((?=[^()]*[{LOWER}])(?:[{UPPER}\d][\w&’-]+\s?){{1,6}}\)$")
# PNAS, without a publisher: “Straw at night in 9th Straw in Science Conference, (2010).”
_IN_PROCEEDINGS = re.compile(
    rf"\sin\s(?:Proceedings\b|Advances\sin\s|\d+(?:st|nd|rd|th)\s|[{UPPER}][^,]*\b(?:Conference|Symposium|Workshop)\b)")
_HOLDERS = {"journal", "booktitle", "publisher", "school", "howpublished", "url"}
_KEPT = r"\bProQuest\b"  # which keeps theses and publishes nothing
_ISSUE = re.compile(r"\b(?:Heft|Nr|H)\.?$")
_PAGES = re.compile(r"\d{3,}[–-]\d{3,}")  # “40 (345–370)”
_MISREAD = {name: re.compile(pattern) for name, pattern in {
    "title": _TITLE,
    "number": r"(?i)\b(?:vol|consulted|accessed|retrieved)\b",  # “(PMLR, Vol. 80)”
    "booktitle": rf"\bpp?\.\s\d|\bpp?$|:\s?\d+[-–]\d+$|{_KEPT}|^{VANCOUVER.pattern}$",
    "address": rf"(?i:^Anais\b|\bby\s)|{_KEPT}",
    "publisher": r"(?i:\b(?:mémoire|thèse|thesis|dissertation|tese|tesis)\b)|^(?:Manuskript|Mimeo)$|:\s[^.]*\w{3}\.\s",
    "journal": rf"{_KEPT}|^In\s[A-Z\d]|,\s\([^()]*\)$"
               rf"|^[\W\d_]+$|^\w\.?$|,\s(?:Ltd|Inc)\b|\b(?:Heft|Jg\.?|Jahrgang|Nr)$|\bJg\.|^Pages$"
               r"|:\s.*\bPress$|(?i:\bmanus[ck]ript|^unpublished|\((?:Hg|Hrsg|Eds?)\.?\))"
               r"|^(?i:published online|cosponsored by|official (?:journal|publication) of)\b",
    "pages": r"^\d{1,4}, \d+--\d+$",  # “13, 6, 195–202”
}.items()}


def misread(fields: Mapping[str, str]) -> list[str]:
    """Return the names of the fields that are in doubt."""
    found = [name for name, pattern in _MISREAD.items() if name in fields and pattern.search(fields[name])]
    if _ISSUE.search(fields.get("journal", "")) and "volume" in fields:
        found.append("volume")  # it is the issue
    if "pages" not in fields and _PAGES.fullmatch(fields.get("number", "")):
        found.append("number")
    if not fields.keys() & {*_HOLDERS, "number", "doi"} and _BRACKETED.search(fields.get("title", "")):
        found.append("title")
    if not fields.keys() & _HOLDERS and _IN_PROCEEDINGS.search(fields.get("title", "")):
        found.append("title")
    *before, last = fields.get("title", "").split(", ")
    if before and not fields.keys() & _HOLDERS and (is_publisher(last) or is_city(last)):
        found.append("title")  # “Wet straw, Leeds, Garden Press”
    first, comma, _ = fields.get("author", "").partition(", ")
    if comma and not first.startswith("{") and is_no_family(first):
        found.append("author")  # “Organization, W. H.”
    named = _PERSON_OR_GROUP.fullmatch(fields.get("author", ""))
    return [*found, "author"] if named and not names_organisation(named[1]) else found
