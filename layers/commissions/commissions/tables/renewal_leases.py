"""The lease on renewing what opens a store's API, in the progress table: one item a store.

Every write says what it follows, so that of many who take a free lease one has it, and whoever
comes back after it ended changes nothing.
"""

import os
from datetime import UTC, datetime

from commissions.domain.stores.access_token import RenewalLease
from commissions.tables import items, versioned
from commissions.tables.items import Item

TABLE = os.environ["PROGRESS_TABLE"]
NAME = "token renewal"


def read(store_id: str) -> tuple[RenewalLease, int]:
    """The lease as it is now, and its version: 0 where nobody ever had it."""
    found = items.get(TABLE, {"store_id": store_id, "name": NAME})
    if found is None:
        return RenewalLease(), 0
    lease = RenewalLease(
        holder=found["holder"],
        held_until=_moment(found.get("held_until")),
        rests_until=_moment(found.get("rests_until")),
        failed=found["failed"],
        mended=found["mended"],
        refusal=found["refusal"],
    )
    return lease, found["version"]


def write(store_id: str, lease: RenewalLease, *, after: int) -> bool:
    """Makes this the lease, unless it is another one by now than was read; whether it is. A write
    whose answer was lost is sent again, and then finds itself."""
    item: Item = {
        "store_id": store_id,
        "name": NAME,
        "holder": lease.holder,
        "held_until": _milliseconds(lease.held_until),
        "rests_until": _milliseconds(lease.rests_until),
        "failed": lease.failed,
        "mended": lease.mended,
        "refusal": lease.refusal,
    }
    try:
        versioned.put(TABLE, item, after=after)
    except versioned.VersionConflict:
        stands, version = read(store_id)
        return bool(lease.holder) and (stands.holder, version) == (lease.holder, after + 1)
    return True


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)


def _milliseconds(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)
