"""Settles what a record tells, and says what the ledger made of it."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from commissions.domain.announcement import announcements
from commissions.domain.facts import Content
from commissions.domain.order import OrderRefunded
from commissions.domain.parking import OrderParked, park
from commissions.domain.waits_for import WaitsFor
from commissions.events import Event, Record, Trace
from commissions.runtime.observe import count, milliseconds
from commissions.runtime.releasing import release_waiting
from commissions.tables import ledger
from commissions.tables.ledger import FactConflict, Settlement

OTHER_CURRENCY = "amount_in_other_currency"


def settled(event: Event[Any], told: Sequence[Content]) -> Iterable[Record]:
    """The announcements of the journals that the record led to, now or when it came before.

    A refund that finds no order, or no line, is a fact all the same; it is parked to be seen.
    """
    record, trace = told[0], event.trace
    now = datetime.now(UTC)
    try:
        settlement = ledger.settle(record.order_key, told, inbox=trace.inbox, now=now)
    except FactConflict as conflict:
        count("FactConflicts")
        return [_conflict(event, conflict)]
    if settlement.posted:
        count("JournalsPosted")
        _lag(trace, now)
    if not isinstance(record, OrderRefunded):
        _release(settlement, record.order_key)
        return _news(settlement)
    return [*_news(settlement), *_waits(record, settlement)]


def _lag(trace: Trace, now: datetime) -> None:
    """How long a commission took; what was parked waited for others, and has its own gauge."""
    if not trace.parked_under:
        milliseconds("CommissionLag", _milliseconds(now - trace.told_at))
        milliseconds("CommissionLagReceived", _milliseconds(now - trace.received_at))


def _milliseconds(time: timedelta) -> float:
    return max(0.0, time.total_seconds() * 1000)


def _news(settlement: Settlement) -> list[Record]:
    return [news for journal in settlement.journals for news in announcements(journal)]


def _release(settlement: Settlement, order_key: str) -> None:
    """What came for an order goes on with it: refunds that had been waiting for it."""
    if settlement.was_waiting and not settlement.target.waiting:
        release_waiting([WaitsFor.order(order_key)])


def _waits(refund: OrderRefunded, settlement: Settlement) -> list[OrderParked]:
    target, waits_for = settlement.target, WaitsFor.order(refund.order_key)
    if target.waiting:
        detail = "the refund came before its order"
        return [park(refund, "no_order", detail, waits_for=waits_for)]
    if refund.refund_id in target.unknown_lines:
        detail = "the refund names a line, or a currency, that the order does not have"
        return [park(refund, "unknown_line", detail, waits_for=waits_for)]
    if OTHER_CURRENCY in refund.flags:
        detail = "money went back in another currency, and names no line"
        operator = WaitsFor.operator(refund.order_key)
        return [park(refund, "other_currency", detail, waits_for=operator)]
    if target.lock and target.lock.policies.amount_only_refund == "park" and refund.amount_only:
        detail = "money went back that names no line"
        operator = WaitsFor.operator(refund.order_key)
        return [park(refund, "amount_only_refund", detail, waits_for=operator)]
    return []


def _conflict(event: Event[Any], conflict: FactConflict) -> OrderParked:
    operator = WaitsFor.operator(conflict.order_key)
    return park(event.record, "conflict", str(conflict), waits_for=operator)
