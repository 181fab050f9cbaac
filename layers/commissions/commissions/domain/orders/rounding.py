"""What of an order's sums is rounding, in the unit that its shop rounds to.

A platform adds up exact amounts and tells each of them rounded: what it tells may be off its own
total by half a unit for each part. The unit is the currency's minor one, or a coarser one that a
shop is set to (no decimals in Hungary or Sweden); and what is paid in cash is rounded to the
smallest coin. What is more than all that is no rounding.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from commissions.domain.currencies import exponent, is_used_whole, smallest_coin
from commissions.domain.orders.order import OrderPlaced, difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Amounts of one order as its platform shows them, in minor units."""

    currency: str
    sums: tuple[int, ...]
    """What is rounded last: the total, and all tax."""
    parts: tuple[int, ...]
    """What they are the sums of: lines, shipping, fees, each with its tax as an amount of its
    own."""
    tax: int
    taxes: tuple[int, ...]
    """The tax of each part."""


def unit_shown(shown: Shown, decimals: int | None = None) -> int:
    """The unit that an order was rounded to, where its parts are finer than that; else 1.

    `decimals`: how many the shop is known to show. Where nobody says, sums without decimals are no
    proof of such a shop: prices may be whole by chance. It is one where the taxes show it, or where
    hardly anybody uses decimals in that currency.
    """
    places = exponent(shown.currency)
    if decimals is not None:
        unit = 10 ** max(0, places - decimals)
        return unit if _may_be_rounded_to(shown, unit) else 1
    units = [10**place for place in range(1, places + 1)]
    return _proved_unit(shown, [unit for unit in units if _may_be_rounded_to(shown, unit)])


def without_rounding(
    order: OrderPlaced, *, parts: int, unit: int = 1, flag: str, otherwise: str
) -> OrderPlaced:
    """The order with what rounding left over as a part of its `other`, named by `flag`; where it is
    more than rounding of so many parts, it stands and is flagged `otherwise`."""
    if not (gap := difference(order)):
        return order
    if not _is_rounding(order, abs(gap), parts, unit):
        return replace(order, flags=_with(order.flags, otherwise))
    return replace(order, other=order.other - gap, flags=_with(order.flags, flag))


def is_cash_rounding(amount: int, currency: str) -> bool:
    """Whether an amount is so small that it may have rounded a sum to the smallest coin: five
    hundredths, where nothing else is known of a currency with hundredths."""
    coin = max(smallest_coin(currency), 5 if exponent(currency) == 2 else 1)
    return abs(amount) * 2 <= coin


def _is_rounding(order: OrderPlaced, gap: int, parts: int, unit: int) -> bool:
    coin = smallest_coin(order.currency)
    is_cash = coin > 1 and order.total > 0 and order.total % coin == 0
    return gap * 2 <= max(parts * unit, parts + coin if is_cash else 0)


def _may_be_rounded_to(shown: Shown, unit: int) -> bool:
    return _is_finer(shown.parts, unit) and not _is_finer(shown.sums, unit)


def _proved_unit(shown: Shown, units: Sequence[int]) -> int:
    """Of what the sums may be rounded to, the finer first."""
    whole: int = 10 ** exponent(shown.currency)
    if whole in units and is_used_whole(shown.currency):
        return whole
    at_the_end = (unit for unit in units if _is_tax_rounded(shown, unit))
    by_part = whole in units and _is_each_tax_rounded(shown, whole)
    return next(at_the_end, whole if by_part else 1)


def _is_tax_rounded(shown: Shown, unit: int) -> bool:
    """Whether all tax is what the parts' taxes add up to, rounded."""
    exact, taxed = sum(shown.taxes), sum(1 for tax in shown.taxes if tax)
    return exact % unit != 0 and abs(exact - shown.tax) * 2 <= unit * taxed


def _is_each_tax_rounded(shown: Shown, unit: int) -> bool:
    """Whether there is tax, of net amounts that are finer, and each was rounded by itself. One tax
    in ten ends in a 0 by chance, so this proves no more than whole units."""
    return any(shown.taxes) and not _is_finer(shown.taxes, unit)


def _is_finer(amounts: Iterable[int], unit: int) -> bool:
    return any(amount % unit for amount in amounts)


def _with(flags: tuple[str, ...], flag: str) -> tuple[str, ...]:
    return tuple(sorted({*flags, flag}))
