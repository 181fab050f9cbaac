"""The catalogue: what the stores have for sale, and had, product by product.

All of a product is one item: what a store tells of it is taken in at once, or again where another
writer was quicker, so that no variant is opened by one while another closes all it knows.
"""

import os
from collections.abc import Iterator

from commissions import events
from commissions.domain.catalogue.listing import ProductListed, ProductRemoved
from commissions.domain.catalogue.listing_history import ListedProduct, new_product, with_change
from commissions.tables import items, versioned
from commissions.tables.items import Item, compress, decompress

TABLE = os.environ["CATALOGUE_TABLE"]


@versioned.retry_on_conflict
def apply(record: ProductListed | ProductRemoved) -> bool:
    """Takes in what a store told, in whatever order; False where nothing of it is new."""
    key = _key(record.store_id, record.product_id)
    found = items.get(TABLE, key) or {}
    known = _read(found) if found else new_product(record)
    product = with_change(known, record)
    if product == known:
        return False
    item = {**key, "store_id": record.store_id, "shelf": compress(events.encode(product))}
    versioned.put(TABLE, item, after=found.get("version", 0))
    return True


def find(store_id: str, product_id: str) -> ListedProduct | None:
    found = items.get(TABLE, _key(store_id, product_id))
    return _read(found) if found else None


def all_products() -> Iterator[ListedProduct]:
    """All products of all stores, in no order; for people, and for what runs once a day."""
    return map(_read, items.scan(TABLE))


def _key(store_id: str, product_id: str) -> Item:
    return {"product": f"{store_id}/{product_id}"}


def _read(item: Item) -> ListedProduct:
    return events.decode(ListedProduct, decompress(item["shelf"]))
