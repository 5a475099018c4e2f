"""Requests to other people's servers: one way to fail for all of them, and the download of a file within bounds."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from pathlib import Path
from typing import TypeVar

import click
import requests
from requests import exceptions
from urllib3.exceptions import LocationParseError  # which requests lets through

from proofdesk.common.errors import ProofdeskError, UserError
from proofdesk.desk.network.outside import call_within, outside_session

# Seconds to connect, and between two pieces of the answer.
TIMEOUT = (10.0, 60.0)
SECONDS = 900.0  # for the whole file
MAX_REDIRECTS = 30
CHUNK_BYTES = 1 << 16
# What a resolver answers if the name does not exist, unlike if it cannot tell just now.
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


_T = TypeVar("_T")


class Failure(Enum):
    """Why a request brought no answer."""

    TIMEOUT = auto()
    TOO_MANY_REDIRECTS = auto()
    BAD_ADDRESS = auto()
    CUT_OFF = auto()
    BAD_ENCODING = auto()
    BAD_CERTIFICATE = auto()
    UNKNOWN_HOST = auto()
    UNREACHABLE = auto()
    OTHER = auto()


class RequestFailed(ProofdeskError):
    """A request that brought no answer. Its text is what the library says."""

    def __init__(self, failure: Failure, error: Exception) -> None:
        super().__init__(str(error))
        self.failure = failure


@contextmanager
def request(method: str, url: str, headers: Mapping[str, str], timeout: tuple[float, float],
            max_redirects: int = 0, allowed: Iterable[str] = (), local: bool = False) -> Iterator[requests.Response]:
    """Yield the answer to a request, its body still unread.

    Raises RequestFailed if there is none, or if it ends while the caller reads it. Without ``max_redirects`` no
    redirect is followed. ``InsideAddress`` is raised for this machine and its network, except for hosts of the
    addresses in ``allowed``, or if ``local``.
    """
    try:
        with outside_session(allowed, local) as session:
            # Without following any, requests still looks at the first one, which 0 would make one too many.
            session.max_redirects = max_redirects or 1
            with session.request(method, url, headers=dict(headers), stream=True, timeout=timeout,
                                 allow_redirects=max_redirects > 0) as answer:
                yield answer
    except (requests.RequestException, ValueError) as error:
        raise RequestFailed(_failure(error), error) from None


def within(seconds: float, call: Callable[[], _T]) -> _T:
    """Return what ``call`` returns. Raises RequestFailed if it takes longer in all."""
    try:
        return call_within(seconds, call)
    except requests.Timeout as error:
        raise RequestFailed(Failure.TIMEOUT, error) from None


def _failure(error: Exception) -> Failure:
    # The order counts: a timeout while connecting is also a ConnectionError, and so is an SSLError.
    match error:
        case requests.Timeout():
            return Failure.TIMEOUT
        case requests.TooManyRedirects():
            return Failure.TOO_MANY_REDIRECTS
        case exceptions.InvalidURL() | exceptions.InvalidSchema() | LocationParseError():
            return Failure.BAD_ADDRESS
        case exceptions.ChunkedEncodingError():
            return Failure.CUT_OFF
        case exceptions.ContentDecodingError():
            return Failure.BAD_ENCODING
        case exceptions.SSLError():
            return Failure.BAD_CERTIFICATE
        case requests.ConnectionError():
            return Failure.UNKNOWN_HOST if _is_unknown_name(error) else Failure.UNREACHABLE
    return Failure.OTHER


def _is_unknown_name(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, socket.gaierror):
            return error.errno in _NO_SUCH_NAME
        error = error.__cause__ or error.__context__
    return False


_AGAIN, _ONLINE = "run the command again", "are you online? Else fetch the file in a browser, and name it"
_BY_HAND = "try again later, or fetch the file in a browser, and name it"
_FETCH_MESSAGES = {
    Failure.TIMEOUT: f"does not answer in time ({_ONLINE})",
    Failure.TOO_MANY_REDIRECTS: f"leads from one address to the next without an end ({_BY_HAND})",
    Failure.BAD_ADDRESS: "is not an address that can be fetched",
    Failure.CUT_OFF: f"broke off before the end ({_AGAIN})",
    Failure.BAD_ENCODING: f"broke off before the end, or is packed wrongly ({_AGAIN})",
    Failure.BAD_CERTIFICATE: f"cannot prove that it is the server of that name ({_BY_HAND})",
    Failure.UNKNOWN_HOST: f"cannot be reached ({_ONLINE})",
    Failure.UNREACHABLE: f"cannot be reached ({_ONLINE})",
}


def fetch(url: str, target: Path, max_bytes: int) -> date | None:
    """Fetch a file of at most ``max_bytes`` and return the day of its last change, if the server names one.

    Shows a progress bar on a terminal. Raises UserError, with the reason, if the file does not arrive whole.
    """
    try:
        return within(SECONDS, lambda: _fetch(url, target, max_bytes))
    except RequestFailed as error:
        raise UserError(f"{url} {_FETCH_MESSAGES.get(error.failure, f'cannot be fetched: {error}')}") from None


def _fetch(url: str, target: Path, max_bytes: int) -> date | None:
    with request("GET", url, {}, TIMEOUT, MAX_REDIRECTS, [url]) as answer:
        if answer.status_code != 200:
            raise UserError(f"{url} answers {answer.status_code} {answer.reason}".rstrip() + f" ({_BY_HAND})")
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            raise UserError(f"{url} answers with a web page, perhaps of a network that wants you to sign in "
                            f"({_BY_HAND})")
        _save(answer, url, target, max_bytes)
        return _modified(answer.headers.get("Last-Modified", ""))


def _save(answer: requests.Response, url: str, target: Path, max_bytes: int) -> None:
    stated = answer.headers.get("Content-Length", "")
    # The stated length counts compressed bytes, but the limit and the progress bar count decompressed ones.
    length = int(stated) if stated.isdigit() and "Content-Encoding" not in answer.headers else None
    too_large = UserError(f"{url} is larger than {max_bytes // 1_000_000} MB, which the retraction data is not")
    if length is not None and length > max_bytes:
        raise too_large
    received = 0
    with (
        target.open("wb") as file,
        click.progressbar(length=length or max_bytes, label="Fetching", file=sys.stderr, show_eta=length is not None,
                          hidden=not sys.stderr.isatty()) as bar,
    ):
        for chunk in answer.iter_content(CHUNK_BYTES):
            received += len(chunk)
            if received > max_bytes:
                raise too_large
            file.write(chunk)
            bar.update(len(chunk))


def _modified(header: str) -> date | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC).date()
    except ValueError:
        return None
