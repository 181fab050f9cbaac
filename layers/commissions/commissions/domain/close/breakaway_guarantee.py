"""Breakaways with a guarantee: the first leader above is paid at least the share of the top
bracket's volume, out of what the leader's own groups pay the leader.

What a leader receives hangs on what each below gives up, so the leaders, who are few, are gone
through from below, in exact fractions.
"""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, KeyKind, Reason, Shares
from commissions.domain.close.close import ClosingPeriod, key_of
from commissions.domain.close.exact import rounded
from commissions.domain.close.leaders import LeaderGroups
from commissions.domain.close.terms import POINT, Part, whole

NOTHING = Fraction(0)


def guaranteed(bonus: Part, close: ClosingPeriod, groups: LeaderGroups) -> AwardColumns:
    run = _GuaranteeRun(bonus, close, groups)
    for leader in groups.order.tolist():
        run.receive(leader)
    return run.awards()


@dataclass(frozen=True)
class _GuaranteeRun:
    bonus: Part
    close: ClosingPeriod
    groups: LeaderGroups
    received: dict[int, Fraction] = field(default_factory=dict)
    given_up: dict[int, Fraction] = field(default_factory=dict)
    paying: dict[int, list[int]] = field(default_factory=dict)
    """By leader, those whose groups are directly below."""

    def receive(self, leader: int) -> None:
        """After all below."""
        below = self.paying.get(leader, [])
        self.received[leader] = sum((self.whole(leader, each) for each in below), NOTHING)
        self.given_up[leader] = self._gives_up(leader)
        self.paying.setdefault(int(self.groups.above[leader]), []).append(leader)

    def whole(self, leader: int, group: int) -> Fraction:
        """What a group pays: its share of the volume, and what its leader gives up."""
        return self._volume(group) * self._rate(leader) + self.given_up[group]

    def _gives_up(self, leader: int) -> Fraction:
        """What the one above lacks of the share of the top bracket's volume; of a leader with one
        group, whose own is below the middle bracket, all."""
        words, received = self.bonus["guarantee"], self.received[leader]
        own = self._volume(leader)
        if own < Fraction(words["mid"]) and self.groups.below[leader] == 1:
            return received
        lacks = max(NOTHING, Fraction(words["top"]) - own) * self._rate(leader)
        return min(received, lacks)

    def _volume(self, leader: int) -> Fraction:
        return Fraction(int(self.groups.volume[leader]), POINT)

    def _rate(self, leader: int) -> Fraction:
        rank = self.close.terms.rank_ids[self.close.judged.pay_rank(self.bonus)[leader]]
        return Fraction(self.bonus.get("rates", {}).get(rank, "0"))

    def awards(self) -> AwardColumns:
        terms = self.close.terms
        shares = Shares(self.bonus, terms.minor, 1, KeyKind.MEMBER)
        qualified = self.close.judged.qualified(self.bonus)
        for leader in self.groups.order.tolist():
            rows = self.paying.get(leader, [])
            members = np.full(len(rows), leader)
            sources = np.array(rows, dtype=np.int64)
            shares.add(
                member=members,
                level=1,
                key=key_of(self.bonus, sources, sources),
                rank=int(self.close.judged.pay_rank(self.bonus)[leader]),
                base=self.groups.volume[sources],
                money=whole(self._minor(leader, rows, shares)),
                reason=Reason.PAID if qualified[leader] else Reason.NOT_ACTIVE,
            )
        return shares.awards(terms)

    def _minor(self, leader: int, rows: list[int], shares: Shares) -> list[int]:
        """What the groups pay, in minor units: rounded for each, or all together in the first."""
        received, has_above = self.received[leader], leader_above(self.groups, leader)
        kept = received - self.given_up[leader] if has_above else received
        part = kept / received if received else NOTHING
        exact = [self.whole(leader, each) * part for each in rows]
        if shares.by_level:
            exact = [sum(exact, NOTHING), *[NOTHING] * (len(rows) - 1)] if rows else []
        return [self._rounded(each) for each in exact]

    def _rounded(self, exact: Fraction) -> int:
        minor = exact * self.close.terms.minor
        return int(rounded(whole([minor.numerator]), minor.denominator, self.close.terms.mode)[0])


def leader_above(groups: LeaderGroups, leader: int) -> bool:
    return bool(groups.above[leader] != groups.leads.size - 1)
