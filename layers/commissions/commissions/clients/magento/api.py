"""What opens a Magento store's API, and how its answers are to be taken."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from commissions.clients import AccessDenied, InvalidResponse
from commissions.clients.http import Http
from commissions.clients.magento.oauth import PARTS, OAuth1
from commissions.clients.magento.refusals import NO_ROUTE, address_of
from commissions.clients.reply import Reply
from commissions.domain.stores.store import Store

API = "/rest/all/V1"

_IDENTITY = re.compile(r"[1-9][0-9]{0,19}", re.ASCII)


def connect(store: Store, access: Mapping[str, str], private: Sequence[str]) -> Http:
    """With a Bearer token where there is one, else signed as an integration.

    Raises AccessDenied where the access is incomplete, NotAllowed.
    """
    if token := access.get("token"):
        headers = {"Authorization": f"Bearer {token}"}
        address = address_of(store, by_token=True)
        return Http(store.api_url, headers=headers, private=private, address=address)
    if lacking := [part for part in PARTS if not access.get(part)]:
        raise AccessDenied(f"the access lacks {', '.join(lacking)}")
    address = address_of(store, by_token=False)
    return Http(store.api_url, auth=OAuth1(access), private=private, address=address)


def items(reply: Reply) -> list[Any]:
    """The items of a search; Magento writes none as null, and never as 404. Raises
    InvalidResponse."""
    if reply.status == 404:
        raise InvalidResponse(reply.problem)
    payload = reply.payload
    found = payload.get("items", ()) if isinstance(payload, dict) else ()
    if found is None:
        return []
    if not isinstance(found, list):
        raise InvalidResponse("a search did not answer with items")
    return found


def is_gone(reply: Reply) -> bool:
    """Whether Magento says that it has no such thing; a wrong address answers 404 to everything.
    Raises InvalidResponse."""
    if reply.status != 404:
        return False
    said = reply.payload.get("message") if isinstance(reply.payload, dict) else None
    if not isinstance(said, str) or said.startswith(NO_ROUTE):
        raise InvalidResponse(reply.problem)
    return True


def identity(thing: Any, name: str) -> str:
    """The id of a thing, in the field of this name. Raises InvalidResponse."""
    found = thing.get(name) if isinstance(thing, dict) else None
    if not isinstance(found, int | str) or not _IDENTITY.fullmatch(str(found)):
        raise InvalidResponse(f"something was told without its {name}")
    return str(found)
