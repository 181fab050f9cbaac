"""What comes of a closed period after its close, as lines of the next run.

A period is half-open: what was given back before its end lowers its sales, and what comes later is
posted by differences. The period is closed once more with it, and every award is what it now is
less what it was: each rounded for itself, so that corrections add up to what a fresh run pays.

What stays as the close found it: with `refunds.ranks: keep` everybody's rank, title and activity,
with `paid_as` the title; with `caps.company.after_close: keep_factor` the company's factor, what a
point of a pool is worth, and who has the units that rounding left; always what binaries came to:
the next run undoes pairs lot by lot, and takes late orders in.
`refunds.rate: period_average`: volume that came back takes the average that the bonus paid on a
point in that period, whatever bracket it was in; of late orders what is left of them is paid.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from commissions.audit.close.binary import binary_awards
from commissions.audit.close.context import close_of
from commissions.audit.close.engine import close_with, closed
from commissions.audit.close.sheet import CloseSheet
from commissions.domain.close.facts import (
    AwardKey,
    LateReturn,
    MemberFacts,
    PeriodFacts,
    SaleFacts,
    SaleLine,
)
from commissions.domain.close.results import CloseResult, JudgedMember, PeriodAward

AFTER_THE_CLOSE = "came of the period after its close"
PERIOD_AVERAGE = "period_average"


class CountsInTheOpenPeriod(ValueError):
    """An order that came late, under a plan that closes no period again for it."""


class ReturnOfNothing(ValueError):
    """A return of an order that the period does not have."""


def within(facts: PeriodFacts, returns: Iterable[LateReturn]) -> PeriodFacts:
    """The period with what was given back before its end."""
    return _less(facts, [each for each in returns if each.at < facts.ends])


def corrections(
    document: dict[str, Any],
    facts: PeriodFacts,
    returns: Sequence[LateReturn],
    orders: Sequence[SaleFacts] = (),
) -> list[PeriodAward]:
    """What the returns after the end of a closed period, and orders that came late, change. Raises
    as `closed` does, and CountsInTheOpenPeriod."""
    before, after = closed(document, facts), closed_again(document, facts, returns, orders)
    if document["refunds"].get("rate", "line") != PERIOD_AVERAGE:
        return difference(before, after)
    late = {each.order_id for each in orders}
    of_late = [each for each in returns if each.order_id in late]
    with_orders = closed_again(document, facts, of_late, orders)
    found = difference(before, with_orders) + _by_average(with_orders, after, CloseSheet(document))
    return sorted(found, key=lambda each: each.key)


def closed_again(
    document: dict[str, Any],
    facts: PeriodFacts,
    returns: Sequence[LateReturn],
    orders: Sequence[SaleFacts] = (),
) -> CloseResult:
    """A closed period with all that came of it since. Raises as `closed` does, and
    CountsInTheOpenPeriod."""
    if orders and document["refunds"].get("late_orders") == "current":
        raise CountsInTheOpenPeriod(
            f"order {orders[0].order_id} came after the close of {facts.period}: by "
            "refunds.late_orders: current it counts in the open period"
        )
    before, now = closed(document, facts), replace(facts, sales=(*facts.sales, *orders))
    now = _less(now, [each for each in returns if each.at >= facts.ends])
    now = _as_judged(now, before, document["refunds"]["ranks"])
    if document["caps"]["company"].get("after_close") != "judge_again":
        now = replace(now, kept=before.factors)
    close = close_of(document, facts)
    binaries = [each for each in close.sheet.bonuses(facts.every) if each["kind"] == "binary"]
    return close_with({each["id"]: binary_awards(each, close) for each in binaries}, document, now)


def difference(before: CloseResult, after: CloseResult) -> list[PeriodAward]:
    """Of two closes of one period, what the second pays each award more or less than the first."""
    was, now = _paid(before), _paid(after)
    return [
        _correction(
            was.get(key) or now[key],
            _amount(now.get(key)) - _amount(was.get(key)),
            _base(now.get(key)) - _base(was.get(key)),
        )
        for key in sorted({*was, *now})
        if _amount(now.get(key)) != _amount(was.get(key))
    ]


def _as_judged(facts: PeriodFacts, before: CloseResult, ranks: str) -> PeriodFacts:
    """The period with what of its judgement stays; activity goes with the paid rank."""

    def kept(member: MemberFacts, judged: JudgedMember) -> MemberFacts:
        if ranks == "keep":
            member = replace(member, judged_rank=judged.paid_as, judged_active=judged.active)
        return member if ranks == "title" else replace(member, judged_title=judged.title)

    members = tuple(kept(each, before.members[each.member_id]) for each in facts.members)
    return replace(facts, members=members)


def _less(facts: PeriodFacts, returns: Sequence[LateReturn]) -> PeriodFacts:
    for each in returns:
        if all(sale.order_id != each.order_id for sale in facts.sales):
            raise ReturnOfNothing(f"order {each.order_id} is not of {facts.period}, and came back")
    return replace(facts, sales=tuple(_left(sale, returns) for sale in facts.sales))


def _left(sale: SaleFacts, returns: Sequence[LateReturn]) -> SaleFacts:
    for each in returns:
        if each.order_id == sale.order_id:
            less = (SaleLine(line.sku, _taken({}, line.volumes)) for line in each.lines)
            sale = replace(
                sale,
                volumes=_taken(sale.volumes, each.volumes),
                lines=(*sale.lines, *less),
                retail_margin=sale.retail_margin - each.retail_margin,
                earned=_taken(sale.earned, each.earned),
            )
    return sale


def _taken[Key](figures: Mapping[Key, int], off: Mapping[Key, int]) -> dict[Key, int]:
    return {key: figures.get(key, 0) - off.get(key, 0) for key in {**figures, **off}}


def _by_average(before: CloseResult, after: CloseResult, sheet: CloseSheet) -> list[PeriodAward]:
    """`- volume that came back x what was paid / volume it was paid on`, per member and bonus."""
    paid, bases = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    left, first = Counter[tuple[str, str]](), dict[tuple[str, str], PeriodAward]()
    for award in _paid(before).values():
        key = award.member, award.bonus
        first.setdefault(key, replace(award, level=0, source="", rate="", rank=""))
        paid[key] += award.amount
        bases[key] += award.base
    for award in _paid(after).values():
        left[award.member, award.bonus] += award.base
    found = []
    for key, award in sorted(first.items()):
        back = bases[key] - left[key]
        exact = Fraction(back * paid[key], bases[key] * sheet.minor) if bases[key] else Fraction(0)
        if change := sheet.money(exact):
            found.append(_correction(award, -change, -back))
    return found


def _correction(award: PeriodAward, change: int, base: int) -> PeriodAward:
    return replace(award, base=base, raw=change, amount=change, reason=AFTER_THE_CLOSE)


def _paid(result: CloseResult) -> Mapping[AwardKey, PeriodAward]:
    """By key: of what is paid each has one award."""
    return {award.key: award for award in result.awards if award.amount}


def _amount(award: PeriodAward | None) -> int:
    return award.amount if award else 0


def _base(award: PeriodAward | None) -> int:
    return award.base if award else 0
