"""What an order's ledger should say, from all facts of the order.

`fold` never looks at when a fact arrived, so that duplicates, replays, crashes and any order of
arrival end at the same ledger.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fractions import Fraction

from commissions.domain.catalogue.sku_values import (
    UNITS,
    SkuValue,
    can_earn,
    is_paid,
    line_volume,
    value_of,
)
from commissions.domain.ledger.decisions import decisions_of, refunds_told
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.refunds import NOTHING, WHOLE, returned
from commissions.domain.orders.decision import CANCELLED
from commissions.domain.orders.order import (
    STATUSES,
    Item,
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
)
from commissions.domain.plans import Plan, awards
from commissions.domain.plans.award import Award
from commissions.domain.sales.attribution import COMPANY, Lock, PlanRef

NEVER = datetime.fromtimestamp(0, UTC)
PlanOf = Callable[[PlanRef], Plan]
Volumes = dict[str, dict[str, int]]
"""Per unit and line id, in hundredths of a point."""


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
    """The refunds that name lines the order does not have, or another currency."""


@dataclass(frozen=True, slots=True)
class _OrderFacts:
    """The facts of one order, sorted out."""

    latest: OrderPlaced
    line_ids: frozenset[str]
    """Of all lines that the order has had."""
    refunds: Sequence[OrderRefunded]
    cancelled: bool
    locks: Sequence[Lock]
    """The earliest snapshot's first."""


def fold(facts: Iterable[Fact], plan_of: PlanOf) -> Target:
    """What the ledger should say, from all facts of one order, in whatever order they came."""
    known = _sorted_out(list(facts))
    if known is None:
        return Target(waiting=True)
    if not known.locks or not is_paid(known.latest, known.locks[0].policies):
        return Target(void="the order is not paid", order=known.latest)
    return _target(known, plan_of(known.locks[0].plan))


def _sorted_out(facts: Sequence[Fact]) -> _OrderFacts | None:
    counts = latest(facts)
    if counts is None:
        return None
    contents = [fact.content for fact in facts]
    decided = decisions_of(facts)
    orders = [each for each in contents if isinstance(each, OrderPlaced)]
    cancels = [each for each in contents if isinstance(each, OrderCancelled)]
    locks = [each for each in contents if isinstance(each, Lock)]
    return _OrderFacts(
        latest=counts,
        line_ids=frozenset(item.line_id for order in orders for item in order.items),
        refunds=[
            each for each in refunds_told(facts, decided.accepted_refunds) if _stands(each, counts)
        ],
        cancelled=counts.cancelled_at is not None
        or decided.gone == CANCELLED
        or any(cancels_order(each, counts) for each in cancels),
        locks=sorted(locks, key=_seniority),
    )


def _seniority(lock: Lock) -> tuple[str, bool, str]:
    """Of two that were looked up for one moment, the one that found a seller comes first: an answer
    of the store's API may not show what the webhook showed."""
    moment, _, _ = lock.order_version.partition("~")
    return moment, lock.seller == COMPANY, lock.order_version


def latest(facts: Iterable[Fact]) -> OrderPlaced | None:
    """The snapshot that counts, if any was told; of two that are as late, always the same one."""
    orders = [
        (fact.content, fact.digest) for fact in facts if isinstance(fact.content, OrderPlaced)
    ]
    if not orders:
        return None
    return max(orders, key=lambda each: (*age(each[0]), each[1]))[0]


def supersedes(order: OrderPlaced, counts: OrderPlaced) -> bool:
    """Whether a snapshot has to take the place of the one that counts: it is no older, by its
    moment and then by when it was read, and says something else."""
    if _as_of(order) < _as_of(counts):
        return False
    return without_read_time(order).digest != without_read_time(counts).digest


def without_read_time(order: OrderPlaced) -> OrderPlaced:
    """A snapshot without when it was read: what the store says, whenever it was asked."""
    return replace(order, read_at=None)


def age(order: OrderPlaced) -> tuple[datetime, datetime, int, bool, int]:
    """Which of two snapshots is the later one; of the same moment, what the store answered when it
    was asked counts more than what it sent, one with more refunds more than one with fewer, and a
    later state more than an earlier one."""
    refunds, cancelled = len(order.refund_ids or ()), order.cancelled_at is not None
    status = STATUSES.index(order.status)
    return *_as_of(order), refunds, cancelled, status


def _as_of(order: OrderPlaced) -> tuple[datetime, datetime]:
    return order.updated_at, order.read_at or NEVER


def cancels_order(cancel: OrderCancelled, latest: OrderPlaced) -> bool:
    """Whether an order is off though its snapshot does not say so: one that the store was asked
    for knows of all that happened at its own moment."""
    if latest.read_at:
        return cancel.updated_at > latest.updated_at
    return cancel.updated_at >= latest.updated_at


def _stands(refund: OrderRefunded, latest: OrderPlaced) -> bool:
    """Whether a refund still is: one that a later snapshot does not list was taken back."""
    ids = latest.refund_ids
    return ids is None or refund.refund_id in ids or refund.refunded_at > latest.updated_at


def _target(known: _OrderFacts, plan: Plan) -> Target:
    order, lock, cancelled = known.latest, known.locks[0], known.cancelled
    back = returned(order, known.refunds, lock.policies, cancelled=cancelled, known=known.line_ids)
    volumes, maps = _volumes(order, known.locks, plan)
    base = {unit: sum(volumes[unit].values()) for unit in UNITS}
    part = {unit: _part(volumes[unit], back.shares) for unit in UNITS}
    reversed_all = cancelled and lock.policies.cancellation == "reverse_all"
    why = "the order was cancelled" if reversed_all else "refunded in full"
    account = f"volume:{lock.seller}:{plan.month_of(lock.order_ts)}"
    left = {(account, unit): base[unit] - reversed_part(base[unit], part[unit]) for unit in UNITS}
    return Target(
        standings={
            award.key: _standing(award, part[award.basis], why)
            for award in awards(plan, lock, base)
        },
        volumes=left if lock.seller else {},
        order=order,
        lock=lock,
        maps=maps,
        unknown_lines=back.unknown,
    )


def _part(volumes: Mapping[str, int], shares: Mapping[str, Fraction]) -> Fraction:
    """The share of all lines' volume that came back."""
    base = sum(volumes.values())
    gone = NOTHING
    for line_id, volume in volumes.items():
        if volume and (share := shares[line_id]):
            gone += volume if share == WHOLE else share * volume
    return gone / base if base else NOTHING


def _standing(award: Award, part: Fraction, why: str) -> Standing:
    taken_back = reversed_part(award.amount, part)
    reason = why if award.amount and taken_back == award.amount else award.reason
    return Standing(award, taken_back, part if award.amount else NOTHING, reason)


def reversed_part(amount: int, part: Fraction) -> int:
    """What a refunded share takes back: all for all, else rounded down.

    Monotone in the share and exact at the whole, so many refunds add up to one (design, rule 7).
    """
    return amount if part == 1 else (amount * part.numerator) // part.denominator


def _volumes(
    order: OrderPlaced, locks: Sequence[Lock], plan: Plan
) -> tuple[Volumes, tuple[str, ...]]:
    """Per unit the volume of each line that counts, and how it came about."""
    maps_known = [{value.platform_sku: value for value in lock.values} for lock in locks]
    volumes: Volumes = {unit: {} for unit in UNITS}
    shown = []
    for item in filter(can_earn, order.items):
        if (value := _locked_value(item, maps_known)) is None:
            continue
        for unit in UNITS:
            if plan.counts(unit, value.commission_class, locks[0]):
                volumes[unit][item.line_id] = line_volume(
                    item, value.volume(unit), currency=order.currency, rate=locks[0].rate.rate
                )
        points = "/".join(str(volumes[unit].get(item.line_id, 0)) for unit in UNITS)
        version = f"{value.effective_from:%Y-%m-%d}"
        shown.append(f"{item.qty.normalize():f} x {value.platform_sku} @ {version}: {points}")
    return volumes, tuple(shown)


def _locked_value(item: Item, maps_known: Iterable[Mapping[str, SkuValue]]) -> SkuValue | None:
    """The value that was locked first for such a line; a later lock only adds what is new."""
    return next(filter(None, (value_of(item, known) for known in maps_known)), None)
