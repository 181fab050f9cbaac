"""Kind `breakaway`: overrides on the groups of leaders below.

A leader's group is the leader and everybody below, without the groups of leaders below; of who
moved within the period, by the line as of each order. Only leaders' nodes are looked at, and each
has one next leader above: a generation is one step for all of them. How many groups a leader has,
and what a leader is guaranteed, goes by the end of the period.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, KeyKind, Reason, Shares
from commissions.domain.close.breakaway_guarantee import guaranteed
from commissions.domain.close.close import ClosingPeriod, key_of
from commissions.domain.close.exact import Places, Whole
from commissions.domain.close.leaders import LeaderGroups, LeaderLines, leader_groups, leader_lines
from commissions.domain.close.terms import POINT, Part, factor_of, whole

TIERS = "tiers"


def breakaway_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    groups = leader_groups(bonus, close)
    if bonus.get("guarantee") and bonus["override"] != TIERS:
        return guaranteed(bonus, close, groups)
    rates = _OverrideRates(bonus, close)
    shares = Shares(bonus, rates.denominator, POINT, KeyKind.MEMBER)
    run = _Overrides(bonus, close, groups, leader_lines(bonus, close, groups), rates, shares)
    if bonus["override"] == TIERS:
        run.pay_tiers()
    else:
        run.pay_generations()
    return shares.awards(close.terms)


@dataclass(frozen=True)
class _OverrideRates:
    """Whole numbers over one denominator, the bonus's factor in them."""

    bonus: Part
    close: ClosingPeriod

    @cached_property
    def denominator(self) -> int:
        words = self.bonus
        tables = (words.get("rates") or {}, words.get("generations") or {})
        texts = [text for table in tables for text in table.values()]
        texts += [each["rate"] for each in words.get("tiers") or []]
        texts.append(words.get("minimum") or "0")
        return lcm(*((Fraction(text) * factor_of(words)).denominator for text in texts))

    def of(self, text: str) -> int:
        return int(Fraction(text) * factor_of(self.bonus) * self.denominator)

    @cached_property
    def by_rank(self) -> Whole:
        """By height; 0 where the rank has none."""
        table = self.bonus.get("rates") or {}
        return whole([self.of(table.get(rank, "0")) for rank in self.close.terms.rank_ids])


@dataclass(frozen=True)
class _Overrides:
    bonus: Part
    close: ClosingPeriod
    groups: LeaderGroups
    lines: LeaderLines
    rates: _OverrideRates
    shares: Shares

    @cached_property
    def rank_rate(self) -> Whole:
        """By member."""
        return np.asarray(self.rates.by_rank[self.close.judged.pay_rank(self.bonus)])

    @cached_property
    def leaders(self) -> Places:
        """The nodes of those whose groups have any volume there."""
        return np.flatnonzero(self.lines.leads & (self.lines.volume != 0))

    def pay_generations(self) -> None:
        fixed = self.bonus.get("generations") or {}
        leaders, earners = self.leaders, self.lines.above[self.leaders]
        for generation in range(1, max(1, *map(int, fixed), 1) + 1):
            there = earners != self.lines.house
            leaders, earners = leaders[there], earners[there]
            if generation == 1:
                self._add(earners, leaders, 1, self._first(earners, leaders))
            elif str(generation) in fixed:
                rate = self.rates.of(fixed[str(generation)])
                self._add(earners, leaders, generation, np.full(leaders.size, rate))
            earners = self.lines.above[earners]

    def _first(self, earners: Places, leaders: Places) -> Whole:
        who = self.lines.who
        own, theirs = self.rank_rate[who[earners]], self.rank_rate[who[leaders]]
        if self.bonus["override"] == "fixed":
            return own
        least = self.rates.of(self.bonus.get("minimum") or "0")
        return np.asarray(np.maximum(own - theirs, least))

    def pay_tiers(self) -> None:
        """Tier k is paid to the nearest leader of generation k or farther who has enough groups;
        whoever has not is passed over, or ends it."""
        first = self.lines.above[self.leaders]
        for tier, words in enumerate(self.bonus[TIERS], 1):
            leaders, earners = self.leaders, first
            while (there := earners != self.lines.house).any():
                leaders, earners = leaders[there], earners[there]
                enough = self.groups.below[self.lines.who[earners]] >= words["min_groups"]
                rate = np.full(leaders.size, self.rates.of(words["rate"]))
                self._add(earners[enough], leaders[enough], tier, rate[enough])
                leaders, earners, rate = leaders[~enough], earners[~enough], rate[~enough]
                self._add(earners, leaders, tier, rate, Reason.TOO_FEW_GROUPS)
                if self.bonus["failed_gate"] == "blocks":
                    break
                earners = self.lines.above[earners]
            first = self.lines.above[first]

    def _add(
        self,
        earners: Places,
        leaders: Places,
        level: int,
        rate: Whole,
        failed: Reason = Reason.PAID,
    ) -> None:
        """Of nodes."""
        base, sources = self.lines.volume[leaders], self.lines.who[leaders]
        earners = self.lines.who[earners]
        qualified = self.close.judged.qualified(self.bonus)[earners]
        unpaid = np.where(self.rank_rate[earners] == 0, int(Reason.NOT_PAID), int(Reason.NOT_ABOVE))
        reason = np.where(rate > 0, int(Reason.PAID), unpaid)
        reason = np.where(qualified, reason, int(Reason.NOT_ACTIVE))
        self.shares.add(
            member=earners,
            level=level,
            key=key_of(self.bonus, sources, sources),
            rank=self.close.judged.pay_rank(self.bonus)[earners],
            base=base,
            rate=rate,
            reason=reason if failed == Reason.PAID else np.full(earners.size, int(failed)),
        )
