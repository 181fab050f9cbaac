"""Why a member was paid for an order, or was not: figures and names of messages, no sentences.

The pages and the API say it from here. Nothing of anybody else is in it: not who stands above, nor
what others had of the order, nor a sentence that may name them.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from commissions.domain.ledger.award_effect import Effect
from commissions.domain.ledger.member_orders import Bought, WhoseOrder
from commissions.domain.ledger.why_not import WhyNot


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """`base x rate = exact`, which is `amount` once it is rounded."""

    base: int
    """Hundredths of a point; minor units of money where `basis` is empty."""
    basis: str
    """pv, bv, cv or qv."""
    rate: str
    """Of 1; empty where several rates were mixed, or there is none."""
    exact: Fraction
    """In units of the currency."""
    amount: int
    """Minor units."""
    currency: str
    is_rounded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardStep:
    """One step of an award: what was earned, what was taken back, what stands again. All of one
    award add up to what stands of it."""

    entry: str
    at: datetime
    cause: WhyNot | None
    """Why something was taken back; None of what was earned, or stands again."""
    share: Fraction
    """Of the base, what had come back by then in all."""
    amount: int
    """Minor units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedAmount:
    """What a line that is not paid would have been."""

    amount: int
    currency: str
    rate: str
    rank: str
    """That is paid it; empty where it is the member's own, or rank decides nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardWhy:
    """One award of the member's, as of its last line, or as of the one that is asked for."""

    entry: str
    effect: Effect
    """What that line does to it."""
    change: int
    """By how much, in minor units."""
    bonus: str
    kind: str
    level: int
    paid_level: int
    """Smaller where people below were passed over."""
    status: str
    rank: str
    """Both as of the sale; of a close as of its period."""
    basis: str
    base: int
    """What counts for it, in hundredths of a point; 0 where nothing does."""
    calculation: Calculation | None
    """None where nothing was ever earned."""
    steps: tuple[AwardStep, ...]
    """In the order in which they were written; until the line that is asked for, if one is."""
    reversed: int
    """What was taken back in all, in minor units."""
    stands: int
    """What is left, in minor units."""
    currency: str
    reason: WhyNot | None
    missed: MissedAmount | None
    free_at: datetime | None
    """When what is left is free to be paid, or was; None where nothing is left."""
    payout: str
    """The batch that took it; empty where none did."""
    corrects: str
    """The closed period that it corrects; empty of all others."""
    holds: bool
    """Whether all that was worked out again came to the same."""

    @property
    def passed_over(self) -> int:
        return self.level - self.paid_level if self.calculation else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What the order cost without tax and shipping, and at what rate that counts."""

    currency: str
    net: int
    rate: str
    day: str
    """Empty where both currencies are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNamed:
    plan: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWhy:
    """An order as its member may see it."""

    order_key: str
    number: str
    """As the shop's people know it."""
    store_id: str
    whose: WhoseOrder
    seller: str
    """Empty where nobody sold it, or a customer."""
    buyer_class: str
    carrier: str
    """By what the seller was known; empty where the sale is not the member's own."""
    code: str
    """So is this."""
    placed_at: datetime
    """As of which people stood where they are said to; of a period its end."""
    paid_at: datetime | None
    """When the store first called it paid; None where that is not known."""
    recorded_at: datetime
    """When the first line of the member's was written."""
    lines: tuple[Bought, ...]
    """As they were valued, each at its version of the map."""
    exchange: Exchange | None
    """Of own sales alone: what others' customers pay is not shown."""
    plan: PlanNamed
    awards: tuple[AwardWhy, ...]
    status_since: datetime | None
    """Since when the member had the status as of the sale; None where that is not known."""
    asked: str = ""
    """The line that is asked for; empty of the whole order."""
    is_intact: bool = True
    """Whether the chain of its journals is as it was written."""

    @property
    def stands(self) -> dict[str, int]:
        """By currency, what is left of all that was earned."""
        sums: dict[str, int] = {}
        for each in self.awards:
            sums[each.currency] = sums.get(each.currency, 0) + each.stands
        return sums
