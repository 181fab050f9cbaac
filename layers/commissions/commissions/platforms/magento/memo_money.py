"""How much money a Magento memo gave back beyond what it names, or short of it.

Its adjustments say so. Where all of its sums are shown, they are added up as well: a memo of which
a module gave back more, or less, than its adjustments say is believed by its grand total.
"""

from collections.abc import Sequence
from decimal import Decimal

from commissions.domain.currencies import exponent
from commissions.platforms.magento.amounts import NOTHING, TENDER, decimal, extended
from commissions.platforms.magento.memo_beside import (
    fixed_taxes,
    has_tax_of_order,
    rounding,
    wrapping,
)
from commissions.platforms.payload import Field

TAX_OF_ORDER = "memo_tax_of_order"
"""Flags a memo that shows the whole order's tax although a part came back."""
_SUMS = ("grand_total", "subtotal", "discount_amount", "tax_amount", "shipping_amount")


def given_beyond(memo: Field) -> Decimal:
    """What was given beyond the lines, less a fee that was kept: below 0 where the fee was more.
    The goods came back all the same."""
    given, kept = decimal(memo.get("adjustment_positive")), decimal(memo.get("adjustment_negative"))
    return given - kept


def difference(memo: Field, items: Sequence[Field], currency: str) -> Decimal:
    """The money less what is named, gross and signed. `items`: those of the memo that count.

    By the adjustments where a sum is not shown, where the sums agree but for rounding, and where
    the memo's tax is another's.
    """
    by_adjustments = given_beyond(memo)
    if has_tax_of_order(memo) or not all(memo.get(name).stated for name in _SUMS):
        return by_adjustments
    by_sums = _money(memo) - _named(memo, items)
    within = rounding(memo, Decimal(1).scaleb(-exponent(currency)))
    return by_adjustments if abs(by_sums - by_adjustments) <= within else by_sums


def _money(memo: Field) -> Decimal:
    """By card, and as store credit, points or on a gift card."""
    return sum((extended(memo, name) for name in TENDER), decimal(memo["grand_total"]))


def _named(memo: Field, items: Sequence[Field]) -> Decimal:
    """What came back, with its tax, its fixed taxes, wrapping and shipping, after discounts."""
    named = ("tax_amount", "shipping_amount", "discount_tax_compensation_amount")
    sums = sum((decimal(memo.get(name)) for name in named), _goods(memo, items))
    fees = fixed_taxes(items) + wrapping(memo)
    return sums + fees - abs(decimal(memo["discount_amount"]))


def _goods(memo: Field, items: Sequence[Field]) -> Decimal:
    """The subtotal, of which the fixed taxes are a part where the shop is set so."""
    subtotal, fixed = decimal(memo.get("subtotal")), fixed_taxes(items)
    rows = sum((decimal(item.get("row_total")) for item in items), NOTHING)
    return rows if fixed and rows + fixed == subtotal else subtotal
