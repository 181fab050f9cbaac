"""What a WooCommerce shop rounds to: the decimals that it shows, also where it is asked for more.

With `dp` the API tells lines as exactly as they are kept. The total and the tax in all were rounded
to the shop's own decimals when the order was placed, line by line or at its end, and stay so.
"""

from collections.abc import Sequence

from commissions.domain.orders.order import Item, OrderPlaced
from commissions.domain.orders.rounding import Shown, unit_shown, without_rounding
from commissions.platforms.payload import Field
from commissions.platforms.woocommerce.amounts import Amounts

SHOWN_DECIMALS = "shown_decimals"
"""Where our client keeps how many decimals the shop shows, when it has asked for more."""
ROUNDING, DIFFER = "rounding", "totals_differ"
PARTS_OF_AN_ORDER = 3
"""Amounts that are rounded once each: the shipping, the tax, and the total itself."""


def unit_of(order: Field, items: Sequence[Item], amounts: Amounts) -> int:
    """In minor units; 1 where nothing of the order is finer than its sums."""
    fees = list(order.get("fee_lines").each())
    read = amounts.read_or_none
    taxes = (
        *(item.tax for item in items),
        read(order.get("shipping_tax")),
        *(read(fee.get("total_tax")) for fee in fees),
    )
    nets = (
        *(item.net for item in items),
        read(order["shipping_total"]),
        *(read(fee.get("total")) for fee in fees),
    )
    tax = read(order["total_tax"])
    shown = Shown(
        currency=amounts.currency,
        sums=(read(order["total"]), tax),
        parts=(*nets, *taxes),
        tax=tax,
        taxes=taxes,
    )
    return unit_shown(shown, shown_decimals(order))


def shown_decimals(order: Field) -> int | None:
    """How many decimals the shop shows, where our client knows."""
    decimals = order.get(SHOWN_DECIMALS)
    return decimals.integer() if decimals.given else None


def unit_of_refund(
    money: int, parts: Sequence[int], order: OrderPlaced, decimals: int | None
) -> int:
    """Of a refund whose lines are finer than the sum of it, or of the order's own."""
    shown = Shown(currency=order.currency, sums=(money,), parts=tuple(parts), tax=0, taxes=())
    return max(order.rounds_to, unit_shown(shown, decimals))


def reconciled(order: OrderPlaced, fees: int) -> OrderPlaced:
    """The order with what rounding left over as a part of its own, named by a flag.

    WooCommerce adds up exact amounts and shows each of them rounded, so that what it shows may be
    off its own total by half a unit of the shop's for each part. A larger difference is none of
    rounding: it stands, and is flagged.
    """
    parts = len(order.items) + fees + PARTS_OF_AN_ORDER
    return without_rounding(
        order, parts=parts, unit=order.rounds_to, flag=ROUNDING, otherwise=DIFFER
    )
