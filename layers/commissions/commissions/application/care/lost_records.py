"""Parked orders whose records lay outside of the inbox, as they were too large, and are gone."""

from commissions.application.sync.request_fetch import request_fetch
from commissions.aws.telemetry import logger
from commissions.domain.stores.store import has_api
from commissions.tables import parked, stores
from commissions.tables.inbox import InboxItem
from commissions.tables.parked import ParkedEntry

REASON = "its record is lost"


class RecordsLost(LookupError):
    """What was parked is gone, and its store cannot be asked for it."""

    def __init__(self, entry: ParkedEntry) -> None:
        super().__init__(
            f"The record of {entry.order_key} that waits was kept for 30 days and is gone, and "
            f"{entry.order_key.split('/')[1]} cannot be asked: have the order told again, then "
            "dismiss this"
        )


def asked_for(entry: ParkedEntry, item: InboxItem | None) -> bool:
    """Has the store asked for a parked order of which nothing is left; False where all is there.

    What the store answers comes as new, and waits by itself if it has to: so nothing waits any more
    under what is lost. Twice it asks once. `item`: what the entry is of. Raises RecordsLost.
    """
    if item is None or not item.is_lost:
        return False
    if not has_api(stores.get(entry.order_key.split("/")[1])):
        raise RecordsLost(entry)
    logger.warning("the record of a parked order is lost: its store is asked", inbox=entry.inbox)
    request_fetch(entry.order_key, entry.since, REASON)
    parked.remove_of(entry)
    return True
