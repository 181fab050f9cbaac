"""What was told twice with two contents, in words: the figures of both tellings."""

from collections.abc import Iterator

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
            name = f"refund {first.source_id}"
            return f"{name} was told with {_refunded(first)}, and now with {_refunded(again)}"
        case OrderDisputed() as first, OrderDisputed() as again:
            name = f"dispute {first.dispute_id}"
            return f"{name} was told with {_disputed(first)}, and now with {_disputed(again)}"
    return str(conflict)


def _refunded(refund: OrderRefunded) -> str:
    lines = [_returned(each, refund.currency) for each in refund.items[:LINES_MAX]]
    further = len(refund.items) - LINES_MAX
    more = [f"{further} lines more"] if further > 0 else []
    return ", ".join((*lines, *more, *_money(refund))) or "nothing"


def _returned(item: RefundItem, currency: str) -> str:
    money = item.amount if item.worth is None else item.worth
    worth = f" ({shown(money, currency)})" if money else ""
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
