"""Ask servers outside: within a time for the whole of a question, and never this machine or its network unasked."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from proofdesk.common.errors import UserError

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_T = TypeVar("_T")


class InsideAddress(UserError):
    """A name or a number leads to this machine or its network."""


def call_within(seconds: float, call: Callable[[], _T]) -> _T:
    """Return what ``call`` returns. Raises ``requests.Timeout`` if it takes longer in all; it is then left to itself.

    Time limits of sockets hold between two pieces only, so a server that sends a byte now and then would never end.
    """
    results: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def run() -> None:
        try:
            results.put((True, call()))
        except BaseException as error:
            results.put((False, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        returned, result = results.get(timeout=max(seconds, 0))
    except queue.Empty:
        raise requests.Timeout(f"no whole answer in {seconds:.0f} seconds") from None
    if not returned:
        raise result
    return result  # type: ignore[no-any-return]


def outside_session(allowed: Iterable[str] = (), local: bool = False) -> requests.Session:
    """Return a session that raises ``InsideAddress`` in place of asking this machine or its network.

    The resolved address counts, of redirects too. Hosts of the addresses in ``allowed`` may be inside, and all hosts
    if ``local``.
    """
    session = requests.Session()
    adapter = HTTPAdapter()
    if not local:
        hosts = frozenset(filter(None, map(_host_and_port, allowed)))
        adapter.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, HTTPConnection, hosts),
            "https": _pool(HTTPSConnectionPool, HTTPSConnection, hosts),
        }
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def is_public(address: str) -> bool:
    """Return whether an IP address, as a resolver gives it, is of the public internet; also of one inside another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        within_it = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            within_it = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip.packed[:12] == bytes(12):  # RFC 4291, 2.5.5.1: the old form of an embedded address
            within_it = ipaddress.IPv4Address(ip.packed[12:])
        if within_it:
            return is_public(str(within_it))
    return ip.is_global and not ip.is_multicast


def _host_and_port(url: str) -> tuple[str, int] | None:
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None


def _pool(pool: type[Any], connection: type[Any], allowed: frozenset[tuple[str, int]]) -> type[Any]:
    """Return a pool whose connections are refused to addresses inside, before anything is sent."""

    class Connection(connection):  # type: ignore[misc]
        def _new_conn(self) -> socket.socket:
            host = self.host.strip("[]").lower()
            if self.proxy is not None or (host, self.port) in allowed:
                return super()._new_conn()  # type: ignore[no-any-return]
            try:
                found = {str(each[4][0]) for each in socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM)}
            except (OSError, UnicodeError):
                found = set()  # the connection itself says what is wrong with the name
            _refuse_inside(host, found)
            made: socket.socket = super()._new_conn()
            try:
                _refuse_inside(host, {made.getpeername()[0]})  # the name may have changed since
            except BaseException:
                made.close()
                raise
            return made

    return type("Pool", (pool,), {"ConnectionCls": Connection})


def _refuse_inside(host: str, addresses: set[str]) -> None:
    if not all(map(is_public, addresses)):
        raise InsideAddress(f"{host} is this machine or its network, which is not asked")
