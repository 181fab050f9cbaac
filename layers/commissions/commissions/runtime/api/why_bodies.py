"""Why a member was paid for an order, or was not: nothing of anybody else is in it."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from commissions.domain.ledger.award_effect import Effect
from commissions.domain.ledger.member_orders import WhoseOrder
from commissions.domain.ledger.why import AwardStep, AwardWhy, Calculation, OrderWhy
from commissions.domain.ledger.why_not import WhyNot
from commissions.domain.money import Money
from commissions.runtime.api.encoding import decimal_of, points
from commissions.runtime.api.order_bodies import BoughtBody, bought


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculationBody:
    """base x rate = exact, which is `amount` once it is rounded."""

    base: str
    """Volume, or an amount of money where `basis` is empty."""
    basis: str
    """pv, bv, cv or qv."""
    rate: str
    """Of 1; empty where several rates were mixed, or there is none."""
    exact: str
    """In units of the currency; of at most twelve places."""
    amount: Money
    is_rounded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBody:
    """What was earned, taken back, or stands again. All steps of an award add up to what stands."""

    entry: str
    at: datetime
    cause: WhyNot | None
    """Why something was taken back; null of what was earned, or stands again."""
    share: str
    """Of the base, what had come back by then in all."""
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedBody:
    """What a line that is not paid would have been."""

    amount: Money
    rate: str
    rank: str
    """That is paid it; empty where rank decides nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardWhyBody:
    """One award of the member's, as of its last line, or as of the one that is asked for."""

    entry: str
    effect: Effect
    change: Money
    bonus: str
    kind: str
    level: int
    paid_level: int
    status: str
    """Of the member as of the sale; of a close as of its period."""
    rank: str
    calculation: CalculationBody | None
    """Null where nothing was ever earned."""
    steps: tuple[StepBody, ...]
    reversed: Money
    stands: Money
    reason: WhyNot | None
    missed: MissedBody | None
    free_at: datetime | None
    payout: str | None
    corrects: str | None
    """The closed period that it corrects."""
    holds: bool
    """Whether all that was worked out again came to the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeBody:
    """What the order cost without tax and shipping, and at what rate that counts."""

    net: Money
    rate: str
    day: str
    """Empty where both currencies are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBody:
    """The version of a plan by which it counted."""

    plan: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyBody:
    """An order as its member may see it."""

    key: str
    number: str
    store: str
    whose: WhoseOrder
    seller: str | None
    buyer_class: str
    placed_at: datetime
    """As of which people stood where they are said to; of a period its end."""
    paid_at: datetime | None
    recorded_at: datetime
    bought: tuple[BoughtBody, ...]
    exchange: ExchangeBody | None
    """Of own sales alone."""
    plan: PlanBody
    awards: tuple[AwardWhyBody, ...]
    stands: tuple[Money, ...]
    """By currency, what is left of all awards."""
    status_since: datetime | None
    is_intact: bool
    """Whether the chain of its journals is as it was written."""


def why(found: OrderWhy) -> WhyBody:
    exchange, plan = found.exchange, found.plan
    return WhyBody(
        key=found.order_key,
        number=found.number,
        store=found.store_id,
        whose=found.whose,
        seller=found.seller or None,
        buyer_class=found.buyer_class,
        placed_at=found.placed_at,
        paid_at=found.paid_at,
        recorded_at=found.recorded_at,
        bought=bought(found.lines),
        exchange=ExchangeBody(
            net=Money(exchange.net, exchange.currency), rate=exchange.rate, day=exchange.day
        )
        if exchange
        else None,
        plan=PlanBody(plan=plan.plan, version=plan.version, digest=plan.digest),
        awards=tuple(map(_award, found.awards)),
        stands=tuple(Money(amount, currency) for currency, amount in found.stands.items()),
        status_since=found.status_since,
        is_intact=found.is_intact,
    )


def _award(each: AwardWhy) -> AwardWhyBody:
    missed = each.missed
    return AwardWhyBody(
        entry=each.entry,
        effect=each.effect,
        change=Money(each.change, each.currency),
        bonus=each.bonus,
        kind=each.kind,
        level=each.level,
        paid_level=each.paid_level,
        status=each.status,
        rank=each.rank,
        calculation=_calculation(each.calculation) if each.calculation else None,
        steps=tuple(_step(step, each.currency) for step in each.steps),
        reversed=Money(each.reversed, each.currency),
        stands=Money(each.stands, each.currency),
        reason=each.reason,
        missed=MissedBody(
            amount=Money(missed.amount, missed.currency), rate=missed.rate, rank=missed.rank
        )
        if missed
        else None,
        free_at=each.free_at,
        payout=each.payout or None,
        corrects=each.corrects or None,
        holds=each.holds,
    )


def _calculation(each: Calculation) -> CalculationBody:
    in_money = str(Money(each.base, each.currency)).partition(" ")[0]
    return CalculationBody(
        base=points(each.base) if each.basis else in_money,
        basis=each.basis,
        rate=each.rate,
        exact=decimal_of(Fraction(each.exact)),
        amount=Money(each.amount, each.currency),
        is_rounded=each.is_rounded,
    )


def _step(step: AwardStep, currency: str) -> StepBody:
    return StepBody(
        entry=step.entry,
        at=step.at,
        cause=step.cause,
        share=decimal_of(step.share),
        amount=Money(step.amount, currency),
    )
