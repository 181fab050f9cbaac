"""Orders as a plan counts them, and what they earn with the order: by the rules of the ledger."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from commissions.application.simulation.company_facts import (
    BEFORE_EVERYTHING,
    CompanyFacts,
    ToldLine,
    ToldOrder,
    ToldReturn,
)
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.close.facts import SaleFacts, SaleLine
from commissions.domain.ledger.disputes import why_all_went_back
from commissions.domain.ledger.line_volumes import share_of_base
from commissions.domain.ledger.refunds import NOTHING
from commissions.domain.ledger.target import Standing, reversed_part, standings_of
from commissions.domain.people.genealogy import Edge, climb
from commissions.domain.people.upline import Ancestor
from commissions.domain.plans import Plan, awards
from commissions.domain.plans.award import Award
from commissions.domain.sales.referral_match import SaleCredit

REFUNDED = why_all_went_back((), refunds=True)
MARGIN_GOES_BY = ("cv", "bv", "pv", "qv")
"""The margin comes back in the share of the first of these that the order has."""
KEPT_MAX = 250
"""Longer lines are looked up each time: kept, those of a long chain would fill the memory."""
Part = Mapping[str, Fraction]
"""By unit, the share of an order's base that came back."""


@dataclass(frozen=True, slots=True)
class CountedOrder:
    told: ToldOrder
    lines: tuple[Mapping[str, int], ...]
    """By line and unit what the plan counts, in hundredths of a point."""
    base: Mapping[str, int]
    """The same of the whole order, in every unit that there is."""
    awards: tuple[Award, ...]
    """Before refunds."""
    returns: tuple[ToldReturn, ...]

    def part(self, returns: Sequence[ToldReturn]) -> Part:
        """Exact, of what the plan counts."""
        gone = self._gone(returns)
        return {
            unit: share_of_base(
                (
                    (line.get(unit, 0), shares.get(unit, NOTHING))
                    for line, shares in zip(self.lines, gone, strict=True)
                ),
                self.base[unit],
            )
            for unit in UNITS
        }

    def standings(self, returns: Sequence[ToldReturn]) -> tuple[Standing, ...]:
        """Where the awards stand once some of the order's returns have come."""
        part = self.part(returns) if returns else dict.fromkeys(UNITS, NOTHING)
        return tuple(standings_of(self.awards, part, REFUNDED).values())

    def volumes(self, returns: Sequence[ToldReturn]) -> dict[str, int]:
        """What is left of the base, as the ledger's volume accounts have it."""
        if not returns:
            return dict(self.base)
        part = self.part(returns)
        return {unit: base - reversed_part(base, part[unit]) for unit, base in self.base.items()}

    def sale(self, units: Iterable[str], returns: Sequence[ToldReturn]) -> SaleFacts:
        """What of the order stands, for a close. `units`: those that the plan names."""
        told, left = self.told, self.volumes(returns)
        return SaleFacts(
            order_id=told.order_id,
            at=told.at,
            seller=told.seller,
            buyer=told.buyer,
            customer=told.customer,
            buyer_class=told.buyer_class,
            volumes={unit: left[unit] for unit in units},
            lines=tuple(self._sale_lines(returns)),
            retail_margin=self._margin(returns),
            first_of_buyer=told.first_of_buyer,
            earned=self.earned(returns),
        )

    def _gone(self, returns: Sequence[ToldReturn]) -> list[dict[str, Fraction]]:
        """By line and unit, the share that came back."""
        gone: list[dict[str, Fraction]] = [{} for _ in self.lines]
        for back in returns:
            for line, shares in zip(gone, back.shares, strict=True):
                for unit, share in shares.items():
                    line[unit] = line.get(unit, NOTHING) + share
        return gone

    def _sale_lines(self, returns: Sequence[ToldReturn]) -> Iterable[SaleLine]:
        for told, counted, gone in zip(
            self.told.lines, self.lines, self._gone(returns), strict=True
        ):
            if told.sku:
                left = {
                    unit: volume - reversed_part(volume, gone.get(unit, NOTHING))
                    for unit, volume in counted.items()
                }
                yield SaleLine(told.sku, left)

    def _margin(self, returns: Sequence[ToldReturn]) -> int:
        margin = self.told.retail_margin
        if not returns or not margin:
            return margin
        whole = {unit: sum(line.volumes.get(unit, 0) for line in self.told.lines) for unit in UNITS}
        unit = next((each for each in MARGIN_GOES_BY if whole[each]), UNITS[0])
        shares = (
            (line.volumes.get(unit, 0), gone) for line, gone in self._told_gone(unit, returns)
        )
        return margin - reversed_part(margin, share_of_base(shares, whole[unit]))

    def _told_gone(
        self, unit: str, returns: Sequence[ToldReturn]
    ) -> Iterable[tuple[ToldLine, Fraction]]:
        for line, gone in zip(self.told.lines, self._gone(returns), strict=True):
            yield line, gone.get(unit, NOTHING)

    def earned(self, returns: Sequence[ToldReturn]) -> dict[tuple[str, str], int]:
        """By bonus and member, what stands of the order's awards."""
        sums: dict[tuple[str, str], int] = {}
        for each in self.standings(returns) if self.awards else ():
            if each.net:
                key = each.award.bonus, each.award.earner
                sums[key] = sums.get(key, 0) + each.net
        return sums


@dataclass(frozen=True)
class OrderBook:
    """Every order of a company under a plan."""

    plan: Plan
    company: CompanyFacts
    _lines: dict[tuple[str, int], tuple[Ancestor, ...]] = field(default_factory=dict)

    @cached_property
    def orders(self) -> tuple[CountedOrder, ...]:
        """By time."""
        returns: dict[str, list[ToldReturn]] = {}
        for back in self.company.returns:
            returns.setdefault(back.order_id, []).append(back)
        return tuple(
            self._counted(told, tuple(returns.get(told.order_id, ())))
            for told in self.company.orders
        )

    def _counted(self, told: ToldOrder, returns: tuple[ToldReturn, ...]) -> CountedOrder:
        credit = self._credit(told)
        lines = tuple(
            {
                unit: volume
                for unit, volume in line.volumes.items()
                if self.plan.counts(unit, line.commission_class, credit)
            }
            for line in told.lines
        )
        base = {unit: sum(line.get(unit, 0) for line in lines) for unit in UNITS}
        return CountedOrder(told, lines, base, tuple(awards(self.plan, credit, base)), returns)

    def _credit(self, told: ToldOrder) -> SaleCredit:
        """What would have been looked up for the order."""
        line = told.sponsor_line
        return SaleCredit(
            seller=told.seller,
            buyer=told.buyer,
            buyer_class=told.buyer_class,
            carrier="",
            line=self._line(told.seller, told.at) if line is None else line,
            order_ts=told.at,
            enrolled_at=self._enrolled.get(told.buyer),
        )

    def _line(self, seller: str, at: datetime) -> tuple[Ancestor, ...]:
        """The seller and everybody above as of a moment; looked up once until anybody changes."""
        if not seller or not self.plan.bonuses:
            return ()
        key = seller, bisect_right(self._changes, at)
        if (known := self._lines.get(key)) is not None:
            return known
        line = climb(seller, at, self._edges).line
        if len(line) <= KEPT_MAX:
            self._lines[key] = line
        return line

    @cached_property
    def _enrolled(self) -> Mapping[str, datetime]:
        """When members enrolled, of whom that is told."""
        told = ((each.member_id, each.enrolled_at) for each in self.company.members)
        return {name: at for name, at in told if at != BEFORE_EVERYTHING}

    @cached_property
    def _edges(self) -> Mapping[str, Sequence[Edge]]:
        return {each.member_id: each.edges for each in self.company.members}

    @cached_property
    def _changes(self) -> list[datetime]:
        """The moments at which anything of anybody changed."""
        return sorted({edge.since for each in self.company.members for edge in each.edges})
