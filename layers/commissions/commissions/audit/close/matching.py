"""Kind `matching`: a share of what others were paid by named bonuses in the same close.

The base is what those bonuses gave after their own caps and the persons' (`base_after_caps: true`),
or before them. The company's cap comes last and over everything, so it is never in the base.

`code`: the first `foundation` recruits of everybody are matched at one share, by their enroller;
later ones are coded to their enroller, who gets another share of theirs and of their first ones'.
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
        if "code" in self.bonus:
            for level, share in self._coded([member, *line]):
                yield self._flow(line[level - 1], level, member, amount, Fraction(share))
            return
        for place, above in enumerate(line):
            level = self._level(above, line[:place], member)
            if level <= deepest(self.bonus["rates"]):
                rank = self.close.judging.pay_rank(above, self.bonus)
                rate = rate_of(self.bonus["rates"], rank, level)
                yield self._flow(above, level, member, amount, rate)

    def _coded(self, line: list[str]) -> Iterator[tuple[int, str]]:
        """The levels that are matched of a line that begins with who was paid, and their shares."""
        code = self.bonus["code"]
        numbers = [self.close.people.members[each].enrolled_number for each in line[:2]]
        if len(line) > 1 and numbers[0]:
            first = numbers[0] <= code["foundation"]
            yield 1, code["foundation_pct"] if first else code["legacy_pct"]
            if first and len(line) > 2 and numbers[1] > code["foundation"]:
                yield 2, code["legacy_pct"]

    def _level(self, above: str, between: list[str], source: str) -> int:
        """Levels count from who was paid; generations at the leaders between. A leader who was paid
        belongs to the generation that they close, or opens the next."""
        if self.bonus["by"] == "level":
            return len(between) + 1
        return GenerationWalk(self.bonus, self.close).generation_below(above, between, source)

    def _flow(
        self, above: str, level: int, source: str, amount: int, rate: Fraction | None
    ) -> Flow:
        judging = self.close.judging
        qualifies = judging.active(above) and judging.eligible(above, self.bonus)
        return Flow(
            member=above,
            level=level,
            source=source,
            rank=judging.pay_rank(above, self.bonus),
            base=amount,
            rate=rate or Fraction(0),
            reason=NOT_ACTIVE if not qualifies else "" if rate is not None else NOT_PAID,
        )
