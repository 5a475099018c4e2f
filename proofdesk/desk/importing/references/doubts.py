"""Name the fields of a reading whose values cannot be what they are read as, whoever read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import letters
from proofdesk.desk.importing.references.parts.head import Head
from proofdesk.desk.importing.references.parts.names.authors import is_no_family, names_organisation
from proofdesk.desk.importing.references.parts.names.known_names import is_given_name
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, UPPER, VANCOUVER
from proofdesk.desk.importing.references.parts.pages import names_site
from proofdesk.desk.importing.references.parts.publishers import is_city, is_publisher, may_be_place
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD, is_abbreviated

# “Straw in the beds of Europe” Roses 42(4); “[1776]: Gardens”; “Straw. S. 37-54”; “Straw, Journal of Gardens”
_TITLE = (rf"^“[^”]{{15,}}”\s(?:[{UPPER}]|\S+\.[a-z]{{2,4}}$)"
          r"|^(?:https?://|www\.)\S+$|^[A-Z]\.\s(?:D(?:ie|er|as)|The|El|L[ae]s?)\s"  # an address, an initial
          r"|^“[^”]{25,}”\s.*\d|[a-zß-ÿ]{5}\.,\s|^[^“”]+, “[^”]+,”$"
          r"|\.\s(?:19|20)\d\d\s[^.]*\b(?i:conference|symposium|workshop)\b"
          r"|\s(?:Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)$"
          r"|”\sn\.\s?d\.?$|\.\s\((?:19|20)\d\d(?:,[^()]*)?\)$|(?:^|\()(?:n\.\s?d|s\.\s?[df]|o\.\s?J)\b|\d{4}\.\s“"
          rf"|;\s[{UPPER}][^:;]{{3,80}}:\s[{UPPER}][^:;]{{2,40}}$"  # “Straw; Garden Office: Leeds”
          r"|;\s(?:19|20)\d\d$|^\[\d{4}\]|\b(?:S|pp?)\.\s?\d+\s?[-–]\s?\d+$|\s(?:In:|//)\s?|\bVols?\.\s[\dIVX]"
          r"|\((?i:tesis|tese|thès|thesis|phd|ph\.\s?d|dissert|master|mémoire)[^()]*\)$"
          r"|\.\s(?i:monografia|tese|dissertação|thesis|dissertation|trabalho de conclusão|relatório)\b"
          r"|\.\sIn\s[A-Z]|[a-z]\)?,?\s[“][^“”]+$|^\w+\.\s“"  # what it is in, or names before its quotation marks
          r"|\d\s?\(\d{1,4}\):\s?\w"  # “Straw. Roses 4(5): 12”
          rf"|[,.]\s(?i:{MONTH_NAME})\s\d{{1,2}},\s(?:19|20)\d\d"
          r"|\.\s(?:[A-Z]\w+\s){0,2}(?:Technical|Research|Working)\s(?:Report|Paper)\b"  # a report of a series
          r"|[\[［][A-Z]{1,2}(?:/[A-Z]{2})?[\]］]"  # kinds of works of GB/T 7714: “Straw[J]”
          r"|\b(?:[Tt]ranslated|[Ee]dited|Ed\.)\sby\b|,\s(?:(?:eds?|trans)\.|editors?)[A-Z]"
          rf"|,\s(?:[{UPPER}][\w-]+\s){{0,3}}(?:Journal|Zeitschrift|Revue|Review|Revista|Rivista)\s(?:of|für|de|di|d)\b")
# “Straw at night, Fern, Ada et Moss, Carl”: who wrote it stands behind it; “Praise, Perils and Peace” are none
_NAMES_BEHIND = lazy(
    rf",\s[{UPPER}][\w-]+,\s(?P<given>[{UPPER}][\w.-]*)(?:\s[{UPPER}]\.?)?\s(?:et|and|und|y|&)\s[{UPPER}][\w-]+(?:,|$)")
_COLLABORATION = lazy(r"(?:The\s)?(?:[A-Z][\w-]*\s){1,3}(?:Collaboration|Consortium)")
_ASKED_FIRST = lazy(r"“[^“”]{4,80}[?!]”\s[A-Z][^.“”]+$")  # “Why straw?” Explaining the beds of any gardener
_SUBJECT = lazy(r"\b(?:Science|Nature|Trends|Relations)\b")
# “A model of reaction in beds, Straw Analysis & Prevention”: behind the comma the journal begins
_NAME_BEHIND = lazy(rf",\s[{UPPER}][\w-]+(?:\s(?:[{UPPER}][\w-]+|&|and|of|in|the)){{1,6}}$")
_SMALL_WORD = lazy(rf"\b[{LOWER}]{{4,}}\b")
_COMPANY = lazy(r"(?!Ma?c|De|Le|La|Van)[A-Z][a-z]+[A-Z]{2,}")  # “OpenStraw AI” in one word
_NAMES_BEFORE = lazy(rf"[{UPPER}][{LOWER}]+\s[{UPPER}][\w’'-]+,\sand\s[^.:]{{3,60}}\.\s\S")
_PERSON_OR_GROUP = lazy(rf"\{{([{UPPER}][{LOWER}]+(?:-\w+)*\s[{UPPER}][{LOWER}]+)\}}")  # “Tilda Hazel. 2008.”
# Cell: “Straw at night (Garden Team).”, “Straw at night (garden press).”
_BRACKETED = lazy(r"\s\((?:[^()]|\([^()]*\)){3,}\)$")
# “Straw at night (École de la paille)”, where nothing else is said of who published it
_IN_BRACKETS = lazy(rf"\s\([{UPPER}][{LOWER}]{{2}}[^()\d]{{3,}}\)$")
_ENDS_WITH_NUMBER = lazy(r"\s\(\d{1,2}\)$|,\s\d{1,2}\svols?$")  # volumes: “Straw (3)”
_TWO_SENTENCES = lazy(rf"[^\s.]{{3}}\.\s[{UPPER}]")
# Elsevier: “Straw at night, Advances in Beds”, and the same behind the book of a chapter
_SERIES = (
    r",\s(?:The\s)?(?:(?:Advances|Studies|Progress|Perspectives|Topics|Lecture\sNotes|SpringerBriefs)\sin\s"
    r"|Proceedings\sof\s(?:the\s)?)[^,]*$|,\s[A-Z][^,]*\s[Ss]eries(?:\sin\s[^,]*)?$")
_SERIES_BEHIND = lazy(_SERIES)
_NAMED_FIRST = lazy(rf"[{UPPER}][\w-]+,\s[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+)?:\s")  # “Fern, Ada: Straw”
_NAMED_BEFORE_QUOTES = lazy(r"[^„“”«»]{2,60}:\s?[„“«][^„“”«»]+[“”»]$")  # “fern42: „Straw in beds“”, on a page
_DATED = lazy(r"\s\((?:[^()]{3,24}\s)?(?:19|20)\d\d[^()]*\)$")  # “Archives de France (2019)”
# “What is straw? Garden Continuum Blog”
_BLOG = lazy(rf"[?!]\s(?:[{UPPER}][\w’'-]+\s?){{2,6}}$")
_PARTS = lazy(r"\([^()]*;[^()]*(?:\(|\)$)|^\d{4}-\d\d")  # “Straw (Garden Office; Leeds)”, “2017-01”
_WITH_INITIAL = lazy(rf"\{{(?:[{UPPER}]\.?\s){{1,3}}[{UPPER}][{LOWER}]+\}}")  # “{J. C Flowers}”
# PNAS, without a publisher: “Straw at night in 9th Straw in Science Conference, (2010).”
_IN_PROCEEDINGS = lazy(
    rf"[\w)]\sProceedings\sof\sthe\s|\sin\s(?:[{UPPER}]{{3,8}}$|Proceedings\b|Advances\sin\s|\d+(?:st|nd|rd|th)\s|[{UPPER}][^,]*\b(?:Conference|Symposium|Workshop)\b)")
_SHORT_NAME_FIRST = lazy(r"\{[A-Z][\w-]*[A-Z]\w*:\s")  # “{GBIF: The Garden Beds Facility}”
_PART_OF_NAME = lazy(rf"[{UPPER}][{LOWER}]+(?:[-’'][{UPPER}][{LOWER}]+)*|[{UPPER}]\.")
_AND = lazy(r"\sand\s(?![^{}]*\})")
_NO_PERSONS, _NUMBERS = ("journal", "howpublished", "booktitle"), {"volume", "number", "pages"}
_OFFICES = frozenset(("Medicine", "Trust", "Index", "Inc", "Health", "News", "University"))
MOST_NAMES, MOST_OF_FAMILY, LONGEST_PAPER = 4, 4, 3  # words; “The Garden Times”
_YEARS, MOST_PAGES = lazy(r"(1\d{3})--(1\d{3}|20\d\d)"), 60
MIN_WORDS = 4  # of a title before which no author is
_HOLDERS = {"journal", "booktitle", "publisher", "school", "howpublished", "url"}
_WITH_VOLUMES = {"journal", "booktitle", "publisher", "series", "school", "pages", "number"}
_KEPT = r"\bProQuest\b"  # which keeps theses and publishes nothing
_VOLUME_BEHIND = lazy(r"\s\d{1,4}$")
_ISSUE = lazy(r"\b(?:Heft|Nr|H)\.?$")
_PAGES = lazy(r"\d{3,}[–-]\d{3,}")  # “40 (345–370)”
_MISREAD = {name: lazy(pattern) for name, pattern in {
    "title": _TITLE,
    "number": r"(?i)\b(?:vol|consulted|accessed|retrieved|editions?|eds?|pp)\b",  # “(PMLR, Vol. 80)”
    "booktitle": rf"\b\w\.\w\.\w\.\w|\bpp?\.\s\d|\bpp?$|:\s?(?!1\d{{3}}[-–](?:1\d|20)\d\d$)\d+[-–]\d+$"
                 rf"|{_KEPT}|^{VANCOUVER.pattern}$|{_SERIES}|\btranslated\sby\b|@",
    "address": rf"(?i:^Anais\b|\bby\s)|\bCode\b|\s-|{_KEPT}|\b(?:1[89]|20)\d\d\b",
    # “Gardening: Research and Practice”, a journal
    "publisher": r"^(?:(?:Research|Theory|Policy|Practice|Science|Education|Training)(?:,?\sand\s|,\s|$)){2,}$|"
                 r"^(?:LLC|Inc|Ltd|GmbH|Co|SA|AG)\.?$|^(?:Audio|Video|DVD|CD|Print|Web|Online|PDF|Internet)$|[a-zß-ÿ]{4}\.\s[A-Z]|^[A-Z]{3,5}\.\s[A-Z][a-z]|"
                 r"(?i:\b(?:mémoire|thèse|thesis|dissertation|tese|tesis)\b)|^(?:Manuskript|Mimeo)$|:\s[^.]*\w{3}\.\s",
    "howpublished": r"^[Ii]n$",  # “Straw.” In, 16p.
    # “Straw & Hay,23”, “Roses Volume”, “Received by Ada Fern”
    "journal": rf"[^\W\d_],\s?\d{{1,4}}$|(?<!European)\sVolume$|^Received\sby\s|^\(No\sTitle\)|\s-$|^Inc\."
               rf"|{_KEPT}|^In\s[A-Z\d]|^On\s[a-z]|^(?:19|20)\d\d\s\(|\([^()]*\b(?:Soc|Assoc|Inst)\.\)$"
               rf"|^(?:19|20)\d\d-|,\s\w+[–-][IVXLC]+$|,\s\([^()]*\)$"
               r"|^(?:Series|Part|Section)\s(?:[A-Z]|[IVX]{1,4}|\d{1,2})\b"  # of the journal before it
               rf"|^[\W\d_]+$|^\w\.?$|,\s(?:Ltd|Inc)\b|\b(?:Heft|Jg\.?|Jahrgang|Nr)$|\bJg\.|^Pages$"
               r"|:\s.*\bPress$|\b(?:Dipl|Diss)\.|(?i:\bmanus[ck]ript|^unpublished|\((?:Hg|Hrsg|Eds?)\.?\))"
               # “Roses, Regulation of Straw and Water in Beds”, “Special issue”
               rf"|^[{UPPER}]\w+,\s[^,:]+(?:\s[^\s,:]+){{4}}$|^Special\s[Ii]ssue"
               r"|^(?i:published online|cosponsored by|official (?:journal|publication) of)\b"
               # “Under review”
               r"|^(?i:(?:under|in)\s(?:review|revision|press|prep\w*)|submitted|accepted|forthcoming)\b",
    "pages": r"^\d{1,4}, \d+--\d+$|^\d+--\d+\.\d+$",  # “13, 6, 195–202”, “57–116.12”
}.items()}


def misread(fields: Mapping[str, str], is_marked: bool = False, is_group: bool = False) -> list[str]:
    """Return the names of the fields that are in doubt. ``is_marked`` says that quotes or italics bound the title,
    ``is_group`` that the author is an organisation for sure.
    """
    found = [name for name, pattern in _MISREAD.items() if name in fields and pattern.search(fields[name])]
    is_held = "booktitle" in fields or fields.keys() >= {"journal", "volume"}
    if "title" in found and is_held and _ASKED_FIRST.match(fields["title"]):
        found.remove("title")
    if _ISSUE.search(fields.get("journal", "")) and "volume" in fields:
        found.append("volume")  # it is the issue
    if "volume" in fields and "title" in fields and not fields.keys() & _WITH_VOLUMES:
        found.append("volume")  # “Straw: a report. 60 (1986)”
    if "volume" not in fields and "number" in fields and _VOLUME_BEHIND.search(fields.get("journal", "")):
        found.append("journal")  # “STRAW RECORD 2674 (12)”
    if "pages" not in fields and _PAGES.fullmatch(fields.get("number", "")):
        found.append("number")
    if re.match(r"special issue|(?:series|part|section)\s\w{1,4}:", fields.get("journal", ""), re.I):
        found.append("title")  # in which the journal still is
    place, colon, publisher = fields.get("journal", "").rpartition(": ")
    if colon and is_publisher(publisher) and may_be_place(place):
        found.append("journal")  # “New York: Springer”
    found += _misread_title(fields, is_marked)
    found += [name for name in _NO_PERSONS if names_person(fields.get(name, "")) and not fields.keys() & _NUMBERS
              and not names_site(fields[name], fields.get("url", ""))]
    journal = fields.get("journal", "Journal")  # “Office for Science and Straw” is none for its science
    is_of_office = not fields.keys() & _NUMBERS and not JOURNAL_WORD.search(
        journal if "doi" in fields else _SUBJECT.sub("", journal))
    if is_of_office and len(fields["journal"].split()) > LONGEST_PAPER and has_organisation_word(fields["journal"]):
        found.append("journal")  # who published it: “Garden Society for Straw”
    first, *others = _AND.split(fields.get("author", ""))
    if _is_no_person(first) or any(_is_no_person(name) and re.search(r",\s\w\.?$", name) for name in others):
        found.append("author")  # “Hay, J. and Group, P.”; “Team EBR” is a name
    years = _YEARS.fullmatch(fields.get("pages", ""))
    if years and "volume" not in fields and int(years[2]) - int(years[1]) > MOST_PAGES:
        found += ["pages", "booktitle"] if "booktitle" in fields else ["pages"]  # “The garden in Europe: 1500–1850”
    if _WITH_INITIAL.search(fields.get("author", "")):
        found.append("author")
    if ": " in first and first.startswith("{") and not _SHORT_NAME_FIRST.match(first):
        found += ["author", "title"]  # “{Gardens: Tricks of the Trade}”, a title, and the series behind it
    named = _PERSON_OR_GROUP.fullmatch(fields.get("author", ""))
    return [*found, "author"] if named and not (
        is_group or names_organisation(named[1]) or is_no_family(named[1])) else found


def names_person(words: str) -> bool:
    """Return whether words are a given name that is known, and a family name."""
    first, *others = words.split()[:MOST_NAMES] or [""]
    return bool(others) and len(words.split()) < MOST_NAMES and is_given_name(first) and (
        all(map(_PART_OF_NAME.fullmatch, [first, *others])) and not has_organisation_word(words)
        and not JOURNAL_WORD.search(words))


def _is_no_person(name: str) -> bool:
    """Return whether a name was read as a person’s and is an organisation’s: “Organization, W. H.”, “Index, N.”"""
    family, comma, given = name.partition(", ")
    if not comma or name.startswith("{"):
        return False
    words = family.split()
    is_office = (is_no_family(family) and family != "Bureau") or family in _OFFICES or given.endswith(" of.")
    return is_office or _COMPANY.fullmatch(family) is not None or (
        len(words) > 1 and (has_organisation_word(family) or len(words) > MOST_OF_FAMILY))


def is_marked(title: str, head: Head, italics: Iterable[str]) -> bool:
    """Return whether quotation marks or italics say where a title begins and ends."""
    return bool(head.title) or letters(title) in map(letters, italics)


def _is_like_journal(words: str) -> bool:
    """Return whether words behind a title may be the name of a journal, or begin it."""
    *before, last = words.split()
    return len(before) < MOST_NAMES and not re.search(rf"\b[{LOWER}]{{4,}}\b", words) and bool(
        JOURNAL_WORD.search(words) or last.isdigit() or (before and is_abbreviated(last)))


def _misread_title(fields: Mapping[str, str], is_marked: bool) -> list[str]:
    """Return the title, perhaps with the journal, if it has more in it than a title, or is none."""
    title, held = fields.get("title", ""), fields.keys() & _HOLDERS
    on_page, is_nameless = not held - {"url"}, not fields.keys() & {"author", "editor"}
    if "doi" in fields and on_page and " — " in title and not is_marked:
        return ["title"]  # “Nat Gard — the straw of beds”, behind the authors
    if not (is_marked or fields.keys() & {*_HOLDERS, "number", "doi", "edition"}) and _BRACKETED.search(title):
        return ["title"]
    if is_nameless and _NAMED_FIRST.match(title):
        return ["title"]
    has_more = _IN_BRACKETS.search(title) or _TWO_SENTENCES.search(title)
    if on_page and (_NAMED_BEFORE_QUOTES.match(title) or (not is_marked and "address" not in fields and has_more)):
        return ["title"]
    if (_NAMES_BEFORE.match(title) or _COLLABORATION.fullmatch(title)) and not is_marked:
        return ["title"]  # “Ada Fern, and Garden Developers. strawr: …”
    behind = _NAME_BEHIND.search(title) if "doi" in fields and not held and not is_marked else None
    if behind and len(_SMALL_WORD.findall(title[: behind.start()])) > 1:
        return ["title"]
    if on_page and re.search(r"\b(?:is|are|was|were)$", title):
        return ["title"]  # “All data and materials are available from https://…”
    if is_given_name(title) and not is_marked:
        return ["title"]  # “J.Moss, Carl. THE BEDS”
    if _SERIES_BEHIND.search(title) or (
            "--" in fields.get("pages", "") and not held & {"journal", "booktitle"} and _TWO_SENTENCES.search(title)):
        return ["title"]  # with its series, or with the book of the chapter
    named = _NAMES_BEHIND.search(title)
    if named and (named[0].endswith(",") or len(named["given"]) < 3 or is_given_name(named["given"])):
        return ["title"]
    *_, last = title.split(". ")
    is_other = last != title and "journal" in fields and not is_marked and not last.startswith(("A ", "Part "))
    if is_other and _is_like_journal(last):
        return ["title"]  # “Straw at night. npj Comput”, “Straw at night. Nature Genetics”
    if title.count("[") != title.count("]") or title.count('"') % 2 or _PARTS.search(title) or (
            "„" not in title and title.count("“") != title.count("”")):
        return ["title"]
    if _ENDS_WITH_NUMBER.search(title) or (is_nameless and _DATED.search(title)):
        return ["title"]
    if (not held and _IN_PROCEEDINGS.search(title)) or (on_page and "url" in fields and _BLOG.search(title)):
        return ["title"]
    *before, last = title.split(", ")
    if before and not held and (is_publisher(last) or is_city(last)):
        return ["title"]  # “Wet straw, Leeds, Garden Press”
    holder = next((name for name in ("journal", "howpublished") if name in fields), "")
    if is_nameless and holder and not is_marked and not fields.keys() & {"volume", "doi", "number"} and (
            len(title.split()) < MIN_WORDS and ("url" in fields or not JOURNAL_WORD.search(fields[holder]))):
        return ["title", holder]  # perhaps who wrote it, and the title
    return []
