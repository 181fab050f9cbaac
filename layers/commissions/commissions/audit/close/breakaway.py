"""Kind `breakaway`: overrides on the groups of leaders below.

A leader's group is the leader and everybody below, without the groups of leaders below. The first
leader above is generation 1 of it, the next generation 2. An order counts by the line as of its
time; how many groups a leader has, and a guarantee, by the lines of the end.

* `differential`: generation 1 is paid what its rank's rate is above the leader's, at least
  `minimum`; deeper ones the fixed rate of their generation. `fixed`: generation 1 its rank's rate.
* `tiers`: tier k is paid on the group to the nearest leader of generation k or farther who has
  `min_groups` leaders' groups directly below. Who has not is passed over, or ends it
  (`failed_gate`).
* `guarantee`: the first leader above is paid at least the share of the top bracket's volume, out of
  what the leader's own groups pay the leader.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from commissions.audit.close.context import Close
from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID, Flow, awards
from commissions.audit.close.infinity import NOT_ABOVE
from commissions.audit.close.sheet import Words, factor, points
from commissions.domain.close.facts import SaleFacts
from commissions.domain.close.results import PeriodAward

TOO_FEW_GROUPS = "has too few leaders' groups directly below"


def breakaway_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    kind = Breakaway(bonus, close)
    return awards(bonus, kind.flows(), close.sheet)


@dataclass(frozen=True)
class Breakaway:
    bonus: Words
    close: Close

    def flows(self) -> Iterator[Flow]:
        if "guarantee" in self.bonus and self.bonus["override"] != "tiers":
            for leader in self.leaders:
                yield from self._guaranteed(leader)
            return
        for sale in self.close.facts.sales:
            volume = sale.volumes.get(self.bonus["basis"], 0)
            leaders = self._on_the_line(sale) if volume and sale.seller else []
            if leaders and self.bonus["override"] == "tiers":
                yield from self._tiers(leaders[0], leaders[1:], volume)
            elif leaders:
                yield from self._overrides(leaders[0], leaders[1:], volume)

    def _on_the_line(self, sale: SaleFacts) -> list[str]:
        """The leaders whom an order came by as the lines were then, from who sold it on."""
        above = self.close.people.upline(sale.seller, self.bonus["tree"], sale.at)
        return [member for member in (sale.seller, *above) if self.is_leader(member)]

    @cached_property
    def leaders(self) -> list[str]:
        return [member for member in self.close.people.numbers if self.is_leader(member)]

    def is_leader(self, member: str) -> bool:
        sheet, judging = self.close.sheet, self.close.judging
        rank = judging.pay_rank(member, self.bonus)
        return sheet.height(rank) >= sheet.height(self.bonus["leader"]["rank"])

    def group_volume(self, leader: str) -> int:
        """Own volume and everybody's below, without the groups of leaders below."""
        volume = self.close.volumes.own(leader, self.bonus["basis"])
        for member in self.close.people.front_line(leader, self.bonus["tree"]):
            if not self.is_leader(member):
                volume += self.group_volume(member)
        return volume

    def groups_below(self, member: str) -> list[str]:
        """The nearest leaders below, leg by leg."""
        found: list[str] = []
        for each in self.close.people.front_line(member, self.bonus["tree"]):
            found.extend([each] if self.is_leader(each) else self.groups_below(each))
        return found

    def above(self, leader: str) -> list[str]:
        """The leaders above, nearest first: generation 1, 2 and so on."""
        people = self.close.people
        line = people.upline(leader, self.bonus["tree"], people.end)
        return [member for member in line if self.is_leader(member)]

    def _overrides(self, leader: str, above: list[str], volume: int) -> Iterator[Flow]:
        for generation, member in enumerate(above, 1):
            rate = self._rate(member, leader, generation)
            if rate is not None:
                yield self._flow(member, leader, generation, volume, rate)

    def _rate(self, member: str, leader: str, generation: int) -> Fraction | None:
        if generation > 1:
            fixed = self.bonus.get("generations", {}).get(str(generation))
            return None if fixed is None else Fraction(fixed)
        own, theirs = self._rank_rate(member), self._rank_rate(leader)
        if self.bonus["override"] == "fixed":
            return own
        return max(own - theirs, Fraction(self.bonus.get("minimum", "0")))

    def _rank_rate(self, member: str) -> Fraction:
        rank = self.close.judging.pay_rank(member, self.bonus)
        return Fraction(self.bonus.get("rates", {}).get(rank, "0"))

    def _tiers(self, leader: str, above: list[str], volume: int) -> Iterator[Flow]:
        for tier, words in enumerate(self.bonus["tiers"], 1):
            for member in above[tier - 1 :]:
                flow = self._flow(member, leader, tier, volume, Fraction(words["rate"]))
                if len(self.groups_below(member)) >= words["min_groups"]:
                    yield flow
                    break
                yield replace(flow, reason=TOO_FEW_GROUPS)
                if self.bonus["failed_gate"] == "blocks":
                    break

    def _guaranteed(self, leader: str) -> Iterator[Flow]:
        """What each group below pays the leader, less the part that the one above is guaranteed."""
        received = self._received(leader)
        kept = received - self._given_up(leader) if self.above(leader) else received
        for group in self.groups_below(leader):
            whole = self._from_group(leader, group)
            part = whole * kept / received if received else Fraction(0)
            yield replace(
                self._flow(leader, group, 1, self.group_volume(group), Fraction(1)), exact=part
            )

    def _received(self, leader: str) -> Fraction:
        groups = self.groups_below(leader)
        return sum((self._from_group(leader, each) for each in groups), Fraction(0))

    def _from_group(self, leader: str, group: str) -> Fraction:
        """Its share of the group's volume, and what the group's leader gives up."""
        own = points(self.group_volume(group)) * self._rank_rate(leader)
        return own + self._given_up(group)

    def _given_up(self, leader: str) -> Fraction:
        """What the one above lacks of the share of the top bracket's volume; of a leader with one
        group, whose own is below the middle bracket, all."""
        words, received = self.bonus["guarantee"], self._received(leader)
        own = points(self.group_volume(leader))
        if own < Fraction(words["mid"]) and len(self.groups_below(leader)) == 1:
            return received
        lacks = max(Fraction(0), Fraction(words["top"]) - own) * self._rank_rate(leader)
        return min(received, lacks)

    def _flow(self, member: str, leader: str, generation: int, volume: int, rate: Fraction) -> Flow:
        judging = self.close.judging
        qualifies = judging.active(member) and judging.eligible(member, self.bonus)
        unpaid = NOT_PAID if not self._rank_rate(member) else NOT_ABOVE
        return Flow(
            member=member,
            level=generation,
            order=leader,
            source=leader,
            rank=judging.pay_rank(member, self.bonus),
            base=volume,
            rate=rate * factor(self.bonus),
            reason=NOT_ACTIVE if not qualifies else "" if rate > 0 else unpaid,
        )
