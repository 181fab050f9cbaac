"""`POST /api/mlm/orders`: the order as any other store can tell it (docs/orders-api.md)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from commissions.domain.currencies import EXPONENTS
from commissions.domain.order import (
    Item,
    OfOrder,
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    Referral,
    RefundItem,
)
from commissions.domain.store import Store
from commissions.platforms import ParsedWebhook, customer_hash
from commissions.platforms.orders_api.schema import ItemIn, OrderIn, RefundIn
from commissions.platforms.strict_json import NotJson, loads

NAME = "orders"

PROBLEMS_MAX = 50
_FIELD_NAME = re.compile(r"[A-Za-z0-9_]{1,40}", re.ASCII)
_MESSAGES = {"missing": "is required", "extra_forbidden": "is not a field of this API"}


class InvalidOrder(ValueError):
    """An order that does not keep to the documented form; says which fields, and how."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(", ".join(error["field"] or "body" for error in errors))
        self.errors = errors


def parse_order(body: bytes, store: Store, customer_key: bytes) -> ParsedWebhook:
    """The records that an order tells of: itself, its refunds and its cancellation.

    Raises Invalid.
    """
    order = _order(_payload(body))
    if problems := list(_contradictions(order)):
        raise InvalidOrder(problems[:PROBLEMS_MAX])
    placed = _placed(order, store, customer_key)
    return ParsedWebhook(
        topic=NAME,
        occurred_at=placed.updated_at,
        records=(
            placed,
            *(_refunded(refund, placed) for refund in order.refunds),
            *_cancelled(placed),
        ),
    )


def _payload(body: bytes) -> Any:
    try:
        return loads(body)
    except NotJson as error:
        raise InvalidOrder([_problem("", str(error))]) from None


def _order(payload: Any) -> OrderIn:
    currency = payload.get("currency") if isinstance(payload, dict) else None
    known = currency if isinstance(currency, str) and currency in EXPONENTS else ""
    try:
        return OrderIn.model_validate(payload, context={"currency": known})
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        problems = [
            _problem(_path(each["loc"]), _MESSAGES.get(each["type"], each["msg"]))
            for each in found[:PROBLEMS_MAX]
        ]
    # Raised out here: the validator's own error holds what was sent.
    raise InvalidOrder(problems)


def _problem(field: str, message: str) -> dict[str, str]:
    return {"field": field, "message": message}


def _path(location: tuple[int | str, ...]) -> str:
    """`("items", 0, "qty")` as `items[0].qty`; what is no name of a field is not repeated."""
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            name = step if _FIELD_NAME.fullmatch(step) else "(unknown)"
            path += f".{name}" if path else name
    return path


def _contradictions(order: OrderIn) -> Iterator[dict[str, str]]:
    """What no field can be blamed for until it is held against the others."""
    yield from _item_contradictions(order)
    yield from _refund_contradictions(order)


def _item_contradictions(order: OrderIn) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    for number, (item, line_id) in enumerate(zip(order.items, _line_ids(order), strict=True)):
        field = f"items[{number}]"
        gross = item.unit_price * item.qty
        if line_id in seen:
            yield _problem(f"{field}.line_id", "is another item's line_id too")
        seen.add(line_id)
        if gross != int(gross):
            yield _problem(f"{field}.qty", "times unit_price is no whole amount")
        if item.discount > gross:
            yield _problem(f"{field}.discount", "is more than the item costs")


def _refund_contradictions(order: OrderIn) -> Iterator[dict[str, str]]:
    left = dict(zip(_line_ids(order), (item.qty for item in order.items), strict=True))
    seen = set()
    for number, refund in enumerate(order.refunds):
        field = f"refunds[{number}]"
        if refund.refund_id in seen:
            yield _problem(f"{field}.refund_id", "is another refund's refund_id too")
        seen.add(refund.refund_id)
        for position, back in enumerate(refund.items):
            if back.line_id not in left:
                yield _problem(f"{field}.items[{position}].line_id", "is no line of the order")
                continue
            left[back.line_id] -= back.qty
            if left[back.line_id] < 0:
                yield _problem(f"{field}.items[{position}].qty", "is more than was ordered")


def _placed(order: OrderIn, store: Store, customer_key: bytes) -> OrderPlaced:
    items = tuple(map(_item, order.items, _line_ids(order)))
    code = order.distributor_ref
    customer = order.customer_id
    return OrderPlaced(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order.platform_order_id,
        order_ts=order.order_ts,
        updated_at=order.updated_at or order.order_ts,
        status=order.status,
        currency=order.currency,
        distributor_ref=code,
        items=items,
        total=order.total,
        shipping=order.shipping,
        tax=sum(item.tax for item in items) if order.tax is None else order.tax,
        other=order.other,
        referrals=(Referral("distributor_ref", code, forgeable=False),) if code else (),
        customer=customer_hash(store.store_id, customer, customer_key) if customer else "",
        cancelled_at=order.cancelled_at,
        test=order.test,
    )


def _line_ids(order: OrderIn) -> list[str]:
    return [item.line_id or str(number) for number, item in enumerate(order.items, start=1)]


def _item(item: ItemIn, line_id: str) -> Item:
    return Item(
        line_id=line_id,
        platform_sku=item.platform_sku,
        variant_id=item.variant_id,
        qty=item.qty,
        unit_price=item.unit_price,
        discount=item.discount,
        tax=item.tax,
        net=int(item.unit_price * item.qty) - item.discount,
        kind=item.kind,
    )


def _refunded(refund: RefundIn, order: OrderPlaced) -> OrderRefunded:
    units: dict[str, Decimal] = {}
    for back in refund.items:
        units[back.line_id] = units.get(back.line_id, Decimal(0)) + back.qty
    return OrderRefunded(
        platform=NAME,
        store_id=order.store_id,
        platform_order_id=order.platform_order_id,
        refund_id=refund.refund_id,
        refunded_at=refund.refunded_at,
        currency=order.currency,
        items=tuple(RefundItem(line_id, qty) for line_id, qty in sorted(units.items())),
        amount_only=refund.amount_only,
        shipping=refund.shipping,
        tax=refund.tax,
    )


def _cancelled(order: OrderPlaced) -> tuple[OfOrder, ...]:
    if order.cancelled_at is None:
        return ()
    return (
        OrderCancelled(
            platform=NAME,
            store_id=order.store_id,
            platform_order_id=order.platform_order_id,
            cancelled_at=order.cancelled_at,
            updated_at=order.updated_at,
        ),
    )
