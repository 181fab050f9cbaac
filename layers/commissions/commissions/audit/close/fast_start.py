"""Kind `fast_start`: a share of what a new distributor buys in the first days, for those above.

The window is half-open and begins with the enrolment. What such an order would bring by the bonuses
that are named in `replaces` is not paid.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID, Flow, awards
from commissions.audit.close.sheet import Words, deepest, factor, rate_of
from commissions.domain.close.facts import SaleFacts
from commissions.domain.close.results import PeriodAward
from commissions.domain.people.upline import PARTICIPANT


def fast_start_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    sales = [sale for sale in close.facts.sales if is_fast_start(bonus, sale, close)]
    flows = (flow for sale in sales for flow in _flows(bonus, close, sale))
    return awards(bonus, flows, close.sheet)


def is_fast_start(bonus: Words, sale: SaleFacts, close: Close) -> bool:
    """Whether an order is one of a new distributor's first days; with `orders: first` the first."""
    if not sale.buyer or sale.buyer_class != PARTICIPANT:
        return False
    enrolled = close.people.member(sale.buyer, f"order {sale.order_id}").enrolled_at
    within = enrolled <= sale.at < enrolled + timedelta(days=bonus["window"]["days"])
    return within and (bonus.get("orders", "all") == "all" or sale.first_of_buyer)


def counted(bonus: Words, close: Close) -> list[SaleFacts]:
    """The sales that a bonus pays on: without those that a fast start pays instead."""
    instead = [
        each
        for each in close.sheet.document["bonuses"]
        if each["kind"] == "fast_start" and bonus["id"] in each["replaces"]
    ]
    return [
        sale
        for sale in close.facts.sales
        if not any(is_fast_start(each, sale, close) for each in instead)
    ]


def _flows(bonus: Words, close: Close, sale: SaleFacts) -> Iterator[Flow]:
    """Without compression: whoever is not paid uses up the level."""
    base = sale.volumes.get(bonus["basis"], 0)
    by_eligibility = bonus.get("qualified_by") == "eligibility"
    line = list(close.people.upline(sale.buyer, bonus["tree"], sale.at)) if base else []
    for level, member in enumerate(line[: deepest(bonus["rates"])], 1):
        rank = close.judging.pay_rank(member, bonus)
        rate = rate_of(bonus["rates"], rank, level)
        flow = Flow(
            member=member,
            level=level,
            order=sale.order_id,
            source=sale.seller,
            rank=rank,
            base=base,
            rate=(rate or Fraction(0)) * factor(bonus),
        )
        active = by_eligibility or close.judging.active(member)
        if not (active and close.judging.eligible(member, bonus)):
            flow = replace(flow, reason=NOT_ACTIVE)
        yield flow if rate is not None or flow.reason else replace(flow, reason=NOT_PAID)
