"""Parse one entry of a list of references into BibTeX fields. Only what the entry says for sure is a field.

Read are the forms of Vancouver, NLM and AMA, APA, Nature, Science, IEEE, MLA, Chicago (notes and author-date), Harvard,
Cell, Elsevier, Springer, ACS, MDPI and EndNote, for articles, books, chapters, reports, theses, web pages and trials.
An entry is read from both ends: its authors and the year behind them, then its volume and pages or its
publisher; what is left between is the title, and the journal or book that it is in. What could be read in two ways is
left out, and named in ``unsure``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from proofdesk.desk.bib_editor import braces_match
from proofdesk.desk.importing.references.authors import Authors
from proofdesk.desk.importing.references.heads import Head, read_head
from proofdesk.desk.importing.references.identifiers import split_identifiers
from proofdesk.desk.importing.references.imprints import EN, PUBLISHER_WORD, split_chapter, split_edition, split_imprint
from proofdesk.desk.importing.references.name_forms import UPPER
from proofdesk.desk.importing.references.parsed import ParsedReference
from proofdesk.desk.importing.references.tails import MONTH, ONLINE_FIRST, YEAR, split_tail
from proofdesk.desk.importing.references.titles import JOURNAL_WORD, is_journal, is_title, split_title

MAX_LENGTH = 6000  # letters; entries with all authors of a large trial have some thousand
_Found = tuple[str, dict[str, str], tuple[str, ...]]  # kind, fields, what is unsure

_CHAPTER = re.compile(rf"[.,?!]?\s(?=(?:In:?|in:)\s[^\W_])|[.?!,]\s(?=in\s[^\W_])|[.?!]\s(?=In,\s[^\W_]|{EN})")
_EDITED = re.compile(r"\b(?:[Ee]ds?|[Ee]ditors?|Hrsg|Hg|coords?|dirs?)\b\.?\)")
_THESIS = re.compile(
    r"[\[(]?\b(?P<genre>(?:unpublished\s|undergraduate\s|graduate\s|licentiate\s|diploma\s)?(?:ph\.?\s?d\.?|doctoral|master[’']?s?|m\.?sc\.?|bachelor[’']?s?)\s?"
    r"(?:thesis|dissertation)|dissertation|thesis|habilitation|thèse|tesis doctoral|proefschrift|tese)\b[\])]?", re.I)
_LAST_YEAR = re.compile(rf"[.,]?\s\(?(?:{MONTH})?{YEAR}\)?(?:\s{MONTH[:-2]}(?:\s\d{{1,2}})?)?[\s.;,]*$", re.I)
_REGISTRY = re.compile(r"\b(?:ClinicalTrials\.gov|ISRCTN registry|EU Clinical Trials Register|ANZCTR|DRKS)\b", re.I)
_PREPRINT = re.compile(r"\b(?:bioRxiv|medRxiv|arXiv|PsyArXiv|OSF Preprints|Research Square|SSRN|Preprints\.org)\b")


def parse_reference(text: str, before: Authors | None = None) -> ParsedReference:
    """Parse an entry. If its style is unknown, the result has identifiers only, and no title.

    ``before`` are the authors of the entry before this one, for which a dash may stand.
    """
    if len(text) > MAX_LENGTH:
        return ParsedReference(text)
    rest, found = split_identifiers(_normalized(text))
    head = read_head(rest, before, "number" in found)
    kind, fields, unsure = _read(head, found)
    fields = {name: value for name, value in {**fields, **found}.items() if value}
    if head.authors:
        fields = {"editor" if head.are_editors else "author": head.authors.bibtex, **fields}
    if head.year:
        fields.setdefault("year", head.year)
    if not all(map(braces_match, fields.values())):
        return ParsedReference(text, "misc", found)  # no bibliography can hold it, so it stays text
    missing = tuple(name for name, given in (("author", head.authors or head.is_nameless), ("title", "title" in fields))
                    if not given)
    family = head.authors.family if head.authors else ""
    if head.authors and not head.authors.is_whole:
        unsure = (*unsure, "further authors")
    return ParsedReference(text, kind, fields, family, tuple(dict.fromkeys((*missing, *unsure))), head.letter)


def _normalized(text: str) -> str:
    """Return a reference in one line, with plain hyphens and spaces and without its number."""
    text = re.sub("[\u00ad\u200b\u2060]", "", text).replace("\u2011", "-").replace("\u2010", "-")
    text = re.sub(r",(?=(?:19|20)\d\d;)", ", ", " ".join(text.split()))
    return re.sub(r"^(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)])\s?(?=[^\W\d_]|[“\"'‘])", "", text)


def _read(head: Head, found: dict[str, str]) -> _Found:
    """Return what stands behind the authors, in the first form that it fits for sure."""
    readers: tuple[Callable[[Head, dict[str, str]], _Found | None], ...] = (
        _read_quoted, _read_chapter, _read_thesis, _read_article, _read_preprint, _read_book, _read_other)
    return next(filter(None, (read(head, found) for read in readers)), ("misc", {}, ()))


def _read_quoted(head: Head, found: dict[str, str]) -> _Found | None:
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
        journal = _journal(tail[0])
        return "article", {**fields, **journal, **tail[1]}, () if journal else ("journal",)
    return _read_container(fields, rest, head, found)


def _read_container(fields: dict[str, str], rest: str, head: Head, found: dict[str, str]) -> _Found:
    """Read what is left behind a title: a journal without a volume, a site, or nothing that is sure."""
    # Only an article appears before its issue does.
    is_article = bool(ONLINE_FIRST.search(rest)) and "preprint" not in rest.lower()
    rest, year = _without_year(ONLINE_FIRST.sub("", rest).strip(" .,;"), head)
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


def _without_year(rest: str, head: Head) -> tuple[str, dict[str, str]]:
    if not (match := _LAST_YEAR.search(f" {rest}")):
        return rest, {}
    return f" {rest}"[: match.start()].strip(" .,;"), {} if head.year else {"year": match["year"]}


def _journal(words: str) -> dict[str, str]:
    words = ONLINE_FIRST.sub("", words).strip(" .,;")
    return {"journal": words} if is_journal(words) else {}


def _read_chapter(head: Head, found: dict[str, str]) -> _Found | None:
    """Read “Title. In: …”."""
    for match in islice(_CHAPTER.finditer(head.rest), 4):
        title, rest = head.rest[: match.start()].strip(" .,"), head.rest[match.end() :]
        chapter = split_chapter(rest, bool(head.year)) if is_title(title) else None
        if chapter:
            return "incollection", {"title": title, **chapter}, ()
        # German lists write “In: Zeitschrift 12 (3), S. 45–67”.
        tail = split_tail(rest, bool(head.year)) if is_title(title) else None
        journal = _journal(re.sub(r"^[Ii]n:?\s", "", tail[0])) if tail else {}
        if tail and journal and "volume" in tail[1]:
            return "article", {"title": title, **journal, **tail[1]}, ()
    first = _CHAPTER.search(head.rest)
    is_sure = first and (_EDITED.search(head.rest, first.end()) or re.match(rf"In,\s|{EN}", head.rest[first.end() :]))
    edited = first and is_sure and head.rest[: first.start()].strip(" .,")
    return ("incollection", {"title": edited}, ("booktitle",)) if edited and is_title(edited) else None


def _read_thesis(head: Head, found: dict[str, str]) -> _Found | None:
    text = head.rest
    match = _THESIS.search(text)
    if not match:
        return None
    title = head.title or text[: match.start()].strip(" .,;[(")
    if not is_title(title) or (not head.title and "." in title.rstrip(".")):
        return None
    school, year = _without_year(text[match.end() :].strip(" .,;"), head)
    schools = [part.strip(" .,;])") for part in re.split(r"[,;.]\s|:\s", school)]
    school = next((part for part in schools if re.search("universi", part, re.I)), schools[0])
    fields = {"title": title, **year, **({"school": school} if re.search(r"universi|institut|college|school"
        r"|école", school, re.I)
                                         else {})}
    kind = "mastersthesis" if match["genre"].lower().startswith(("master", "m.", "ms")) else "phdthesis"
    return kind, fields, () if "school" in fields else ("school",)


def _read_article(head: Head, found: dict[str, str]) -> _Found | None:
    """Read “Title. Journal …volume, pages”."""
    tail = split_tail(head.rest, bool(head.year))
    if not tail:
        return None
    before, stated = tail
    parted = split_title(ONLINE_FIRST.sub("", before))
    if (head.comma_style and (not parted or ", " in parted[1])) or (head.colon_style and not parted):
        title, _, journal = before.rpartition(", ")
        is_sure = "," not in (title if head.colon_style else journal)
        parted = (title, journal) if is_title(title) and is_journal(journal) and is_sure else None
    # Nobody knows whether an entry without authors that could be read begins with names of another form.
    if not parted or (not head.authors and ". " in parted[0]):
        return "article", stated, ("title", "journal")
    return "article", {"title": parted[0], "journal": parted[1], **stated}, ()


def _read_preprint(head: Head, found: dict[str, str]) -> _Found | None:
    match = _PREPRINT.search(head.rest)
    if not match:
        return None
    title = ONLINE_FIRST.sub("", head.rest[: match.start()]).strip(" .,;[(")
    _, year = _without_year(head.rest, head)
    if not is_title(title) or not (year or head.year):
        return None
    return "misc", {"title": title, "howpublished": f"{match.group()} preprint", **year}, ()


def _read_book(head: Head, found: dict[str, str]) -> _Found | None:
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
    if len(re.split(r"[.]\s", title)) > 1:  # perhaps a number of a series, or a subtitle
        return "book", fields, ("title",)
    return "book", {"title": title, **fields}, ()


def _read_other(head: Head, found: dict[str, str]) -> _Found | None:
    """Read a web page, a registration, or an article without a volume: a title, and perhaps what it is in."""
    text, year = _without_year(ONLINE_FIRST.sub("", head.rest).strip(" .,;"), head)
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
    title = text.strip(" .,;")
    # Harvard has only a comma between the title of a page and its site.
    of_site = "url" in found and re.search(rf",\s(?:[{UPPER}]\S*\s?)+(?:[^\s,]+)?$", title)
    # Nobody knows whether such words begin with the name of an organisation, or end with that of a journal.
    unclear = (not head.authors and "number" not in found) or ((
        head.comma_style or head.colon_style) and ", " in title) or bool(
        re.search(rf"\([^()]*,\s[{UPPER}][^()]*\)$", title))
    if re.search(r"[.]\s", title) or of_site or unclear or not is_title(title):
        return "misc", year, ("title",)
    return "misc", {"title": title, **year}, ()
