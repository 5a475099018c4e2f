"""Find the words of an entry that no field holds, so that none is left out in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from proofdesk.common.text import lazy
from proofdesk.desk.importing.references.parsed import letters
from proofdesk.desk.importing.references.parts.names.known_names import begins_with_full_names
from proofdesk.desk.importing.references.parts.names.name_forms import UPPER
from proofdesk.desk.importing.references.parts.tails import MONTH_NAME

_WORD = lazy(r"[^\W\d_]{3,}|\d{2,}")
_SHORT_FORM = lazy(r"(?<=\()(?:[A-Z]\.){2,5}(?=\))")  # “Garden Office (U.S.)”
_ANY_WORD = lazy(r"[^\W_]+")
_NOT_STATED = lazy(r"\b(?:[ns]\.?\s?[dfln]|o\.\s?J)\.", re.I)  # “n.d.”, “S. l.”
# “[J]”, “[M/OL]”: the kind of a work, as China’s standard states it.
_MEDIUM = lazy(r"\[[A-Z]{1,2}(?:/OL)?\]")
_OF_A_NAME = lazy(r"(?<=\|\.)(?:com|org|net)\b")  # “Straw.com”
_SHORT_LABEL = lazy(r"pp?|s|nr?|no|v|ed|hg|jg|by|in|en|em|na|de|e|et|y|u|al", re.I)
_DAY = lazy(rf"(?:\b\d{{1,2}}\.?\s(?:de\s)?)?\b{MONTH_NAME}(?:\s\d{{1,2}}\b)?", re.I)
_OF_WORDS = ("title", "journal", "booktitle", "publisher", "address", "school", "series", "howpublished", "type")
_FULL_NAME = lazy(
    rf"[{UPPER}][\w’'-]*[a-zß-ÿ]\s(?:[{UPPER}]\.?\s)?[{UPPER}][\w’'-]*[a-zß-ÿ](?=,|\sand\s|\.)")
MOST_INITIALS = 3  # in capitals without a stop before a family name
_FIRM = lazy(rf"[{UPPER}]\w+\s(?:AG|KG|SA)\s\(H(?:rs)?g\b")
_ADDRESS = lazy(r"https?://\S+")
_OTHER_LABELS = {
    "pages": r"(?:issue|iss|nos?|nrs?|núm|heft|vol(?:ume)?|bd|jg)",
    "volume": r"(?:pp?|pages?|issue|iss|nos?|nrs?|núm|heft|art(?:icle)?)"}
# Words that only say what stands beside them. Days are none of the fields that entries of lists get.
_LABEL = lazy(
    r"and|und|the|van|von|der|den|del|dans|for|with|eds|éds|hrsg|edited|editors?|dirs?|coords?|orgs?|trans"
    r"|vol|volume|band|jahrgang|jrg|jaargang|tome|nos|nrs|number|issue|heft|num|núm|afl|fasc"
    r"|chap|chapter|pages?|seiten|pgs?|págs?|pags?|pagg|blz|art|article|paper|part"
    r"|online|internet|print|first|ahead|appear|advance|early|view|press|version|published|posted|publication|preprints?|prints"
    r"|accessed|access|available|retrieved|from|disponível|acesso|url|doi|https?|www|com|org"
    r"|pmid|pmcid|isbn|issn|arxiv|epub|anais|umi|aat|proquest|database|diss"
    r"|thesis|thèse|tesis|tese|tesi|mémoire|dissertação|dissertation|phd|doctora[lt]|doctorado|maestría|mestrado|masters?|unpublished"
    r"|(?:bachelor|master|diplom|doktor)arbeit|edition|rev|aufl|auflage|edición|édition|edição|edizione|druk", re.I)


def says_what_is_beside(word: str) -> bool:
    """Return whether a word only says what stands beside it, such as “vol” or “eds”."""
    return _LABEL.fullmatch(word) is not None


def unread_words(rest: str, fields: Mapping[str, str]) -> list[str]:
    """Return the words behind the authors of an entry that none of its fields holds.

    ``fields`` are those of the whole entry. Given names of editors, which fields abbreviate, are not counted.
    """
    said = re.sub(r"[\W_]", "", " ".join(fields.values()))
    short = [each for each in _SHORT_FORM.findall(rest) if each.replace(".", "") not in said]
    held = {word.casefold() for value in fields.values() for word in _WORD.findall(value)}
    initials = set(re.findall(rf"\b([{UPPER}])\.", fields.get("editor", "")))
    return short + [word for word in _WORD.findall(_DAY.sub(" ", rest)) if word.casefold() not in held
            and not _LABEL.fullmatch(word) and not (word[0] in initials and not word.isdigit())]


def torn(text: str, fields: Mapping[str, str]) -> list[str]:
    """Return the names of the fields whose words the entry has not in one piece: a word was taken out of a title."""
    written = letters(text)
    # If the marks hold the whole title, others within it are its own: “'Wet 'Beds' of straw'”
    title = fields.get("title", "")
    behind = next((text[text.find(mark + title) + 1 + len(title) :] for mark in "'‘" if mark + title in text), "'")
    if title and behind.lstrip(".,")[:1] not in ("'", "’") and re.search(r"\w['’]\s", title):
        return ["title"]  # “'Beds' of straw”: the marks hold its first words
    return [name for name in _OF_WORDS if letters(fields.get(name, "").replace("\\", "")) not in written
            and " preprint" not in fields[name]]  # the word that is put beside the name of a server


def mislabelled(text: str, fields: Mapping[str, str]) -> list[str]:
    """Return the names of the numbers that an entry calls by another name, wherever it has them: “Issue 5” as pages."""
    text = _ADDRESS.sub(" ", text)
    found = []
    for name, label in _OTHER_LABELS.items():
        number = r"\s?[-–—]+\s?".join(map(re.escape, fields.get(name, "").split("--")))
        called = re.findall(rf"(?<!Art\.\s)(?<!Article\s)\b{label}\.?\s?{number}(?!\w)", text, re.I) if number else []
        if called and len(called) >= len(re.findall(rf"(?<!\w){number}(?!\w)", text)):
            found.append(name)
    return found


def misnamed(text: str, fields: Mapping[str, str]) -> list[str]:
    """Return the author or editor if what is behind the name tells that it is none.

    Names in full are no family name of several words. Behind a dash a name is a part of a title, “Straw Job - Fern.
    (2018).”; a firm has no initials: “Fern AG (Hrsg.)”
    """
    group = re.fullmatch(r"\{([^{}]+)\}", fields.get("author", ""))
    first, *others = fields.get("author", "").split(" and ")
    family, _, given = first.partition(", ")
    families = [each.partition(", ")[0] for each in others if not each.startswith("{")]
    starts = [text.find(f", {each}, ") + len(each) + 4 for each in families if " " in each and f", {each}, " in text]
    if any(_FULL_NAME.match(text, start) for start in starts):
        return ["author"]  # “Fern, Ada, Le Moss, and Carl Hazel”: only the first name has its family name first
    if " " in family and given and text.startswith(f"{family}, ") and begins_with_full_names(text):
        return ["author"]  # “Martin Hazel, Stefan L. Leaf and …” is no S. L. L. Martin Hazel
    is_word = given.count(".") > MOST_INITIALS and text.startswith(f"{re.sub(r'[. ]', '', given)} {family}")
    if is_word or "A. N. D." in fields.get("author", ""):
        return ["author"]  # “Fern, Ada AND Moss”, “STRAW Action. (2009)”
    is_title = group and re.match(rf"{re.escape(group[1])}\s?[-–—|]\s", text)
    return [name for name in ("author", "editor") if name in fields and (is_title or _FIRM.match(text))]


def words_outside(text: str, parts: Iterable[tuple[int, int]]) -> list[str]:
    """Return the words and numbers of an entry that are in none of its parts, and do not only say what is beside them.

    ``parts`` are the starts and ends of the parts.
    """
    for start, end in parts:
        text = f"{text[:start]}{'|' * (end - start)}{text[end:]}"
    return [word for word in _ANY_WORD.findall(_DAY.sub(" ", _NOT_STATED.sub(" ", _MEDIUM.sub(" ", text))))
            if not _LABEL.fullmatch(word) and not _SHORT_LABEL.fullmatch(word)] + _OF_A_NAME.findall(text)
