"""The ladder of a plan, and where a member stands on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.periods.rank_ladder import RankFacts, RankStep
from commissions.domain.periods.rank_standing import (
    BinarySide,
    BinaryStanding,
    RankRequirement,
    RankStanding,
)
from commissions.runtime.api.encoding import points


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementBody:
    """One thing that is asked for, told as the plan writes it."""

    metric: str
    op: str
    wanted: str
    counted: str
    """What there is of it; empty where nothing was counted."""
    met: bool | None
    of: Mapping[str, str]
    """What else the condition says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RankStepBody:
    """A rank of the plan."""

    rank: str
    either: bool
    """Whether some of what it asks for is enough."""
    asks: tuple[RequirementBody, ...]
    keeps: tuple[RequirementBody, ...]
    """What is asked of who has it already; none where the same."""
    leg_share: str
    """Of what it asks for of group volume, as much as one leg counts; empty for all of it."""
    demote_after: int
    """After so many periods below it a title falls; 0 for never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegBody:
    head: str | None
    """Null of a customer, and of who stands below no more."""
    volume: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BinarySideBody:
    brought: str
    came: str
    open: str
    after: str
    oldest: datetime | None
    """Since when the oldest is open of what was brought along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BinaryBody:
    bonus: str
    left: BinarySideBody
    right: BinarySideBody


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingBody:
    """How a member stands in a period."""

    period: str
    starts: datetime
    ends: datetime
    closes_at: datetime
    as_of: datetime
    is_estimate: bool
    is_active: bool
    rank: str
    """Paid as; empty without one."""
    title: str
    next_rank: str | None
    """Null of who has the highest one."""
    next_either: bool
    next_asks: tuple[RequirementBody, ...]
    unit: str
    group: str
    """Group volume as it is; of it a rank may count less."""
    legs: tuple[LegBody, ...]
    """The largest ones first."""
    legs_in_all: int
    leg_cap: str | None
    """What the next rank counts of one leg at most."""
    binaries: tuple[BinaryBody, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RanksBody:
    plan: str
    plans: tuple[str, ...]
    """All that have ranks."""
    ladder: tuple[RankStepBody, ...]
    """The lowest first."""
    given_rank: str
    """By the company's word, as of now."""
    pays_given: bool
    """Whether that is the one that pays."""
    standing: StandingBody | None
    """Null as long as nobody was judged."""
    earlier: tuple[StandingBody, ...]
    """Of periods that are over, the latest first."""


def ranks(facts: RankFacts) -> RanksBody:
    return RanksBody(
        plan=facts.plan,
        plans=tuple(facts.plans),
        ladder=tuple(map(_step, facts.ladder)),
        given_rank=facts.given_rank,
        pays_given=facts.pays_given,
        standing=_standing(facts.standing) if facts.standing else None,
        earlier=tuple(map(_standing, facts.earlier)),
    )


def _step(step: RankStep) -> RankStepBody:
    return RankStepBody(
        rank=step.id,
        either=step.either,
        asks=_asked(step.asks),
        keeps=_asked(step.keeps),
        leg_share=step.leg_share,
        demote_after=step.demote_after,
    )


def _asked(found: Iterable[RankRequirement]) -> tuple[RequirementBody, ...]:
    return tuple(
        RequirementBody(
            metric=each.metric,
            op=each.op,
            wanted=each.wanted,
            counted=each.counted,
            met=each.met,
            of=each.of,
        )
        for each in found
    )


def _standing(found: RankStanding) -> StandingBody:
    return StandingBody(
        period=str(found.period),
        starts=found.starts,
        ends=found.ends,
        closes_at=found.closes_at,
        as_of=found.as_of,
        is_estimate=found.is_estimate,
        is_active=found.is_active,
        rank=found.rank,
        title=found.title,
        next_rank=found.next_rank or None,
        next_either=found.next.either,
        next_asks=_asked(found.next.all_of),
        unit=found.unit,
        group=points(found.group),
        legs=tuple(LegBody(head=e.head or None, volume=points(e.volume)) for e in found.legs),
        legs_in_all=found.legs_in_all,
        leg_cap=None if found.leg_cap is None else points(found.leg_cap),
        binaries=tuple(map(_binary, found.binaries)),
    )


def _binary(found: BinaryStanding) -> BinaryBody:
    return BinaryBody(bonus=found.bonus, left=_side(found.left), right=_side(found.right))


def _side(side: BinarySide) -> BinarySideBody:
    return BinarySideBody(
        brought=points(side.brought),
        came=points(side.came),
        open=points(side.open),
        after=points(side.after),
        oldest=side.oldest,
    )
