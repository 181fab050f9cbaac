"""How a bonus turns volume into money: the one multiplication, and the one rounding of an award."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissions.domain.catalogue.sku_values import POINT
from commissions.domain.currencies import exponent
from commissions.domain.money import rounded
from commissions.domain.people.upline import Ancestor
from commissions.domain.plans.award import Award
from commissions.domain.sales.referral_match import SaleCredit

NO_RATE = Decimal(0)
OWN_PURCHASE = "own purchase: no customer"
NOBODY = Ancestor("", "", "")
"""Who stands where nobody does."""


def worth(base: int, rate: Decimal, currency: str, rounding: str) -> int:
    """What a volume (hundredths of a point) comes to at the rate of a line, in minor units."""
    return rounded(Fraction(base, POINT) * Fraction(rate) * 10 ** exponent(currency), rounding)


@dataclass(frozen=True, slots=True)
class LevelSlot:
    """Where a member stands as a bonus counts, and the level that is looked for there."""

    level: int
    paid_level: int
    member: Ancestor


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardBuilder:
    """What all lines of one bonus have in common."""

    bonus: str
    kind: str
    basis: str
    factor: Decimal
    """`pool` times `volume_to_money`: how much money of the base currency a point is worth here."""
    currency: str
    rounding: str

    def award(self, place: LevelSlot, base: int, rate: Decimal, reason: str = "") -> Award:
        """A line at a rate of the plan; paid unless there is a reason why not.

        The rate that the line shows has the factor in it: it is what the base was multiplied by.
        A line that is not paid shows the rate that was missed, where the plan has one.
        """
        rate = rate if self.factor == 1 else (rate * self.factor).normalize()
        amount = 0 if reason else worth(base, rate, self.currency, self.rounding)
        if not amount:
            reason = reason or "less than the smallest unit"
        return Award(
            bonus=self.bonus,
            kind=self.kind,
            level=place.level,
            paid_level=place.paid_level,
            earner=place.member.member,
            status=place.member.status,
            rank=place.member.rank,
            basis=self.basis,
            base=base,
            rate=f"{rate:f}",
            amount=amount,
            currency=self.currency,
            reason=reason,
        )

    def nobody_for(self, levels: range, above: int, base: int) -> Award:
        """The one line of levels that nobody is left for; `above`: how far up that is."""
        last = levels[-1]
        wanted = f"level {last}" if len(levels) == 1 else f"levels {levels[0]} to {last}"
        place = LevelSlot(above, levels[0], NOBODY)
        return self.award(place, base, NO_RATE, f"nobody is left for {wanted}")

    def unpaid(self, credit: SaleCredit, reason: str) -> Award:
        """The one line of a bonus that a whole order pays nothing of, told to the seller."""
        seller = credit.line[0] if credit.line else NOBODY
        return self.award(LevelSlot(0, 0, seller), 0, NO_RATE, reason)
