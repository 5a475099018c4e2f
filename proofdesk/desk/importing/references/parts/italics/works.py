"""Use the italics of an entry as evidence: a style sets a journal, a book or a whole work apart by them.

An entry is read in the usual way with a name in the place of the words in italics that is no other part of an entry.
Only what that leaves in doubt is parted by the place of the italics alone. Names of species are in italics too, so
words are only a journal if they stand between the end of a title and the volume, and only a title if they begin what
stands behind the authors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from proofdesk.common.text import lazy
from proofdesk.desk.importing.lines import strip_markup
from proofdesk.desk.importing.references.parsed import Reading
from proofdesk.desk.importing.references.parts.head import Head
from proofdesk.desk.importing.references.parts.imprints import split_edition, split_imprint
from proofdesk.desk.importing.references.parts.italics.books import (
    DAYS,
    STAND_IN,
    editors_of,
    imprint_before_year,
    named_publisher,
    read_named_chapter,
)
from proofdesk.desk.importing.references.parts.names.authors import FORMS, split_authors
from proofdesk.desk.importing.references.parts.names.name_forms import DOTTED_BEHIND, LOWER, UPPER
from proofdesk.desk.importing.references.parts.publishers import PUBLISHER_WORD, is_publisher
from proofdesk.desk.importing.references.parts.series import split_volume_and_series
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME, ONLINE_FIRST, split_tail
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD, is_title

_MARKED = lazy(
    r"(?<![\\*])(?:\*\*\*|\*)(?![\s*])(?P<words>(?:[^*\\]|\\.|\*\*(?!\*))+?)(?<![\s\\])(?:\*\*\*|\*)(?!\*)")
_NUMBERS_BEHIND = lazy(
    r"(?:(?:,\s(?:vol\.?\s)?[A-Z]?\d{1,4}|\s(?:vol\.?\s)?[A-Z]?\d{1,3})(?:\s?\((?=[^()]*\d)[^()]*\))?|,?\svol\.?"
    r"|[\s.,;:(\[“”\"])+$", re.I)
# “Garden Days 2019, Lund, June 16–20, 2019”; “Actes du 3e congrès de la société, Lund, 2003”
_DAY_BEHIND = lazy(rf"\b{MONTH_NAME}\s\d{{1,2}}(?:[-–]\d{{1,2}})?,\s(?:19|20)\d\d$", re.I)
_OF_A_YEAR = lazy(r",\s(?:19|20)\d\d$")
_NO_NAMES = lazy(
    r"(?:et\s?al|in|en|vol|volume|issue|doi|see|and|pp?|ed|eds|no|ibid|op\.? cit|available(?: at| from)?|accessed"
    r"|preprint|internet|advance online publication|manuscript[\w ]*|unpublished[\w ]*)\.?", re.I)
_SPECIES = lazy(rf"[{UPPER}](?:[{LOWER}]+|\.)\s[{LOWER}-]+(?:\s[{LOWER}]+)?")
_TITLE_ENDS = lazy(r"(?:[.?!,:;][”\"’]?|[)\]”\"])\s$")
_IMPRINT_BEHIND = lazy(r",?\s\((?:[^()]{2,90},\s)?(?:1[5-9]|20)\d\d\)")  # PNAS: “Straw in *The Garden*, (2019)”
_IN = lazy(r"(?:^|[.,?!;)\]”\"]\s?)(?:In|in|En|Em|Dans|Nel)[:,]?\s(?P<editors>[^“”]{0,240})$")
_GOES_ON = lazy(r"[”\"]?(?:$|[.,;]|:\s\d|\s?[(\[]|\s[A-Z]?\d|\s(?:[Vv]ol|[Nn]o|[Ii]ssue|Jg|Bd)\b)")
_PROCEEDINGS = lazy(r"\b(?:Proceedings|Proc\.|Conference|Symposium|Workshop|Congress|Kongress|Congreso|Actes)\b")
_PERIODICAL = lazy(r"Proc(?:eedings|\.) (?:of the )?(?:National|Natl|Royal|IEEE|Biological)", re.I)
_UNPUBLISHED = lazy(r"(?:Unpublished )?[Mm]anuscript|(?:Paper|Poster|Talk) presented")
_REVIEW = lazy(r"\s\[(?P<what>Review of [^\]]+)\](?=[.,]?$)")
# “btt444” of Oxford, “e12345”, the number of a preprint
_ARTICLE_NUMBER = lazy(r"[A-Za-z]{0,3}\d{5,20}|[a-z]{1,5}\d{1,7}|[a-z]{2,6}\.\d{4,8}|\d{4}(?:\.\d\d){2}\.\d{5,9}")
MIN_TITLE, MAX_PLACES = 12, 12  # letters of a title; places that are tried of words which an entry repeats
_ROLE_BEHIND = lazy(r"\s\((?:a cura di|[eé]ds?\.?|Hrsg\.|(?:eind)?red\.|dirs?\.|coords?\.|orgs?\.|comps?\.)\)$")


def words_in_italics(markdown: str) -> tuple[str, ...]:
    """Return the words that a line has in italics, in order, without markup."""
    return tuple(strip_markup(match["words"]) for match in _MARKED.finditer(markdown))


def read_head_before_italics(text: str, italics: Sequence[str]) -> Head | None:
    """Return the head of an entry whose names end where the title in italics begins: “Fern A., *Straw*, Einaudi, …”."""
    at = next((text.find(name) for name in _names(italics)), -1)
    named = text[: max(at, 0)].rstrip(" ,.") if text[max(at - 2, 0) : max(at, 0)] in (", ", ". ") else ""
    before = _ROLE_BEHIND.sub("", named)
    for form in (*FORMS, (DOTTED_BEHIND,)) if before else ():
        for end in ",.":
            authors, after = split_authors(f"{before}{end}", form)
            if authors and authors.is_whole and after in (",", ".", ""):
                return Head(text[at:], authors, comma_style=True, are_editors=before != named)
    return None


def read_italics(
    head: Head, italics: Sequence[str], read: Callable[[Head], Reading], plain: Reading
) -> Reading:
    """Return the reading of an entry whose words in italics are a journal, a book or a title.

    ``read`` reads what stands behind a head, ``plain`` is what it returned for this one: that stands unless the italics
    say more or something else.
    """
    found = (_quoted if head.title else _unquoted)(head, [*_names(italics)], read)
    if not found:
        return plain
    same = all(plain[1].get(name) == found[1][name] for name in ("title", "journal", "booktitle") if name in found[1])
    is_talk = (plain[0], found[0]) == ("incollection", "article") and "volume" not in found[1]
    stands = is_talk and not plain[2] and _holder(plain) == _holder(found)
    return plain if stands or (same and found[1] and len(plain[2]) <= len(found[2])) else found


def _names(italics: Sequence[str]) -> Iterator[str]:
    """Yield what may be names among words in italics: no volumes, nor words such as “et al.”"""
    for words in italics:
        words = " ".join(words.split()).strip(" .,;")
        if (tail := split_tail(words, "-")) and tail[1].keys() >= {"volume", "pages"}:
            words = tail[0]  # “*Roses, 3(3), 301–313*”
        is_dated = _DAY_BEHIND.search(words) or (_PROCEEDINGS.search(words) and _OF_A_YEAR.search(words))
        name = (words if is_dated else _NUMBERS_BEHIND.sub("", words)).lstrip(" .,;:“\"")
        name = f"{name}." if re.search(rf"\b[{UPPER}]\.[{UPPER}]$", name) else name
        is_number = re.match(r"\d+(?:,|\(|$|\s[Ss]uppl)", name)  # “412, Part A”
        if re.search(r"[^\W\d_]{2}", name) and not is_number and not _NO_NAMES.fullmatch(name) and (
                ONLINE_FIRST.sub("", f", {name}")):
            yield name


def _places(text: str, names: list[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each place of each name, the last one first."""
    places = {(match.start(), match.end(), name) for name in names for match in re.finditer(re.escape(name), text)}
    for start, end, name in sorted(places, reverse=True)[:MAX_PLACES]:
        yield name, start, end


def _with_name(reading: Reading, name: str) -> Reading:
    kind, fields, unsure = reading
    return kind, {field: value.replace(STAND_IN, name) for field, value in fields.items()}, unsure


def _holder(reading: Reading) -> str:
    return next((reading[1][name] for name in ("journal", "booktitle", "howpublished") if name in reading[1]), "")


def _quoted(head: Head, names: list[str], read: Callable[[Head], Reading]) -> Reading | None:
    """Read what a title in quotation marks is in."""
    for name, start, end in _places(head.rest, names):
        before, after = head.rest[:start], head.rest[end:]
        if (before and not _IN.search(before)) or not _GOES_ON.match(after):
            continue
        stood_in = read(replace(head, rest=f"{before}{STAND_IN}{after}"))
        if _holder(stood_in) == STAND_IN and not stood_in[2]:
            return _with_name(stood_in, name)
        if before:
            return read_named_chapter(head, head.title, before, name, after)
        found = _periodical(head, head.title, name, after)
        return found if _is_container(found, name) else None
    return None


def _unquoted(head: Head, names: list[str], read: Callable[[Head], Reading]) -> Reading | None:
    for name, start, end in _places(head.rest, names):
        before, after = head.rest[:start], head.rest[end:]
        if not before.strip(" .,:;“\"'‘"):
            return _whole_work(head, name, after, read)
        chapter = _IN.search(before)
        editors = chapter["editors"] if chapter else ""
        if not chapter and before.endswith(" in ") and len(name.split()) > 2 and _IMPRINT_BEHIND.match(after):
            return read_named_chapter(head, before[:-4].strip(" .,"), "", name, after)
        if chapter and not (editors_of(editors) if editors else not _SPECIES.fullmatch(name)):
            chapter = None  # a title with such a word in it
        title = before[: chapter.start() if chapter else start].strip(" .,:;")
        title = re.sub(r"^“([^“”]+)”$", r"\1", title).rstrip(" .,")
        review = _REVIEW.search(title)
        if review:  # “Straw at night [Review of *Straw*]. *Roses*, 12”, as the APA describes a work
            head = replace(head, rest=head.rest.replace(review[0], "", 1))
            kind, fields, unsure = _unquoted(head, names, read) or ("misc", {}, ("title",))
            return kind, {**fields, "type": review["what"]}, unsure
        if not is_title(title) or not _GOES_ON.match(after):
            continue
        if chapter:
            return read_named_chapter(head, title, before[chapter.start("editors"):], name, after)
        if _TITLE_ENDS.search(before) and _ends(head, after, _SPECIES.fullmatch(name) is not None):
            kind, fields, unsure = found = _periodical(head, title, name, after)
            if not _is_container(found, name):
                return None
            has_volume = fields.keys() & {"volume", "pages"}
            if not (head.authors or has_volume) and len(title.split()) < 4:
                return "misc", {}, ("author", "title")  # perhaps who published it, and the title
            is_sure = head.authors or ". " not in title
            return (kind, fields, unsure) if is_sure else (
                kind, {field: value for field, value in fields.items() if field != "title"}, ("title", *unsure))
    return None


def _is_container(found: Reading, name: str) -> bool:
    """Return whether a name is that of what has articles: some lists have publishers in italics."""
    if found[1].keys() & {"volume", "number", "pages", "booktitle"}:
        return True
    imprint = split_imprint(f"{STAND_IN}. {name}", has_year=True)
    names_publisher = is_publisher(name) or (imprint is not None and "address" in imprint[1])
    return not names_publisher or bool(JOURNAL_WORD.search(name) and not PUBLISHER_WORD.search(name))


def _ends(head: Head, after: str, needs_volume: bool) -> bool:
    """Return whether a text may stand behind a journal: a volume, pages, a day, a publisher, or nothing."""
    tail = split_tail(after, head.year)
    if tail:
        return not re.search(r"[^\W\d_]{2}", DAYS.sub("", tail[0]))
    left = ONLINE_FIRST.sub("", after).strip(" .,;:()[]")
    is_held = PUBLISHER_WORD.search(left) and not re.search(r"\.\s", left)
    return bool(head.year and _ARTICLE_NUMBER.fullmatch(left)) or (not needs_volume and bool(
        is_held or is_publisher(left) or not re.search(r"[^\W\d_]{2}", DAYS.sub("", left))))


def _periodical(head: Head, title: str, name: str, after: str) -> Reading:
    """Return the fields of an article in what the italics name."""
    tail = split_tail(after, head.year)
    stated = tail[1] if tail else {}
    left = ONLINE_FIRST.sub("", tail[0] if tail else after).strip(" .,;:()[]")
    year = re.fullmatch(rf"(?:{MONTH_NAME}\s)?(?:\d{{1,2}},?\s)?(?P<year>(?:19|20)\d\d)", left, re.I)
    if _ARTICLE_NUMBER.fullmatch(left):
        stated, left = {**stated, "pages": left}, ""
    elif year and year["year"] == head.year == left and not stated:  # a journal that counts its volumes by years
        stated, left = {"volume": left}, ""
    elif year and not head.year:
        stated, left = {**stated, "year": year["year"]}, ""
    left = DAYS.sub("", left).replace(stated.get("year", "\0"), "")
    unsure = ("volume or pages",) if re.search(r"\d", left) else ()
    if _UNPUBLISHED.match(name) and not stated.keys() & {"volume", "pages"}:
        return "misc", {"title": title, "howpublished": name, **stated}, unsure
    if re.search(r"\.\s[^.]*:\s|\d{4}\s\d+:\d", name):  # a book, its publisher and a series in one piece of italics
        return "article", {"title": title, **stated}, ("journal", *unsure)
    if not stated.keys() & {"volume", "pages"} and _PROCEEDINGS.search(name) and not _PERIODICAL.search(name):
        return read_named_chapter(head, title, "", name, after)
    if not stated.keys() & {"volume", "pages", "number"} and not JOURNAL_WORD.search(name) and re.search(
            r"\bblog\b|\.(?:com|org|net)\b|\bwebsite\b", f"{name} {after}", re.I):
        return "misc", {"title": title, "howpublished": name, **stated}, ()
    return "article", {"title": title, "journal": name, **stated}, unsure


def _whole_work(head: Head, name: str, after: str, read: Callable[[Head], Reading]) -> Reading | None:
    """Read a work that is set apart as a whole, and so begins what stands behind the authors: a book, a report."""
    after, stated = split_volume_and_series(after)
    if stated:
        found = _whole_work(head, name, after, read)
        return (found[0], {**found[1], **stated}, found[2]) if found else None
    italian = imprint_before_year(after) if head.authors and not head.year and is_title(name) else {}
    if italian:
        return ("book" if "publisher" in italian else "misc"), {"title": name, **italian}, ()
    mark = name[len(name.rstrip("?!")) :]  # “*What is straw?* Garden Blog”
    stood_in = read(replace(head, rest=f"{STAND_IN}{mark}{after}"))
    title = stood_in[1].get("title", "")
    if title.startswith(STAND_IN) and not re.search(r"[.?!]\s", title):
        book = named_publisher(after) if head.year and stood_in[2] == ("journal or publisher",) else {}
        kind, fields, unsure = _with_name(stood_in, name.removesuffix(mark))
        return ("book", {**fields, "title": name, **book}, ()) if book else (kind, fields, unsure)
    is_whole = len(name) >= MIN_TITLE and not _SPECIES.fullmatch(name) and is_title(name)
    if title or not is_whole or not re.match(r"[.?!,](?:\s|$)|\s[(\[]|$", after):
        return None
    rest, edition = split_edition(re.sub(r"^\s\((?P<edition>[^()]*[EeÉé]d[^()]*)\)", r" \g<edition>", after))
    imprint = split_imprint(after, bool(head.year))
    fields = {"title": name, **edition, **(imprint[1] if imprint else {})}
    left = rest.strip(" .,;()")
    named = {"publisher": left} if is_publisher(left) else named_publisher(after) if head.year else {}
    if imprint or named:
        return "book", {**fields, **({} if imprint else named)}, ()
    return stood_in[0], {**stood_in[1], **fields}, ("publisher",) if re.search(r"[^\W\d_]{3}", left) else ()
