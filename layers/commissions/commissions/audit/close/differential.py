"""Kind `differential`: a bracket by volume or rank, less what the bracket of others takes.

`subtract: legs`: the share of the own volume, and of each leg what the bracket is above that of its
head. `between`: of every order what the share is above the highest between the earner and the sale;
`buyer_included`: the seller's own among them. Only who qualifies is deducted in these two.
`nothing`: the own volume alone.
`mode: marginal`: each block of the own volume at its own share.
`min_level`: who stands nearer to the sale is not paid for it, and yet deducted; the seller is 0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.flows import NOT_ACTIVE, Flow, awards
from commissions.audit.close.infinity import NOT_ABOVE
from commissions.audit.close.sheet import Words, factor, hundredths
from commissions.domain.close.facts import SaleFacts
from commissions.domain.close.results import PeriodAward

OWN, LEG = 0, 1
"""The level of what a member's own volume pays, and of what others' pays."""


def differential_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    kind = Differential(bonus, close)
    return awards(bonus, kind.flows(), close.sheet)


@dataclass(frozen=True, slots=True)
class Differential:
    bonus: Words
    close: Close

    def flows(self) -> Iterator[Flow]:
        subtract = self.bonus["subtract"]
        if subtract in {"between", "buyer_included"}:
            for sale in self.close.facts.sales:
                yield from self._up(sale, buyer_too=subtract == "buyer_included")
            return
        for member in self.close.people.numbers:
            yield from self._own(member)
            if subtract == "legs":
                yield from self._legs(member)

    def share(self, member: str) -> Fraction:
        """The share of a member's bracket, or rank; 0 below the first."""
        if self.bonus["bracket_by"] == "rank":
            rank = self.close.judging.pay_rank(member, self.bonus)
            return Fraction(self.bonus["rates"].get(rank, "0"))
        figure = self._figure(member)
        reached = [
            (hundredths(least), Fraction(share))
            for least, share in self.bonus["brackets"]
            if figure >= hundredths(least)
        ]
        return max(reached, default=(0, Fraction(0)))[1]

    def _figure(self, member: str) -> int:
        by, volumes = self.bonus["bracket_by"], self.close.volumes
        if by == "gv":
            return volumes.group(member, self.close.sheet.qualifying, self.bonus["tree"])
        return volumes.own(member, by)

    def _own(self, member: str) -> Iterator[Flow]:
        base = self.close.volumes.own(member, self.bonus["basis"])
        if not base:
            return
        if self.bonus["mode"] == "marginal":
            yield from self._blocks(member, base)
        else:
            yield self._flow(member, member, OWN, base, self.share(member))

    def _blocks(self, member: str, base: int) -> Iterator[Flow]:
        """Each bracket's own part of the volume at its own share."""
        brackets = sorted(
            (hundredths(least), Fraction(pct)) for least, pct in self.bonus["brackets"]
        )
        ends = [least for least, _ in brackets[1:]]
        for (least, share), end in zip(brackets, [*ends, max(base, brackets[-1][0])], strict=True):
            part = min(base, end) - least
            if part > 0:
                yield self._flow(member, member, OWN, part, share)

    def _legs(self, member: str) -> Iterator[Flow]:
        own = self.share(member)
        legs = self.close.volumes.legs(member, self.bonus["basis"], self.bonus["tree"])
        for leg, volume in legs.items():
            if volume:
                yield self._flow(member, leg, LEG, volume, own - self.share(leg))

    def _up(self, sale: SaleFacts, *, buyer_too: bool) -> Iterator[Flow]:
        base = sale.volumes.get(self.bonus["basis"], 0)
        if not base or not sale.seller:
            return
        first = int(self.bonus.get("min_level", 0))
        if not first:
            yield self._flow(
                sale.seller, sale.seller, OWN, base, self.share(sale.seller), sale.order_id
            )
        counts = buyer_too and self._qualifies(sale.seller)
        highest = self.share(sale.seller) if counts else Fraction(0)
        above = self.close.people.upline(sale.seller, self.bonus["tree"], sale.at)
        for level, member in enumerate(above, 1):
            share = self.share(member)
            if level >= first:
                yield self._flow(member, sale.seller, LEG, base, share - highest, sale.order_id)
            if self._qualifies(member):
                highest = max(highest, share)

    def _qualifies(self, member: str) -> bool:
        judging = self.close.judging
        return judging.active(member) and judging.eligible(member, self.bonus)

    def _flow(  # noqa: PLR0913, PLR0917 - what a flow is made of
        self, member: str, source: str, level: int, base: int, share: Fraction, order: str = ""
    ) -> Flow:
        reason = "" if share > 0 else NOT_ABOVE
        return Flow(
            member=member,
            level=level,
            order=order or source,
            source=source,
            rank=self.close.judging.pay_rank(member, self.bonus),
            base=base,
            rate=max(Fraction(0), share) * factor(self.bonus),
            reason=reason if self._qualifies(member) else NOT_ACTIVE,
        )
