"""What of each store's messages was refused at the edge, and whether somebody has to look."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.stores.refusals import RECIPIENT
from commissions.domain.stores.store import Store
from commissions.tables import refusals, store_notes
from commissions.tables.store_notes import StoreNotes

SHOWN_SECONDS_MAX = 24 * 3600
RECENT_SECONDS = refusals.RECENT.total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedHealth:
    """What of a store's messages was refused for one reason, lately."""

    store: Store
    reason: str
    """`domain.stores.refusals`."""
    count: int
    last_age: float
    """Seconds since the last one."""
    named: str
    """What the last one of another shop called itself."""
    accepted_since: bool
    """Whether one of the store's own was accepted after the last of these."""

    @property
    def is_well(self) -> bool:
        """A wrong signature may be anybody's, as long as the store's own are accepted."""
        if self.last_age > RECENT_SECONDS:
            return True
        return self.reason != RECIPIENT and self.accepted_since


def health(
    known: Iterable[Store], now: datetime, notes: Mapping[str, StoreNotes] | None = None
) -> Iterator[RefusedHealth]:
    """`notes`: of these stores, where they have been read already."""
    every = list(known)
    read = store_notes.notes_of(each.store_id for each in every) if notes is None else notes
    for store in every:
        noted = read[store.store_id]
        last = noted.heard.last_at if noted.heard else None
        for reason, refused in noted.refused.by_reason.items():
            age = (now - refused.last_at).total_seconds()
            if age <= SHOWN_SECONDS_MAX:
                yield RefusedHealth(
                    store=store,
                    reason=reason,
                    count=refused.count,
                    last_age=age,
                    named=refused.named,
                    accepted_since=bool(last and last > refused.last_at),
                )
