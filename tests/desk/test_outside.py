"""Questions to servers outside end in time, and none is asked of this machine or its network."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import requests
from loopback import Loopback, Quiet

from proofdesk.common.errors import UserError
from proofdesk.desk.linkcheck import client
from proofdesk.desk.linkcheck.client import LinkChecker, LinkStatus
from proofdesk.desk.network import http, outside
from proofdesk.desk.network.outside import InsideAddress, call_within, is_public, outside_session
from proofdesk.desk.registries import clients
from proofdesk.desk.registries.clients import Services


class Server(Loopback):
    """A server on loopback: `/drip` sends a byte now and then, `/to/…` redirects there, all else answers."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.ended = threading.Event()
        server = self

        class Handler(Quiet, BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                if self.path == "/head":
                    self._drip(b"X")
                elif self.path == "/drip":
                    self.send_response(200)
                    self.end_headers()
                    self._drip(b" ")
                elif self.path.startswith("/to/"):
                    self.send_response(302)
                    self.send_header("Location", self.path[4:])
                    self.end_headers()
                else:
                    self.send_response(200)
                    self.send_header("Content-Length", "2")
                    self.end_headers()
                    self.wfile.write(b"{}")

            do_HEAD = do_GET

            def _drip(self, piece: bytes) -> None:
                while not server.ended.wait(0.05):
                    try:
                        self.wfile.write(piece)
                        self.wfile.flush()
                    except OSError:
                        return

        super().__init__(Handler)

    def close(self) -> None:
        self.ended.set()
        super().close()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


# --- Time


@pytest.mark.parametrize("path", ["/drip", "/head"])
@pytest.mark.build
def test_a_dripping_server_ends(server: Server, path: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for module in (http, clients, client):
        monkeypatch.setattr(module, "SECONDS", 0.5)
    with pytest.raises(UserError, match="does not answer in time"):
        Services(server.url, server.url, server.url, pause=0).page(f"{server.url}{path}")
    with pytest.raises(UserError, match="does not answer in time"):
        http.fetch(f"{server.url}{path}", tmp_path / "data.csv", 1_000_000)
    if path == "/head":
        answer = LinkChecker(0, 60, local=True).check([f"{server.url}{path}"])[f"{server.url}{path}"]
        assert answer.status is LinkStatus.NO_RESPONSE and "does not answer in time" in answer.detail


def test_a_call_in_time_returns_and_raises_as_it_does() -> None:
    assert call_within(5, lambda: 1) == 1
    with pytest.raises(ZeroDivisionError):
        call_within(5, lambda: 1 / 0)
    with pytest.raises(requests.Timeout):
        call_within(0.05, lambda: time.sleep(1))


# --- Addresses


@pytest.mark.parametrize("address", [
    "127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:db8::1",
])
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822",
                                     "::ffff:93.184.216.34"])
def test_an_address_outside_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", [
    "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0", "①②⑦.⓪.⓪.①",
])
def test_no_question_reaches_this_machine(server: Server, host: str) -> None:
    url = f"http://{host}:{server.port}/"
    try:
        outside_session().get(url, timeout=5)
        raise AssertionError("it answered")
    except (InsideAddress, requests.RequestException):
        pass
    answer = LinkChecker(0, 60).check([url])[url]
    assert answer.status in (LinkStatus.NO_RESPONSE, LinkStatus.GONE)
    assert server.asked == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "64:ff9b::7f00:1"])
def test_a_name_that_resolves_inside_is_not_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *_, **__: [
        (2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", (address, 80))])
    with pytest.raises(InsideAddress, match=r"router\.example\.org is this machine or its network"):
        outside_session().get("http://router.example.org/", timeout=5)


def test_a_redirect_inside_is_not_followed(server: Server, tmp_path: Path) -> None:
    """A registry that is a mirror on this machine is asked, and nothing else here."""
    with Server() as other:
        services = Services(server.url, server.url, server.url, pause=0)
        assert services.page(f"{server.url}/ok") == "{}"
        for ask in (lambda url: services.page(url), lambda url: http.fetch(url, tmp_path / "data", 1000)):
            with pytest.raises(InsideAddress):
                ask(f"{server.url}/to/{other.url}/secret")
            with pytest.raises(InsideAddress):
                ask(f"{server.url}/to/http://2130706433:{other.port}/secret")
        assert other.asked == []
        assert LinkChecker(0, 60, local=True).check([f"{other.url}/ok"])[f"{other.url}/ok"].status is LinkStatus.FINE
