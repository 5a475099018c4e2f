"""Read EndNote's citations, whose XML stands in the field's code or, as Base64, in the data beside it."""

from __future__ import annotations

import re

import lxml.etree as etree

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.desk.importing.model import CslItem
from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation
from proofdesk.desk.importing.readers.fields.csl_json import decode_base64
from proofdesk.desk.importing.readers.fields.records import csl_record, person_by_commas, words_at, xml_in

# CSL's kinds by EndNote's numbers of them.
_KINDS = {
    "17": "article-journal", "43": "article-journal", "19": "article-magazine", "23": "article-newspaper",
    "6": "book", "28": "book", "44": "book", "9": "software", "5": "chapter", "10": "paper-conference",
    "47": "paper-conference", "27": "report", "31": "report", "46": "report", "32": "thesis", "12": "webpage",
    "16": "webpage", "25": "patent", "26": "legislation", "7": "legal_case", "30": "entry-encyclopedia",
    "34": "manuscript", "56": "post-weblog", "59": "dataset",
}
_NAMES_OF_FIELDS = {
    "titles/title": "title", "volume": "volume", "number": "issue", "pages": "page", "edition": "edition",
    "publisher": "publisher", "pub-location": "publisher-place", "electronic-resource-num": "DOI",
    "abstract": "abstract", "isbn": "ISBN",
}
_PUBMED = re.compile(
    r"ncbi\.nlm\.nih\.gov/(?:pubmed/|entrez/\S*list_uids=)(\d{1,8})\b|pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,8})\b")
_ROOT = "EndNote"


def citation_of_endnote(code: str, data: str) -> FieldCitation | None:
    """Return the citation in a field's code, or in the data of the field; None if neither holds one."""
    root = xml_in(code, _ROOT)
    if root is None and data:
        content = decode_base64(data)
        wide = content[1:2] == b"\0" or content.startswith(b"\xff\xfe")
        root = xml_in(content.decode("utf-16-le" if wide else "utf-8", "replace"), _ROOT)
    cites = root.findall("Cite") if root is not None else []
    written = next(filter(None, (words_at(cite, "DisplayText") for cite in cites)), "")
    works = tuple(_work(cite) for cite in cites if cite.get("Hidden") != "1")
    return FieldCitation("EndNote", works, written) if works else None


def _work(cite: etree._Element) -> CitedWork:
    record = cite.find("record")
    key = cite.find("record/foreign-keys/key")
    number = words_at(cite, "RecNum")
    library = (key.get("guid") or f"{key.get('db-id')} {number}") if key is not None else ""
    found = _record(record, words_at(cite, "Author")) if record is not None else {}
    return CitedWork(
        found, f"EndNote {library}" if library.strip() else "",
        prefix=_raw(cite.find("Prefix")), suffix=_raw(cite.find("Suffix")), locator=words_at(cite, "Pages"),
        without_author=cite.get("ExcludeAuth") == "1", narrative=cite.get("AuthorYear") == "1",
    )


def _record(record: etree._Element, cited: str) -> CslItem:
    """Return the record of a work; ``cited`` is the family name by which EndNote cites it."""
    kind = _KINDS.get(words_at(record, "ref-type"),
                      "article-journal" if record.find("periodical") is not None else "document")
    journal = words_at(record, "titles/secondary-title") or words_at(record, "periodical/full-title")
    addresses = [words_at(each) for path in ("urls//url", "urls/web-urls/url") for each in record.iterfind(path)]
    return csl_record(
        kind,
        {**{csl: words_at(record, name) for name, csl in _NAMES_OF_FIELDS.items()},
         "collection-title" if kind == "book" else "container-title": journal,
         "URL": next((each for each in addresses if each.startswith(("http://", "https://"))), ""),
         "PMID": _pubmed_number(record, addresses)},
        words_at(record, "dates/year") or words_at(record, "dates/pub-dates/date"),
        author=_people(record, "authors", cited), editor=_people(record, "secondary-authors", cited))


def _people(record: etree._Element, role: str, cited: str) -> list[CslItem]:
    names = [words_at(each) for each in record.iterfind(f"contributors/{role}/author")]
    given_first = any(_is_cited_by_family(name, cited) for name in names[:1])
    return [(_given_first(name) if given_first else None) or person_by_commas(name) for name in names]


def _pubmed_number(record: etree._Element, addresses: list[str]) -> str:
    """Return the number of PubMed if the record says that it is one, and not of some other data bank."""
    number = words_at(record, "accession-num")
    banks = words_at(record, "remote-database-name") + words_at(record, "remote-database-provider")
    if re.fullmatch(r"\d{1,8}", number) and re.search(r"medline|pubmed|\bNLM\b", banks, re.I):
        return number
    return next((match[1] or match[2] for match in map(_PUBMED.search, addresses) if match), "")


def _is_cited_by_family(name: str, cited: str) -> bool:
    """Return whether a name without a comma is cited by its last word, as EndNote cites “Ann E. Calla” as “Calla”."""
    return "," not in name and len(cited) > 2 and name.casefold().endswith(f" {cited.casefold()}") \
        and not has_organisation_word(name)


def _given_first(name: str) -> CslItem | None:
    """Return a person whose family name stands last, or None for an organization and for initials that stand last."""
    words = name.split()
    last = words[-1].replace(".", "") if words else ""
    if "," in name or len(words) < 2 or len(last) < 2 or (last.isupper() and len(last) < 4) \
            or has_organisation_word(name):
        return None
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():  # “van der”
        start -= 1
    return {"family": " ".join(words[start:]), "given": " ".join(words[:start])}


def _raw(element: etree._Element | None) -> str:
    return "".join(map(str, element.itertext())) if element is not None else ""
