"""Adobe's public keys: fetched from the one host that has them, and kept for a day."""

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING

from commissions.aws.cache import TtlCache
from commissions.runtime.webhook import PublicKeyUnavailable

if TYPE_CHECKING:
    import httpx2

HOST = "https://static.adobeioevents.com"
PATH_HEADERS = ("x-adobe-public-key1-path", "x-adobe-public-key2-path")
MAX_AGE_SECONDS = 24 * 3600
BYTES_MAX = 16 * 1024
SECONDS = 3.0
"""Adobe waits ten for the whole answer, and there may be two keys to fetch."""
MISSING_SECONDS = 60
"""For how long it is remembered that there is no such key."""
FETCHES_MAX, PER_SECONDS = 20, 60
"""How many keys a process asks for in so many seconds: Adobe has a handful, strangers invent any
number, and each costs us a wait."""

_PATH = re.compile(r"/prod/keys/pub-key-[0-9a-f-]{36}\.pem", re.ASCII)
_PEM = "-----BEGIN PUBLIC KEY-----"


class NoSuchKey(LookupError):
    """Adobe's host has no key at this path: whatever names it is forged."""


class KeyUnavailable(PublicKeyUnavailable):
    """The key could not be fetched; Adobe has to send the event again."""


Fetch = Callable[[str], str]
"""The PEM text at a path. Raises NoSuchKey and KeyUnavailable."""


class Keys:
    """Looks up the keys that a webhook's headers name."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._known: TtlCache[str, str] = TtlCache()
        self._missing: TtlCache[str, str] = TtlCache(entries_max=1_000)
        self._asked: deque[float] = deque(maxlen=FETCHES_MAX)

    def __call__(self, headers: Mapping[str, str]) -> Sequence[str]:
        """Raises KeyUnavailable: the answer must be that we failed, since Adobe never sends again
        what was refused."""
        return tuple(self._found(headers))

    def _found(self, headers: Mapping[str, str]) -> Iterator[str]:
        for path in filter(_PATH.fullmatch, (headers.get(name, "") for name in PATH_HEADERS)):
            try:
                yield self._known.get(path, self._looked_up, max_age_seconds=MAX_AGE_SECONDS)
            except NoSuchKey:
                continue

    def _looked_up(self, path: str) -> str:
        """Raises NoSuchKey, KeyUnavailable."""
        if reason := self._missing.get(path, lambda _: "", max_age_seconds=MISSING_SECONDS):
            raise NoSuchKey(reason)
        now = monotonic()
        if len(self._asked) == FETCHES_MAX and now - self._asked[0] < PER_SECONDS:
            raise KeyUnavailable(f"{path}: {FETCHES_MAX} keys were asked for within a minute")
        self._asked.append(now)
        try:
            return self._fetch(path)
        except NoSuchKey:
            self._missing.put(path, path)
            raise


def fetch_with(client: Callable[[], "httpx2.Client"], path: str) -> str:
    """Raises NoSuchKey, KeyUnavailable."""
    # Imported here: a webhook whose key is known does without.
    import httpx2

    from commissions.clients import StoreError

    try:
        with client() as http, http.stream("GET", f"{HOST}{path}") as response:
            return _pem(path, response)
    except (httpx2.HTTPError, StoreError) as error:
        raise KeyUnavailable(f"{path}: {type(error).__name__}") from error


def _pem(path: str, response: "httpx2.Response") -> str:
    if response.status_code == HTTPStatus.NOT_FOUND:
        raise NoSuchKey(path)
    if response.status_code != HTTPStatus.OK:
        raise KeyUnavailable(f"{path}: answered {response.status_code}")
    body = b""
    for piece in response.iter_bytes():
        body += piece
        if len(body) > BYTES_MAX:
            raise KeyUnavailable(f"{path}: more than {BYTES_MAX} bytes")
    text = body.decode("ascii", "replace").strip()
    if not text.startswith(_PEM):
        raise KeyUnavailable(f"{path}: no public key")
    return text


def _client() -> "httpx2.Client":
    import httpx2

    from commissions.clients.egress import EgressTransport

    return httpx2.Client(
        transport=EgressTransport(), timeout=SECONDS, follow_redirects=False, trust_env=False
    )


public_keys = Keys(partial(fetch_with, _client))
