"""Who may call: an integration that signs with OAuth 1.0a, or a Bearer token."""

import base64
import hmac
import re
import time
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from tools.fake_store.toolkit import Request, Response, Shop, json_response

METHOD = "HMAC-SHA256"
SECONDS = 600
"""How old a signature may be."""
_PARAMETER = re.compile(r'(\w+)="([^"]*)"')


def refusal(shop: Shop, request: Request) -> Response | None:
    """Why the caller is not let in, in Magento's words; None for one who is."""
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        token = shop.access.get("token", "")
        right = token and hmac.compare_digest(given.encode(), token.encode())
        return None if right else _unauthorized()
    if kind.lower() != "oauth":
        return _unauthorized()
    why = _wrong(shop, request, {n: unquote(v) for n, v in _PARAMETER.findall(given)})
    return json_response({"message": why}, 401) if why else None


def _unauthorized() -> Response:
    problem = {
        "message": "The consumer isn't authorized to access %resources.",
        "parameters": {"resources": "Magento_Sales::actions_view"},
    }
    return json_response(problem, 401)


def _wrong(shop: Shop, request: Request, oauth: dict[str, str]) -> str:
    given = oauth.pop("oauth_signature", "")
    if oauth.get("oauth_signature_method") != METHOD:
        return "Signature method is not supported."
    if oauth.get("oauth_consumer_key") != shop.access.get("consumer_key"):
        return "A consumer having the specified key does not exist"
    if oauth.get("oauth_token") != shop.access.get("access_token"):
        return "Token does not exist"
    if abs(int(oauth.get("oauth_timestamp", "0")) - time.time()) > SECONDS:
        return "The oauth_timestamp value in the oauth_timestamp parameter is incorrect"
    if not _unused(shop, oauth.get("oauth_nonce", "")):
        return "The nonce is already being used by the consumer with key"
    expected = _signature(shop, request, oauth)
    right = hmac.compare_digest(given.encode(), expected.encode())
    return "" if right else "The signature is invalid. Verify and try again."


def _unused(shop: Shop, nonce: str) -> bool:
    used: set[str] = shop.extra.setdefault("nonces", set())
    if not nonce or nonce in used:
        return False
    used.add(nonce)
    return True


def _signature(shop: Shop, request: Request, oauth: dict[str, str]) -> str:
    address = urlsplit(request.url)
    query = parse_qsl(address.query, keep_blank_values=True)
    pairs = sorted((_q(name), _q(value)) for name, value in [*query, *oauth.items()])
    plain = f"{address.scheme}://{address.netloc}{address.path}"
    text = "&".join(
        map(_q, (request.method, plain, "&".join(f"{name}={value}" for name, value in pairs)))
    )
    secrets = (shop.access.get(name, "") for name in ("consumer_secret", "access_token_secret"))
    key = "&".join(map(_q, secrets))
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), sha256)).decode()


def _q(text: str) -> str:
    return quote(text, safe="~")
