"""What a plan would have paid for what happened: the calculator."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from commissions.application.simulation.closing_chain import ClosingChain, SimulatedClose
from commissions.application.simulation.company_facts import CompanyFacts
from commissions.application.simulation.earning_lines import close_lines, order_lines
from commissions.application.simulation.notes import notes_of
from commissions.application.simulation.order_book import OrderBook
from commissions.application.simulation.outcome import Simulation
from commissions.application.simulation.plan_calendar import INSTANT, PlanCalendar
from commissions.application.simulation.summing import (
    member_totals,
    payout_rows,
    top_shares,
    unpaid_sums,
)
from commissions.domain.close.columns import NamesNobody, StandsAboveItself
from commissions.domain.close.facts_agree import RankNotInPlan
from commissions.domain.close.figures import NotInColumns
from commissions.domain.close.preorder import TooManyLevels
from commissions.domain.currencies import exponent
from commissions.domain.plans import Plan
from commissions.domain.plans.period_calendar import PeriodSpan

PERIODS_MAX = 1000
REFUSALS = (NamesNobody, NotInColumns, RankNotInPlan, StandsAboveItself, TooManyLevels)


class NotSimulated(ValueError):
    """Facts that a plan cannot be computed on; says why."""


class NoSuchPeriod(NotSimulated):
    """A period that nothing happened in."""

    def __init__(self, label: str, there: Sequence[PeriodSpan]) -> None:
        known = f"{there[0].label} to {there[-1].label}" if there else "none: there are no orders"
        super().__init__(f"{label} is no period of these facts: there are {known}")


def simulate(plan: Plan, company: CompanyFacts, only: str = "") -> Simulation:
    """Every period from the first order to the last fact; `only`: the label of the one to be told,
    as of its close. Raises NotSimulated."""
    document = plan.document
    calendar = _calendar(plan, company)
    if only:
        company, calendar = _up_to(only, company, calendar)
    orders = OrderBook(plan, company)
    main = calendar.book(calendar.main, orders.orders)
    try:
        closes = list(ClosingChain(document, orders, calendar).closes())
    except REFUSALS as error:
        raise NotSimulated(str(error)) from None

    def period_of(close: SimulatedClose) -> str:
        return main.spans[main.at(close.span.ends - INSTANT)].label

    lines = [line for order in orders.orders for line in order_lines(order, main)]
    lines += close_lines(closes, document, period_of)
    lines = [line for line in lines if only in {"", line.period}]
    cap = document["caps"]["company"]
    cut = [period_of(close) for close in closes if _is_cut(close)]
    per_point = 10 ** exponent(plan.base_currency)
    rows = payout_rows(lines, main, cap["of"], per_point, cut)
    members = member_totals(company, lines, closes)
    return Simulation(
        plan_id=plan.plan_id,
        version=plan.version,
        currency=plan.base_currency,
        volume_unit=cap["of"],
        cap=Fraction(cap["max_pct"]),
        rows=[row for row in rows if only in {"", row.period}],
        members=members,
        lines=lines,
        closes=[each for each in closes if only in {"", period_of(each)}],
        unpaid=unpaid_sums(lines),
        top=top_shares(members),
        notes=list(notes_of(plan, company)),
    )


def _calendar(plan: Plan, company: CompanyFacts) -> PlanCalendar:
    """Raises NotSimulated without any order."""
    if not company.orders:
        raise NotSimulated("the facts have no orders: there is nothing to compute")
    moments = [*(each.at for each in company.orders), *(each.at for each in company.returns)]
    calendar = PlanCalendar(plan.document, min(moments), max(moments))
    ends = [max(moments)]
    for period in [*calendar.closing, calendar.main]:
        found = calendar.spans(period)
        if len(found) > PERIODS_MAX:
            raise NotSimulated(
                f"from {min(moments):%Y-%m-%d} to {max(moments):%Y-%m-%d} there are {len(found)} "
                f"periods of a {period['id']}, and {PERIODS_MAX} are computed: is a year mistyped?"
            )
        if period != calendar.main:
            ends.append(found[-1].ends - INSTANT)
    # A week can end in the month after the last fact: that month is told too.
    return replace(calendar, last=max(ends))


def _up_to(
    label: str, company: CompanyFacts, calendar: PlanCalendar
) -> tuple[CompanyFacts, PlanCalendar]:
    """The facts that are known when a period closes, and the periods up to it. Raises
    NoSuchPeriod."""
    there = calendar.spans(calendar.main)
    if (span := next((each for each in there if each.label == label), None)) is None:
        raise NoSuchPeriod(label, there)
    orders = {each.order_id: each for each in company.orders if each.at < span.ends}
    until = span.closes_at if calendar.waits else span.ends
    returns = tuple(
        back
        for back in company.returns
        if back.order_id in orders
        and (back.at < span.ends or (back.at < until and span.holds(orders[back.order_id].at)))
    )
    known = replace(company, orders=tuple(orders.values()), returns=returns)
    return known, replace(calendar, last=span.ends - INSTANT, ended=True)


def _is_cut(close: SimulatedClose) -> bool:
    company = close.result.company
    return company is not None and company.raw > company.limit
