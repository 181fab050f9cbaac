"""What a plan would have paid: by period, by member, and why not. No rules: sums of lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from commissions.application.simulation.closing_chain import SimulatedClose
from commissions.application.simulation.earning_lines import EarningLine


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutRow:
    """A period: amounts in minor units, volumes in hundredths of a point."""

    period: str
    orders: int
    sold: int
    """Company volume of its orders, as its own close counts them."""
    given_back: int
    """Volume of orders of earlier periods that came back in it."""
    with_orders: int
    taken_back: int
    """With orders of earlier periods; 0 or below."""
    at_close: int
    corrections: int
    """Of earlier closes."""
    by_bonus: Mapping[str, int]
    cut_by_company: bool
    per_point: int
    """Minor units of one point: of a unit of the base currency."""

    @property
    def volume(self) -> int:
        return self.sold - self.given_back

    @property
    def paid(self) -> int:
        return self.with_orders + self.taken_back + self.at_close + self.corrections

    @property
    def share(self) -> Fraction | None:
        """What was paid of the company volume, as if a point were a unit of the base currency;
        None where there is no volume."""
        if self.volume <= 0:
            return None
        return Fraction(self.paid * 100, self.volume * self.per_point)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberTotal:
    member: str
    kind: str
    earned: int
    by_bonus: Mapping[str, int]
    active: bool | None
    """As of the last close that was computed; None where nothing was closed."""
    rank: str
    """Paid as, at the same."""
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidSum:
    """What was not paid, or not all of it, for one reason."""

    bonus: str
    reason: str
    nobody: bool
    """Whether nobody stood there."""
    lines: int
    members: int
    base: int
    basis: str
    lost: int
    """Of awards that were cut: what was cut off, in minor units."""


@dataclass(frozen=True, slots=True)
class TopShare:
    """What the best-paid part of all distributors earns of everything."""

    percent: int
    members: int
    earned: int
    share: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    plan_id: str
    version: int
    currency: str
    volume_unit: str
    """Of the company volume, by which the plan's cap goes."""
    cap: Fraction
    rows: Sequence[PayoutRow]
    """By time."""
    members: Sequence[MemberTotal]
    """Who earns most first."""
    lines: Sequence[EarningLine]
    closes: Sequence[SimulatedClose]
    unpaid: Sequence[UnpaidSum]
    top: Sequence[TopShare]
    notes: Sequence[str]
    """What somebody should know of how it was computed."""

    @property
    def paid(self) -> int:
        return sum(row.paid for row in self.rows)

    @property
    def volume(self) -> int:
        return sum(row.volume for row in self.rows)
