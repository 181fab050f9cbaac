"""What a SKU was worth, is and will be; and which orders a value would be of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries.orders_at_stake import AtStake, at_stake_of, told_orders
from commissions.application.queries.orders_at_stake import weights_in as weights_in_orders
from commissions.application.queries.sku_form import prices_of
from commissions.domain.catalogue.sku_keys import waiting_keys
from commissions.domain.catalogue.sku_map import SkuVersion, in_force
from commissions.domain.money import Money
from commissions.domain.orders.parking import WaitsFor
from commissions.tables import parked, skus, stores
from commissions.tables.parked import ParkedEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOfSku:
    order_key: str
    order_ts: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuRecord:
    """All that is known of a SKU of a store."""

    store_id: str
    key: str
    """As it stands in the map (`domain.catalogue.sku_keys`)."""
    versions: tuple[SkuVersion, ...]
    """The earliest first; none where it has no value."""
    in_force: SkuVersion | None
    parked: tuple[ParkedEntry, ...]
    """What waits for a value of it, the longest waiting first."""
    orders: tuple[OrderOfSku, ...]
    """Of these the orders, the earliest placed first; of very many, of the first alone."""
    at_stake: AtStake
    sold_at: tuple[Money, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueReach:
    """Which of the orders that wait a value would be of."""

    first: OrderOfSku | None
    """The earliest placed that it is of; None where it is of the next that comes."""
    goes_on: int
    still_waits: int
    """Placed before it is in force, or from when on another one is."""


def sku_record(store_id: str, key: str, now: datetime) -> SkuRecord:
    """`key`: of the map, or as orders wait for it. Raises UnknownStore."""
    stores.get(store_id)
    versions = skus.versions(store_id, [key]).get(key, ())
    awaited = (WaitsFor.sku(store_id, each) for each in waiting_keys(key))
    found = [entry for each in awaited for entry in parked.waiting_for(each)]
    entries = sorted(
        {each.record_key: each for each in found}.values(), key=lambda each: each.since
    )
    told = told_orders(entries)
    orders = {
        each.order_key: OrderOfSku(order_key=each.order_key, order_ts=order.order_ts)
        for each in entries
        if (order := told.get(each.record_key))
    }
    return SkuRecord(
        store_id=store_id,
        key=key,
        versions=versions,
        in_force=in_force(versions, now),
        parked=tuple(entries),
        orders=tuple(sorted(orders.values(), key=lambda each: (each.order_ts, each.order_key))),
        at_stake=at_stake_of(entries, weights_in_orders(entries, told)),
        sold_at=prices_of(waiting_keys(key)[0], told.values()),
    )


def reach_of(orders: Sequence[OrderOfSku], since: datetime, until: datetime | None) -> ValueReach:
    """`orders`: the earliest placed first; a value is of those that were placed while it is in
    force, whenever they come."""
    reached = [
        each for each in orders if since <= each.order_ts and not (until and until <= each.order_ts)
    ]
    return ValueReach(
        first=reached[0] if reached else None,
        goes_on=len(reached),
        still_waits=len(orders) - len(reached),
    )
