"""One text for all that a close came to: two runs with the same text paid everybody the same."""

import hashlib

import numpy as np

from commissions.domain.close.engine import ClosedColumns

COLUMNS = ("member", "level", "key", "rank", "base", "rate", "raw", "amount", "reason")


def awards_digest(closed: ClosedColumns) -> str:
    """Over every column of every award, paid or not, and how everybody was judged. The width of a
    column does not count, so that a narrower one of the same figures has the same digest."""
    found, judged = hashlib.sha256(), closed.close.judged
    for awards in closed.awards:
        found.update(awards.bonus.encode())
        for name in COLUMNS:
            _add(found, getattr(awards, name))
    for column in (judged.active, judged.paid_as, judged.title, judged.periods_below):
        _add(found, column)
    return found.hexdigest()[:16]


PART = 1 << 20


def _add(found: "hashlib._Hash", column: np.ndarray) -> None:
    """A part at a time, so that no copy of a whole column is made."""
    for begin in range(0, len(column), PART):
        found.update(np.ascontiguousarray(column[begin : begin + PART], np.int64))
