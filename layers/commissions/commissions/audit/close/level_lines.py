"""Whom an order's levels look at, nearest first: pass-ups and rolled-up volume change the line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from commissions.audit.close.context import Close
from commissions.audit.close.metrics import Metrics
from commissions.audit.close.people import SPONSOR
from commissions.audit.close.sheet import Words
from commissions.domain.close.facts import SaleFacts

ROLL_UP = "volume_rollup"


@dataclass(frozen=True, slots=True)
class RolledIn:
    """Volumes of one who does not qualify, and whose they are for the run."""

    of: str
    to: str
    volumes: Mapping[str, int]


@dataclass(frozen=True)
class LevelLines:
    bonus: Words
    close: Close

    def line(self, sale: SaleFacts, *, with_seller: bool) -> list[str]:
        """`with_seller`: whether the seller of a customer's order is looked at."""
        if self._rolls_up:
            return self._rolled(sale, with_seller=with_seller)
        above = self._above(sale.seller, sale.at)
        return above if sale.own_purchase or not with_seller else [sale.seller, *above]

    def starts_above(self, sale: SaleFacts) -> bool:
        """Whether the first one looked at stands above who bought: of a participant's order."""
        return sale.own_purchase

    def qualifies(self, member: str) -> bool:
        """By the plan's activity, or the bonus's own condition alone."""
        if self._rolls_up and self.bonus["compression"]["rolled_in_qualifies"]:
            return member in self._with_rolled_in
        return self._by_own_figures(member)

    def transfers(self) -> list[RolledIn]:
        """With `volume_rollup`, what moves to the next above who qualifies; nothing at the top."""
        units = self.close.sheet.document["volumes"]
        found = []
        for member in self.close.people.numbers if self._rolls_up else ():
            to = self.pay_parent(member)
            if to and not self.qualifies(member):
                volumes = {unit: self.close.volumes.own(member, unit) for unit in units}
                found.append(RolledIn(member, to, volumes))
        return found

    def pay_parent(self, member: str) -> str:
        """The next above who qualifies, at the end of the period; empty for nobody."""
        return next(filter(self.qualifies, self._above(member, self.close.people.end)), "")

    @property
    def _rolls_up(self) -> bool:
        return bool(self.bonus["compression"]["kind"] == ROLL_UP)

    def _by_own_figures(self, member: str) -> bool:
        judging = self.close.judging
        by_active = self.bonus["compression"]["qualified_by"] == "active"
        return (not by_active or judging.active(member)) and judging.eligible(member, self.bonus)

    def _rolled(self, sale: SaleFacts, *, with_seller: bool) -> list[str]:
        """Volume of who does not qualify is the next one's above, and starts above that one."""
        above = [each for each in self._above(sale.seller, sale.at) if self.qualifies(each)]
        if self.qualifies(sale.seller):
            return above if sale.own_purchase or not with_seller else [sale.seller, *above]
        return above[1:] if sale.own_purchase or not with_seller else above

    @cached_property
    def _with_rolled_in(self) -> frozenset[str]:
        """Who qualifies with what was rolled in from below, judged from the deepest up."""
        found: set[str] = set()
        figures = replace(self.close.judging.metrics, rolled_in={})
        people = self.close.people
        everybody = sorted(people.members, key=self._depth, reverse=True)
        for member in everybody:
            if self._qualifies_by(figures, member):
                found.add(member)
            elif above := people.above(member, self.bonus["tree"], people.end):
                self._roll(figures.rolled_in, member, above)
        return frozenset(found)

    def _qualifies_by(self, figures: Metrics, member: str) -> bool:
        judging = self.close.judging
        by_active = self.bonus["compression"]["qualified_by"] == "active"
        active = not by_active or judging.is_active(member, figures)
        return active and judging.eligible(member, self.bonus, figures)

    def _roll(self, rolled: dict[str, dict[str, int]], member: str, above: str) -> None:
        into = rolled.setdefault(above, {})
        own = rolled.get(member, {})
        for unit in self.close.sheet.document["volumes"]:
            volume = self.close.volumes.own(member, unit) + own.get(unit, 0)
            into[unit] = into.get(unit, 0) + volume

    def _depth(self, member: str) -> int:
        people = self.close.people
        return len(list(people.upline(member, self.bonus["tree"], people.end)))

    def _above(self, member: str, at: datetime) -> list[str]:
        tree = self.bonus["tree"]
        if "pass_up" not in self.bonus:
            return list(self.close.people.upline(member, tree, at))
        found: list[str] = []
        nearest = member
        while above := self._pay_parent(nearest, at, first=nearest == member):
            found.append(above)
            nearest = above
        return found

    def _pay_parent(self, member: str, at: datetime, *, first: bool) -> str:
        """Who is paid for a member: of the first recruits the sponsor's own one. With
        `scope: recruit` only who bought is passed up, with `downline` everybody on the way."""
        words = self.bonus["pass_up"]
        passes = first or words["scope"] == "downline"
        above = self.close.people.above(member, SPONSOR, at)
        while passes and above and self._is_passed(member, words["n"]):
            member, above = above, self.close.people.above(above, SPONSOR, at)
        return above

    def _is_passed(self, member: str, first: int) -> bool:
        return 0 < self.close.people.members[member].enrolled_number <= first
