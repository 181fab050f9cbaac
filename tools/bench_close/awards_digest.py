"""One text for all that a close came to: two runs with the same text paid everybody the same."""

import hashlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from commissions.domain.close.engine import ClosedColumns

PART = 1 << 20
"""Rows that are looked at together, so that no copy of a whole column is made."""
COLUMNS = ("member", "level", "key", "rank", "base", "rate", "raw", "amount", "reason")


def awards_digest(closed: ClosedColumns) -> str:
    """Over every column of every award, paid or not, and how everybody was judged. The width of a
    column does not count, so that a narrower one of the same figures has the same digest."""
    found, judged = hashlib.sha256(), closed.close.judged
    for awards in closed.awards:
        found.update(awards.bonus.encode())
        for name in COLUMNS:
            for part in _parts(getattr(awards, name)):
                found.update(part)
    for column in (judged.active, judged.paid_as, judged.title, judged.periods_below):
        for part in _parts(column):
            found.update(part)
    return found.hexdigest()[:16]


def _parts(column: NDArray[np.generic]) -> Iterator[bytes]:
    for begin in range(0, len(column), PART):
        yield column[begin : begin + PART].astype(np.int64).tobytes()
