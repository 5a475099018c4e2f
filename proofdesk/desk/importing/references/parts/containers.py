"""Read what holds a work: a journal, a site, an archive, a preprint server, or proceedings."""

from __future__ import annotations

import re

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import Reading
from proofdesk.desk.importing.references.parts.head import Head
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER
from proofdesk.desk.importing.references.parts.publishers import PUBLISHER_WORD, is_city, is_publisher
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME, ONLINE_FIRST, without_year
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD, is_journal

DAY_BEHIND = lazy(rf"[.,]\s(?:\d{{1,2}}\.?\s{MONTH_NAME}|{MONTH_NAME}\s\d{{1,2}})$", re.I)
_DAY = lazy(rf"\[?preprint\]?|{MONTH_NAME}(?:\s\d{{1,2}})?", re.I)
PREPRINT = lazy(
    r"\b(?:bioRxiv|medRxiv|arXiv|PsyArXiv|OSF Preprints|Research Square|SSRN(?! Scholarly Paper)"
    r"|Preprints\.org|In Review|[A-Z]\w{1,9}(?:[rR]xiv|ArXiv))\b")
_TALKS = lazy(r"\b(?:Proc\.|Conference|Conf\.|Symposium|Symp\.|Workshop|Congress|Seminar)(?=[\s,]|$)")
# Behind a title in quotation marks a journal without a volume, and its publisher, as catalogues on the web keep both
_ISSUER = lazy(
    r"(?P<journal>[^.:]{4,120})\.\s"
    r"(?P<publisher>(?P<periodicals>Frontiers Media SA|MDPI|Sage Publications Sage [A-Z]{2}|Wiley Online Library)"
    r"|Elsevier|Springer|Taylor & Francis|Routledge|[^.:]{2,60}\sUniversity Press|American Psychological Association)"
    r"(?::\s(?P<place>[^.:\d]{3,40}))?\.?")
_DOMAIN = lazy(r"[\w-]+(?:\.[\w-]+)?\.(?:com|org|net|info|gov|edu|eu|de|fr|es|it|nl|pt|com\.br|co\.uk)")
# Where authors put data, programs and drafts themselves.
_REPOSITORY = lazy(
    r"Zenodo|OSF|Open Science Framework|[Ff]igshare|Dryad(?: Digital Repository)?|(?:Harvard )?Dataverse|GitHub"
    r"|Mendeley Data")


# What an archive holds, in Chicago: “Letter to Fern,” June 6, 1947. Box 5. Garden Archives.
_ARCHIVED = lazy(
    rf"(?:{MONTH_NAME}\s(?:\d{{1,2}},\s)?)?(?P<year>(?:1[5-9]|20)\d\d)\.\s(?:(?P<note>[^“”]{{2,90}})\.\s)?"
    r"(?P<howpublished>[^.“”]*\b"
    r"(?:\w*[Aa]rchiv\w*|Gedenkstätte|[Ll]ibrar(?:y|ies)|Biblioth\w+|Collections?)\b[^.“”]*)", re.I)
_UNPUBLISHED = lazy(
    r"R package version \d[\d.-]*"
    r"|[Uu]npublished manuscript"
    r"|(?:Unpublished )?[Mm]anuscript (?:in [Pp]reparation|(?:submitted|accepted)(?: for publication)?|under review)")


def in_periodical(fields: dict[str, str], name: str) -> Reading:
    """Return the reading of a title in a journal, or of a talk: “2020 Garden Conference (GC), Lund, Sweden”."""
    if fields.keys() & {"volume", "number"} or not _TALKS.search(name):
        return "article", {**fields, "journal": name}, ()
    book, place = name.partition("), ")[::2]
    held = {"booktitle": f"{book})", "address": place} if place else {"booktitle": name}
    return "incollection", {**fields, **held}, ()


def read_container(fields: dict[str, str], rest: str, head: Head, found: dict[str, str]) -> Reading:
    """Read what is left behind a title: a journal without a volume, a site, or nothing that is sure."""
    held = _ARCHIVED.fullmatch(rest.strip(" .")) if head.title and not head.year else None
    if held:
        return "misc", {**fields, **{name: value for name, value in held.groupdict().items() if value}}, ()
    issued = _ISSUER.fullmatch(rest) if head.title else None
    is_periodical = issued and (issued["periodicals"] or JOURNAL_WORD.search(issued["journal"]))
    if issued and is_periodical and is_journal(issued["journal"]):
        stated = {"publisher": issued["publisher"]} | ({"address": issued["place"]} if issued["place"] else {})
        return "article", {**fields, "journal": issued["journal"], **stated}, ()
    # Only an article appears before its issue does.
    is_article = bool(ONLINE_FIRST.search(head.rest)) and "preprint" not in head.rest.lower()
    bare = ONLINE_FIRST.sub("", rest).strip(" .,;")
    is_of_name = bool(head.year) and not is_article and re.search(rf"\w\s{head.year}$", bare)  # “Garden Days 2022”
    rest, year = (bare, {}) if is_of_name else without_year(bare, head.year, is_title=False)
    fields = {**fields, **year}
    if not rest or _DAY.fullmatch(rest):
        return "misc", fields, ()
    if is_city(rest) and not is_publisher(rest.split(", ")[-1].partition(" ")[2]):  # “Leeds, NJ Hay Press”
        return "misc", {**fields, "address": rest}, ()
    if _REPOSITORY.fullmatch(rest) or _UNPUBLISHED.fullmatch(rest):
        return "misc", {**fields, "howpublished": rest}, ()
    if PREPRINT.search(rest):
        return "misc", {**fields, "howpublished": f"{PREPRINT.search(rest).group()} preprint"}, ()  # type: ignore[union-attr]
    own, place = rest.partition(", ")[::2]
    if place and "," not in place and head.authors and own == head.authors.family:  # who published what it wrote
        return "misc", {**fields, "howpublished": own, "address": place}, ()
    rest = DAY_BEHIND.sub("", rest)
    # No book has its title in quotation marks; a page has, and where it is: “Newsletter. Garden Notes (blog)”.
    is_place = is_publisher(rest) or re.fullmatch(r"(?:[\w ]{4,30}\.\s)?[^.:;\d]{3,90}(?:\s\(blog\))?", rest)
    if head.title and "url" in found and is_place and not JOURNAL_WORD.search(rest):
        return "misc", {**fields, "howpublished": rest}, ()
    if _DOMAIN.fullmatch(rest):
        return "misc", {**fields, "howpublished": rest}, ()
    if PUBLISHER_WORD.search(rest) or not is_journal(rest) or re.search(r"\.\s|:\s|\d", rest):
        return "misc", fields, ("journal or publisher",)
    if is_article or JOURNAL_WORD.search(rest):
        return "article", {**fields, "journal": rest}, ()
    is_again = rest.casefold() == fields.get("title", "").casefold()
    if "url" in found and (is_again or not re.fullmatch(rf"\w+(?:\s[{LOWER}’'-]+){{2,}}", rest)):  # no subtitle
        return "misc", {**fields, "howpublished": rest}, ()
    if head.has_day and found.keys() & {"url", "doi"}:
        return "misc", {**fields, "howpublished": rest}, ()
    if not head.authors and not head.title and len(fields.get("title", "").split()) < 4:
        fields = {name: value for name, value in fields.items() if name != "title"}
        return "misc", fields, ("author", "title")  # perhaps who wrote it, and the title
    return "misc", fields, ("journal or publisher",)
