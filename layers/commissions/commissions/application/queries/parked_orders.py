"""What is parked as somebody looks after it: by what it waits for, with what is at stake."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries.orders_at_stake import (
    AtStake,
    Weights,
    at_stake_of,
    weights_of,
)
from commissions.application.queries.parked_records import in_words
from commissions.domain.orders.canonical import digest_of
from commissions.domain.orders.parked_filter import ParkedFilter, store_of
from commissions.domain.orders.parking import AwaitedKind, WaitsFor
from commissions.tables import parked
from commissions.tables.parked import ParkedEntry

AT_ONCE_MAX = 200
"""So many are let go on, or dismissed, by one action."""
_TOGETHER = frozenset({AwaitedKind.OPERATOR, AwaitedKind.ORDER, AwaitedKind.UNKNOWN})
"""What is of one order alone: such records stand together by their reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedGroup:
    """What waits for one thing, or for a person for one reason."""

    kind: AwaitedKind
    store_id: str
    """Of a SKU, and of what a store has to answer; else empty."""
    name: str
    """The SKU, code, currencies, plan or store; empty where each waits for its own."""
    filter: ParkedFilter
    """That shows just this."""
    entries: tuple[ParkedEntry, ...]
    """The longest waiting first."""
    at_stake: AtStake

    @property
    def reason(self) -> str:
        """Nearly always of all; else the commonest."""
        return Counter(each.reason for each in self.entries).most_common(1)[0][0]

    @property
    def holds(self) -> bool:
        return any(each.holds for each in self.entries)

    @property
    def since(self) -> datetime:
        return self.entries[0].since


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedOrders:
    groups: tuple[ParkedGroup, ...]
    """What waits before what is only listed, and of these the greatest group first."""
    waiting: int
    listed: int
    oldest: datetime | None
    """Of what waits."""
    at_stake: AtStake
    """Of what waits."""
    reasons: tuple[str, ...]
    """Of all that is parked, whatever the filter."""
    stores: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenRecords:
    """What an action would be done to."""

    entries: tuple[ParkedEntry, ...]
    """The longest waiting first, AT_ONCE_MAX at most."""
    left: int
    """How many the filter has beyond these."""
    at_stake: AtStake

    @property
    def digest(self) -> str:
        """Of which these are and why they wait; tried again, they are the same."""
        return digest_of_records(self.entries)


def fitting_records(wanted: ParkedFilter, now: datetime) -> list[ParkedEntry]:
    """What a filter has, without what is at stake: one look through what is parked."""
    return fitting_entries(in_words(list(parked.all_entries())), wanted, now)


def parked_orders(wanted: ParkedFilter, now: datetime) -> ParkedOrders:
    every = in_words(list(parked.all_entries()))
    fitting = fitting_entries(every, wanted, now)
    weights = weights_of(fitting)
    waiting = [each for each in fitting if each.holds]
    groups = [
        _group(entries, wanted, weights) for entries in _by_what_they_wait_for(fitting).values()
    ]
    groups.sort(key=lambda each: (not each.holds, -len(each.entries), each.since))
    return ParkedOrders(
        groups=tuple(groups),
        waiting=len(waiting),
        listed=len(fitting) - len(waiting),
        oldest=waiting[0].since if waiting else None,
        at_stake=at_stake_of(waiting, weights),
        reasons=tuple(sorted({each.reason for each in every})),
        stores=tuple(sorted({store_of(each.order_key) for each in every})),
    )


def chosen_records(wanted: ParkedFilter, now: datetime) -> ChosenRecords:
    """All that a filter has, as far as one action goes."""
    return chosen(fitting_records(wanted, now))


def chosen(fitting: Sequence[ParkedEntry]) -> ChosenRecords:
    taken = tuple(fitting[:AT_ONCE_MAX])
    at_stake = at_stake_of(taken, weights_of(taken))
    return ChosenRecords(entries=taken, left=len(fitting) - len(taken), at_stake=at_stake)


def digest_of_records(entries: Iterable[ParkedEntry]) -> str:
    said = sorted([each.record_key, each.waits_for, each.reason, each.detail] for each in entries)
    return digest_of({"records": said})[:16]


def fitting_entries(
    every: Iterable[ParkedEntry], wanted: ParkedFilter, now: datetime
) -> list[ParkedEntry]:
    """The longest waiting first."""
    found = [
        each
        for each in every
        if wanted.fits(
            reason=each.reason,
            order_key=each.order_key,
            waits_for=each.waits_for,
            since=each.since,
            now=now,
        )
    ]
    return sorted(found, key=lambda each: (each.since, each.record_key))


def _by_what_they_wait_for(
    entries: Iterable[ParkedEntry],
) -> Mapping[tuple[str, str], list[ParkedEntry]]:
    found: dict[tuple[str, str], list[ParkedEntry]] = defaultdict(list)
    for each in entries:
        awaited = WaitsFor.parse(each.waits_for)
        together = awaited.kind in _TOGETHER
        found[(each.reason, "") if together else ("", each.waits_for)].append(each)
    return found


def _group(entries: Sequence[ParkedEntry], wanted: ParkedFilter, weights: Weights) -> ParkedGroup:
    awaited = WaitsFor.parse(entries[0].waits_for)
    together = awaited.kind in _TOGETHER
    store_id, name = "", "" if together else awaited.name
    if awaited.kind is AwaitedKind.SKU:
        store_id, _, name = awaited.name.partition("/")
    narrowed = ParkedFilter(
        reason=entries[0].reason if together else wanted.reason,
        waits_for="" if together else entries[0].waits_for,
        store_id=wanted.store_id,
        age=wanted.age,
        order_key=wanted.order_key,
    )
    return ParkedGroup(
        kind=awaited.kind,
        store_id=store_id,
        name=name,
        filter=narrowed,
        entries=tuple(entries),
        at_stake=at_stake_of(entries, weights),
    )
