"""Asks other people's servers whether an address still leads somewhere: one question at a time, with a pause.

HEAD first (RFC 9110, 9.3.2), GET where that is refused; a body is never read. A server that asks for fewer questions
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

from proofdesk.desk.outside import InsideAddress, outside_session, within

TIMEOUT = (10, 30)  # seconds to connect, and between two pieces of an answer
SECONDS = 60.0  # for the whole of an answer's head
REDIRECTS = 10
WORKERS = 8  # servers that are asked at the same time, each by itself
AGENT = "Mozilla/5.0 (compatible; plasticity-window-desk/1; checks the links of a static site, each once)"
_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_GONE = (404, 410)
# What a resolver says where the name does not exist, unlike where it cannot tell just now.
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
# Names that are no site's (RFC 2606, RFC 6761): they stand in examples, or mean the machine itself.
_NO_SITES = ("example", "invalid", "test", "localhost", "example.com", "example.net", "example.org")


def is_web_address(url: str, local: bool = False) -> bool:
    """Whether this can be another site's address. Where ``local``, this machine and its network count too."""
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


class Kind(Enum):
    """What came of a question."""

    FINE = "it leads somewhere"
    MOVED = "it leads somewhere, and has another address for good"
    GONE = "it leads nowhere"
    GUARDED = "the server lets no program in, so only a person can tell"
    SILENT = "no answer, or a fault of the server, which may pass"
    LEFT = "not asked: the server or the time did not allow it"


@dataclass(frozen=True)
class Answer:
    """What came of one address. ``what`` says it in words; ``target`` is the new address of what has moved."""

    kind: Kind
    what: str = ""
    target: str = ""


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    last: float | None = None
    closed: bool = False


class LinkChecker:
    """Asks many addresses. ``pause`` is in seconds, between two questions to one host; ``seconds`` bounds the whole.

    Only where ``local`` is a server followed to this machine and its network. ``answered`` says whether any server
    answered at all.
    """

    def __init__(self, pause: float, seconds: float, local: bool = False) -> None:
        self._pause, self._local = pause, local
        self.answered = False
        self._end = time.monotonic() + seconds
        self._hosts: dict[str, _Host] = {}
        self._hosts_lock = threading.Lock()

    def ask(self, urls: Iterable[str], after: Callable[[], object] = lambda: None) -> dict[str, Answer]:
        """What came of each address; ``after`` is called after each."""
        by_host: dict[str, list[str]] = {}
        for url in urls:
            by_host.setdefault(_host(url), []).append(url)

        def queue(waiting: list[str]) -> dict[str, Answer]:
            found = {}
            for url in waiting:
                found[url] = self._follow(url)
                after()
            return found

        with ThreadPoolExecutor(WORKERS) as pool:
            return {url: answer for found in pool.map(queue, by_host.values()) for url, answer in found.items()}

    def _follow(self, url: str) -> Answer:
        here, moved, permanent = url, "", True
        for _ in range(REDIRECTS + 1):
            answer = self._question("HEAD", here)
            if isinstance(answer, requests.Response) and answer.status_code >= 400 and answer.status_code != 429:
                answer = self._question("GET", here)
            if isinstance(answer, Answer):
                return answer
            status = answer.status_code
            if status not in _REDIRECTS or "Location" not in answer.headers:
                return self._judged(answer, here, moved)
            try:
                here = urljoin(here, answer.headers["Location"])
            except ValueError:
                here = ""
            if not is_web_address(here, self._local):
                return Answer(Kind.SILENT, f"{_host(url)} sends readers to something that is no web address")
            permanent &= status in _PERMANENT
            moved = here if permanent else moved
        return Answer(Kind.SILENT, f"{_host(url)} sends readers from one address to the next without an end")

    def _judged(self, answer: requests.Response, url: str, moved: str) -> Answer:
        host, status = _host(url), answer.status_code
        said = f"{host} answers {status} {answer.reason or ''}".rstrip()
        if status in _GONE:
            return Answer(Kind.GONE, said)
        if status >= 500:
            return Answer(Kind.SILENT, said)
        if status >= 400:
            return Answer(Kind.GUARDED, said)
        return Answer(Kind.MOVED, target=moved) if moved else Answer(Kind.FINE)

    def _question(self, method: str, url: str) -> requests.Response | Answer:
        """One question, in its turn."""
        name = _host(url)
        with self._hosts_lock:
            host = self._hosts.setdefault(name, _Host())
        with host.lock:
            if host.closed:
                return Answer(Kind.LEFT, f"{name} asked for fewer questions")
            wait = 0.0 if host.last is None else max(0.0, host.last + self._pause - time.monotonic())
            if time.monotonic() + wait >= self._end:
                return Answer(Kind.LEFT, "the time was up")
            time.sleep(wait)
            answer: requests.Response | Answer
            try:
                answer = _asked(method, url, self._local, min(SECONDS, self._end - time.monotonic()))
            except InsideAddress as error:
                self.answered = True  # a resolver did
                answer = Answer(Kind.SILENT, error.message)
            host.last = time.monotonic()
            if isinstance(answer, requests.Response):
                self.answered = True
                status = answer.status_code
                host.closed = status == 429 or (status == 503 and "Retry-After" in answer.headers)
            return answer


def _asked(method: str, url: str, local: bool, seconds: float) -> requests.Response | Answer:
    host = _host(url)

    def ask() -> requests.Response:
        with outside_session(local=local).request(
            method, url, stream=True, timeout=TIMEOUT, allow_redirects=False,
            headers={"User-Agent": AGENT, "Accept": "text/html,*/*;q=0.8"},
        ) as answer:
            return answer

    try:
        return within(seconds, ask)
    except requests.Timeout:
        return Answer(Kind.SILENT, f"{host} does not answer in time")
    except requests.exceptions.SSLError:
        return Answer(Kind.SILENT, f"{host} cannot prove that it is {host}: its certificate is not valid")
    except requests.ConnectionError as error:
        if _unknown_name(error):
            return Answer(Kind.GONE, f"there is no server with the name {host}")
        return Answer(Kind.SILENT, f"{host} cannot be reached")
    except (requests.RequestException, ValueError) as error:
        return Answer(Kind.SILENT, f"{host} cannot be asked: {error}")


def _unknown_name(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, socket.gaierror):
            return error.errno in _NO_SUCH_NAME
        error = error.__cause__ or error.__context__
    return False


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()
