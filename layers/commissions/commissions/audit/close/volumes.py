"""Volumes of a period: a member's own, their groups', their legs'. An order counts for those who
stood above when it was placed."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from commissions.audit.close.people import SPONSOR, Lineages
from commissions.domain.close.facts import PeriodFacts, SaleFacts
from commissions.domain.people.upline import PARTICIPANT

Sums = dict[str, int]
"""By member, in hundredths of a point."""


@dataclass(frozen=True)
class Volumes:
    facts: PeriodFacts
    people: Lineages

    def own(self, member: str, unit: str) -> int:
        """What the member bought and what was sold to their customers."""
        return self._own(unit)[member]

    def group(self, member: str, unit: str, tree: str = SPONSOR) -> int:
        """The member's own and everybody's below."""
        legs = self.legs(member, unit, tree)
        return self.own(member, unit) + sum(legs.values())

    def legs(self, member: str, unit: str, tree: str = SPONSOR) -> Sums:
        """By the member directly below through whom it came."""
        return self._legs(unit, tree)[member]

    def side(self, member: str, unit: str, tree: str, side: str) -> int:
        """What came in below one side of a seat."""
        return self._sides(unit, tree)[member][side]

    def retail(self, member: str, unit: str) -> int:
        """What was sold to people who are no distributors."""
        return sum(sale.volumes.get(unit, 0) for sale in self.sold_by(member, participants=False))

    def sold_by(self, member: str, *, participants: bool) -> list[SaleFacts]:
        """The sales credited to a member: to distributors (their own purchases), or to others."""
        return [
            sale
            for sale in self.facts.sales
            if sale.seller == member and (sale.buyer_class == PARTICIPANT) is participants
        ]

    def company(self, unit: str) -> int:
        return sum(sale.volumes.get(unit, 0) for sale in self.facts.sales)

    def _own(self, unit: str) -> Sums:
        if unit not in self._owns:
            sums: Sums = defaultdict(int)
            for sale in self.facts.sales:
                sums[sale.seller] += sale.volumes.get(unit, 0)
            self._owns[unit] = sums
        return self._owns[unit]

    def _legs(self, unit: str, tree: str) -> dict[str, Sums]:
        if (unit, tree) not in self._all_legs:
            legs: dict[str, Sums] = defaultdict(lambda: defaultdict(int))
            for sale in self.facts.sales:
                through = sale.seller
                for above in self._upline(sale, tree):
                    legs[above][through] += sale.volumes.get(unit, 0)
                    through = above
            self._all_legs[unit, tree] = legs
        return self._all_legs[unit, tree]

    def _sides(self, unit: str, tree: str) -> dict[str, Sums]:
        if (unit, tree) not in self._all_sides:
            sides: dict[str, Sums] = defaultdict(lambda: defaultdict(int))
            for sale in self.facts.sales:
                through = sale.seller
                for above in self._upline(sale, tree):
                    seat = self.people.seat(through, tree, sale.at)
                    sides[above][seat.side if seat else ""] += sale.volumes.get(unit, 0)
                    through = above
            self._all_sides[unit, tree] = sides
        return self._all_sides[unit, tree]

    def _upline(self, sale: SaleFacts, tree: str) -> list[str]:
        return list(self.people.upline(sale.seller, tree, sale.at)) if sale.seller else []

    @cached_property
    def _owns(self) -> dict[str, Sums]:
        return {}

    @cached_property
    def _all_legs(self) -> dict[tuple[str, str], dict[str, Sums]]:
        return {}

    @cached_property
    def _all_sides(self) -> dict[tuple[str, str], dict[str, Sums]]:
        return {}
