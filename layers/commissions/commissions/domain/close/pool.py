"""Kind `pool`: a part of the company's volume of the period, or a fixed sum, shared by those who
qualify: by the points of a rank, by what a schedule gives each rank, or by position."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, KeyKind, Reason
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import BEFORE_ALL, moment
from commissions.domain.close.exact import Places, Whole, narrowed, rounded
from commissions.domain.close.terms import POINT, Part, whole


def pool_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    pool = _PoolRun(bonus, close)
    return pool.by_position() if bonus.get("by") == "position" else pool.by_weight()


@dataclass(frozen=True, slots=True)
class _PoolRun:
    bonus: Part
    close: ClosingPeriod

    @property
    def size(self) -> int:
        """In minor units, rounded down; never below 0."""
        minor = self.close.terms.minor
        if self.bonus.get("amount"):
            return int(Fraction(self.bonus["amount"]) * minor)
        unit = self.bonus["basis"].removeprefix("company_")
        volume = Fraction(max(0, self.close.volumes.company(unit)), POINT)
        return int(volume * Fraction(self.bonus["pct"]) * minor)

    def by_weight(self) -> AwardColumns:
        """`floor(size x weight / all)`: few ranks have few weights, so few products."""
        table = self.bonus.get("points") or self.bonus["schedule"]
        weights = [Fraction(table.get(rank, "0")) for rank in self.close.terms.rank_ids]
        common = lcm(*(each.denominator for each in weights))
        points = [int(each * common) for each in weights]
        ranks = self.close.judged.pay_rank(self.bonus)
        members = self._in_order(np.flatnonzero(self._qualified & (whole(points)[ranks] > 0)))
        many = np.bincount(ranks[members], minlength=len(points)).tolist()
        total = sum(point * count for point, count in zip(points, many, strict=True))
        if not total:
            return self._awards(members, whole([]), whole([]), 1)
        parts = [divmod(self.size * point, total) for point in points]
        shares = whole([share for share, _ in parts])[ranks[members]]
        rests = whole([rest for _, rest in parts])[ranks[members]]
        if self.bonus["remainder"] == "largest":
            # Members stand as they enrolled, and a stable sort keeps that among equal remainders.
            nearest = np.argsort(-rests, kind="stable")
            shares[nearest[: self.size - sum(shares.tolist())]] += 1
        return self._awards(members, whole(points)[ranks[members]], shares, common)

    def by_position(self) -> AwardColumns:
        """The highest score first; of equal ones whose last sale was earlier, then who enrolled
        first."""
        score = self._score
        members = self._in_order(np.flatnonzero(self._qualified & (score > 0)))
        last = np.full(score.size, BEFORE_ALL)
        sales = self.close.period.sales
        np.maximum.at(last, sales.seller, sales.at)
        last = np.where(last == BEFORE_ALL, moment(self.close.period.ends), last)
        scores = score[members]
        order = sorted(range(members.size), key=lambda row: (-scores[row], last[members[row]]))
        places = members[order][: len(self.bonus["amounts"])]
        exact = [Fraction(each) * self.close.terms.minor for each in self.bonus["amounts"]]
        amounts = [
            int(rounded(whole([each.numerator]), each.denominator, self.close.terms.mode)[0])
            for each in exact
        ]
        return self._awards(places, score[places], whole(amounts)[: places.size], POINT)

    @property
    def _score(self) -> Whole:
        volumes, by = self.close.volumes, self.bonus["score"]
        return volumes.group(self.close.terms.group_unit) if by == "gv" else volumes.own(by)

    @property
    def _qualified(self) -> Whole:
        return self.close.judged.qualified(self.bonus)

    def _in_order(self, members: Places) -> Places:
        """As they enrolled."""
        return members[np.argsort(self.close.period.members.enrolment[members])]

    def _awards(
        self, members: Places, weights: Whole, shares: Whole, denominator: int
    ) -> AwardColumns:
        shares = narrowed(shares)
        by_position = self.bonus.get("by") == "position"
        small = np.where(shares == 0, int(Reason.TOO_SMALL), int(Reason.PAID))
        return AwardColumns(
            bonus=self.bonus["id"],
            kind=self.bonus["kind"],
            keys=KeyKind.MEMBER,
            member=members,
            level=np.zeros(members.size, dtype=np.int64),
            key=np.full(members.size, -1, dtype=np.int64),
            rank=self.close.judged.pay_rank(self.bonus)[members],
            base=np.full(members.size, whole([0 if by_position else self.size])[0]),
            rate=weights,
            denominator=denominator,
            raw=shares,
            amount=shares,
            reason=small,
            as_fraction=True,
        )
