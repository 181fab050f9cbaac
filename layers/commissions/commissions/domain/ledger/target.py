"""What an order's ledger should say, from all facts of the order.

`fold` never looks at when a fact arrived, so that duplicates, replays, crashes and any order of
arrival end at the same ledger.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.disputes import (
    OrderDisputes,
    charged_back,
    order_disputes,
    took_back,
    why_all_went_back,
)
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.line_volumes import line_volumes, part_returned
from commissions.domain.ledger.listings import Listing, listings_of, undecided_goodwill
from commissions.domain.ledger.merged_links import differing_links
from commissions.domain.ledger.money_walk import VOIDED, Rules
from commissions.domain.ledger.order_balance import OrderBalance, balance_of
from commissions.domain.ledger.refunds import NOTHING, WHOLE
from commissions.domain.ledger.sorted_facts import SortedFacts, sorted_out
from commissions.domain.ledger.unheeded_referrals import unheeded_referrals
from commissions.domain.ledger.unknown_renewals import unknown_renewal
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.plans import Plan, awards
from commissions.domain.plans.award import Award
from commissions.domain.sales.attribution import Lock, PlanRef
from commissions.domain.sales.referral_match import SaleCredit
from commissions.domain.sales.whose_sale import Verdict

PlanOf = Callable[[PlanRef], Plan]
SHARE, SPREAD, PARK = "share", "spread", "park"
EXCHANGED = "exchanged"


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
    balance = balance_of(known.snapshots, known.refunds, _rules(known))
    if balance.waits:
        return replace(unpaid, balance=balance, listings=_listings(known, verdict, balance))
    return _target(known, lock, verdict, balance, plan)


def _nobody_says(unpaid: Target, known: SortedFacts, plan_of: PlanOf) -> Target:
    """Of an order that nothing was looked up for; or that had gone on by a person's word alone,
    which was taken back."""
    if not known.looked_up:
        return unpaid
    timezone = plan_of(known.looked_up[0].plan).timezone
    return replace(unpaid, void="nothing says whose it is", timezone=timezone)


def _rules(known: SortedFacts) -> Rules:
    policies, decisions = known.locks[0].policies, known.decisions
    goodwill = decisions.goodwill or policies.amount_only_refund
    return Rules(
        paid=policies.paid,
        spread=goodwill == SPREAD,
        share_partial=policies.partial_payment == SHARE,
        disputes_lost=(
            *decisions.disputes_lost,
            *took_back(known.disputes, known.latest.currency),
        ),
        exchanged_at=decisions.returned_at if decisions.returned == EXCHANGED else None,
    )


def _target(
    known: SortedFacts, lock: Lock, verdict: Verdict, balance: OrderBalance, plan: Plan
) -> Target:
    order, credit, reversed_all = known.latest, verdict.credit, known.is_reversed
    lines = line_volumes(known.snapshots, known.locks, lock, credit, plan, balance)
    base = {unit: sum(each.volumes.get(unit, 0) for each in lines) for unit in UNITS}
    part = {
        unit: WHOLE if reversed_all else part_returned(lines, unit, base[unit]) for unit in UNITS
    }
    lost = charged_back(known.disputes, order.currency, known.decisions.about_disputes)
    why = why_all_went_back(lost if balance.goodwill else (), refunds=bool(known.refunds))
    why = "the order was cancelled" if reversed_all else why
    account = f"volume:{credit.seller}:{plan.month_of(lock.order_ts)}"
    left = {(account, unit): base[unit] - reversed_part(base[unit], part[unit]) for unit in UNITS}
    return Target(
        standings=standings_of(awards(plan, credit, base), part, why),
        volumes=left if credit.seller else {},
        order=order,
        lock=lock,
        verdict=verdict,
        maps=tuple(each.shown for each in lines),
        unknown_lines=known.unknown_refunds,
        balance=balance,
        listings=_listings(known, verdict, balance),
        timezone=plan.timezone,
    )


def standings_of(
    earned: Iterable[Award], part: Mapping[str, Fraction], why: str
) -> dict[str, Standing]:
    """By key, where the awards of an order stand once a part of its volume came back, by unit.
    `why`: the reason of an award of which nothing is left."""
    return {award.key: _standing(award, part[award.basis], why) for award in earned}


def _listings(known: SortedFacts, verdict: Verdict, balance: OrderBalance) -> tuple[Listing, ...]:
    """Without what somebody has seen as it is; of an order that is called off there is none."""
    if known.is_reversed or (balance.waits and known.cancelled):
        return ()
    decisions, policies = known.decisions, known.locks[0].policies
    found = listings_of(
        known.snapshots,
        known.refunds,
        _rules(known),
        balance,
        answered_at=decisions.returned_at,
        days=policies.return_without_money_days,
    )
    of_people = (unknown_renewal(known, verdict), differing_links(known, verdict))
    asked = [undecided_goodwill(balance, known.latest.currency)] if _asks(known, balance) else []
    return tuple(
        each
        for each in (*found, *asked, *unheeded_referrals(verdict), *filter(None, of_people))
        if each.subject not in decisions.seen
    )


def _asks(known: SortedFacts, balance: OrderBalance) -> bool:
    """Whether a person has to say what goodwill takes, and nobody has."""
    asks = known.locks[0].policies.amount_only_refund == PARK
    return asks and not known.decisions.goodwill and balance.unspread > 0


def _standing(award: Award, part: Fraction, why: str) -> Standing:
    taken_back = reversed_part(award.amount, part)
    reason = why if award.amount and taken_back == award.amount else award.reason
    return Standing(award, taken_back, part if award.amount else NOTHING, reason)


def reversed_part(amount: int, part: Fraction) -> int:
    """What a refunded share takes back: all for all, else rounded down.

    Monotone in the share and exact at the whole, so many refunds add up to one (design, rule 7).
    """
    return amount if part == 1 else (amount * part.numerator) // part.denominator
