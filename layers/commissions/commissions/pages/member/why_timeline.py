"""What became of an order's money, from the sale to the payout, as a line of events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commissions.domain.ledger.member_orders import WhoseOrder
from commissions.domain.ledger.why import OrderWhy
from commissions.pages.member.why_awards import after_first


class EventState(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """`what`: its message."""

    what: str
    at: datetime | None
    state: EventState
    payout: str = ""


def timeline(facts: OrderWhy, now: datetime) -> Iterator[TimelineEvent]:
    done = EventState.DONE
    of_period = facts.whose is WhoseOrder.PERIOD
    yield TimelineEvent("period-ended" if of_period else "placed", facts.placed_at, done)
    if facts.paid_at:
        yield TimelineEvent("paid-for", facts.paid_at, done)
    if not any(each.calculation for each in facts.awards):
        yield TimelineEvent("counted", facts.recorded_at, EventState.NOW)
        return
    yield TimelineEvent("closed" if of_period else "earned", facts.recorded_at, done)
    for at in dict.fromkeys(
        step.at for each in facts.awards for step in after_first(each) if step.amount < 0
    ):
        yield TimelineEvent("taken-back", at, done)
    yield from _of_money(facts, now)


def _of_money(facts: OrderWhy, now: datetime) -> Iterator[TimelineEvent]:
    """From the hold to the payout, of what is left."""
    free = max((each.free_at for each in facts.awards if each.free_at), default=None)
    if free is None:
        return
    if free > now:
        yield TimelineEvent("on-hold", free, EventState.NOW)
        yield TimelineEvent("available-then", free, EventState.NEXT)
        return
    payout = next((each.payout for each in facts.awards if each.payout), "")
    yield TimelineEvent("available", free, EventState.DONE if payout else EventState.NOW)
    if payout:
        yield TimelineEvent("in-payout", None, EventState.NOW, payout)
    else:
        yield TimelineEvent("next-payout", None, EventState.NEXT)
