"""Kind `infinity`: a share of everything below the levels that are paid, however deep.

`mode: blocked`: up to the next one whose rank is as high, who blocks what comes from below: where
they stand (`blocks: at_leader`), or only where their own infinity begins (`at_his_start`).
`mode: gap`: everybody gets what their rate is above the highest that was paid below.
`mode: limited`: a rank whose rate is not above the last one paid is passed over, and all together
get at most the highest rate of the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.fast_start import counted
from commissions.audit.close.flows import NOT_ACTIVE, Flow, awards
from commissions.audit.close.sheet import Words, factor
from commissions.domain.close.facts import SaleFacts
from commissions.domain.close.results import PeriodAward

NOT_DEEP = "stands within the levels that are paid already"
BLOCKED = "another infinity stands between"
NOT_ABOVE = "as much was paid below already"


def infinity_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    walk = _Infinity(bonus, close)
    flows = (flow for sale in counted(bonus, close) for flow in walk.flows(sale))
    return awards(bonus, flows, close.sheet)


@dataclass(frozen=True, slots=True)
class _Infinity:
    bonus: Words
    close: Close

    def flows(self, sale: SaleFacts) -> Iterator[Flow]:
        base = sale.volumes.get(self.bonus["basis"], 0)
        if not base or not sale.seller:
            return
        line = self.close.looked_at(sale, self.bonus["tree"])
        if self.bonus.get("mode", "blocked") == "blocked":
            yield from self._blocked(sale, line, base)
        else:
            yield from self._differing(sale, line, base)

    def _distance(self, line: list[str], place: int) -> int:
        """The level of a member from the sale: every one counts, or only those who are active."""
        if self.bonus["levels"] == "real":
            return place + 1
        below = sum(self.close.judging.active(each) for each in line[:place])
        return below + 1

    def _blocked(self, sale: SaleFacts, line: list[str], base: int) -> Iterator[Flow]:
        for place, member in enumerate(line):
            rate = self._rate(member)
            if rate is None:
                continue
            if self._distance(line, place) <= self.bonus["below_level"]:
                yield self._flow(sale, member, base, rate, NOT_DEEP)
            elif any(self._blocks(line, each, sale, member) for each in range(place)):
                yield self._flow(sale, member, base, rate, BLOCKED)
            else:
                yield self._flow(sale, member, base, rate, "")

    def _blocks(self, line: list[str], place: int, sale: SaleFacts, earner: str) -> bool:
        blocker = line[place]
        if blocker == sale.seller or not self._is_as_high(blocker, earner):
            return False
        if self.bonus.get("blocks", "at_leader") == "at_leader":
            return True
        return self._distance(line, place) > int(self.bonus["below_level"])

    def _is_as_high(self, member: str, earner: str) -> bool:
        judging, height = self.close.judging, self.close.sheet.height
        theirs = height(judging.pay_rank(member, self.bonus))
        own = height(judging.pay_rank(earner, self.bonus))
        return theirs > own or (theirs == own and self.bonus["blocked_by"] == "same_or_higher")

    def _differing(self, sale: SaleFacts, line: list[str], base: int) -> Iterator[Flow]:
        paid: list[Fraction] = []
        for place, member in enumerate(line):
            rate = self._rate(member)
            if rate is None:
                continue
            if self._distance(line, place) <= self.bonus["below_level"]:
                yield self._flow(sale, member, base, rate, NOT_DEEP)
                continue
            part = self._part(rate, paid)
            qualifies = self._qualifies(member)
            if part <= 0 and qualifies:
                yield self._flow(sale, member, base, rate, NOT_ABOVE)
                continue
            yield self._flow(sale, member, base, part, "")
            if qualifies:
                paid.append(rate if self.bonus["mode"] == "gap" else part)

    def _part(self, rate: Fraction, paid: list[Fraction]) -> Fraction:
        if self.bonus["mode"] == "gap":
            return rate - max(paid, default=Fraction(0))
        highest = max(Fraction(each) for each in self.bonus["rates"].values())
        if paid and rate <= paid[-1]:
            return Fraction(0)
        return min(rate, highest - sum(paid))

    def _rate(self, member: str) -> Fraction | None:
        rank = self.close.judging.pay_rank(member, self.bonus)
        found = self.bonus["rates"].get(rank)
        return None if found is None else Fraction(found)

    def _qualifies(self, member: str) -> bool:
        judging = self.close.judging
        return judging.active(member) and judging.eligible(member, self.bonus)

    def _flow(self, sale: SaleFacts, member: str, base: int, rate: Fraction, reason: str) -> Flow:
        return Flow(
            member=member,
            level=0,
            order=sale.order_id,
            source=sale.seller,
            rank=self.close.judging.pay_rank(member, self.bonus),
            base=base,
            rate=rate * factor(self.bonus),
            reason=reason or ("" if self._qualifies(member) else NOT_ACTIVE),
        )
