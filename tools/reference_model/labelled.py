"""Load real entries whose parts people have labelled, as works with their printed entries.

Two forms of XML are read: a ``<sequence>`` of ``<author>``, ``<container-title>`` and so on, and TEI's ``<bibl>``. The
names of a list are parted here, and a list that can be read in two ways teaches nothing, so its entry is left out.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator
from pathlib import Path

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.desk.importing.references.parts.names.name_forms import PARTICLE, UPPER
from proofdesk.desk.importing.references.parts.titles import JOURNAL_WORD
from reference_model.records import Person, Record

# What a part is called: in TEI by its name and its attribute.
_PARTS = {
    "author": "author", "editor": "editor", "title": "title", "title a": "title", "journal": "journal",
    "title j": "journal", "container-title": "container-title", "title m": "monograph", "title s": "collection-title",
    "collection-title": "collection-title", "volume": "volume", "bibl vol": "volume", "bibl volume": "volume",
    "bibl issue": "issue", "pages": "page", "bibl pp": "page", "bibl page": "page", "date": "date",
    "publisher": "publisher", "location": "publisher-place", "pubplace": "publisher-place", "edition": "edition",
    "genre": "genre", "note": "outside", "citation-number": "", "url": "", "doi": "", "idno": "", "ptr web": "",
    "ptr": "", "isbn": "", "lb": ""}
_AROUND = re.compile(r"^[\s.,:;–—-]+|[\s.,:;–—-]+$")
_TAG, _ITALIC = re.compile(r"</?\w+>"), re.compile(r"<italic>(.+?)</italic>")
_IN = re.compile(r"^(?:in|dans|en|em)\b:?\s", re.I)
_ROLE_WORDS = re.compile(
    r"^(?:in|dans|en|em)\b:?\s|[\[(]?\b(?:eds?|editors?|hrsg|hg|éds?|dirs?|orgs?|coords?)\b\.?[\])]?|\b(?:edited|ed)\.?"
    r"\sby\b|\bherausgegeben von\b|\bhrsg\. v(?:on|\.)", re.I)
_OTHERS = re.compile(r"[,;]?\s*(?:…|\bet\.? ?al(?:ii)?\b\.?|\b(?:and|&) (?:others|colleagues)\b|\bu\. ?a\.).*$", re.I)
_JOINT = r"(?:&|and|und|et|y|e|en|och|og)"
_BETWEEN = re.compile(rf"\s*[,;/]\s*(?:{_JOINT}\s)?|\s+{_JOINT}\s+")
_INITIALS = rf"(?:[{UPPER}][a-zé]?\.?(?:\s?[-‐]?\s?[{UPPER}][a-z]?\.)*|[{UPPER}](?:[-‐.\s]{{0,2}}[{UPPER}]){{0,3}}\.?)"
_ALL_INITIALS = re.compile(_INITIALS)
_WORD = rf"(?:\b{PARTICLE}\s|[dlDL][’'])*[{UPPER}][\w’'‐-]+"
_WORDS = re.compile(rf"{_WORD}(?:\s{_WORD}){{0,3}}")
_FIRST = re.compile(
    rf"(?P<given>(?:[{UPPER}][\w’'-]+\s){{0,2}}{_INITIALS})(?:\s|(?<=\.))(?P<family>{_WORD}(?:\s{_WORD})?)")
_BEHIND = re.compile(rf"(?P<family>{_WORD}(?:\s{_WORD})?)\s(?P<given>{_INITIALS})")
_GIVEN_AND_INITIAL = re.compile(rf"(?:[{UPPER}][\w’'-]+\s){{1,2}}{_INITIALS}")
_THESIS = re.compile(r"\bthes[ie]s\b|dissertation|\bdiss\b|thèse|\btesis\b|\btese\b|arbeit\b", re.I)


def load_labelled(folders: Collection[Path], given: Collection[str]) -> Iterator[tuple[Record, str, list[str]]]:
    """Yield the work, the text and the italics of each entry in the folders that is understood, each text once."""
    seen: set[str] = set()
    for file in (file for folder in folders for file in sorted(folder.rglob("*.xml"))):
        for element in _entries(file):
            text = " ".join((" " if element.tag == "sequence" else "").join(element.itertext()).split())
            key = re.sub(r"\W", "", text.casefold())
            record = _record(element, given) if key not in seen else None
            seen.add(key)
            if record:
                italics = [_TAG.sub("", each) for each in _ITALIC.findall(text)]
                yield record, re.sub(r"\s(?=[,;:.)](?:\s|$))|(?<=\()\s", "", _TAG.sub("", text)), italics


def _entries(file: Path) -> Iterator[ET.Element]:
    written = re.sub(r"<!---?.*?-->|\sxmlns(?::\w+)?=\"[^\"]*\"|\bxml:(?=\w+=)", "",
                     file.read_text(encoding="utf-8", errors="replace"), flags=re.S)
    try:
        root = ET.fromstring(written)
    except ET.ParseError:
        return
    yield from (each for each in root.iter() if each.tag in ("sequence", "bibl"))


def _record(element: ET.Element, given: Collection[str]) -> Record | None:
    """Return the work that the labelled parts of an entry state; None if a part is unknown, or stated twice."""
    parts: dict[str, list[str]] = {}
    for part in element:
        of = part.get("level") or part.get("type") or part.get("unit") or ""
        names = (part.tag.lower(), f"{part.tag.lower().removesuffix('Scope').removesuffix('scope')} {of}".strip())
        name = next((_PARTS[each] for each in reversed(names) if each in _PARTS), None)
        if name is None:
            return None
        if name and (words := " ".join("".join(part.itertext()).split())):
            parts.setdefault(name, []).append(words)
    if "monograph" in parts:
        parts["container-title" if "title" in parts else "title"] = parts.pop("monograph")
    several = {name for name, values in parts.items() if len(values) > 1}
    if several - {"author", "editor", "outside", "date"} or "title" not in parts:
        return None
    record: Record = {"x-outside": [], "x-dates": []}
    for name in ("title", "collection-title", "publisher", "publisher-place", "genre", "edition"):
        if name in parts and (value := _trimmed(parts[name][0])):
            record[name] = value
    return _with_kind(record, parts) if _put_numbers(record, parts) and _put_people(record, parts, given) else None


def _trimmed(value: str) -> str:
    """Return a value without the punctuation around it, and without marks that have no partner."""
    value = _AROUND.sub("", _TAG.sub("", value)).strip("“”\"«»„‘’'`")
    for opening, closing in ("()", "[]"):
        if value.count(opening) != value.count(closing):
            value = value.strip(opening + closing)
    return _AROUND.sub("", value)


def _put_numbers(record: Record, parts: dict[str, list[str]]) -> bool:
    """Add year, volume, issue and pages; return whether they are understood."""
    record["x-outside"] += [word for words in parts.get("outside", ()) for word in re.findall(r"[\w-]+", words)]
    years = [year for words in parts.get("date", ()) for year in re.findall(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", words)]
    if years:
        record["issued"] = {"date-parts": [[int(years[0])]]}
        record["x-dates"] += [number for words in parts["date"] for number in re.findall(r"\b\d{1,2}\b", words)]
    volume = re.findall(r"[A-Z]?\d+[A-Z]?(?:[-–/]\d+)?|\b[IVXLC]+\b", parts.get("volume", [""])[0])
    issue = re.findall(r"\w+(?:[-–/]\d+)?", parts.get("issue", [""])[0].removeprefix("no"))
    is_year = bool(volume) and not years and re.fullmatch(r"(?:19|20)\d\d", volume[0])  # “2010;37: 275”
    if is_year or len(volume) > 2 or (len(volume) == 2 and issue) or len(issue) > 2:
        return False
    record |= {"volume": volume[0]} if volume else {}
    record |= {"issue": (volume[1:] or issue)[-1]} if volume[1:] or issue else {}
    pages = re.findall(r"[A-Za-z]{0,2}\d+[A-Za-z]?", parts.get("page", [""])[0])
    if len(pages) > 2:
        return False
    record |= {"page": "-".join(pages)} if pages else {}
    return True


def _put_people(record: Record, parts: dict[str, list[str]], given: Collection[str]) -> bool:
    for name in ("author", "editor"):
        words = ", ".join(_AROUND.sub("", each) + ("." if each.rstrip(" ,;:").endswith(".") else "")
                          for each in parts.get(name, ()))
        if not words:
            continue
        people = split_names(_ROLE_WORDS.sub("", words), given)
        if not people:
            return False
        record[name] = people
    return bool(record.keys() & {"author", "editor"})


def split_names(words: str, given: Collection[str]) -> list[Person]:
    """Return the persons that a list names, or one group; none if the list may be read in another way."""
    words = _OTHERS.sub("", re.sub(r"\([^()]*\)|\bJr\b\.?", "", words)).strip(" ,;:/")
    if has_organisation_word(words) and not re.search(rf"(?<!\w)[{UPPER}]\.", words):
        return [{"literal": words.strip(" .")}] if ";" not in words else []
    parts = [part for part in _BETWEEN.split(words) if part.strip(" .")]
    people: list[Person] = []
    while parts:
        part, *parts = (each.strip() for each in parts)
        following = parts[0] if parts else ""
        # “Gu FX” and “AB Gu” have both forms; initials are capitals.
        found = [each for each in (_FIRST.fullmatch(part), _BEHIND.fullmatch(part)) if each]
        if found:
            name = next((each for each in found if len(found) == 1 or each["given"].isupper()), None)
            if not name:
                return []
            people.append({"family": name["family"], "given": name["given"]})
            continue
        if not _WORDS.fullmatch(part.rstrip(".")):
            return []
        first, *others = part.rstrip(".").split()
        is_given = following.rstrip(".").split(" ")[0] in given
        if _ALL_INITIALS.fullmatch(following) or _GIVEN_AND_INITIAL.fullmatch(following) or (
                is_given and not (others and first in given)):
            people.append({"family": part, "given": following.rstrip(".") if is_given else following})
            parts = parts[1:]
        elif others and first in given:
            *middle, family = others
            people.append({"family": family, "given": " ".join((first, *middle))})
        else:
            return []
    return people


def _with_kind(record: Record, parts: dict[str, list[str]]) -> Record:
    """Return a work with its kind, and with what it is in."""
    named = next((name for name in ("journal", "container-title") if name in parts), "")
    holder = _trimmed(_IN.sub("", parts[named][0])) if named else ""
    holder += "." if re.search(r"\w\.\s?\w", holder) and re.search(r"\w\.[\s,]*$", parts[named][0]) else ""
    is_book = bool(_IN.match(parts[named][0]) or record.keys() & {"editor", "publisher"}) if named else False
    if holder:
        record["container-title"] = holder
    if named == "journal" or (holder and "volume" in record and not is_book and JOURNAL_WORD.search(holder)):
        return {**record, "x-kind": "article"}
    if holder:
        return {**record, "x-kind": "chapter"}
    if _THESIS.search(record.get("genre", "")):
        return {**record, "x-kind": "thesis"}
    return {**record, "x-kind": "book" if "publisher" in record else "report"}
