"""What an order's ledger should say, from all facts of the order.

`fold` never looks at when a fact arrived, so that duplicates, replays, crashes and any order of
arrival end at the same ledger.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from commissions.domain.catalogue.sku_values import (
    UNITS,
)
from commissions.domain.ledger.components import is_comparable, lists
from commissions.domain.ledger.decisions import Decisions, decisions_of, refunds_told
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.line_volumes import line_volumes, part_returned
from commissions.domain.ledger.money_walk import VOIDED, Rules
from commissions.domain.ledger.order_balance import OrderBalance, balance_of
from commissions.domain.ledger.refunds import NOTHING, WHOLE
from commissions.domain.ledger.snapshots import by_age, cancels_order, latest
from commissions.domain.orders.order import (
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
)
from commissions.domain.plans import Plan, awards
from commissions.domain.plans.award import Award
from commissions.domain.sales.attribution import COMPANY, Lock, PlanRef

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
    """The refunds that name lines the order does not have, or a currency that it never had."""
    balance: OrderBalance | None = None
    """The sums by which it stands; None before the order is known, or where nothing was looked up
    for it."""
    asks_about_goodwill: bool = False
    """By the store's policy a person has to say what goodwill takes, and nobody has."""


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
    if balance.waits:
        return Target(void="the order is not paid", order=known.latest, balance=balance)
    return _target(known, balance, plan_of(known.locks[0].plan))


def _rules(known: _OrderFacts) -> Rules:
    policies, decisions = known.locks[0].policies, known.decisions
    goodwill = decisions.goodwill or policies.amount_only_refund
    return Rules(
        paid=policies.paid,
        spread=goodwill == SPREAD,
        share_partial=policies.partial_payment == SHARE,
        disputes_lost=decisions.disputes_lost,
        exchanged_at=decisions.returned_at if decisions.returned == EXCHANGED else None,
    )


def _sorted_out(facts: Sequence[Fact]) -> _OrderFacts | None:
    counts = latest(facts)
    if counts is None:
        return None
    contents = [fact.content for fact in facts]
    snapshots = by_age(facts)
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


def _stands(refund: OrderRefunded, latest: OrderPlaced) -> bool:
    """Whether a refund still is: one that a later snapshot does not list was taken back."""
    is_later = refund.refunded_at > latest.updated_at
    return latest.refund_ids is None or is_later or lists(latest, refund)


def _target(known: _OrderFacts, balance: OrderBalance, plan: Plan) -> Target:
    order, lock = known.latest, known.locks[0]
    reversed_all = known.cancelled and lock.policies.cancellation == "reverse_all"
    lines = line_volumes(order, known.locks, plan, balance)
    base = {unit: sum(each.volumes.get(unit, 0) for each in lines) for unit in UNITS}
    part = {
        unit: WHOLE if reversed_all else part_returned(lines, unit, base[unit]) for unit in UNITS
    }
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
        if not is_comparable(known.snapshots, each)
        or any(item.line_id not in known.line_ids for item in each.items)
    )


def _standing(award: Award, part: Fraction, why: str) -> Standing:
    taken_back = reversed_part(award.amount, part)
    reason = why if award.amount and taken_back == award.amount else award.reason
    return Standing(award, taken_back, part if award.amount else NOTHING, reason)


def reversed_part(amount: int, part: Fraction) -> int:
    """What a refunded share takes back: all for all, else rounded down.

    Monotone in the share and exact at the whole, so many refunds add up to one (design, rule 7).
    """
    return amount if part == 1 else (amount * part.numerator) // part.denominator
