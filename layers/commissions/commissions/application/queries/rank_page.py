"""What the page of ranks is made of: the ladder of a plan, and where somebody stands on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.application.queries import below, standings
from commissions.application.queries.below import Below
from commissions.application.teams.plans import TeamPlan
from commissions.domain.periods.rank_ladder import RankFacts, rank_ladder
from commissions.domain.periods.rank_standing import RankStanding, StandingLeg


@dataclass(frozen=True)
class RankPage:
    """`plans`: all in force; `who`: whose page it is, as of now."""

    plans: Sequence[TeamPlan]
    who: Below
    now: datetime

    @property
    def with_ranks(self) -> list[TeamPlan]:
        return [each for each in self.plans if each.ranks]

    def facts(self, plan_id: str = "") -> RankFacts | None:
        """By the plan of that id, or the first one; None where no plan has ranks."""
        found = [each for each in self.with_ranks if plan_id in {"", each.plan.plan_id}]
        if not found:
            return None
        plan, member = found[0], self.who.member
        standing = standings.read(plan, member, self.now)
        return RankFacts(
            plan=plan.plan.plan_id,
            plans=[each.plan.plan_id for each in self.with_ranks],
            ladder=rank_ladder(plan.document),
            standing=self._shown(standing) if standing else None,
            given_rank=self.who.position.rank,
            pays_given=not plan.closes,
            earlier=standings.last(plan, member, self.now),
        )

    def _shown(self, standing: RankStanding) -> RankStanding:
        """Legs of who does not stand below any more keep their volume, and no name."""
        heads = [leg.head for leg in standing.legs if leg.head]
        stand = below.below_of(self.who.member, heads, self.now) if heads else set()
        legs = (
            StandingLeg(leg.head if leg.head in stand else "", leg.volume) for leg in standing.legs
        )
        return replace(standing, legs=tuple(legs))
