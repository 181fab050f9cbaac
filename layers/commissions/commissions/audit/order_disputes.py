"""What buyers took back through their banks, as the store told it, where no person decided it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import attrgetter

from commissions.domain.orders.dispute import OrderDisputed

TAKES = ("lost", "accepted")
OVER = (*TAKES, "won", "charge_refunded", "prevented")


def counting(tellings: Iterable[OrderDisputed]) -> dict[str, OrderDisputed]:
    """By dispute the telling that counts: what is over before what is open, then by the day on
    which it was over; of one day, what takes the money before what does not."""
    last: dict[str, OrderDisputed] = {}
    for each in sorted(tellings, key=attrgetter("telling_id", "digest")):
        if each.dispute_id not in last or _place(last[each.dispute_id]) <= _place(each):
            last[each.dispute_id] = each
    return last


def taken(
    tellings: Iterable[OrderDisputed], decided: Mapping[str, object], currency: str
) -> dict[str, tuple[datetime, int]]:
    """By dispute when it was lost, and what that took of an order of this currency, in minor units.

    `decided`: by dispute what a person said, beside which no telling counts.
    """
    told = list(tellings)
    found = {}
    for name, each in counting(told).items():
        amount = _amount(each, told, currency)
        if each.status in TAKES and name not in decided and amount > 0:
            found[name] = (each.finalized_on or each.opened_at, amount)
    return found


def _place(telling: OrderDisputed) -> tuple[bool, float, bool, bool]:
    day = telling.finalized_on.timestamp() if telling.finalized_on else 0
    takes = telling.status in TAKES
    return telling.status in OVER, day, takes, telling.amount is not None


def _amount(telling: OrderDisputed, told: Iterable[OrderDisputed], currency: str) -> int:
    """What it says; where it says nothing, what all others say that do."""
    if telling.amount is not None:
        return telling.amount if telling.currency == currency else 0
    same = [each for each in told if each.dispute_id == telling.dispute_id]
    said = {(each.amount, each.currency) for each in same if each.amount is not None}
    amounts = [amount or 0 for amount, of in said if of == currency]
    return amounts[0] if len(said) == 1 and amounts else 0
