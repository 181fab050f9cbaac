"""Kind `pool`: a part of the company's volume of the period, or a fixed sum, shared by those who
qualify: by the points of a rank, by what a schedule gives each rank, or by position."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, KeyKind, Reason
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import BEFORE_ALL, moment
from commissions.domain.close.exact import Places, Whole, narrowed, plus, rounded
from commissions.domain.close.facts import PoolShares
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
        if self.kept is not None:
            return self.kept.size
        minor = self.close.terms.minor
        if self.bonus.get("amount"):
            return int(Fraction(self.bonus["amount"]) * minor)
        unit = self.bonus["basis"].removeprefix("company_")
        volume = Fraction(max(0, self.close.volumes.company(unit)), POINT)
        return int(volume * Fraction(self.bonus["pct"]) * minor)

    @property
    def kept(self) -> PoolShares | None:
        """Of a period that is closed again, where a point stays worth what it was."""
        kept = self.close.period.kept
        return kept.pools.get(self.bonus["id"]) if kept else None

    def by_weight(self) -> AwardColumns:
        """`floor(size x weight / all)`: few ranks have few weights, so few products."""
        table = self.bonus.get("points") or self.bonus["schedule"]
        weights = [Fraction(table.get(rank, "0")) for rank in self.close.terms.rank_ids]
        common = lcm(*(each.denominator for each in weights))
        points = [int(each * common) for each in weights]
        ranks = self.close.judged.pay_rank(self.bonus)
        members = self._in_order(np.flatnonzero(self._qualified & (whole(points)[ranks] > 0)))
        those = ranks[members]
        if self.kept is None:
            shares = self._shares(members, those, points, common)
        else:
            shares = self._kept_shares(members, those, weights, self.kept)
        return self._awards(members, whole(points)[those], shares, common)

    def _shares(self, members: Places, ranks: Places, points: list[int], common: int) -> Whole:
        many = np.bincount(ranks, minlength=len(points)).tolist()
        total = sum(point * count for point, count in zip(points, many, strict=True))
        parts = [divmod(self.size * point, max(1, total)) for point in points]
        shares = whole([share for share, _ in parts])[ranks]
        rests = whole([rest for _, rest in parts])[ranks]
        extra = np.zeros(members.size, dtype=bool)
        if self.bonus["remainder"] == "largest":
            # Members stand as they enrolled, and a stable sort keeps that among equal remainders.
            nearest = np.argsort(-rests, kind="stable")
            extra[nearest[: self.size - sum(shares.tolist())]] = True
        self.close.pools[self.bonus["id"]] = PoolShares(
            size=self.size,
            points=Fraction(total, common),
            extra=frozenset(self._ids(members[extra])),
        )
        return plus(shares, extra.astype(np.int64))

    def _kept_shares(
        self, members: Places, ranks: Places, weights: list[Fraction], kept: PoolShares
    ) -> Whole:
        """The rest is the company's."""
        if not kept.points:
            return np.zeros(members.size, dtype=np.int64)
        shares = whole([int(kept.size * each / kept.points) for each in weights])[ranks]
        extra = [each in kept.extra for each in self._ids(members)]
        return plus(shares, np.array(extra, dtype=np.int64))

    def _ids(self, members: Places) -> list[str]:
        return [self.close.period.members.ids[each] for each in members.tolist()]

    def by_position(self) -> AwardColumns:
        """Where places are kept, whoever lost one leaves it empty: nobody moves up."""
        score = self._score
        members = self._in_order(np.flatnonzero(self._qualified & (score > 0)))
        exact = [Fraction(each) * self.close.terms.minor for each in self.bonus["amounts"]]
        amounts = [
            int(rounded(whole([each.numerator]), each.denominator, self.close.terms.mode)[0])
            for each in exact
        ]
        if self.kept is None:
            places = self._best(members, score)[: len(amounts)]
            amounts = amounts[: places.size]
            self.close.pools[self.bonus["id"]] = PoolShares(
                size=sum(amounts), points=Fraction(0), places=tuple(self._ids(places))
            )
        else:
            number = dict(zip(self._ids(members), members.tolist(), strict=True))
            taken = [
                (number[each], amount)
                for each, amount in zip(self.kept.places, amounts, strict=False)
                if each in number
            ]
            places = np.array([member for member, _ in taken], dtype=np.int64)
            amounts = [amount for _, amount in taken]
        return self._awards(places, score[places], whole(amounts), POINT)

    def _best(self, members: Places, score: Whole) -> Places:
        """The highest score first; of equal ones whose last sale was earlier, then who enrolled
        first."""
        last = np.full(score.size, BEFORE_ALL)
        sales = self.close.period.sales
        np.maximum.at(last, sales.seller, sales.at)
        last = np.where(last == BEFORE_ALL, moment(self.close.period.ends), last)
        scores = score[members]
        order = sorted(range(members.size), key=lambda row: (-scores[row], last[members[row]]))
        return members[np.array(order, dtype=np.int64)]

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
