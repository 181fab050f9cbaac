"""What is wrong with an order that was posted: which fields, and how."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from pydantic import ValidationError

from commissions.domain.currencies import exponent
from commissions.domain.orders.continues import RENEWAL
from commissions.domain.orders.refund import AMOUNT, BESIDE
from commissions.platforms.orders_api import told_back
from commissions.platforms.orders_api.schema import ItemIn, OrderIn, line_ids

PROBLEMS_MAX = 50
AHEAD_MAX = timedelta(minutes=5)
"""By so much a sender's clock may be ahead of ours."""
ROUNDING_MAX = 1
"""By so many minor units a line's net may be off what its units cost."""
_FIELD_NAME = re.compile(r"[A-Za-z0-9_]{1,40}", re.ASCII)
_MESSAGES = {"missing": "is required", "extra_forbidden": "is not a field of this API"}
_SHOULD = re.compile(r"^(Input|String|List) should ")


class InvalidOrder(ValueError):
    """An order that does not keep to the documented form; says which fields, and how."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(", ".join(error["field"] or "body" for error in errors))
        self.errors = errors


def check(order: OrderIn, now: datetime | None) -> None:
    """Raises InvalidOrder for what no field can be blamed for until it is held against others, or
    against the clock, where there is one."""
    if problems := [
        *(_times_ahead(order, now) if now else ()),
        *_continued_contradictions(order),
        *_item_contradictions(order),
        *_refund_contradictions(order),
    ]:
        raise InvalidOrder(problems[:PROBLEMS_MAX])


def of_validation(error: ValidationError) -> list[dict[str, str]]:
    """The problems that the schema found, without anything of what was sent."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return [
        problem(_path(each["loc"]), _MESSAGES.get(each["type"], _SHOULD.sub("must ", each["msg"])))
        for each in found[:PROBLEMS_MAX]
    ]


def problem(field: str, message: str) -> dict[str, str]:
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


def _times_ahead(order: OrderIn, now: datetime) -> Iterator[dict[str, str]]:
    """What is told as of a time to come would outrank all that is told until then."""
    told = {
        "order_ts": order.order_ts,
        "updated_at": order.updated_at,
        "cancelled_at": order.cancelled_at,
    }
    told |= {f"refunds[{n}].refunded_at": each.refunded_at for n, each in enumerate(order.refunds)}
    for field, moment in told.items():
        if moment is not None and moment > now + AHEAD_MAX:
            minutes = AHEAD_MAX // timedelta(minutes=1)
            yield problem(
                field,
                f"is more than {minutes} minutes ahead of the server's time, which is "
                f"{now:%Y-%m-%dT%H:%M:%SZ}: send when it happened",
            )


def _continued_contradictions(order: OrderIn) -> Iterator[dict[str, str]]:
    if (continued := order.continues) is None:
        return
    if continued.order is None and continued.as_ != RENEWAL:
        yield problem("continues.order", f"is required, unless as is {RENEWAL}")
    if continued.order == order.platform_order_id:
        yield problem("continues.order", "is the order itself: send that which it goes on with")


def _item_contradictions(order: OrderIn) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    for number, (item, line_id) in enumerate(zip(order.items, line_ids(order), strict=True)):
        field = f"items[{number}]"
        if line_id in seen:
            yield problem(f"{field}.line_id", "is another item's line_id too")
        seen.add(line_id)
        yield from _amount_contradictions(item, field, order.currency)


def _amount_contradictions(item: ItemIn, field: str, currency: str) -> Iterator[dict[str, str]]:
    gross = item.unit_price * item.qty
    exact = gross - item.discount
    if item.discount > gross:
        yield problem(f"{field}.discount", "is more than the item costs")
    elif item.net is None and gross != int(gross):
        yield problem(
            f"{field}.qty",
            "times unit_price is no whole amount: send what the line comes to, rounded, as net",
        )
    elif item.net is not None and abs(item.net - exact) > ROUNDING_MAX:
        yield problem(
            f"{field}.net",
            f"is more than {_amount(Decimal(ROUNDING_MAX), currency)} from unit_price x qty - "
            f"discount, which is {_amount(exact, currency)}",
        )


def _amount(minor: Decimal, currency: str) -> str:
    return f"{minor.scaleb(-exponent(currency)).normalize():f}"


def _refund_contradictions(order: OrderIn) -> Iterator[dict[str, str]]:
    """A refund may name a line that an edit has taken off since: which lines there ever were, the
    ledger knows."""
    left = dict(zip(line_ids(order), (item.qty for item in order.items), strict=True))
    seen = set()
    yield from (problem(*found) for found in told_back.contradictions(order))
    for number, refund in enumerate(order.refunds):
        field = f"refunds[{number}]"
        if refund.refund_id in seen:
            yield problem(f"{field}.refund_id", "is another refund's refund_id too")
        seen.add(refund.refund_id)
        if refund.refund_id.endswith((AMOUNT, BESIDE)):
            yield problem(f"{field}.refund_id", f"must not end in {AMOUNT} or {BESIDE}")
        for position, back in enumerate(refund.items):
            if back.line_id not in left:
                continue
            left[back.line_id] -= back.qty
            if left[back.line_id] < 0:
                yield problem(f"{field}.items[{position}].qty", "is more than was ordered")
