"""BigCommerce's refunds, which only its V3 API tells: an order's own `refunded_amount` is always 0.

Units that came back of a line take back that share of its net, whatever money went with them (fees
kept, tax corrected, another total typed by the merchant): only then do many refunds add up to the
whole. Shipping, handling, wrapping, fees and tax that are named are beside them. What went back
beyond or short of all that is a difference (`refund_money`); what an ORDER item asks for of it
stands in the goods' record, as it always did, and the rest in a record of its own: the difference,
or, where only the order's lines say what the units are worth, the money.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from commissions.domain.orders.refund import OrderRefunded, RefundItem
from commissions.domain.stores.store import Store
from commissions.platforms import refund_records
from commissions.platforms.bigcommerce import refund_money
from commissions.platforms.bigcommerce.amounts import exact_or_none, minor
from commissions.platforms.bigcommerce.name import NAME
from commissions.platforms.bigcommerce.refund_items import (
    FEE,
    GIFT_WRAPPING,
    HANDLING,
    PRODUCT,
    SHIPPING,
    TAX,
    requested,
    type_of,
)
from commissions.platforms.bigcommerce.refund_money import GivenBack
from commissions.platforms.bigcommerce.times import moment
from commissions.platforms.payload import Field

OTHER = frozenset({GIFT_WRAPPING, HANDLING, FEE})
BESIDE = OTHER | {SHIPPING}
"""What is nobody's commission."""

# Flags
OVERRIDE, ADJUSTED = "merchant_override", "refund_adjusted"


@dataclass(frozen=True, slots=True)
class ParsedRefunds:
    records: tuple[OrderRefunded, ...]
    count: int
    """How many gave something back."""
    declined: int
    """How many gave nothing back, as every payment of theirs was declined."""
    total: int
    """What went back in all, by the refunds' own totals."""


def refunds_of(
    refunds: Field, order_id: str, currency: str, store: Store, *, is_discounted: bool
) -> ParsedRefunds:
    """All refunds of an order, each once, by their ids. `is_discounted`: whether something that
    names no line takes something off everything."""
    found = {refund["id"].identity(): refund for refund in refunds.each()}
    taken = [found[each] for each in sorted(found, key=int) if not _is_declined(found[each])]
    told = [
        _records(refund, order_id, currency, store, is_discounted=is_discounted) for refund in taken
    ]
    return ParsedRefunds(
        records=tuple(record for records in told for record in records),
        count=sum(map(bool, told)),
        declined=len(found) - len(taken),
        total=sum(minor(exact_or_none(refund.get("total_amount"), currency)) for refund in taken),
    )


def _is_declined(refund: Field) -> bool:
    """Tried again, it is another refund; this one stays what it is."""
    payments = list(refund.get("payments").each())
    return bool(payments) and all(payment.get("is_declined").boolean() for payment in payments)


def _records(
    refund: Field, order_id: str, currency: str, store: Store, *, is_discounted: bool
) -> tuple[OrderRefunded, ...]:
    items = list(refund["items"].each())
    goods = _goods(refund, items, order_id, currency, store)
    money = refund_money.given_back(refund, items, currency, is_discounted=is_discounted)
    is_given_back = goods.items or goods.amount_only or goods.shipping or goods.tax
    return (
        *((goods,) if is_given_back else ()),
        *_beyond(goods, money),
        *refund_records.beside(
            goods,
            shipping=requested(items, {SHIPPING}, currency),
            tax=requested(items, {TAX}, currency),
            other=requested(items, OTHER, currency),
        ),
    )


def _beyond(goods: OrderRefunded, money: GivenBack) -> tuple[OrderRefunded, ...]:
    if money.money is not None:
        return refund_records.money(goods, money.money)
    return refund_records.amount(goods, money.difference)


def _goods(
    refund: Field, items: list[Field], order_id: str, currency: str, store: Store
) -> OrderRefunded:
    if refund["order_id"].identity() != order_id:
        raise refund["order_id"].wrong("is not the order that was asked for")
    asked_for, flags = refund_money.asked_for(refund, items, currency)
    return OrderRefunded(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order_id,
        refund_id=refund["id"].identity(),
        refunded_at=moment(refund["created"]),
        currency=currency,
        items=_units(items),
        amount_only=asked_for,
        gross=asked_for != 0,
        shipping=requested(items, BESIDE, currency),
        tax=minor(exact_or_none(refund.get("total_tax"), currency)),
        flags=tuple(sorted({*flags, *_flags(refund, items)})),
    )


def _units(items: Iterable[Field]) -> tuple[RefundItem, ...]:
    units: Counter[str] = Counter()
    for item in items:
        if type_of(item) == PRODUCT:
            units[item["item_id"].identity()] += item["quantity"].integer()
    return tuple(RefundItem(line, Decimal(qty)) for line, qty in sorted(units.items()) if qty)


def _flags(refund: Field, items: Iterable[Field]) -> Iterable[str]:
    if refund.get("uses_merchant_override_values").boolean():
        yield OVERRIDE
    if any(list(item.get("adjustments").extras()) for item in items):
        yield ADJUSTED
