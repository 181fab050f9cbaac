"""What of a Magento order is rounding: of half-cents, of yen kept with decimals, of a shop's unit.

Magento keeps four digits and rounds its sums to two, whatever the currency has; a module may have
it round to fewer. Here each amount is rounded once, to the minor unit, so that half of one may be
missing, or be too much, for each.
"""

from dataclasses import replace

from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.rounding import Shown, unit_shown, without_rounding
from commissions.platforms.magento.amounts import decimal, minor
from commissions.platforms.payload import Field

ROUNDING, DIFFER = "rounding", "totals_differ"
PARTS_OF_AN_ORDER = 4
"""Amounts that are rounded once each: shipping, tax, fees and wrapping, and the total itself."""


def reconciled(placed: OrderPlaced, order: Field) -> OrderPlaced:
    """The order with what rounding left over in its `other`, named by a flag; what is more than
    that stands, and is flagged too."""
    placed = replace(placed, rounds_to=_unit(placed, order))
    parts = len(placed.items) + PARTS_OF_AN_ORDER + (1 if placed.tender else 0)
    return without_rounding(
        placed, parts=parts, unit=placed.rounds_to, flag=ROUNDING, otherwise=DIFFER
    )


def _unit(placed: OrderPlaced, order: Field) -> int:
    of_shipping = minor(decimal(order.get("shipping_tax_amount")), placed.currency)
    taxes = (*(item.tax for item in placed.items), of_shipping)
    nets = (*(item.net for item in placed.items), placed.shipping, placed.other)
    return unit_shown(
        Shown(
            currency=placed.currency,
            sums=(placed.total, placed.tax),
            parts=(*nets, *taxes),
            tax=placed.tax,
            taxes=taxes,
        )
    )
