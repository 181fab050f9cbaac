"""What a Magento memo names besides its goods: shipping, wrapping and fixed product taxes.

Wrapping and fixed taxes are fees: part of the order's total, and of no line. What tax they have is
in the memo's own; a fixed tax is taxed like its item, and of wrapping the memo says it.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from commissions.domain.currencies import is_used_whole
from commissions.platforms.magento.amounts import NOTHING, WRAPPING, decimal, extended
from commissions.platforms.payload import Field

CENT = Decimal("0.01")
"""What Magento rounds its sums to, whatever the currency has."""
WRAPPING_TAXES = ("gw_tax_amount", "gw_items_tax_amount", "gw_card_tax_amount")
_DISCOUNT, _COMPENSATION = "discount_amount", "discount_tax_compensation_amount"


def wrapping(memo: Field) -> Decimal:
    return sum((extended(memo, name) for name in WRAPPING), NOTHING)


def fixed_taxes(items: Iterable[Field]) -> Decimal:
    return sum(map(_fixed_tax, items), NOTHING)


def fee_taxes(memo: Field) -> Decimal:
    """The tax of wrapping and fixed taxes: what the memo has of it beyond its items' and its
    shipping's, as far as they explain that."""
    explained, left = _explained(memo), _tax_left(memo)
    if not explained or left is None:
        return explained
    is_theirs = left - explained <= rounding(memo, CENT)
    return max(NOTHING, left) if is_theirs else explained


def has_tax_of_order(memo: Field) -> bool:
    """Whether a memo shows more tax than what it gives back has (a known fault)."""
    left = _tax_left(memo)
    return left is not None and left - _explained(memo) > rounding(memo, CENT)


def rounding(memo: Field, finest: Decimal) -> Decimal:
    """A unit for each item and one for the sum: the finest, or a whole one where hardly anybody
    uses decimals and the sum has none."""
    currency = memo["order_currency_code"].currency()
    is_whole = decimal(memo.get("grand_total")) % 1 == 0 and is_used_whole(currency)
    return (Decimal(1) if is_whole else finest) * (len(_items(memo)) + 1)


def shipping_tax(memo: Field) -> Decimal:
    if memo.get("shipping_tax_amount").stated:
        return decimal(memo.get("shipping_tax_amount"))
    with_tax = memo.get("shipping_incl_tax")
    return decimal(with_tax) - decimal(memo.get("shipping_amount")) if with_tax.stated else NOTHING


def shipping(memo: Field, paid_share: Fraction) -> Decimal:
    """What was given back for shipping, which is shown as before its discount. `paid_share`: what
    its discount left of the order's shipping, where the memo's items do not say what is theirs."""
    shown = decimal(memo.get("shipping_amount"))
    if leaves_discount_open(memo):
        return shown * paid_share.numerator / paid_share.denominator
    if not shown or not _says_discounts(memo):
        return shown
    taken_off = _beyond_items(memo, _DISCOUNT) - _beyond_items(memo, _COMPENSATION)
    return shown - min(shown, max(NOTHING, taken_off))


def leaves_discount_open(memo: Field) -> bool:
    """Whether the memo alone does not say if its discount is the goods' or the shipping's."""
    both = decimal(memo.get("shipping_amount")) and decimal(memo.get(_DISCOUNT))
    return bool(both) and not _says_discounts(memo)


def leaves_fees_open(memo: Field) -> bool:
    """Whether an item without a row has a fixed tax: it may be that of its whole once more."""
    return any(_fixed_tax(item) and not decimal(item.get("row_total")) for item in _items(memo))


def _says_discounts(memo: Field) -> bool:
    items = _items(memo)
    return not items or any(item.get(_DISCOUNT).stated for item in items)


def _beyond_items(memo: Field, name: str) -> Decimal:
    """What the memo has of an amount that none of its items has."""
    of_items = sum((decimal(item.get(name)) for item in _items(memo)), NOTHING)
    return abs(decimal(memo.get(name))) - of_items


def _items(memo: Field) -> list[Field]:
    return list(memo["items"].each())


def _fixed_tax(item: Field) -> Decimal:
    return decimal(item.get("weee_tax_applied_row_amount"))


def _tax_left(memo: Field) -> Decimal | None:
    """Of the memo's tax, what no item and no shipping has; None where that is not shown."""
    items = _items(memo)
    if not items or any(not item.get("tax_amount").stated for item in items):
        return None
    own = sum((decimal(item.get("tax_amount")) for item in items), shipping_tax(memo))
    return decimal(memo.get("tax_amount")) - own


def _explained(memo: Field) -> Decimal:
    of_wrapping = sum((extended(memo, name) for name in WRAPPING_TAXES), NOTHING)
    return of_wrapping + sum(map(_tax_of_fixed, _items(memo)), NOTHING)


def _tax_of_fixed(item: Field) -> Decimal:
    """At the rate of the goods, whose own tax is that of what discounts have left."""
    fixed, net = _fixed_tax(item), decimal(item.get("row_total")) - decimal(item.get(_DISCOUNT))
    return fixed * decimal(item.get("tax_amount")) / net if fixed and net > 0 else NOTHING
