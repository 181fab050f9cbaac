"""What orders that wait come to: each is read for it, so of very many only the first are."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commissions.domain.orders.order import OrderPlaced, sum_of
from commissions.tables import inbox
from commissions.tables.inbox import InboxItem
from commissions.tables.parked import ParkedEntry

WEIGHED_MAX = 300
"""Of so many records what is at stake is looked up: each is read for it."""
type Weight = tuple[int, str]
"""Minor units, and their currency."""
type Weights = Mapping[str, Weight | None]
"""By record; None of what is no order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtStake:
    """What orders come to, net, in minor units by currency."""

    amounts: Mapping[str, int]
    weighed: int
    """Of how many records it was looked up."""
    records: int
    """Of how many."""

    @property
    def is_all(self) -> bool:
        return self.weighed >= self.records


def told_orders(entries: Sequence[ParkedEntry]) -> dict[str, OrderPlaced]:
    """By record, what the orders that wait say; of many entries of the first WEIGHED_MAX alone."""
    items = inbox.find_all(each.inbox for each in entries[:WEIGHED_MAX] if each.inbox)
    found = ((each, _order(each, items.get(each.inbox))) for each in entries[:WEIGHED_MAX])
    return {each.record_key: order for each, order in found if order}


def weights_of(entries: Sequence[ParkedEntry]) -> Weights:
    """What the orders that wait come to; of many the first WEIGHED_MAX alone."""
    return weights_in(entries, told_orders(entries))


def weights_in(entries: Sequence[ParkedEntry], told: Mapping[str, OrderPlaced]) -> Weights:
    """The same, of orders that have been read. `told`: by record."""
    found = {each.record_key: told.get(each.record_key) for each in entries[:WEIGHED_MAX]}
    return {
        key: (sum_of(each.items), each.currency) if each else None for key, each in found.items()
    }


def at_stake_of(entries: Iterable[ParkedEntry], weights: Weights) -> AtStake:
    """An order is counted once, however many of its snapshots wait: the latest known of them."""
    every = list(entries)
    of_orders: dict[str, Weight] = {}
    for each in every:
        if weight := weights.get(each.record_key):
            of_orders[each.order_key] = weight
    sums: Counter[str] = Counter()
    for amount, currency in of_orders.values():
        sums[currency] += amount
    weighed = sum(each.record_key in weights for each in every)
    return AtStake(amounts=dict(sorted(sums.items())), weighed=weighed, records=len(every))


def _order(entry: ParkedEntry, item: InboxItem | None) -> OrderPlaced | None:
    for record in item.records if item else ():
        if isinstance(record, OrderPlaced) and record.key == entry.record_key:
            return record
    return None
