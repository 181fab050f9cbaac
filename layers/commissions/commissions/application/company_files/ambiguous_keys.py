"""Keys of skus.csv of which nobody knows whether they are SKUs or ids: files of before the two were
told apart state both alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from commissions.application.company_files.skus import FILE, VARIANT_ID, SkuEntry
from commissions.domain.catalogue.listing_history import ListedProduct, ListedVariant
from commissions.domain.catalogue.sku_keys import id_of, sku_key

NAMED_MAX = 10
Lines = Mapping[tuple[str, str], int]
"""By store and key, the first line that has it."""


def bare_keys(entries: Iterable[SkuEntry]) -> Lines:
    """Those that may be meant as either."""
    found: dict[tuple[str, str], int] = {}
    for entry in entries:
        if not entry.listing.value.only_sku and not id_of(entry.sku):
            found.setdefault((entry.store_id, entry.sku), entry.row.line)
    return found


def notices(bare: Lines, products: Iterable[ListedProduct]) -> list[str]:
    """One of each store that has such keys: those that are the id of a variant on its shelf."""
    by_store: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for product in products:
        for variant in product.variants:
            line = bare.get((product.store_id, sku_key(variant.variant_id)))
            if line is not None and variant.sku != variant.variant_id:
                by_store[product.store_id].append((line, _shown(line, variant)))
    return [_told(store, sorted(named)) for store, named in sorted(by_store.items())]


def _shown(line: int, variant: ListedVariant) -> str:
    what = f"SKU {variant.sku}" if variant.sku else "a variant without a SKU"
    return f"{variant.variant_id} (line {line}: the id of {what})"


def _told(store_id: str, named: Sequence[tuple[int, str]]) -> str:
    shown = ", ".join(text for _, text in named[:NAMED_MAX])
    more = f" and {len(named) - NAMED_MAX} more" if len(named) > NAMED_MAX else ""
    return (
        f"{FILE}: in {store_id} these keys are ids too: {shown}{more}. An order whose id and SKU "
        f"lead to two values waits. Give the file a column {VARIANT_ID}, write there what is meant "
        "as an id, and leave it empty for SKUs"
    )
