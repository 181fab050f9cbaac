"""The holding tank: new members wait for a seat that somebody chooses, and then get one anyway."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMember:
    """Somebody without a seat yet, and where they would like one."""

    member_id: str
    sponsor: str
    enrolled_at: datetime
    parent: str = ""
    """Under whom the seat is wished for; empty: below the sponsor, by spillover."""
    side: str = ""

    def waits_until(self, holding_days: int) -> datetime:
        """The first moment at which spillover gives them a seat."""
        return self.enrolled_at + timedelta(days=holding_days)


def due(
    waiting: Iterable[WaitingMember], holding_days: int, as_of: datetime
) -> tuple[WaitingMember, ...]:
    """Whose wait has ended by a moment, in the order in which they are to be placed.

    Who enrolled first is placed first, so a sponsor comes before whom they brought, and the same
    people get the same seats whenever, and however often, this is asked.
    """
    over = [each for each in waiting if each.waits_until(holding_days) <= as_of]
    return tuple(sorted(over, key=lambda each: (each.enrolled_at, each.member_id)))
