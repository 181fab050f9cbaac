"""What one close leaves to the next: titles, activity, legs, own volumes, what has been paid."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commissions.application.simulation.company_facts import CompanyFacts, ToldLegs
from commissions.domain.close.facts import LegState, Lot, PeriodFacts
from commissions.domain.close.results import CloseResult
from commissions.domain.plans.period_calendar import PeriodSpan

Volumes = Mapping[str, Mapping[str, int]]
"""By member and unit, own volumes in hundredths of a point."""


@dataclass(frozen=True, slots=True)
class _PaidInPeriod:
    span: PeriodSpan
    by_owner: Mapping[str, int]


@dataclass
class Carried:
    """Changed by every close."""

    titles: dict[str, tuple[str, int]]
    """By member, the title and for how many periods the paid rank has been under it."""
    missed: dict[str, int | None]
    """By member, for how many periods in a row what makes active has been missed."""
    legs: dict[tuple[str, str], LegState]
    periods_back: int
    """For how many periods back the plan looks at own volumes."""
    earlier: dict[str, list[Volumes]] = field(default_factory=lambda: defaultdict(list))
    """By kind of period, the latest first."""
    paid: list[_PaidInPeriod] = field(default_factory=list)

    def earlier_volumes(self, every: str) -> dict[str, tuple[Mapping[str, int], ...]]:
        """By member; nothing where no condition of the plan looks back."""
        told = self.earlier[every][: self.periods_back]
        members = dict.fromkeys(member for volumes in told for member in volumes)
        return {member: tuple(volumes.get(member, {}) for volumes in told) for member in members}

    def paid_within(self, span: PeriodSpan) -> Mapping[str, int]:
        """By owner, what the closes that ended in a period have paid."""
        sums = Counter[str]()
        for each in self.paid:
            if span.starts < each.span.ends <= span.ends:
                sums.update(each.by_owner)
        return sums

    def take_titles(self, result: CloseResult) -> None:
        for name, judged in result.members.items():
            self.titles[name] = judged.title, judged.periods_below

    def take_missed(self, result: CloseResult) -> None:
        for name, judged in result.members.items():
            self.missed[name] = judged.periods_missed

    def take(self, span: PeriodSpan, facts: PeriodFacts, result: CloseResult) -> None:
        self.legs |= {key: legs.after for key, legs in result.legs.items()}
        if self.periods_back:
            kept = [_own_volumes(facts), *self.earlier[span.every]]
            self.earlier[span.every] = kept[: self.periods_back]
        owners = {each.member_id: each.owner or each.member_id for each in facts.members}
        sums = Counter[str]()
        for member, amount in result.paid.items():
            sums[owners[member]] += amount
        self.paid.append(_PaidInPeriod(span, sums))


def carried(company: CompanyFacts, document: Mapping[str, Any], starts: datetime) -> Carried:
    """As it stands before the first close, which starts then."""
    return Carried(
        titles={each.member_id: (each.title, each.periods_below) for each in company.members},
        missed={each.member_id: each.periods_missed for each in company.members},
        legs={(each.tree, each.member): _opening(each, starts) for each in company.legs},
        periods_back=max(_looks_back(document), default=1) - 1,
    )


def _opening(told: ToldLegs, starts: datetime) -> LegState:
    at = told.at or starts
    sides = {"L": told.left, "R": told.right}
    return LegState(
        lots=tuple(
            Lot(order_id="", at=at, side=side, volume=volume)
            for side, volume in sides.items()
            if volume
        ),
        first_pair_paid=told.first_pair_paid,
        periods_unqualified=told.periods_unqualified,
    )


def _looks_back(part: Any) -> Iterator[int]:
    """Every window of several periods in a document."""
    if isinstance(part, dict):
        window = part.get("window")
        if isinstance(window, dict) and "periods" in window:
            yield int(window["periods"])
        for each in part.values():
            yield from _looks_back(each)
    for each in part if isinstance(part, list) else ():
        yield from _looks_back(each)


def _own_volumes(facts: PeriodFacts) -> Volumes:
    """What everybody bought and what was sold to their customers."""
    found: dict[str, dict[str, int]] = {each.member_id: {} for each in facts.members}
    for sale in facts.sales:
        if sale.seller:
            own = found[sale.seller]
            for unit, volume in sale.volumes.items():
                own[unit] = own.get(unit, 0) + volume
    return found
