"""What is parked, by what it waits for, record by record, and an order with its story."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries.orders_at_stake import AtStake
from commissions.application.queries.parked_orders import ParkedGroup, ParkedOrders
from commissions.domain.money import Money
from commissions.domain.orders.parked_choices import choices
from commissions.domain.orders.parked_filter import store_of
from commissions.pages.addresses import part_of
from commissions.pages.console.parked_order import ParkedOrderView, WaitingRecord
from commissions.runtime.api.console_bodies import AwaitedBody, awaited
from commissions.runtime.api.messages import BASE
from commissions.tables.parked import ParkedEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class AtStakeBody:
    """What orders come to, net."""

    amounts: tuple[Money, ...]
    weighed: int
    """Of how many records it was looked up; of very many not of all."""
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedGroupBody:
    """What waits for one thing, or for a person for one reason."""

    kind: str
    store: str | None
    name: str | None
    """The SKU, code, currencies, plan or store; null where each waits for its own."""
    reason: str
    holds: bool
    """Whether anything waits: what is only listed holds nothing up."""
    count: int
    since: datetime
    at_stake: AtStakeBody
    choices: tuple[str, ...]
    """What a person may do about it, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedBody:
    """All that is parked, or what of it fits a filter."""

    waiting: int
    listed: int
    oldest: datetime | None
    """Of what waits."""
    at_stake: AtStakeBody
    groups: tuple[ParkedGroupBody, ...]
    reasons: tuple[str, ...]
    """Of all that is parked, whatever the filter."""
    stores: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedRecordBody:
    """A record that cannot go on."""

    key: str
    order: str
    href: str
    """Where the order's story is."""
    store: str
    reason: str
    detail: str
    """In English, as it was written when it was parked."""
    waits_for: AwaitedBody
    holds: bool
    tries: int
    since: datetime
    tried_at: datetime
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedRecordList:
    """Records, the longest waiting first."""

    items: tuple[ParkedRecordBody, ...]
    next: str | None
    """The cursor of what follows; null at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingBody:
    """One thing that a store told in two ways."""

    name: str
    first: str
    """As it counts."""
    second: str
    """As it waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingBody:
    key: str
    reason: str
    detail: str
    holds: bool
    tries: int
    since: datetime
    tried_at: datetime
    choices: tuple[str, ...]
    tellings: tuple[TellingBody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLineBody:
    sku: str
    quantity: str
    net: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBody:
    """Something that came in, or happened."""

    at: datetime
    what: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedOrderBody:
    """An order with what the store told of it, and why it waits."""

    order: str
    store: str
    platform: str
    placed_at: datetime | None
    status: str
    net: Money | None
    lines: tuple[StoryLineBody, ...]
    records: tuple[WaitingBody, ...]
    told: tuple[ToldBody, ...]
    journals: int
    """How many stand in the ledger."""


def parked(found: ParkedOrders) -> ParkedBody:
    return ParkedBody(
        waiting=found.waiting,
        listed=found.listed,
        oldest=found.oldest,
        at_stake=_at_stake(found.at_stake),
        groups=tuple(map(_group, found.groups)),
        reasons=found.reasons,
        stores=found.stores,
    )


def records(entries: Iterable[ParkedEntry], goes_on: str | None) -> ParkedRecordList:
    return ParkedRecordList(items=tuple(map(_record, entries)), next=goes_on)


def order(view: ParkedOrderView) -> ParkedOrderBody:
    return ParkedOrderBody(
        order=view.order_key,
        store=view.store_id,
        platform=view.platform,
        placed_at=view.placed_at,
        status=view.status,
        net=view.net,
        lines=tuple(
            StoryLineBody(sku=each.sku, quantity=each.quantity, net=each.net) for each in view.lines
        ),
        records=tuple(map(_waiting, view.records)),
        told=tuple(ToldBody(at=each.at, what=each.what, topic=each.topic) for each in view.told),
        journals=view.posted,
    )


def _at_stake(found: AtStake) -> AtStakeBody:
    return AtStakeBody(
        amounts=tuple(Money(amount, currency) for currency, amount in found.amounts.items()),
        weighed=found.weighed,
        records=found.records,
    )


def _group(group: ParkedGroup) -> ParkedGroupBody:
    return ParkedGroupBody(
        kind=str(group.kind),
        store=group.store_id or None,
        name=group.name or None,
        reason=group.reason,
        holds=group.holds,
        count=len(group.entries),
        since=group.since,
        at_stake=_at_stake(group.at_stake),
        choices=tuple(choices(group.reason)),
    )


def _record(entry: ParkedEntry) -> ParkedRecordBody:
    return ParkedRecordBody(
        key=entry.record_key,
        order=entry.order_key,
        href=f"{BASE}/console/parked/orders/{part_of(entry.order_key)}",
        store=store_of(entry.order_key),
        reason=entry.reason,
        detail=entry.detail,
        waits_for=awaited(entry.waits_for),
        holds=entry.holds,
        tries=entry.tries,
        since=entry.since,
        tried_at=entry.tried_at,
        choices=tuple(choices(entry.reason)),
    )


def _waiting(record: WaitingRecord) -> WaitingBody:
    return WaitingBody(
        key=record.record_key,
        reason=record.reason,
        detail=record.detail,
        holds=record.holds,
        tries=record.tries,
        since=record.since,
        tried_at=record.tried_at,
        choices=tuple(record.choices),
        tellings=tuple(
            TellingBody(name=each.name, first=each.first, second=each.second)
            for each in record.tellings
        ),
    )
