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
from commissions.domain.ledger.settlement import next_journal
from commissions.domain.ledger.target import Target, fold
from commissions.domain.ledger.waits import conflict_waits, order_waits, refund_waits
from commissions.domain.orders.decision import OrderDecided
from commissions.domain.orders.order import OrderPlaced, OrderRefunded
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
    if isinstance(record, OrderRefunded):
        return [*_events(settlement), *refund_waits(record, settlement.target)]
    _release(settlement, record.order_key, released=trace.parked_under)
    listed = order_waits(record, settlement.target) if isinstance(record, OrderPlaced) else []
    return [*_events(settlement), *listed]


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
        is_listed = bool(target.order and order_waits(target.order, target))
        waiting = target.waiting or bool(target.unknown_lines) or is_listed
        if ledger.write(stored, rows, journal, waiting=waiting, order=target.order):
            posted = (journal,) if journal else ()
            return Settlement(posted, target, bool(posted), stored.head.waiting, decided)
        _pause(attempt)
    raise Contended(order_key)


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


def _events(settlement: Settlement) -> list[Record]:
    return [event for journal in settlement.journals for event in journal_events(journal)]


def _release(settlement: Settlement, order_key: str, *, released: str) -> None:
    """What came for an order goes on with it: what had been waiting for it. What was `released` for
    the same itself releases nobody, or two would release each other for ever."""
    waited_for = WaitsFor.order(order_key)
    if settlement.was_waiting and not settlement.target.waiting and released != str(waited_for):
        release_waiting([waited_for])
