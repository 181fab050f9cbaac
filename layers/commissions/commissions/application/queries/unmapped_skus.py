"""What the stores have for sale beside the SKU map: what waits for a value, what outlived its
variant. For people, and for what runs once a day: it reads the whole catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.catalogue.listing_history import ListedProduct, ListedVariant, needs_value
from commissions.domain.catalogue.sku_keys import id_key, id_of
from commissions.domain.catalogue.sku_lookup import TwoValues, map_value
from commissions.domain.catalogue.sku_values import SkuValue
from commissions.domain.orders.parking import AwaitedKind, WaitsFor
from commissions.domain.orders.parking_reasons import TWO_VALUES
from commissions.tables import catalogue, parked, skus, stores
from commissions.tables.parked import ParkedEntry

Parked = Mapping[tuple[str, str], Sequence[ParkedEntry]]


@dataclass(frozen=True, slots=True)
class ValuedVariant:
    """A variant of a store that is ours, and what it is worth now."""

    product: ListedProduct
    variant: ListedVariant
    value: SkuValue | None
    two: TwoValues | None = None
    """In place of one: by its id it has another than by its SKU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmappedSku:
    """A SKU, or an id, that orders need a value of."""

    store_id: str
    platform_sku: str
    """The name under which orders wait: a SKU; an id where there is none, or where the id has
    another value than the SKU, and then as its key."""
    since: datetime
    """When it was first listed; of what no product lists, when the first order was parked."""
    name: str = ""
    variant_id: str = ""
    parked: tuple[ParkedEntry, ...] = ()
    valued_from: datetime | None = None
    """It has a value by now, but orders of before that wait for one."""
    two_values: str = ""
    """What it is worth by its id, and what by its SKU, in words, where these differ."""
    of_sku: str = ""
    """Of such a one, and empty of a variant without any: the SKU of the variant."""


def listed_variants(now: datetime, store_id: str = "") -> list[ValuedVariant]:
    """All variants that were ever listed, of one store or of all that are ours."""
    by_store: dict[str, list[tuple[ListedProduct, ListedVariant]]] = defaultdict(list)
    ours = _ours(store_id)
    for product in catalogue.all_products():
        if product.store_id in ours:
            by_store[product.store_id] += [(product, variant) for variant in product.variants]
    found = []
    for store, variants in sorted(by_store.items()):
        known = skus.values_in_force(store, {key for _, each in variants for key in each.keys}, now)
        found += [_valued(shelf, each, known) for shelf, each in variants]
    return sorted(found, key=lambda each: (each.product.store_id, each.variant.listed_at))


def unmapped_skus(now: datetime, store_id: str = "") -> list[UnmappedSku]:
    """What waits for a value: what orders wait for already first, then the longest listed."""
    return unmapped_of(listed_variants(now, store_id), parked_for_skus(store_id), now)


def unmapped_of(
    listed: Sequence[ValuedVariant], entries: Parked, now: datetime
) -> list[UnmappedSku]:
    """The same, of what has been read. `entries`: what waits, by the store and SKU."""
    found: dict[tuple[str, str], UnmappedSku] = {}
    for each in listed:
        if needs_value(each.variant, [each.value.platform_sku] if each.value else []):
            want = _wanted(each, entries)
            found.setdefault((want.store_id, want.platform_sku), want)
    unlisted = entries.keys() - found.keys()
    valued = _values_in_force(unlisted, now)
    for key in unlisted:
        found[key] = _unlisted(key, entries[key], listed, valued.get(key))
    return sorted(found.values(), key=lambda want: (not want.parked, want.since, want.platform_sku))


def orphaned_values(listed: Iterable[ValuedVariant]) -> list[ValuedVariant]:
    """Closed variants whose value still stands, and is of no variant that is for sale."""
    every = list(listed)
    alive = {
        (each.product.store_id, key)
        for each in every
        if not each.variant.closed_at
        for key in each.variant.keys
    }
    return [
        each
        for each in every
        if each.variant.closed_at
        and each.value
        and (each.product.store_id, each.value.platform_sku) not in alive
    ]


def _ours(store_id: str) -> set[str]:
    """The store that is meant, or all that are not closed; raises UnknownStore."""
    if store_id:
        return {stores.get(store_id).store_id}
    return {store.store_id for store in stores.all_stores() if not store.closed}


def _valued(
    product: ListedProduct, variant: ListedVariant, known: Mapping[str, SkuValue]
) -> ValuedVariant:
    value = map_value(variant.variant_id, variant.sku, known)
    if isinstance(value, TwoValues):
        return ValuedVariant(product, variant, None, value)
    return ValuedVariant(product, variant, value)


def parked_for_skus(store_id: str = "") -> Parked:
    """The parked orders by the store and SKU that they wait for, of one store or of all that are
    ours. Raises UnknownStore."""
    ours = _ours(store_id)
    found: dict[tuple[str, str], list[ParkedEntry]] = defaultdict(list)
    for entry in parked.all_entries():
        wait = WaitsFor.parse(entry.waits_for)
        if wait.kind is AwaitedKind.SKU:
            store, _, name = wait.name.partition("/")
            if store in ours:
                found[store, name].append(entry)
    return found


def _wanted(each: ValuedVariant, entries: Parked) -> UnmappedSku:
    store, variant = each.product.store_id, each.variant
    name = id_key(variant.variant_id) if each.two else variant.map_name
    return UnmappedSku(
        store_id=store,
        platform_sku=name,
        since=variant.listed_at,
        name=variant.name,
        variant_id=variant.variant_id,
        parked=tuple(entries.get((store, name), ())),
        two_values=str(each.two or ""),
        of_sku=variant.sku,
    )


def _values_in_force(
    keys: Iterable[tuple[str, str]], now: datetime
) -> dict[tuple[str, str], SkuValue]:
    """A round trip per hundred keys of a store."""
    by_store: dict[str, list[str]] = defaultdict(list)
    for store, sku in keys:
        by_store[store].append(sku)
    return {
        (store, sku): value
        for store, names in by_store.items()
        for sku, value in skus.values_in_force(store, names, now).items()
    }


def _unlisted(
    key: tuple[str, str],
    entries: Sequence[ParkedEntry],
    listed: Iterable[ValuedVariant],
    value: SkuValue | None,
) -> UnmappedSku:
    """A SKU that orders wait for and no variant for sale goes by without a value: an old one, one
    whose value came into force too late, or one of a product that nobody told us of."""
    store, sku = key
    variant = next((each.variant for each in listed if _went_by(each, store, sku)), None)
    return UnmappedSku(
        store_id=store,
        platform_sku=sku,
        since=min(entry.since for entry in entries),
        name=variant.name if variant else "",
        variant_id=variant.variant_id if variant else id_of(sku),
        parked=tuple(entries),
        valued_from=value.effective_from if value else None,
        two_values=next((each.detail for each in entries if each.reason == TWO_VALUES), ""),
        of_sku=sku if not id_of(sku) else variant.sku if variant else "",
    )


def _went_by(each: ValuedVariant, store_id: str, sku: str) -> bool:
    return each.product.store_id == store_id and sku in (*each.variant.keys, *each.variant.skus)
