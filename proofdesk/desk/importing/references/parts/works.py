"""Read what stands behind the authors of an entry: a title, and what it is in, by the form of each kind of work."""

from __future__ import annotations

import re
from collections.abc import Callable

from proofdesk.desk.importing.references.parsed import Reading
from proofdesk.desk.importing.references.parts.chapters import journal_field, read_chapter, read_conference
from proofdesk.desk.importing.references.parts.heads import Head
from proofdesk.desk.importing.references.parts.imprints import (
    PUBLISHER_WORD,
    split_chapter,
    split_edition,
    split_imprint,
)
from proofdesk.desk.importing.references.parts.name_forms import UPPER
from proofdesk.desk.importing.references.parts.tails import ONLINE_FIRST, split_tail, without_year
from proofdesk.desk.importing.references.parts.titles import (
    JOURNAL_WORD,
    is_journal,
    is_title,
    split_at_comma,
    split_title,
)

_THESIS = re.compile(
    r"[\[(]?\b(?P<genre>(?:unpublished\s|undergraduate\s|graduate\s|licentiate\s|diploma\s)?(?:ph\.?\s?d\.?|doctoral|master[’']?s?|m\.?sc\.?|bachelor[’']?s?)\s?"
    r"(?:thesis|dissertation)|dissertation|thesis|habilitation|thèse|tesis doctoral|proefschrift|tese)\b[\])]?", re.I)
# “[Computer software]”, as the APA describes a work; a thesis of which only the university is named.
_DESCRIBED = re.compile(
    r"\s\[(?P<what>(?:computer\s|online\s)?(?:software|program|data ?(?:set|base)|blog(?: post)?|video"
    r"|web ?(?:page|site)|podcast|code|lecture|slides|apparatus|r package)(?:\sof\s[^\]]+)?"
    r"|[^\]]*(?:Universi|Hochschule|École|Institut)[^\]]*)\]$", re.I)
_REGISTRY = re.compile(r"\b(?:ClinicalTrials\.gov|ISRCTN registry|EU Clinical Trials Register|ANZCTR|DRKS)\b", re.I)
_PREPRINT = re.compile(r"\b(?:bioRxiv|medRxiv|arXiv|PsyArXiv|OSF Preprints|Research Square|SSRN|Preprints\.org)\b")


def read_work(head: Head, found: dict[str, str]) -> Reading:
    """Return what stands behind the authors, in the first form that it fits for sure."""
    readers: tuple[Callable[[Head, dict[str, str]], Reading | None], ...] = (
        _read_quoted, read_chapter, _read_thesis, read_conference, _read_article, _read_preprint, _read_book,
        _read_other)
    return next(filter(None, (read(head, found) for read in readers)), ("misc", {}, ()))


def _read_quoted(head: Head, found: dict[str, str]) -> Reading | None:
    """Read a title in quotation marks, and what it is in."""
    if not head.title:
        return None
    fields, rest = {"title": head.title}, head.rest
    if re.match(r"in:?\s", rest, re.I):
        chapter = split_chapter(rest, bool(head.year))
        tail = None if chapter else split_tail(rest, bool(head.year))
        if chapter:
            return "incollection", {**fields, **chapter}, ()
        if tail and is_journal(tail[0][3:].strip(" :")):
            return "article", {**fields, "journal": tail[0][3:].strip(" :"), **tail[1]}, ()
        return "incollection", fields, ("booktitle",)
    thesis = _read_thesis(head, found)
    if thesis:
        return thesis
    if re.search(r"\bedited by\b|,\s[Ee]ds?\.", rest):
        chapter = split_chapter(f"In {rest}", bool(head.year))
        return ("incollection", {**fields, **chapter}, ()) if chapter else ("incollection", fields, ("booktitle",))
    tail = split_tail(f" {rest}", bool(head.year))
    if tail:
        journal = journal_field(tail[0])
        return "article", {**fields, **journal, **tail[1]}, () if journal else ("journal",)
    return _read_container(fields, rest, head, found)


def _read_container(fields: dict[str, str], rest: str, head: Head, found: dict[str, str]) -> Reading:
    """Read what is left behind a title: a journal without a volume, a site, or nothing that is sure."""
    # Only an article appears before its issue does.
    is_article = bool(ONLINE_FIRST.search(rest)) and "preprint" not in rest.lower()
    rest, year = without_year(ONLINE_FIRST.sub("", rest).strip(" .,;"), head.year, is_title=False)
    fields = {**fields, **year}
    if not rest:
        return "misc", fields, ()
    if _PREPRINT.search(rest):
        return "misc", {**fields, "howpublished": f"{_PREPRINT.search(rest).group()} preprint"}, ()  # type: ignore[union-attr]
    own, place = rest.partition(", ")[::2]
    if place and "," not in place and head.authors and own == head.authors.family:  # who published what it wrote
        return "misc", {**fields, "howpublished": own, "address": place}, ()
    if PUBLISHER_WORD.search(rest) or not is_journal(rest) or re.search(r"\.\s|:\s|\d", rest):
        return "misc", fields, ("journal or publisher",)
    if is_article or JOURNAL_WORD.search(rest):
        return "article", {**fields, "journal": rest}, ()
    if "url" in found:
        return "misc", {**fields, "howpublished": rest}, ()
    return "misc", fields, ("journal or publisher",)


def _read_thesis(head: Head, found: dict[str, str]) -> Reading | None:
    text = head.rest
    match = _THESIS.search(text)
    if not match:
        return None
    title = head.title or text[: match.start()].strip(" .,;[(")
    if not is_title(title) or (not head.title and "." in title.rstrip(".")):
        return None
    school, year = without_year(text[match.end() :].strip(" .,;"), head.year)
    schools = [part.strip(" .,;])") for part in re.split(r"[,;.]\s|:\s", school)]
    school = next((part for part in schools if re.search("universi", part, re.I)), schools[0])
    fields = {"title": title, **year, **({"school": school} if re.search(r"universi|institut|college|school"
        r"|école", school, re.I)
                                         else {})}
    kind = "mastersthesis" if match["genre"].lower().startswith(("master", "m.", "ms")) else "phdthesis"
    return kind, fields, () if "school" in fields else ("school",)


def _read_article(head: Head, found: dict[str, str]) -> Reading | None:
    """Read “Title. Journal …volume, pages”."""
    tail = split_tail(head.rest, bool(head.year))
    if not tail:
        return None
    before, stated = tail
    parted = split_title(ONLINE_FIRST.sub("", before))
    at_comma = split_at_comma(ONLINE_FIRST.sub("", before)) if not parted or head.comma_style else None
    if at_comma and (head.comma_style or head.colon_style or JOURNAL_WORD.search(at_comma[1])):
        parted = at_comma
    elif (head.comma_style and (not parted or ", " in parted[1])) or (head.colon_style and not parted):
        title, _, journal = before.rpartition(", ")
        is_sure = "," not in (title if head.colon_style else journal)
        parted = (title, journal) if is_title(title) and is_journal(journal) and is_sure else None
    # Nobody knows whether an entry without authors that could be read begins with names of another form.
    if not parted or (not head.authors and ". " in parted[0]):
        return "article", stated, ("title", "journal")
    return "article", {"title": parted[0], "journal": parted[1], **stated}, ()


def _read_preprint(head: Head, found: dict[str, str]) -> Reading | None:
    match = _PREPRINT.search(head.rest)
    if not match:
        return None
    title = ONLINE_FIRST.sub("", head.rest[: match.start()]).strip(" .,;[(")
    _, year = without_year(head.rest, head.year)
    if not is_title(title) or not (year or head.year):
        return None
    return "misc", {"title": title, "howpublished": f"{match.group()} preprint", **year}, ()


def _read_book(head: Head, found: dict[str, str]) -> Reading | None:
    """Read “Title. 2nd ed. Place: Publisher; 1999.”"""
    imprint = split_imprint(head.rest, bool(head.year))
    if not imprint:
        return None
    before, stated = imprint
    title, edition = split_edition(before.rstrip(" .,;"))
    title = title.strip(" .,;")
    number = re.search(r"\s\((?:No\.\s)?(?P<number>(?!pp?\.)[^()]{2,20}\d)\)$", title)
    fields = {**edition, **stated}
    number = number or re.search(rf"[.;]\s(?P<number>[{UPPER}][\w.]*(?:\s\w+)?\s\d[\w.-]*)$", title)
    if number:
        title, fields["number"] = title[: number.start()], number["number"]
    if not is_title(title):
        return "book", fields, ("title",)
    if len(re.split(r"(?<!\b[A-Z]\.[A-Z])[.]\s", title)) > 1:  # perhaps a number of a series, or a subtitle
        return "book", fields, ("title",)
    return "book", {"title": title, **fields}, ()


def _read_other(head: Head, found: dict[str, str]) -> Reading | None:
    """Read a web page, a registration, or an article without a volume: a title, and perhaps what it is in."""
    text, year = without_year(ONLINE_FIRST.sub("", head.rest).strip(" .,;"), head.year)
    if not (head.year or year or found.keys() & {"url", "number", "doi", "pmid"}):
        return None
    if "number" in found:
        text, registry = text.replace(found["number"], "").rstrip(" .,;"), _REGISTRY.search(text)
        if registry:
            title = text[: registry.start()].strip(" .,;–—-")
            return ("misc", {"title": title, **year, "howpublished": f"{registry.group()} {found['number']}"}, ()) if (
                is_title(title)) else ("misc", year, ("title",))
    parted = split_title(text)
    if parted and re.match(r"\d{4}\b", parted[1]):
        return "misc", year, ("title",)  # the NLM puts the part of a site behind the site and its day
    if parted:
        return _read_container({"title": parted[0], **year}, parted[1], head, found)
    at_comma = split_at_comma(text) if head.colon_style and ". " not in text else None
    if at_comma:
        return _read_container({"title": at_comma[0], **year}, at_comma[1], head, found)
    title = text.strip(" .,;")
    # Harvard has only a comma between the title of a page and its site.
    of_site = "url" in found and re.search(rf",\s(?:[{UPPER}]\S*\s?)+(?:[^\s,]+)?$", title)
    # Nobody knows whether such words begin with the name of an organisation, or end with that of a journal.
    unclear = (not head.authors and "number" not in found) or ((
        head.comma_style or head.colon_style) and ", " in title) or bool(
        re.search(rf"\([^()]*,\s[{UPPER}][^()]*\)$", title))
    if re.search(r"[.]\s", title) or of_site or unclear or not is_title(title):
        return "misc", year, ("title",)
    described = _DESCRIBED.search(title)
    if described:
        title, year = title[: described.start()], {**year, "howpublished": described["what"]}
    return "misc", {"title": title, **year}, ()
