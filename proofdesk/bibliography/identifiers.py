"""Find a work's identifiers in whichever fields and spellings reference managers write them, each in one form.

Links, exports, the retraction gate, duplicates and look-ups take identifiers from here alone, so a work that one of
them knows is the same work to the others. Sources: DOI Handbook 2.8 (case does not count), NISO Z39.84 (characters),
biblatex 3.20 §3.12.7 (``eprint``), arXiv's and the NLM's own descriptions of their identifiers.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from proofdesk.bibliography.latex import unescape

# Nothing in it is LaTeX, an entity or invisible, as in most values.
_PLAIN = re.compile(r"[ !#-%'-Z\[\]_a-z|]*")
_NOTHING = {"", "0", "unavailable", "none", "n/a"}
_DOI_ADDRESS = re.compile(r"(?:doi:?\s*)?(?:https?://)?(?:(?:dx|www)\.)?doi\.org/", re.IGNORECASE)
_DOI_LABEL = re.compile(r"doi:?\s*", re.IGNORECASE)
# Also the short form that shortdoi.org gives and Zotero can write: “10/abc12”.
_DOI = re.compile(r"10(?:\.\d{4,9}(?:\.\d+)*/\S+|/[a-z0-9]{3,12}(?![^\s.,;]))", re.IGNORECASE)
_PMID = re.compile(r"(?:pmid:?\s*)?0*([1-9][0-9]*)(?:\.0)?", re.IGNORECASE)
_PUBMED_ADDRESS = re.compile(
    r"https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/([0-9]+)/?", re.IGNORECASE)
_PMC_ADDRESS = re.compile(
    r"https?://(?:pmc\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pmc)/articles/(PMC[0-9]+)", re.IGNORECASE)
_ARXIV_ADDRESS = re.compile(r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/(\S+?)(?:\.pdf)?/?$", re.IGNORECASE)
_ARXIV = re.compile(r"(?:arxiv:)?((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)(?:\s*\[[^\]]*\])?",
                    re.IGNORECASE)
# A publisher's page, or free text, that states a DOI. A query parameter's name or a path may stand before it.
_STATED_DOI = re.compile(
    r"(?:doi\.org/|\bdoi\b[\s:=]*|/doi/(?:\w+/)?|[?&](?:id|doi)=)(10\.\d{4,9}/[^\s?#]+)", re.IGNORECASE)
_STATED_PMID = re.compile(r"\bpmid\b[\s:=]*([1-9]\d*)", re.IGNORECASE)
_STATED_PMC = re.compile(r"\b(PMC\d+)\b")
# Registers of clinical trials: ClinicalTrials.gov, ISRCTN, EudraCT and CTIS, and those of Germany, Australia and Japan.
_TRIAL = re.compile(
    r"\b(NCT\d{8}|ISRCTN\d{8}|DRKS\d{8}|ACTRN\d{14}|jRCT\w{10}|(?:EUCTR)?20\d\d-\d{6}-\d\d(?:-\d\d)?)\b")
# “Preprint of doi:…”, “Later published as https://doi.org/…”: the DOI is not the work's own.
_VERSION = re.compile(
    r"\b(?:(?:pre-?print|manuscript|earlier version) (?:of|for)\b|(?:published|final|printed) version\b"
    r"|version of record\b|(?:now|later|since|also|subsequently|in the meantime) published\b|published as\b)"
    r"[^;]{0,120}?(?:doi\.org/|\bdoi\b[\s:=]*|\b)(10\.\d{4,9}/[^\s?#;]+)", re.IGNORECASE)
# Trailing marks of the text around a DOI. A DOI may end in a bracket that it opens itself.
_TRAILING = ".,;:'\"’”»"
_BRACKETS = {")": "(", "]": "[", ">": "<", "}": "{"}


@dataclass(frozen=True)
class Identifiers:
    """A work's identifiers, each empty if it has none. ``doi`` is in the case that the file has."""

    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    arxiv: str = ""
    trial: str = ""

    @property
    def doi_key(self) -> str:
        """Return the DOI for comparisons, in lower case."""
        return self.doi.lower()


def find_identifiers(fields: Mapping[str, str]) -> Identifiers:
    """Return the identifiers that an entry's raw fields state, in whichever of them."""
    values = {name: clean_value(fields[name]) for name in fields if name in _READ}
    eprint = values.get("eprint", "")
    kind = (values.get("eprinttype") or values.get("archiveprefix") or "").lower()
    free = [_VERSION.sub("", values.get(name, "")) for name in ("note", "howpublished", "annote", "addendum")]
    url = values.get("url", "")
    doi = printed_doi(values.get("doi", "")) or (printed_doi(eprint) if kind == "doi" else "")
    doi = doi or next((found for text in (url, *free) if (found := _stated(_STATED_DOI, text))), "")
    pmid = bare_pmid(values.get("pmid", "").rstrip(";")) or bare_pmid(values.get("pubmed", ""))
    pmid = pmid or (bare_pmid(eprint) if kind in ("pmid", "pubmed", "medline") else "")
    pmid = pmid or _stated(_PUBMED_ADDRESS, url) or _first(_STATED_PMID, free)
    pmcid = values.get("pmcid", "") or values.get("pmc", "") or (eprint if kind in ("pmc", "pmcid") else "")
    pmcid = pmcid or _stated(_PMC_ADDRESS, url) or _first(_STATED_PMC, free)
    arxiv = eprint if kind == "arxiv" or (eprint and not kind and _ARXIV.fullmatch(eprint)) else ""
    arxiv = arxiv or values.get("arxivid", "") or _stated(_ARXIV_ADDRESS, url)
    trial = _first(_TRIAL, [values.get("number", ""), eprint, *free])
    return Identifiers(printed_doi(doi), bare_pmid(pmid), _bare_pmcid(pmcid), _bare_arxiv(arxiv), trial)


def note_of_version(text: str) -> str:
    """Return the DOI that a note gives for the published version of a work, or an empty text."""
    match = _VERSION.search(text)
    return _without_trailing(unquote(match[1])) if match else ""


_READ = {"doi", "url", "eprint", "eprinttype", "archiveprefix", "note", "howpublished", "annote", "addendum", "pmid",
         "pubmed", "pmcid", "pmc", "arxivid", "number"}


def clean_value(value: str) -> str:
    """Return a field that holds an identifier or an address as text: no LaTeX, no entities, no invisible characters."""
    if _PLAIN.fullmatch(value):
        return value.strip()
    value = html.unescape(unescape(value))
    value = "".join(letter for letter in value if unicodedata.category(letter) not in ("Cf", "Cc"))
    return unicodedata.normalize("NFC", value).strip()


def printed_doi(text: str) -> str:
    """Return the DOI that a text is, without address, label or marks after it; empty if it is none."""
    text = text.strip()
    address = _DOI_ADDRESS.match(text)
    text = unquote(text[address.end():]) if address else _DOI_LABEL.sub("", text, count=1)
    found = _DOI.match(text)
    return _without_trailing(found.group()) if found else ""


def bare_doi(text: str) -> str:
    """Return a DOI without address or label, in lower case (DOI Handbook: case does not count); empty for none.

    A text that is no DOI is returned as it is, so that a table of notices can tell what it could not compare.
    """
    text = text.strip().strip("\0").lower()
    if text in _NOTHING:
        return ""
    return printed_doi(text) or _DOI_LABEL.sub("", text, count=1)


def bare_pmid(text: str) -> str:
    """Return a PubMed id as bare digits, or an empty text if it is not one."""
    match = _PMID.fullmatch(text.strip())
    return match.group(1) if match else ""


def _bare_pmcid(text: str) -> str:
    match = re.fullmatch(r"(?:pmcid:?\s*)?PMC(\d+)(?:\.\d+)?[.;]?", text.strip(), re.IGNORECASE)
    return f"PMC{match.group(1)}" if match else ""


def _bare_arxiv(text: str) -> str:
    match = _ARXIV.fullmatch(text.strip())
    return match.group(1) if match else ""


def _stated(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return unquote(match.group(1)) if match else ""


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> str:
    return next((found for text in texts if (found := _stated(pattern, text))), "")


def _without_trailing(doi: str) -> str:
    """Return a DOI without the marks of the sentence around it, and without a bracket that it did not open."""
    while doi:
        last = doi[-1]
        closed = last in _BRACKETS and doi.count(last) <= doi.count(_BRACKETS[last])
        if closed or (last not in _TRAILING and last not in _BRACKETS):
            break
        doi = doi[:-1]
    return doi
