"""What is listed of orders as such: looked at when its day has come, and when a person asks."""

from datetime import datetime

from commissions.application.pipeline.settle import TRIES_MAX, Contended, watched
from commissions.aws.telemetry import count, logger
from commissions.domain.ledger.target import Target, fold
from commissions.tables import ledger, parked, plans
from commissions.tables.parked import LOOKED_AT, ParkedEntry

LISTED_READ_MAX = 2_000
"""So many of those that are listed are looked at again in one round, the longest unseen first."""


def list_due(now: datetime) -> int:
    """Lists what has become due of orders whose day has come, and strikes off what is so no more;
    says how many were looked at. What fails holds up no other, and comes again next time."""
    due = {entry.order_key: _day(entry.record_key) for entry in parked.looks_due(now)}
    listed = sorted(filter(_is_of_order, parked.all_entries()), key=lambda entry: entry.tried_at)
    again = dict.fromkeys((entry.order_key for entry in listed[:LISTED_READ_MAX]), LOOKED_AT)
    return sum(_tried(order_key, day, now) for order_key, day in (again | due).items())


def look_again(order_key: str, now: datetime, *, day: str = LOOKED_AT) -> Target:
    """Lists of an order what its facts make due by now, and strikes off what they do not.

    `day`: that under which it was found. Looked at twice, it is the same. Raises Contended.
    """
    for _ in range(TRIES_MAX):
        stored = ledger.read(order_key)
        target = fold(stored.facts, plans.get)
        _, writes = watched(order_key, target, was=day, now=now)
        parked.commit(writes)
        # Whoever settled it meanwhile had struck off, or listed, by other facts than these.
        if ledger.version(order_key) == stored.head.version:
            return target
    raise Contended(order_key)


def _tried(order_key: str, day: str, now: datetime) -> bool:
    try:
        look_again(order_key, now, day=day)
    except Exception:
        logger.exception("could not be looked at again", order=order_key)
        count("RecordsFailed")
        return False
    return True


def _is_of_order(entry: ParkedEntry) -> bool:
    return entry.is_of_order


def _day(record_key: str) -> str:
    return record_key.partition("/")[0]
