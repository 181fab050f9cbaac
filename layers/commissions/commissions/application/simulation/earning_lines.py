"""Everything that anybody earns or does not, line by line, whenever it was computed.

Amounts are in minor units of the plan's base currency, volumes in hundredths of a point. All sums
of a simulation are sums of these lines.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commissions.application.simulation.closing_chain import SimulatedClose
from commissions.application.simulation.order_book import CountedOrder
from commissions.application.simulation.plan_calendar import PeriodBook
from commissions.domain.close.results import PeriodAward
from commissions.domain.close.terms import unit_of
from commissions.domain.ledger.target import Standing

WITH_ORDER, REFUND, AT_CLOSE, CORRECTION = "order", "refund", "close", "correction"
"""When a line is computed: with its order, by a later refund of it, at a close, or by a later close
for one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningLine:
    period: str
    """In which it is paid, or taken back."""
    when: str
    of: str
    """The order, or the period, that it is computed of."""
    member: str
    """Empty where nobody stood there: the company keeps it."""
    bonus: str
    kind: str
    level: int
    """How far above the member stands, or the level that a close paid."""
    paid_level: int
    """The level whose rate was paid."""
    source: str = ""
    """The order or the member that a close paid for."""
    rank: str
    status: str = ""
    basis: str
    """pv, bv, cv or qv; empty where the base is money."""
    base: int
    rate: str
    earned: int
    """After its rounding, before refunds and caps."""
    amount: int
    reason: str
    """Why it is not paid, or what lowered it."""


def order_lines(order: CountedOrder, book: PeriodBook) -> Iterator[EarningLine]:
    """What an order pays in its own period, and what later ones take back. `book`: of the periods
    by which is told."""
    own = book.at(order.told.at)
    stands = order.standings(book.in_time(order))
    for each in stands:
        yield _of_order(order, each, book.spans[own].label, WITH_ORDER, each.net, each.reason)
    later = {book.at(back.at) for back in order.returns} - {own}
    for number in sorted(each for each in later if own < each < len(book.spans)):
        now = order.standings(book.until(order, number))
        for before, after in zip(stands, now, strict=True):
            if change := after.net - before.net:
                label = book.spans[number].label
                yield _of_order(order, after, label, REFUND, change, TAKEN_BACK)
        stands = now


TAKEN_BACK = "came back after the period"


def _of_order(  # noqa: PLR0913, PLR0917 - one award, and what becomes of it in a period
    order: CountedOrder, standing: Standing, period: str, when: str, amount: int, reason: str
) -> EarningLine:
    award = standing.award
    return EarningLine(
        period=period,
        when=when,
        of=order.told.order_id,
        member=award.earner,
        bonus=award.bonus,
        kind=award.kind,
        level=award.level,
        paid_level=award.paid_level,
        rank=award.rank,
        status=award.status,
        basis=award.basis,
        base=award.base,
        rate=award.rate,
        earned=award.amount if when == WITH_ORDER else amount,
        amount=amount,
        reason=reason,
    )


def close_lines(
    closes: Iterable[SimulatedClose],
    document: Mapping[str, Any],
    period_of: Callable[[SimulatedClose], str],
) -> Iterator[EarningLine]:
    """`period_of`: the period by which is told that a close is paid in."""
    basis = {each["id"]: unit_of(each) for each in document["bonuses"]}
    for close in closes:
        period = period_of(close)
        for award in close.result.awards:
            yield _of_close(award, AT_CLOSE, close.span.label, period, basis)
        for each in close.corrections:
            yield _of_close(each.award, CORRECTION, each.period, period, basis)


def _of_close(
    award: PeriodAward, when: str, of: str, period: str, basis: Mapping[str, str]
) -> EarningLine:
    return EarningLine(
        period=period,
        when=when,
        of=of,
        member=award.member,
        bonus=award.bonus,
        kind=award.kind,
        level=award.level,
        paid_level=award.level,
        source=award.source,
        rank=award.rank,
        basis=basis[award.bonus],
        base=award.base,
        rate=award.rate,
        earned=award.raw,
        amount=award.amount,
        reason=award.reason,
    )
