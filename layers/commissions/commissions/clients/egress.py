"""Where our calls may go: to public addresses over TLS, and to what the company named itself.

The name is resolved once, when the connection is made, and the connection goes to the very address
that was judged: an answer of the name servers that changes in between (rebinding) changes nothing.
"""

import re
import socket
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Protocol

import httpcore2
import httpx2

from commissions.clients import NotAllowed
from commissions.clients.likely_cause import NoAddress

TLS_PORTS = (443, 8443)
ADDRESSES_MAX = 4
"""How many of a name's addresses are tried, one after another."""
CONNECTIONS_MAX = 4
KEPT_SECONDS = 30.0
"""How long a connection is kept open without a call."""

_NAME = re.compile(r"(?!-)(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,62}")
"""At least two labels, the last of which is no number, not even 0x7f: that would be an address."""
_INNER = ("localhost", "local", "internal", "localdomain", "intranet", "lan", "home", "arpa")
"""Ends of names that only a network's own servers know."""
_NEVER = tuple(
    ip_network(text)
    for text in (
        "168.63.129.16/32",  # Azure's own service, at a public address
        "192.88.99.0/24",  # relays of 6to4
        "2002::/16",  # 6to4: holds an IPv4 address
        "2001::/23",  # Teredo, which holds one too, and other protocols' own
        "3fff::/20",  # documentation
    )
)
_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")

type Address = IPv4Address | IPv6Address


class Resolver(Protocol):
    """Raises OSError where the name has no address."""

    def __call__(self, host: str, port: int) -> Sequence[str]: ...


def resolve_addresses(host: str, port: int) -> Sequence[str]:
    """What the name servers say, in their order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@cache
def _trust() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


@dataclass(frozen=True)
class Network:
    """The way out of this machine."""

    resolve: Resolver = resolve_addresses
    backend: httpcore2.NetworkBackend = field(default_factory=httpcore2.SyncBackend)
    trust: ssl.SSLContext = field(default_factory=_trust)


def check_url(url: httpx2.URL, private: Sequence[str] = ()) -> None:
    """Raises NotAllowed for a URL that no store can have; asks nobody."""
    host, port = url.raw_host.decode("ascii"), url.port
    if url.userinfo:
        raise NotAllowed("the address names a user")
    if url.scheme not in {"http", "https"}:
        raise NotAllowed("the address is neither https nor http")
    if is_private_url(url, private):
        return
    if url.scheme != "https":
        raise NotAllowed("the address is not https")
    if not _NAME.fullmatch(host) or len(host) > 253:
        raise NotAllowed("the address names no host of the public internet")
    if host.endswith(tuple(f".{end}" for end in _INNER)):
        raise NotAllowed("the address names a host of a private network")
    if port is not None and port not in TLS_PORTS:
        raise NotAllowed(f"the address names a port other than {TLS_PORTS}")


def is_private_url(url: httpx2.URL, private: Sequence[str]) -> bool:
    """Whether a URL leads to what the company named as its own."""
    return is_private(url.raw_host.decode("ascii"), url.port or _usual_port(url), private)


def is_private(host: str, port: int, private: Sequence[str]) -> bool:
    """Whether the company named this host, or this port of it, as one of its own."""
    name = f"[{host}]" if ":" in host else host
    named = {entry.strip().lower() for entry in private}
    return bool(named & {host, name, f"{name}:{port}"} - {""})


def is_public(address: str) -> bool:
    """Whether an address is of the public internet, and not another kind in disguise."""
    try:
        judged = ip_address(address)
    except ValueError:
        return False
    if isinstance(judged, IPv6Address):
        if judged in _NAT64:
            return is_public(str(IPv4Address(int(judged) & 0xFFFF_FFFF)))
        if judged not in _UNICAST or judged.scope_id:
            return False
    return _is_global(judged)


def _is_global(address: Address) -> bool:
    never = any(address.version == net.version and address in net for net in _NEVER)
    special = address.is_multicast or address.is_reserved or address.is_private
    return address.is_global and not special and not never


def _usual_port(url: httpx2.URL) -> int:
    return 443 if url.scheme == "https" else 80


class PinnedBackend(httpcore2.NetworkBackend):
    """Connects to addresses that it has judged itself. TLS still verifies the host's name."""

    def __init__(self, network: Network, private: Sequence[str]) -> None:
        self._network, self._private = network, private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        *others, last = self._checked_addresses(host, port)[:ADDRESSES_MAX]
        share = timeout and timeout / (len(others) + 1)
        for address in others:
            with suppress(httpcore2.ConnectError, httpcore2.ConnectTimeout):
                return self._network.backend.connect_tcp(address, port, share)
        return self._network.backend.connect_tcp(last, port, share)

    def _checked_addresses(self, host: str, port: int) -> Sequence[str]:
        found: Sequence[str] = ()
        with suppress(OSError, UnicodeError):
            found = self._network.resolve(host, port)
        if not found:
            raise NoAddress("the host has no address")
        if not is_private(host, port, self._private) and not all(map(is_public, found)):
            raise NotAllowed("the host's name leads into a private network")
        return found


class EgressTransport(httpx2.BaseTransport):
    """Carries httpx2's requests, only where they may go, and without any proxy."""

    def __init__(self, private: Sequence[str] = (), network: Network | None = None) -> None:
        network = network or Network()
        self._private = tuple(private)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=network.trust,
            max_connections=CONNECTIONS_MAX,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=PinnedBackend(network, self._private),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        check_url(request.url, self._private)
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        outgoing = httpcore2.Request(
            request.method,
            url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx_errors():
            response = self._pool.handle_request(outgoing)
        return httpx2.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx_errors():
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


_HTTPX_ERRORS: tuple[tuple[type[Exception], type[httpx2.TransportError]], ...] = (
    (httpcore2.ConnectTimeout, httpx2.ConnectTimeout),
    (httpcore2.PoolTimeout, httpx2.PoolTimeout),
    (httpcore2.TimeoutException, httpx2.ReadTimeout),
    (httpcore2.ConnectError, httpx2.ConnectError),
    (httpcore2.LocalProtocolError, httpx2.LocalProtocolError),
    (httpcore2.NetworkError, httpx2.NetworkError),
    (httpcore2.ProtocolError, httpx2.RemoteProtocolError),
)


@contextmanager
def _as_httpx_errors() -> Iterator[None]:
    """The pool's errors under the names that httpx2 promises, without what they quote."""
    try:
        yield
    except tuple(theirs for theirs, _ in _HTTPX_ERRORS) as error:
        known_as = next(ours for theirs, ours in _HTTPX_ERRORS if isinstance(error, theirs))
        raise known_as(known_as.__name__) from error
