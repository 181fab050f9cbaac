"""A value for a SKU that lacks one: what it would be, what it follows, and who waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.catalogue.sku_keys import waiting_keys
from commissions.domain.catalogue.sku_map import SkuVersion, in_force, with_version
from commissions.domain.catalogue.stated_value import StatedKey, stated_version
from commissions.domain.orders.parking import WaitsFor
from commissions.domain.stores.store import UnknownStore
from commissions.tables import parked, skus, stores
from commissions.tables.parked import ParkedEntry


class ValueStands(ValueError):
    """The SKU has just this value from that moment on."""

    def __init__(self, version: SkuVersion) -> None:
        super().__init__(f"{version.value.platform_sku} has this value already")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueProposal:
    store_id: str
    version: SkuVersion
    before: SkuVersion | None
    """What it was worth until then; None where it had no value."""
    until: datetime | None
    """When a later version takes over that stands already."""
    waiting: tuple[ParkedEntry, ...]
    """What waits for a value of it."""


def propose(store_id: str, key: StatedKey, fields: Mapping[str, str]) -> ValueProposal:
    """Nothing is written. Raises BadStatement, UnknownStore, AlreadyPublished, or ValueStands."""
    if stores.get(store_id).closed:
        raise UnknownStore(store_id)
    version = stated_version(key, fields)
    name = version.value.platform_sku
    standing = skus.versions(store_id, [name]).get(name, ())
    if with_version(standing, version) == standing:
        raise ValueStands(version)
    later = [each.since for each in standing if each.since > version.since]
    return ValueProposal(
        store_id=store_id,
        version=version,
        before=in_force(standing, version.since),
        until=min(later, default=None),
        waiting=tuple(waiting_for(store_id, name)),
    )


def waiting_for(store_id: str, key: str) -> list[ParkedEntry]:
    awaited = (WaitsFor.sku(store_id, each) for each in waiting_keys(key))
    return [entry for each in awaited for entry in parked.waiting_for(each)]


def record(store_id: str, version: SkuVersion) -> None:
    """Puts it into the map; what waits for it goes on by itself. Told again, it changes nothing.
    Raises AlreadyPublished."""
    skus.add(store_id, version)
