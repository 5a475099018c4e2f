"""Read Word's own citations: a field names the tags of sources that stand in a part of the file beside the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import lxml.etree as etree

from proofdesk.desk.importing.model import CslItem
from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation
from proofdesk.desk.importing.readers.fields.records import csl_record, person, words_at

_TOKEN = re.compile(r'\\([A-Za-z!*])|"((?:[^"\\]|\\.)*)"|([^\s"\\]+)')
_WITH_WORDS = {"p": "locator", "f": "prefix", "s": "suffix", "v": "volume", "l": "", "*": ""}
_KINDS = {
    "JournalArticle": "article-journal", "ArticleInAPeriodical": "article-magazine", "Book": "book",
    "BookSection": "chapter", "ConferenceProceedings": "paper-conference", "Report": "report",
    "InternetSite": "webpage", "DocumentFromInternetSite": "webpage", "ElectronicSource": "webpage",
    "Patent": "patent", "Case": "legal_case", "Film": "motion_picture", "Interview": "interview", "Art": "graphic",
    "SoundRecording": "song", "Performance": "performance",
}
_CONTAINERS = ("JournalName", "PeriodicalTitle", "BookTitle", "ConferenceName", "InternetSiteTitle", "PublicationTitle")
_PUBLISHERS = ("Publisher", "Institution", "ProductionCompany", "Distributor")
_NAMES_OF_FIELDS = {
    "Title": "title", "Volume": "volume", "Issue": "issue", "Pages": "page", "Edition": "edition", "DOI": "DOI",
    "City": "publisher-place", "URL": "URL", "ThesisType": "genre", "StandardNumber": "note",
}
_ROLES = {"Author": "author", "Editor": "editor", "Translator": "translator", "Inventor": "author", "Artist": "author",
          "Director": "author", "Interviewee": "author"}
_DOI = re.compile(r"\b10\.\d{4,9}/\S+")


def sources_of(roots: Iterable[etree._Element]) -> dict[str, CslItem]:
    """Return the records of Word's sources by their tags, without regard to capitals."""
    found: dict[str, CslItem] = {}
    for root in roots:
        for source in root.iter():
            if isinstance(source.tag, str) and etree.QName(source).localname == "Source":
                fields = {etree.QName(child).localname: child for child in source if isinstance(child.tag, str)}
                tag = words_at(fields.get("Tag"))
                if tag:
                    found.setdefault(tag.casefold(), _record(fields))
    return found


def citation_of_word(code: str, sources: Mapping[str, CslItem]) -> FieldCitation | None:
    """Return the citation of a field such as `CITATION Vos21 \\p 3 \\m Cal22`."""
    works: list[dict[str, str]] = []
    waiting = "tag"
    for switch, quoted, word in _TOKEN.findall(code.split(None, 1)[1] if len(code.split(None, 1)) > 1 else ""):
        if switch:
            waiting = "tag" if switch == "m" else _WITH_WORDS.get(switch.lower(), "none")
            if switch.lower() == "n" and works:
                works[-1]["without"] = "author"
        elif waiting == "tag":
            works.append({"tag": word or quoted})
            waiting = "none"
        elif waiting and waiting != "none" and works:
            works[-1].setdefault(waiting, re.sub(r"\\(.)", r"\1", quoted) if quoted else word)
            waiting = "none"
    if not works:
        return None
    return FieldCitation("Word", tuple(
        CitedWork(sources.get(work["tag"].casefold(), {}), f"Word {work['tag'].casefold()}",
                  prefix=work.get("prefix", ""), suffix=work.get("suffix", ""), without_author="without" in work,
                  locator=_locator(work), label="page" if "locator" in work else "volume") for work in works))


def _locator(work: Mapping[str, str]) -> str:
    if "volume" in work and "locator" in work:
        return f"vol. {work['volume']}, p. {work['locator']}"
    return work.get("volume") or work.get("locator", "")


def _record(source: Mapping[str, etree._Element]) -> CslItem:
    def first(*names: str) -> str:
        return next(filter(None, (words_at(source.get(name)) for name in names)), "")

    kind = first("SourceType")
    fields = {csl: first(name) for name, csl in _NAMES_OF_FIELDS.items()}
    doi = _DOI.search(f"{fields['DOI']} {fields['URL']} {fields['note']}")
    people: dict[str, list[CslItem]] = {}
    for role in source.get("Author", ()):
        if names := [*_names(role)]:
            people.setdefault(_ROLES.get(etree.QName(role).localname, ""), names)
    people.pop("", None)
    return csl_record(
        "thesis" if kind == "Report" and fields["genre"] else _KINDS.get(kind, "document"),
        {**fields, "container-title": first(*_CONTAINERS), "publisher": first(*_PUBLISHERS),
         "DOI": doi.group().rstrip(".,;") if doi else fields["DOI"]}, first("Year"), **people)


def _names(role: etree._Element) -> Iterator[CslItem]:
    for element in role.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name == "Corporate" and words_at(element):
            yield person(words_at(element), "")
        elif name == "Person":
            parts = {etree.QName(part).localname: words_at(part) for part in element if isinstance(part.tag, str)}
            given = " ".join(filter(None, [parts.get("First"), parts.get("Middle")]))
            if parts.get("Last") or given:
                yield person(parts.get("Last", ""), given)
