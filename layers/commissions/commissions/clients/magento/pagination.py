"""Magento's searches, read by growing ids, such that nothing is left out while they change."""

from collections.abc import Iterator, Sequence
from typing import Any

from commissions.clients import FetchedResource, InvalidResponse, Page
from commissions.clients.http import Http
from commissions.clients.magento import fields
from commissions.clients.magento.api import API, identity, items
from commissions.clients.magento.search import PAGE_SIZE, SearchFilter, criteria

ID_FIELDS = {"orders": "entity_id", "creditmemos": "entity_id", "products": "id"}


def list_pages(
    http: Http, things: str, filters: Sequence[SearchFilter], after: str, *, size: int = PAGE_SIZE
) -> Iterator[Page]:
    """Pages by growing id, each beginning behind the last one's end."""
    more, last, name = True, after, ID_FIELDS[things]
    while more:
        wanted = [*filters, ("entity_id", "gt", last or "0")]
        params = criteria(wanted, sort="entity_id", size=size)
        params.append(("fields", fields.of_search(things)))
        reply = http.get(f"{API}/{things}", params)
        rows = items(reply)
        found = tuple(FetchedResource(identity(each, name), each, reply.read_at) for each in rows)
        left = reply.payload.get("total_count")
        more = bool(rows) and (len(rows) == size or _is_more(left, len(rows)))
        if more and int(found[-1].source_id) <= int(last or "0"):
            raise InvalidResponse(f"a search of {things} goes in circles")
        last = found[-1].source_id if more else ""
        yield Page(found, last, left if not after and wanted[-1][2] == "0" else None)


def _is_more(left: Any, shown: int) -> bool:
    return isinstance(left, int) and left > shown
