"""Volume that came back at the average that a bonus paid on a point of its period, whatever bracket
or level it was in: `refunds.rate: period_average`."""

import numpy as np

from commissions.domain.close.award_columns import NO_KEY, NO_RATE, AwardColumns, Reason
from commissions.domain.close.difference import check_alike, paid_rows
from commissions.domain.close.engine import ClosedColumns
from commissions.domain.close.exact import narrowed, plus, rounded
from commissions.domain.close.primitives import pushed
from commissions.domain.close.terms import whole


def average_returns(before: ClosedColumns, after: ClosedColumns) -> list[AwardColumns]:
    """By bonus one award a member: `- volume that came back x what was paid / volume it was paid
    on`, rounded once. Raises NotOneClose."""
    check_alike(before, after)
    slots, mode = before.close.nobody + 1, before.close.terms.mode
    pairs = zip(before.awards, after.awards, strict=True)
    return [_of_bonus(paid_rows(was), paid_rows(now), slots, mode) for was, now in pairs]


def _of_bonus(was: AwardColumns, now: AwardColumns, slots: int, mode: str) -> AwardColumns:
    paid, bases = pushed(was.amount, was.member, slots), pushed(was.base, was.member, slots)
    back = plus(bases, -pushed(now.base, now.member, slots))
    some = np.zeros(slots, dtype=bool)
    some[was.member] = True
    members = np.flatnonzero(some & (back != 0) & (bases != 0))
    changes = [_share(int(back[each]), int(paid[each]), int(bases[each]), mode) for each in members]
    amount = whole(changes)
    rows = np.flatnonzero(amount)
    nothing = np.zeros(rows.size, dtype=np.int64)
    return AwardColumns(
        bonus=was.bonus,
        kind=was.kind,
        keys=was.keys,
        member=members[rows],
        level=nothing,
        key=np.full(rows.size, NO_KEY),
        rank=nothing,
        base=narrowed(-back[members[rows]]),
        rate=np.full(rows.size, NO_RATE),
        denominator=was.denominator,
        raw=amount[rows],
        amount=amount[rows],
        reason=np.full(rows.size, int(Reason.AFTER_THE_CLOSE)),
    )


def _share(back: int, paid: int, base: int, mode: str) -> int:
    sign = -1 if base < 0 else 1
    return int(rounded(whole([-back * paid * sign]), abs(base), mode)[0])
