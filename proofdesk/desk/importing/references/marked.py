"""Take out of an entry what marks itself, wherever it stands: identifiers, translators, days, versions, the extent."""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import add_note
from proofdesk.desk.importing.references.parts.articles import is_issuer
from proofdesk.desk.importing.references.parts.identifiers import split_identifiers
from proofdesk.desk.importing.references.parts.names.handlers import split_handlers
from proofdesk.desk.importing.references.parts.names.name_forms import UPPER
from proofdesk.desk.importing.references.parts.series import split_series_of_talk
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME, PAGES
from proofdesk.desk.importing.references.parts.translators import split_translators

# Brazil’s standard has “Anais [...]” between a meeting and its publisher; “Anais Brasileiros” begins a journal.
_ANAIS = lazy(
    r"(?<=\.)\s(?:Anais(?:\s[Ee]letrônicos)?(?:\.(?=[\s.…])|(?=\s?(?:…|\.{3}|\[)))|(?:Proceedings|Annals|Atas)(?=\s\[))"
    r"\s?(?:…|\.{3}|\[(?:…|\.{3})\])?\.?(?=\s[^\W\d_a-z])")
# “1976 [1776]”, “(2010) [2009]”: the year of the first edition stands behind
_FIRST_EDITION = lazy(r"(\b(?:1[5-9]|20)\d\d\)?)\s?\[((?:1[5-9]|20)\d\d)\]")
# PubMed, of what kind an article is and what was said of it: “7(6):741-51. Review. Erratum in: Roses 1999 …”
_REMARK = lazy(
    r"(?<=\d\.)\s((?:Review|Comparative Study|Clinical Trial|Meta-Analysis|Case Reports)\b\.?"
    r"(?:\s(?:Erratum|Comment|Retraction) in:?\s[^“”]*)?|(?:Erratum|Comment|Retraction) in:?\s[^“”]*)[.\s]*$")
# EndNote, of the kinds that PubMed gives an article: “Straw. [Research Support, Non-U.S. Gov't]. Roses, 12”
_KINDS_OF_PUBMED = lazy(
    r"(?<=[\w?!.)”])\s\[((?:Research Support|Review(?!\sof\b)|Comparative Study"
    r"|(?:Randomized Controlled|Clinical) Trial|Meta-Analysis|Multicenter Study|Case Reports|Evaluation Stud(?:y|ies)"
    r"|Historical Article|Journal Article)\b[^\[\]]{0,120})\]\.?(?=\s)")
# PubMed: “;63(6):1338-46; discussion 1346-7.”
_DISCUSSED = lazy(
    r"(?<=\d);\s((?:discussion|author reply|quiz)\s[\w–-]{1,15}(?:,\s[\w–-]{1,15}){0,2})(?=[\s.]*$)")
# APA: “Strawr (Version 2.26.3).”; Chicago: “Strawr. Version 2.26.3. Garden Office.”; IEEE: “Straw”, version 2.1.9, 2019
_VERSION = lazy(
    r"(?:(?<=\w)(?:\s\((?=[^()]*\)(?:[.\s]|$))|\.\s(?=[^()\s]*\s\S+\.\s))"
    r"|(?<=[\w”]),\s(?=vers(?:ion|ión|ão|ione)\s[\d.]+(?:\sRelease)?,\s))"
    r"(Vers(?:ion|ión|ão|ione)\s\d[\d.]*(?<=\d)(?:-\d+(?=\)))?(?:\sRelease(?=,))?)\)?", re.I)
# “Straw at night. 7a. Edición. Leeds: …”: a sentence of its own, as Spanish and Portuguese lists number editions
EDITION_ALONE = lazy(
    r"(?<=[.?!])\s(?P<edition>\d{1,2}\s?(?:[aªºo]|er|da|ra|ta)?\.?\s?[Ee]d(?:ición|ição|izione))[.,](?=\s[^\W\d_a-z])")
# Elsevier: “. Horm. Beds., Special Issue on Straw in Wet Beds 12, 4–9”: what follows a name that ends with its stop
_SPECIAL_ISSUE = lazy(
    rf"(?<=[.?!]\s)(?P<journal>(?:[{UPPER}][\w-]{{0,20}}\.?\s){{0,4}}[{UPPER}]\w{{0,20}}\.),\s"
    rf"(?P<title>[{UPPER}][^.;]{{20,160}})(?=\s\d{{1,4}},\s\w)")
# MLA: “Web. 9 Feb. 2015.”, “Print.”; Lancet: “2020; published online March 3.”
_MEDIUM = lazy(
    r"(?<=[\d.”,])\s(?:(?:PMC|JSTOR|ProQuest|EBSCOhost|Project MUSE)\.\s)?"
    r"(?:Web|Print|Online|PDF|E-book|DVD|Film|Kindle file)\."
    rf"(?:\s(?P<day>\d{{1,2}}\s{MONTH_NAME}\s\d{{4}})\.?)?$", re.I)
_DAY_ONLINE = lazy(
    rf"(?<=\d{{4}});\spublished online\s{MONTH_NAME}(?:\s\d{{1,2}})?(?:,\s\d{{4}})?\.?(?=\s*$)", re.I)
# “(27.10.2014)”, “(2017-01)”, “. 2016-04-29.”, “(2016/4/29-2016/5/1)”: a day or days where a year stands
_DAY_FOR_YEAR = lazy(
    r"(?P<before>\(|(?<=\.\s)|(?<=online\s)|(?<=,\s))"
    r"(?:(?:\d{1,2}[./]){2}(?P<last>(?:19|20)\d\d)"
    r"|(?P<first>(?:19|20)\d\d)(?:-\d\d|/\d{1,2}){1,2}(?:\s?[-–]\s?(?P=first)(?:-\d\d|/\d{1,2}){1,2})?)"
    r"(?=\)[.:]?\s|\.?\s*$)")
# The days of a meeting, which no field holds: “In: 9th Straw Meeting, 2016/4/29-2016/5/1. Leeds”
_DAYS_OF_MEETING = lazy(r",\s((?:19|20)\d\d)/\d{1,2}/\d{1,2}\s?[-–]\s?\1/\d{1,2}/\d{1,2}(?=[.,]\s)")
# Sage’s Harvard, as Pandoc writes it: “Roses 33(3). Garden Press: 320–332.”, “Roses 10. Garden Media SA.”
_ISSUER_BEHIND_VOLUME = lazy(
    rf"(?<=[\w)])(?P<volume>\s\d{{1,4}}(?P<issue>\([^()]{{1,20}}\))?)\.\s(?P<publisher>[{UPPER}][^.:“”\d]{{2,90}})"
    rf"(?P<behind>:\s{PAGES})?[.\s]*$")
# APA: “(Proceedings of Straw Research, Vol. 97, pp. 21–29)”, the series of a conference with what is of the paper
_SERIES_WITH_PAGES = lazy(
    rf"\((?P<series>[{UPPER}][^(),;:]{{5,90}}),\s(?=Vol\.\s\d{{1,5}},\spp?\.\s\d+[–-]\d+\)\.\s[{UPPER}])")
# What programs say of a work behind its title: “Straw.” Journal Article. Roses; Straw. English. Hay Press
_KIND_OR_LANGUAGE = lazy(
    r"(?:(?<=[.?!])|(?<=[.?!][”\"’]))\s("
    r"(?:Journal|Newspaper|Magazine|Conference|Electronic) (?:Article|Paper|Proceedings)"
    r"|Book(?: Section)?|Manual|Web Page|Computer Program|Generic"
    r"|English|German|Deutsch|French|Français|Spanish|Español|en(?:[-_](?:US|GB|us|gb))?|eng?|de|ger|fr|es)\.(?=\s(?:In:?\s)?[^\W_a-z])")
# When a part of the NLM's Bookshelf was changed, the WHO's licences, how long a guideline is, that it was changed since
_SAID_OF_REPORT = lazy(
    r"(?<=[.?!])\s\[(Updated\s\d{4}[^\[\]]{0,12})\]\.?(?=\s)|(?<=[.)])\s(Licen[cs]e:\sCC[\w\s.-]{2,30}?(?:IGO)?)\.?(?=\s*$)"
    r"|(?<=[.–—-])\s((?:Lang|Kurz)fassung|(?:Full|Short|Long)\sversion|Executive\ssummary)[.,](?=\s)"
    r"|(?<=\d{4})\s\(((?:last\s)?(?:updated|revised|reviewed)(?:\s[^()]{4,20})?)\)")
# NICE, of its own: “Straw in beds. NICE guideline [NG222].”
_GUIDELINE = lazy(
    r"(?<=[.?!\]])\s(?P<number>(?:[A-Z]{2,5}\s)?(?:[A-Za-z]+\s){0,2}(?:[Gg]uid(?:eline|ance)|[Ss]tandard)\s\[[A-Z]{2,4}\d{1,4}\])"
    r"\.?(?=\s|$)")
# PubMed, of an article before its issue: “2020 Dec 10:S1888-9891(20)30128-2. Epub ahead of print.”
_AHEAD = lazy(r"(?<=[\w)]\.)\s(?:Epub|Online)\sahead\sof\sprint\.?(?=\s*$)")
_ADVISER = lazy(r"(?<=\.)\s((?:Orientador|Coorientador)a?:\s[^.]{4,60})\.")
# A series, or who translated a book, in brackets behind its length or year: “454 p. (Beds)”, “1999. (= Beds. Bd. 5)”
_BEHIND_EXTENT = lazy(
    r"(?:(?:(?<=\d\sp)|(?<=\d\spp)|(?<=\d\sS))\.?\s?\(|(?<=\d{4})\.?\s\(=\s?)((?=[^()]*[^\W\d_]{3})[^()]{3,200})\)[.\s]*$")
# How long a book is: “, 435 p.”, “. viii + 94 pp.”, “, 3 vols.”
_EXTENT = lazy(
    r"[.,;]\s\d{1,2}\s(?:vols?|volumes|Bde|Bände|tomes|tt)(?:\.|(?=[\s.]*$))(?!\s\d)"
    r"|[.,;]\s(?:(?:[ivxlc]{1,8}|\[\d{1,2}\])\s?[,+]\s)*\d{2,4}\s?(?:pp?|pgs|pages|Seiten|S|f|fl?s|págs?|с)\.?"
    r"(?=[\s.]*$|\s(?:Diss|Tes[ei]|Thes|Mémoire|Monogr|Trabalho|TCC))")

# The NLM: “Hay Office; 2018. Report No.: 1.”
_REPORT = lazy(
    rf"(?:(?<=\d\.)|(?<=\d{{4}}\s[{UPPER}]\w\w\.))\sReport\s[Nn]o\.:\s(?P<number>[^.;:]{{1,40}})\.?(?=\s*$)")
# The ACM, of a talk: “New York, NY, USA, Article 36, 1–6.”
_ARTICLE_OF_TALK = lazy(r"(?<=,)\s(Article\s\d{1,4}),(?=\s\d{1,5}(?:[–-]\d{1,5})?[.\s]*$)")
# The manual of the APA: “4th ed, Text Revision.”, “(5th ed., text rev.).”
_TEXT_REVISION = lazy(
    r"(?:,|\.)?\s\(?(?P<edition>\d{1,2}(?:st|nd|rd|th)\sed(?:ition|n)?\.?,?\s[Tt]ext\s[Rr]ev(?:ision\b|\b\.?))\)?"
    r"(?=\.?(?:\s|$))")
# MDPI, of a chapter: “In Garden Beds, 2nd ed.; Fern, D., Ed.; Hay: Leeds, UK, 2006; Volume 3, pp. 739–795”
_EDITION_OF_MDPI = lazy(r",\s(?P<edition>\d{1,2}(?:st|nd|rd|th)\sed)\.(?=;\s[^;]{3,90},\sEds?\.;)")
_VOLUME_OF_MDPI = lazy(r"(?<=\d;\s)Volume\s(?P<volume>\d{1,4}),\s(?=pp?\.)")
# Hindawi: “vol. 2013, Article ID 123456, 9 pages, 2013”
_LENGTH_OF_ARTICLE = lazy(r"(?<=\d),\s\d{1,3}\spages(?=,\s(?:19|20)\d\d\b)")


def title_before_edition(text: str, rest: str) -> str:
    """Return the title that ends where a sentence of its own numbers the edition; none if no such sentence is there.

    ``rest`` is what stands behind the authors, from which the edition is taken out already.
    """
    edition, start = EDITION_ALONE.search(text), text.find(rest[:12]) if len(rest) > 12 else -1
    return text[start : edition.start()].strip(" .") if edition and 0 <= start < edition.start() else ""


def split_what_is_marked(text: str) -> tuple[str, dict[str, str], bool]:
    """Return an entry without its identifiers and what marks itself as they do, these, and whether it has an extent."""
    rest, found = split_identifiers(text)
    said_behind = (_KIND_OR_LANGUAGE, _ARTICLE_OF_TALK, _REMARK, _ADVISER, _DISCUSSED, _VERSION, _BEHIND_EXTENT,
                   _KINDS_OF_PUBMED, _SAID_OF_REPORT)
    for said in filter(None, [each.search(rest) for each in said_behind]):
        rest = rest.replace(said[0], "", 1)
        add_note(found, next(filter(None, said.groups())), first=True)
    of_series = _SERIES_WITH_PAGES.search(rest)
    if of_series:
        rest, found["series"] = f"{rest[: of_series.start() + 1]}{rest[of_series.end() :]}", of_series["series"]
    special = _SPECIAL_ISSUE.search(rest)
    if special and special["title"].count(" ") > 2:
        rest = f"{rest[: special.end('journal')]}{rest[special.end() :]}"
        add_note(found, special["title"], first=True)
    first = _FIRST_EDITION.search(rest)
    if first:
        rest = f"{rest[: first.start()]}{first[1]}{rest[first.end() :]}"
        add_note(found, f"[{first[2]}]")
    issued = _ISSUER_BEHIND_VOLUME.search(rest)
    if issued and ((issued["issue"] and issued["behind"]) or is_issuer(issued["publisher"])):
        rest = f"{rest[: issued.start()]}{issued['volume']}{issued['behind'] or ''}"
        found["publisher"] = issued["publisher"].strip()
    guideline = _GUIDELINE.search(rest)
    if guideline:
        found["number"] = re.sub(r"[\[\]]", "", guideline["number"])
        rest = rest[: guideline.start()] + rest[guideline.end() :]
    for of_mdpi in filter(None, [_EDITION_OF_MDPI.search(rest), _VOLUME_OF_MDPI.search(rest)]):
        found |= of_mdpi.groupdict()
        rest = rest.replace(of_mdpi[0], "", 1)
    revision = _TEXT_REVISION.search(rest)
    if revision:
        found["edition"] = revision["edition"].rstrip(".")
        rest = rest[: revision.start()] + rest[revision.end() :]
    report = _REPORT.search(rest)
    if report:
        rest, found["number"] = rest[: report.start()], report["number"]
    edition = EDITION_ALONE.search(rest)
    if edition:
        rest, found["edition"] = rest[: edition.start()] + rest[edition.end() :], edition["edition"]
    medium = _MEDIUM.search(rest)
    rest = rest[: medium.start()] if medium else rest
    if medium and medium["day"]:
        add_note(found, f"Accessed {medium['day']}")
    rest = _DAY_ONLINE.sub(".", _AHEAD.sub("", rest))
    rest = _LENGTH_OF_ARTICLE.sub("", rest)
    rest = _DAYS_OF_MEETING.sub("", rest)
    rest = _DAY_FOR_YEAR.sub(lambda day: f"{day['before']}{day['last'] or day['first']}", rest)
    rest, translators = split_translators(rest)
    rest, handlers = split_handlers(rest)
    rest, series = split_series_of_talk(rest)
    rest, extents = _EXTENT.subn(".", _ANAIS.sub("", rest))
    return rest, found | translators | handlers | series, bool(extents)
