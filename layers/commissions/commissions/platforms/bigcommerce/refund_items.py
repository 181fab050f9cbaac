"""The items of a BigCommerce refund: of which type each is, and how much was asked for it."""

from collections.abc import Collection, Iterable

from commissions.platforms.bigcommerce.amounts import exact_or_none, minor
from commissions.platforms.payload import Field

PRODUCT, GIFT_WRAPPING, SHIPPING, HANDLING, FEE, TAX, ORDER = (
    "PRODUCT",
    "GIFT_WRAPPING",
    "SHIPPING",
    "HANDLING",
    "FEE",
    "TAX",
    "ORDER",
)
TYPES = frozenset({PRODUCT, GIFT_WRAPPING, SHIPPING, HANDLING, FEE, TAX, ORDER})


def requested(items: Iterable[Field], types: Collection[str], currency: str) -> int:
    """What the items of these types ask for, in minor units."""
    return sum(
        minor(exact_or_none(item.get("requested_amount"), currency))
        for item in items
        if type_of(item) in types
    )


def type_of(item: Field) -> str:
    if (found := item["item_type"].text()) not in TYPES:
        raise item["item_type"].wrong("is not a type that we know")
    return found
