"""How long a store's orders took from our edge to the ledger, by the latest ones of today.

It is read, not counted: an order pays nothing for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from commissions.domain.ledger.journal import Journal
from commissions.tables import inbox, journals, orders_by_day, versioned
from commissions.tables.facts import inbox_of
from commissions.tables.ledger import FACTS, JOURNAL

SAMPLE = 25


@dataclass(frozen=True, slots=True)
class LedgerLag:
    """Nine of ten orders took no longer than this; what waited for somebody is one of the tenth."""

    within: timedelta
    orders: int
    """Of how many."""


def ledger_lag(store_id: str, today: date) -> LedgerLag | None:
    """None where no order of today is in the ledger. Four reads, however many orders there are."""
    keys = list(islice(orders_by_day.latest_of_day(store_id, today), SAMPLE))
    first = versioned.get_all(JOURNAL, [{"order_key": key, "number": 1} for key in keys])
    written = [journals.from_item(each) for each in first]
    lags = sorted(_lags(written))
    if not lags:
        return None
    slowest_of_nine = -(-len(lags) * 9 // 10) - 1
    return LedgerLag(lags[slowest_of_nine], len(lags))


def _lags(written: Sequence[Journal]) -> list[timedelta]:
    """Of each journal, how long after the last of what led to it had come in it was recorded."""
    keys = [
        {"order_key": each.order_key, "fact_id": fact} for each in written for fact in each.facts
    ]
    came_in = {
        (each["order_key"], each["fact_id"]): inbox_of(each)
        for each in versioned.get_all(FACTS, keys)
    }
    received = inbox.received_at_of(came_in.values())
    found = []
    for journal in written:
        ids = (came_in.get((journal.order_key, fact), "") for fact in journal.facts)
        times: list[datetime] = [received[each] for each in ids if each in received]
        found += [max(journal.recorded_at - max(times), timedelta())] if times else []
    return found
