"""What of many SKUs stands in the map, and how many orders wait for each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commissions.application.queries.unmapped_skus import parked_for_skus
from commissions.domain.catalogue.sku_keys import waiting_keys
from commissions.domain.catalogue.sku_map import SkuVersion
from commissions.tables import skus

StoreSku = tuple[str, str]
"""A store, and a key of the map."""


@dataclass(frozen=True, slots=True)
class StoredVersions:
    versions: Mapping[StoreSku, Sequence[SkuVersion]]
    """The earliest first; what has none is left out."""
    waiting: Mapping[StoreSku, int]
    """How many orders wait for a value of it."""


def stored_versions(keys: Iterable[StoreSku]) -> StoredVersions:
    """A round trip for each hundred of a store, and the scan of what is parked."""
    by_store: dict[str, list[str]] = defaultdict(list)
    for store, key in keys:
        by_store[store].append(key)
    versions = {
        (store, key): found
        for store, names in by_store.items()
        for key, found in skus.versions(store, names).items()
    }
    waits = parked_for_skus()
    waiting = {
        (store, key): len(
            {each.order_key for name in waiting_keys(key) for each in waits.get((store, name), ())}
        )
        for store, names in by_store.items()
        for key in names
    }
    return StoredVersions(versions, waiting)
