"""What became of a month's earnings: on hold, available, or paid.

Payouts name no lines: they take what is free, all of it. So what they took is counted against the
oldest months first, and each month adds up: earned = held + available + paid.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.payouts.standing import CAME_BACK, RESERVED, PayoutMove


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthStanding:
    """`earned == held + available + paid`, in minor units of one currency. Each may be below 0 in a
    month in which more came back than was earned."""

    earned: int
    held: int
    available: int
    paid: int


def month_standings(
    earned: Mapping[str, int], held: Mapping[str, int], moves: Iterable[PayoutMove]
) -> dict[str, MonthStanding]:
    """By month. `earned`: net, of every month there is; `held`: of it, what is not free yet;
    `moves`: of the member's account in the currency."""
    left = paid_out(moves)
    found: dict[str, MonthStanding] = {}
    for month in sorted(earned):
        kept = held.get(month, 0)
        free = earned[month] - kept
        paid = min(max(0, free), left)
        left -= paid
        found[month] = MonthStanding(
            earned=earned[month], held=kept, available=free - paid, paid=paid
        )
    return found


def paid_out(moves: Iterable[PayoutMove]) -> int:
    """What payouts took in all, less what came back; what was written off was not paid."""
    return -sum(each.change for each in moves if each.kind in {RESERVED, CAME_BACK})


def paid_by(free_at: datetime, moves: Sequence[PayoutMove]) -> PayoutMove | None:
    """The payout that took what was free from a moment on: the first batch since whose money did
    not come back; None where there is none."""
    back = {each.book for each in moves if each.kind == CAME_BACK}
    taken = (
        each
        for each in moves
        if each.kind == RESERVED and each.at >= free_at and each.book not in back
    )
    return min(taken, key=lambda each: each.at, default=None)
