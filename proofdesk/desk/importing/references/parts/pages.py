"""Read a page on the web by its address, which names who publishes it: “Fern Bank. Straw at night” at fernbank.example.

An organisation that no list knows looks like a title, and a title like an organisation. The address tells them apart:
words before the title that its domain spells are who wrote the page, words behind it that the domain spells are its
site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.common.text import lazy, plain_letters
from proofdesk.content.link_collector import split_link
from proofdesk.desk.importing.references.parsed import Reading, letters
from proofdesk.desk.importing.references.parts.head import Head, ListStyle, head_with
from proofdesk.desk.importing.references.parts.names.authors import Authors, names_organisation
from proofdesk.desk.importing.references.parts.names.known_names import is_given_name
from proofdesk.desk.importing.references.parts.names.name_forms import LOWER, UPPER
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME, YEAR, without_year
from proofdesk.desk.importing.references.parts.titles import is_title

LEAST_SPELT, LEAST_EQUAL = 4, 3  # letters of a part of a domain that spells a name by its beginnings, or is the name
LEAST_OF_GROUP = 4  # words of a name that may begin with a given name and be no person’s, who may have a domain too
MOST_WORDS = 8  # of the name of an organisation before a title
# Parts of a domain that are nobody's name, or the host's of many.
_OF_NOBODY = {"www", "com", "org", "net", "gov", "edu", "info", "docs", "blog", "news", "wiki", "github", "medium",
              "wordpress", "blogspot", "google", "sites", "web", "online", "youtube", "wikipedia"}
_SMALL_WORD = lazy(r"(?:of|for|and|the|de|del|do|da|des|du|der|die|das|für|und|et|y|e|la|le)", re.I)
# Where the name of an organisation may end: “Fern Bank (2020)”, “Fern Bank. Straw”, “Fern Bank, “Straw””
_ENDS = lazy(r"(?=\s\(|,\s[“\"])|(?=\sn\.d\.\s)|(?=\.\s)|(?=:\s)|(?=,\s)")
_ON_SITE = lazy(
    rf"[.?!”]\sIn:\s(?P<site>[^:;()“”]{{2,80}}?)\.\s(?:(?:\d{{1,2}}\s)?{MONTH_NAME}\s)?{YEAR}[.\s]*$", re.I)
_NAME = lazy(rf"[{UPPER}]|[{LOWER}][\w.-]*\.[{LOWER}]{{2,}}$")
_NO_TITLE = lazy(rf"^{MONTH_NAME}\s\d|\s[Ii]n$", re.I)
# That a page has no date, behind its title: “Straw at night., [s.d.].”
_UNDATED = lazy(r"[.,]{1,2}\s[\[(](?:n\.\s?d|s\.\s?[df]|o\.\s?J|z\.\s?d)\.?[\])][.\s]*$")
# “Straw at night: a guide. (2020, May 3). Fern Bank.”, “Straw at night. (n.d.).”, “Straw at night.”
_TITLED = lazy(
    rf"(?P<title>[{UPPER}\d][^“”]{{3,200}}?)[.?!]?"
    rf"(?:\s(?P<when>\((?:(?i:n\.\s?d\.|no date)|{YEAR}(?:,\s(?i:{MONTH_NAME})(?:\s\d{{1,2}})?)?)\))[.,]?)?"
    r"(?:(?<=[.?!,)])\s(?P<site>[^.:;()“”\s][^:;()“”]{1,60}?))?[.\s]*")
_DATE_WITHIN, _PERSON_FIRST = lazy(r"\((?i:n\.\s?d|no date|[12]\d{3})"), lazy(rf"[{UPPER}][\w’'-]+,\s[{UPPER}]\.")
_LOOKS_LIKE_TITLE = lazy(rf"\s[|–—-]\s|:\s|\?|(?:\s[{LOWER}]{{3,}}\b.*){{2}}")
_NAMES_PERSONS = lazy(rf",\s[{UPPER}]\.|\bet al\b")
# What parts the title from the site: “Straw at night. Fern Bank”, “Straw at night? | Fern Bank”, “Straw - Fern Bank”
_BEFORE_SITE = lazy(r"[.?!]\s(?:[-–—|]\s)?|\s[-–—|]+\s")
# A further sentence of a title, and no series or number: “Straw at night. What to watch for”
_SENTENCE = lazy(rf"[{UPPER}][{LOWER}’'-]*(?:\s[^\s.]+)*?\s[{LOWER}]{{3,}}(?:\s[^\d.]*)?")


def names_site(words: str, address: str) -> bool:
    """Return whether the domain of an address spells words: “Fern Bank” is fernbank.example, fern-bank.example and
    fern.example, “Royal Office of Ferns” roof.example, “fern.example” itself.
    """
    if len(words.split()) > MOST_WORDS or ". " in words.strip(" ."):
        return False
    parts = split_link(address)
    host = ((parts and parts.hostname) or "").removeprefix("www.")
    bare = words.strip(" .,").casefold().removeprefix("www.")
    if "." in bare and (host == bare or host.endswith(f".{bare}")):
        return True
    each = [plain_letters(word) for word in re.split(r"[\s/&-]+", words) if not _SMALL_WORD.fullmatch(word)]
    each = [word for word in each if word]
    known = {plain_letters(part) for part in host.split(".")} - _OF_NOBODY
    return any(_spells(part, each) for part in known if len(part) >= LEAST_EQUAL) if each else False


def _spells(part: str, words: list[str]) -> bool:
    """Return whether a part of a domain is the name, its first words, its initials, or words and then initials."""
    if part == "".join(words):
        return True
    if len(part) < LEAST_SPELT:
        return False
    if part == words[0] or part == "".join(word[0] for word in words):
        return True
    left, rest = part, [*words]
    while rest and left.startswith(rest[0]):
        left = left.removeprefix(rest.pop(0))
    if not left and rest and len(words) - len(rest) > 1 and has_organisation_word(rest[0]):
        return True  # “Fern Bank Association” is fernbank.example
    return len(left) < len(part) and left == "".join(word[0] for word in rest)


def head_of_site(text: str, address: str, style: ListStyle) -> Head | None:
    """Return the head of an entry that begins with who publishes its address; None if no words there do.

    A colon ends a name only in a list that has it behind names: “Fern: a guide” is a title. If all that is left behind
    the name is the site, the entry has no author, and begins with its title.
    """
    for end in _ENDS.finditer(text):
        name, after = text[: end.start()], text[end.end() :]
        is_title = after.startswith(":") and not style.has_colons
        may_be_person = 1 < len(name.split()) < LEAST_OF_GROUP and is_given_name(name.split()[0])
        if is_title or may_be_person or not _NAME.match(name) or not names_site(name, address):
            continue
        head = head_with(Authors(f"{{{name}}}", name), after, after.startswith(","))
        is_nameless = names_site(head.rest, address) or not (head.title or head.rest)
        return None if is_nameless or head.are_editors else replace(head, is_group=True)
    return None


def read_titled(text: str, italics: Sequence[str], found: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a page that begins with its title: “Straw at night: a guide. (n.d.). Fern Bank.”

    Italics tell it, or a title that no name looks like before the name of the site that the address spells. No fields
    are returned if this is in doubt.
    """
    may_be = "url" in found and (italics or _DATE_WITHIN.search(text)) and not _PERSON_FIRST.match(text)
    match = _TITLED.fullmatch(text.strip()) if may_be else None
    if not match:
        return {}
    title, site = match["title"].strip(), match["site"] or ""
    is_marked = len(letters(title)) >= LEAST_SPELT and letters(title) in map(letters, italics)
    is_plain = _LOOKS_LIKE_TITLE.search(title) and not _NAMES_PERSONS.search(title) and not names_organisation(
        re.split(r"\s[|–—-]\s|:\s", title)[0])
    is_sure = is_marked or (match["when"] and site and is_plain)
    if not is_sure or not is_title(title) or title.endswith(",") or (site and not names_site(site, found["url"])):
        return {}
    return {name: value for name, value in (("title", title), ("howpublished", site), ("year", match["year"])) if value}


def is_page_of(fields: Mapping[str, str]) -> bool:
    """Return whether fields of a page whose author its address names hold nothing that the address leaves open: its
    site is named too, if it is stated, and its title is no day and goes on nowhere.
    """
    site = fields.get("howpublished", "")
    title = fields.get("title", "")
    if " " not in title and letters(title) in letters(fields.get("author", "")):
        return False  # “Garden Health, Garden”: who published it twice
    return not _NO_TITLE.search(title) and not (site and not names_site(site, fields["url"]))


def read_page(head: Head, found: dict[str, str]) -> Reading | None:
    """Read the page of a site: “Title. In: Garden News. 20 Feb 2018.”, as PLOS has it, or “Title. Fern Bank”.

    A title that stands alone and says that it has no date is one of a page without an author, too.
    """
    undated = _UNDATED.search(head.rest)
    alone = head.rest[: undated.start()] if undated else ""
    if alone and "url" in found and ". " not in alone and is_title(alone):
        return "misc", {"title": alone}, ()  # what stands alone is the title
    if "url" not in found or not head.authors or head.title:
        return None
    match = _ON_SITE.search(head.rest) if not head.year else None
    title = head.rest[: match.start() + 1].rstrip(" .") if match else ""
    if match and is_title(title):
        return "misc", {"title": title, "howpublished": match["site"], "year": match["year"]}, ()
    text, year = without_year(head.rest.strip(" .,;"), head.year)
    for end in _BEFORE_SITE.finditer(text):
        site = text[end.end() :]
        if re.search(r"\b\d", site) or not names_site(site, found["url"]):
            continue
        title = text[: end.start()] + end[0][0].strip(".")
        _, *others = re.split(r"[.?!]\s", title)
        is_whole = is_title(title) and all(map(_SENTENCE.fullmatch, others))
        if is_whole and (year or head.year or head.is_group):
            return "misc", {"title": title.strip(), "howpublished": site.strip(" ."), **year}, ()
    return None
