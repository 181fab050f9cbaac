"""The products of a BigCommerce store, and what their variants are worth, shown beside them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import batched
from typing import Any

from commissions.clients import FetchedResource, InvalidResponse, Page, PublishedValue
from commissions.clients.bigcommerce.api import Row, done_in_part, is_id, text_of, v3_data
from commissions.clients.bigcommerce.pagination import LIMIT_MAX, all_of
from commissions.clients.call_errors import StoreRefused
from commissions.clients.http import Http
from commissions.clients.reply import Reply

PRODUCTS_A_PAGE = 50
METAFIELDS_A_CALL = 10
NAMESPACE = "commissions"
PATH = "/v3/catalog/variants/metafields"
WITH_VARIANTS = {"include": "variants"}
VISIBLE = "read_and_sf_access"
"""To other apps and to the shop's own pages; written by us alone."""


def fetch(http: Http, product_id: str) -> FetchedResource | None:
    if not is_id(product_id):
        return None
    reply = http.get(f"/v3/catalog/products/{product_id}", WITH_VARIANTS)
    if reply.status == 404:
        return None
    return FetchedResource(product_id, v3_data(reply), reply.read_at)


def pages(http: Http, after: str) -> Iterator[Page]:
    """By id, each page from the last id on: nothing that is deleted meanwhile shifts them."""
    last = after or "0"
    while last:
        page = _page(http, last)
        yield page
        last = page.next


def publish(http: Http, values: Sequence[PublishedValue]) -> None:
    """As two metafields of each variant; those that show the value already are left alone.

    Raises InvalidResponse where BigCommerce refuses some, with their variants: the others stay.
    """
    known = _known_metafields(http)
    new, changed = [], []
    for value in values:
        for key, text in (("pv", value.pv), ("bv", value.bv)):
            metafield = _metafield(value, key, text)
            there = known.get((value.variant_id, key))
            if there is None:
                new.append(metafield)
            elif there.get("value") != text:
                changed.append({"id": there["id"], "value": text})
    variants = {each["id"]: variant_id for (variant_id, _), each in known.items()}
    refused = [str(each["resource_id"]) for each in _refused(http.post, new)]
    put = partial(http.put, safe=True)
    refused += [variants[each["id"]] for each in _refused(put, changed)]
    if refused:
        wanted = len(new) + len(changed)
        raise InvalidResponse(
            f"{wanted - len(refused)} of {wanted} values are shown; BigCommerce refuses those of "
            f"the variants {', '.join(sorted(set(refused)))}: see that these exist, then publish "
            "again"
        )


def _refused(send: Callable[[str, Any], Reply], wanted: Sequence[Row]) -> list[Row]:
    """Sends metafields, so many a call; those that were refused. Where it is only some of a call,
    it is answered 422 all the same, and says which are written."""
    refused: list[Row] = []
    for some in batched(wanted, METAFIELDS_A_CALL, strict=False):
        try:
            send(PATH, list(some))
        except StoreRefused as error:
            done = {name for each in done_in_part(error) for name in _names(each)}
            refused += [each for each in some if not done & _names(each)]
    return refused


def _names(metafield: Row) -> set[tuple[Any, ...]]:
    """By its own id, and by what it is of."""
    by_key = tuple(metafield.get(name) for name in ("resource_id", "namespace", "key"))
    return {names for names in (by_key, (metafield.get("id"),)) if None not in names}


def _page(http: Http, last: str) -> Page:
    params = {**WITH_VARIANTS, "sort": "id", "direction": "asc", "limit": PRODUCTS_A_PAGE}
    reply = http.get("/v3/catalog/products", params | {"id:greater": last})
    products = v3_data(reply)
    if not isinstance(products, list):
        raise InvalidResponse("products that are no list")
    items = [FetchedResource(text_of(each, "id"), each, reply.read_at) for each in products]
    more = len(items) == PRODUCTS_A_PAGE
    return Page(items=tuple(items), next=items[-1].source_id if more else "")


def _known_metafields(http: Http) -> dict[tuple[str, str], Any]:
    """Ours that there are; the API cannot be asked for those of some variants."""
    params = {"namespace": NAMESPACE, "key:in": "pv,bv", "limit": LIMIT_MAX}
    found = all_of(http, PATH, params, v3=True)
    return {(text_of(each, "resource_id"), text_of(each, "key")): each for each in found}


def _metafield(value: PublishedValue, key: str, text: str) -> Row:
    if not is_id(value.variant_id):
        raise InvalidResponse("a value of a variant that BigCommerce cannot have")
    return {
        "resource_id": int(value.variant_id),
        "namespace": NAMESPACE,
        "key": key,
        "value": text,
        "permission_set": VISIBLE,
    }
