"""Read the end of an entry: year, volume, issue and pages of an article, in the forms of the usual styles."""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER

YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?P<letter>[a-z])?"
# Months and seasons in seven languages, abbreviated or not.
MONTH_NAME = (
    r"(?:jan(?:uary|uar|uari|vier|eiro)?|gen(?:naio)?|ene(?:ro)?|feb(?:ruary|ruar|ruari|braio|rero)?|fév(?:r(?:ier)?)?"
    r"|fev(?:ereiro)?|mar(?:ch|s|zo|ço)?|märz?|maart|mrt|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|mayo?|maio?|mei"
    r"|mag(?:gio)?|jun(?:e|i|io|ho)?|jui(?:n|l|llet)|giu(?:gno)?|jul(?:y|i|io|ho)?|lug(?:lio)?|aug(?:ust|ustus)?|août?"
    r"|ago(?:sto)?|sep(?:t(?:ember|embre|iembre)?)?|set(?:tembre|embro)?|oct(?:ober|obre|ubre)?|okt(?:ober)?"
    r"|ott(?:obre)?|out(?:ubro)?|nov(?:ember|embre|iembre|embro)?|dec(?:ember|embre)?|déc(?:embre)?"
    r"|dez(?:ember|embro)?|dic(?:embre|iembre)?|spring|summer|autumn|fall|winter|printemps|été|automne|hiver|frühjahr|sommer|herbst)"
    r"(?![^\W\d_])\.?")
MONTH = (rf"(?:{MONTH_NAME}(?:[/–-]{MONTH_NAME})?(?:\s\d{{1,2}}(?:[–-]\d{{1,2}})?,?)?"
         rf"|\d{{1,2}}\.?\s(?:de\s)?{MONTH_NAME}(?:\sde)?)\s")
_VOLUME = (r"(?P<volume>[A-Z]{0,3}\d{1,4}(?:[-–/]\d{1,4})?[A-Z]?(?!\d)"
           r"(?:,\s(?-i:Part)\s(?:[A-Z]|\d{1,2})\b|\s[Ss]uppl(?:ement|\.)?(?:\s[A-Z]?\d{1,3}(?!\d))?)?)")
_ISSUE = (
    r"\s?\((?P<issue>(?=[^()]{0,30}(?:\d|[Ss]uppl)|(?-i:[A-Z]{1,8}|aop)\)|[^()]{3,24}\s[Ii]ssue\)|[A-Z][a-z]+\sServer\))"
    r"[^()]{1,30})\)")
# The number of an article before its issue: “bjso.12382” by Wiley, “acs.jstraw.5c00221” by the ACS; of a preprint:
# “2020.07.23.20160895”; of Elsevier's before its issue: “S1888-9891(20)30128-2”
_OF_ARTICLE = (r"(?-i:[a-z]{2,6}\.\d{4,8}|acs\.[a-z]{4,12}\.\d[a-z]\d{5}|\d{4}\.\d\d\.\d\d\.\d{5,9}"
               r"|S\d{4}-\d{3}[\dX]\(\d\d\)\d{5}-[\dX])")
_PAGE = rf"(?:[A-Za-z]{{0,5}}\d[\w.]{{0,24}}(?:\+(?=[\s.;,]*$))?|[A-Z]{{1,3}}\d*-[A-Za-z]\d+|{_OF_ARTICLE})"
# “35:1–35:52”: pages of an article's own
PAGES = (rf"(?P<pages>\d{{1,5}}:\d{{1,3}}\s?[-–]\s?(?:\d{{1,5}}:)?\d{{1,3}}"
         rf"|(?:[ivxl]{{1,7}}[-–][ivxl]{{1,7}},\s)?{_PAGE}(?:\s?[-–—‐]{{1,2}}\s?{_PAGE})?(?:,\s?\d{{1,5}}(?:[-–]\d{{1,5}}|e\d{{1,4}})?){{0,3}})")
# “vol.”, “no.” and “pp.” in seven languages.
_V = r"(?:vol(?:ume[n]?|\.)?|Bd\.?|Band|Jg\.?|Jahrgang|jrg\.?|jaargang|tome?|t\.|v\.)\s?"
_N = (r"(?:nos?\.?|nrs?\.?|n[°º.]{1,2}|núms?\.?|números?|num(?:ber|ero|éro)?\.?|issues?|iss\.?|H\.|Heft|fasc\.?"
      r"|afl\.?)\s?")
P = (r"(?:pages?|pp?\.?|pgs?\.|S\.|Seiten?|págs?\.?|pags?\.?|pagg\.?|blz\.?|Art(?:icle|\.)?(?:\s(?:no\.?|ID|number))?:?"
    r"|Paper)\s?")
_NUMBER = rf"{_N}(?P<number2>\d{{1,4}})"
_NUMBERED = rf",?\s{_N}(?P<number>[\w.–/-]{{1,12}}(?:\s(?:issue|(?<=[Ss]uppl\s)[A-Z]?\d{{1,3}}))?)"

_TAILS = [lazy(rf"(?:^|[,.;]?\s){form}[\s.;,]*(?:(?<=\d):)?$", re.I if marked else 0) for marked, form in (
    # ACM: “12, 3 (March 2020), 45–67”; Scopus: “12, 3, pp. 45–67, (2020)”
    (True, rf"{_VOLUME},\s(?P<number>\d{{1,4}}(?:[–-]\d{{1,4}})?)\s\((?:{MONTH})?{YEAR}\),\s(?:{P})?{PAGES}"),
    (True, rf"{_VOLUME},\s(?P<number>\d{{1,3}}(?:[–-]\d{{1,3}})?),\s(?:{P})?{PAGES},?\s\({YEAR}\)"),
    # MLA: “12.3 (2020): 45–67”
    (True, rf"(?P<volume>\d{{1,4}})\.(?P<number>\d{{1,2}}(?:[–-]\d{{1,2}})?)\.?\s\((?:{MONTH})?{YEAR}\)"
           rf"(?:[:,]\s?{PAGES})?"),
    # Vancouver, NLM, AMA: “2020 Jan 5;12(3):45-67”
    (True, rf"{YEAR}(?:\s{MONTH_NAME}(?:[/–-]{MONTH_NAME})?(?:\s\d{{1,2}})?)?"
           rf"\s?;\s?(?:{_VOLUME})?(?:{_ISSUE})?(?:\s?:\s?{PAGES})?"),
    # Journals of China without volumes: “2007(05):1169–1171”
    (False, rf"{YEAR}\((?P<number>\d{{1,2}})\):\s?{PAGES}"),
    # PubMed’s MLA of journals that appear online: “vol. 8 261. 20 Jun. 2017”, “vol. 6,1 16. 20 Jun. 2016”
    (True, r"vol\.\s(?P<volume>\d{1,4})(?:,(?P<number>\w{1,9}))?"
           rf"\s{PAGES}\.\s(?:\d{{1,2}}\s)?{MONTH_NAME}\s{YEAR}"),
    # BMC, whose issues have no brackets: “2015;43 Database issue:D447–52”, “1999;402 6761 Suppl:C47–52”
    (True, rf"{YEAR};(?P<volume>\d{{1,4}})\s(?P<number>(?:\d{{1,5}}\s)?(?:Suppl(?:ement)?(?:\s\d{{1,3}})?|Pt\s\w{{1,3}}"
           rf"|(?:[A-Z][a-z]+\s){{1,2}}issue)):\s?{PAGES}"),
    # Nature, Science: “12, 45–67 (2020)”
    (False, rf"{_VOLUME}(?:{_ISSUE})?,\s(?:{P})?{PAGES}\s\({YEAR}\)"),
    # Chicago with notes: “12, no. 3 (March 2020): 45–67”
    (True, rf"(?:{_VOLUME}{_NUMBERED}|{_NUMBER})\s\((?:{MONTH})?{YEAR}\)(?::\s?{PAGES})?"),
    # Elsevier, Chicago without an issue: “12 (2020) 45–67”, “12(3) (2020): 45–67”
    (True, rf"{_VOLUME}(?:{_ISSUE})?\s\((?:{MONTH})?{YEAR}\),?:?\s(?:{P})?{PAGES}"),
    # IEEE: “vol. 12, no. 3, pp. 45–67, Jan. 2020”
    (True, rf"(?:{_V}{_VOLUME}(?:{_NUMBERED})?|{_NUMBER})(?:,\s(?:{P})?{PAGES})?,\s(?:{MONTH})?{YEAR}"),
    # Frontiers: “(2020) 12(3):45–67”, without pages “(2020) 12:”
    (False, rf"\({YEAR}\)\s{_VOLUME}(?:{_ISSUE})?:(?:\s?{PAGES})?"),
    (True, rf"\({YEAR}\),?\s(?:{P})?{PAGES}"),
    # ScienceDirect, MLA: “Volume 12, Issue 3, 2020, Pages 45–67”, “vol. 12, no. 3, Mar. 2020, pp. 45–67”
    (True, rf"(?:{_V}{_VOLUME}(?:{_NUMBERED})?|{_NUMBER}),\s(?:{MONTH})?{YEAR},\s(?:{P})?{PAGES}"),
    # French lists: “septembre 1997, n° 439, p. 29–30”, “hiver 2008, vol.47, n°2, p. 74–96”
    (True, rf"(?:{MONTH})?{YEAR},\s(?:{_V}{_VOLUME},\s)?{_NUMBER},\s{P}{PAGES}"),
    # BibTeX's own styles: “12(3):45–67, March 2020”
    (True, rf"{_VOLUME}(?:{_ISSUE})?\s?:\s?{PAGES},\s(?:{MONTH})?{YEAR}"),
    # EndNote: “2020. 12(3): p. 45–67”
    (True, rf"{YEAR}\.\s{_VOLUME}(?:{_ISSUE})?:\spp?\.\s{PAGES}"),
    # Copernicus: “12, 45–67, 2020”
    (False, rf"{_VOLUME}(?:{_ISSUE})?,\s{PAGES},\s{YEAR}"),
    # ACS, MDPI: “2020, 12 (3), 45–67”
    (False, rf"{YEAR},\s(?:(?!\d+[–-]\d+(?!\s?[,(]))(?:V(?:ol\.|olume|OLUME)\s)?{_VOLUME}(?:{_ISSUE})?(?:,\s{PAGES})?"
        rf"|[Nn]o\.\s(?P<number>\d{{1,4}}),\s(?P<pages2>{_PAGE}(?:[-–]{_PAGE})?)"
            rf"|(?:{P})?(?P<pages3>\d{{1,5}}[-–]\d{{1,5}}|\d{{5,}}|S\d{{16}}|{_OF_ARTICLE}))"),
    # ABNT without a volume: “Roses, p. 45–67, 2019”
    (True, rf"(?<=[{LOWER}],\s){P}(?P<pages>\d{{1,5}}[-–]\d{{1,5}}),\s(?:{MONTH})?{YEAR}"),
    # AMA without a volume: “2020:45678”, NLM “2020;800072”
    # Nature without a volume: “Garden Int. 109786 (2025)”; without pages: “12, (2020)”
    (False, rf"(?<=[{LOWER}.]\s)(?P<pages>\d{{5,7}}|S\d{{13,16}}|{_OF_ARTICLE})\s\({YEAR}\)"),
    (False, rf"{_VOLUME},?\s\({YEAR}\)"),
    # Copernicus without a volume: “Journal, 111373, 2023”
    (False, rf"(?<=,\s)(?P<pages>\d{{5,20}}|\d{{1,5}}[–-]\d{{1,5}}),\s{YEAR}"),
    (False, rf"(?i:{MONTH})?{YEAR}(?i:\s{MONTH_NAME}(?:\s\d{{1,2}})?)?[:;]"
        rf"\s?(?P<pages>[A-Z]{{0,3}}\d{{4,10}}|[a-z]{{1,3}}\d{{1,6}}|S\d{{16}}|{_OF_ARTICLE}|\d{{1,5}}[-–]\d{{1,5}})"),
)]
# Behind a year at the head: APA “12(3), 45–67”, Cell “12, 45–67”, Chicago “12 (3): 45–67”, Springer “12:45–67”,
# Harvard “12(3), pp. 45–67”, German “Jg. 12, H. 3, S. 45–67”.
_YEARLESS = [lazy(rf"(?:^|[,.]?\s){form}[\s.;,]*$", re.I if marked else 0) for marked, form in (
    # Behind volume and issue also a number like a year is a page: “12(3), 1983”.
    (False, rf"{_VOLUME}{_ISSUE}[,:]\s(?P<pages>(?:19|20)\d\d)"),
    (True, rf"(?<!\bno\.\s)(?<!\bnr\.\s)(?:{_V})?{_VOLUME}(?:{_ISSUE}(?:,\s(?P<again>(?:19|20)\d\d))?"
        rf"|{_NUMBERED})?\s?[,:]\s?(?:{P})?(?!(?:19|20)\d\d[\s.;,]*$){PAGES}"),
    (True, rf"(?P<volume>\d{{1,4}})\.(?P<number>\d{{1,2}}),\s{P}{PAGES}"),
    # Chicago with a month for an issue: “12 (March): 45–67”
    (True, rf"{_VOLUME}(?:{_NUMBERED})?\s?\({MONTH_NAME}(?:[/–-]{MONTH_NAME})?(?:\s\d{{1,2}})?\)[:,]?\s?{PAGES}"),
    (True, rf"{_V}{_VOLUME}(?:{_ISSUE}|{_NUMBERED})?"),
    (False, rf"{_VOLUME}{_ISSUE}"),
    (True, rf"(?:{_ISSUE}|{_NUMBER})\s?[,:]\s?(?:{P})?{PAGES}"),
    # Working papers: “Straw working papers, (6298)”
    (False, rf"(?<=,\s){_ISSUE}"),
    # Elsevier without a volume: “Journal 45–67”; Springer without pages: “Journal 12:”
    (False, rf"(?<=[{LOWER}]\s)(?P<pages>(?!(?:1[5-9]|20)\d\d[-–](?:1[5-9]|20)\d\d)\d{{1,4}}[-–]\d{{1,4}})\.?"),
    (False, rf"(?<=[{LOWER}]{{2}}\.\s)(?P<pages>\d{{1,4}}[-–]\d{{1,4}})\.?"),  # Elsevier: “Psychol. Straw. 1–11.”
    (False, rf"(?<=[{LOWER}.]\s)(?P<pages>[a-z]{{1,2}}\d{{4,8}})"),  # Elsevier: “J. Straw. e13457”
    (False, rf"(?<=[{LOWER}]\s){_VOLUME}:"),
    # German without pages: “Zeitschrift 28, 3/06”, “Zeitschrift 1/1”
    (False, r"(?<=\w\s)(?P<volume>\d{1,3}),\s(?P<number>\d{1,2}/\d{2,4})"),
    (False, r"(?<=\w\s)(?P<volume>\d{1,3}/\d{1,2})"),
    (True, rf"{P}{PAGES}"),
    # Chicago, of an article whose issue is to come: “Roses, May, 089484532110133”
    (True, rf"(?<=[{LOWER}]),\s{MONTH_NAME},\s(?P<pages>\d{{5,20}})"),
    (False, rf"(?<=,\s)(?P<pages>\d{{1,5}}[-–]\d{{1,5}}|\d{{5,20}}|S\d{{16}}|{_OF_ARTICLE})"),
)]
# Sage without a volume: “Roses: 40–42”
_YEARLESS.append(lazy(rf"(?<=[{LOWER}]):\s(?P<pages>(?!(?:1[5-9]|20)\d\d[-–])\d{{1,5}}[-–]\d{{1,5}})[\s.;,]*$"))
_LAST_YEAR = lazy(rf"[.,]?\s\(?(?:{MONTH})?{YEAR}\)?(?:\s{MONTH[:-2]}(?:\s\d{{1,2}})?)?[\s.;,]*$", re.I)
ONLINE_FIRST = lazy(
    r"(?:(?<=[.,])|[,.]?\s)\s?[\[(]?(?:(?:published|posted)\sonline(?:\sahead of print|\sfirst:?)?"
    r"|online (?:ahead of print|first)|early (?:view|access|online)|first view"
    r"|(?:e?pub(?:lish)? )?ahead of print|in press|advance online publication|preprint posted online|preprint at"
    r"|preprint)[\])]?"
    r"[,.;]?(?=(?:\s(?:[^\W\d_]{3,9}\.?\s)?(?:\d{1,2},\s)?\(?\d{4}\)?[.:\d]*)?\s*$)", re.I)
_YEAR_ONCE = lazy(r"[,.]?\s\d{4}(?:[,:]\s|:\d)")
_ONLY_VOLUME = lazy(r",\s(?P<volume>\d{1,4})[\s.;,]*$")
# “Frontiers in Straw, 10, 2066.”: a year so far from that of the entry is the page of an article
_PAGE_LIKE_YEAR = lazy(rf"(?<=[{LOWER}]),\s(?P<volume>\d{{1,3}}),\s(?P<pages>(?:19|20)\d\d)[\s.;,]*$")
NEAR = 5  # years between two dates of one work
_SPAN = lazy(r"(\d+)[-–](\d+)")
_WITH_ISSUE = lazy(r"(\d+)/(\d{1,2})")
MAX_VOLUMES = 3  # that appear as one
_PAGE_OF_PAPER = lazy(r"[A-F]\d{1,2}")  # “A4” of a newspaper
_IS_YEAR = lazy(r"(?:19|20)\d\d")

_ENDNOTE = lazy(r",\s(?:19|20)\d\d\.\s\w{1,8}(?:\s?\([^()]{1,20}\))?:\spp?\.\s\w[\w–-]*[.\s]*$")
_VANCOUVER = lazy(r"[.,\s](?:19|20)\d\d;\s?\w{1,8}(?:\s?\([^()]{1,20}\))?:\s?(?:\w[\w–-]*)?[.\s]*$")


def is_of_endnote(text: str) -> bool:
    """Return whether an entry ends as only EndNote’s own style has it: “, 2020. 12(3): p. 45–67”."""
    return bool(_ENDNOTE.search(text))


def is_of_vancouver(text: str) -> bool:
    """Return whether an entry ends as an article does in the style of Vancouver: “2020;12(3):45–67”."""
    return bool(_VANCOUVER.search(text))


def split_tail(text: str, year: str) -> tuple[str, dict[str, str]] | None:
    """Return a text without its volume, issue, pages and year, and these as fields; None if it does not end so.

    ``year`` is the one that stood before the title. A number that looks like another year is a volume: “1620, 61–73”.
    """
    for pattern in [*_TAILS, *(_YEARLESS if year else ())]:
        match = pattern.search(text)
        if match and (not year or match.groupdict().get("year") in (None, year)):
            fields = _fields(match.groupdict())
            before = text[: match.start()].rstrip(" ,")
            if fields.keys() == {"year", "pages"}:  # of a journal that may count its volumes by years
                if year and _YEAR_ONCE.match(match[0]):  # “Straw (2013) Roses, 2013, 1–8”, “Roses 2013:1–8”
                    fields["volume"] = year
                elif not year and before.endswith(f" {fields['year']}"):  # “Roses 2013, 2013:1–8”
                    before, fields["volume"] = before[:-5].rstrip(" ,"), fields["year"]
            return before, fields
    paged = _PAGE_LIKE_YEAR.search(text) if year else None
    if paged and abs(int(paged["pages"]) - int(year)) > NEAR:
        return text[: paged.start()].rstrip(), _fields(paged.groupdict())
    match = _ONLY_VOLUME.search(text) if year else None
    if not match or _IS_YEAR.fullmatch(match["volume"]):
        return None
    return text[: match.start()].rstrip(), _fields(match.groupdict())


def _fields(found: dict[str, str | None]) -> dict[str, str]:
    number = found.get("issue") or found.get("number") or found.get("number2")
    pages = re.sub(r"^p{1,2}(?=\d)", "", found.get("pages") or found.get("pages2") or found.get("pages3") or "")
    fields = {"year": found.get("year"), "volume": found.get("volume"), "number": number, "pages": pages}
    issue = _WITH_ISSUE.fullmatch(fields["volume"] or "")
    if issue and not number and int(issue[2]) != int(issue[1]) + 1:  # “26/9”; “12/13” are two volumes
        number = fields["number"] = issue[2]
        fields["volume"] = issue[1]
    span = _SPAN.fullmatch(fields["volume"] or "")
    if span and not pages and not number:  # “97–101 (2011)” are pages; “12–13 (2011)” may be either
        last = span[1][: -len(span[2])] + span[2]
        is_long = int(last) - int(span[1]) > MAX_VOLUMES or span[1] == "1"
        fields |= {"volume": None, "pages": fields["volume"] if is_long else None}
    if _PAGE_OF_PAPER.fullmatch(fields["volume"] or "") and not pages and not number:
        fields |= {"volume": None, "pages": fields["volume"]}
    if _IS_YEAR.fullmatch(fields["number"] or ""):
        fields["number"] = None
    return {name: with_dashes(value) if name == "pages" else value for name, value in fields.items() if value}


def with_dashes(pages: str) -> str:
    """Return pages with BibTeX's dash, but for a number that has one: “S1888-9891(20)30128-2”."""
    if "(" in pages:
        return pages.rstrip(".")
    count = 0 if re.match("[ivxl]+[-–]", pages) else 1  # “vii–viii, 1–142”
    return re.sub(r"\s?[-–—‐]{1,2}\s?", "--", pages.rstrip("."), count=count)


def without_year(rest: str, year: str, is_title: bool = True) -> tuple[str, dict[str, str]]:
    """Return a text without the year or day at its end, and the year as a field if ``year`` does not state it already.

    A title may end with a year, “Garden Outlook 2012”, which is a part of it if the entry states its year before.
    """
    match = _LAST_YEAR.search(f" {rest}")
    if not match:
        return rest, {}
    is_again = not is_title and match["year"] == year
    if year and match.start() and not is_again and not re.match(r"[.,]|\s\(", match.group()):
        return rest, {}
    return f" {rest}"[: match.start()].strip(" .,;"), {} if year else {"year": match["year"]}
