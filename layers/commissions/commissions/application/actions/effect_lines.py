"""What an action changes of orders, as it is shown to whoever agrees."""

from collections.abc import Iterable, Sequence

from commissions.application.care.customer_effect import OrderChange
from commissions.application.care.decision_effect import Change
from commissions.domain.actions.action import EffectLine
from commissions.domain.orders.canonical import digest_of

NAMED_MAX = 25


def of_people(changes: Iterable[Change]) -> tuple[EffectLine, ...]:
    return tuple(
        EffectLine(who=each.earner, unit=each.currency, before=each.before, after=each.after)
        for each in changes
    )


def of_orders(later: Sequence[OrderChange]) -> list[tuple[str, str]]:
    """Which other orders would change, and a digest of how: what differs is another effect."""
    if not later:
        return []
    named = [f"{each.order_key}: {whose(each)}" for each in later[:NAMED_MAX]]
    more = [f"and {len(later) - NAMED_MAX} more"] if len(later) > NAMED_MAX else []
    return [
        ("other orders that change", str(len(later))),
        *(("of them", each) for each in (*named, *more)),
        ("as shown", digest_of(later)[:16]),
    ]


def whose(change: OrderChange) -> str:
    """`cara -> zoe`."""
    return " -> ".join(
        "not known yet" if each is None else each or "nobody"
        for each in (change.before, change.after)
    )
