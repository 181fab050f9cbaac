"""How much money a BigCommerce refund gave back beyond what it names, or short of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from commissions.platforms.bigcommerce.amounts import exact, exact_or_none, minor
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
    if len(goodwill) == len(items) and refund.get("total_amount").stated:
        tax = exact_or_none(refund.get("total_tax"), currency)
        return max(0, minor(exact(refund["total_amount"], currency) - tax)), ()
    flags = (AMOUNT_MISSING,) if _lacks_amount(goodwill) else ()
    return requested(items, {ORDER}, currency), flags


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What a refund gave back beyond what it names, or all that it gave for it: gross, in minor
    units."""

    difference: int = 0
    """Signed; below 0 where less went back."""
    money: int | None = None
    """Told where only the order's lines say what the named is worth; they may change by an edit,
    and what went back does not."""


def given_back(
    refund: Field, items: list[Field], currency: str, *, is_discounted: bool
) -> GivenBack:
    """Beyond what is asked for the order as such. `is_discounted`: something that names no line has
    lowered what units are worth, of which BigCommerce gives back the full price all the same.

    Else, where the merchant typed no total and every amount is stated, BigCommerce has added up the
    named itself; where no units came back, what is named has its amounts.
    """
    by_order, _ = asked_for(refund, items, currency)
    if (money := _paid_back(refund, currency)) is None:
        return GivenBack(requested(items, {ORDER}, currency) - by_order)
    goodwill = [item for item in items if type_of(item) == ORDER]
    if len(goodwill) == len(items) > 0:
        return GivenBack(money - by_order)
    has_units = any(type_of(item) == PRODUCT for item in items)
    total = refund.get("total_amount")
    is_typed = refund.get("uses_merchant_override_values").boolean()
    is_added_up = total.stated and not is_typed and not _lacks_amount(goodwill)
    if is_added_up and not (has_units and is_discounted):
        added_up = minor(exact(total, currency)) - requested(items, {ORDER}, currency)
        return GivenBack(money - added_up - by_order)
    if has_units:
        return GivenBack(money=money - by_order)
    return GivenBack(money - requested(items, _NAMED, currency) - by_order)


def _paid_back(refund: Field, currency: str) -> int | None:
    """What was paid by card, store credit or certificate alike; else the total, if there is one."""
    payments, total = list(refund.get("payments").each()), refund.get("total_amount")
    if payments and all(each.get("amount").stated for each in payments):
        made = (each for each in payments if not each.get("is_declined").boolean())
        return sum(minor(exact(each["amount"], currency)) for each in made)
    return minor(exact(total, currency)) if total.stated else None


def _lacks_amount(items: Sequence[Field]) -> bool:
    return any(not item.get("requested_amount").stated for item in items)
