"""Sort what the properties of a file say about it: what goes to the top of the article, and what the report names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from proofdesk.desk.importing.facts import DocumentFacts, WrittenBy, source_date
from proofdesk.desk.importing.lines import TITLE_LABEL

# Names that programs put into a new file, which are nobody's.
_NOBODY = re.compile(
    r"(?:microsoft( office)?|windows|ms|word|office|mac|admin|pc|home)?[ -]?(?:user|benutzer|utilisateur|usuario)?"
    r"|administrator|admin|author|unknown|python-docx|apache poi|owner|hp|dell|lenovo|asus|acer|libreoffice"
    r"|google docs",
    re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>|\{[{%]")
_NO_TITLE = re.compile(r"microsoft (?:word|powerpoint)|document ?\d*$|dokument ?\d*$|untitled|unbenannt|title$|template"
                       r"|type of (?:the )?paper"
                       r"|.*\.(?:docx?|odt|dotx?|rtf|tex|indd|pdf)$|\W*$", re.IGNORECASE)
# The name of each property in the different formats, and what the report calls it.
_AUTHORS = ("creator", "author", "citation_author", "article:author", "dc.creator", "initial-creator")
_TAGS = ("keywords", "keyword", "category", "news_keywords", "article:tag")
_DESCRIPTIONS = ("description", "og:description", "dc.description")
_BEGUN, _CHANGED = "the file was begun on", "the file was last changed on"
_LABELS = {
    "subject": "the document’s subject", "lastModifiedBy": "last changed by", "created": _BEGUN, "modified": _CHANGED,
    "creation-date": _BEGUN, "date": _CHANGED, "contentStatus": "the document’s status", "Company": "the company",
    "Manager": "the manager", "version": "the document’s version", "category": "the document’s category",
    "contentType": "the document’s type", "identifier": "the document’s identifier",
    "language": "the document’s language",
}
# Of no use to anybody: counts, names of programs, and who printed the file when.
_IGNORED = re.compile(r"revision|lastPrinted|print(?:-date|ed-by)|generator|editing-(?:cycles|duration)"
                      r"|document-statistic|template|viewport|theme-color|robots"
                      r"|custom: (?:_?MSIP_|ContentTypeId|KSOProduct|Mendeley|ZOTERO_PREF"
                      r"|GrammarlyDocumentId|_dlc_|ICV).*", re.IGNORECASE)
_MARKS = re.compile(r"(?:(?<=[^\W\d_])\d|^\d+$|[*†‡§¶✉])[\d,*†‡§¶✉ ]*$")  # of institutions, behind a name
_SEPARATORS = re.compile(r"\s*[;,\n]\s*")
_DEGREES = re.compile(  # behind a name, before its mark
    r",\s*(?:M\.?\s?D|Ph\.?\s?D|Dr\.?\s?(?:med|phil|rer\.?\s?nat|PH)|D\.?\s?Phil|Psy\.?\s?D|Pharm\.?\s?D|MB\s?BS|MB\s?BCh|M\.?\s?P\.?\s?H"
    r"|[MB]\.?\s?Sc|[MB]\.?\s?[AS]|[MB]\.?\s?Ed|R\.?N|FRC[PS]\w?|MRC[PS]\w*)\.?(?=[\d*†‡§¶✉]|\s*(?:[,;\n&]|and\b|$))")


def facts_of(properties: Mapping[str, str]) -> DocumentFacts:
    """Return the facts that the properties of a file state, by their names in that file."""
    facts = DocumentFacts()
    for name, value in properties.items():
        key = name.lower()
        if not value or _IGNORED.fullmatch(name) or (key == "lastmodifiedby" and _is_nobody(value)):
            continue
        if _MARKUP.search(value):  # left by a template; the top of an article is plain text
            facts.others.append((_LABELS.get(name, name), " ".join(value.split())))
        elif key in _AUTHORS:
            for author in people(value):
                if all(author.name != known.name for known in facts.authors):
                    facts.authors.append(author)
        elif key in _TAGS:
            facts.tags += [tag for tag in _SEPARATORS.split(value) if tag and tag not in facts.tags]
        elif key in _DESCRIPTIONS and not facts.description:
            facts.description = " ".join(value.split())
        elif key != "title" and " ".join(value.split()) != facts.description:
            facts.others.append((_LABELS.get(name, name.removeprefix("custom: ")), " ".join(value.split())))
    facts.others = _with_one_row_of_days(facts.others)
    return facts


def _with_one_row_of_days(others: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return facts with the days on which the file was begun and last changed in one row."""
    stated = dict(others)
    if not stated.keys() >= {_BEGUN, _CHANGED}:
        return others
    begun, changed = source_date(stated[_BEGUN]), source_date(stated[_CHANGED])
    said = f"{begun}, and last changed {'that day' if begun == changed else f'on {changed}'}"
    return [(name, said if name == _BEGUN else value) for name, value in others if name != _CHANGED]


def title_of(stated: str) -> str:
    """Return the title that a file states; empty for what programs put there, such as the name of an old file."""
    title = TITLE_LABEL.sub("", " ".join(stated.split()))
    return "" if _NO_TITLE.match(title) or _MARKUP.search(title) else title


def people(text: str) -> list[WrittenBy]:
    """Return the people whom a property names, without their degrees; none for a name that programs put there."""
    by_semicolon = [" ".join(name.split()) for name in re.split(r"[;\n]", _DEGREES.sub("", text))]
    if len(by_semicolon) == 1 and by_semicolon[0].count(",") > 1:
        by_semicolon = [name.strip() for name in re.split(r",\s*(?:(?:and|&)\s+)?", by_semicolon[0])]
    names = [_MARKS.sub("", name) for name in by_semicolon]
    return [WrittenBy(_in_order(name)) for name in names if name and not _is_nobody(name)]


def _in_order(name: str) -> str:
    """Return a name as it is said: “Roe, Jane” is Jane Roe."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given and len(given.split()) <= 3 else name


def _is_nobody(name: str) -> bool:
    return bool(_NOBODY.fullmatch(name.strip())) or "@" in name
