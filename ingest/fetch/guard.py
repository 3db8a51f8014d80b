"""Refuses, at the moment of connecting, every host that is not public: the guard against being led into a private network.

A name is resolved once, every address it has is checked, and the connection goes to the checked address, so that a second
answer of the name server cannot lead elsewhere. It holds for every hop of a redirect because it sits under the HTTP client.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2
import httpx2

from ingest.errors import SkipPage
from ingest.fetch.addresses import Endpoint

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Resolve = Callable[[str, int], list[str]]


def resolve_name(host: str, port: int) -> list[str]:
    """Return the addresses of a host. Raises ConnectError when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore2.ConnectError(f"{host} has no address ({error})") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet, looking also into addresses that wrap another."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        for inner in (ip.ipv4_mapped, ip.sixtofour, ip.teredo[1] if ip.teredo else None):
            if inner is not None and not is_public(str(inner)):
                return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def checked_addresses(
    host: str, port: int, *, allowed: frozenset[Endpoint], resolve: Resolve = resolve_name
) -> list[str]:
    """Return a host's addresses. Raises SkipPage, with reason `refused`, when any of them is not public."""
    addresses = resolve(host, port)
    private = [address for address in addresses if not is_public(address)]
    if private and (host, port) not in allowed:
        raise SkipPage(
            f"{host}: leads to {private[0]}, which is not on the public internet; not fetched", reason="refused"
        )
    return addresses


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects only to hosts that `checked_addresses` lets through."""

    def __init__(
        self, inner: httpcore2.NetworkBackend, *, allowed: frozenset[Endpoint], resolve: Resolve = resolve_name
    ) -> None:
        self._inner = inner
        self._allowed = allowed
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first checked address that answers."""
        last: Exception = httpcore2.ConnectError(f"{host} has no address")
        for address in checked_addresses(host, port, allowed=self._allowed, resolve=self._resolve):
            try:
                return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                last = error
        raise last

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.NetworkStream:
        """Refuse: nothing of the web lives there."""
        raise SkipPage(f"{path}: a local socket is not fetched from", reason="refused")

    def sleep(self, seconds: float) -> None:
        """Wait between attempts to connect."""
        time.sleep(seconds)


def guarded_transport(
    *, allowed: frozenset[Endpoint], proxy: str = "", resolve: Resolve = resolve_name
) -> httpx2.HTTPTransport:
    """Return a transport that verifies TLS, ignores the environment and connects through the guard."""
    transport = httpx2.HTTPTransport(trust_env=False, retries=0, proxy=proxy or None)
    # The one private name we touch; `test_fetch.py` fails if a new httpx2 moves it.
    pool: Any = transport._pool
    pool._network_backend = GuardedBackend(pool._network_backend, allowed=allowed, resolve=resolve)
    return transport
