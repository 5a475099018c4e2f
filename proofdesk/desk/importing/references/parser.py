"""Parse one entry of a list of references into BibTeX fields. Only what the entry says for sure is a field.

Read are the forms of Vancouver, NLM and AMA, APA, Nature, Science, IEEE, MLA, Chicago (notes and author-date), Harvard,
Cell, Elsevier, Springer, ACS, MDPI and EndNote, for articles, books, chapters, reports, theses, web pages, trials and
laws. An entry is read from both ends: its authors and the year behind them, then its volume and pages or its publisher;
what is left between is the title, and the journal or book that it is in. What could be read in two ways is left out,
and named in ``unsure``. What these forms do not read whole, a model reads that was trained on entries of known works in
hundreds of styles (``learned``), and its reading counts if nothing speaks against it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.bib_editor import braces_match
from proofdesk.desk.importing.references.decide import decide
from proofdesk.desk.importing.references.doubts import is_marked, misread
from proofdesk.desk.importing.references.learned.proof import Entry
from proofdesk.desk.importing.references.marked import split_what_is_marked, title_before_edition
from proofdesk.desk.importing.references.parsed import ParsedReference
from proofdesk.desk.importing.references.parts.containers import in_periodical
from proofdesk.desk.importing.references.parts.head import UNKNOWN, Head, ListStyle
from proofdesk.desk.importing.references.parts.identifiers import split_identifiers
from proofdesk.desk.importing.references.parts.italics.works import read_head_before_italics, read_italics
from proofdesk.desk.importing.references.parts.names.authors import Authors
from proofdesk.desk.importing.references.parts.names.capitals import with_commas
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, UPPER
from proofdesk.desk.importing.references.parts.pages import head_of_site, is_page_of, read_titled
from proofdesk.desk.importing.references.parts.publishers import is_city, is_publisher
from proofdesk.desk.importing.references.parts.settle import settle
from proofdesk.desk.importing.references.parts.standards.exports import as_usual
from proofdesk.desk.importing.references.parts.standards.reading import read_by_standard
from proofdesk.desk.importing.references.parts.titles import BOOK_OF_CHAPTERS
from proofdesk.desk.importing.references.parts.works import read_work
from proofdesk.desk.importing.references.read_head import read_head
from proofdesk.desk.importing.references.unread import mislabelled, misnamed, torn, unread_words

# Word writes two stops behind a group: “Garden Bank. . (2017). Straw.”
_GROUP_OF_WORD = lazy(r"([^.,;:()]{3,120})\.\s\.\s(?=\()")
# “Paris : Hay Press, 1990”, “Londres, Lund : Hay, 2002”: French lists have a space before the colon
_SPACED_IMPRINT = lazy(
    rf"(?<=[.?!]\s)(?P<place>[{UPPER}][^.:;()“”\d]{{1,50}}?)\s:\s(?=[{UPPER}](?:[^.:;()“”\d]|(?<=[{UPPER}])\.){{1,80}}[,;]\s(?:1[5-9]|20)\d\d\b)")
_LINKS_OF_A_PAGE = lazy(
    r"(?:[\s|]+(?:PubMed Abstract|(?:Publisher|Free) Full Text)"
    r"|\s\[(?:Google Scholar|Cross ?Ref|PubMed|Green Version|PMC free article)\])+$"
    # “CAS Article Google Scholar”, as Nature, Springer and PLOS have them
    r"|(?:\s(?:CAS|ADS|MATH|MathSciNet|PubMed(?:/NCBI| Central)?|(?:View )?Article|Cross[Rr]ef)){0,8}\sGoogle Scholar$")
# A page of which nothing but its address is known: “Straw at night [Internet]. [cited 2024 Sep 10]. Available …”
_PAGE_ALONE = lazy(
    rf"(?P<title>[{UPPER}][^.\[\]“”;]{{7,150}})\s\[Internet\]\.?\s"
    rf"(?:(?P<site>[{UPPER}][^.;,:\[\]]{{2,80}});\s(?P<year>(?:19|20)\d\d)\s?)?"
    rf"(?:\[cited\s[^\]]{{4,30}}\]\.?\s)?(?:Available from:\s)?https?://\S+")
# “Wang, Y. (Lindsay); …”, “Fern, T.-C. (Ada)., Moss, B.”
_NICKNAME = lazy(
    rf"(?<=[{UPPER}]\.)\s\([{UPPER}][{LOWER}]+\)(?:(?=;)|\.?(?=,\s[{UPPER}][\w’-]+,\s[{UPPER}]\.))")
# As some programs print Vancouver: “In, editorsFern T, Leaf C. The garden.”
_EDITORS_FIRST = lazy(rf"\bIn, (?:eds?\.|editors?)\s?(?=[{UPPER}])([^.:]{{4,200}})\.\s")
# “[3]”, “[3].”, “³”, “3.”, “3:”, “[Tyl49]”, “4. (a)”
_NUMBER = lazy(
    r"^(?:[•▪·]\s|[⁰¹²³⁴-⁹]{1,3}\s?|\[\d{1,4}\]\.?|\(\d{1,4}\)|\d{1,4}[.)]|\d{1,3}(?::(?=\s)|、)|\[[A-Za-z+]{2,8}\d?:?\d\d[a-z]?\])\s?"
    r"(?:\([a-c]\)\s)?(?=[^\W\d_]|[“\"'‘])")
# Marks that another program could not write, or wrote as another: “829?837”, “1070Ð1073”, “11349−11356”.
_DASH_LOST = lazy(r"(?<=\d)(?:[?Ð]|\u200d[–-]\u200d?|(?<=\d{3})−)(?=\d)")
# “…, Moss, B., others, 2021.”, as BibTeX keeps “and others”
_OTHERS = lazy(r"(?<=[.\w]),?\s(?:and\s)?others(?=,\s(?:19|20)\d\d\.|\s\((?:19|20)\d\d\)|\.\s[“\"])")
# Brazil’s standard puts the city behind the journal: “Roses, Montes Claros, v. 2, n. 1”.
_PLACED = lazy(rf"(?P<journal>.+), (?P<place>[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{0,2}})$")
# Proceedings of which only the place is named: “Garden Days. Ghent 2015:33–41”, “Garden Days, Ghent: 2015, p. 33–41”
_CITY_BEHIND = lazy(
    rf"^(?P<name>.{{8,}}[^.,\s])[.,]\s(?P<place>[{UPPER}][{LOWER}’-]+(?:\s[{UPPER}][{LOWER}’-]+)?)(?P<mark>:?)$")
# “BMC Straw 2013 13:1 (2013) 13:1–12”: Mendeley took a page's heading for the journal
_NUMBERS_OF_PAGE = lazy(
    r"\s(?P<year>(?:19|20)\d\d)\s(?P<volume>\d{1,4}):\d{1,3}(?=[.,]?\s(?:\(?(?P=year)|(?P=volume)\b))")
# Library catalogues and Brazil’s standard: “[S. l.]: ”, “[s.l: s.n.]. ”
_NO_PLACE = lazy(
    r"[.,]\s\[?(?:[Pp]lace of publication not identified|[Ss]\.\s?l\.)\]?\s?:\s"
    r"|(?<=[.,])\s\[place unknown\]\.(?=\s|$)"
    r"|(?<=[.,])\s\[[Ss]\.\s?[ln]\.?(?:\s?:\s?[Ss]\.\s?n\.?)?\][.,:]?(?=\s)")
_NAMED_IN_FULL = lazy(rf"[{UPPER}][{LOWER}]+\s[{UPPER}][{LOWER}]+\.?\s\(")
# Behind a title in quotation marks, one name with a DOI is a journal: ‘Straw’, Roses. https://doi.org/…
_ONE_NAME = lazy(rf"[{UPPER}][^.,:;\d()]{{2,80}}")
# PLOS, as Mendeley prints it: “Roses. Garden Library of Science; 2014;9: 88”
_ISSUER_BEHIND = lazy(rf"(?P<journal>[^.]+)\.\s(?P<publisher>[{UPPER}][^.]+)")
_IN_QUOTES = lazy(r"^[Ii]n:?\s[«“]([^«»“”]+)[»”]$")  # “in «Rivista dei Giardini»”
_OWN_PAGES = lazy(r"\d:\d{1,4}:\d{1,4}[-–]")  # “1:56:1–30”: pages of the 56th article
MAX_LENGTH = 6000  # letters; entries with all authors of a large trial have some thousand


def parse_reference(
    text: str, before: Authors | None = None, italics: Sequence[str] = (), style: ListStyle = UNKNOWN
) -> ParsedReference:
    """Parse an entry. If its style is unknown, the result has identifiers only, and no title.

    ``before`` are the authors of the entry before this one, for which a dash may stand, ``italics`` the words that the
    manuscript has in italics, ``style`` what its whole list shows of it.
    """
    parsed = settle(_parse(text, before, italics, style), italics)
    written = normalized(text)
    if doubts := [name for check in (torn, mislabelled, misnamed) for name in check(written, parsed.fields)]:
        fields = {name: value for name, value in parsed.fields.items() if name not in doubts}
        parsed = replace(parsed, fields=fields, unsure=tuple(dict.fromkeys((*parsed.unsure, *doubts))))
    if ":" in parsed.fields.get("pages", ":") or not _OWN_PAGES.search(text):
        return parsed
    fields = {name: value for name, value in parsed.fields.items() if name not in ("volume", "number", "pages")}
    return replace(parsed, fields=fields, unsure=tuple(dict.fromkeys((*parsed.unsure, "volume or pages"))))


def _parse(text: str, before: Authors | None, italics: Sequence[str], style: ListStyle) -> ParsedReference:
    if len(text) > MAX_LENGTH:
        return ParsedReference(text)
    written = with_commas(normalized(text), style.has_capitals)
    group = _GROUP_OF_WORD.match(written)
    if group:  # read as the authors that a dash stands for
        before, written = Authors(f"{{{group[1]}}}", group[1]), f"———. {written[group.end() :]}"
    alone = _PAGE_ALONE.fullmatch(written)
    if alone:
        stated = {"title": alone["title"], "howpublished": alone["site"], "year": alone["year"]}
        return ParsedReference(text, "misc", {name: value for name, value in stated.items() if value}
                               | split_identifiers(written)[1])
    standard = read_by_standard(text, written)
    if standard and not misread(standard.fields, is_marked=True, is_group=True):
        return standard
    italics = [*map(normalized, italics)]
    rest, found, is_book = split_what_is_marked(written)
    titled = read_titled(rest, italics, found)
    if titled:
        return ParsedReference(text, "misc", titled | found)
    head = read_head(rest, before, "number" in found, style)
    head = (None if head.authors else read_head_before_italics(rest, italics)) or head
    italics += filter(None, [title_before_edition(written, head.rest)])
    parsed = _read_by_forms(text, head, italics, found)
    if is_book and parsed.kind == "misc" and "howpublished" not in parsed.fields:
        fields = {name: value for name, value in parsed.fields.items() if name != "title" or ": " not in value}
        parsed = replace(parsed, fields=fields, unsure=(*parsed.unsure, "journal or publisher"))
    decided = decide(Entry(rest, italics, found, head), parsed)
    is_open = not decided.is_sure or (head.authors and _NAMED_IN_FULL.match(rest))
    sited = head_of_site(rest, found["url"], style) if "url" in found and is_open else None
    if sited and decided.is_sure and "," in decided.fields.get("author", ""):  # “Garden Index. (2024)”, or a person
        fields = {name: value for name, value in decided.fields.items() if name != "author"}
        return replace(decided, fields=fields, family="", unsure=("author",))
    by_site = _read_by_forms(text, sited, italics, found) if sited else None
    return by_site if by_site and by_site.is_sure and is_page_of(by_site.fields) else decided


def _read_by_forms(text: str, head: Head, italics: Sequence[str], found: dict[str, str]) -> ParsedReference:
    """Return what the forms of the usual styles say of an entry without its identifiers."""
    read = partial(read_work, found=found)
    kind, fields, unsure = read_italics(head, italics, read, read(head))
    alone = _ONE_NAME.fullmatch(head.rest.strip(" .,")) if head.title and head.authors and "doi" in found else None
    if unsure == ("journal or publisher",) and alone and not has_organisation_word(alone[0]):
        kind, fields, unsure = *in_periodical(fields, alone[0])[:2], ()
    fields = {name: value for name, value in {**fields, **found}.items() if value}
    if re.fullmatch(r"“[^“”]+”", fields.get("title", "")):
        fields["title"] = fields["title"][1:-1].rstrip(".,")
    if "journal" in fields:
        fields["journal"] = _IN_QUOTES.sub(r"\1", fields["journal"])
    issued = _ISSUER_BEHIND.fullmatch(fields.get("journal", ""))
    if issued and "publisher" not in fields and is_publisher(issued["publisher"]):
        fields |= issued.groupdict()
    placed = _PLACED.match(fields.get("journal", ""))
    if placed and f"{placed[0]}, v. " in head.rest:
        fields |= {"journal": placed["journal"], "address": placed["place"]}
    city = _CITY_BEHIND.match(fields.get("journal", ""))
    if city and "volume" not in fields and (city["mark"] or is_city(city["place"])):
        kind, fields["address"] = "incollection", city["place"]
        del fields["journal"]
        fields["booktitle"] = city["name"]
    if "volume" not in fields and BOOK_OF_CHAPTERS.search(fields.get("journal", "")):
        kind, fields["booktitle"] = "incollection", fields.pop("journal")
    if fields.get("journal", "") == "arXiv preprint" and not fields.keys() & {"volume", "pages"}:
        kind, fields["howpublished"] = "misc", fields.pop("journal")
    if head.authors:
        fields = {"editor" if head.are_editors else "author": head.authors.bibtex, **fields}
    if head.year:
        fields.setdefault("year", head.year)
    if not all(map(braces_match, fields.values())):
        return ParsedReference(text, "misc", found)  # no bibliography can hold it, so it stays text
    missing = tuple(name for name, given in (("author", head.authors or head.is_nameless), ("title", "title" in fields))
                    if not given)
    family = head.authors.family if head.authors else ""
    doubts = misread(fields, is_marked(fields.get("title", ""), head, italics), head.is_group)
    doubts += torn(normalized(text), fields)
    fields, unsure = {name: value for name, value in fields.items() if name not in doubts}, (*unsure, *doubts)
    if head.authors and not head.authors.is_whole:
        unsure = (*unsure, "further authors")
    if not unsure and "title" in fields and unread_words(head.rest, fields):
        unsure = ("further words",)
    return ParsedReference(text, kind, fields, family, tuple(dict.fromkeys((*missing, *unsure))), head.letter)


def normalized(text: str) -> str:
    """Return a reference in one line, with plain hyphens and spaces and without its number."""
    text = re.sub("[\u00ad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    text = re.sub(rf"(?<=[{LOWER}])\u2011\s+(?=[{LOWER}])", "", text)  # a line of a PDF ended there
    text = text.rstrip("; \t\n").replace("\u2011", "-").replace("\u2010", "-").replace("\u2012", "–")
    text = re.sub(r"(?<=\w)---(?=\w)", "—", text)
    text = re.sub(r"(\((?:n\.\s?d|o\.\s?J|s\.\s?[df])\.)-[a-z]\)", r"\1)", text)  # “(n.d.-b)”
    text = text.replace("``", "“").replace("''", "”")
    if "»" in text:
        text = re.sub(r"»([^«»]+)«", r"“\1”", text)  # as German books have them
    text = re.sub(rf",(?=(?:19|20)\d\d;)|(?<=\s[{UPPER}]),(?=[{UPPER}][{LOWER}])|(?<=[{LOWER}]),(?=\d{{1,3}}\s?\(\d)",
                  ", ", " ".join(text.split()))
    if " (" in text:
        text = _NICKNAME.sub("", text)
    if " : " in text:
        text = re.sub(r"\s;\s(?=(?:1[5-9]|20)\d\d\b)", "; ", text)
        text = _SPACED_IMPRINT.sub(r"\g<place>: ", text).replace(" In : ", " In: ")
    if "In, " in text:
        text = _EDITORS_FIRST.sub(r"In: \1, editors. ", text)
    copied = _LINKS_OF_A_PAGE.search(text)
    if copied:  # a journal's page, whose copy has lost spaces too
        text = re.sub(rf"(?<=[{LOWER}]{{3}})\.(?=[{UPPER}])", ". ", text[: copied.start()])
    if text.count('"') == 1 == text.count("“") - text.count("”"):
        text = text.replace('"', "”")
    text = re.sub(r"(?<=\w)\s,\s?(?=\w)", ", ", text).replace(", &", ", & ").replace("&  ", "& ")
    text = _NUMBERS_OF_PAGE.sub("", _OTHERS.sub(", et al.", _DASH_LOST.sub("–", text)))
    text = _NUMBER.sub("", _NO_PLACE.sub(lambda none: ". " if none[0].endswith(" ") else "", text))
    return as_usual(text)
