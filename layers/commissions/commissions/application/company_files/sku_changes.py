"""What a skus.csv says that the SKU map does not say yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from commissions.application.company_files import ambiguous_keys, bundles
from commissions.application.company_files.problems import Problem
from commissions.application.company_files.skus import SkuEntry
from commissions.domain.catalogue.sku_map import AlreadyPublished, SkuVersion, with_version
from commissions.domain.stores.store import UnknownStore
from commissions.tables import catalogue, skus


def new_versions(
    entries: Iterable[SkuEntry],
    store_ids: Collection[str],
    problems: list[Problem],
    notices: list[str],
) -> tuple[tuple[str, SkuVersion], ...]:
    """The versions that are new, store by store, with their bundles summed up. What cannot be is
    added to `problems`, what may surprise to `notices`; nothing is written."""
    every = tuple(entries)
    found = tuple(_new(every, store_ids, problems, notices))
    if bare := ambiguous_keys.bare_keys(every):
        notices += ambiguous_keys.notices(bare, catalogue.all_products())
    return found


def _new(
    entries: Iterable[SkuEntry],
    store_ids: Collection[str],
    problems: list[Problem],
    notices: list[str],
) -> Iterator[tuple[str, SkuVersion]]:
    by_store: dict[str, list[SkuEntry]] = defaultdict(list)
    for entry in entries:
        if entry.store_id in store_ids:
            by_store[entry.store_id].append(entry)
        else:
            problems.append(entry.row.problem("store_id", UnknownStore(entry.store_id)))
    for store_id, stated in by_store.items():
        parts = {part.platform_sku for each in stated for part in each.listing.value.components}
        standing = skus.versions(store_id, {entry.sku for entry in stated} | parts)
        for entry, listing in bundles.resolved(stated, standing, problems):
            versions = standing.get(entry.sku, ())
            try:
                if with_version(versions, listing) != versions:
                    yield store_id, listing
            except AlreadyPublished as error:
                problems.append(entry.row.problem("effective_from", error))
        notices += bundles.outdated(stated, standing)
        notices += bundles.counted_twice(stated, standing)
