"""Kind `differential`: a bracket by volume or rank, less what the bracket of others takes.

By legs it is a line a leg; between earner and sale orders climb with the highest share so far. The
share of a bracket is a whole number over the table's denominator, so differences are exact.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, KeyKind, Reason, Shares
from commissions.domain.close.climbing import climbing
from commissions.domain.close.close import ClosingPeriod, key_kind, key_of, key_of_parcels
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.forest import Forest
from commissions.domain.close.parcels import Parcels
from commissions.domain.close.terms import POINT, Part, PlanTerms, factor_of, hundredths, whole

OWN, LEG = 0, 1
BY_ORDER = ("between", "buyer_included")


@dataclass(frozen=True, slots=True)
class BracketTable:
    least: Whole
    """From which volume each bracket is, ascending; in hundredths of a point."""
    shares: Whole
    """By bracket, or by height of the rank."""
    denominator: int


def differential_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    table = _brackets(bonus, close.terms)
    by_order = bonus["subtract"] in BY_ORDER
    keys = key_kind(bonus) if by_order else KeyKind.MEMBER
    shares = Shares(bonus, table.denominator, POINT, keys)
    run = _DifferentialRun(bonus, close, table, shares)
    if by_order:
        run.pay_orders()
    else:
        run.pay_own()
        if bonus["subtract"] == "legs":
            run.pay_legs()
    return shares.awards(close.terms)


def _brackets(bonus: Part, terms: PlanTerms) -> BracketTable:
    if bonus["bracket_by"] == "rank":
        table = terms.rank_table(bonus["rates"], factor_of(bonus))
        return BracketTable(whole([]), table.numerators[:, 0], table.denominator)
    factor = factor_of(bonus)
    rows = sorted((hundredths(least), Fraction(pct) * factor) for least, pct in bonus["brackets"])
    common = lcm(*(share.denominator for _, share in rows))
    shares = [int(share * common) for _, share in rows]
    return BracketTable(whole([least for least, _ in rows]), whole(shares), common)


@dataclass(frozen=True)
class _DifferentialRun:
    bonus: Part
    close: ClosingPeriod
    table: BracketTable
    shares: Shares

    @property
    def forest(self) -> Forest:
        return self.close.sold_in(self.bonus).forest

    @cached_property
    def share(self) -> Whole:
        """By member; 0 below the first bracket."""
        by = self.bonus["bracket_by"]
        if by == "rank":
            return self.table.shares[self.close.judged.pay_rank(self.bonus)]
        figure = self._figure(by)
        bracket = np.searchsorted(self.table.least, figure, side="right")
        nothing = np.zeros(1, dtype=self.table.shares.dtype)
        return np.concatenate([nothing, self.table.shares])[bracket]

    def _figure(self, by: str) -> Whole:
        volumes = self.close.volumes
        if by == "gv":
            return volumes.group(self.close.terms.group_unit, self.bonus["tree"])
        return volumes.own(by)

    @cached_property
    def qualified(self) -> Mask:
        return self.close.judged.qualified(self.bonus)

    def pay_own(self) -> None:
        base = self.close.volumes.own(self.bonus["basis"])
        members = np.flatnonzero(base[:-1])
        if self.bonus["mode"] != "marginal":
            self._add(members, members, OWN, base[members], self.share[members])
            return
        least = self.table.least.tolist()
        for place, begin in enumerate(least):
            end = least[place + 1] if place + 1 < len(least) else None
            own = base[members] if end is None else np.minimum(base[members], end)
            block = np.flatnonzero(own - begin > 0)
            those = members[block]
            share = np.full(those.size, self.table.shares[place])
            self._add(those, those, OWN, own[block] - begin, share)

    def pay_legs(self) -> None:
        legs = self.forest.legs
        volumes = self.close.volumes.legs(self.bonus["basis"], self.bonus["tree"])
        rows = np.flatnonzero((volumes != 0) & (legs.above != self.close.nobody))
        members, heads = legs.above[rows], legs.head[rows]
        self._add(members, heads, LEG, volumes[rows], self.share[members] - self.share[heads])

    def _add(self, members: Places, sources: Places, level: int, base: Whole, share: Whole) -> None:
        self._tell(members, level, key_of(self.bonus, sources, sources), base, share)

    def pay_orders(self) -> None:
        """Of every order what the share is above the highest between the earner and the sale."""
        sold, base = self.close.sold_in(self.bonus), self.close.period.volume(self.bonus["basis"])
        seller = self.close.period.sales.seller
        sales = np.flatnonzero((base != 0) & (seller != self.close.nobody))
        parcels = Parcels(sold.seller[sales], sales, base[sales])
        if self.shares.by_level:
            parcels = parcels.merged(sold.forest.house + 1)
        self._climb(parcels, sold.forest)

    def _climb(self, parcels: Parcels, forest: Forest) -> None:
        first = int(self.bonus.get("min_level") or 0)
        key = key_of_parcels(self.bonus, self.close, parcels)
        highest = np.zeros_like(self.share[forest.who[parcels.at]])
        for step in climbing(forest, parcels.at):
            rows, share = step.rows, self.share[step.members]
            if step.place >= first:
                above = share if not step.place else share - highest[rows]
                level = LEG if step.place else OWN
                self._tell(step.members, level, key[rows], parcels.base[rows], above)
            if step.place or self.bonus["subtract"] == "buyer_included":
                counts = np.where(self.qualified[step.members], share, 0)
                highest[rows] = np.maximum(highest[rows], counts)

    def _tell(self, members: Places, level: int, key: Places, base: Whole, share: Whole) -> None:
        reason = np.select(
            [~self.qualified[members], share <= 0],
            [int(Reason.NOT_ACTIVE), int(Reason.NOT_ABOVE)],
            int(Reason.PAID),
        )
        self.shares.add(
            member=members,
            level=level,
            key=key,
            rank=self.close.judged.pay_rank(self.bonus)[members],
            base=base,
            rate=np.maximum(share, 0),
            reason=reason,
        )
