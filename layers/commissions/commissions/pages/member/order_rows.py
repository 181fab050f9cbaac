"""An order of a member's as a row of a list: what it was, what it brought, and why not."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from commissions.domain.ledger.member_orders import (
    Bought,
    MemberOrder,
    MonthAward,
    OrderState,
    WhoseOrder,
)
from commissions.domain.ledger.why_not import TAKEN_BACK, WhyNot
from commissions.domain.money import Money
from commissions.domain.payouts.member_hold import ListedOrder
from commissions.pages.addresses import part_of

BOUGHT_MAX = 3
"""Lines of an order that a row names; how many more there are it says as well."""
ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class AwardShare:
    """One award in a few words: `sale at 20 %`, `level 1 at 5 %`."""

    kind: str
    bonus: str
    level: int
    rate: Decimal | None
    """Of 1; None where there is none to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    id: str
    """Of its element: the same whenever it is shown."""
    href: str
    whose: WhoseOrder
    seller: str
    number: str
    store_id: str
    at: datetime
    state: OrderState
    back: WhyNot | None
    """Why it was taken back, as far as it was."""
    not_paid: WhyNot | None
    """Why something of it is not paid, as far as it is not."""
    bought: tuple[Bought, ...]
    more_bought: int
    shares: tuple[AwardShare, ...]
    volume: int
    """What it counts for the member's own sales, in hundredths of a point."""
    unit: str
    amounts: tuple[Money, ...]
    """At least one."""
    missed: tuple[Money, ...]
    """What would have been earned, had it been paid."""
    taken_back: tuple[Money, ...]
    free_day: date | None
    """When all that is left of it is free to be paid; None where nothing is left."""
    is_free: bool
    payout: str
    is_late: bool
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Who looks when. `until`: what was written by then is on the page already; None of a page that
    is new."""

    now: datetime
    zone: str
    until: datetime | None = None


def order_row(listed: ListedOrder, currency: str, seen: Seen, unit: str = "pv") -> OrderRow:
    """`currency`: of an order that brought none; `unit`: by which own sales are told."""
    order = listed.order
    lines = order.bought
    free_at = listed.free_at
    return OrderRow(
        id=element_id(order.order_key),
        href=f"/app/orders/{part_of(order.order_key)}/why",
        whose=order.whose,
        seller=order.seller,
        number=order.number,
        store_id=order.store_id,
        at=order.at,
        state=order.state,
        back=_back(order),
        not_paid=_not_paid(order),
        bought=lines[:BOUGHT_MAX],
        more_bought=max(0, len(lines) - BOUGHT_MAX),
        shares=tuple(dict.fromkeys(map(_share, order.awards))),
        volume=order.volumes.get(unit, 0),
        unit=unit,
        amounts=_money(order, currency),
        missed=_sums((name, change.unpaid) for name, change in order.changes.items()),
        taken_back=_sums((name, change.taken_back) for name, change in order.changes.items()),
        free_day=free_at.astimezone(ZoneInfo(seen.zone)).date() if free_at else None,
        is_free=free_at is not None and free_at <= seen.now,
        payout=listed.payout,
        is_late=order.is_late,
        is_new=seen.until is not None
        and any(each.recorded_at > seen.until for each in order.lines),
    )


def element_id(key: str) -> str:
    """A name for an element of what has a key of whatever letters."""
    return f"o{hashlib.sha256(key.encode()).hexdigest()[:ID_LENGTH]}"


def last_written(orders: Iterable[MemberOrder]) -> datetime | None:
    """When the last of their lines was written; None where there is no order."""
    return max((line.recorded_at for order in orders for line in order.lines), default=None)


def _back(order: MemberOrder) -> WhyNot | None:
    found = [each.reason for each in order.awards if each.is_back and each.reason in TAKEN_BACK]
    return next(iter(found), None)


def _not_paid(order: MemberOrder) -> WhyNot | None:
    found = [each.reason for each in order.awards if each.is_unpaid]
    return next(iter(found), None)


def _share(award: MonthAward) -> AwardShare:
    last = award.last
    rate = Decimal(last.rate) if _is_plain(last.rate) else None
    return AwardShare(last.kind, last.bonus, last.paid_level or last.level, rate or None)


def _is_plain(rate: str) -> bool:
    """Whether it is a decimal number: weights of pools are fractions."""
    return bool(rate) and "/" not in rate


def _money(order: MemberOrder, currency: str) -> tuple[Money, ...]:
    amounts = {name: change.net for name, change in order.changes.items()}
    found = [Money(amount, name) for name, amount in amounts.items() if amount]
    return tuple(found) or (Money(0, next(iter(amounts), currency)),)


def _sums(amounts: Iterable[tuple[str, int]]) -> tuple[Money, ...]:
    return tuple(Money(amount, name) for name, amount in amounts if amount)
