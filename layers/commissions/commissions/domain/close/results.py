"""What a close comes to. No rules: both engines write these, and are compared by them.

Volumes are whole hundredths of a point, money is whole minor units of the plan's base currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commissions.domain.close.facts import AwardKey, CloseFactors, LegState


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodAward:
    """What one bonus gives one member: one award is one rounding.

    An amount of 0 carries the reason why it is not paid.
    """

    bonus: str
    kind: str
    member: str
    """Empty where a level found nobody: the company keeps it."""
    level: int
    """The level or generation that was paid; 0 where the kind has none."""
    source: str = ""
    """The order (`award: order`) or the member (`award: source`) it came from; empty where one
    award sums them up."""
    rank: str = ""
    """The rank by which it was paid."""
    base: int
    """The volume, or for a bonus on money the amount, that the rate was applied to."""
    rate: str
    """What the base was multiplied by, as the plan has it, factors in it; empty for an amount."""
    raw: int
    """After its rounding, before any cap."""
    amount: int
    """After the caps of the bonus, the person and the company."""
    reason: str = ""
    """Why it is not paid, or what cut it."""

    @property
    def key(self) -> AwardKey:
        return self.member, self.bonus, self.level, self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that a rank asks for, and what there was of it."""

    metric: str
    wanted: str
    counted: str
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedMember:
    """A member as the period judged them."""

    member: str
    active: bool
    paid_as: str
    """The highest rank that was met; empty for none."""
    title: str
    periods_below: int
    periods_missed: int | None
    """For the next period, as `MemberFacts` has it; as it was where activity was given."""
    missing: tuple[Requirement, ...] = ()
    """What the next rank asks for and did not get."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLegs:
    """A seat of a binary after its run."""

    tree: str
    member: str
    left: int
    right: int
    """What was open on each side when matching began."""
    matched: int
    """The volume of the weaker side that was paid for, or the number of pairs."""
    after: LegState
    """What the seat takes along to the next period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyCap:
    """The company's cap at a close: `amount · C // T`, with the largest remainders."""

    limit: int
    """C: what the close may pay at most."""
    raw: int
    """T: what it would have paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseResult:
    awards: tuple[PeriodAward, ...]
    """Paid and not paid, sorted by their keys."""
    members: Mapping[str, JudgedMember] = field(default_factory=dict)
    legs: Mapping[tuple[str, str], JudgedLegs] = field(default_factory=dict)
    """By tree and member."""
    company: CompanyCap | None = None
    factors: CloseFactors = field(default_factory=CloseFactors)

    @property
    def paid(self) -> dict[str, int]:
        """Per member, where it is not nothing."""
        sums: dict[str, int] = {}
        for award in self.awards:
            sums[award.member] = sums.get(award.member, 0) + award.amount
        return {member: amount for member, amount in sums.items() if member and amount}
