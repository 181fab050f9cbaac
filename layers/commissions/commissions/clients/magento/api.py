"""What opens a Magento store's API, and how its answers are to be taken."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from commissions.clients import AccessDenied, InvalidResponse
from commissions.clients.http import Http
from commissions.clients.magento.oauth import PARTS, OAuth1
from commissions.domain.stores.store import Store

API = "/rest/all/V1"

_IDENTITY = re.compile(r"[1-9][0-9]{0,19}", re.ASCII)


def connect(store: Store, access: Mapping[str, str], private: Sequence[str]) -> Http:
    """With a Bearer token where there is one, else signed as an integration.

    Raises AccessDenied where the access is incomplete, NotAllowed.
    """
    if token := access.get("token"):
        headers = {"Authorization": f"Bearer {token}"}
        return Http(store.api_url, headers=headers, private=private)
    if lacking := [part for part in PARTS if not access.get(part)]:
        raise AccessDenied(f"the access lacks {', '.join(lacking)}")
    return Http(store.api_url, auth=OAuth1(access), private=private)


def items(payload: Any) -> list[Any]:
    """The items of a search; Magento writes none as null. Raises InvalidResponse."""
    found = payload.get("items", ()) if isinstance(payload, dict) else ()
    if found is None:
        return []
    if not isinstance(found, list):
        raise InvalidResponse("a search did not answer with items")
    return found


def identity(thing: Any, name: str) -> str:
    """The id of a thing, in the field of this name. Raises InvalidResponse."""
    found = thing.get(name) if isinstance(thing, dict) else None
    if not isinstance(found, int | str) or not _IDENTITY.fullmatch(str(found)):
        raise InvalidResponse(f"something was told without its {name}")
    return str(found)
