"""Ids, ranks, activity and conditions: what a plan defines before its bonuses."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from commissions.domain.currencies import EXPONENTS
from commissions.domain.plans.period_starts import WEEKDAYS
from commissions.plan_schema.activity import ActivityWords, PeriodWords, WeekPeriod
from commissions.plan_schema.bonuses.breakaway import BreakawayBonus
from commissions.plan_schema.bonuses.levels import LevelsBonus
from commissions.plan_schema.conditions import (
    AT_ORDER,
    ConditionWords,
    EnrolledActive,
    OwnVolume,
    SeveralPeriods,
    Single,
    metrics,
    parts,
)
from commissions.plan_schema.document import PlanDocument
from commissions.plan_schema.ranks import LegCap, RankWords
from commissions.plan_schema.trees import BinaryTree

LENGTHS = ("day", "week", "month")
AFTER_ACTIVITY = frozenset(
    {"rank", "legs_with_rank", "pgv", "active_legs", "enrolled_active"},
)
"""What is only known when it is known who is active."""


def problems(words: PlanDocument) -> Iterator[str]:
    yield from _head(words)
    yield from _ids(words)
    yield from _status(words)
    for place, rank in enumerate(words.ranks):
        yield from _rank(f"ranks[{place}]", rank)
    for path, condition in _conditions(words):
        yield from _condition(path, condition, words)


def counts_legs(words: PlanDocument) -> bool:
    """Whether anything looks at active legs."""
    depth = any(isinstance(each, LevelsBonus) and each.depth_by_legs for each in words.bonuses)
    return depth or any("active_legs" in metrics(each) for _, each in _conditions(words))


def _head(words: PlanDocument) -> Iterator[str]:
    head = words.plan
    places = EXPONENTS[head.base_currency]
    if head.rounding.places != places:
        yield (
            f"plan.rounding.places: is {head.rounding.places}, but {head.base_currency} has "
            f"{places} decimals: awards are whole minor units"
        )
    closing = {each.period for each in words.bonuses} - {""}
    ends = [each for each in words.periods if each.id in closing and each.every in LENGTHS]
    if head.version > 1 and ends:
        longest = max(ends, key=lambda each: LENGTHS.index(each.every))
        if not _begins(longest, date.fromisoformat(head.effective_from)):
            yield (
                f"plan.effective_from: {head.effective_from} is not the first day of a "
                f"{longest.id}: a new version takes effect where a period begins"
            )


def _begins(period: PeriodWords, day: date) -> bool:
    if isinstance(period, WeekPeriod):
        return day.weekday() == WEEKDAYS.index(period.week_starts)
    return period.every != "month" or day.day == 1


def _ids(words: PlanDocument) -> Iterator[str]:
    for section in ("trees", "periods", "ranks", "bonuses"):
        yield from _twice(section, [each.id for each in getattr(words, section)])
    yield from _twice("payout.deductions", [each.id for each in words.payout.deductions])
    orders: dict[int, str] = {}
    for place, rank in enumerate(words.ranks):
        if rank.order in orders:
            yield f"ranks[{place}].order: {rank.order} is the order of {orders[rank.order]} already"
        orders[rank.order] = rank.id


def _twice(section: str, ids: Iterable[str]) -> Iterator[str]:
    found: set[str] = set()
    for place, name in enumerate(ids):
        if name in found:
            yield f"{section}[{place}].id: {name} is used twice"
        found.add(name)


def _status(words: PlanDocument) -> Iterator[str]:
    if counts_legs(words) and words.active_legs is None:
        yield "active_legs.counts: has to be stated: any_in_leg or front_line"
    if words.status is None:
        return
    yield from _activity(words.status)
    closes = any(not each.at_order for each in words.bonuses)
    for path, single in parts(words.status.active) if closes else ():
        if single.metric in AFTER_ACTIVITY:
            why = "is only known when it is known who is active"
            yield f"status.active{path}.metric: {single.metric} {why}"


def _activity(status: ActivityWords) -> Iterator[str]:
    if metrics(status.active) - AT_ORDER:
        for field in ("window", "grace_periods"):
            if getattr(status, field) is None:
                yield f"status.{field}: has to be stated: status.active looks at a period"
    elif status.grace_periods:
        yield (
            "status.grace_periods: forgives figures of a period, and status.active looks at none: "
            "leave it out"
        )


def _rank(path: str, rank: RankWords) -> Iterator[str]:
    asked = chain(
        (("require", *each) for each in parts(rank.require)),
        (("maintain", *each) for each in (parts(rank.maintain) if rank.maintain else ())),
    )
    for word, inner, single in asked:
        if single.metric == "rank":
            yield f"{path}.{word}{inner}.metric: a rank cannot ask for a rank: ask legs_with_rank"
        pair = single.metric == "gv" and isinstance(single.value, tuple)
        if pair and isinstance(rank.leg_cap, LegCap):
            yield f"{path}.{word}{inner}.op: with a leg_cap, gv is asked for with >="
    if rank.window is None and metrics(rank.require) - AT_ORDER:
        yield f"{path}.window: has to be stated: require looks at a period"
    if rank.demote_after is not None and rank.demotion is None:
        yield f"{path}.demotion: has to be stated: one_rank or to_paid_as"
    if rank.demotion is not None and rank.demote_after is None:
        yield f"{path}.demote_after: has to be stated: demotion says how the rank falls"


def _conditions(words: PlanDocument) -> Iterator[tuple[str, ConditionWords]]:
    """All conditions of a plan, each with its path."""
    if words.status:
        yield "status.active", words.status.active
    for place, rank in enumerate(words.ranks):
        yield f"ranks[{place}].require", rank.require
        if rank.maintain:
            yield f"ranks[{place}].maintain", rank.maintain
    for place, bonus in enumerate(words.bonuses):
        if bonus.eligibility:
            yield f"bonuses[{place}].eligibility", bonus.eligibility


def _condition(path: str, condition: ConditionWords, words: PlanDocument) -> Iterator[str]:
    for inner, single in parts(condition):
        for field, why in _misfits(single, words):
            yield f"{path}{inner}.{field}: {why}"


def _misfits(single: Single, words: PlanDocument) -> Iterator[tuple[str, str]]:
    binary = any(isinstance(each, BinaryTree) for each in words.trees)
    if isinstance(single, OwnVolume):
        if single.metric not in words.volumes:
            yield "metric", f"{single.metric} is no product volume of this plan"
    elif isinstance(getattr(single, "window", None), SeveralPeriods):
        yield "window", "only own volume (pv, bv, cv, qv) is known over several periods"
    if single.metric == "binary_leg" and not binary:
        yield "metric", "binary_leg needs a tree of kind binary"
    if isinstance(single, EnrolledActive) and single.side and not binary:
        yield "side", "needs a tree of kind binary"
    if single.metric == "pgv" and not any(map(_ends_groups, words.bonuses)):
        yield "metric", "pgv needs a bonus that says at which rank a group ends: leader or stop_at"


def _ends_groups(bonus: object) -> bool:
    return isinstance(bonus, BreakawayBonus) or (
        isinstance(bonus, LevelsBonus) and bonus.stop_at is not None
    )
