"""How a store's API is called: JSON over HTTP, in bounded time, and only where we may go."""

import logging
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote
from weakref import finalize

import httpx2

from commissions.clients import (
    AccessDenied,
    InvalidResponse,
    NotAllowed,
    StoreError,
    Unavailable,
    bounded_body,
    egress,
)
from commissions.clients.backoff import Backoff, Budget
from commissions.clients.call_errors import CallErrors, NotProcessed
from commissions.clients.likely_cause import StoreAddress
from commissions.clients.rate_limit import Throttle
from commissions.clients.reply import Pace, Reply, payload_of, refusal_of, refusal_payload, reply_of
from commissions.platforms.strict_json import NotJson

TIMEOUT = httpx2.Timeout(20, connect=5)
OWN = {"User-Agent": "commissions", "Accept": "application/json"}

type Params = Mapping[str, Any] | Sequence[tuple[str, Any]]
NOTHING: Mapping[str, str] = MappingProxyType({})
ANY_STORE = StoreAddress()

_UNFIT = re.compile(r"[\x00-\x20\x7f\\?#]|//")
"""What a path must not hold: it would end it, or start another address."""
_UNFIT_QUOTED = re.compile(r"[\x00-\x1f\x7f\\]|//")
"""And not even percent-encoded, as servers decode it early or late."""

# They would log addresses with their queries, and headers.
for _name in ("httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    path: str
    params: Params = ()
    json: Any = None
    safe: bool = False
    """Twice does no more than once."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Http:
    """Asks one store. Every method returns a reply for 2xx and for 404, and raises StoreError."""

    def __init__(  # noqa: PLR0913 - each is a store's own
        self,
        base_url: str,
        *,
        headers: Mapping[str, str] = NOTHING,
        auth: httpx2.Auth | None = None,
        private: Sequence[str] = (),
        address: StoreAddress = ANY_STORE,
        pace: Pace | None = None,
        budget: Budget | None = None,
        network: egress.Network | None = None,
    ) -> None:
        if not all(map(str.isascii, headers.values())):
            raise AccessDenied("a header, perhaps of the credentials, is not in ASCII")
        self.base_url, self._pace = _base(base_url, private, address), pace
        self._errors = CallErrors(self.base_url, address)
        self._budget = budget or Budget()
        self._throttle = Throttle(self._budget)
        self._client = httpx2.Client(
            headers=OWN | dict(headers) | {"Accept-Encoding": "gzip"},
            auth=auth,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=False,
            transport=egress.EgressTransport(private, network),
        )
        # Whoever forgets us leaves no connection open.
        self.close = finalize(self, self._client.close)

    def get(self, path: str, params: Params = ()) -> Reply:
        return self._request(_Call("GET", path, params, safe=True))

    def post(
        self, path: str, json: Any = None, params: Params = (), *, safe: bool = False
    ) -> Reply:
        """`safe`: posted twice it does no more than once, as a query in GraphQL."""
        return self._request(_Call("POST", path, params, json, safe))

    def put(self, path: str, json: Any = None, params: Params = (), *, safe: bool = False) -> Reply:
        return self._request(_Call("PUT", path, params, json, safe))

    def delete(self, path: str, params: Params = (), *, safe: bool = False) -> Reply:
        return self._request(_Call("DELETE", path, params, safe=safe))

    def _request(self, call: _Call) -> Reply:
        url = self._url(call)
        self._throttle.acquire(str(call))
        backoff = Backoff(self._budget)
        while True:
            try:
                return self._send(call, url)
            except Unavailable as error:
                again = call.safe or isinstance(error, NotProcessed)
                if not again or not backoff.wait(error.retry_after):
                    raise

    def _url(self, call: _Call) -> httpx2.URL:
        path, plain = call.path.removeprefix("/"), unquote(call.path)
        leads_away = {".", ".."} & set(plain.split("/"))
        if leads_away or _UNFIT.search(call.path) or _UNFIT_QUOTED.search(plain):
            raise NotAllowed(f"{call.method}: a path that leads elsewhere")
        return httpx2.URL(f"{self.base_url}/{path}" if path else self.base_url)

    def _send(self, call: _Call, url: httpx2.URL) -> Reply:
        # Errors are raised outside: chained to httpx2's own they would carry headers into the log.
        failed: StoreError
        try:
            with self._client.stream(
                call.method, url, params=_pairs(call.params) or None, json=call.json
            ) as response:
                return self._checked(call, response)
        except httpx2.TransportError as error:
            failed = self._errors.failure(str(call), error)
        except NotAllowed as error:
            failed = self._errors.not_allowed(str(call), error)
        except bounded_body.BodyTooSlow:
            failed = self._errors.too_slow(str(call))
        raise failed

    def _checked(self, call: _Call, response: httpx2.Response) -> Reply:
        """The reply to what was done, or what is not there. Raises StoreError."""
        reply = reply_of(response)
        wait = self._pace(reply) if self._pace else 0
        self._throttle.pause(wait)
        if not 200 <= reply.status < 300:
            body = refusal_of(response) if 400 <= reply.status < 500 else b""
            said = replace(reply, payload=refusal_payload(body))
            return self._errors.absent(str(call), said, body, wait=wait)
        try:
            return replace(reply, payload=payload_of(response))
        except (NotJson, InvalidResponse) as error:
            reason = str(error)
        raise self._errors.unreadable(str(call), reply, reason)


def _base(text: str, private: Sequence[str], address: StoreAddress) -> str:
    """Raises NotAllowed."""
    url, reason = None, "the address is none of an API"
    with suppress(httpx2.InvalidURL):
        url = httpx2.URL(text)
    if url is not None and not _UNFIT.search(text.partition("://")[2]):
        try:
            egress.check_url(url, private)
        except NotAllowed as error:
            reason = str(error)
        else:
            return str(url).rstrip("/")
    raise NotAllowed(address.of_forbidden(reason))


def _pairs(params: Params) -> Mapping[str, Any] | list[tuple[str, Any]]:
    return params if isinstance(params, Mapping) else list(params)
