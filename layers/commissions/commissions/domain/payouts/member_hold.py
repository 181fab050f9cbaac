"""When what a member's lines of one order brought is free to be paid, and what took it since."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.ledger.member_lines import MemberLine
from commissions.domain.ledger.member_orders import MemberOrder
from commissions.domain.payouts.free_parts import EarnedLine, free_parts
from commissions.domain.payouts.month_standing import paid_by
from commissions.domain.payouts.standing import PayoutMove

HoldOf = Callable[[str, int], int]
"""The days of a plan's version, by its id and number."""


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """An order as it stands in a list."""

    order: MemberOrder
    free_at: datetime | None
    """When all that is left of it is free to be paid; None where nothing is left."""
    payout: str = ""
    """The batch that took it; empty where none did."""


def free_at(lines: Iterable[MemberLine], hold_of: HoldOf) -> datetime | None:
    """When all that stands of lines of one order is free; None where nothing stands."""
    parts = free_parts(
        EarnedLine(
            event_id=each.event_id,
            award=each.award.key,
            at=each.at,
            amount=each.amount,
            hold_days=hold_of(each.context.plan, each.context.plan_version),
        )
        for each in lines
        if each.award and each.amount
    )
    sums: dict[datetime, int] = {}
    for part in parts:
        sums[part.free_at] = sums.get(part.free_at, 0) + part.amount
    return max((at for at, amount in sums.items() if amount > 0), default=None)


def batch_of_payout(moves: Sequence[PayoutMove], free: datetime | None) -> str:
    """The batch that took what was free from a moment on; empty where none did."""
    taken = paid_by(free, moves) if free else None
    return taken.book.split("/")[1] if taken else ""
