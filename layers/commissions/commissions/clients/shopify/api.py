"""Where a Shopify shop's API is, and what opens it."""

import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import suppress

import httpx2

from commissions.clients import AccessDenied, NotAllowed
from commissions.clients.abilities import TokenSource
from commissions.clients.egress import is_private_url
from commissions.clients.http import Http
from commissions.clients.shopify.refusals import address_of
from commissions.domain.stores.store import Store

TOKEN_HEADER = "X-Shopify-Access-Token"  # noqa: S105 - the name of a header
TOKEN = re.compile(r"[!-~]{1,512}", re.ASCII)
_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\.myshopify\.com", re.ASCII)


def connect(store: Store, access: Mapping[str, str], private: Sequence[str]) -> Http:
    """The API of a shop, at `{shop}.myshopify.com`. Raises AccessDenied, NotAllowed."""
    token = access.get("token", "")
    if not TOKEN.fullmatch(token):
        raise AccessDenied("the access holds no token")
    return Http(
        base_url(store, private),
        headers={TOKEN_HEADER: token},
        private=private,
        address=address_of(store),
    )


class RenewedToken(httpx2.Auth):
    """Gives each call the token of its moment."""

    def __init__(self, tokens: TokenSource) -> None:
        self._tokens = tokens
        self._sent = ""

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response]:
        """Raises StoreError."""
        self._sent = self._tokens.token()
        request.headers[TOKEN_HEADER] = self._sent
        yield request

    def renew(self) -> bool:
        """After a refusal of the call before; whether there is another token now. Raises
        StoreError."""
        return self._tokens.instead_of(self._sent) != self._sent


def base_url(store: Store, private: Sequence[str]) -> str:
    """The token goes to Shopify alone, or to a store of our own that stands in for it."""
    if not store.api_url:
        if not _DOMAIN.fullmatch(store.domain.lower()):
            raise NotAllowed("the store's domain is not of the form shop.myshopify.com")
        return f"https://{store.domain.lower()}"
    url = None
    with suppress(httpx2.InvalidURL):
        url = httpx2.URL(store.api_url)
    if url is None or not is_private_url(url, private):
        why = "a Shopify shop is asked at its domain, and nowhere else but in your own network"
        raise NotAllowed(address_of(store).of_forbidden(why))
    return store.api_url
