"""What comes of a closed period after its close: it is closed again, and differences are posted.

As the close found it stay, as the plan says: with `refunds.ranks: keep` everybody's rank, title and
activity, with `paid_as` the title; with `caps.company.after_close: keep_factor` the company's
factor, what a point of a pool is worth, and who has the units that rounding left. What binaries
came to always stays: the next run undoes pairs lot by lot, and takes late orders in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from commissions.domain.close.average_return import average_returns
from commissions.domain.close.award_columns import AwardColumns
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import Coded, MemberColumns, PeriodColumns
from commissions.domain.close.difference import difference
from commissions.domain.close.engine import ClosedColumns, closed_columns
from commissions.domain.close.factors import told_factors
from commissions.domain.close.facts import LateReturn, PeriodFacts, SaleFacts, SaleLine
from commissions.domain.close.from_facts import columns_of
from commissions.domain.close.kinds import kind_of
from commissions.domain.close.results import PeriodAward
from commissions.domain.close.told import told_awards

Document = Mapping[str, Any]


class OpenPeriodCounts(ValueError):
    """An order that came late, under a plan by which it counts in the open period."""


class NamesNoOrder(ValueError):
    """Something came back of an order that is not of the period."""


def corrections(
    document: dict[str, Any], facts: PeriodFacts, sales: Sequence[SaleFacts]
) -> list[PeriodAward]:
    """What a closed period changed by since its close, sorted by key. `facts`: as it was closed;
    `sales`: its orders with what stands of them now, and orders that came late (see `sales_now`).

    All that changed, whatever earlier corrections have booked of it: see `not_booked`. Raises as
    `closed` does, and NotOneClose where `sales` lacks an order.
    """
    before = closed_columns(document, columns_of(facts))
    known = {sale.order_id for sale in facts.sales}
    new = [sale for sale in sales if sale.order_id not in known]
    standing = {sale.order_id: sale for sale in sales}
    kept = [standing[sale.order_id] for sale in facts.sales if sale.order_id in standing]
    after = _again(document, before, facts, [*kept, *new])
    if document["refunds"].get("rate", "line") == "period_average":
        middle = _again(document, before, facts, [*facts.sales, *new])
        found = [*difference(before, middle), *average_returns(middle, after)]
    else:
        found = difference(before, after)
    told = [award for each in found for award in told_awards(each, after.close)]
    return sorted(told, key=lambda each: each.key)


def not_booked(changes: Iterable[PeriodAward], booked: Iterable[PeriodAward]) -> list[PeriodAward]:
    """What of all changes since a close is not in the corrections of it that were booked before."""
    found = {award.key: award for award in changes}
    for award in booked:
        all_of = found.get(award.key, replace(award, base=0, amount=0))
        amount = all_of.amount - award.amount
        less = replace(all_of, base=all_of.base - award.base, raw=amount, amount=amount)
        found[award.key] = less
    return [award for _, award in sorted(found.items()) if award.amount]


def _again(
    document: dict[str, Any],
    before: ClosedColumns,
    facts: PeriodFacts,
    sales: Sequence[SaleFacts],
) -> ClosedColumns:
    return closed_again(document, before, columns_of(replace(facts, sales=tuple(sales))))


def sales_now(
    document: Document,
    facts: PeriodFacts,
    returns: Sequence[LateReturn],
    orders: Sequence[SaleFacts] = (),
) -> tuple[SaleFacts, ...]:
    """What stands of the orders of a closed period, those that came late behind the others: what
    came back before its end was the close's. Raises OpenPeriodCounts, NamesNoOrder."""
    if orders and document["refunds"].get("late_orders") == "current":
        raise OpenPeriodCounts(
            f"order {orders[0].order_id} came after {facts.period} was closed, and the plan says "
            "refunds.late_orders: current: it counts in the open period"
        )
    late: dict[str, list[LateReturn]] = {}
    for each in returns:
        if each.at >= facts.ends:
            late.setdefault(each.order_id, []).append(each)
    sales = (*facts.sales, *orders)
    if strange := sorted(late.keys() - {sale.order_id for sale in sales}):
        raise NamesNoOrder(
            f"something came back of order {strange[0]}, which is not of {facts.period}: correct "
            "the period that it is of"
        )
    return tuple(_left(sale, late.get(sale.order_id, [])) for sale in sales)


def _left(sale: SaleFacts, returns: Sequence[LateReturn]) -> SaleFacts:
    if not returns:
        return sale
    lines = [line for each in returns for line in each.lines]
    off = [
        SaleLine(line.sku, {unit: -many for unit, many in line.volumes.items()}) for line in lines
    ]
    return replace(
        sale,
        volumes=_less(sale.volumes, [each.volumes for each in returns]),
        lines=(*sale.lines, *off),
        retail_margin=sale.retail_margin - sum(each.retail_margin for each in returns),
        earned=_less(sale.earned, [each.earned for each in returns]),
    )


def _less[Key](figures: Mapping[Key, int], off: Sequence[Mapping[Key, int]]) -> dict[Key, int]:
    left = dict(figures)
    for each in off:
        for key, many in each.items():
            left[key] = left.get(key, 0) - many
    return left


def closed_again(
    document: dict[str, Any], before: ClosedColumns, period: PeriodColumns
) -> ClosedColumns:
    """A closed period with what came late in it. `before`: its close."""
    refunds, company = document["refunds"], document["caps"]["company"]
    members = _as_judged(period.members, before.close, refunds["ranks"])
    again = replace(period, members=members)
    if company.get("after_close") != "judge_again":
        again = replace(again, kept=told_factors(before.close, before.awards, before.company))
    return closed_columns(document, again, _pairs(before.close))


def _as_judged(members: MemberColumns, close: ClosingPeriod, ranks: str) -> MemberColumns:
    judged, words = close.judged, close.terms.rank_ids
    if ranks == "keep":
        active = judged.active.astype(members.judged_active.dtype)
        rank = Coded(judged.paid_as, words) if close.terms.ranks else members.judged_rank
        members = replace(members, judged_active=active, judged_rank=rank)
    return (
        members if ranks == "title" else replace(members, judged_title=Coded(judged.title, words))
    )


def _pairs(close: ClosingPeriod) -> dict[str, AwardColumns]:
    """What binaries came to, before any cap of the bonus, the person or the company."""
    apart = replace(close, awarded=[], binaries=[], seat_legs={}, carried={})
    bonuses = close.terms.bonuses(close.period.every)
    found = [each for each in bonuses if each["kind"] == "binary"]
    return {each["id"]: kind_of(each)(each, apart) for each in found}
