"""Settles what a record tells, and says what the ledger made of it."""

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from commissions.application.pipeline.instalments import is_sold_in_parts
from commissions.application.pipeline.release import (
    release_answered,
    release_disputes,
    release_waiting,
)
from commissions.aws.telemetry import count, milliseconds
from commissions.domain.backoff import full_jitter
from commissions.domain.ledger.decisions import Decisions, decisions_of
from commissions.domain.ledger.dispute_waits import dispute_waits, snapshot_waits
from commissions.domain.ledger.facts import Content, Fact, FactConflict, fact, named, new_facts
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.journal_events import journal_events
from commissions.domain.ledger.settlement import next_journal
from commissions.domain.ledger.target import Target, fold
from commissions.domain.ledger.waits import (
    conflict_waits,
    listed_entries,
    next_look,
    order_waits,
    refund_waits,
)
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderPlaced, OrderRefunded
from commissions.domain.orders.parking import OrderParked, WaitsFor
from commissions.events import Event, Record, Trace
from commissions.tables import ledger, parked, plans
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

    A refund that finds no order, or no line, is a fact all the same; it is parked to be seen. So is
    a dispute that has not ended, or of which a person has to say what it took. What is listed of
    the order as such is written with its facts, and only told of here.
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
    if not isinstance(record, OrderRefunded | OrderDisputed):
        in_parts = isinstance(record, OrderPlaced) and is_sold_in_parts(record)
        _release(settlement, record.order_key, always=in_parts)
    if settlement.target.disputes and not trace.parked_under:
        release_disputes(record.order_key)
    return [*_news(settlement, now), *_waits(record, settlement.target)]


def _waits(record: Content, target: Target) -> list[OrderParked]:
    match record:
        case OrderRefunded():
            return refund_waits(record, target)
        case OrderDisputed():
            return dispute_waits(record, target)
        case OrderPlaced():
            return [*order_waits(record, target), *snapshot_waits(record, target)]
    return []


def settle(order_key: str, contents: Sequence[Content], *, inbox: str, now: datetime) -> Settlement:
    """Adds facts to an order and posts what they change; told again, they change nothing.

    Raises FactConflict, or Contended after TRIES_MAX tries.
    """
    told = [fact(content) for content in contents]
    for attempt in range(TRIES_MAX):
        stored = ledger.read(order_key)
        facts = named(told, stored.facts)
        new = new_facts(facts, stored.facts)
        target = fold(stored.facts + new, plans.get)
        decided = decisions_of(stored.facts + new)
        journal = next_journal(order_key, target, stored.journals, facts, recorded_at=now)
        if not new and journal is None:
            caused = _caused_by(facts, stored)
            return Settlement(caused, target, False, stored.head.waiting, decided)
        rows = [FactRow(each, inbox, now) for each in new]
        waiting = target.waiting or bool(target.unknown_lines)
        watch, beside = watched(order_key, target, was=stored.head.watch, now=now)
        if ledger.write(
            stored,
            rows,
            journal,
            waiting=waiting,
            order=target.order,
            watch=watch,
            beside=beside,
        ):
            posted = (journal,) if journal else ()
            return Settlement(posted, target, bool(posted), stored.head.waiting, decided)
        _pause(attempt)
    raise Contended(order_key)


def watched(order_key: str, target: Target, *, was: str, now: datetime) -> tuple[str, list[Any]]:
    """What is listed of an order as such as of now, and when it is looked at again: as
    `parked.watch` has it written."""
    listed, look = listed_entries(target, now), next_look(target, now)
    return parked.watch(order_key, listed, look, was=was, now=now)


def _caused_by(facts: Sequence[Fact], stored: StoredOrder) -> tuple[Journal, ...]:
    ids = {each.fact_id for each in facts}
    return tuple(journal for journal in stored.journals if ids & set(journal.facts))


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


def _news(settlement: Settlement, now: datetime) -> list[Record]:
    """What was posted, and what of the order is listed for somebody."""
    posted = [event for journal in settlement.journals for event in journal_events(journal)]
    return [*posted, *listed_entries(settlement.target, now)]


def _release(settlement: Settlement, order_key: str, *, always: bool) -> None:
    """What came for an order goes on with it: refunds that had been waiting for it, and of a
    deposit the orders that pay the rest, of which its own ledger says nothing."""
    if always or (settlement.was_waiting and not settlement.target.waiting):
        release_waiting([WaitsFor.order(order_key)])
