"""The fees of a WooCommerce order, of which those below 0 are discounts that name no line.

Each counts by its own sign: a tip or a surcharge beside a discount makes it no smaller. What only
rounds the total to the smallest coin is no discount.
"""

from dataclasses import dataclass

from commissions.domain.orders.rounding import is_cash_rounding
from commissions.platforms.payload import Field
from commissions.platforms.woocommerce.amounts import Amounts


@dataclass(frozen=True, slots=True)
class Fees:
    """In minor units."""

    count: int
    net: int
    any_negative: bool
    is_discount: bool
    discount: int
    """What the discounts take with their tax, where the sums cannot say it: beside other fees, or
    with a tax that is lost in that of the shipping."""


def fees_of(order: Field, amounts: Amounts) -> Fees:
    lines = list(order.get("fee_lines").each())
    nets = [amounts.read_or_none(line.get("total")) for line in lines]
    taxes = [amounts.read_or_none(line.get("total_tax")) for line in lines]
    is_off = [net < 0 and not _is_rounding(net, order, amounts) for net in nets]
    off = [(net, tax) for net, tax, is_one in zip(nets, taxes, is_off, strict=True) if is_one]
    is_told = len(off) < len(lines) or any(tax for _, tax in off)
    return Fees(
        count=len(lines),
        net=sum(nets),
        any_negative=any(net < 0 for net in nets),
        is_discount=bool(off),
        discount=-sum(map(sum, off)) if is_told else 0,
    )


def _is_rounding(net: int, order: Field, amounts: Amounts) -> bool:
    """An amount that leaves nothing to pay has rounded nothing."""
    return is_cash_rounding(net, amounts.currency) and amounts.read(order["total"]) > 0
