"""Clients of the public registries of works: Crossref, DataCite and PubMed, asked for one record at a time.

Crossref REST API (api.crossref.org/swagger-ui), DataCite REST API (support.datacite.org/docs/api), NCBI E-utilities
(ncbi.nlm.nih.gov/books/NBK25501): each answers in JSON without a key. ``records`` reads their answers.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from proofdesk.common.errors import UserError
from proofdesk.desk.network.http import CHUNK_BYTES, Failure, RequestFailed, request, within

TIMEOUT = (10, 30)  # seconds to connect, and between two pieces of an answer
SECONDS = 60.0  # for the whole of an answer
MAX_BYTES = 5_000_000  # of one answer; a record has some thousand
MAX_REDIRECTS = 5
MAX_FAILURES = 2  # in a row, after which nobody asks the registries again in the same run
# Seconds between two requests: NCBI allows three a second, the others fewer than fifty.
PAUSE = 0.34
_AGENT = "proofdesk-desk/1 (bibliography of a static site; one record at a time)"
_OFFLINE = "are you online? If not, see “Without a record” in the editors' guide, “Citing”"
_MESSAGES = {
    Failure.TIMEOUT: f"does not answer in time ({_OFFLINE})",
    Failure.TOO_MANY_REDIRECTS: "redirects from one address to the next without an end",
    Failure.CUT_OFF: "broke off before the end of its answer",
    Failure.BAD_ENCODING: "broke off before the end of its answer",
    Failure.BAD_CERTIFICATE: f"cannot be reached ({_OFFLINE})",
    Failure.UNKNOWN_HOST: f"cannot be reached ({_OFFLINE})",
    Failure.UNREACHABLE: f"cannot be reached ({_OFFLINE})",
}


class NoAnswer(UserError):
    """A registry cannot be reached now, or answers nobody: of the next work it will not know more."""


@dataclass
class Services:
    """The addresses of the registries, or of mirrors that answer alike, and the pause between two requests."""

    crossref: str = "https://api.crossref.org"
    datacite: str = "https://api.datacite.org"
    pubmed: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    pause: float = field(default_factory=lambda: PAUSE)
    _last: float = field(default=0.0, repr=False)

    def of_crossref(self, doi: str) -> dict[str, Any] | None:
        """Return Crossref's record of a DOI, or None if it has none."""
        found = self._json(f"{self.crossref}/works/{quote(doi, safe='')}")
        return _part(found, "Crossref", "message") if found is not None else None

    def of_datacite(self, doi: str) -> dict[str, Any] | None:
        """Return DataCite's record of a DOI (arXiv's among them), or None if it has none."""
        found = self._json(f"{self.datacite}/dois/{quote(doi, safe='')}")
        return _part(found, "DataCite", "data", "attributes") if found is not None else None

    def of_pubmed(self, pmid: str) -> dict[str, Any] | None:
        """Return PubMed's record of a number, or None if it has none."""
        found = self._json(f"{self.pubmed}/esummary.fcgi?db=pubmed&retmode=json&id={pmid}")
        if found is None:
            return None
        result = _part(found, "PubMed", "result")
        record = result.get(pmid)
        return record if isinstance(record, dict) and "error" not in record else None

    def search_crossref(self, words: str, rows: int) -> list[dict[str, Any]]:
        """Return Crossref's records of the works that it finds by these words, the best ones first."""
        found = self._json(f"{self.crossref}/works?query.bibliographic={quote(words, safe='')}&rows={rows}")
        items = _part(found or {}, "Crossref", "message").get("items")
        return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []

    def search_pubmed(self, title: str, rows: int) -> list[str]:
        """Return the numbers of the works that PubMed finds by the words of a title."""
        words = quote(f"{title}[Title]", safe="")
        found = self._json(f"{self.pubmed}/esearch.fcgi?db=pubmed&retmode=json&retmax={rows}&term={words}")
        numbers = _part(found or {}, "PubMed", "esearchresult").get("idlist")
        return [str(each) for each in numbers if str(each).isdigit()] if isinstance(numbers, list) else []

    def page(self, url: str) -> str:
        """Return the HTML of a web page. Raises UserError if it does not arrive."""
        return self._get(url, "text/html")[1].decode("utf-8", errors="replace")

    def _json(self, url: str) -> dict[str, Any] | None:
        status, content = self._get(url, "application/json", missing=(404,))
        if status == 404:
            return None
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            raise NoAnswer(f"{_host(url)} does not answer with a record (try again later)") from None
        if not isinstance(found, dict):
            raise UserError(f"{_host(url)} answers with something other than a record (try again later)")
        return found

    def _get(self, url: str, content_type: str, missing: tuple[int, ...] = ()) -> tuple[int, bytes]:
        wait = self._last + self.pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._last = time.monotonic()
        try:
            return within(SECONDS, lambda: self._fetch(url, content_type, missing))
        except RequestFailed as error:
            raise NoAnswer(_explain(error, url)) from None

    def _fetch(self, url: str, content_type: str, missing: tuple[int, ...]) -> tuple[int, bytes]:
        with request("GET", url, {"User-Agent": _AGENT, "Accept": content_type}, TIMEOUT, MAX_REDIRECTS,
                     [self.crossref, self.datacite, self.pubmed]) as answer:
            if answer.status_code == 429:
                after = answer.headers.get("Retry-After", "")
                later = f"in {after} seconds" if after.isdigit() else "later"
                raise NoAnswer(f"{_host(url)} asks you to come back {later}")
            if answer.status_code != 200 and answer.status_code not in missing:
                failed = NoAnswer if answer.status_code >= 500 else UserError
                raise failed(f"{_host(url)} answers {answer.status_code} {answer.reason}".rstrip())
            return answer.status_code, b"".join(_bounded(answer, url))


def _explain(error: RequestFailed, url: str) -> str:
    if error.failure is Failure.BAD_ADDRESS:
        return f"“{url}” is not an address that can be fetched"
    return f"{_host(url)} {_MESSAGES.get(error.failure, f'cannot be reached: {error}')}"


def _bounded(answer: requests.Response, url: str) -> Iterator[bytes]:
    received = 0
    for chunk in answer.iter_content(CHUNK_BYTES):
        received += len(chunk)
        if received > MAX_BYTES:
            raise UserError(f"{_host(url)} answers with more than {MAX_BYTES // 1_000_000} MB, which no record has")
        yield chunk
    stated = answer.headers.get("Content-Length", "")
    if stated.isdigit() and "Content-Encoding" not in answer.headers and received < int(stated):
        raise UserError(f"{_host(url)} broke off before the end of its answer")


def _part(found: dict[str, Any], name: str, *path: str) -> dict[str, Any]:
    here: Any = found
    for part in path:
        here = here.get(part) if isinstance(here, dict) else None
    if not isinstance(here, dict):
        raise UserError(f"{name} does not answer in its documented form (try again later)")
    return here


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2] or url
