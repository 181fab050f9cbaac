"""Moments over which no window reaches: each hour that was asked for, and each freeze of a run.

A cut is made when it is asked for, at once. What was recorded may be exported only some minutes
later, so that no window that would reach over it can have been begun by then.
"""

from datetime import datetime

from commissions.warehouse import bucket
from commissions.warehouse.schema import VERSION
from commissions.warehouse.windows import compact, read_compact

FOLDER = f"warehouse/{VERSION}/cuts/"


def make(moment: datetime) -> bool:
    """False where it is one already."""
    return bucket.put_if_absent(f"{FOLDER}{compact(moment)}", b"", "text/plain")


def next_after(moment: datetime) -> datetime | None:
    """The first cut that is later than a moment."""
    found = next(iter(bucket.keys(FOLDER, after=f"{FOLDER}{compact(moment)}")), None)
    return read_compact(found.removeprefix(FOLDER)) if found else None
