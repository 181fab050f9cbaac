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
    line_volume,
    value_of,
)
from commissions.domain.ledger.components import lists
from commissions.domain.ledger.decisions import Decisions, decisions_of, refunds_told
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.order_balance import (
    VOIDED,
    LineShare,
    OrderBalance,
    Rules,
    balance_of,
)
from commissions.domain.ledger.refunds import NOTHING, WHOLE
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
from commissions.domain.stores.store import Policies

NEVER = datetime.fromtimestamp(0, UTC)
PlanOf = Callable[[PlanRef], Plan]
SHARE, SPREAD, PARK = "share", "spread", "park"
EXCHANGED, CANCELLED = "exchanged", "cancelled"


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
    balance: OrderBalance | None = None
    """The sums by which it stands; None before the order is known, or where nothing was looked up
    for it."""
    asks_about_goodwill: bool = False
    """By the store's policy a person has to say what goodwill takes, and nobody has."""


@dataclass(frozen=True, slots=True)
class _LineVolume:
    """A line that counts: its volume in hundredths of a point, as far as it was paid for."""

    value: SkuValue
    share: LineShare
    volumes: Mapping[str, int]
    shown: str

    def returned(self, unit: str) -> Fraction:
        by_share = self.value.volume(unit).endswith("%")
        return self.share.returned if by_share else self.share.returned_points


@dataclass(frozen=True, slots=True)
class _OrderFacts:
    """The facts of one order, sorted out."""

    snapshots: Sequence[OrderPlaced]
    """The oldest first; the last one counts."""
    refunds: Sequence[OrderRefunded]
    """Those that stand, in the order of their own times."""
    cancelled: bool
    locks: Sequence[Lock]
    """The one that counts first: the earliest paid snapshot's."""
    decisions: Decisions

    @property
    def latest(self) -> OrderPlaced:
        return self.snapshots[-1]

    @property
    def line_ids(self) -> frozenset[str]:
        """Of all lines that the order has had."""
        return frozenset(item.line_id for order in self.snapshots for item in order.items)


def fold(facts: Iterable[Fact], plan_of: PlanOf) -> Target:
    """What the ledger should say, from all facts of one order, in whatever order they came."""
    known = _sorted_out(list(facts))
    if known is None:
        return Target(waiting=True)
    if not known.locks or known.latest.test or known.latest.status == VOIDED:
        return Target(void="the order is not paid", order=known.latest)
    balance = balance_of(known.snapshots, known.refunds, _rules(known))
    if not _earns(balance, known.locks[0].policies):
        return Target(void="the order is not paid", order=known.latest, balance=balance)
    return _target(known, balance, plan_of(known.locks[0].plan))


def _earns(balance: OrderBalance, policies: Policies) -> bool:
    """Once paid in full, an order never waits again."""
    if balance.paid_in_full:
        return True
    return policies.partial_payment == SHARE and balance.received > 0


def _rules(known: _OrderFacts) -> Rules:
    policies, decisions = known.locks[0].policies, known.decisions
    goodwill = decisions.goodwill or policies.amount_only_refund
    return Rules(
        paid=policies.paid,
        spread=goodwill == SPREAD,
        spread_net=goodwill == SPREAD,
        disputes_lost=decisions.disputes_lost,
        exchanged_at=decisions.returned_at if decisions.returned == EXCHANGED else None,
    )


def _sorted_out(facts: Sequence[Fact]) -> _OrderFacts | None:
    counts = latest(facts)
    if counts is None:
        return None
    contents = [fact.content for fact in facts]
    snapshots = _by_age(facts)
    decisions = decisions_of(facts)
    cancels = [each for each in contents if isinstance(each, OrderCancelled)]
    refunds = refunds_told(facts, decisions.accepted_refunds)
    locks = [each for each in contents if isinstance(each, Lock)]
    return _OrderFacts(
        snapshots=snapshots,
        refunds=sorted(
            (each for each in refunds if _stands(each, counts)),
            key=lambda each: (each.refunded_at, each.refund_id),
        ),
        cancelled=counts.cancelled_at is not None
        or decisions.gone == CANCELLED
        or any(cancels_order(each, counts) for each in cancels),
        locks=_by_seniority(locks, snapshots),
        decisions=decisions,
    )


def _by_age(facts: Iterable[Fact]) -> list[OrderPlaced]:
    orders = [
        (fact.content, fact.digest) for fact in facts if isinstance(fact.content, OrderPlaced)
    ]
    return [order for order, _ in sorted(orders, key=lambda each: (*age(each[0]), each[1]))]


def _by_seniority(locks: Iterable[Lock], snapshots: Sequence[OrderPlaced]) -> list[Lock]:
    """What was looked up for a paid snapshot counts before what was for one paid in part, and a
    rate only for the currency that it is of."""
    versions = {order.version: order for order in snapshots}
    currency = snapshots[-1].currency

    def seniority(lock: Lock) -> tuple[bool, bool, tuple[str, bool, str]]:
        order = versions.get(lock.order_version)
        in_part = order is not None and order.status not in lock.policies.paid
        return lock.rate.currency != currency, in_part, _seniority(lock)

    return sorted(locks, key=seniority)


def _seniority(lock: Lock) -> tuple[str, bool, str]:
    """Of two that were looked up for one moment, the one that found a seller comes first: an answer
    of the store's API may not show what the webhook showed."""
    moment, _, _ = lock.order_version.partition("~")
    return moment, lock.seller == COMPANY, lock.order_version


def latest(facts: Iterable[Fact]) -> OrderPlaced | None:
    """The snapshot that counts, if any was told; of two that are as late, always the same one."""
    return next(iter(_by_age(facts)[-1:]), None)


def supersedes(order: OrderPlaced, counts: OrderPlaced) -> bool:
    """Whether a snapshot has to take the place of the one that counts: it is no older, by its
    moment and then by when it was read, and says something else."""
    if _as_of(order) < _as_of(counts):
        return False
    return without_read_time(order).digest != without_read_time(counts).digest


def without_read_time(order: OrderPlaced) -> OrderPlaced:
    """A snapshot without when it was read: what the store says, whenever it was asked."""
    return replace(order, read_at=None)


def age(order: OrderPlaced) -> tuple[datetime, datetime, bool, int, bool, int]:
    """Which of two snapshots is the later one; of the same moment, what the store answered when it
    was asked counts more than what it sent, one that tells what was paid more than one that does
    not, one with more refunds more than one with fewer, and a later state more than an earlier."""
    tells_money = order.received is not None or order.unpaid > 0
    refunds, cancelled = len(order.refund_ids or ()), order.cancelled_at is not None
    status = STATUSES.index(order.status)
    return *_as_of(order), tells_money, refunds, cancelled, status


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
    is_later = refund.refunded_at > latest.updated_at
    return latest.refund_ids is None or is_later or lists(latest, refund)


def _target(known: _OrderFacts, balance: OrderBalance, plan: Plan) -> Target:
    order, lock = known.latest, known.locks[0]
    reversed_all = known.cancelled and lock.policies.cancellation == "reverse_all"
    lines = _volumes(order, known.locks, plan, balance)
    base = {unit: sum(each.volumes.get(unit, 0) for each in lines) for unit in UNITS}
    part = {unit: WHOLE if reversed_all else _part(lines, unit, base[unit]) for unit in UNITS}
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
        maps=tuple(each.shown for each in lines),
        unknown_lines=_unknown(known),
        balance=balance,
        asks_about_goodwill=_asks_about_goodwill(known, balance),
    )


def _asks_about_goodwill(known: _OrderFacts, balance: OrderBalance) -> bool:
    asks = known.locks[0].policies.amount_only_refund == PARK
    return asks and not known.decisions.goodwill and balance.unspread > 0


def _unknown(known: _OrderFacts) -> tuple[str, ...]:
    """The refunds that do not fit the order."""
    return tuple(
        each.refund_id
        for each in known.refunds
        if each.currency != known.latest.currency
        or any(item.line_id not in known.line_ids for item in each.items)
    )


def _part(lines: Iterable[_LineVolume], unit: str, base: int) -> Fraction:
    """The share of all lines' volume that came back."""
    gone = NOTHING
    for line in lines:
        if (volume := line.volumes.get(unit, 0)) and (share := line.returned(unit)):
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
    order: OrderPlaced, locks: Sequence[Lock], plan: Plan, balance: OrderBalance
) -> list[_LineVolume]:
    """Each line that counts, with its volume as far as it was paid for, and how that came about."""
    maps_known = [{value.platform_sku: value for value in lock.values} for lock in locks]
    found = []
    for item in filter(can_earn, order.items):
        if value := _locked_value(item, maps_known):
            share = balance.lines[item.line_id]
            found.append(_line_volume(item, value, share, plan, locks[0], order.currency))
    return found


def _line_volume(  # noqa: PLR0913, PLR0917 - each is known by itself
    item: Item, value: SkuValue, share: LineShare, plan: Plan, lock: Lock, currency: str
) -> _LineVolume:
    volumes = {
        unit: line_volume(
            item,
            value.volume(unit),
            currency=currency,
            rate=lock.rate.rate,
            paid=WHOLE - (share.unpaid if _is_share(value, unit) else share.unpaid_points),
        )
        for unit in UNITS
        if plan.counts(unit, value.commission_class, lock)
    }
    points = "/".join(str(volumes.get(unit, 0)) for unit in UNITS)
    version = f"{value.effective_from:%Y-%m-%d}"
    shown = f"{item.qty.normalize():f} x {value.platform_sku} @ {version}: {points}"
    return _LineVolume(value, share, volumes, shown)


def _is_share(value: SkuValue, unit: str) -> bool:
    """Whether a volume is a share of the line's net, and no number of points."""
    return value.volume(unit).endswith("%")


def _locked_value(item: Item, maps_known: Iterable[Mapping[str, SkuValue]]) -> SkuValue | None:
    """The value that was locked first for such a line; a later lock only adds what is new."""
    return next(filter(None, (value_of(item, known) for known in maps_known)), None)
