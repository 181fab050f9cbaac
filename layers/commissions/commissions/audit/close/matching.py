"""Kind `matching`: a share of what others were paid by named bonuses in the same close.

The base is what those bonuses gave after their own caps and the persons' (`base_after_caps: true`),
or before them. The company's cap comes last and over everything, so it is never in the base.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID, Flow, awards
from commissions.audit.close.generation import GenerationWalk
from commissions.audit.close.sheet import Words, deepest, rate_of
from commissions.domain.close.results import PeriodAward


def matching_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    match = _Match(bonus, close)
    flows = (
        flow for member, amount in match.bases().items() for flow in match.flows(member, amount)
    )
    return awards(bonus, flows, close.sheet, of_money=True)


@dataclass(frozen=True, slots=True)
class _Match:
    bonus: Words
    close: Close

    def bases(self) -> Mapping[str, int]:
        """What everybody was given by the named bonuses, in minor units."""
        after = self.bonus["base_after_caps"]
        sums: dict[str, int] = {}
        for award in self.close.of(self.bonus["of"]):
            amount = award.amount if after else award.raw
            if award.member and amount:
                sums[award.member] = sums.get(award.member, 0) + amount
        return sums

    def flows(self, member: str, amount: int) -> Iterator[Flow]:
        people = self.close.people
        line = list(people.upline(member, self.bonus["tree"], people.end))
        for place, above in enumerate(line):
            level = self._level(above, line[:place], member)
            if level <= deepest(self.bonus["rates"]):
                yield self._flow(above, level, member, amount)

    def _level(self, above: str, between: list[str], source: str) -> int:
        """Levels count from who was paid; generations at the leaders between. A leader who was paid
        belongs to the generation that they close, or opens the next."""
        if self.bonus["by"] == "level":
            return len(between) + 1
        return GenerationWalk(self.bonus, self.close).generation_below(above, between, source)

    def _flow(self, above: str, level: int, source: str, amount: int) -> Flow:
        judging = self.close.judging
        rank = judging.pay_rank(above, self.bonus)
        rate = rate_of(self.bonus["rates"], rank, level)
        qualifies = judging.active(above) and judging.eligible(above, self.bonus)
        return Flow(
            member=above,
            level=level,
            source=source,
            rank=rank,
            base=amount,
            rate=rate or Fraction(0),
            reason=NOT_ACTIVE if not qualifies else "" if rate is not None else NOT_PAID,
        )
