"""What an award of a close came of, as records; and what of an award is due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commissions.domain.close.award_columns import Reason

CUTS = frozenset(
    {
        Reason.TOO_SMALL,
        Reason.CUT_BY_BONUS,
        Reason.CUT_BY_PERSON,
        Reason.CUT_BY_COMPANY,
        Reason.CUT_BY_BINARY,
    }
)
"""What becomes of an award that is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Who stands between a source and the member."""

    member: str
    level: int
    """The level or generation that was asked for, or taken."""
    took: bool
    """Whether they took it; otherwise they were passed over."""
    reason: str
    """Why they are not paid it; empty where they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedAward:
    """What somebody was given, and is matched."""

    bonus: str
    level: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    member: str
    """Who sold or bought, leads the group, heads the leg, or was matched."""
    order: str
    """Empty where it is no order."""
    bought: bool
    """Whether it is the member's own purchase."""
    leg: str
    """Through whom it came to the one that is shown; empty of their own."""
    base: int
    """Hundredths of a point, or minor units where money is the base."""
    rate: str
    reason: int
    """Why nothing is due on it; 0 where it is."""
    between: tuple[Between, ...] = ()
    """From the source up, without the member; of the first sources alone."""
    matched: tuple[MatchedAward, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegSum:
    """What is due on a leg."""

    head: str
    """Empty of the member's own."""
    base: int
    sources: int
    """How many; 0 where only the sum is known."""


@dataclass(frozen=True, slots=True)
class AgainRow:
    """An award that was worked out again."""

    source: str
    reason: int
    base: int
    rate: int
    raw: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    rows: tuple[Source, ...] = ()
    """What brings most first; none where there are so many that legs are opened one by one."""
    legs: tuple[LegSum, ...] = ()
    opened: str = ""
    """The head of the leg that is shown; empty of all."""
    members: int = 0
    """How many were ever below the one that is shown."""
    sums: Mapping[int, int] | None = None
    """By reason, what all sources bring; None where only a leg was looked at."""
    again: tuple[AgainRow, ...] | None = None
    """Awards as the plan has them; None where only a leg, or sums, were looked at."""


def due(reason: int) -> int:
    """The reason without what becomes of an award that is due."""
    return int(Reason.PAID) if Reason(reason) in CUTS else int(reason)


def added_up(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """By reason, bases; without those that came to nothing."""
    sums: dict[int, int] = {}
    for reason, base in pairs:
        sums[reason] = sums.get(reason, 0) + base
    return sums


def leg_sums(sources: Iterable[Source]) -> tuple[LegSum, ...]:
    """Of what is due; what brings most first."""
    found: dict[str, tuple[int, int]] = {}
    for each in (source for source in sources if source.reason == Reason.PAID):
        base, many = found.get(each.leg, (0, 0))
        found[each.leg] = base + each.base, many + 1
    legs = [LegSum(head=head, base=base, sources=many) for head, (base, many) in found.items()]
    return in_order(legs)


def in_order(legs: Iterable[LegSum]) -> tuple[LegSum, ...]:
    return tuple(sorted(legs, key=lambda each: (-each.base, each.head)))
