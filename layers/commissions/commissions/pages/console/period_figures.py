"""What a period came to, would come to, or would be corrected by; and what of it waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from commissions.domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """Of one run. Shares are of the volume that the company's cap is of."""

    attempt: int
    run: str
    inputs: str
    paid: Money
    earned: Money
    people: int
    active: int
    orders: int
    volumes: Sequence[tuple[str, int]]
    """By unit, in hundredths."""
    unit: str
    volume: int | None
    share: Fraction | None
    cap: Fraction | None
    breakage: Money
    cut: Money
    bonuses: Sequence[tuple[str, Money]]
    corrections: Sequence[tuple[str, Money]]
    unpaid: Sequence[tuple[str, int]]
    """Reasons, in English, and how many awards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """What is missing of it, in English."""

    says: str
    order_id: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceView:
    """What the next close would post for a closed period, as it was worked out last."""

    as_of: datetime
    amount: Money
    people: int
    most: Sequence[tuple[str, Money]]
    orders: int
    named: Sequence[WaitingLine]
    """Of the orders that caused it, the first."""

    @property
    def more_orders(self) -> int:
        return self.orders - len(self.named)

    @property
    def more_people(self) -> int:
        return self.people - len(self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateView:
    """What an open period would come to if it had ended then."""

    as_of: datetime
    figures: FiguresView
