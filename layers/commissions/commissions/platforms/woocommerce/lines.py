"""The lines of a WooCommerce order. Their totals are without tax, also where prices hold it."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from commissions.domain.money import NotAnAmount, number, rounded
from commissions.domain.orders.order import CUSTOM, PRODUCT, Item
from commissions.platforms.payload import Field
from commissions.platforms.woocommerce.amounts import Amounts
from commissions.platforms.woocommerce.bundles import bundle_ids

SKU_CHARACTERS_MAX = 128


def items_of(order: Field, amounts: Amounts, *, gone: bool) -> tuple[Item, ...]:
    """`gone`: all of it went back, whatever the refunds say of the lines."""
    bundles = bundle_ids(order)
    lines = (_item(line, amounts, gone=gone) for line in order["line_items"].rows())
    items = tuple(replace(item, bundle_id=bundles.get(item.line_id, "")) for item in lines)
    if len({item.line_id for item in items}) < len(items):
        raise order["line_items"].wrong("names a line twice")
    return items


def units(field: Field) -> Decimal:
    """A quantity; shops that sell by weight have fractions of one, refunds have negative ones."""
    try:
        return number(field.value)
    except NotAnAmount:
        raise field.wrong("is not a quantity") from None


def sku_of(holder: Field) -> str:
    """The SKU; one that no map could hold is as good as none, and never cut to another's name."""
    sku = _sku(holder)
    return sku if len(sku) <= SKU_CHARACTERS_MAX and sku.isprintable() else ""


def has_unusable_sku(order: Field) -> bool:
    return any(sku_of(line) != _sku(line) for line in order["line_items"].each())


def _item(line: Field, amounts: Amounts, *, gone: bool) -> Item:
    qty = units(line["quantity"])
    if qty < 0:
        raise line["quantity"].wrong("is less than nothing")
    # Never `price`: it is a float that WooCommerce divides out anew each time.
    gross, net = amounts.read(line["subtotal"]), amounts.read(line["total"])
    variant_id = next(_ids(line, "variation_id", "product_id"), "")
    return Item(
        line_id=line["id"].identity(),
        platform_sku=sku_of(line),
        variant_id=variant_id,
        qty=qty,
        unit_price=rounded(gross / Fraction(qty), "half_even") if qty else 0,
        discount=gross - net,
        tax=amounts.read_or_none(line.get("total_tax")),
        net=net,
        kind=PRODUCT if variant_id else CUSTOM,
        removed=qty if gone else Decimal(0),
    )


def _ids(line: Field, *names: str) -> Iterator[str]:
    for name in names:
        if (field := line.get(name)).is_id:
            yield field.identity()


def _sku(holder: Field) -> str:
    return holder.get("sku").text_or_number()
