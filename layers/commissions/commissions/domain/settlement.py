"""Settling an order: what the facts say it should have paid, less what has been posted.

`fold` never looks at when a fact arrived, so that duplicates, replays, crashes and any order of
arrival end at the same ledger.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from commissions.domain.attribution import Lock, PlanRef
from commissions.domain.catalog import UNITS, line_volume, value_of
from commissions.domain.commission import Award
from commissions.domain.facts import Fact
from commissions.domain.ledger import FIRST, Context, Journal, JournalLine, Leg, sealed
from commissions.domain.order import (
    STATUSES,
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    sum_of,
)
from commissions.domain.plans import Plan, awards
from commissions.domain.refunds import returned

PlanOf = Callable[[PlanRef], Plan]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one award should stand: earned, and of that reversed."""

    award: Award
    reversed: int
    refunded: Fraction
    reason: str

    @property
    def net(self) -> int:
        return self.award.amount - self.reversed


@dataclass(frozen=True, slots=True)
class Target:
    """What an order's ledger should say. `waiting`: the order itself has not been told yet."""

    waiting: bool = False
    void: str = ""
    """Why nothing is due, where nothing is: the order is unpaid."""
    standings: Mapping[str, Standing] = field(default_factory=dict)
    volumes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Hundredths of a point by account and unit."""
    order: OrderPlaced | None = None
    lock: Lock | None = None
    maps: tuple[str, ...] = ()
    unknown_lines: tuple[str, ...] = ()
    """The refunds that name lines the order does not have."""


def fold(facts: Iterable[Fact], plan_of: PlanOf) -> Target:
    """What the ledger should say, from all facts of one order, in whatever order they came."""
    contents = [fact.content for fact in facts]
    orders = [each for each in contents if isinstance(each, OrderPlaced)]
    refunds = [each for each in contents if isinstance(each, OrderRefunded)]
    cancels = [each for each in contents if isinstance(each, OrderCancelled)]
    locks = [each for each in contents if isinstance(each, Lock)]
    if not orders:
        return Target(waiting=True)
    order = max(orders, key=lambda each: (each.updated_at, _rank(each), each.digest))
    locks.sort(key=lambda lock: lock.order_version)
    if not locks or order.status not in locks[0].policies.paid:
        return Target(void="the order is not paid", order=order)
    cancelled = order.cancelled_at is not None or any(
        cancel.updated_at >= order.updated_at for cancel in cancels
    )
    return _target(order, locks, refunds, plan_of(locks[0].plan), cancelled=cancelled)


def _rank(order: OrderPlaced) -> tuple[bool, int]:
    """Which of two snapshots of the same moment is the later one."""
    return (order.cancelled_at is not None, STATUSES.index(order.status))


def _target(
    order: OrderPlaced,
    locks: Sequence[Lock],
    refunds: Sequence[OrderRefunded],
    plan: Plan,
    *,
    cancelled: bool,
) -> Target:
    lock = locks[0]
    back = returned(order, refunds, lock.policies, cancelled=cancelled)
    volumes, maps = _volumes(order, locks, plan)
    base = {unit: sum(volumes[unit].values()) for unit in UNITS}
    gone = {
        unit: sum(
            (share * volumes[unit].get(line_id, 0) for line_id, share in back.shares.items()),
            Fraction(0),
        )
        for unit in UNITS
    }
    part = {unit: gone[unit] / base[unit] if base[unit] else Fraction(0) for unit in UNITS}
    why = "the order was cancelled" if cancelled else "refunded in full"
    standings = {
        award.key: _standing(award, part[award.basis], why) for award in awards(plan, lock, base)
    }
    account = f"volume:{lock.seller}:{plan.month_of(order.order_ts)}"
    left = {(account, unit): base[unit] - reversed_part(base[unit], part[unit]) for unit in UNITS}
    return Target(
        standings=standings,
        volumes={key: amount for key, amount in left.items() if lock.seller},
        order=order,
        lock=lock,
        maps=maps,
        unknown_lines=back.unknown,
    )


def _standing(award: Award, part: Fraction, why: str) -> Standing:
    taken = reversed_part(award.amount, part)
    reason = why if award.amount and taken == award.amount else award.reason
    return Standing(award, taken, part, reason)


def reversed_part(amount: int, part: Fraction) -> int:
    """What a refunded share takes back: all for all, else rounded down.

    Monotone in the share and exact at the whole, so many refunds add up to one (design, rule 7).
    """
    return amount if part == 1 else (amount * part.numerator) // part.denominator


def _volumes(
    order: OrderPlaced, locks: Sequence[Lock], plan: Plan
) -> tuple[dict[str, dict[str, int]], tuple[str, ...]]:
    """Per unit the volume of each line that counts, and how it came about."""
    lock = locks[0]
    known = {value.platform_sku: value for each in reversed(locks) for value in each.values}
    volumes: dict[str, dict[str, int]] = {unit: {} for unit in UNITS}
    maps = []
    for item in order.items:
        if (value := value_of(item, known)) is None:
            continue
        for unit in UNITS:
            if plan.counts(unit, value.commission_class, lock):
                volumes[unit][item.line_id] = line_volume(
                    item,
                    value.volume(unit),
                    currency=order.currency,
                    base_currency=lock.plan.base_currency,
                    rate=lock.rate.rate,
                )
        points = "/".join(str(volumes[unit].get(item.line_id, 0)) for unit in UNITS)
        version = f"{value.effective_from:%Y-%m-%d}"
        maps.append(f"{item.qty.normalize():f} × {value.platform_sku} @ {version}: {points}")
    return volumes, tuple(maps)


def next_journal(
    order_key: str,
    target: Target,
    posted: Sequence[Journal],
    told: Sequence[Fact],
    *,
    recorded_at: datetime,
) -> Journal | None:
    """The journal that takes the ledger from what is posted to the target; None if it is there."""
    lines = _lines(target, posted)
    moved = _moved_volumes(target, posted)
    if not lines and not moved:
        return None
    cause, effective_at = _cause(told, posted)
    store = order_key.split("/")[1]
    return sealed(
        Journal(
            order_key=order_key,
            number=len(posted) + 1,
            effective_at=effective_at,
            recorded_at=recorded_at,
            facts=tuple(fact.fact_id for fact in told),
            legs=(*_money_legs(lines, store), *_volume_legs(moved, store)),
            lines=lines,
            context=_context(cause, target, posted),
            previous_hash=posted[-1].hash if posted else FIRST,
        )
    )


def _lines(target: Target, posted: Sequence[Journal]) -> tuple[JournalLine, ...]:
    sums: Counter[str] = Counter()
    last: dict[str, JournalLine] = {}
    for journal in posted:
        for line in journal.lines:
            sums[line.key] += line.amount
            last[line.key] = line
    lines = []
    for key, standing in target.standings.items():
        change = standing.net - sums[key]
        if change or key not in last or last[key].reason != standing.reason:
            lines.append(_line(len(lines), standing, change))
    for key, line in last.items():
        if key not in target.standings and sums[key]:
            lines.append(_withdrawn(len(lines), line, -sums[key], target))
    return tuple(lines)


def _line(number: int, standing: Standing, change: int) -> JournalLine:
    award = standing.award
    return JournalLine(
        line=number,
        bonus=award.bonus,
        kind=award.kind,
        level=award.level,
        paid_level=award.paid_level,
        earner=award.earner,
        status=award.status,
        rank=award.rank,
        basis=award.basis,
        base=award.base,
        rate=award.rate,
        earned=award.amount,
        reversed=standing.reversed,
        refunded=str(standing.refunded),
        amount=change,
        currency=award.currency,
        reason=standing.reason,
    )


def _withdrawn(number: int, line: JournalLine, change: int, target: Target) -> JournalLine:
    """A line for an award that is no longer due at all."""
    return JournalLine(
        line=number,
        bonus=line.bonus,
        kind=line.kind,
        level=line.level,
        paid_level=line.paid_level,
        earner=line.earner,
        status=line.status,
        rank=line.rank,
        basis=line.basis,
        base=0,
        rate=line.rate,
        earned=0,
        reversed=0,
        refunded="0",
        amount=change,
        currency=line.currency,
        reason=target.void or "the sale is another's",
    )


def _moved_volumes(target: Target, posted: Sequence[Journal]) -> dict[tuple[str, str], int]:
    moved = Counter(dict(target.volumes))
    for journal in posted:
        for leg in journal.legs:
            if leg.account.startswith("volume:"):
                moved[leg.account, leg.unit] -= leg.amount
    return {key: amount for key, amount in moved.items() if amount}


def _money_legs(lines: Sequence[JournalLine], store: str) -> list[Leg]:
    due: Counter[tuple[str, str]] = Counter()
    for line in lines:
        due[line.earner, line.currency] += line.amount
    legs = [
        Leg(f"commission_payable:{earner}", currency, amount)
        for (earner, currency), amount in due.items()
        if amount
    ]
    spent: Counter[str] = Counter()
    for leg in legs:
        spent[leg.unit] += leg.amount
    return legs + [
        Leg(f"commission_expense:{store}", unit, -amount)
        for unit, amount in spent.items()
        if amount
    ]


def _volume_legs(moved: Mapping[tuple[str, str], int], store: str) -> list[Leg]:
    legs = [Leg(account, unit, amount) for (account, unit), amount in moved.items()]
    issued: Counter[str] = Counter()
    for leg in legs:
        issued[leg.unit] += leg.amount
    return legs + [
        Leg(f"volume_issued:{store}", unit, -amount) for unit, amount in issued.items() if amount
    ]


def _cause(told: Sequence[Fact], posted: Sequence[Journal]) -> tuple[str, datetime]:
    """In words what the journal comes of, and its business time: of the first fact told."""
    content = told[0].content
    match content:
        case OrderPlaced():
            if posted:
                return "order changed", content.updated_at
            return "sale", content.order_ts
        case OrderRefunded():
            return f"refund {content.refund_id}", content.refunded_at
        case OrderCancelled():
            return "cancelled", content.cancelled_at
        case Lock():
            return "sale", content.order_ts


def _context(cause: str, target: Target, posted: Sequence[Journal]) -> Context:
    if target.lock is None or target.order is None:
        return replace(posted[-1].context, cause=cause)
    lock, order = target.lock, target.order
    return Context(
        cause=cause,
        plan=lock.plan.plan_id,
        plan_version=lock.plan.version,
        plan_digest=lock.plan.digest,
        seller=lock.seller,
        buyer_class=lock.buyer_class,
        carrier=lock.carrier,
        upline_as_of=lock.order_ts,
        order_currency=order.currency,
        order_net=sum_of(order.items),
        rate=f"{lock.rate.rate.normalize():f}",
        rate_day=lock.rate.day,
        maps=target.maps,
    )
