"""Write a work as the entry that Pandoc reads: the same work, without anything that Pandoc loses or misreads.

Every value is written from what the parser read: macros and inherited fields are resolved, names are parted, HTML is
LaTeX. So each entry can be read without the others, whatever stands around it in the file, and under any key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.bibliography.dates import DATES, in_digits, read_date, read_month
from proofdesk.bibliography.entry import Entry
from proofdesk.bibliography.identifiers import clean_value
from proofdesk.bibliography.latex import escape, expand_journal, latex_to_text, prepare_for_pandoc, tidy
from proofdesk.bibliography.names import NAME_FIELDS, read_names
from proofdesk.bibliography.pandoc.languages import is_foreign, language_of

_LEFT_OUT = {"file", "crossref", "xdata", "xref", "ids", "options", "langid", "hyphenation", "useprefix", "doi", "url",
             "bdsk-url-1"}
# Pandoc parts these at each “and”, and would print “Forum of Incident Response; Security Teams”.
_ONE_NAME = ("publisher", "institution", "organization", "school", "location", "address")
_AND = re.compile(r"(?<=\s)and(?=\s)", re.IGNORECASE)
_VERBATIM = ("eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass", "pmid", "pmcid", "isbn", "issn")
_AS_WRITTEN = ("type", "library")  # what Pandoc shows without reading its LaTeX
_READABLE = re.compile(r"[a-z][a-z0-9_+-]*")  # names of fields that Pandoc can read; no style prints others
_ONE_PAGE = re.compile(r"\s*(\w+)\s*[-–—]+\s*\1\s*")  # “297--297”
# Types that other programs write for those of BibTeX and BibLaTeX, and one that Pandoc takes for no part of a book.
_TYPES = {"book_section": "incollection", "booksection": "incollection", "web_page": "online", "webpage": "online",
          "journal_article": "article", "magazine_article": "article", "newspaper_article": "article",
          "conference_proceedings": "inproceedings", "conference": "inproceedings",
          "standard": "report", "encyclopedia_article": "inreference", "computer_program": "software"}
# Works that are a part of a book, and works that are volumes.
PARTS = ("inbook", "incollection", "inproceedings", "conference", "inreference", "bookinbook")
_VOLUMES = ("book", "collection", "proceedings", "reference", "mvbook", "mvcollection", "mvproceedings", "mvreference",
            "thesis", "manual", "report")


def one_page(value: str) -> str:
    """Return pages as they are, and a page that a program wrote as a range as the page that it is."""
    same = _ONE_PAGE.fullmatch(value)
    return same[1] if same else value


def pandoc_entry(entry: Entry, id: str, *, plain: bool = False) -> str:
    """Return the entry under the key ``id``, as BibLaTeX; ``plain`` has each text without any LaTeX but escapes.

    By default Pandoc forces English titles into sentence case (“H. pylori” becomes “h. Pylori”), so the language of
    such a work is set to undetermined. “de Vos CMH” stays in order with its prefix.
    """
    language = language_of(entry)
    language = language if is_foreign(language) else "und"
    values = [("langid", language), ("options", "useprefix=true"), *_values(entry, plain)]
    lines = [f"{name} = {{{value}}}" for name, value in values]
    return f"@{_type(entry)}{{{id},\n  " + ",\n  ".join(lines) + "\n}\n"


def _type(entry: Entry) -> str:
    """Return the type that Pandoc knows for an entry's."""
    type = _TYPES.get(entry.type, entry.type)
    if type == "periodical" and entry.value("journal"):  # an issue with a title of its own
        return "article"
    return type if type.isalpha() else "misc"


def _arranged(entry: Entry) -> dict[str, str]:
    """Return the fields of an entry, inherited ones too, each title under the name that Pandoc shows for the type.

    Pandoc shows a book's title only of a part of a book, and of a work with a ``maintitle`` only that one.
    """
    fields = {**entry.inherited, **entry.fields}
    for name, other in (("pages", "eid"), ("number", "issue")):  # Pandoc shows no `eid`, and no `issue` alone
        if not fields.get(name) and fields.get(other):
            fields[name] = fields.pop(other)
    month, year = fields.get("month", ""), fields.get("year", "").strip()
    if re.fullmatch(r"\d{4}", year) and not month.isdecimal() and not fields.get("date") and (
            date := read_month(month, year)):
        day = fields.get("day", "")
        fields["date"] = f"{date}-{int(day):02}" if day.isdecimal() and len(date) == 7 else date
        del fields["month"], fields["year"]
    part = _type(entry) in PARTS
    if not part and fields.get("booktitle") and not entry.value("journal"):
        name = "series" if _type(entry) in _VOLUMES and not fields.get("series") else "journaltitle"
        fields[name] = fields.pop("booktitle")
    if _type(entry) in _VOLUMES and not fields.get("series") and entry.value("journal"):
        fields["series"] = fields.pop("journaltitle", "") or fields.pop("journal", "")
    if part and not fields.get("booktitle") and not fields.get("maintitle"):
        fields["booktitle"] = fields.pop("journaltitle", "") or fields.pop("journal", "")
    if fields.get("editortype", "").lower() == "director" and not fields.get("author"):
        fields["author"] = fields.pop("editor", "")  # few styles print directors
    if _type(entry) == "patent" and not fields.get("publisher"):  # Pandoc reads no `holder`
        fields["publisher"] = " and ".join(escape(each.short) for each in entry.names("holder"))
    if not (main := fields.get("maintitle")):
        return fields
    main = ": ".join(filter(None, [main, fields.pop("mainsubtitle", "")]))
    own = "booktitle" if part else "title"
    if fields.get(own) and (part or _type(entry) in _VOLUMES):
        fields[own] = f"{main.rstrip('.')}. {fields[own]}"
    elif part:
        fields[own] = main
    elif fields.get("title") and not entry.value("journal") and not part:
        fields["journaltitle"] = main
    else:
        return fields
    del fields["maintitle"]
    fields.pop("maintitleaddon", None)
    return fields


def _dated(name: str, value: str, entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the fields that say what a date does, but for those that the entry has itself."""
    read = read_date(value)
    if read is None:
        yield name, in_digits(value)
    elif name not in ("date", "year"):
        yield from ((name, date) for each, date in read.items() if each == "date")
    else:
        yield from (each for each in read.items() if each[0] == "date" or not entry.value(each[0]))


def _values(entry: Entry, plain: bool) -> Iterator[tuple[str, str]]:
    for name, value in _arranged(entry).items():
        if name in _LEFT_OUT or name.startswith(("x-", "bdsk-")) or not value or not _READABLE.fullmatch(name):
            continue
        if name in ("pages", "volume", "number") and not any(sign.isalnum() for sign in value):
            continue  # “--”, as programs write that there are none
        if name == "howpublished" and (address := clean_value(value)).startswith("http") and address == entry.url:
            continue  # it is the work's link
        if name == "pages":
            value = one_page(value)
        if name == "month" and value.isdecimal() and not 1 <= int(value) <= 12:
            continue  # with it Pandoc would not read the year either
        if name in NAME_FIELDS:
            yield name, prepare_for_pandoc(" and ".join(each.latex for each in read_names(value)))
        elif name in _VERBATIM:
            yield name, clean_value(value).replace("\\", "")
        elif name in _AS_WRITTEN:
            yield name, re.sub(r"[{}]", "", latex_to_text(value))
        elif name in DATES:
            yield from _dated(name, value, entry)
        elif plain:
            yield name, escape(latex_to_text(expand_journal(value) if name.startswith("journal") else value))
        else:
            text = prepare_for_pandoc(tidy(expand_journal(value) if name.startswith("journal") else value))
            yield name, _AND.sub(lambda word: f"{{{word[0]}}}", text) if name in _ONE_NAME else text
    if entry.doi:
        yield "doi", entry.doi
    if entry.url:
        yield "url", entry.url.replace("{", "%7B").replace("}", "%7D")
