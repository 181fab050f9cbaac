"""By which plan, at which rate and by which policies a lock pays, against what the registers say of
the order's time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from commissions.audit.known_then import EVERYTHING, Knowledge, LookUpSpan
from commissions.audit.lock_mismatch import (
    PLAN,
    POLICIES,
    RATE,
    TERMS,
    Answers,
    Mismatch,
    mended,
    mismatch,
)
from commissions.audit.register_rows import PlanRow, RateRow, RegisterRows, SettingsRow
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.attribution import Lock, PlanRef, Rate
from commissions.domain.stores.store import Policies

STANDS_IN = timedelta(days=7)
"""For so long the rate of an earlier day stands in for one that is missing."""
COMPARED = ("copy", "part", "recreated")


@dataclass(frozen=True, slots=True)
class SettingsKnown:
    """By what its store may have stood when something was looked up."""

    may: tuple[SettingsRow, ...]
    """The likeliest first; none of a store that is not there."""
    now: SettingsRow | None
    is_open: bool
    """Whether what it stood by was kept nowhere."""
    later: datetime | None

    @classmethod
    def of(cls, rows: Sequence[SettingsRow], look_up: LookUpSpan) -> "SettingsKnown":
        found = (_last(rows, known) for known in look_up.knowledge(rows))
        may = tuple({id(each): each for each in found if each}.values())
        is_open = look_up.is_of_before and any(each.recorded_at is None for each in may)
        return cls(may, rows[-1] if rows else None, is_open, look_up.later(rows))


def wrong_terms(
    lock: Lock, order: OrderPlaced, rows: RegisterRows, settings: SettingsKnown, look_up: LookUpSpan
) -> Iterator[Mismatch]:
    yield from filter(None, (_plan(lock, order, rows, settings, look_up),))
    yield from filter(None, (_rate(lock, order, rows, look_up),))
    yield from filter(None, (_policies(lock, settings),))
    yield from _of_snapshot(lock, order, is_of_before=look_up.is_of_before)


def _last(rows: Sequence[SettingsRow], known: Knowledge) -> SettingsRow | None:
    return next((row for row in reversed(rows) if known.has(row)), None)


def _plan(
    lock: Lock, order: OrderPlaced, rows: RegisterRows, settings: SettingsKnown, look_up: LookUpSpan
) -> Mismatch | None:
    plans = [each.plan for each in settings.may]
    plans += [lock.plan.plan_id] if settings.is_open else []
    may = [
        each
        for plan in dict.fromkeys(plans)
        for known in look_up.knowledge(rows.plans.get(plan, ()))
        if (each := _in_force(plan, rows.plans.get(plan, ()), order.order_ts, known))
    ]
    plan = settings.now.plan if settings.now else ""
    now = _in_force(plan, rows.plans.get(plan, ()), order.order_ts, EVERYTHING)
    later = look_up.later(row for row in rows.plans.get(plan, ()) if row.since <= order.order_ts)
    answers = Answers(may=may, now=now, later=later or settings.later)
    found = mismatch(PLAN, lock.plan, answers, _shown_plan)
    return mended(found, plan=may[0]) if may else found


def _in_force(plan: str, rows: Sequence[PlanRow], at: datetime, known: Knowledge) -> PlanRef | None:
    begun = [row for row in rows if row.since <= at and known.has(row)]
    last = max(begun, key=lambda row: row.version, default=None)
    return PlanRef(plan, last.version, last.digest, last.base_currency) if last else None


def _shown_plan(plan: PlanRef) -> str:
    return f"plan {plan.plan_id} version {plan.version} ({plan.digest[:8]}, {plan.base_currency})"


def _rate(
    lock: Lock, order: OrderPlaced, rows: RegisterRows, look_up: LookUpSpan
) -> Mismatch | None:
    pair = order.currency, lock.plan.base_currency
    day = order.order_ts.date().isoformat()
    if order.currency == lock.plan.base_currency:
        one = Rate(*pair, Decimal(1), day, "")
        is_not = mismatch(RATE, lock.rate, Answers(may=[one], now=one), _shown_rate)
        return mended(is_not, rate=one)
    earliest = (order.order_ts.date() - STANDS_IN).isoformat()
    near = [row for row in rows.rates.get(pair, ()) if earliest <= row.day <= day]
    may = [each for known in look_up.knowledge(near) if (each := _latest(pair, near, known))]
    now, later = _latest(pair, near, EVERYTHING), look_up.later(near)
    found = mismatch(RATE, lock.rate, Answers(may=may, now=now, later=later), _shown_rate)
    return mended(found, rate=may[0]) if may else found


def _latest(pair: tuple[str, str], rows: Sequence[RateRow], known: Knowledge) -> Rate | None:
    last = max((row for row in rows if known.has(row)), key=lambda row: row.day, default=None)
    return Rate(*pair, last.rate, last.day, last.source) if last else None


def _shown_rate(rate: Rate) -> str:
    of = f" of {rate.source}" if rate.source else ""
    return f"1 {rate.currency} = {rate.rate.normalize():f} {rate.base_currency} on {rate.day}{of}"


def _policies(lock: Lock, settings: SettingsKnown) -> Mismatch | None:
    """Of a look-up from before it was kept what a store stood by, nothing can be said."""
    if settings.is_open:
        return None
    may = [policies_of(each) for each in settings.may]
    now = policies_of(settings.now) if settings.now else None

    def shown(each: Policies) -> str:
        return _shown_policies(each, [lock.policies, *may[:1], *([now] if now else [])])

    answers = Answers(may=may, now=now, later=settings.later)
    found = mismatch(POLICIES, lock.policies, answers, shown)
    return mended(found, policies=may[0]) if may else found


def policies_of(settings: SettingsRow) -> Policies:
    """A store that places its buyers in the tree has no choice of these."""
    if settings.mode != "buyer_in_tree":
        return settings.policies
    return replace(settings.policies, remember_referrer="lifetime", another_referral="keep")


def _shown_policies(policies: Policies, others: Sequence[Policies]) -> str:
    """Those in which any of them differ."""
    names = [
        name
        for name in Policies.__slots__
        if len({getattr(each, name) for each in (policies, *others)}) > 1
    ]
    return ", ".join(f"{name} {getattr(policies, name)}" for name in names)


def _of_snapshot(lock: Lock, order: OrderPlaced, *, is_of_before: bool) -> Iterator[Mismatch]:
    """What follows from the snapshot alone."""
    if lock.order_ts != order.order_ts:
        times = f"the order of {lock.order_ts}", f"{order.order_ts}"
        yield _terms(*times, order_ts=order.order_ts)
    told = order.continues
    is_compared = bool(told and told.as_ in COMPARED and (told.order or told.number))
    if lock.compared != is_compared and not is_of_before:
        says = {True: "an order whose lines are compared", False: "one whose lines are not"}
        yield _terms(says[lock.compared], says[is_compared], compared=is_compared)
    pays_on = bool(told and told.as_ == "instalment")
    if lock.wholes and not pays_on:
        yield _terms("what its lines cost in all elsewhere", "an order of its own", wholes=())


def _terms(says: str, due: str, **fields: Any) -> Mismatch:
    return Mismatch(kind=TERMS, says=says, due=due, fields=fields)
