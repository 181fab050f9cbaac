"""Settles what a record tells, and says what the ledger made of it."""

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from commissions.application.pipeline import coupon_notes
from commissions.application.pipeline.coupon_releases import release_registered
from commissions.application.pipeline.instalments import is_sold_in_parts
from commissions.application.pipeline.release import (
    release_answered,
    release_disputes,
    release_unreferred,
    release_waiting,
)
from commissions.application.pipeline.released_by_word import look_again
from commissions.application.pipeline.say_to_customers import Says, nothing_said
from commissions.aws.telemetry import count, milliseconds
from commissions.domain.backoff import full_jitter
from commissions.domain.ledger.decisions import Decisions, decisions_of
from commissions.domain.ledger.dispute_waits import dispute_waits, snapshot_waits
from commissions.domain.ledger.facts import Content, Fact, FactConflict, fact, named, new_facts
from commissions.domain.ledger.frozen_dates import counted
from commissions.domain.ledger.journal import FIRST, Journal
from commissions.domain.ledger.journal_events import (
    CommissionsEarned,
    CommissionsReversed,
    journal_events,
)
from commissions.domain.ledger.month_settlement import OrderToSettle, next_journals, restates
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
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.orders.parking import OrderParked, WaitsFor
from commissions.domain.orders.refund import OrderRefunded
from commissions.domain.people.attribution_override import AttributionOverride
from commissions.domain.sales.attribution_broadcast import with_broadcasts
from commissions.domain.sales.carried_attribution import CarriedAttribution
from commissions.events import Event, Record, Trace
from commissions.tables import ledger, parked, periods, plans
from commissions.tables.ledger import FactRow, StoredOrder

TRIES_MAX = 8
PAUSE_SECONDS = (0.02, 0.4)
SAYS = (CommissionsEarned, CommissionsReversed, OrderParked)
"""What is said of a settlement, beside what follows from it for others."""


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
    facts: tuple[Fact, ...]
    """All of the order's, as they stand now."""
    continued: bool
    """Whether other orders go on with it."""


def settled(
    event: Event[Any],
    contents: Sequence[Content],
    then: Says = nothing_said,
) -> Iterable[Record]:
    """The announcements of the journals that the record led to, now or when it came before.

    A refund that finds no order, or no line, is a fact all the same; it is parked to be seen. So is
    a dispute that has not ended, or of which a person has to say what it took. What is listed of
    the order as such is written with its facts, and only told of here. `then`: what follows from
    all facts of the order, once they are written.
    """
    record, trace = contents[0], event.trace
    now = datetime.now(UTC)
    try:
        settlement = settle(record.order_key, contents, inbox=trace.inbox_id, now=now)
    except FactConflict as conflict:
        count("FactConflicts")
        return [conflict_waits(event.record, conflict)]
    notes = coupon_notes.noted(contents, now)
    release_registered(notes, released_for=trace.parked_under)
    if settlement.posted:
        count("JournalsPosted")
        _lag(trace, now)
    if isinstance(record, OrderDecided):
        release_answered(record)
    if isinstance(record, AttributionOverride):
        look_again(record)
    if not isinstance(record, OrderRefunded | OrderDisputed):
        in_parts = isinstance(record, OrderPlaced) and is_sold_in_parts(record)
        _release(settlement, record.order_key, always=in_parts, released=trace.parked_under)
    if settlement.target.disputes and not trace.parked_under:
        release_disputes(record.order_key)
    if isinstance(record, CarriedAttribution) and settlement.target.waiting:
        release_unreferred(record.order_key)
    said = with_broadcasts(then(settlement.facts, continued=settlement.continued))
    return [*_news(settlement, now), *_waits(record, settlement.target), *said]


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
        journals = _counted(order, target, next_journals(order, target, _target))
        part = ledger.fitting(journals)
        if order.new or journals or stored.head.unfinished:
            if not _write(stored, order, target, part, inbox, unfinished=part != journals):
                _pause(failed)
                failed += 1
                continue
            written += part
        if part == journals:
            caused, decided = _caused(order, written), decisions_of(order.facts)
            facts, head = tuple(order.facts), stored.head
            return Settlement(
                caused, target, bool(written), head.waiting, decided, facts, head.continued
            )
    raise Contended(order_key)


def _counted(
    order: OrderToSettle, target: Target, journals: Sequence[Journal]
) -> Sequence[Journal]:
    """Nothing more is dated into a period that is frozen."""
    if not journals or target.lock is None:
        return journals
    last = order.posted[-1].hash if order.posted else FIRST
    return counted(journals, periods.frozen(target.lock.plan.plan_id), last)


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
    now = order.recorded_at
    watch, beside = watched(stored.order_key, target, was=stored.head.watch, now=now)
    new = [each.content for each in order.new]
    beside += coupon_notes.writes(coupon_notes.noted(new, now), inbox, now)
    return ledger.write(
        stored,
        [FactRow(each, inbox, now) for each in order.new],
        journals,
        waiting=_is_awaited(target),
        order=target.order,
        unfinished=unfinished,
        watch=watch,
        beside=beside,
    )


def _is_awaited(target: Target) -> bool:
    """Whether something waits for the order, or is looked at again with its next telling."""
    listed = target.order is not None and bool(order_waits(target.order, target))
    return target.waiting or bool(target.unknown_lines) or listed


def watched(order_key: str, target: Target, *, was: str, now: datetime) -> tuple[str, list[Any]]:
    """What is listed of an order as of now, and when it is looked at again (`parked.watch`)."""
    listed, look = listed_entries(target, now), next_look(target, now)
    return parked.watch(order_key, listed, look, was=was, now=now)


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


def _news(settlement: Settlement, now: datetime) -> list[Record]:
    """What was posted, and what of the order is listed for somebody."""
    posted = [event for journal in settlement.journals for event in journal_events(journal)]
    return [*posted, *listed_entries(settlement.target, now)]


def _release(settlement: Settlement, order_key: str, *, always: bool, released: str) -> None:
    """What came for an order goes on with it: what had been waiting for it, and of a deposit the
    orders that pay the rest, of which its own ledger says nothing. What was `released` for the same
    itself releases nobody, or two would release each other for ever."""
    waited_for = WaitsFor.order(order_key)
    came = settlement.was_waiting and not settlement.target.waiting
    if (always or came) and released != str(waited_for):
        release_waiting([waited_for])
