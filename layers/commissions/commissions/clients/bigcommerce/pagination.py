"""BigCommerce's lists, page by page to their ends."""

from collections.abc import Iterator, Mapping
from typing import Any

from commissions.clients import InvalidResponse
from commissions.clients.bigcommerce.api import v2_list, v3_list
from commissions.clients.http import Http

LIMIT_MAX = 250


def all_of(
    http: Http, path: str, params: Mapping[str, Any], *, v3: bool, gone_is_empty: bool = True
) -> Iterator[Any]:
    """Everything of a list that only grows at its end, or hardly ever changes, page by page."""
    page, limit = 1, int(params["limit"])
    while True:
        reply = http.get(path, {**params, "page": page})
        if reply.status == 404:
            if not gone_is_empty and page == 1:
                raise InvalidResponse(reply.problem)
            return
        found = v3_list(reply) if v3 else v2_list(reply)
        yield from found
        if len(found) < limit:
            return
        page += 1
