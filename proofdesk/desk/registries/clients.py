"""The public registries of works: Crossref, DataCite and PubMed, asked politely for one record at a time.

Crossref REST API (api.crossref.org/swagger-ui), DataCite REST API (support.datacite.org/docs/api), NCBI E-utilities
(ncbi.nlm.nih.gov/books/NBK25501): each answers in JSON without a key. Their answers are read by ``desk.records``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from urllib3.exceptions import LocationParseError  # which requests lets through

from proofdesk.common.errors import UserError
from proofdesk.desk.outside import outside_session, within

TIMEOUT = (10, 30)  # seconds to connect, and between two pieces of an answer
SECONDS = 60.0  # for the whole of an answer
LARGEST = 5_000_000  # bytes of one answer; a record has some thousand
REDIRECTS = 5
# Seconds between two questions: NCBI asks for at most three a second, the others for less than fifty.
PAUSE = 0.34
_AGENT = "plasticity-window-desk/1 (bibliography of a static site; one record at a time)"


@dataclass
class Services:
    """Where the registries are. The addresses can be others' that answer alike, such as a mirror."""

    crossref: str = "https://api.crossref.org"
    datacite: str = "https://api.datacite.org"
    pubmed: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    pause: float = field(default_factory=lambda: PAUSE)
    _last: float = field(default=0.0, repr=False)

    def of_crossref(self, doi: str) -> dict[str, Any] | None:
        """Crossref's record of a DOI; None where it has none."""
        found = self._json(f"{self.crossref}/works/{quote(doi, safe='')}")
        return _part(found, "Crossref", "message") if found is not None else None

    def of_datacite(self, doi: str) -> dict[str, Any] | None:
        """DataCite's record of a DOI (arXiv's among them); None where it has none."""
        found = self._json(f"{self.datacite}/dois/{quote(doi, safe='')}")
        return _part(found, "DataCite", "data", "attributes") if found is not None else None

    def of_pubmed(self, pmid: str) -> dict[str, Any] | None:
        """PubMed's record of a number; None where it has none."""
        found = self._json(f"{self.pubmed}/esummary.fcgi?db=pubmed&retmode=json&id={pmid}")
        if found is None:
            return None
        result = _part(found, "PubMed", "result")
        record = result.get(pmid)
        return record if isinstance(record, dict) and "error" not in record else None

    def page(self, url: str) -> str:
        """A web page's HTML. Raises Refused where it does not come."""
        return self._get(url, "text/html")[1].decode("utf-8", errors="replace")

    def _json(self, url: str) -> dict[str, Any] | None:
        status, content = self._get(url, "application/json", missing=(404,))
        if status == 404:
            return None
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            raise UserError(f"{_host(url)} does not answer with a record (ask again later)") from None
        if not isinstance(found, dict):
            raise UserError(f"{_host(url)} answers with something that is no record (ask again later)")
        return found

    def _get(self, url: str, kind: str, missing: tuple[int, ...] = ()) -> tuple[int, bytes]:
        wait = self._last + self.pause - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self._last = time.monotonic()
        try:
            return within(SECONDS, lambda: self._ask(url, kind, missing))
        except requests.Timeout:
            raise UserError(f"{_host(url)} does not answer in time (are you online?)") from None
        except requests.TooManyRedirects:
            raise UserError(f"{_host(url)} sends us from one address to the next without an end") from None
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, LocationParseError):
            raise UserError(f"“{url}” is not an address that can be asked") from None
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError):
            raise UserError(f"{_host(url)} broke off before the end of its answer") from None
        except requests.ConnectionError:
            raise UserError(f"{_host(url)} cannot be reached (are you online?)") from None
        except requests.RequestException as error:
            raise UserError(f"{_host(url)} cannot be asked: {error}") from None


    def _ask(self, url: str, kind: str, missing: tuple[int, ...]) -> tuple[int, bytes]:
        session = outside_session([self.crossref, self.datacite, self.pubmed])
        session.max_redirects = REDIRECTS
        with session.get(url, stream=True, timeout=TIMEOUT,
                         headers={"User-Agent": _AGENT, "Accept": kind}) as answer:
            if answer.status_code == 429:
                after = answer.headers.get("Retry-After", "")
                later = f"in {after} seconds" if after.isdigit() else "later"
                raise UserError(f"{_host(url)} asks us to come back {later}")
            if answer.status_code != 200 and answer.status_code not in missing:
                raise UserError(f"{_host(url)} answers {answer.status_code} {answer.reason}".rstrip())
            return answer.status_code, b"".join(_bounded(answer, url))


def _bounded(answer: requests.Response, url: str) -> Iterator[bytes]:
    received = 0
    for piece in answer.iter_content(1 << 16):
        received += len(piece)
        if received > LARGEST:
            raise UserError(f"{_host(url)} answers with more than {LARGEST // 1_000_000} MB, which no record has")
        yield piece
    stated = answer.headers.get("Content-Length", "")
    if stated.isdigit() and "Content-Encoding" not in answer.headers and received < int(stated):
        raise UserError(f"{_host(url)} broke off before the end of its answer")


def _part(found: dict[str, Any], name: str, *path: str) -> dict[str, Any]:
    here: Any = found
    for part in path:
        here = here.get(part) if isinstance(here, dict) else None
    if not isinstance(here, dict):
        raise UserError(f"{name} answers in a form that is not its documented one (ask again later)")
    return here


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2] or url
