"""How much of each line has come back, as exact shares that no rounding touches."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.money import split
from commissions.domain.order import OrderPlaced, OrderRefunded
from commissions.domain.store import Policies

WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Returned:
    """Per line id the share that came back, and the refunds that name lines nobody knows."""

    shares: dict[str, Fraction]
    unknown: tuple[str, ...]


def returned(
    order: OrderPlaced,
    refunds: Iterable[OrderRefunded],
    policies: Policies,
    *,
    cancelled: bool,
) -> Returned:
    """The shares after all refunds, each line capped at the whole of it.

    Refunds count in the order of their own times, never of their arrival, so that an amount that
    names no line is spread once, over what was left at its time. Shipping and tax that went back
    touch nothing (M5).
    """
    if cancelled and policies.cancellation == "reverse_all":
        return Returned({item.line_id: WHOLE for item in order.items}, ())
    shares = {
        item.line_id: min(WHOLE, Fraction(item.removed) / Fraction(item.qty)) if item.qty else WHOLE
        for item in order.items
    }
    unknown = []
    for refund in sorted(refunds, key=lambda each: (each.refunded_at, each.refund_id)):
        if any(item.line_id not in shares for item in refund.items):
            unknown.append(refund.refund_id)
        _take_lines(shares, order, refund)
        if policies.amount_only_refund == "spread":
            _spread(shares, order, refund.amount_only)
    return Returned(shares, tuple(unknown))


def _take_lines(shares: dict[str, Fraction], order: OrderPlaced, refund: OrderRefunded) -> None:
    lines = {item.line_id: item for item in order.items}
    taken: defaultdict[str, Fraction] = defaultdict(Fraction)
    for back in refund.items:
        if (line := lines.get(back.line_id)) is None:
            continue
        if line.qty:
            taken[back.line_id] += Fraction(back.qty) / Fraction(line.qty)
        if back.amount and line.net > 0:
            taken[back.line_id] += Fraction(back.amount, line.net)
    for line_id, share in taken.items():
        shares[line_id] = min(WHOLE, shares[line_id] + share)


def _spread(shares: dict[str, Fraction], order: OrderPlaced, amount: int) -> None:
    lines = [item for item in order.items if item.net > 0]
    left = [int(item.net * (WHOLE - shares[item.line_id])) for item in lines]
    if amount <= 0 or not sum(left):
        return
    for item, part in zip(lines, split(min(amount, sum(left)), left), strict=True):
        share = shares[item.line_id] + Fraction(part, item.net)
        shares[item.line_id] = min(WHOLE, share)
