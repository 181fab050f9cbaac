"""Kind `levels` at a close: for every order a walk up its line, as it stood when it was placed.

`start: buyer_parent`: whoever stands above the buyer is level 1; the seller of a customer's order
is that. `start: seller`: the seller is level 0, who earns nothing from an own purchase.
`lower_of`: rate and volume are those of the lower rank of buyer and earner.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.fast_start import counted
from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID, Flow, awards
from commissions.audit.close.level_lines import LevelLines
from commissions.audit.close.sheet import Words, deepest, factor, hundredths, rate_of
from commissions.domain.close.facts import SaleFacts
from commissions.domain.close.results import PeriodAward

NOBODY_LEFT = "nobody is left"
GROUP_ENDS = "the group ended at a leader below"
BELOW_RANK = "the rank of the period is below the one that the plan looks for"
TOO_DEEP = "has too few active legs for this level"
TOO_SMALL_ORDER = "the order is too small for a fixed amount"


def level_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    walk = LevelWalk(bonus, close, LevelLines(bonus, close))
    flows = (flow for sale in counted(bonus, close) for flow in walk.flows(sale))
    return awards(bonus, flows, close.sheet, of_money=walk.of_money)


@dataclass(frozen=True, slots=True)
class LevelWalk:
    """The walk of one bonus."""

    bonus: Words
    close: Close
    lines: LevelLines

    @property
    def of_money(self) -> bool:
        """Whether it is a share of what another bonus gave the seller with the order."""
        return not isinstance(self.bonus["basis"], str)

    def flows(self, sale: SaleFacts) -> Iterator[Flow]:
        """What an order brings to whom, and whom it went by."""
        base = self._base(sale)
        if not base or not sale.seller or not self._source_pays(sale):
            return
        level = 1 if self.lines.starts_above(sale) else self._first
        ended = ""
        for member in self.lines.line(sale, with_seller=self._with_seller):
            if level > self._last or ended:
                break
            yield from self._flows(sale, member, level, base)
            ended = GROUP_ENDS if self._ends_at(member) else ""
            if self._takes(member, level, sale):
                level += 1
        for left in range(level, self._last + 1):
            yield self._nobody(sale, left, base, ended or NOBODY_LEFT)

    @property
    def _with_seller(self) -> bool:
        return self.bonus["start"] == "buyer_parent" or self._first == 0

    @property
    def _table(self) -> Words:
        table: Words = self.bonus.get("rates") or self.bonus["amounts"]
        return table

    @property
    def _first(self) -> int:
        rows = [row for row in self._table.values() if not isinstance(row, str)]
        return 0 if any("0" in row for row in rows or [self._table]) else 1

    @property
    def _last(self) -> int:
        return deepest(self._table)

    def _base(self, sale: SaleFacts) -> int:
        basis = self.bonus["basis"]
        if isinstance(basis, str):
            return sale.volumes.get(basis, 0)
        return sale.earned.get((basis["bonus"], sale.seller), 0)

    def _source_pays(self, sale: SaleFacts) -> bool:
        if self.bonus.get("inactive_source_pays", True) or not sale.own_purchase:
            return True
        return self.lines.qualifies(sale.seller)

    def _rate(self, member: str, level: int, rank: str) -> Fraction | None:
        """Its rate, or its fixed amount, at a level."""
        return None if self._beyond_legs(member, level) else rate_of(self._table, rank, level)

    def _rank(self, member: str, sale: SaleFacts) -> str:
        """The rank whose rates a member is paid by."""
        judging = self.close.judging
        rank = judging.pay_rank(member, self.bonus)
        if "lower_of" not in self.bonus:
            return rank
        return min(rank, judging.pay_rank(sale.seller, self.bonus), key=self.close.sheet.height)

    def _most(self, rank: str, base: int) -> int:
        """The volume that a rank is paid on."""
        if "lower_of" not in self.bonus:
            return base
        return min(base, hundredths(self.bonus["lower_of"]["volumes"].get(rank, "0")))

    def _beyond_legs(self, member: str, level: int) -> bool:
        words = self.bonus.get("depth_by_legs")
        if words is None:
            return False
        legs = self.close.judging.metrics.active_legs(member)
        depths = [depth for least, depth in words["tiers"] if legs >= least]
        return level > max(depths) if depths else bool(words["below_first"] == "none")

    def _ends_at(self, member: str) -> bool:
        if "stop_at" not in self.bonus:
            return False
        height = self.close.sheet.height
        rank = self.close.judging.pay_rank(member, self.bonus)
        return bool(height(rank) >= height(self.bonus["stop_at"]["rank"]))

    def _takes(self, member: str, level: int, sale: SaleFacts) -> bool:
        """Whether a member uses up a level, paid or not."""
        match self.bonus["compression"]["kind"]:
            case "none":
                return True
            case "skip_inactive" | "volume_rollup":
                return self.lines.qualifies(member)
            case "skip_below_rank":
                return not self._is_below(member)
            case _:
                rate = self._rate(member, level, self._rank(member, sale))
                return self.lines.qualifies(member) and rate is not None

    def _is_below(self, member: str) -> bool:
        """Whether a member's rank makes them transparent."""
        compression = self.bonus["compression"]
        if compression["kind"] != "skip_below_rank":
            return False
        height = self.close.sheet.height
        rank = self.close.judging.pay_rank(member, self.bonus)
        return bool(height(rank) < height(compression["rank"]))

    def _flows(self, sale: SaleFacts, member: str, level: int, base: int) -> Iterator[Flow]:
        rank = self._rank(member, sale)
        rate = self._rate(member, level, rank)
        flow = Flow(
            member=member,
            level=level,
            order=sale.order_id,
            source=sale.seller,
            rank=rank,
            base=self._most(rank, base),
            rate=(rate or Fraction(0)) * factor(self.bonus),
            reason=self._why_not(member, level, rate),
        )
        if "amounts" in self.bonus:
            yield self._fixed(flow, rate)
        elif "rates_by_sku" in self.bonus and not flow.reason:
            yield from self._by_sku(flow, sale)
        else:
            yield flow

    def _why_not(self, member: str, level: int, rate: Fraction | None) -> str:
        if not self.lines.qualifies(member):
            return NOT_ACTIVE
        if self._beyond_legs(member, level):
            return TOO_DEEP
        if self._is_below(member):
            return BELOW_RANK
        return "" if rate is not None else NOT_PAID

    def _fixed(self, flow: Flow, amount: Fraction | None) -> Flow:
        """A fixed amount for an order that is large enough."""
        small = flow.base < hundredths(self.bonus.get("minimum", "0"))
        reason = flow.reason or (TOO_SMALL_ORDER if small else "")
        return replace(flow, exact=amount or Fraction(0), rate=Fraction(0), reason=reason)

    def _by_sku(self, flow: Flow, sale: SaleFacts) -> Iterator[Flow]:
        """Line by line: a SKU's own rate replaces the level's."""
        for line in sale.lines:
            volume = line.volumes.get(self.bonus["basis"], 0)
            own = self.bonus["rates_by_sku"].get(line.sku)
            rate = flow.rate if own is None else Fraction(own) * factor(self.bonus)
            if volume:
                yield replace(flow, base=volume, rate=rate)

    def _nobody(self, sale: SaleFacts, level: int, base: int, reason: str) -> Flow:
        return Flow(
            member="",
            level=level,
            order=sale.order_id,
            source=sale.seller,
            base=base,
            rate=Fraction(0),
            reason=reason,
        )
