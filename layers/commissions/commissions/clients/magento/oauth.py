"""OAuth 1.0a as Magento's integrations use it: every call signed with HMAC-SHA256 (RFC 5849)."""

import base64
import hmac
import secrets
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from hashlib import sha256
from urllib.parse import parse_qsl, quote

import httpx2

METHOD = "HMAC-SHA256"
PARTS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")


def base_string(method: str, url: str, parameters: Iterable[tuple[str, str]]) -> str:
    """What is signed. `url`: without its query; the default port is left out of it."""
    pairs = sorted((_quoted(name), _quoted(value)) for name, value in parameters)
    normalized = "&".join(f"{name}={value}" for name, value in pairs)
    return "&".join(map(_quoted, (method.upper(), url, normalized)))


def signature(text: str, consumer_secret: str, token_secret: str) -> str:
    key = f"{_quoted(consumer_secret)}&{_quoted(token_secret)}"
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), sha256)).decode()


class OAuth1(httpx2.Auth):
    """Signs a call anew each time it is made. A JSON body is no part of what is signed."""

    def __init__(
        self,
        access: Mapping[str, str],
        *,
        clock: Callable[[], float] = time.time,
        nonce: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._access = {part: access[part] for part in PARTS}
        self._clock, self._nonce = clock, nonce

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response]:
        request.headers["Authorization"] = self.header(request.method, request.url)
        yield request

    def header(self, method: str, url: httpx2.URL) -> str:
        oauth = {
            "oauth_consumer_key": self._access["consumer_key"],
            "oauth_nonce": self._nonce(),
            "oauth_signature_method": METHOD,
            "oauth_timestamp": str(int(self._clock())),
            "oauth_token": self._access["access_token"],
            "oauth_version": "1.0",
        }
        query = parse_qsl(url.query.decode("ascii"), keep_blank_values=True)
        address = str(url.copy_with(query=None, fragment=None))
        oauth["oauth_signature"] = signature(
            base_string(method, address, [*query, *oauth.items()]),
            self._access["consumer_secret"],
            self._access["access_token_secret"],
        )
        return "OAuth " + ", ".join(f'{name}="{_quoted(oauth[name])}"' for name in sorted(oauth))


def _quoted(text: str) -> str:
    return quote(text, safe="-._~")
