"""How much money a BigCommerce refund gave back beyond what it names, or short of it."""

from collections.abc import Sequence
from fractions import Fraction

from commissions.domain.money import rounded
from commissions.domain.orders.order import Item
from commissions.platforms.bigcommerce.amounts import exact, exact_or_none, is_given, minor
from commissions.platforms.bigcommerce.refund_items import ORDER, PRODUCT, TYPES, requested, type_of
from commissions.platforms.payload import Field

AMOUNT_MISSING = "refund_amount_missing"
_NAMED = TYPES - {ORDER, PRODUCT}


def asked_for(refund: Field, items: list[Field], currency: str) -> tuple[int, tuple[str, ...]]:
    """What is asked for the order as such, and flags; alone in its refund, it is the refund's total
    less its tax."""
    goodwill = [item for item in items if type_of(item) == ORDER]
    if not goodwill:
        return 0, ()
    if len(goodwill) == len(items) and is_given(refund.get("total_amount")):
        tax = exact_or_none(refund.get("total_tax"), currency)
        return max(0, minor(exact(refund["total_amount"], currency) - tax)), ()
    flags = (AMOUNT_MISSING,) if _lacks_amount(goodwill) else ()
    return requested(items, {ORDER}, currency), flags


def difference(refund: Field, items: list[Field], currency: str, lines: Sequence[Item]) -> int:
    """The money less what the refund names, gross and signed; below 0 where less went back.

    Where the merchant typed no total and every amount is stated, BigCommerce has added up the named
    itself: then no line of the order has to be looked at, which an edit could have changed.
    """
    goodwill = [item for item in items if type_of(item) == ORDER]
    by_order = requested(items, {ORDER}, currency)
    if (money := _paid_back(refund, currency)) is None:
        return by_order
    if len(goodwill) == len(items) > 0:
        return money
    total = refund.get("total_amount")
    is_typed = refund.get("uses_merchant_override_values").boolean()
    if is_given(total) and not is_typed and not _lacks_amount(goodwill):
        return by_order + money - minor(exact(total, currency))
    worth = _worth(items, lines)
    return by_order if worth is None else money - worth - requested(items, _NAMED, currency)


def _paid_back(refund: Field, currency: str) -> int | None:
    """What was paid by card, store credit or certificate alike; else the total, if there is one."""
    payments, total = list(refund.get("payments").each()), refund.get("total_amount")
    if payments and all(is_given(each.get("amount")) for each in payments):
        made = (each for each in payments if not each.get("is_declined").boolean())
        return sum(minor(exact(each["amount"], currency)) for each in made)
    return minor(exact(total, currency)) if is_given(total) else None


def _lacks_amount(items: Sequence[Field]) -> bool:
    return any(not is_given(item.get("requested_amount")) for item in items)


def _worth(items: Sequence[Field], lines: Sequence[Item]) -> int | None:
    """The gross worth of the units that came back; None where a line of them is gone."""
    known = {line.line_id: line for line in lines}
    worth = Fraction(0)
    for item in items:
        if type_of(item) != PRODUCT:
            continue
        line = known.get(item["item_id"].identity())
        if line is None or not line.qty:
            return None
        worth += Fraction(line.net + line.tax) * item["quantity"].integer() / Fraction(line.qty)
    return rounded(worth, "half_even")
