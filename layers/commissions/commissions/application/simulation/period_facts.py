"""The facts of one period out of those of a company: who was there, what stands of the orders."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from commissions.application.simulation.carried import Carried
from commissions.application.simulation.company_facts import CompanyFacts, ToldMember, ToldReturn
from commissions.application.simulation.order_book import CountedOrder
from commissions.application.simulation.plan_calendar import LateOrderReturn
from commissions.domain.close.facts import (
    LateReturn,
    MemberFacts,
    PeriodFacts,
    SaleFacts,
    SaleLine,
    SeatFacts,
    Since,
)
from commissions.domain.plans.period_calendar import PeriodSpan


@dataclass(frozen=True)
class CompanyHistory:
    company: CompanyFacts
    units: Sequence[str]
    """Those that the plan names."""

    def period(self, span: PeriodSpan, sales: Iterable[SaleFacts], carried: Carried) -> PeriodFacts:
        """Without late returns, and without what was paid within longer periods."""
        there = {each.member_id for each in self.company.members if each.enrolled_at < span.ends}
        return PeriodFacts(
            period=span.label,
            every=span.every,
            starts=span.starts,
            ends=span.ends,
            members=tuple(
                self._member(each, span.ends, carried)
                for each in self.company.members
                if each.member_id in there
            ),
            seats=tuple(self._seats(span.ends)),
            sales=tuple(sales),
            legs={key: legs for key, legs in carried.legs.items() if key[1] in there},
            earlier_volumes=carried.earlier_volumes(span.every),
        )

    def _member(self, told: ToldMember, ends: datetime, carried: Carried) -> MemberFacts:
        sponsors, statuses = self._since[told.member_id]
        title, below = carried.titles[told.member_id]
        return MemberFacts(
            member_id=told.member_id,
            enrolled_at=told.enrolled_at,
            sponsors=_before(sponsors, ends),
            statuses=_before(statuses, ends),
            kind=told.kind,
            enrolled_number=told.enrolled_number,
            title=title,
            periods_below=below,
            periods_missed=carried.missed[told.member_id],
            owner=told.owner,
        )

    def _seats(self, ends: datetime) -> Iterator[SeatFacts]:
        yield from (seat for seat in self.company.seats if seat.since < ends)

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """By member, who is paid and capped."""
        return {each.member_id: each.owner or each.member_id for each in self.company.members}

    @cached_property
    def _since(self) -> Mapping[str, tuple[tuple[Since, ...], tuple[Since, ...]]]:
        """By member, the sponsors and the statuses."""
        return {
            each.member_id: (
                tuple(
                    Since(edge.since, edge.sponsor)
                    for edge in each.edges
                    if edge.sponsor is not None
                ),
                tuple(
                    Since(edge.since, edge.status) for edge in each.edges if edge.status is not None
                ),
            )
            for each in self.company.members
        }


def with_judged(
    facts: PeriodFacts, active: Mapping[str, bool], ranks: Mapping[str, str]
) -> PeriodFacts:
    """With what is not to be judged by the period's own figures; empty maps: all of it is."""
    if not active and not ranks:
        return facts
    members = tuple(
        replace(
            each,
            judged_active=active.get(each.member_id),
            judged_rank=ranks.get(each.member_id),
        )
        for each in facts.members
    )
    return replace(facts, members=members)


def late_returns(late: Iterable[LateOrderReturn], units: Sequence[str]) -> Iterator[LateReturn]:
    """What came back of orders of closed periods, as far as the plan counts it."""
    for each in late:
        order = each.order
        place = order.returns.index(each.back)
        before, after = (
            order.volumes(order.returns[:place]),
            order.volumes(order.returns[: place + 1]),
        )
        volumes = {unit: before[unit] - after[unit] for unit in units}
        if any(volumes.values()):
            yield LateReturn(order_id=order.told.order_id, at=each.back.at, volumes=volumes)


def came_back(
    order: CountedOrder,
    units: Sequence[str],
    before: Sequence[ToldReturn],
    now: Sequence[ToldReturn],
) -> Iterator[SaleFacts]:
    """What an order of an earlier period comes to less by what came back between, as a sale of its
    own; none where that is nothing."""
    was, left = order.sale(units, before), order.sale(units, now)
    lines = [
        SaleLine(line.sku, _less(line.volumes, old.volumes))
        for old, line in zip(was.lines, left.lines, strict=True)
    ]
    found = replace(
        left,
        volumes=_less(left.volumes, was.volumes),
        lines=tuple(each for each in lines if any(each.volumes.values())),
        retail_margin=left.retail_margin - was.retail_margin,
        earned={key: each for key, each in _less(left.earned, was.earned).items() if each},
        first_of_buyer=False,
    )
    if any(found.volumes.values()) or found.earned:
        yield found


def _less[Key](now: Mapping[Key, int], before: Mapping[Key, int]) -> dict[Key, int]:
    return {key: now.get(key, 0) - before.get(key, 0) for key in {**before, **now}}


def _before(history: tuple[Since, ...], ends: datetime) -> tuple[Since, ...]:
    if history[-1].at < ends:
        return history
    return tuple(each for each in history if each.at < ends)
