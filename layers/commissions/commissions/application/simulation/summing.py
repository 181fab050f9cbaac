"""Sums of lines: by period, by member, by reason."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from commissions.application.simulation.closing_chain import SimulatedClose
from commissions.application.simulation.company_facts import CompanyFacts
from commissions.application.simulation.earning_lines import (
    AT_CLOSE,
    CORRECTION,
    REFUND,
    WITH_ORDER,
    EarningLine,
)
from commissions.application.simulation.order_book import CountedOrder
from commissions.application.simulation.outcome import (
    MemberTotal,
    PayoutRow,
    TopShare,
    UnpaidSum,
)
from commissions.application.simulation.plan_calendar import PeriodBook
from commissions.domain.people.upline import PARTICIPANT

TOP = (1, 10, 50)
"""Percent of the distributors."""


def payout_rows(
    lines: Iterable[EarningLine],
    book: PeriodBook,
    unit: str,
    per_point: int,
    cut: Iterable[str],
) -> list[PayoutRow]:
    """A row for every period. `unit`: of the company volume; `cut`: the periods in which the
    company's cap cut anything."""
    sums, by_bonus = Counter[tuple[str, str]](), defaultdict[str, Counter[str]](Counter)
    for line in lines:
        sums[line.period, line.when] += line.amount
        by_bonus[line.period][line.bonus] += line.amount
    back = _given_back(book, unit)
    cut = set(cut)
    return [
        PayoutRow(
            period=span.label,
            orders=len(book.own(number)),
            sold=sum(_left(order, book, unit) for order in book.own(number)),
            given_back=back[number],
            with_orders=sums[span.label, WITH_ORDER],
            taken_back=sums[span.label, REFUND],
            at_close=sums[span.label, AT_CLOSE],
            corrections=sums[span.label, CORRECTION],
            by_bonus=dict(by_bonus[span.label]),
            cut_by_company=span.label in cut,
            per_point=per_point,
        )
        for number, span in enumerate(book.spans)
    ]


def _left(order: CountedOrder, book: PeriodBook, unit: str) -> int:
    return order.volumes(book.in_time(order))[unit]


def _given_back(book: PeriodBook, unit: str) -> Mapping[int, int]:
    """By number of the period, volume of earlier orders that came back in it."""
    back = Counter[int]()
    for number in range(len(book.spans)):
        for each in book.late(number):
            returns = each.order.returns
            place = returns.index(each.back)
            before, after = (each.order.volumes(returns[:n])[unit] for n in (place, place + 1))
            back[number] += before - after
    return back


def member_totals(
    company: CompanyFacts, lines: Iterable[EarningLine], closes: Sequence[SimulatedClose]
) -> list[MemberTotal]:
    """Everybody, who earns most first."""
    by_bonus = defaultdict[str, Counter[str]](Counter)
    for line in lines:
        if line.member and line.amount:
            by_bonus[line.member][line.bonus] += line.amount
    last = closes[-1].result.members if closes else {}
    totals = []
    for each in company.members:
        judged, sums = last.get(each.member_id), by_bonus[each.member_id]
        totals.append(
            MemberTotal(
                member=each.member_id,
                kind=each.kind,
                earned=sums.total(),
                by_bonus={bonus: amount for bonus, amount in sorted(sums.items()) if amount},
                active=judged.active if judged else None,
                rank=judged.paid_as if judged else "",
                title=judged.title if judged else each.title,
            )
        )
    return sorted(totals, key=lambda each: (-each.earned, each.member))


def unpaid_sums(lines: Iterable[EarningLine]) -> list[UnpaidSum]:
    """What has a reason, by bonus and reason, the most lines first."""
    grouped = defaultdict[tuple[str, str, bool, str], list[EarningLine]](list)
    for line in lines:
        if line.reason and line.when in {WITH_ORDER, AT_CLOSE}:
            grouped[line.bonus, line.reason, not line.member, line.basis].append(line)
    found = [
        UnpaidSum(
            bonus=bonus,
            reason=reason,
            nobody=nobody,
            lines=len(those),
            members=len({each.member for each in those if each.member}),
            base=sum(each.base for each in those),
            basis=basis,
            lost=sum(each.earned - each.amount for each in those),
        )
        for (bonus, reason, nobody, basis), those in grouped.items()
    ]
    return sorted(found, key=lambda each: (-each.lines, each.bonus, each.reason, each.nobody))


def top_shares(members: Iterable[MemberTotal]) -> list[TopShare]:
    """What the best-paid 1, 10 and 50 % of all distributors earn; at least one person each."""
    earned = sorted(
        (max(0, each.earned) for each in members if each.kind == PARTICIPANT), reverse=True
    )
    whole = sum(earned)
    found = []
    for percent in TOP if earned else ():
        many = max(1, -(-len(earned) * percent // 100))
        best = sum(earned[:many])
        found.append(TopShare(percent, many, best, Fraction(best, whole) if whole else None))
    return found
