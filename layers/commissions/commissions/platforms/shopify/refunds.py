"""A Shopify refund, told by `refunds/create` and again by each later snapshot of its order.

Both must give the same records, so these are read from the refund itself alone, and only from
what does not change once it is there. What came back by line or as shipping stands at once. How
much money went, and for what besides the goods, is certain only when no payment of the refund is
pending (until then Shopify books the whole of it as a discrepancy): those are records of their own,
told when they are certain. See `refund_money`.
"""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.stores.store import Store
from commissions.platforms import refund_records
from commissions.platforms.payload import Field
from commissions.platforms.shopify import refund_money
from commissions.platforms.shopify.amounts import amount, amount_or_none, currency_of
from commissions.platforms.shopify.name import NAME
from commissions.platforms.shopify.refund_money import RefundMoney


def refunded(refund: Field, order_id: Field, store: Store) -> tuple[OrderRefunded, ...]:
    """The records of a refund: what came back, what it names besides the goods, and the money that
    is more or less than both; the last has the refund's own id where no goods came back."""
    currency = _currency(refund, store)
    shipping, shipping_tax = _shipping(refund, currency)
    line_tax = _line_tax(refund, currency)
    goods = OrderRefunded(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order_id.identity(),
        refund_id=refund["id"].identity(),
        # `processed_at` may be set later, or into the past by an import.
        refunded_at=refund["created_at"].moment(),
        currency=currency,
        items=_items(refund),
        shipping=shipping,
        tax=shipping_tax + line_tax,
    )
    money = refund_money.of(refund, currency, shipping + shipping_tax)
    return (*_goods(goods), *_money(goods, money, goods.tax if not goods.items else shipping_tax))


def _goods(goods: OrderRefunded) -> tuple[OrderRefunded, ...]:
    return (goods,) if goods.items or goods.shipping or goods.tax else ()


def _money(goods: OrderRefunded, money: RefundMoney, tax: int) -> tuple[OrderRefunded, ...]:
    """`tax`: what of the tax is not of the goods."""
    if not money.is_certain:
        return ()
    alone = replace(goods, shipping=0, tax=0, flags=money.flags)
    if money.flags:
        return (alone,)
    difference = refund_records.amount(goods, money.difference)
    if not _goods(goods):
        difference = tuple(replace(each, refund_id=goods.refund_id) for each in difference)
    other = money.other
    beside = refund_records.beside(goods, shipping=goods.shipping, tax=tax, other=other)
    return (*difference, *beside)


def units_of(refund: Field) -> Counter[str]:
    """The units that came back of each line."""
    units: Counter[str] = Counter()
    for line in refund["refund_line_items"].each():
        units[line["line_item_id"].identity()] += line["quantity"].integer()
    return units


def _items(refund: Field) -> tuple[RefundItem, ...]:
    """Sorted and summed: the two places need not list them alike."""
    units = sorted(units_of(refund).items())
    return tuple(RefundItem(line_id, Decimal(qty)) for line_id, qty in units if qty)


def _line_tax(refund: Field, currency: str) -> int:
    lines = refund["refund_line_items"].each()
    return sum(amount_or_none(line, "total_tax", currency) for line in lines)


def _shipping(refund: Field, currency: str) -> tuple[int, int]:
    """Refunded shipping and its tax.

    From the adjustments first, since a snapshot has no `refund_shipping_lines`; never from both.
    Corrections come as further adjustments, so their sum is what stays the same.
    """
    adjustments = refund_money.of_shipping(refund)
    if adjustments:
        return (
            -sum(amount(each, "amount", currency) for each in adjustments),
            -sum(amount_or_none(each, "tax_amount", currency) for each in adjustments),
        )
    lines = list(refund.get("refund_shipping_lines").each())
    return (
        sum(amount(each, "subtotal_amount", currency) for each in lines),
        sum(amount_or_none(each, "tax_amount", currency) for each in lines),
    )


def _currency(refund: Field, store: Store) -> str:
    """The shop's currency, as the first amount of the refund names it."""
    amounts = [
        *(line.get("subtotal_set") for line in refund["refund_line_items"].each()),
        *(each.get("amount_set") for each in refund.get("order_adjustments").each()),
        *(each.get("subtotal_amount_set") for each in refund.get("refund_shipping_lines").each()),
        refund.get("total_duties_set"),
    ]
    return next((code for each in amounts if (code := currency_of(each))), store.currency)
