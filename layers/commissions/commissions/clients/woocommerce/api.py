"""Where a WooCommerce shop's API is, what opens it, and how its answers are to be taken."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx2

from commissions.clients import AccessDenied, InvalidResponse
from commissions.clients.http import Http, Reply
from commissions.domain.stores.store import Store

INDEX = "wp-json"
API = f"{INDEX}/wc/v3"

Row = dict[str, Any]


def connect(store: Store, access: Mapping[str, str], private: Sequence[str]) -> Http:
    """Raises AccessDenied without a consumer key, and NotAllowed for an address that is none."""
    key, secret = access.get("consumer_key", ""), access.get("consumer_secret", "")
    if not key or not secret:
        raise AccessDenied("a WooCommerce store is opened by consumer_key and consumer_secret")
    auth = httpx2.BasicAuth(key, secret)
    return Http(f"{store.api_url.rstrip('/')}/{API}", auth=auth, private=private)


def home_address(store: Store, private: Sequence[str]) -> str:
    """What WordPress's own index, which anybody may ask, calls the shop, as its webhooks do; empty
    where it does not say. Raises StoreError."""
    index = Http(f"{store.api_url.rstrip('/')}/{INDEX}", private=private)
    try:
        found = index.get("", {"_fields": "home"}).payload
    finally:
        index.close()
    return str(found.get("home", "")) if isinstance(found, dict) else ""


def object_of(reply: Reply, path: str) -> Row | None:
    """What was asked for; None where the shop has no such thing. Raises InvalidResponse."""
    if reply.status == 404:
        _check_is_of_the_shop(reply, path)
        return None
    if not isinstance(reply.payload, dict):
        raise InvalidResponse(f"GET {path} answered no object")
    return reply.payload


def rows_of(reply: Reply, path: str) -> list[Row]:
    """Raises InvalidResponse."""
    rows = reply.payload
    if reply.status == 404:
        _check_is_of_the_shop(reply, path)
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidResponse(f"GET {path} answered no list")
    if not all(type(row.get("id")) is int for row in rows):
        raise InvalidResponse(f"GET {path} answered something without an id")
    return rows


def _check_is_of_the_shop(reply: Reply, path: str) -> None:
    """A wrong address answers 404 to everything: that says nothing about one order."""
    code = reply.payload.get("code") if isinstance(reply.payload, dict) else None
    if not str(code).startswith("woocommerce_rest_"):
        raise InvalidResponse(f"GET {path} is no address of this shop's API")
