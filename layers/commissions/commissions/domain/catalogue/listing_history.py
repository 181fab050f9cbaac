"""A product on a store's shelf: its variants, since when each is listed, and when it was gone.

Stores tell in any order, and things twice. All here goes by the store's own times and never by
when it came: whatever the order, the shelf ends up the same.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.domain.catalogue.listing import ProductListed, ProductRemoved, Variant

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
    def names(self) -> tuple[str, ...]:
        """The names under which its lines find a value, as `catalog.names_of` has them."""
        return tuple(name for name in (self.variant_id, self.sku) if name)

    @property
    def map_name(self) -> str:
        """The name that it should have in the SKU map, by which an order waits for it too."""
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


def new_product(told: ProductListed | ProductRemoved) -> ListedProduct:
    return ListedProduct(platform=told.platform, store_id=told.store_id, product_id=told.product_id)


def with_change(shelf: ListedProduct, told: ProductListed | ProductRemoved) -> ListedProduct:
    """The shelf with what a store told, now or long ago; the same where it was known."""
    if isinstance(told, ProductListed):
        return _listed(shelf, told)
    closing, known = Closing(told.removed_at, removed=True), _ids(shelf)
    if not told.variant_id:
        return _closed(shelf, closing, known)
    if told.variant_id in known:
        return replace(shelf, variants=_without(shelf, closing, {told.variant_id}))
    before = shelf.removed.get(told.variant_id, ())
    return replace(shelf, removed=shelf.removed | {told.variant_id: _kept((*before, closing))})


def needs_value(variant: ListedVariant, valued: Collection[str]) -> bool:
    """Whether it is for sale and has no value: an order of it would be parked."""
    return variant.closed_at is None and not any(name in valued for name in variant.names)


def _listed(shelf: ListedProduct, told: ProductListed) -> ListedProduct:
    known = {each.variant_id: each for each in shelf.variants}
    for variant in told.variants:
        before = known.get(variant.variant_id) or _new(shelf, variant, told.updated_at)
        known[variant.variant_id] = _seen(before, variant, told.updated_at)
    named = {each.variant_id for each in told.variants}
    removed = {each: when for each, when in shelf.removed.items() if each not in named}
    variants = tuple(known[variant_id] for variant_id in sorted(known))
    listed = replace(shelf, variants=variants, removed=removed)
    if not told.complete:
        return listed
    return _closed(listed, Closing(told.updated_at), _ids(listed) - named)


def _ids(shelf: ListedProduct) -> set[str]:
    return {each.variant_id for each in shelf.variants}


def _closed(shelf: ListedProduct, closing: Closing, gone: Collection[str]) -> ListedProduct:
    """What is gone of the whole product; variants yet to be heard of were not there either."""
    variants = _without(shelf, closing, gone)
    return replace(shelf, variants=variants, closings=_kept((*shelf.closings, closing)))


def _without(
    shelf: ListedProduct, closing: Closing, gone: Collection[str]
) -> tuple[ListedVariant, ...]:
    return tuple(
        replace(each, closings=_since(each.updated_at, (*each.closings, closing)))
        if each.variant_id in gone
        else each
        for each in shelf.variants
    )


def _new(shelf: ListedProduct, variant: Variant, at: datetime) -> ListedVariant:
    """A variant nobody told us of, with all closings that it may have missed."""
    return ListedVariant(
        variant_id=variant.variant_id,
        sku=variant.sku,
        name=variant.name,
        listed_at=at,
        updated_at=at,
        closings=_since(at, (*shelf.closings, *shelf.removed.get(variant.variant_id, ()))),
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
