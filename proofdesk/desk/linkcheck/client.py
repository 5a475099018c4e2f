"""Check whether addresses still lead somewhere: one request to a server at a time, with a pause.

HEAD first (RFC 9110, 9.3.2), GET if that is refused; a body is never read. A server that asks for fewer requests
(429, or 503 with Retry-After; RFC 6585 and RFC 9110, 10.2.3) is left alone for the rest of the run.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urljoin, urlsplit

import requests

from proofdesk.desk.network.http import Failure, RequestFailed, request, within
from proofdesk.desk.network.outside import InsideAddress

TIMEOUT = (10, 30)  # seconds to connect, and between two pieces of an answer
SECONDS = 60.0  # for the whole of an answer's head
MAX_REDIRECTS = 10
WORKERS = 8  # servers asked at the same time
AGENT = "Mozilla/5.0 (compatible; proofdesk-desk/1; checks the links of a static site, each once)"
_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_GONE = (404, 410)
# Names that belong to no site (RFC 2606, RFC 6761): they occur in examples, or mean the machine itself.
_NO_SITES = ("example", "invalid", "test", "localhost", "example.com", "example.net", "example.org")


def is_web_address(url: str, local: bool = False) -> bool:
    """Return whether this can be another site's address. With ``local``, this machine and its network count too."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host:
        return False
    try:
        return ipaddress.ip_address(host).is_global or local
    except ValueError:
        return (local and host == "localhost") or not any(
            host == name or host.endswith(f".{name}") for name in _NO_SITES)


class LinkStatus(Enum):
    """What came of a request for an address."""

    FINE = "it works"
    MOVED = "it works, and has another address for good"
    GONE = "it leads nowhere"
    FORBIDDEN = "the server blocks automated requests, so only a person can tell"
    NO_RESPONSE = "no answer, or a fault of the server, which may pass"
    SKIPPED = "not checked: the server or the time did not allow it"


@dataclass(frozen=True)
class LinkResult:
    """The status of one address. ``detail`` explains it in words; ``target`` is the new address if it has moved.

    ``is_unknown`` is true if nobody knows the server's name, as if the network was lost meanwhile.
    """

    status: LinkStatus
    detail: str = ""
    target: str = ""
    is_unknown: bool = False


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    last: float | None = None
    closed: bool = False


class LinkChecker:
    """A checker of many addresses. ``pause`` is in seconds, between two requests to one host; ``seconds`` limits all.

    Only with ``local`` is a redirect to this machine and its network followed. ``answered`` tells whether any server
    answered at all.
    """

    def __init__(self, pause: float, seconds: float, local: bool = False) -> None:
        self._pause, self._local = pause, local
        self.answered = False
        self._end = time.monotonic() + seconds
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()

    def check(self, urls: Iterable[str], after: Callable[[], object] = lambda: None) -> dict[str, LinkResult]:
        """Return what came of each address. ``after`` is called after each."""
        by_host: dict[str, list[str]] = {}
        for url in urls:
            by_host.setdefault(_host(url), []).append(url)

        def queue(waiting: list[str]) -> dict[str, LinkResult]:
            found = {}
            for url in waiting:
                found[url] = self._follow(url)
                after()
            return found

        with ThreadPoolExecutor(WORKERS) as pool:
            return {url: answer for found in pool.map(queue, by_host.values()) for url, answer in found.items()}

    def _follow(self, url: str) -> LinkResult:
        here, moved, permanent = url, "", True
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._take_turn("HEAD", here)
            if isinstance(answer, requests.Response) and answer.status_code >= 400 and answer.status_code != 429:
                answer = self._take_turn("GET", here)
            if isinstance(answer, LinkResult):
                return answer
            status = answer.status_code
            if status not in _REDIRECTS or "Location" not in answer.headers:
                return self._judge(answer, here, moved)
            try:
                here = urljoin(here, answer.headers["Location"])
            except ValueError:
                here = ""
            if not is_web_address(here, self._local):
                return LinkResult(
                    LinkStatus.NO_RESPONSE, f"{_host(url)} sends readers to something that is no web address")
            permanent &= status in _PERMANENT
            moved = here if permanent else moved
        return LinkResult(
            LinkStatus.NO_RESPONSE, f"{_host(url)} sends readers from one address to the next without an end")

    def _judge(self, answer: requests.Response, url: str, moved: str) -> LinkResult:
        host, status = _host(url), answer.status_code
        answered = f"{host} answers {status} {answer.reason or ''}".rstrip()
        if status in _GONE:
            return LinkResult(LinkStatus.GONE, answered)
        if status >= 500:
            return LinkResult(LinkStatus.NO_RESPONSE, answered)
        if status >= 400:
            return LinkResult(LinkStatus.FORBIDDEN, answered)
        return LinkResult(LinkStatus.MOVED, target=moved) if moved else LinkResult(LinkStatus.FINE)

    def _take_turn(self, method: str, url: str) -> requests.Response | LinkResult:
        """Request an address when its server's turn has come."""
        name = _host(url)
        with self._hosts_lock:
            host = self._hosts.setdefault(name, _Host())
        with host.lock:
            if host.closed:
                return LinkResult(LinkStatus.SKIPPED, f"{name} asked for fewer requests")
            wait = 0.0 if host.last is None else max(0.0, host.last + self._pause - time.monotonic())
            if time.monotonic() + wait >= self._end:
                return LinkResult(LinkStatus.SKIPPED, "the time was up")
            time.sleep(wait)
            answer: requests.Response | LinkResult
            try:
                answer = _request(method, url, self._local, min(SECONDS, self._end - time.monotonic()))
            except InsideAddress as error:
                self.answered = True  # a resolver did
                answer = LinkResult(LinkStatus.NO_RESPONSE, str(error))
            asked = not (isinstance(answer, LinkResult) and answer.is_unknown)  # else there is no server to spare
            host.last = time.monotonic() if asked else None
            if isinstance(answer, requests.Response):
                self.answered = True
                status = answer.status_code
                host.closed = status == 429 or (status == 503 and "Retry-After" in answer.headers)
            return answer


def _request(method: str, url: str, local: bool, seconds: float) -> requests.Response | LinkResult:
    headers = {"User-Agent": AGENT, "Accept": "text/html,*/*;q=0.8"}

    def ask() -> requests.Response:
        with request(method, url, headers, TIMEOUT, local=local) as answer:
            return answer

    try:
        return within(seconds, ask)
    except RequestFailed as error:
        return _failed(_host(url), error)


def _failed(host: str, error: RequestFailed) -> LinkResult:
    match error.failure:
        case Failure.TIMEOUT:
            return LinkResult(LinkStatus.NO_RESPONSE, f"{host} does not answer in time")
        case Failure.BAD_CERTIFICATE:
            return LinkResult(
                LinkStatus.NO_RESPONSE, f"{host} cannot prove that it is {host}: its certificate is not valid")
        case Failure.UNKNOWN_HOST:
            return LinkResult(LinkStatus.GONE, f"there is no server with the name {host}", is_unknown=True)
        case Failure.UNREACHABLE:
            return LinkResult(LinkStatus.NO_RESPONSE, f"{host} cannot be reached")
    return LinkResult(LinkStatus.NO_RESPONSE, f"{host} cannot be asked: {error}")


def is_known(url: str) -> bool:
    """Return whether the server of an address has a name that is known now."""
    try:
        return bool(socket.getaddrinfo(urlsplit(url).hostname, None))
    except OSError:
        return False


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()
