"""The lines of a Shopify order, and what each of them is."""

from collections import Counter
from collections.abc import Collection
from decimal import Decimal

from commissions.domain.orders.order import CUSTOM, GIFT_CARD, PRODUCT, TIP, Item
from commissions.platforms.payload import Field
from commissions.platforms.shopify.amounts import amount, total
from commissions.platforms.shopify.bundles import bundle_of
from commissions.platforms.shopify.exchange_credit import CreditReader, ExchangeCredit
from commissions.platforms.shopify.refunds import units_of
from commissions.platforms.shopify.tips import is_of_catalogue

SKU_CHARACTERS_MAX = 128


def items_of(order: Field, credits_: CreditReader, tips: Collection[Field]) -> tuple[Item, ...]:
    """`credits_`: what of their discounts is none, but a way of paying. `tips`: the lines that are
    tips."""
    lines = list(order["line_items"].rows())
    refunded = sum((units_of(refund) for refund in order.get("refunds").each()), Counter[str]())
    items = tuple(
        _item(line, TIP if line in tips else _kind(line), refunded, credits_) for line in lines
    )
    if len({item.line_id for item in items}) < len(items):
        raise order["line_items"].wrong("names a line twice")
    return items


def has_unusable_sku(order: Field) -> bool:
    return any(
        sku_of(line) != line.get("sku").text_or_number() for line in order["line_items"].each()
    )


def _item(line: Field, kind: str, refunded: Counter[str], credits_: CreditReader) -> Item:
    currency = credits_.currency
    line_id, qty = line["id"].identity(), line["quantity"].integer()
    price = amount(line, "price", currency)
    # Never `total_discount`: it says 0.00 on lines that are discounted. A line of no units (added,
    # and taken off before it was paid for) costs nothing, whatever is still written beside it.
    paid = credits_.of(line) if qty else ExchangeCredit()
    off = total(line.get("discount_allocations"), "amount", currency) if qty else 0
    discount = off - paid.amount
    tax = (total(line.get("tax_lines"), "price", currency) if qty else 0) + paid.tax
    return Item(
        line_id=line_id,
        platform_sku=sku_of(line),
        variant_id=_id_or_none(line, "variant_id"),
        qty=Decimal(qty),
        unit_price=price,
        discount=discount,
        tax=tax,
        net=price * qty - discount - (tax if credits_.tax_included else 0),
        kind=kind,
        removed=Decimal(_removed(line, qty - refunded[line_id])),
        bundle_id=bundle_of(line),
    )


def _kind(line: Field) -> str:
    if line.get("gift_card").boolean():
        return GIFT_CARD
    return PRODUCT if is_of_catalogue(line) else CUSTOM


def sku_of(line: Field) -> str:
    """The SKU of a line or variant; one that no map could hold is as good as none, and never cut
    to another's name."""
    sku = line.get("sku").text_or_number()
    return sku if len(sku) <= SKU_CHARACTERS_MAX and sku.isprintable() else ""


def _id_or_none(line: Field, name: str) -> str:
    return line.get(name).identity() if line.get(name).is_id else ""


def _removed(line: Field, unreturned: int) -> int:
    """Units that are gone though no refund tells of them: an edit took them off."""
    current = line.get("current_quantity")
    return max(0, unreturned - current.integer()) if current.given else 0
