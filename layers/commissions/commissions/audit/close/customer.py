"""Kinds `customer` and `retail_margin`: a share of what a seller's customers buy, or of what they
paid beyond the distributor's price.

The bonus's own eligibility alone decides who is paid, as it does where an order is paid at once:
who sells to customers need not be active.
"""

from collections.abc import Iterator
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.fast_start import counted
from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID, Flow, awards
from commissions.audit.close.sheet import Words, factor, rate_of
from commissions.domain.close.results import PeriodAward

RETAIL_MARGIN = "retail_margin"


def customer_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    of_money = bonus["kind"] == RETAIL_MARGIN
    return awards(bonus, _flows(bonus, close), close.sheet, of_money=of_money)


def _flows(bonus: Words, close: Close) -> Iterator[Flow]:
    for sale in counted(bonus, close):
        margin = bonus["kind"] == RETAIL_MARGIN
        base = sale.retail_margin if margin else sale.volumes.get(bonus["basis"], 0)
        if not base or not sale.seller or sale.own_purchase:
            continue
        rank = close.judging.pay_rank(sale.seller, bonus)
        rate = rate_of(bonus["rates"], rank, 0)
        eligible = close.judging.eligible(sale.seller, bonus)
        yield Flow(
            member=sale.seller,
            level=0,
            order=sale.order_id,
            source=sale.seller,
            rank=rank,
            base=base,
            rate=(rate or Fraction(0)) * factor(bonus),
            reason=NOT_ACTIVE if not eligible else "" if rate is not None else NOT_PAID,
        )
