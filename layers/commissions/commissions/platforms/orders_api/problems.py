"""What is wrong with an order that was posted: which fields, and how."""

import re
from collections.abc import Iterator

from pydantic import ValidationError

from commissions.domain.orders.order import AMOUNT, BESIDE
from commissions.platforms.orders_api.schema import OrderIn, line_ids

PROBLEMS_MAX = 50
GAVE_BACK = frozenset({"partially_refunded", "refunded"})
_FIELD_NAME = re.compile(r"[A-Za-z0-9_]{1,40}", re.ASCII)
_MESSAGES = {"missing": "is required", "extra_forbidden": "is not a field of this API"}


class InvalidOrder(ValueError):
    """An order that does not keep to the documented form; says which fields, and how."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__(", ".join(error["field"] or "body" for error in errors))
        self.errors = errors


def check(order: OrderIn) -> None:
    """Raises InvalidOrder for what no field can be blamed for until it is held against others."""
    if problems := [*_item_contradictions(order), *_refund_contradictions(order)]:
        raise InvalidOrder(problems[:PROBLEMS_MAX])


def of_validation(error: ValidationError) -> list[dict[str, str]]:
    """The problems that the schema found, without anything of what was sent."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return [
        problem(_path(each["loc"]), _MESSAGES.get(each["type"], each["msg"]))
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


def _item_contradictions(order: OrderIn) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    for number, (item, line_id) in enumerate(zip(order.items, line_ids(order), strict=True)):
        field = f"items[{number}]"
        gross = item.unit_price * item.qty
        if line_id in seen:
            yield problem(f"{field}.line_id", "is another item's line_id too")
        seen.add(line_id)
        if gross != int(gross):
            yield problem(f"{field}.qty", "times unit_price is no whole amount")
        if item.discount > gross:
            yield problem(f"{field}.discount", "is more than the item costs")


def _refund_contradictions(order: OrderIn) -> Iterator[dict[str, str]]:
    left = dict(zip(line_ids(order), (item.qty for item in order.items), strict=True))
    seen = set()
    if order.status in GAVE_BACK and not order.refunds:
        yield problem("refunds", "must say what went back of an order of this status")
    for number, refund in enumerate(order.refunds):
        field = f"refunds[{number}]"
        if refund.refund_id in seen:
            yield problem(f"{field}.refund_id", "is another refund's refund_id too")
        seen.add(refund.refund_id)
        if refund.refund_id.endswith((AMOUNT, BESIDE)):
            yield problem(f"{field}.refund_id", f"must not end in {AMOUNT} or {BESIDE}")
        for position, back in enumerate(refund.items):
            if back.line_id not in left:
                yield problem(f"{field}.items[{position}].line_id", "is no line of the order")
                continue
            left[back.line_id] -= back.qty
            if left[back.line_id] < 0:
                yield problem(f"{field}.items[{position}].qty", "is more than was ordered")
