"""Read EndNote's citations, whose XML stands in the field's code or, as Base64, in the data beside it."""

from __future__ import annotations

import re

import lxml.etree as etree

from proofdesk.bibliography.names import has_organisation_word
from proofdesk.desk.importing.model import CslItem
from proofdesk.desk.importing.readers.fields.citation import CitedWork, FieldCitation
from proofdesk.desk.importing.readers.fields.csl_json import decode_base64

# CSL's kinds by EndNote's numbers of them.
_KINDS = {
    "17": "article-journal", "43": "article-journal", "19": "article-magazine", "23": "article-newspaper",
    "6": "book", "28": "book", "44": "book", "9": "software", "5": "chapter", "10": "paper-conference",
    "47": "paper-conference", "27": "report", "31": "report", "46": "report", "32": "thesis", "12": "webpage",
    "16": "webpage", "25": "patent", "26": "legislation", "7": "legal_case", "30": "entry-encyclopedia",
    "34": "manuscript", "56": "post-weblog", "59": "dataset",
}
_NAMES_OF_FIELDS = {
    "volume": "volume", "number": "issue", "pages": "page", "edition": "edition", "publisher": "publisher",
    "pub-location": "publisher-place", "electronic-resource-num": "DOI", "abstract": "abstract", "isbn": "ISBN",
}
_PUBMED = re.compile(
    r"ncbi\.nlm\.nih\.gov/(?:pubmed/|entrez/\S*list_uids=)(\d{1,8})\b|pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,8})\b")
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d\b")


def citation_of_endnote(code: str, data: str) -> FieldCitation | None:
    """Return the citation in a field's code, or in the data of the field; None if neither holds one."""
    root = _parse(code[code.find("<EndNote>") :]) if "<EndNote>" in code else None
    if root is None and data:
        content = decode_base64(data)
        wide = content[1:2] == b"\0" or content.startswith(b"\xff\xfe")
        root = _parse(content.decode("utf-16-le" if wide else "utf-8", "replace").strip("\ufeff\0 "))
    cites = root.findall("Cite") if root is not None else []
    written = next((each for each in (_words(cite.find("DisplayText")) for cite in cites) if each), "")
    works = tuple(_work(cite) for cite in cites if cite.get("Hidden") != "1")
    return FieldCitation("EndNote", works, written) if works else None


def _parse(text: str) -> etree._Element | None:
    end = text.rfind("</EndNote>")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text[: end + len("</EndNote>")]) if end > 0 else ""
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser) if text else None
    except etree.XMLSyntaxError:
        return None


def _work(cite: etree._Element) -> CitedWork:
    record = cite.find("record")
    key = cite.find("record/foreign-keys/key")
    number = _words(cite.find("RecNum"))
    library = (key.get("guid") or f"{key.get('db-id')} {number}") if key is not None else ""
    found = _record(record, _words(cite.find("Author"))) if record is not None else {}
    return CitedWork(
        found, f"EndNote {library}" if library.strip() else "",
        prefix=_raw(cite.find("Prefix")), suffix=_raw(cite.find("Suffix")), locator=_words(cite.find("Pages")),
        without_author=cite.get("ExcludeAuth") == "1", narrative=cite.get("AuthorYear") == "1",
    )


def _record(record: etree._Element, cited: str) -> CslItem:
    """Return the record of a work; ``cited`` is the family name by which EndNote cites it."""
    number = _words(record.find("ref-type"))
    kind = _KINDS.get(number, "article-journal" if record.find("periodical") is not None else "document")
    found: CslItem = {"type": kind, "title": _words(record.find("titles/title"))}
    journal = _words(record.find("titles/secondary-title")) or _words(record.find("periodical/full-title"))
    if journal:
        found["collection-title" if kind == "book" else "container-title"] = journal
    for name, csl in _NAMES_OF_FIELDS.items():
        if value := _words(record.find(name)):
            found[csl] = value
    for place, csl in (("authors", "author"), ("secondary-authors", "editor")):
        names = [_words(each) for each in record.findall(f"contributors/{place}/author")]
        given_first = any(_is_cited_by_family(name, cited) for name in names[:1])
        if names:
            found[csl] = [(_given_first(name) if given_first else None) or _name(name) for name in names]
    year = _YEAR.search(_words(record.find("dates/year")) or _words(record.find("dates/pub-dates/date")))
    if year:
        found["issued"] = {"date-parts": [[int(year.group())]]}
    addresses = [_words(each) for each in record.iterfind("urls//url")]
    addresses += [_words(each) for each in record.iterfind("urls/web-urls/url")]
    if address := next((each for each in addresses if each.startswith(("http://", "https://"))), ""):
        found["URL"] = address
    found |= _pubmed_number(record, addresses)
    return found


def _pubmed_number(record: etree._Element, addresses: list[str]) -> CslItem:
    """Return the number of PubMed if the record says that it is one, and not of some other data bank."""
    number = _words(record.find("accession-num"))
    banks = _words(record.find("remote-database-name")) + _words(record.find("remote-database-provider"))
    if re.fullmatch(r"\d{1,8}", number) and re.search(r"medline|pubmed|\bNLM\b", banks, re.I):
        return {"PMID": number}
    found = next((match for match in map(_PUBMED.search, addresses) if match), None)
    return {"PMID": found[1] or found[2]} if found else {}


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


def _name(name: str) -> CslItem:
    """“de Vos, Cato M.” has parts; without a comma, or with one at the end, it is an organization."""
    family, comma, given = name.partition(",")
    family, given = family.strip(), given.strip()
    if not comma or not given:
        return {"literal": name.strip(" ,")} if comma or " " in name else {"family": family}
    parts = given.split(",")
    return {"family": family, "given": parts[0].strip(), **({"suffix": parts[1].strip()} if len(parts) > 1 else {})}


def _raw(element: etree._Element | None) -> str:
    return "".join(map(str, element.itertext())) if element is not None else ""


def _words(element: etree._Element | None) -> str:
    """Return the words of an element; EndNote puts those of its fields into styles, with a return between two."""
    return " ".join(_raw(element).split())
