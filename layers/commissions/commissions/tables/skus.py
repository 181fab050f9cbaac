"""The SKU map: an item per key of a store (`sku_keys`), with all its versions."""

import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from commissions.domain.catalogue.sku_map import SkuVersion, in_force, with_version
from commissions.domain.catalogue.sku_values import Component, SkuValue
from commissions.domain.orders.canonical import stamp
from commissions.tables import items, versioned
from commissions.tables.items import Item

TABLE = os.environ["SKUS_TABLE"]
_KEPT = ("recorded_at", "before")
"""What an item says of a version beside its content."""


def values_in_force(store_id: str, keys: Iterable[str], at: datetime) -> dict[str, SkuValue]:
    """The values in force at a moment, by key; what has none is left out."""
    return {
        name: listing.value
        for name, listings in versions(store_id, keys).items()
        if (listing := in_force(listings, at))
    }


def versions(store_id: str, keys: Iterable[str]) -> dict[str, tuple[SkuVersion, ...]]:
    """All versions of those of the keys that are in the map, the earliest first."""
    names = [{"sku": _key(store_id, key)} for key in sorted(set(keys))]
    return {
        found["name"]: tuple(version_of(found["name"], version) for version in found["versions"])
        for found in versioned.get_all(TABLE, names)
    }


def publish(store_id: str, value: SkuValue, *, name: str, category: str) -> bool:
    """Adds a version of a SKU; False where it stands already.

    One that stands with other content raises AlreadyPublished.
    """
    return add(store_id, SkuVersion(value=value, name=name, category=category))


@versioned.retry_on_conflict
def add(store_id: str, listing: SkuVersion) -> bool:
    """Adds a version, or, with a retired one, the end of the SKU."""
    key = {"sku": _key(store_id, listing.value.platform_sku)}
    found = items.get(TABLE, key) or {}
    sku = listing.value.platform_sku
    standing = tuple(version_of(sku, version) for version in found.get("versions", ()))
    listings = with_version(standing, listing)
    if listings == standing:
        return False
    stated = {version["effective_from"]: version for version in found.get("versions", ())}
    now = stamp(datetime.now(UTC))
    versions = [_recorded(_stated(each), stated, now) for each in listings]
    item = {**key, "name": sku, "versions": versions}
    versioned.put(TABLE, item, after=found.get("version", 0))
    return True


def _key(store_id: str, name: str) -> str:
    return f"{store_id}/{name}"


def _recorded(version: Item, stated: Mapping[str, Item], now: str) -> Item:
    """With when it was written; where it says more by now of what its key means, or of a bundle,
    with what it said until then."""
    stands = stated.get(version["effective_from"])
    if stands is None:
        return version | {"recorded_at": now}
    kept = {name: stands[name] for name in _KEPT if name in stands}
    said = {name: each for name, each in stands.items() if name not in _KEPT}
    if said == version:
        return version | kept
    before = [*kept.pop("before", ()), said | {"until": now}]
    return version | kept | {"before": before}


def _stated(listing: SkuVersion) -> Item:
    value = listing.value
    version = {
        "effective_from": stamp(value.effective_from),
        "sku_id": value.sku_id,
        "name": listing.name,
        "category": listing.category,
        "commission_class": value.commission_class,
        "pv": value.pv,
        "bv": value.bv,
        "cv": value.cv,
        "qv": value.qv,
        "components": [
            {"platform_sku": part.platform_sku, "qty": f"{part.qty:f}"} for part in value.components
        ],
    }
    said = {
        "only_sku": value.only_sku,
        "of_sku": value.of_sku,
        "bundle": value.bundle,
        "retired": listing.retired,
    }
    return version | {name: told for name, told in said.items() if told}


def version_of(sku: str, version: Item) -> SkuVersion:
    value = SkuValue(
        platform_sku=sku,
        sku_id=version["sku_id"],
        effective_from=datetime.fromisoformat(version["effective_from"]),
        commission_class=version["commission_class"],
        pv=version["pv"],
        bv=version["bv"],
        cv=version["cv"],
        qv=version["qv"],
        components=tuple(
            Component(part["platform_sku"], Decimal(part["qty"])) for part in version["components"]
        ),
        only_sku=version.get("only_sku", False),
        of_sku=version.get("of_sku", ""),
        bundle=version.get("bundle", ""),
    )
    return SkuVersion(
        value=value,
        name=version["name"],
        category=version["category"],
        retired=version.get("retired", False),
    )
