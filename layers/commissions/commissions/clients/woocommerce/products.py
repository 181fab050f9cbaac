"""The products of a WooCommerce shop, each with all its variations; and what they are worth."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import batched
from typing import Any

from commissions.clients import FetchedResource, InvalidResponse, Page, PublishedValue, partial_page
from commissions.clients.http import Http
from commissions.clients.reply import Reply
from commissions.clients.woocommerce import fields
from commissions.clients.woocommerce.api import Row, object_of
from commissions.clients.woocommerce.pagination import ListPosition, all_rows, page

BATCH_MAX = 100


def fetch(http: Http, product_id: str) -> FetchedResource | None:
    """A product; or one variation, which has an address of its own among them."""
    path = f"products/{product_id}"
    reply = http.get(path, {"_fields": fields.PRODUCT})
    product = object_of(reply, path)
    return _answer(http, product, reply) if product else None


def pages(http: Http, after: str) -> Iterator[Page]:
    position: ListPosition | None = ListPosition.parse(after)
    while position:
        found = page(http, "products", {"status": "any", "_fields": fields.PRODUCT}, position)
        named = [(str(product["id"]), product) for product in found.rows]
        answers, broken = partial_page.fetch_each(named, partial(_answer, http, reply=found.reply))
        position = found.next
        yield Page(answers, str(position or ""), found.total, broken)


def publish(http: Http, values: Sequence[PublishedValue]) -> None:
    """Shows the values in meta data of the products and variations. Raises InvalidResponse."""
    addressed: dict[str, list[PublishedValue]] = defaultdict(list)
    for value in values:
        is_variation = value.variant_id not in ("", value.product_id)
        path = f"products/{value.product_id}/variations" if is_variation else "products"
        addressed[path].append(value)
    for path, of_path in addressed.items():
        for some in batched(of_path, BATCH_MAX, strict=False):
            body = {"update": [_update(value) for value in some]}
            # Twice does no more than once: the same value is set again.
            _check_all_done(http.post(f"{path}/batch", body, safe=True), path)


def _answer(http: Http, product: Row, reply: Reply) -> FetchedResource:
    if product.get("variations"):
        path = f"products/{product['id']}/variations"
        product = product | {"variations": list(all_rows(http, path, {"_fields": fields.PRODUCT}))}
    return FetchedResource(str(product["id"]), product, reply.read_at)


def _update(value: PublishedValue) -> dict[str, Any]:
    meta = [{"key": "pv", "value": value.pv}, {"key": "bv", "value": value.bv}]
    return {"id": int(value.variant_id or value.product_id), "meta_data": meta}


def _check_all_done(reply: Reply, path: str) -> None:
    """A batch answers 200 and says of each part whether that was done."""
    done = reply.payload.get("update") if isinstance(reply.payload, dict) else None
    if not isinstance(done, list):
        raise InvalidResponse(f"POST {path}/batch answered no list")
    failed = [str(each.get("id")) for each in done if isinstance(each, dict) and "error" in each]
    if failed:
        raise InvalidResponse(f"POST {path}/batch could not change {', '.join(failed)}")
