"""Kind `generation`: generations are counted at leaders, on the way up from where a sale came in.

A generation ends at a leader: `closer_belongs_to: own_generation` counts the leader to the one that
ends there, `next_generation` to the one above. Whoever sold is no leader for their own sale.
`starts: at_leader` counts from the earner down instead: generation k is the k-th leader below with
everybody up to the next one, and what stands above the first leader is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from commissions.audit.close.context import Close
from commissions.audit.close.fast_start import counted
from commissions.audit.close.flows import NOT_ACTIVE, NOT_PAID, Flow, awards
from commissions.audit.close.sheet import Words, deepest, factor, rate_of
from commissions.domain.close.facts import SaleFacts
from commissions.domain.close.results import PeriodAward

OWN_RANK = "own_rank"
INVISIBLE = "invisible"
CONSUMES = "consumes_number"
NOT_COUNTED = "not_counted"
OWN_GENERATION = "own_generation"
AT_LEADER = "at_leader"


def generation_awards(bonus: Words, close: Close) -> list[PeriodAward]:
    walk = GenerationWalk(bonus, close)
    flows = (flow for sale in counted(bonus, close) for flow in walk.flows(sale))
    return awards(bonus, flows, close.sheet)


@dataclass(frozen=True, slots=True)
class GenerationWalk:
    bonus: Words
    close: Close

    def flows(self, sale: SaleFacts) -> Iterator[Flow]:
        base = sale.volumes.get(self.bonus["basis"], 0)
        if not base or not sale.seller:
            return
        members = self.close.looked_at(sale, self.bonus["tree"])
        for place, member in enumerate(members):
            generation = self.generation_at(member, members[:place], sale.seller)
            if 0 < generation <= deepest(self.bonus["rates"]):
                yield self._flow(sale, member, generation, base)

    def generation_at(self, member: str, below: list[str], source: str) -> int:
        """The generation of what came up through those `below`, the nearest to it first; 0 for
        none."""
        if self.bonus["boundary"].get("starts") == AT_LEADER:
            others = dict.fromkeys(each for each in (source, *below) if each != member)
            return sum(self._closes(each, member) for each in others)
        counted = [each for each in below if each != source and self._closes(each, member)]
        if self._own_generation:
            return len(counted) + 1
        itself = self._closes(member, member)
        return len(counted) + 1 + itself - self._is_first_empty([*below, member], member, source)

    def _is_first_empty(self, line: list[str], earner: str, source: str) -> bool:
        """Whether nobody is in the first generation, and the plan does not count that one: the
        first one above leads the next. Every later generation has its leader in it. One who is not
        active can use up its number all the same."""
        if self.bonus["boundary"].get("empty") != NOT_COUNTED:
            return False
        if self.bonus["boundary"].get("ineligible") == CONSUMES and not self._active(line[0]):
            return False
        return line[0] != source and self._closes(line[0], earner)

    def _active(self, member: str) -> bool:
        return self.close.judging.active(member)

    def generation_below(self, member: str, between: list[str], source: str) -> int:
        """The generation in which somebody stands below a member."""
        counted = sum(self._closes(each, member) for each in between)
        opens_next = self._closes(source, member) and not self._own_generation
        return counted + 1 + opens_next

    @property
    def _own_generation(self) -> bool:
        word = self.bonus["boundary"].get("closer_belongs_to", OWN_GENERATION)
        return bool(word == OWN_GENERATION)

    def _closes(self, member: str, earner: str) -> bool:
        """Whether a member is a leader: by the plan's rank, or by the earner's own."""
        boundary, judging = self.bonus["boundary"], self.close.judging
        kind = str(boundary.get("rank_kind", "paid_as"))
        wanted = (
            judging.pay_rank(earner, self.bonus)
            if boundary.get("mode") == OWN_RANK
            else boundary["rank"]
        )
        height = self.close.sheet.height
        if not wanted or height(judging.rank(member, kind)) < height(wanted):
            return False
        return boundary.get("ineligible") != INVISIBLE or self._active(member)

    def _flow(self, sale: SaleFacts, member: str, generation: int, base: int) -> Flow:
        judging = self.close.judging
        rank = judging.pay_rank(member, self.bonus)
        rate = rate_of(self.bonus["rates"], rank, generation)
        qualifies = judging.active(member) and judging.eligible(member, self.bonus)
        reason = NOT_ACTIVE if not qualifies else "" if rate is not None else NOT_PAID
        return Flow(
            member=member,
            level=generation,
            order=sale.order_id,
            source=sale.seller,
            rank=rank,
            base=base,
            rate=(rate or Fraction(0)) * factor(self.bonus),
            reason=reason,
        )
