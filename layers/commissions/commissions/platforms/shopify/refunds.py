"""A Shopify refund, told by `refunds/create` and again by each later snapshot of its order.

Both must give the same records, so these are read from the refund itself alone, and only from
what does not change once it is there. What came back by line or as shipping stands at once. Money
given back for neither is certain only when no payment of the refund is pending (until then Shopify
books the whole of it as a discrepancy), so it is a record of its own, told when it is certain.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from commissions.domain.orders.order import OrderRefunded, RefundItem
from commissions.domain.stores.store import Store
from commissions.platforms.payload import Field
from commissions.platforms.shopify.amounts import amount, amount_or_none, currency_of
from commissions.platforms.shopify.name import NAME

OTHER_CURRENCY = "amount_in_other_currency"
_SETTLED = frozenset({"success", "failure", "error"})


def refunded(refund: Field, order_id: Field, store: Store) -> tuple[OrderRefunded, ...]:
    """The records of a refund: what came back, and the money given back for nothing in particular.

    The second has the refund's own id where it is the only one.
    """
    currency = _currency(refund, store)
    shipping, shipping_tax = _shipping(refund, currency)
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
        tax=shipping_tax + _line_tax(refund, currency),
    )
    is_given_back = bool(goods.items or goods.shipping or goods.tax)
    amount_only, flags = _amount_only(refund, currency, nothing_else=not is_given_back)
    if not amount_only and not flags:
        return (goods,) if is_given_back else ()
    money = replace(goods, items=(), shipping=0, tax=0, amount_only=amount_only, flags=flags)
    return (
        (goods, replace(money, refund_id=f"{goods.refund_id}-amount"))
        if is_given_back
        else (money,)
    )


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
    adjustments = [each for each in _adjustments(refund) if _is_of_shipping(each)]
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


def _amount_only(
    refund: Field, currency: str, *, nothing_else: bool
) -> tuple[int, tuple[str, ...]]:
    """What was paid back beyond lines and shipping, once that is certain; and its flags.

    A discrepancy is negative where more was paid back than the lines are worth, positive where
    less: that takes back no more commission than the lines do.
    """
    payments = [each for each in refund.get("transactions").each() if _pays_back(each)]
    if any(each["status"].text() not in _SETTLED for each in payments):
        return 0, ()
    discrepancies = [each for each in _adjustments(refund) if not _is_of_shipping(each)]
    if discrepancies:
        return max(0, -sum(amount(each, "amount", currency) for each in discrepancies)), ()
    if not nothing_else or _gives_back_fees(refund):
        return 0, ()
    paid = [each for each in payments if each["status"].value == "success"]
    if any(each.get("currency").value not in (None, currency) for each in paid):
        return 0, (OTHER_CURRENCY,)
    return sum(each["amount"].amount(currency) for each in paid), ()


def _adjustments(refund: Field) -> Iterator[Field]:
    return refund.get("order_adjustments").each()


def _is_of_shipping(adjustment: Field) -> bool:
    """`kind` is to go away, the reason in words stays."""
    named = adjustment.get("kind").text() or adjustment.get("reason").text()
    return "shipping" in named.lower()


def _pays_back(transaction: Field) -> bool:
    return transaction.get("kind").text() == "refund"


def _gives_back_fees(refund: Field) -> bool:
    return bool(refund.get("duties").value or refund.get("additional_fees").value)


def _currency(refund: Field, store: Store) -> str:
    """The shop's currency, as the first amount of the refund names it."""
    amounts = [
        *(line.get("subtotal_set") for line in refund["refund_line_items"].each()),
        *(each.get("amount_set") for each in _adjustments(refund)),
        *(each.get("subtotal_amount_set") for each in refund.get("refund_shipping_lines").each()),
        refund.get("total_duties_set"),
    ]
    return next((code for each in amounts if (code := currency_of(each))), store.currency)
