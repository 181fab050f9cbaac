"""How much money a Magento memo gave back beyond what it names, or short of it.

Its adjustments say so. Where all of its sums are shown, they are added up as well: a memo of which
a module gave back more, or less, than its adjustments say is believed by its grand total.
"""

from decimal import Decimal

from commissions.domain.currencies import exponent, is_used_whole
from commissions.platforms.magento.amounts import NOTHING, TENDER, decimal, extended
from commissions.platforms.payload import Field

TAX_OF_ORDER = "memo_tax_of_order"
"""Flags a memo that shows the whole order's tax although a part came back."""
CENT = Decimal("0.01")
"""What Magento rounds its sums to, whatever the currency has."""
_SUMS = ("grand_total", "subtotal", "discount_amount", "tax_amount", "shipping_amount")


def given_beyond(memo: Field) -> Decimal:
    """What was given beyond the lines, less a fee that was kept: below 0 where the fee was more.
    The goods came back all the same."""
    given, kept = decimal(memo.get("adjustment_positive")), decimal(memo.get("adjustment_negative"))
    return given - kept


def difference(memo: Field, currency: str) -> Decimal:
    """The money less what is named, gross and signed.

    By the adjustments where a sum is not shown, where the sums agree but for rounding, and where
    the memo's tax is another's.
    """
    by_adjustments = given_beyond(memo)
    if is_tax_of_order(memo) or not all(memo.get(name).stated for name in _SUMS):
        return by_adjustments
    by_sums = _money(memo) - _named(memo)
    rounding = _rounding(memo, Decimal(1).scaleb(-exponent(currency)))
    return by_adjustments if abs(by_sums - by_adjustments) <= rounding else by_sums


def is_tax_of_order(memo: Field) -> bool:
    """Whether a memo shows more tax than its items and its shipping have (a known fault)."""
    items = list(memo["items"].each())
    if not items or any(not item.get("tax_amount").stated for item in items):
        return False
    own = sum((decimal(item.get("tax_amount")) for item in items), shipping_tax(memo))
    return decimal(memo.get("tax_amount")) - own > _rounding(memo, CENT)


def _rounding(memo: Field, finest: Decimal) -> Decimal:
    """A unit for each item and one for the sum: the finest, or a whole one where hardly anybody
    uses decimals and the sum has none."""
    currency = memo["order_currency_code"].currency()
    is_whole = decimal(memo.get("grand_total")) % 1 == 0 and is_used_whole(currency)
    return (Decimal(1) if is_whole else finest) * (len(list(memo["items"].each())) + 1)


def shipping_tax(memo: Field) -> Decimal:
    if memo.get("shipping_tax_amount").stated:
        return decimal(memo.get("shipping_tax_amount"))
    with_tax = memo.get("shipping_incl_tax")
    return decimal(with_tax) - decimal(memo.get("shipping_amount")) if with_tax.stated else NOTHING


def _money(memo: Field) -> Decimal:
    """By card, and as store credit, points or on a gift card."""
    return sum((extended(memo, name) for name in TENDER), decimal(memo["grand_total"]))


def _named(memo: Field) -> Decimal:
    """What came back, with its tax, its fixed taxes and the shipping's, after discounts."""
    fixed = (decimal(each.get("weee_tax_applied_row_amount")) for each in memo["items"].each())
    named = ("subtotal", "tax_amount", "shipping_amount", "discount_tax_compensation_amount")
    sums = sum((decimal(memo.get(name)) for name in named), NOTHING)
    return sums + sum(fixed, NOTHING) - abs(decimal(memo["discount_amount"]))
