"""WooCommerce's amounts: texts with as many decimals as the shop shows, whatever the currency has.

The decimals are one setting for the whole shop. With fewer than the currency has, an order is told
coarser than it is ("91" for 90.75 USD): such a body is asked for again, never read. With more, the
amounts are rounded here, and the order says so.
"""

import re
from dataclasses import replace
from fractions import Fraction

from commissions.domain.currencies import exponent
from commissions.domain.money import MINOR_MAX, NotAnAmount, number, rounded
from commissions.domain.orders.order import OrderPlaced, difference
from commissions.platforms.payload import Field

FINER, ROUNDING, DIFFER = "finer_amounts", "rounding", "totals_differ"
_DECIMALS = re.compile(r"-?[0-9]+(?:\.([0-9]+))?", re.ASCII)


class Amounts:
    """Reads the amounts of one payload in minor units, and remembers if any had to be rounded."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self._scale = 10 ** exponent(currency)
        self.finer = False

    def read(self, field: Field) -> int:
        try:
            exact = Fraction(number(field.value)) * self._scale
        except NotAnAmount:
            raise field.wrong(f"is not an amount of {self.currency}") from None
        if abs(exact) >= MINOR_MAX:
            raise field.wrong("is larger than any order")
        self.finer = self.finer or exact.denominator != 1
        return rounded(exact, "half_even")

    def read_or_none(self, field: Field) -> int:
        """The same; 0 where there is none."""
        return self.read(field) if field.given and field.value != "" else 0

    def total(self, lines: Field, name: str) -> int:
        return sum(self.read_or_none(line.get(name)) for line in lines.each())


def is_coarse(order: Field) -> bool:
    """Whether an order is told with fewer decimals than its currency has."""
    decimals = exponent(order["currency"].currency())
    shown = _DECIMALS.fullmatch(str(order["total"].value))
    return shown is not None and len(shown[1] or "") < decimals


def reconciled(order: OrderPlaced, parts: int) -> OrderPlaced:
    """The order with what rounding left over as a part of its own, named by a flag.

    WooCommerce adds up exact amounts and shows each of them rounded, so that what it shows may be
    off its own total by half a minor unit for each of its `parts`. A larger difference is none of
    rounding: it stands, and is flagged.
    """
    gap = difference(order)
    if not gap:
        return order
    if abs(gap) * 2 > parts:
        return replace(order, flags=_with(order.flags, DIFFER))
    return replace(order, other=order.other - gap, flags=_with(order.flags, ROUNDING))


def _with(flags: tuple[str, ...], flag: str) -> tuple[str, ...]:
    return tuple(sorted({*flags, flag}))
