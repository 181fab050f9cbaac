"""What a store lists for sale: its products' variants, each of which needs a value to earn."""

from dataclasses import dataclass
from datetime import datetime

from commissions.domain.orders.canonical import stamp


@dataclass(frozen=True, slots=True)
class Variant:
    """What can be bought; a product without variants is its own only one."""

    variant_id: str
    sku: str
    """The store's SKU; empty where it has none, and then the variant id is what it is mapped by."""
    name: str
    """For people to look at: never mapped by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductListed:
    """A product as the store told it at `updated_at`."""

    platform: str
    store_id: str
    product_id: str
    updated_at: datetime
    variants: tuple[Variant, ...]
    complete: bool = True
    """Whether these are all its variants, so that others that were known are gone."""

    @property
    def key(self) -> str:
        return f"{self.platform}/{self.store_id}/product/{self.product_id}/{stamp(self.updated_at)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRemoved:
    """A product, or one variant of it, that the store does not sell any more."""

    platform: str
    store_id: str
    product_id: str
    removed_at: datetime
    variant_id: str = ""
    """The one variant that is gone; empty where the whole product is."""

    @property
    def key(self) -> str:
        gone = f"{self.product_id}/{self.variant_id}" if self.variant_id else self.product_id
        return f"{self.platform}/{self.store_id}/removed/{gone}/{stamp(self.removed_at)}"
