"""BigCommerce's refunds, which only its V3 API tells: an order's own `refunded_amount` is always 0.

Units that came back of a line take back that share of its net, whatever money went with them (fees
kept, tax corrected, another total typed by the merchant): only then do many refunds add up to the
whole. Shipping, handling, fees and tax are told for the record. Money for the order as such, which
BigCommerce calls tax-exempt, is goodwill that names no line.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from commissions.domain.orders.order import OrderRefunded, RefundItem
from commissions.domain.stores.store import Store
from commissions.platforms.bigcommerce.amounts import exact, exact_or_none, is_given, minor
from commissions.platforms.bigcommerce.name import NAME
from commissions.platforms.bigcommerce.times import moment
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
BESIDE = frozenset({GIFT_WRAPPING, SHIPPING, HANDLING, FEE})
"""What is nobody's commission."""

# Flags
OVERRIDE, ADJUSTED, AMOUNT_MISSING = "merchant_override", "refund_adjusted", "refund_amount_missing"


@dataclass(frozen=True, slots=True)
class ParsedRefunds:
    records: tuple[OrderRefunded, ...]
    declined: int
    """How many gave nothing back, as every payment of theirs was declined."""
    total: int
    """What went back in all, by the refunds' own totals."""


def refunds_of(refunds: Field, order_id: str, currency: str, store: Store) -> ParsedRefunds:
    """All refunds of an order, each once, by their ids."""
    found = {refund["id"].identity(): refund for refund in refunds.each()}
    taken = [refund for refund in found.values() if not _is_declined(refund)]
    records = [_refunded(refund, order_id, currency, store) for refund in taken]
    return ParsedRefunds(
        records=tuple(sorted(filter(_gives_back, records), key=lambda each: int(each.refund_id))),
        declined=len(found) - len(taken),
        total=sum(minor(exact_or_none(refund.get("total_amount"), currency)) for refund in taken),
    )


def _gives_back(refund: OrderRefunded) -> bool:
    return bool(refund.items or refund.amount_only or refund.shipping or refund.tax)


def _is_declined(refund: Field) -> bool:
    """Tried again, it is another refund; this one stays what it is."""
    payments = list(refund.get("payments").each())
    return bool(payments) and all(payment.get("is_declined").boolean() for payment in payments)


def _refunded(refund: Field, order_id: str, currency: str, store: Store) -> OrderRefunded:
    if refund["order_id"].identity() != order_id:
        raise refund["order_id"].wrong("is not the order that was asked for")
    items = list(refund["items"].each())
    amount_only, flags = _amount_only(refund, items, currency)
    return OrderRefunded(
        platform=NAME,
        store_id=store.store_id,
        platform_order_id=order_id,
        refund_id=refund["id"].identity(),
        refunded_at=moment(refund["created"]),
        currency=currency,
        items=_units(items),
        amount_only=amount_only,
        shipping=_requested(items, BESIDE, currency),
        tax=minor(exact_or_none(refund.get("total_tax"), currency)),
        flags=tuple(sorted({*flags, *_flags(refund, items)})),
    )


def _units(items: Iterable[Field]) -> tuple[RefundItem, ...]:
    units: Counter[str] = Counter()
    for item in items:
        if _type(item) == PRODUCT:
            units[item["item_id"].identity()] += item["quantity"].integer()
    return tuple(RefundItem(line, Decimal(qty)) for line, qty in sorted(units.items()) if qty)


def _amount_only(refund: Field, items: list[Field], currency: str) -> tuple[int, tuple[str, ...]]:
    """What went back for no line in particular; alone in its refund, it is the refund's total."""
    goodwill = [item for item in items if _type(item) == ORDER]
    if not goodwill:
        return 0, ()
    if len(goodwill) == len(items) and is_given(refund.get("total_amount")):
        tax = exact_or_none(refund.get("total_tax"), currency)
        return max(0, minor(exact(refund["total_amount"], currency) - tax)), ()
    is_missing = any(not is_given(item.get("requested_amount")) for item in goodwill)
    return _requested(items, {ORDER}, currency), (AMOUNT_MISSING,) if is_missing else ()


def _requested(items: Iterable[Field], types: Iterable[str], currency: str) -> int:
    return sum(
        minor(exact_or_none(item.get("requested_amount"), currency))
        for item in items
        if _type(item) in types
    )


def _type(item: Field) -> str:
    if (found := item["item_type"].text()) not in TYPES:
        raise item["item_type"].wrong("is not a type that we know")
    return found


def _flags(refund: Field, items: Iterable[Field]) -> Iterable[str]:
    if refund.get("uses_merchant_override_values").boolean():
        yield OVERRIDE
    if any(list(item.get("adjustments").each()) for item in items):
        yield ADJUSTED
