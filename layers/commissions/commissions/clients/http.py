"""How a store's API is called: JSON over HTTP, in bounded time, and only where we may go."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
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
from commissions.clients.http_errors import (
    NotProcessed,
    StoreRefused,
    Unauthorized,
    transport_error,
)
from commissions.clients.rate_limit import Throttle
from commissions.platforms.strict_json import NotJson, loads

TIMEOUT = httpx2.Timeout(20, connect=5)
REFUSAL_BYTES = 2_000
OWN = {"User-Agent": "commissions", "Accept": "application/json"}

type Params = Mapping[str, Any] | Sequence[tuple[str, Any]]
NOTHING: Mapping[str, str] = MappingProxyType({})

_UNFIT = re.compile(r"[\x00-\x20\x7f\\?#]|//")
"""What a path must not hold: it would end it, or start another address."""
_UNFIT_QUOTED = re.compile(r"[\x00-\x1f\x7f\\]|//")
"""And not even percent-encoded, as servers decode it early or late."""
_SECONDS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")

# They would log addresses with their queries, and headers.
for _name in ("httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    """Lower-case names."""
    payload: Any
    """As strict_json reads it; None for an empty body, and for a 404 that is no JSON."""
    read_at: datetime
    """The store's own time of its answer; ours where it named none."""


type Pace = Callable[[Reply], float]
"""By a reply's headers, how many seconds to wait before the next call."""


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
        pace: Pace | None = None,
        budget: Budget | None = None,
        network: egress.Network | None = None,
    ) -> None:
        if not all(map(str.isascii, headers.values())):
            raise AccessDenied("a header, perhaps of the credentials, is not in ASCII")
        self._base, self._pace = _base(base_url, private), pace
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
        return httpx2.URL(f"{self._base}/{path}" if path else self._base)

    def _send(self, call: _Call, url: httpx2.URL) -> Reply:
        # Errors are raised outside: chained to httpx2's own they would carry headers into the log.
        failed: StoreError
        try:
            with self._client.stream(
                call.method, url, params=_pairs(call.params) or None, json=call.json
            ) as response:
                return self._checked(call, response)
        except httpx2.TransportError as error:
            failed = transport_error(str(call), error)
        except bounded_body.BodyTooSlow:
            failed = Unavailable(f"{call}: the answer takes too long")
        raise failed

    def _checked(self, call: _Call, response: httpx2.Response) -> Reply:
        """The reply to what was done, or what is not there. Raises StoreError."""
        reply = _reply(response)
        wait = self._pace(reply) if self._pace else 0
        self._throttle.pause(wait)
        what, status = f"{call} answered {reply.status}", reply.status
        if status == 429:
            raise NotProcessed(what, retry_after=_retry_after(reply) or wait)
        if status >= 500 or status in {408, 425}:
            raise Unavailable(what, retry_after=_retry_after(reply))
        if status == 401:
            raise Unauthorized(what)
        if status == 403:
            raise AccessDenied(what)
        if status < 200 or 300 <= status < 400:
            raise InvalidResponse(f"{what}, which is elsewhere")
        if status >= 400 and status != 404:
            raise StoreRefused(what, status, _refusal(response))
        return replace(reply, payload=_payload(what, status, response))


def _base(text: str, private: Sequence[str]) -> str:
    """Raises NotAllowed."""
    url = None
    with suppress(httpx2.InvalidURL):
        url = httpx2.URL(text)
    if url is None or _UNFIT.search(text.partition("://")[2]):
        raise NotAllowed("the address is none of an API")
    egress.check_url(url, private)
    return str(url).rstrip("/")


def _pairs(params: Params) -> Mapping[str, Any] | list[tuple[str, Any]]:
    return params if isinstance(params, Mapping) else list(params)


def _reply(response: httpx2.Response) -> Reply:
    headers = MappingProxyType({name.lower(): value for name, value in response.headers.items()})
    return Reply(response.status_code, headers, None, _moment(headers.get("date", "")))


def _moment(text: str) -> datetime:
    with suppress(ValueError):
        if (moment := parsedate_to_datetime(text)).tzinfo:
            return moment.astimezone(UTC)
    return datetime.now(UTC)


def _retry_after(reply: Reply) -> float:
    """After how many seconds the store wants to be asked again; 0 where it does not say."""
    for name in ("retry-after", "x-retry-after"):
        if _SECONDS.fullmatch(text := reply.headers.get(name, "").strip()):
            return float(text)
    return 0


def _refusal(response: httpx2.Response) -> bytes:
    """The beginning of what the store said to it, if it can be had."""
    with suppress(InvalidResponse, bounded_body.BodyTooSlow, httpx2.TransportError):
        return bounded_body.read_body(response)[:REFUSAL_BYTES]
    return b""


def _payload(what: str, status: int, response: httpx2.Response) -> Any:
    """Raises InvalidResponse."""
    try:
        body = bounded_body.read_body(response)
        return loads(body, exponents=True) if body.strip() else None
    except (NotJson, InvalidResponse) as error:
        reason = str(error)
    if status == 404:
        return None
    raise InvalidResponse(f"{what}, but: {reason}")
