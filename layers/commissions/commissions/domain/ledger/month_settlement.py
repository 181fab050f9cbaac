"""Settling an order month by month: what a month says of it does not depend on arrival.

A month says `target(facts up to its end) - target(facts up to the month before)`, by the clock of
the order's plan. An order whose facts are all of one month has one target, and a settlement of it
writes one journal; of several months, one for each that it changes, the oldest first.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.domain.ledger.causes import RULE_CHANGED, SALE, cause_of
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.journal import Journal
from commissions.domain.ledger.months import business_times, by_end_of, month_of, months_of
from commissions.domain.ledger.settlement import (
    Booking,
    LedgerSums,
    due_sums,
    journal_to,
    next_journal,
    posted_sums,
)
from commissions.domain.ledger.target import Target
from commissions.domain.orders.decision import RULE, OrderDecided
from commissions.domain.orders.order import OrderPlaced
from commissions.domain.sales.attribution import Lock

TargetOf = Callable[[Iterable[Fact]], Target]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderToSettle:
    """An order's ledger as it was read, and what a store has told of the order now."""

    order_key: str
    known: Sequence[Fact]
    """The facts that its journals are of."""
    told: Sequence[Fact]
    """What led to this settlement, at least one; known already where it is told again."""
    new: Sequence[Fact]
    """Those of them that are not known."""
    posted: Sequence[Journal]
    recorded_at: datetime
    is_restated: bool = False
    """Whether each month has to say what it should by its facts, whatever was posted of it before:
    where two people had the ledger refolded, or a settlement is to be gone on with. Else months
    change by what the told facts change in them."""

    @property
    def facts(self) -> list[Fact]:
        return [*self.known, *self.new]


def restates(fact: Fact) -> bool:
    """Whether a fact is the word of people that the ledger follow today's rule in all months."""
    return isinstance(fact.content, OrderDecided) and fact.content.about == RULE


def next_journals(order: OrderToSettle, target: Target, target_of: TargetOf) -> list[Journal]:
    """The journals that take the ledger from what is posted to what each month should say; none
    where it is there. `target`: of all its facts, known and new."""
    months = months_of(order.facts, target.timezone) if target.timezone else []
    found: list[Journal] = []
    for month in months[:-1]:
        found += _of_month(order, month, target_of, found, target.timezone)
    return found + _of_last_month(order, target, found, months[-1:])


def _of_month(
    order: OrderToSettle, month: str, target_of: TargetOf, found: Sequence[Journal], timezone: str
) -> list[Journal]:
    """Of a month that was not the order's last."""
    facts = by_end_of(month, order.facts, timezone)
    stands = _stands(order, month, facts, target_of, timezone)
    if stands is None:
        return []
    posted = [*order.posted, *found]
    booking = _booking(order, month, posted, timezone)
    journal = journal_to(
        target_of(facts), stands + posted_sums(found), posted, booking, restates=False
    )
    return [journal] if journal else []


def _stands(
    order: OrderToSettle, month: str, facts: Sequence[Fact], target_of: TargetOf, timezone: str
) -> LedgerSums | None:
    """What a ledger counts as saying of all up to a month's end; None where nothing is new of it.

    Where an earlier rule dated journals otherwise, that stays as it was posted, until it is
    restated: only what new facts change is looked at.
    """
    if order.is_restated:
        return posted_sums(
            each for each in order.posted if month_of(each.effective_at, timezone) <= month
        )
    known = by_end_of(month, order.known, timezone)
    if {each.fact_id for each in known} == {each.fact_id for each in facts}:
        return None
    return due_sums(target_of(known)) if known else LedgerSums(Counter(), Counter())


def _of_last_month(
    order: OrderToSettle, target: Target, found: Sequence[Journal], last: Sequence[str]
) -> list[Journal]:
    """To where the order stands in the end."""
    posted = [*order.posted, *found]
    _, at = cause_of(order.told[0].content, is_first=not posted)
    if not last or month_of(at, target.timezone) == last[0]:
        journal = next_journal(
            order.order_key, target, posted, order.told, recorded_at=order.recorded_at
        )
    else:
        booking = _booking(order, last[0], posted, target.timezone)
        journal = journal_to(target, posted_sums(posted), posted, booking)
    return [journal] if journal else []


def _booking(order: OrderToSettle, month: str, posted: Sequence[Journal], timezone: str) -> Booking:
    """By what was told where that is of the month; else as of what happened in the month last."""
    told = order.told[0]
    cause, at = cause_of(told.content, is_first=not posted)
    ids = [each.fact_id for each in order.told]
    if month_of(at, timezone) != month:
        own = _cause_within(order, month, is_first=not posted, timezone=timezone)
        at = (max if posted else min)(_times_in(own, month, timezone))
        is_whole = not order.posted or order.is_restated
        if is_whole and cause != RULE_CHANGED:
            cause = cause_of(own.content, is_first=False)[0] if posted else SALE
        ids += [own.fact_id] if own.fact_id not in ids else []
    return Booking(
        order_key=order.order_key,
        cause=cause,
        effective_at=at,
        recorded_at=order.recorded_at,
        facts=tuple(ids),
    )


def _cause_within(order: OrderToSettle, month: str, *, is_first: bool, timezone: str) -> Fact:
    """The fact of a month by which its journal is dated: what took money back before what only
    told the order again; of a sale, the snapshot for which something was looked up first."""
    facts = [each for each in order.facts if _times_in(each, month, timezone)]
    in_order = sorted(facts, key=lambda each: (max(_times_in(each, month, timezone)), each.fact_id))
    if is_first:
        looked_up = {
            each.content.order_version for each in order.facts if isinstance(each.content, Lock)
        }
        sold = [
            each
            for each in in_order
            if isinstance(each.content, OrderPlaced) and each.content.version in looked_up
        ]
        return next(iter(sold), in_order[-1])
    others = [each for each in in_order if not isinstance(each.content, OrderPlaced)]
    return (others or in_order)[-1]


def _times_in(fact: Fact, month: str, timezone: str) -> list[datetime]:
    return [time for time in business_times(fact.content) if month_of(time, timezone) == month]
