"""The ladder of ranks: what each asks for, where a distributor stands, and what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from commissions.domain.periods.rank_ladder import RankFacts, RankStep
from commissions.domain.periods.rank_standing import RankStanding, StandingLeg
from commissions.pages.formats import Formats
from commissions.pages.frame import Frame, fragment, page
from commissions.pages.member import rank_asks
from commissions.pages.member.rank_asks import AskedFigure, whole

TEMPLATE, CARD_TEMPLATE = "member/ranks.html", "member/ranks_card.html"
REACHED, HERE, NEXT, AHEAD = "reached", "here", "next", "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderStep:
    step: RankStep
    state: str
    asks: tuple[AskedFigure, ...]
    leg_share: Fraction | None
    """Of what it asks for of group volume, as much as one leg counts."""
    largest_leg: int
    """The most that any leg may have; 0 where any is admitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegRow:
    """A leg with all below it, and what of it counts for the next rank."""

    number: int
    head: str
    volume: int
    counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    first: date
    last: date
    rank: str
    title: str
    is_active: bool
    is_estimate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RanksView:
    plan: str
    plans: Sequence[str]
    standing: RankStanding | None
    pays_given: bool
    rank: str
    """That pays."""
    title: str
    """Kept for good, or until it falls; empty where no plan says titles apart."""
    period: PeriodRow | None
    left: timedelta | None
    """Until the period ends; None of one that is over."""
    next_rank: str
    asks: tuple[AskedFigure, ...]
    either: bool
    share: int
    """How far the next rank is reached, in thousandths: what is missing most, or least, says it."""
    keeps: tuple[AskedFigure, ...]
    """What the rank itself asks for, where it asks something else of who has it."""
    legs: tuple[LegRow, ...]
    more_legs: int
    leg_cap: int | None
    leg_share: Fraction | None
    ladder: tuple[LadderStep, ...]
    falls_after: int
    """Periods until the title falls; 0 where it does not."""
    earlier: tuple[PeriodRow, ...]


def ranks(facts: RankFacts, now: datetime) -> RanksView:
    standing = facts.standing
    steps = {each.id: each for each in facts.ladder}
    rank = facts.given_rank if facts.pays_given or standing is None else standing.rank
    asks = rank_asks.asks(standing, standing.next.all_of) if standing else ()
    either = bool(standing and standing.next.either)
    next_step = steps.get(standing.next_rank) if standing else None
    return RanksView(
        plan=facts.plan,
        plans=facts.plans,
        standing=standing,
        pays_given=facts.pays_given,
        rank=rank,
        title=standing.title if standing and not facts.pays_given else "",
        period=_period(standing) if standing else None,
        left=standing.ends - now if standing and standing.ends > now else None,
        next_rank=standing.next_rank if standing else "",
        asks=asks,
        either=either,
        share=_share(asks, either=either),
        keeps=_keeps(standing),
        legs=tuple(_legs(standing)) if standing else (),
        more_legs=standing.legs_in_all - len(standing.legs) if standing else 0,
        leg_cap=standing.leg_cap if standing else None,
        leg_share=Fraction(next_step.leg_share) if next_step and next_step.leg_share else None,
        ladder=tuple(_ladder(facts)),
        falls_after=_falls_after(facts, steps),
        earlier=tuple(map(_period, facts.earlier)),
    )


def _share(asks: Sequence[AskedFigure], *, either: bool) -> int:
    shares = [each.share for each in asks]
    return (max(shares) if either else min(shares)) if shares else 0


def _keeps(standing: RankStanding | None) -> tuple[AskedFigure, ...]:
    if standing is None:
        return ()
    return rank_asks.asks(
        standing, [each for each in standing.own.all_of if each.word == "maintain"]
    )


def _legs(standing: RankStanding) -> Iterator[LegRow]:
    for number, leg in enumerate(standing.legs, start=1):
        yield LegRow(
            number=number, head=leg.head, volume=leg.volume, counted=_counted(leg, standing)
        )


def _counted(leg: StandingLeg, standing: RankStanding) -> int:
    return leg.volume if standing.leg_cap is None else min(leg.volume, standing.leg_cap)


def _ladder(facts: RankFacts) -> Iterator[LadderStep]:
    """The highest first; of the next one what is counted stands above."""
    standing = facts.standing
    reached = standing.rank if standing else facts.given_rank
    ids = [each.id for each in facts.ladder]
    height = ids.index(reached) if reached in ids else -1
    for place, step in reversed(list(enumerate(facts.ladder))):
        state = REACHED if place < height else HERE if place == height else AHEAD
        if standing and step.id == standing.next_rank:
            state = NEXT
        yield LadderStep(
            step=step,
            state=state,
            asks=rank_asks.asks(standing, step.asks),
            leg_share=Fraction(step.leg_share) if step.leg_share else None,
            largest_leg=whole(step.largest_leg or "0", is_volume=True),
        )


def _falls_after(facts: RankFacts, steps: dict[str, RankStep]) -> int:
    standing = facts.standing
    if standing is None or facts.pays_given or standing.title == standing.rank:
        return 0
    step = steps.get(standing.title)
    return max(1, step.demote_after - standing.periods_below) if step and step.demote_after else 0


def _period(standing: RankStanding) -> PeriodRow:
    zone = ZoneInfo(standing.zone)
    last = standing.ends - timedelta(microseconds=1)
    return PeriodRow(
        first=standing.starts.astimezone(zone).date(),
        last=last.astimezone(zone).date(),
        rank=standing.rank,
        title=standing.title,
        is_active=standing.is_active,
        is_estimate=standing.is_estimate,
    )


def render(view: RanksView, frame: Frame) -> str:
    zone = view.standing.zone if view.standing else frame.zone
    return page(TEMPLATE, frame, view=view, by_plan=Formats(frame.text, zone, frame.now))


def render_card(view: RanksView | None, frame: Frame) -> str:
    """For Home; None where no plan has ranks."""
    return fragment(CARD_TEMPLATE, "card", frame, view=view)
