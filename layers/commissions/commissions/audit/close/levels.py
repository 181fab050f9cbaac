"""Kind `levels` at a close: for every order a walk up its line, as it stood when it was placed.

`start: buyer_parent`: whoever stands above the buyer is level 1; the seller of a customer's order
is that. `start: seller`: the seller is level 0, who earns nothing from an own purchase.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.flows import Flow, awards
from commissions.audit.close.judging import Judging
from commissions.audit.close.people import People
from commissions.audit.close.sheet import Words, deepest, factor, rate_of
from commissions.domain.close.facts import SaleFacts
from commissions.domain.close.results import PeriodAward

NOT_ACTIVE = "does not qualify in this period"
NOT_PAID = "the rank of the period is not paid this level"
NOBODY_LEFT = "nobody is left"


def level_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    walk = LevelWalk(bonus, close.people, close.judging)
    flows = (flow for sale in close.facts.sales for flow in walk.flows(sale))
    return awards(bonus, flows, close.sheet)


@dataclass(frozen=True, slots=True)
class LevelWalk:
    """The walk of one bonus."""

    bonus: Words
    people: People
    judging: Judging

    def flows(self, sale: SaleFacts) -> Iterator[Flow]:
        """What an order brings to whom, and whom it went by."""
        base = sale.volumes.get(self.bonus["basis"], 0)
        if not base or not sale.seller or not self._source_pays(sale):
            return
        level = 1 if sale.own_purchase else self._first
        last = deepest(self.bonus["rates"])
        for member in self._line(sale):
            if level > last:
                return
            yield self._flow(sale, member, level, base)
            if self._takes(member, level):
                level += 1
        for left in range(level, last + 1):
            yield Flow(
                member="",
                level=left,
                order=sale.order_id,
                source=sale.seller,
                base=base,
                rate=Fraction(0),
                reason=NOBODY_LEFT,
            )

    def qualifies(self, member: str) -> bool:
        """By the plan's activity, or the bonus's own condition alone."""
        by_active = self.bonus["compression"]["qualified_by"] == "active"
        return (not by_active or self.judging.active(member)) and self.judging.eligible(
            member, self.bonus
        )

    @property
    def _first(self) -> int:
        return 0 if "0" in self._first_row else 1

    @property
    def _first_row(self) -> Words:
        rows = [row for row in self.bonus["rates"].values() if not isinstance(row, str)]
        return {level: "" for row in rows for level in row} if rows else self.bonus["rates"]

    def _line(self, sale: SaleFacts) -> list[str]:
        """Everybody who is looked at: level 0 first, where the bonus has one."""
        above = list(self.people.upline(sale.seller, self.bonus["tree"], sale.at))
        seller_first = self.bonus["start"] == "buyer_parent" or self._first == 0
        return above if sale.own_purchase or not seller_first else [sale.seller, *above]

    def _source_pays(self, sale: SaleFacts) -> bool:
        if self.bonus.get("inactive_source_pays", True) or not sale.own_purchase:
            return True
        return self.qualifies(sale.seller)

    def _rate(self, member: str, level: int) -> Fraction | None:
        return rate_of(self.bonus["rates"], self.judging.pay_rank(member, self.bonus), level)

    def _takes(self, member: str, level: int) -> bool:
        """Whether a member uses up a level, paid or not."""
        compression = self.bonus["compression"]
        match compression["kind"]:
            case "none":
                return True
            case "skip_inactive":
                return self.qualifies(member)
            case "skip_below_rank":
                sheet, rank = self.judging.sheet, self.judging.pay_rank(member, self.bonus)
                return sheet.height(rank) >= sheet.height(compression["rank"])
            case _:
                return self.qualifies(member) and self._rate(member, level) is not None

    def _flow(self, sale: SaleFacts, member: str, level: int, base: int) -> Flow:
        rate = self._rate(member, level)
        reason = "" if self.qualifies(member) else NOT_ACTIVE
        if not reason and rate is None:
            reason = NOT_PAID
        return Flow(
            member=member,
            level=level,
            order=sale.order_id,
            source=sale.seller,
            rank=self.judging.pay_rank(member, self.bonus),
            base=base,
            rate=(rate or Fraction(0)) * factor(self.bonus),
            reason=reason,
        )
