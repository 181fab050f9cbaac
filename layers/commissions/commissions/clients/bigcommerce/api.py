"""BigCommerce's API as it is: two versions with a manner each, and a quota that all apps share."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import httpx2

from commissions.clients import AccessDenied, InvalidResponse, NotAllowed, egress
from commissions.clients.bigcommerce.refusals import address_of
from commissions.clients.call_errors import StoreRefused
from commissions.clients.http import Http
from commissions.clients.reply import Reply
from commissions.domain.stores.store import Store

ADDRESS = "https://api.bigcommerce.com"
PARTLY_DONE = 422
RESERVE = 2
"""Calls of a window that we leave to the others."""

Row = dict[str, Any]

_HASH = re.compile(r"[a-z0-9]{5,16}", re.ASCII)
_ID = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,12}", re.ASCII)


def connect(store: Store, access: Mapping[str, str], private: Sequence[str]) -> Http:
    """Raises NotAllowed, AccessDenied."""
    if not _HASH.fullmatch(store.domain):
        raise NotAllowed("the store's domain is not a BigCommerce store hash")
    if not (token := access.get("token", "")):
        raise AccessDenied("the store has no access token")
    base = f"{_address(store, private)}/stores/{store.domain}"
    # Without `Accept`, V2 answers XML; Http asks for JSON.
    headers, address = {"X-Auth-Token": token}, address_of(store)
    return Http(base, headers=headers, private=private, pace=pace, address=address)


def _address(store: Store, private: Sequence[str]) -> str:
    """BigCommerce has one address; another has to be the company's own, for trying things out."""
    if not store.api_url:
        return ADDRESS
    url = None
    with suppress(httpx2.InvalidURL):
        url = httpx2.URL(store.api_url)
    if url is None or not egress.is_private_url(url, private):
        why = f"a BigCommerce store is asked at {ADDRESS}, and nowhere else but in your own network"
        raise NotAllowed(address_of(store).of_forbidden(why))
    return store.api_url.rstrip("/")


def pace(reply: Reply) -> float:
    """The last fifth of a window's calls is spread over what is left of it; then we wait for the
    next one. Answers without these headers, such as those of an overloaded platform, say nothing.
    """
    left = _number(reply, "x-rate-limit-requests-left")
    reset = _number(reply, "x-rate-limit-time-reset-ms")
    if left is None or reset is None:
        return 0
    if left <= RESERVE:
        return reset / 1000
    quota = _number(reply, "x-rate-limit-requests-quota") or 0
    return reset / 1000 / left if left * 5 < quota else 0


def is_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def v2_list(reply: Reply) -> list[dict[str, Any]]:
    """What a V2 list holds: nothing at all (204) when it is empty. Raises InvalidResponse."""
    if reply.problem:
        raise InvalidResponse(reply.problem)
    return _objects([] if reply.payload is None else reply.payload)


def v3_data(reply: Reply) -> Any:
    """What a V3 answer is about. Raises InvalidResponse."""
    if reply.problem:
        raise InvalidResponse(reply.problem)
    if not isinstance(reply.payload, dict) or "data" not in reply.payload:
        raise InvalidResponse("a V3 answer without data")
    return reply.payload["data"]


def v3_list(reply: Reply) -> list[dict[str, Any]]:
    """What a V3 list holds. Raises InvalidResponse."""
    return _objects(v3_data(reply))


def done_in_part(error: StoreRefused) -> list[Row]:
    """What of a call with metafields was done, although it was refused: 422 says so in its `data`.
    Raises the error where it says nothing of the kind."""
    payload = error.payload if error.status == PARTLY_DONE else None
    done = payload.get("data") if isinstance(payload, dict) else None
    if not isinstance(done, list):
        raise error
    return [each for each in done if isinstance(each, dict)]


def text_of(value: Any, name: str) -> str:
    """An id or a time of an answer, as a text. Raises InvalidResponse."""
    found = value.get(name) if isinstance(value, dict) else None
    if type(found) not in (int, str):
        raise InvalidResponse(f"an answer without {name}")
    return str(found)


def _objects(found: Any) -> list[dict[str, Any]]:
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise InvalidResponse("an answer that is no list of objects")
    return found


def _number(reply: Reply, name: str) -> int | None:
    text = reply.headers.get(name, "").strip()
    return int(text) if _NUMBER.fullmatch(text) else None
