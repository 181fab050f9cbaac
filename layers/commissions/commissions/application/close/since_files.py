"""What has come of a closed period since its close, as it was worked out last: kept beside its runs
for whoever looks at it. It can be made anew at any time, and nothing is posted by it."""

import json
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.orders.canonical import stamp
from commissions.domain.periods.period_id import PeriodId
from commissions.warehouse import run_store

SHOWN_MAX = 50
"""Of people and of orders so many are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPreview:
    """Amounts in minor units of the plan's base currency."""

    as_of: datetime
    """What was recorded before then counts."""
    made_at: datetime
    currency: str
    amount: int
    people: int
    most: tuple[tuple[str, int], ...]
    """Whose money changes most first, SHOWN_MAX at most."""
    orders: int
    named: tuple[str, ...]
    """Of the orders that caused it, SHOWN_MAX at most."""


def keep(period: PeriodId, told: KeptPreview) -> None:
    """In place of what was worked out before."""
    text = json.dumps(
        {
            "as_of": stamp(told.as_of),
            "made_at": stamp(told.made_at),
            "currency": told.currency,
            "amount": told.amount,
            "people": told.people,
            "most": [list(each) for each in told.most[:SHOWN_MAX]],
            "orders": told.orders,
            "named": list(told.named[:SHOWN_MAX]),
        }
    )
    run_store.put_text(_key(period), text)


def kept(period: PeriodId) -> KeptPreview | None:
    """None where nobody asked for it yet."""
    text = run_store.find_text(_key(period))
    if text is None:
        return None
    told = json.loads(text)
    return KeptPreview(
        as_of=datetime.fromisoformat(told["as_of"]),
        made_at=datetime.fromisoformat(told["made_at"]),
        currency=told["currency"],
        amount=told["amount"],
        people=told["people"],
        most=tuple((who, amount) for who, amount in told["most"]),
        orders=told["orders"],
        named=tuple(told["named"]),
    )


def _key(period: PeriodId) -> str:
    return f"periods/{period}/since/since.json"
