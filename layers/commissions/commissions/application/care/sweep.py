"""The sweeper: closes every gap between the edge and the ledger, and reads the gauges."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from commissions.application.care.lost_records import asked_for
from commissions.application.care.retell import replay, tell
from commissions.application.care.superseded import may_be_over, strike_off
from commissions.application.pipeline.release import release
from commissions.application.sync.request_fetch import request_fetch
from commissions.aws.telemetry import count, logger, seconds
from commissions.domain.backoff import exponential
from commissions.domain.orders.parking import AwaitedKind, WaitsFor
from commissions.domain.stores.store import UnknownStore, has_api
from commissions.tables import inbox, last_messages, parked, pending, privacy, refusals, stores
from commissions.tables.inbox import InboxItem
from commissions.tables.parked import ParkedEntry

PENDING_MAX = timedelta(minutes=5)
BATCH_MAX = 200
PARKED_ALARM = timedelta(minutes=15)
PRIVACY_ALARM = timedelta(days=10)
"""What people ask by law is due within 30 days: so long before, an alarm rings."""
WHY_ASKED = {
    "no_order": "a refund waits for it",
    "instalment": "an order that pays a part of it waits for it",
}
"""For what reason a record waits for an order that the store is asked for."""
# Where a parked record waits for something that no stream tells of, it is tried again by itself,
# each time after twice as long.
RETRY_FIRST = timedelta(minutes=15)
RETRY_LONGEST = timedelta(hours=24)


def sweep(*, now: datetime) -> dict[str, int]:
    """One round; says how much was put on the bus again."""
    # Looked for first: what comes due now is pending from now on, and not stuck.
    stuck = pending.never_swept(now - PENDING_MAX, BATCH_MAX)
    stuck += pending.retries_due(now, BATCH_MAX)
    asked = sum(_tried(replay, item) for item in pending.come_due(now, BATCH_MAX))
    replayed = sum(_tried(_tell_again, item, now) for item in stuck)
    waiting = list(parked.all_entries())
    again = [entry for entry in waiting if _due(entry, now)][:BATCH_MAX]
    released = sum(_tried(_let_go_on, entry) for entry in again)
    over = {entry.record_key for entry in _looked_at(waiting, now) if _tried(strike_off, entry)}
    still = [entry for entry in waiting if entry.record_key not in over]
    _gauges(now, [entry for entry in still if entry.holds])
    return {"asked": asked, "replayed": replayed, "released": released}


def _tried[**P](action: Callable[P, bool | None], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Whether it was done. What fails holds up neither the others nor the gauges: it is tried again
    next time."""
    try:
        done = action(*args, **kwargs)
    except Exception:
        logger.exception("could not be swept")
        count("RecordsFailed")
        return False
    return done is not False


def _tell_again(item: InboxItem, now: datetime) -> None:
    """The next time after twice as long: what fails every time must not fill the dead letters."""
    logger.warning("pending too long: told again", inbox=item.id, sweeps=item.sweeps)
    pause = exponential(item.sweeps + 1, first=PENDING_MAX, longest=RETRY_LONGEST)
    if pending.mark_swept(item, now + pause):
        tell(item)


def _let_go_on(entry: ParkedEntry) -> None:
    if asked_for(entry, inbox.find(entry.inbox)):
        return
    if entry.reason in WHY_ASKED:
        _ask_for(entry)
    release(entry)


def _due(entry: ParkedEntry, now: datetime) -> bool:
    """Whether its next try has come: what waits for a person is left alone."""
    if WaitsFor.parse(entry.waits_for).kind is AwaitedKind.OPERATOR:
        return False
    pause = exponential(entry.tries - 1, first=RETRY_FIRST, longest=RETRY_LONGEST)
    return now - entry.tried_at > pause


def _looked_at(waiting: Sequence[ParkedEntry], now: datetime) -> list[ParkedEntry]:
    """Those that may be over; of more than a round takes, every minute others."""
    found = [entry for entry in waiting if may_be_over(entry)]
    rounds = -(-len(found) // BATCH_MAX) or 1
    return found[int(now.timestamp() // 60) % rounds :: rounds]


def _ask_for(entry: ParkedEntry) -> None:
    """Has the store asked for the order that a record waits for: perhaps its webhook was lost."""
    awaited = WaitsFor.parse(entry.waits_for)
    if awaited.kind is not AwaitedKind.ORDER:
        return
    store_id = entry.order_key.split("/")[1]
    with suppress(UnknownStore):
        if has_api(stores.get(store_id)):
            request_fetch(awaited.name, entry.since, WHY_ASKED[entry.reason])


def _gauges(now: datetime, waiting: list[ParkedEntry]) -> None:
    """Sent every minute, also at 0: a gauge that is missing is an alarm of its own."""
    oldest = pending.oldest()
    seconds("OldestPendingSeconds", (now - oldest).total_seconds() if oldest else 0)
    count("ParkedOrders", len(waiting))
    count("ParkedOver15Minutes", sum(now - entry.since > PARKED_ALARM for entry in waiting))
    first = min((entry.since for entry in waiting), default=now)
    seconds("OldestParkedSeconds", (now - first).total_seconds())
    count("PrivacyRequestsDue", privacy.due_before(now + PRIVACY_ALARM))
    known = _heard()
    count("SilentStores", sum(_is_silent(store_id, hours, now) for store_id, hours in known))
    count(
        "MisaddressedStores", sum(refusals.is_misaddressed(store_id, now) for store_id, _ in known)
    )


def _heard() -> list[tuple[str, int]]:
    ours = [store for store in stores.all_stores() if not store.closed]
    return [(store.store_id, store.silent_hours) for store in ours]


def _is_silent(store_id: str, hours: int, now: datetime) -> bool:
    seen = last_messages.last_at(store_id) if hours else None
    return seen is not None and now - seen > timedelta(hours=hours)
