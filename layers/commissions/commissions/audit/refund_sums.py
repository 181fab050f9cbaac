"""What each refund of an order gives back in all, from the records that tell of it.

A refund is told in up to three records: its goods, what it names beside them, and its signed
difference. Which of them there are may differ by when they were told; what they add up to may not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from commissions.audit.order_history import refund_of
from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.refund import BESIDE, OrderRefunded, RefundItem


@dataclass(frozen=True, slots=True)
class RefundSum:
    """One refund; amounts in minor units of its currency, gross."""

    refund_id: str
    """The store's own."""
    currency: str
    at: datetime
    days: Mapping[str, datetime]
    """When each of its records says that it was."""
    total: int
    """Rounded down line by line."""
    parts: Mapping[str, tuple[Any, ...]]
    """By line the units, the money and what the units are said to be worth, net; under "" what is
    of no line: the difference, shipping, other things by name, tax alone."""


def refund_sums(records: Iterable[OrderRefunded], order: OrderPlaced) -> dict[str, RefundSum]:
    """By the store's id; `order`: whose lines say what units are worth."""
    grouped: dict[str, list[OrderRefunded]] = {}
    for record in records:
        grouped.setdefault(refund_of(record.refund_id), []).append(record)
    return {name: _sum_of(name, each, order) for name, each in grouped.items()}


def given_back(records: Iterable[OrderRefunded], order: OrderPlaced) -> int:
    """What all refunds in the order's currency give back, in minor units, gross."""
    sums = refund_sums(records, order).values()
    return sum(each.total for each in sums if each.currency == order.currency)


def _sum_of(name: str, records: list[OrderRefunded], order: OrderPlaced) -> RefundSum:
    lines = {item.line_id: item for item in order.items}
    backs = [back for record in records for back in record.items]
    of_no_line = _of_no_line(records)
    money = [record.money for record in records if record.money is not None]
    named = sum(of_no_line) + sum(_worth(back, lines.get(back.line_id)) for back in backs)
    return RefundSum(
        refund_id=name,
        currency=records[0].currency,
        at=min(record.refunded_at for record in records),
        days={record.refund_id: record.refunded_at for record in records},
        total=sum(money) if money else named,
        parts={"": (*of_no_line, *money), **_by_line(backs)},
    )


def _of_no_line(records: list[OrderRefunded]) -> tuple[int, ...]:
    """The difference, shipping, other things, tax. Where what is beside the goods has a record of
    its own, that one is the one that counts."""
    apart = [each for each in records if each.refund_id.endswith(BESIDE)]
    beside = apart or records
    return (
        sum(each.amount_only for each in records),
        sum(each.shipping for each in beside),
        sum(each.other for each in beside),
        sum(each.tax for each in apart or filter(_is_tax_alone, records)),
    )


def _is_tax_alone(refund: OrderRefunded) -> bool:
    """Beside lines and amounts, a tax is theirs."""
    return not (refund.items or refund.amount_only or refund.shipping or refund.other)


def _by_line(backs: Iterable[RefundItem]) -> dict[str, tuple[Any, ...]]:
    parts: dict[str, tuple[Any, ...]] = {}
    for back in backs:
        qty, amount, worth = parts.get(back.line_id, (0, 0, 0))
        parts[back.line_id] = (qty + back.qty, amount + back.amount, worth + (back.worth or 0))
    return parts


def _worth(back: RefundItem, line: Item | None) -> int:
    """What came back of a line, with its tax; nothing more is known of one that is not there."""
    net = back.amount + (back.worth or 0)
    if line is None:
        return net
    if back.worth is None and line.qty:
        return _share(line, Fraction(back.qty) / Fraction(line.qty)) + _with_tax(back.amount, line)
    return _with_tax(net, line)


def _with_tax(net: int, line: Item) -> int:
    return _share(line, Fraction(net, line.net)) if line.net else net


def _share(line: Item, part: Fraction) -> int:
    whole = (line.net + line.tax) * part
    return whole.numerator // whole.denominator
