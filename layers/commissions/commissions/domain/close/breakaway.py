"""Kind `breakaway`: overrides on the groups of leaders below, at the end of the period.

A leader's group is the leader and everybody below, without the groups of leaders below. Only
leaders are looked at, and each has one next leader above: a generation is one step for all of them.
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
from commissions.domain.close.leaders import LeaderGroups, leader_groups
from commissions.domain.close.terms import POINT, Part, factor_of, whole

TIERS = "tiers"


def breakaway_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    groups = leader_groups(bonus, close)
    if bonus.get("guarantee") and bonus["override"] != TIERS:
        return guaranteed(bonus, close, groups)
    rates = _OverrideRates(bonus, close)
    shares = Shares(bonus, rates.denominator, POINT, KeyKind.MEMBER)
    run = _Overrides(bonus, close, groups, rates, shares)
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
    rates: _OverrideRates
    shares: Shares

    @cached_property
    def rank_rate(self) -> Whole:
        """By member."""
        return np.asarray(self.rates.by_rank[self.close.judged.pay_rank(self.bonus)])

    @cached_property
    def leaders(self) -> Places:
        """Those whose groups have any volume."""
        return np.flatnonzero(self.groups.leads & (self.groups.volume != 0))

    def pay_generations(self) -> None:
        fixed = self.bonus.get("generations") or {}
        leaders, earners = self.leaders, self.groups.above[self.leaders]
        for generation in range(1, max(1, *map(int, fixed), 1) + 1):
            there = earners != self.close.nobody
            leaders, earners = leaders[there], earners[there]
            if generation == 1:
                self._add(earners, leaders, 1, self._first(earners, leaders))
            elif str(generation) in fixed:
                rate = self.rates.of(fixed[str(generation)])
                self._add(earners, leaders, generation, np.full(leaders.size, rate))
            earners = self.groups.above[earners]

    def _first(self, earners: Places, leaders: Places) -> Whole:
        own, theirs = self.rank_rate[earners], self.rank_rate[leaders]
        if self.bonus["override"] == "fixed":
            return own
        least = self.rates.of(self.bonus.get("minimum") or "0")
        return np.asarray(np.maximum(own - theirs, least))

    def pay_tiers(self) -> None:
        """Tier k is paid to the nearest leader of generation k or farther who has enough groups;
        whoever has not is passed over, or ends it."""
        first = self.groups.above[self.leaders]
        for tier, words in enumerate(self.bonus[TIERS], 1):
            leaders, earners = self.leaders, first
            while (there := earners != self.close.nobody).any():
                leaders, earners = leaders[there], earners[there]
                enough = self.groups.below[earners] >= words["min_groups"]
                rate = np.full(leaders.size, self.rates.of(words["rate"]))
                self._add(earners[enough], leaders[enough], tier, rate[enough])
                leaders, earners, rate = leaders[~enough], earners[~enough], rate[~enough]
                self._add(earners, leaders, tier, rate, Reason.TOO_FEW_GROUPS)
                if self.bonus["failed_gate"] == "blocks":
                    break
                earners = self.groups.above[earners]
            first = self.groups.above[first]

    def _add(
        self,
        earners: Places,
        leaders: Places,
        level: int,
        rate: Whole,
        failed: Reason = Reason.PAID,
    ) -> None:
        qualified = self.close.judged.qualified(self.bonus)[earners]
        unpaid = np.where(self.rank_rate[earners] == 0, int(Reason.NOT_PAID), int(Reason.NOT_ABOVE))
        reason = np.where(rate > 0, int(Reason.PAID), unpaid)
        reason = np.where(qualified, reason, int(Reason.NOT_ACTIVE))
        self.shares.add(
            member=earners,
            level=level,
            key=key_of(self.bonus, leaders, leaders),
            rank=self.close.judged.pay_rank(self.bonus)[earners],
            base=self.groups.volume[leaders],
            rate=rate,
            reason=reason if failed == Reason.PAID else np.full(earners.size, int(failed)),
        )
