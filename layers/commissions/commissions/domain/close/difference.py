"""What a second close of a period pays more or less than the first, award by award.

Each award is what it now is less what it was, both rounded: so corrections add up to what a fresh
close would pay, however many there are.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from commissions.domain.close.award_columns import AwardColumns, Reason
from commissions.domain.close.engine import ClosedColumns
from commissions.domain.close.exact import Places, Whole, plus
from commissions.domain.close.primitives import pushed

COLUMNS = ("member", "level", "key", "rank", "base", "rate", "raw", "amount", "reason")


class NotOneClose(ValueError):
    """Two closes that are not of one period under one plan."""


def difference(before: ClosedColumns, after: ClosedColumns) -> list[AwardColumns]:
    """By bonus the awards that changed: amount and base are what they changed by. Raises
    NotOneClose."""
    check_alike(before, after)
    pairs = zip(before.awards, after.awards, strict=True)
    return [_changes(paid_rows(was), paid_rows(now)) for was, now in pairs]


def check_alike(before: ClosedColumns, after: ClosedColumns) -> None:
    """Orders that came later stand behind the others, so that their places are the same."""
    was, now = before.close.period, after.close.period
    bonuses = [[each.bonus for each in run.awards] for run in (before, after)]
    same = (
        bonuses[0] == bonuses[1]
        and (was.every, was.period) == (now.every, now.period)
        and list(was.members.ids) == list(now.members.ids)
        and list(was.sales.ids) == list(now.sales.ids[: len(was.sales.ids)])
    )
    if not same:
        raise NotOneClose(
            f"{was.period} and {now.period}: a difference is of two closes of one period under one "
            "plan, with the same members and orders"
        )


def paid_rows(awards: AwardColumns) -> AwardColumns:
    return rows_of(awards, np.flatnonzero(awards.amount))


def rows_of(awards: AwardColumns, rows: Places) -> AwardColumns:
    return replace(awards, **{name: getattr(awards, name)[rows] for name in COLUMNS})


def _changes(was: AwardColumns, now: AwardColumns) -> AwardColumns:
    """One row a key, as the first close had it where it had it."""
    names = ("member", "level", "key")
    keys = [np.concatenate([getattr(was, name), getattr(now, name)]) for name in names]
    number = _numbered(keys)
    many = int(number.max(initial=-1)) + 1
    amount = _changed(was.amount, now.amount, number, many)
    base = _changed(was.base, now.base, number, many)
    first = np.full(many, number.size)
    np.minimum.at(first, number, np.arange(number.size))
    changed = np.flatnonzero(amount)
    rows = first[changed]
    both = _joined(was, now)
    return replace(
        rows_of(both, rows),
        base=base[changed],
        raw=amount[changed],
        amount=amount[changed],
        reason=np.full(rows.size, int(Reason.AFTER_THE_CLOSE)),
    )


def _changed(was: Whole, now: Whole, number: Places, many: int) -> Whole:
    return plus(pushed(now, number[was.size :], many), -pushed(was, number[: was.size], many))


def _numbered(keys: Sequence[Places]) -> Places:
    """The same number for rows of one key, from 0."""
    order = np.lexsort(keys[::-1])
    changes = np.zeros(order.size, dtype=np.int64)
    for column in keys:
        there = column[order]
        changes[1:] |= there[1:] != there[:-1]
    number = np.empty_like(changes)
    number[order] = np.cumsum(changes)
    return number


def _joined(was: AwardColumns, now: AwardColumns) -> AwardColumns:
    """Rates of one bonus are over one denominator: that of its plan."""
    both: dict[str, Any] = {
        name: np.concatenate([getattr(was, name), getattr(now, name)]) for name in COLUMNS
    }
    return replace(was, **both)
