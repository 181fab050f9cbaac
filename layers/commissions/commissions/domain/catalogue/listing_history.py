"""A product on a store's shelf: its variants, since when each is listed, and when it was gone.

Stores tell in any order, and things twice. All here goes by the store's own times and never by
when it came: whatever the order, the shelf ends up the same.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved, Variant
from commissions.domain.catalogue.sku_keys import keys_of

CLOSINGS_KEPT = 20
"""A closed variant remembers so many of the times at which it was gone. Beyond them, whether it is
gone stays exact; since when is late, if a listing comes in that as many others have overtaken."""


@dataclass(frozen=True, slots=True, order=True)
class Closing:
    """A moment at which the store did not have a variant."""

    at: datetime
    removed: bool = False
    """It said that it was removed, which outranks a listing of the same moment; else it only told
    of the product without it, which does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedVariant:
    """A variant as of all that was told of it."""

    variant_id: str
    sku: str
    name: str
    listed_at: datetime
    """When it was first listed, by what we were told."""
    updated_at: datetime
    """When it was last listed."""
    skus: tuple[str, ...] = ()
    """Every SKU that it ever had."""
    closings: tuple[Closing, ...] = ()
    """When it was gone, since it was last listed."""

    @property
    def closed_at(self) -> datetime | None:
        """Since when it is not for sale any more; None while it is."""
        return self.closings[0].at if self.closings else None

    @property
    def keys(self) -> tuple[str, ...]:
        """Those of the SKU map under which its lines may find a value."""
        return keys_of(self.variant_id, self.sku)

    @property
    def map_name(self) -> str:
        """The name by which an order waits for its value."""
        return self.sku or self.variant_id

    @property
    def former_skus(self) -> tuple[str, ...]:
        return tuple(sku for sku in self.skus if sku != self.sku)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProduct:
    """A product, with what must be known of it for variants that are yet to be heard of."""

    platform: str
    store_id: str
    product_id: str
    variants: tuple[ListedVariant, ...] = ()
    closings: tuple[Closing, ...] = ()
    """When it was listed in full, or removed: a variant unknown until now was gone then."""
    removed: dict[str, tuple[Closing, ...]] = field(default_factory=dict)
    """Removals of variants that were never listed, by variant id."""


def new_product(change: ProductListed | ProductRemoved) -> ListedProduct:
    return ListedProduct(
        platform=change.platform, store_id=change.store_id, product_id=change.product_id
    )


def with_change(product: ListedProduct, change: ProductListed | ProductRemoved) -> ListedProduct:
    """The shelf with what a store told, now or long ago; the same where it was known."""
    if isinstance(change, ProductListed):
        return _listed(product, change)
    closing, known = Closing(change.removed_at, removed=True), _ids(product)
    if not change.variant_id:
        return _closed(product, closing, known)
    if change.variant_id in known:
        return replace(product, variants=_without(product, closing, {change.variant_id}))
    before = product.removed.get(change.variant_id, ())
    return replace(
        product, removed=product.removed | {change.variant_id: _kept((*before, closing))}
    )


def needs_value(variant: ListedVariant, valued: Collection[str]) -> bool:
    """Whether it is for sale and has no value, by the keys of those that it has: an order of it
    would be parked."""
    return variant.closed_at is None and not any(key in valued for key in variant.keys)


def _listed(product: ListedProduct, change: ProductListed) -> ListedProduct:
    known = {each.variant_id: each for each in product.variants}
    for variant in change.variants:
        before = known.get(variant.variant_id) or _new(product, variant, change.updated_at)
        known[variant.variant_id] = _seen(before, variant, change.updated_at)
    named = {each.variant_id for each in change.variants}
    removed = {each: when for each, when in product.removed.items() if each not in named}
    variants = tuple(known[variant_id] for variant_id in sorted(known))
    listed = replace(product, variants=variants, removed=removed)
    if not change.complete:
        return listed
    return _closed(listed, Closing(change.updated_at), _ids(listed) - named)


def _ids(product: ListedProduct) -> set[str]:
    return {each.variant_id for each in product.variants}


def _closed(product: ListedProduct, closing: Closing, gone: Collection[str]) -> ListedProduct:
    """What is gone of the whole product; variants yet to be heard of were not there either."""
    variants = _without(product, closing, gone)
    return replace(product, variants=variants, closings=_kept((*product.closings, closing)))


def _without(
    product: ListedProduct, closing: Closing, gone: Collection[str]
) -> tuple[ListedVariant, ...]:
    return tuple(
        replace(each, closings=_since(each.updated_at, (*each.closings, closing)))
        if each.variant_id in gone
        else each
        for each in product.variants
    )


def _new(product: ListedProduct, variant: Variant, at: datetime) -> ListedVariant:
    """A variant nobody told us of, with all closings that it may have missed."""
    return ListedVariant(
        variant_id=variant.variant_id,
        sku=variant.sku,
        name=variant.name,
        listed_at=at,
        updated_at=at,
        closings=_since(at, (*product.closings, *product.removed.get(variant.variant_id, ()))),
    )


def _seen(known: ListedVariant, variant: Variant, at: datetime) -> ListedVariant:
    """The latest listing says what it is called; of two of one moment the same one always wins."""
    latest, sku, name = max(
        (known.updated_at, known.sku, known.name), (at, variant.sku, variant.name)
    )
    return ListedVariant(
        variant_id=known.variant_id,
        sku=sku,
        name=name,
        listed_at=min(known.listed_at, at),
        updated_at=latest,
        skus=tuple(sorted({*known.skus, variant.sku} - {""})),
        closings=_since(latest, known.closings),
    )


def _since(last_listed: datetime, closings: Iterable[Closing]) -> tuple[Closing, ...]:
    return _kept(each for each in closings if each > Closing(last_listed))


def _kept(closings: Iterable[Closing]) -> tuple[Closing, ...]:
    """In order and once each: the first, and the latest of the others."""
    every = sorted(set(closings))
    return (*every[:1], *every[1:][1 - CLOSINGS_KEPT :])
