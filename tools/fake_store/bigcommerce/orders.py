"""The lists of orders and of what belongs to them, with the filters that BigCommerce knows."""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from tools.fake_store.bigcommerce.pagination import empty, page_of, part_of, problem
from tools.fake_store.bigcommerce.shapes import (
    coupon_json,
    line_json,
    order_json,
    refund_json,
    transactions_json,
)
from tools.fake_store.toolkit import Order, Request, Response, Shop, json_response

MOST = 250
SORTS = {
    "id": lambda order: order.order_id,
    "date_created": lambda order: order.created_at,
    "date_modified": lambda order: order.updated_at,
}


def list_orders(shop: Shop, request: Request) -> Response:
    name, _, direction = request.one("sort", "id:asc").partition(":")
    if name not in SORTS:
        return problem(400, "no such field to sort by")
    found = sorted(_wanted(shop, request), key=SORTS[name], reverse=direction == "desc")
    page, limit = part_of(request, most=MOST)
    fees = "fees" in request.one("include")
    some = found[(page - 1) * limit : page * limit]
    return _v2([order_json(shop, order, fees=fees) for order in some])


def count_orders(shop: Shop, request: Request) -> Response:
    return json_response({"statuses": [], "count": len(list(_wanted(shop, request)))})


def get_order(shop: Shop, request: Request, order_id: int) -> Response:
    """Archived ones too; what is out of the shop for good is 404."""
    if (found := _order(shop, order_id)) is None:
        return problem(404, "The requested resource was not found.")
    return json_response(order_json(shop, found, fees="fees" in request.one("include")))


def list_parts(shop: Shop, request: Request, order_id: int, name: str) -> Response:
    found = _order(shop, order_id)
    if found is None:
        return problem(404, "The requested resource was not found.")
    all_parts: list[dict[str, Any]] = []
    if name == "products":
        all_parts = [line_json(shop, found, line) for line in found.lines]
    elif name == "coupons" and found.code:
        all_parts = [coupon_json(found)]
    page, limit = part_of(request, most=MOST)
    return _v2(all_parts[(page - 1) * limit : page * limit])


def list_refunds(shop: Shop, request: Request, ids: Iterable[int] = ()) -> Response:
    wanted = set(ids) or {int(each) for each in request.one("order_id:in").split(",") if each}
    since = datetime.fromisoformat(request.one("created:min", "1970-01-01T00:00:00+00:00"))
    found = [
        (refund.refund_id, refund_json(order, refund))
        for order in shop.orders.values()
        if (not wanted or order.order_id in wanted) and not order.deleted
        for refund in order.refunds_shown
        if refund.created_at.replace(microsecond=0) >= since
    ]
    return page_of([one for _, one in sorted(found, key=lambda each: each[0])], request,
                   most=MOST, meta=False)  # fmt: skip


def list_transactions(shop: Shop, request: Request, order_id: int) -> Response:
    """None where the account may not read them: `shop.extra` says `transactions: False`."""
    if not shop.extra.get("transactions", True):
        return problem(403, "You don't have a required scope to access the endpoint")
    found = _order(shop, order_id)
    return page_of(transactions_json(found) if found else [], request, most=MOST, meta=False)


def list_metafields(shop: Shop, request: Request, order_id: int) -> Response:
    found = _order(shop, order_id)
    stored = found.extra.get("metafields", []) if found else []
    return page_of(stored, request, most=MOST)


def _order(shop: Shop, order_id: int) -> Order | None:
    found = shop.orders.get(order_id)
    return found if found and not found.deleted else None


def _wanted(shop: Shop, request: Request) -> Iterable[Order]:
    """Archived orders are not listed."""
    first, last = int(request.one("min_id", "0")), int(request.one("max_id", str(2**63)))
    created, modified = _span(request, "created"), _span(request, "modified")
    channel = request.one("channel_id")
    for found in list(shop.orders.values()):
        if found.trashed or found.deleted or not first <= found.order_id <= last:
            continue
        if channel and str(found.extra.get("fields", {}).get("channel_id", 1)) != channel:
            continue
        if _in(created, found.created_at) and _in(modified, found.updated_at):
            yield found


def _span(request: Request, name: str) -> tuple[datetime, datetime]:
    """Both ends are part of it; BigCommerce counts whole seconds."""
    return (
        _moment(request.one(f"min_date_{name}"), datetime.min.replace(tzinfo=UTC)),
        _moment(request.one(f"max_date_{name}"), datetime.max.replace(tzinfo=UTC)),
    )


def _in(span: tuple[datetime, datetime], moment: datetime) -> bool:
    return span[0] <= moment.replace(microsecond=0) <= span[1]


def _moment(text: str, otherwise: datetime) -> datetime:
    if not text:
        return otherwise
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return parsedate_to_datetime(text)


def _v2(found: list[dict[str, Any]]) -> Response:
    return json_response(found) if found else empty()
