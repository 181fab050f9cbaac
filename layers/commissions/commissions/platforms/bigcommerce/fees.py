"""The fees of a BigCommerce order; one below 0 is a discount that names no line, each by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from commissions.domain.orders.rounding import is_cash_rounding
from commissions.platforms.bigcommerce.amounts import NOTHING, exact, exact_or_none, minor
from commissions.platforms.payload import Field


@dataclass(frozen=True, slots=True)
class FeeSums:
    """In minor units and fractions of them."""

    net: Fraction
    """Before tax."""
    is_discount: bool
    discount: int
    """What those below 0 take with their tax, where the sums cannot say it: beside other fees, or
    with a tax that is lost in that of the shipping."""


def fees_of(order: Field, currency: str) -> FeeSums:
    fees = [_ListedFee(fee, currency) for fee in _listed(order)]
    off = [fee for fee in fees if fee.net < 0 and not is_cash_rounding(minor(fee.net), currency)]
    is_told = len(off) < len(fees) or any(fee.tax for fee in off)
    return FeeSums(
        net=sum((fee.net for fee in fees), start=NOTHING),
        is_discount=bool(off),
        discount=-minor(sum((fee.net + fee.tax for fee in off), start=NOTHING)) if is_told else 0,
    )


def _listed(order: Field) -> Iterator[Field]:
    """Without them in the answer, there is only a link to them."""
    fees = order.get("fees")
    return (fees.get("fees") if isinstance(fees.value, dict) else fees).each()


class _ListedFee:
    """Its amount before tax; the documentation's samples write the name in two ways."""

    def __init__(self, fee: Field, currency: str) -> None:
        names = (name for name in ("cost_ex_tax", "cost_exc_tax") if fee.get(name).stated)
        name = next(names, "")
        self.tax = exact_or_none(fee.get("cost_tax"), currency)
        with_tax = exact_or_none(fee.get("cost_inc_tax"), currency)
        self.net = exact(fee[name], currency) if name else with_tax - self.tax
