"""Take the identifiers out of an entry of a list of references."""

from __future__ import annotations

import re

_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s{0,3}(?:https?://(?:dx\.)?doi\.org/)?)?\b(10\.\d{4,9}/[^\s\"<>]+)", re.I
)
_PMID = re.compile(r"\bPMID:?\s*(\d{1,8})\b\.?|https?://pubmed\.ncbi\.nlm\.nih\.gov/(\d{1,8})/?", re.I)
_PMCID = re.compile(r"\bPMCID:?\s*(PMC\d{3,9})\b\.?|https?://\S{0,40}/pmc/articles/(PMC\d{3,9})/?", re.I)
_ARXIV = re.compile(r"\barXiv:\s?(\d{4}\.\d{4,5})(?:v\d+)?\b\.?", re.I)
_TRIAL = re.compile(r"\b(NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|\d{4}-\d{6}-\d{2}(?=\b))")
_URL = re.compile(r"https?://[^\s<>\"]+")
_ACCESSED = re.compile(
    r"[\[(]?\b(?:Accessed|Retrieved|Cited|Last accessed|Viewed)(?: on| from)?:?\s[^.\])]{0,40}[\])]?\.?|"
    r"\[Internet\]|\bAvailable (?:from|at):?", re.I,
)


def split_identifiers(text: str) -> tuple[str, dict[str, str]]:
    """Return an entry without its identifiers, and the identifiers as fields."""
    found: dict[str, str] = {}

    def extract(name: str, pattern: re.Pattern[str], rest: str) -> str:
        match = pattern.search(rest)
        if not match:
            return rest
        value = next(filter(None, match.groups()), match.group())
        end = match.end()
        if name in ("doi", "url"):
            bare = _without_end_punctuation(value)
            value, end = bare, end - (len(value) - len(bare))
        found[name] = value
        return f"{rest[: match.start()].rstrip()} {rest[end:].lstrip(' .,;')}".strip()

    rest = text
    for name, pattern in (("doi", _DOI), ("pmid", _PMID), ("pmcid", _PMCID), ("eprint", _ARXIV), ("url", _URL)):
        rest = extract(name, pattern, rest)
    trial = _TRIAL.search(text)
    if trial:
        found["number"] = trial.group(1)
    if "eprint" in found:
        found["archiveprefix"] = "arXiv"
    accessed = _ACCESSED.findall(rest)
    if accessed:
        note = " ".join(part.strip(" .[]()") for part in accessed if not part.lower().startswith(("available", "[int")))
        found |= {"note": note} if note else {}
        rest = " ".join(_ACCESSED.sub(" ", rest).split())
    return rest.strip(), found


def _without_end_punctuation(address: str) -> str:
    """Return an address without the punctuation that ends its sentence."""
    while address and (address[-1] in ".,;:'’”]" or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address
