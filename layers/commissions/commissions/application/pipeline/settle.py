"""Settles what a record tells, and says what the ledger made of it."""

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from commissions.application.pipeline.release import release_answered, release_waiting
from commissions.aws.telemetry import count, milliseconds
from commissions.domain.backoff import full_jitter
from commissions.domain.ledger.decisions import Decisions, decisions_of
from commissions.domain.ledger.facts import Content, Fact, FactConflict, fact, named, new_facts
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.journal_events import journal_events
from commissions.domain.ledger.month_settlement import OrderToSettle, next_journals, restates
from commissions.domain.ledger.target import Target, fold
from commissions.domain.ledger.waits import conflict_waits, refund_waits
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.order import OrderRefunded
from commissions.domain.orders.parking import WaitsFor
from commissions.events import Event, Record, Trace
from commissions.tables import ledger, plans
from commissions.tables.ledger import FactRow, StoredOrder

TRIES_MAX = 8
PAUSE_SECONDS = (0.02, 0.4)


class Contended(RuntimeError):
    """Others kept writing to the same order; the message has to come again."""


@dataclass(frozen=True, slots=True)
class Settlement:
    journals: tuple[Journal, ...]
    """What the told facts led to, now or when they were told before."""
    target: Target
    posted: bool
    was_waiting: bool
    decided: Decisions


def settled(event: Event[Any], contents: Sequence[Content]) -> Iterable[Record]:
    """The announcements of the journals that the record led to, now or when it came before.

    A refund that finds no order, or no line, is a fact all the same; it is parked to be seen.
    """
    record, trace = contents[0], event.trace
    now = datetime.now(UTC)
    try:
        settlement = settle(record.order_key, contents, inbox=trace.inbox_id, now=now)
    except FactConflict as conflict:
        count("FactConflicts")
        return [conflict_waits(event.record, conflict)]
    if settlement.posted:
        count("JournalsPosted")
        _lag(trace, now)
    if isinstance(record, OrderDecided):
        release_answered(record)
    if not isinstance(record, OrderRefunded):
        _release(settlement, record.order_key)
        return _events(settlement)
    return [*_events(settlement), *refund_waits(record, settlement.target)]


def settle(order_key: str, contents: Sequence[Content], *, inbox: str, now: datetime) -> Settlement:
    """Adds facts to an order and posts what they change; told again, they change nothing.

    What is more than one transaction takes is written in several: each leaves a ledger that is
    whole, and a head that says more is to come. Raises FactConflict, or Contended after TRIES_MAX
    tries.
    """
    told = [fact(content) for content in contents]
    written: list[Journal] = []
    failed = 0
    while failed < TRIES_MAX:
        stored = ledger.read(order_key)
        order = _to_settle(stored, told, now)
        target = _target(order.facts)
        journals = next_journals(order, target, _target)
        part = ledger.fitting(journals)
        if order.new or journals or stored.head.unfinished:
            if not _write(stored, order, target, part, inbox, unfinished=part != journals):
                _pause(failed)
                failed += 1
                continue
            written += part
        if part == journals:
            caused, decided = _caused(order, written), decisions_of(order.facts)
            return Settlement(caused, target, bool(written), stored.head.waiting, decided)
    raise Contended(order_key)


def _target(facts: Iterable[Fact]) -> Target:
    return fold(facts, plans.get)


def _to_settle(stored: StoredOrder, told: Sequence[Fact], now: datetime) -> OrderToSettle:
    """Raises FactConflict."""
    facts = named(told, stored.facts)
    return OrderToSettle(
        order_key=stored.order_key,
        known=stored.facts,
        told=facts,
        new=new_facts(facts, stored.facts),
        posted=stored.journals,
        recorded_at=now,
        is_restated=stored.head.unfinished or any(map(restates, facts)),
    )


def _write(  # noqa: PLR0913 - all that a transaction is made of
    stored: StoredOrder,
    order: OrderToSettle,
    target: Target,
    journals: Sequence[Journal],
    inbox: str,
    *,
    unfinished: bool,
) -> bool:
    rows = [FactRow(each, inbox, order.recorded_at) for each in order.new]
    waiting = target.waiting or bool(target.unknown_lines)
    return ledger.write(
        stored, rows, journals, waiting=waiting, order=target.order, unfinished=unfinished
    )


def _caused(order: OrderToSettle, written: Sequence[Journal]) -> tuple[Journal, ...]:
    """What was written now, and what the same facts led to when they were told before."""
    ids = {each.fact_id for each in order.told}
    known = [each for each in order.posted if ids & set(each.facts)]
    by_number = {each.number: each for each in (*known, *written)}
    return tuple(by_number[number] for number in sorted(by_number))


def _pause(attempt: int) -> None:
    first, longest = PAUSE_SECONDS
    time.sleep(full_jitter(attempt, first=first, longest=longest, dice=random.uniform))


def _lag(trace: Trace, now: datetime) -> None:
    """How long a commission took; what was parked waited for others, and has its own gauge."""
    if not trace.parked_under:
        milliseconds("CommissionLag", _milliseconds(now - trace.occurred_at))
        milliseconds("CommissionLagReceived", _milliseconds(now - trace.received_at))


def _milliseconds(time: timedelta) -> float:
    return max(0.0, time.total_seconds() * 1000)


def _events(settlement: Settlement) -> list[Record]:
    return [event for journal in settlement.journals for event in journal_events(journal)]


def _release(settlement: Settlement, order_key: str) -> None:
    """What came for an order goes on with it: refunds that had been waiting for it."""
    if settlement.was_waiting and not settlement.target.waiting:
        release_waiting([WaitsFor.order(order_key)])
