"""What was told twice with two contents, in words: the figures of both tellings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC

from commissions.domain.ledger.facts import FactConflict
from commissions.domain.money import shown
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.refund import OrderRefunded, RefundItem

LINES_MAX = 5
"""So many lines of a refund are named; of more, how many there are."""


def both_tellings(conflict: FactConflict) -> str:
    """`refund R-1 was told with 1 of line 1, and now with 2 of line 1`."""
    match conflict.first.content, conflict.fact.content:
        case OrderRefunded() as first, OrderRefunded() as again:
            told, now = _told_apart(first, again)
            return f"refund {first.source_id} was told with {told}, and now with {now}"
        case OrderDisputed() as first, OrderDisputed() as again:
            name = f"dispute {first.dispute_id}"
            return f"{name} was told with {_disputed(first)}, and now with {_disputed(again)}"
    return str(conflict)


def _told_apart(first: OrderRefunded, again: OrderRefunded) -> tuple[str, str]:
    """Both tellings; where they sound alike, with what sets them apart."""
    if (told := (_refunded(first), _refunded(again)))[0] != told[1]:
        return told
    if first.currency != again.currency:
        return f"{told[0]} in {first.currency}", f"{told[1]} in {again.currency}"
    if first.refunded_at != again.refunded_at:
        return f"{told[0]} at {_time(first)}", f"{told[1]} at {_time(again)}"
    return _refunded(_beyond(first, again)), _refunded(_beyond(again, first))


def _beyond(refund: OrderRefunded, other: OrderRefunded) -> OrderRefunded:
    """With the lines alone that the other does not tell likewise: of many, some are not named."""
    return replace(refund, items=tuple(each for each in refund.items if each not in other.items))


def _time(refund: OrderRefunded) -> str:
    return f"{refund.refunded_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}".replace(".000000", "")


def _refunded(refund: OrderRefunded) -> str:
    lines = [_returned(each, refund.currency) for each in refund.items[:LINES_MAX]]
    further = len(refund.items) - LINES_MAX
    more = [f"{further} lines more"] if further > 0 else []
    return ", ".join((*lines, *more, *_money(refund))) or "nothing"


def _returned(item: RefundItem, currency: str) -> str:
    money = item.amount if item.worth is None else item.worth
    worth = f" ({shown(money, currency)})" if money or item.worth is not None else ""
    return f"{item.qty:f} of line {item.line_id}{worth}"


def _money(refund: OrderRefunded) -> Iterator[str]:
    named = {
        "without naming lines": refund.amount_only,
        "of shipping": refund.shipping,
        "of tax": refund.tax,
        "of fees": refund.other,
        "in all": refund.money or 0,
    }
    for what, amount in named.items():
        if amount:
            yield f"{shown(amount, refund.currency)} {what}"


def _disputed(dispute: OrderDisputed) -> str:
    return "no amount" if dispute.amount is None else shown(dispute.amount, dispute.currency)
