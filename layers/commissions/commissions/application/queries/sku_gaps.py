"""What lacks a value in the SKU map, as somebody looks after it: with what waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from commissions.application.queries import orders_at_stake
from commissions.application.queries.orders_at_stake import AtStake, at_stake_of, weights_in
from commissions.application.queries.sku_form import prices_of
from commissions.application.queries.unmapped_skus import (
    UnmappedSku,
    ValuedVariant,
    listed_variants,
    parked_for_skus,
    unmapped_of,
)
from commissions.aws.cache import TtlCache
from commissions.domain.money import Money
from commissions.domain.stores.store import UnknownStore
from commissions.tables.parked import ParkedEntry

LISTED_SECONDS = 15
"""The whole catalogue is read for it, and who turns over a page reads it no second time."""
EVERY, WAITING, FOR_SALE = "", "waiting", "for-sale"
KINDS = (EVERY, WAITING, FOR_SALE)
"""All gaps; those that orders wait for; those of which nothing was sold yet."""
_listed: TtlCache[str, list[ValuedVariant]] = TtlCache()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuGap:
    wanted: UnmappedSku
    at_stake: AtStake
    sold_at: tuple[Money, ...]
    """What one was sold for by the orders that wait; a few of the prices."""

    @property
    def rank(self) -> str:
        """In the order of which they are listed: what orders wait for first, then the oldest."""
        wanted = self.wanted
        since = wanted.since.astimezone(UTC).isoformat(timespec="microseconds")
        return f"{int(not wanted.parked)}|{since}|{wanted.store_id}/{wanted.platform_sku}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuGaps:
    gaps: tuple[SkuGap, ...]
    waiting: int
    """How many of them orders wait for."""
    orders: AtStake
    """What waits for any of them."""


def sku_gaps(now: datetime, store_id: str = "", kind: str = EVERY) -> SkuGaps:
    """Of one store, or of all that are ours; none of a store that is not. `kind`: one of KINDS."""
    try:
        waits = parked_for_skus(store_id)
        listed = _listed.get(
            store_id, lambda each: listed_variants(now, each), max_age_seconds=LISTED_SECONDS
        )
    except UnknownStore:
        return SkuGaps(gaps=(), waiting=0, orders=at_stake_of((), {}))
    wanted = [each for each in unmapped_of(listed, waits, now) if _is_of(each, kind)]
    return _weighed(wanted)


def _is_of(wanted: UnmappedSku, kind: str) -> bool:
    return kind == EVERY or bool(wanted.parked) == (kind == WAITING)


def _weighed(wanted: Sequence[UnmappedSku]) -> SkuGaps:
    entries: list[ParkedEntry] = [entry for each in wanted for entry in each.parked]
    told = orders_at_stake.told_orders(entries)
    weights = weights_in(entries, told)
    gaps = [
        SkuGap(
            wanted=each,
            at_stake=at_stake_of(each.parked, weights),
            sold_at=prices_of(
                each.platform_sku,
                [told[entry.record_key] for entry in each.parked if entry.record_key in told],
            ),
        )
        for each in wanted
    ]
    return SkuGaps(
        gaps=tuple(sorted(gaps, key=lambda each: each.rank)),
        waiting=sum(bool(each.parked) for each in wanted),
        orders=at_stake_of(entries, weights),
    )
