"""A member's orders of a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.ledger.member_orders import (
    Bought,
    MemberOrder,
    MonthAward,
    OrderState,
    WhoseOrder,
)
from commissions.domain.ledger.why_not import WhyNot
from commissions.domain.money import Money
from commissions.domain.payouts.member_hold import ListedOrder
from commissions.pages.addresses import part_of
from commissions.runtime.api.month_bodies import VolumesBody, volumes


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtBody:
    """A line of an order as it was valued."""

    sku: str
    quantity: str
    volumes: VolumesBody
    map_version: str
    """From which day on the SKU was worth that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAwardBody:
    """One award, by what the lines of the month say of it."""

    kind: str
    bonus: str
    level: int
    paid_level: int
    """Smaller where people below were passed over."""
    rate: str
    """Of 1; empty where there is none to show."""
    amount: Money
    missed: Money
    """What would have been earned, had it been paid."""
    reason: WhyNot | None
    """Why nothing is paid of it, or nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderBody:
    """An order, or what the close of a period gave, by the member's own lines of the month."""

    key: str
    href: str
    """Where it says why it paid what it did."""
    number: str
    store: str
    """Empty of what the close of a period gave."""
    whose: WhoseOrder
    seller: str | None
    """Nobody where nobody sold it, or a customer."""
    at: datetime
    state: OrderState
    is_late: bool
    """Whether it was told long after its time."""
    bought: tuple[BoughtBody, ...]
    volumes: VolumesBody
    """What it counts for the member's own sales of the month."""
    earned: tuple[Money, ...]
    """By currency, net; all orders of a month add up to what it earned."""
    taken_back: tuple[Money, ...]
    unpaid: tuple[Money, ...]
    awards: tuple[OrderAwardBody, ...]
    free_at: datetime | None
    """When all that is left of it is free to be paid; null where nothing is left."""
    payout: str | None
    """The batch that took it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderList:
    """Orders of a month, the newest first."""

    items: tuple[OrderBody, ...]
    next: str | None
    """The cursor of what follows; null at the end."""


def orders(found: Iterable[ListedOrder], base: str, goes_on: str | None) -> OrderList:
    """`base`: the address under which the member's resources are."""
    return OrderList(items=tuple(order(each, base) for each in found), next=goes_on)


def order(listed: ListedOrder, base: str) -> OrderBody:
    found = listed.order
    changes = found.changes.items()
    return OrderBody(
        key=found.order_key,
        href=f"{base}/orders/{part_of(found.order_key)}",
        number=found.number,
        store=found.store_id,
        whose=found.whose,
        seller=found.seller or None,
        at=found.at,
        state=found.state,
        is_late=found.is_late,
        bought=bought(found.bought),
        volumes=volumes(found.volumes),
        earned=tuple(Money(each.net, currency) for currency, each in changes),
        taken_back=tuple(
            Money(each.taken_back, currency) for currency, each in changes if each.taken_back
        ),
        unpaid=tuple(Money(each.unpaid, currency) for currency, each in changes if each.unpaid),
        awards=_awards(found),
        free_at=listed.free_at,
        payout=listed.payout or None,
    )


def bought(lines: Iterable[Bought]) -> tuple[BoughtBody, ...]:
    return tuple(
        BoughtBody(
            sku=each.sku,
            quantity=each.qty,
            volumes=volumes(each.volumes),
            map_version=each.map_version,
        )
        for each in lines
    )


def _awards(order: MemberOrder) -> tuple[OrderAwardBody, ...]:
    return tuple(map(_award, order.awards))


def _award(award: MonthAward) -> OrderAwardBody:
    last = award.last
    return OrderAwardBody(
        kind=last.kind,
        bonus=last.bonus,
        level=last.level,
        paid_level=last.paid_level,
        rate=last.rate,
        amount=Money(award.amount, last.currency),
        missed=Money(award.missed, last.currency),
        reason=award.reason,
    )
