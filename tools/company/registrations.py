"""From when on a code, an account or a site leads to somebody, and when the company said so.

What a row does not say is decided when it is loaded first, written down, and stays: while no order
is known that could have gone by it, it holds always; after that a code may still be one that
waiting orders name, and an account or a site is somebody's from now on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from commissions.application.company_files.csv_rows import CsvRow
from commissions.domain.registration import Registration

REGISTERED_AT = "registered_at"
FOR_PREVIEWS = "is for previews: what is loaded is registered when it is loaded"


@dataclass(frozen=True, slots=True)
class StatedTimes:
    """What a row itself says of them."""

    since: datetime | None = None
    registered_at: datetime | None = None

    def of(self, member: str) -> Registration:
        """As a preview counts it: always, but for what is stated."""
        return Registration(member, self.since, self.registered_at)


NOT_SAID = StatedTimes()


def stated_times(row: CsvRow, since: str) -> StatedTimes:
    """`since`: the column that says it."""

    def moment(column: str) -> datetime | None:
        return row.moment(column) if row.text(column) else None

    return StatedTimes(moment(since), moment(REGISTERED_AT))


@dataclass(frozen=True, slots=True)
class Loading:
    """One loading of a company's files."""

    now: datetime
    has_orders: Callable[[str], bool]
    """Whether any order of a store is known; of no store named, any at all."""

    def of_code(self, member: str, stated: StatedTimes) -> Registration:
        """A new code may have been out before the company told of it."""
        if not self.has_orders(""):
            return Registration(member, stated.since)
        return Registration(member, stated.since, self.now)

    def of_store(self, member: str, store_id: str, stated: StatedTimes) -> Registration:
        """An account in a store, or the store itself."""
        if not self.has_orders(store_id):
            return Registration(member, stated.since)
        return Registration(member, stated.since or self.now, self.now)
