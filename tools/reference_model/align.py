"""Find the values of a work in its printed entry, and so label the places of the entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofdesk.desk.importing.references.parts.tails import MONTH_NAME
from reference_model.records import Person, Record

Run = tuple[int, int, str]  # start, end and label

# Words that say what stands beside them, and are in no field.
_LABELS = re.compile(
    "in|and|und|et|with|the|of|for|to|from|by|eds?|edited|editors?|hrsg|herausgegeben|von|dir|dirs|éds?|coord"
    "|orgs?|vols?|volume|band|jahrgang|tome|number|nos?|nr|núm|issue|heft|pp|pages?|seiten|págs|blz|art|article"
    "|internet|online|ligne|línea|linha|available|retrieved|accessed|verfügbar|disponível|disponible|unter|thesis"
    "|phd|dissertation|doctoral|press|series|edn|edition|aufl|auflage|édition|edición|edição|edizione|druk|ausg"
    "|others|sic|sans|date|abgerufen|published|preprint|doi|url|https?|www|com|org|report|publication|nd|rd|th|st"
    "|website|webseite|blog|bericht|paper|rapport|chapter|kapitel|acesso|consulté|zugegriffen|geraadpleegd"
    "|consultado|visitato|source|presented|print|reihe|collection|dans|cited|updated|unpublished|iss|pub|anais"
    "|electronic", re.I)
_ORDINAL = (r"\s?(?:st|nd|rd|th|\.|ª|º|e|a)?\s?(?:ed(?:ition|n)?|[AÀ]ufl(?:age)?|éd(?:ition)?|edición|edição|edizione"
            r"|druk|Ausgabe)\b\.?")
_OTHERS = r"\bet\.? al(?:ii)?\b\.?|\band others\b|\bothers\b|\bu\. ?a\.|\by otros\b|\be outros\b"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
MOST_UNKNOWN = 3  # words


class Entry:
    """An entry whose places get labels. What has one is not found again."""

    def __init__(self, text: str) -> None:
        self.text, self.labels = text, [""] * len(text)

    @property
    def free(self) -> str:
        """Return the text with a mark in place of each letter that has a label."""
        return "".join("\0" if label else letter for letter, label in zip(self.text, self.labels, strict=True))

    def put(self, start: int, end: int, label: str) -> None:
        """Give a place its label."""
        self.labels[start:end] = [label] * (end - start)

    def find(self, pattern: str, label: str, group: int = 0, last: bool = False) -> bool:
        """Label the first or last place that a pattern finds; return whether there is one."""
        found = list(re.finditer(pattern, self.free, re.I))
        if found:
            self.put(*found[-1 if last else 0].span(group), label)
        return bool(found)

    def find_all(self, pattern: str, label: str) -> None:
        """Label all places that a pattern finds."""
        while self.find(pattern, label):
            pass

    def find_words(self, value: str, label: str) -> bool:
        """Label the place of a value, whatever its capitals and the punctuation between its words are."""
        found = re.search(_words(value), self.free, re.I) if re.search(r"\w", value) else None
        if not found:
            return False
        start, end = found.span()
        behind = self.text[end : end + 1]
        is_abbreviated = label in ("JO", "BO", "PL", "PU") and value.endswith(".")
        end += bool(behind) and behind == value[-1] and (value[-1] in "?!)" or is_abbreviated)
        start -= bool(start) and value[0] in "(¿" and self.text[start - 1] == value[0]
        self.put(start, end, label)
        return True

    def runs(self) -> Iterator[Run]:
        """Yield places with one label."""
        start = 0
        for end in range(1, len(self.labels) + 1):
            if end == len(self.labels) or self.labels[end] != self.labels[start]:
                if self.labels[start]:
                    yield start, end, self.labels[start]
                start = end


def align(text: str, record: Record) -> list[Run] | None:
    """Return the labelled places of an entry; None if too much of it is none of its work's values."""
    entry, kind = Entry(text), record["x-kind"]
    groups = [each["literal"] for each in record.get("author", ()) if "literal" in each]
    holder = {"article": "JO", "preprint": "PU", "page": "SI"}.get(kind, "BO")
    values = [(record["title"], "TI"), (record.get("container-title", ""), holder),
              (record.get("collection-title", ""), "SE"), (record.get("publisher", ""), "PU")]
    for value, label in sorted(values, key=lambda each: -len(each[0])):
        if value and not (label == "PU" and value in groups) and not entry.find_words(value, label):
            if label == "TI":
                return None
            if label == holder:
                entry.find_words(record.get("container-title-short", ""), label)
    for group in groups:
        entry.find_words(group.removeprefix("The "), "AX")
    if record.get("publisher") in groups:
        entry.find_words(record["publisher"], "PU")
    persons = [each for each in record.get("author", ()) if "family" in each]
    if persons and not _find_people(entry, persons, "AF", "AG"):
        return None
    _find_people(entry, [each for each in record.get("editor", ()) if "family" in each], "EF", "EG")
    for name, label in (("x-dates", "DA"), ("x-outside", "O")):
        for words in record.get(name, ()):
            entry.find_words(words, label)
    _find_numbers(entry, record)
    entry.find_all(_OTHERS, "OT")
    unknown = [word for word in re.findall(r"[^\W\d_]{3,}", entry.free)
               if not _LABELS.fullmatch(word) and not re.fullmatch(MONTH_NAME, word, re.I)]
    is_known = len(unknown) <= MOST_UNKNOWN and len(re.findall(r"\d+", entry.free)) < 3
    return list(entry.runs()) if is_known else None


def _words(value: str) -> str:
    return r"(?<!\w)" + r"[\W_]{0,4}".join(map(re.escape, re.findall(r"\w+", value))) + r"(?!\w)"


def _find_people(entry: Entry, people: list[Person], family_label: str, given_label: str) -> int:
    """Label the names of persons in their order; return how many are there."""
    at = number = 0
    for person in people:
        whole = " ".join(person[part] for part in ("non-dropping-particle", "family") if part in person)
        free = entry.free
        found = (re.compile(_words(whole), re.I).search(free, at)
                 or re.compile(_words(person["family"]), re.I).search(free, at) or re.search(_words(whole), free, re.I))
        if not found:
            break
        number += 1
        start, at = found.span()
        entry.put(start, at, family_label)
        if "suffix" in person:
            suffix = re.compile(rf",?\s*({re.escape(person['suffix'].rstrip('.'))}\.?)(?!\w)").match(entry.free, at)
            if suffix:
                entry.put(*suffix.span(1), "SX")
                at = suffix.end()
        at = _find_given(entry, person, start, at, given_label)
    return number


def _find_given(entry: Entry, person: Person, start: int, at: int, label: str) -> int:
    """Label the given names, or their initials, before or behind a family name; return where the name ends."""
    given = " ".join(person[part] for part in ("given", "dropping-particle") if part in person)
    words = re.findall(r"[^\W\d_]+", given) or ["-"]
    first, *others = (rf"(?:{re.escape(word)}|{re.escape(word[0])})\.?" for word in words)
    names = first + "".join(rf"(?:[\s\-‐]*{other})?" for other in others)
    offset = max(0, start - 60)
    before = re.search(rf"(?<!\w)({names}),?\s*$", entry.free[offset:start], re.I)
    if before:
        entry.put(offset + before.start(1), offset + before.end(1), label)
        return at
    behind = re.compile(rf",?\s*({names})(?!\w)", re.I).match(entry.free, at)
    if not behind:
        return at
    entry.put(*behind.span(1), label)
    return behind.end(1)


def _find_numbers(entry: Entry, record: Record) -> None:
    """Label what is short, behind all that is long: place, edition, pages, issue, volume and date."""
    entry.find_words(record.get("publisher-place", "\0"), "PL")
    if "edition" in record:
        form = _words(record["edition"]) if not record["edition"].isdigit() else rf"(?<!\w){record['edition']}(?!\d)"
        entry.find(rf"{form}(?:{_ORDINAL})?", "ED")
    for name, label in (("genre", "GE"), ("number", "NU")):
        entry.find_words(record.get(name, "\0"), label)
    if "page" in record:
        first, _, last = record["page"].partition("-")
        both = rf"(?<!\w){re.escape(first)}\s?[-–—‑]+\s?\w+(?!\w)"
        _ = (last and entry.find(both, "PA")) or entry.find(rf"(?<!\w){re.escape(first)}(?!\w)", "PA")
    for name, label in (("issue", "IS"), ("volume", "VO")):
        value = record.get(name, "")
        forms = [re.escape(value)] if value else []
        forms += [_roman(int(value))] if name == "volume" and value.isdigit() else []
        _ = any(entry.find(rf"(?<!\w){form}(?!\w)", label, last=True) for form in forms)
    year, *day = record.get("issued", {}).get("date-parts", [[""]])[0]
    if year and entry.find(rf"(?<!\w){year}(?=[a-z]?(?!\w))", "YE"):
        entry.find_all(rf"(?<!\w){year}(?!\w)", "DA")
    entry.find_all(rf"(?<![^\W\d_]){MONTH_NAME}", "DA")
    if day:
        _ = len(day) > 1 and entry.find(rf"(?<!\w)0?{day[1]}(?!\w)", "DA")


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while number >= value:
            written, number = written + letters, number - value
    return written
