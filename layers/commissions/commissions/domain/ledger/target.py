"""What an order's ledger should say, from all facts of the order.

`fold` never looks at when a fact arrived, so that duplicates, replays, crashes and any order of
arrival end at the same ledger.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.copies import (
    BackByCopies,
    StandsFor,
    back_by_copies,
    stands_for,
)
from commissions.domain.ledger.disputes import (
    OrderDisputes,
    charged_back,
    order_disputes,
    why_all_went_back,
)
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.line_volumes import LineVolume, line_volumes, part_returned
from commissions.domain.ledger.listings import Listing
from commissions.domain.ledger.money_rules import rules_of
from commissions.domain.ledger.money_walk import VOIDED
from commissions.domain.ledger.order_balance import OrderBalance, balance_of
from commissions.domain.ledger.order_listings import order_listings
from commissions.domain.ledger.refunds import NOTHING, WHOLE
from commissions.domain.ledger.sorted_facts import SortedFacts, sorted_out
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.plans import Plan, awards
from commissions.domain.plans.award import Award
from commissions.domain.sales.attribution import Lock, PlanRef
from commissions.domain.sales.referral_match import SaleCredit
from commissions.domain.sales.whose_sale import Verdict

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
    verdict: Verdict | None = None
    """Whose it is; None where nothing was looked up for it."""
    maps: tuple[str, ...] = ()
    unknown_lines: tuple[str, ...] = ()
    """The refunds that name lines the order does not have, or a currency that it never had."""
    balance: OrderBalance | None = None
    """The sums by which it stands; None before the order is known, or where nothing was looked up
    for it."""
    listings: tuple[Listing, ...] = ()
    """What somebody has to see of it, and from when on."""
    disputes: OrderDisputes | None = None
    """What is disputed of it, or was; None of an order that no bank has ever asked about."""
    unpriced: bool = False
    """Nothing was looked up for the order in the currency that it is in now: nobody knows what its
    money is worth."""
    stands_for: StandsFor | None = None
    """What of it earns in another order, or may; None where all of it is its own."""
    timezone: str = ""
    """Of its plan, by whose clock its months go; empty where nothing was looked up for it."""

    @property
    def credit(self) -> SaleCredit | None:
        return self.verdict.credit if self.verdict else None


def fold(facts: Iterable[Fact], plan_of: PlanOf) -> Target:
    """What the ledger should say, from all facts of one order, in whatever order they came."""
    known = sorted_out(list(facts))
    if known is None:
        return Target(waiting=True)
    target = _folded(known, plan_of)
    disputes = order_disputes(
        known.disputes, known.snapshots, known.decisions.about_disputes, known.cancelled
    )
    return replace(target, disputes=disputes) if disputes else target


def _folded(known: SortedFacts, plan_of: PlanOf) -> Target:
    unpaid = Target(void="the order is not paid", order=known.latest)
    verdict = known.verdict
    if verdict is None:
        return _nobody_says(unpaid, known, plan_of)
    plan = plan_of(known.locks[0].plan)
    unpaid = replace(unpaid, timezone=plan.timezone, verdict=verdict)
    if known.latest.test or known.latest.status == VOIDED:
        return unpaid
    if (lock := known.lock) is None:
        why = f"nothing was looked up for it in {known.latest.currency}"
        return replace(unpaid, void=why, unpriced=True)
    judged = _judged(known, verdict)
    balance, elsewhere = judged.balance, judged.elsewhere
    unpaid = replace(unpaid, balance=balance, listings=_listings(judged), stands_for=elsewhere)
    if elsewhere and elsewhere.waits:
        return replace(unpaid, void=elsewhere.sentence)
    return unpaid if balance.waits else _target(judged, lock, plan)


@dataclass(frozen=True, slots=True)
class _JudgedOrder:
    """A paid order with its sums, and what of it is another order's."""

    known: SortedFacts
    verdict: Verdict
    balance: OrderBalance
    elsewhere: StandsFor | None
    copies: BackByCopies


def _judged(known: SortedFacts, verdict: Verdict) -> _JudgedOrder:
    copies = back_by_copies(known)
    balance = balance_of(known.snapshots, known.refunds, rules_of(known), copies.shares)
    return _JudgedOrder(known, verdict, balance, stands_for(known), copies)


def _listings(judged: _JudgedOrder) -> tuple[Listing, ...]:
    return order_listings(
        judged.known, judged.verdict, judged.balance, judged.elsewhere, judged.copies
    )


def _nobody_says(unpaid: Target, known: SortedFacts, plan_of: PlanOf) -> Target:
    """Of an order that nothing was looked up for; or that had gone on by a person's word alone,
    which was taken back."""
    if not known.looked_up:
        return unpaid
    timezone = plan_of(known.looked_up[0].plan).timezone
    return replace(unpaid, void="nothing says whose it is", timezone=timezone)


def _target(judged: _JudgedOrder, lock: Lock, plan: Plan) -> Target:
    known, credit, elsewhere = judged.known, judged.verdict.credit, judged.elsewhere
    lines = line_volumes(
        known.snapshots, known.refunds, known.locks, lock, credit, plan, judged.balance
    )
    own = [each for each in lines if elsewhere is None or each.line_id not in elsewhere.not_own]
    base = _volumes(own)
    part = {
        unit: WHOLE if known.is_reversed else part_returned(own, unit, base[unit]) for unit in UNITS
    }
    account = f"volume:{credit.seller}:{plan.month_of(lock.order_ts)}"
    left = {(account, unit): base[unit] - reversed_part(base[unit], part[unit]) for unit in UNITS}
    found = Target(
        standings=standings_of(awards(plan, credit, base), part, _why_all_gone(judged)),
        volumes=left if credit.seller else {},
        order=known.latest,
        lock=lock,
        verdict=judged.verdict,
        maps=tuple(each.shown for each in own),
        unknown_lines=known.unknown_refunds,
        balance=judged.balance,
        listings=_listings(judged),
        stands_for=elsewhere,
        timezone=plan.timezone,
    )
    if elsewhere is None or own:
        return found
    nothing = _earned_elsewhere(awards(plan, credit, _volumes(lines)), elsewhere.sentence)
    return replace(found, standings=nothing, volumes={})


def _volumes(lines: Sequence[LineVolume]) -> dict[str, int]:
    return {unit: sum(each.volumes.get(unit, 0) for each in lines) for unit in UNITS}


def _why_all_gone(judged: _JudgedOrder) -> str:
    """Why nothing is left of an award, where nothing is."""
    known = judged.known
    if known.is_reversed:
        return "the order was cancelled"
    decided = known.decisions.about_disputes
    lost = charged_back(known.disputes, known.latest.currency, decided)
    refunds = bool(known.refunds or judged.copies.copies)
    return why_all_went_back(lost if judged.balance.goodwill else (), refunds=refunds)


def _earned_elsewhere(earned: Iterable[Award], why: str) -> dict[str, Standing]:
    """The awards of an order that earns in another one: who would have had them, has none."""
    found = [*earned]
    named = [each for each in found if each.earner] or found
    return {
        award.key: Standing(replace(award, base=0, amount=0, reason=why), 0, NOTHING, why)
        for award in named
    }


def standings_of(
    earned: Iterable[Award], part: Mapping[str, Fraction], why: str
) -> dict[str, Standing]:
    """By key, where the awards of an order stand once a part of its volume came back, by unit.
    `why`: the reason of an award of which nothing is left."""
    return {award.key: _standing(award, part[award.basis], why) for award in earned}


def _standing(award: Award, part: Fraction, why: str) -> Standing:
    taken_back = reversed_part(award.amount, part)
    reason = why if award.amount and taken_back == award.amount else award.reason
    return Standing(award, taken_back, part if award.amount else NOTHING, reason)


def reversed_part(amount: int, part: Fraction) -> int:
    """What a refunded share takes back: all for all, else rounded down.

    Monotone in the share and exact at the whole, so many refunds add up to one (design, rule 7).
    """
    return amount if part == 1 else (amount * part.numerator) // part.denominator
