"""Parse what names a work: a DOI, a PubMed or arXiv number, or an address."""

from __future__ import annotations

import re
from urllib.parse import unquote

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>?#]+", re.I)
_PMID = re.compile(
    r"(?:pmid:?\s*|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)?(\d{1,8})/?", re.I
)
_ARXIV = re.compile(
    r"(?:arxiv:\s*|https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/)?(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?/?", re.I
)
_META = re.compile(
    r"<meta\s[^>]{0,200}?name=[\"'](?:citation_doi|dc\.identifier|prism\.doi)[\"'][^>]{0,200}?content=[\"']([^\"'>]{1,200})",
    re.I,
)


def identifier(text: str) -> tuple[str, str] | None:
    """Return (“doi”, “pmid” or “arxiv”, bare value), or (“url”, address) for another address, or None."""
    text = text.strip()
    for kind, pattern in (("pmid", _PMID), ("arxiv", _ARXIV)):
        match = pattern.fullmatch(text)
        if match:
            return kind, match.group(1)
    match = _DOI.search(unquote(text))
    if match:
        doi = match.group().rstrip(".,;:'’”)]}" if "(" not in match.group() else ".,;:'’”]}")
        arxiv = re.fullmatch(r"10\.48550/arxiv\.(\d{4}\.\d{4,5})", doi, re.I)
        return ("arxiv", arxiv.group(1)) if arxiv else ("doi", doi)
    return ("url", text) if re.match(r"https?://[^\s]+$", text) else None


def doi_of_page(page: str) -> tuple[str, str] | None:
    """Return the DOI of a publisher's page, from the metadata that reference managers read."""
    match = _META.search(page)
    found = identifier(match.group(1)) if match else None
    return found if found and found[0] in ("doi", "arxiv") else None
