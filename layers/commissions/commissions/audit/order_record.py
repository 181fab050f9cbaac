"""What is kept of one order, as it was read; what could not be read is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from commissions.audit.order_history import OrderHistory
from commissions.domain.ledger.facts import Fact
from commissions.domain.ledger.journal import Journal
from commissions.domain.orders.order import OrderPlaced

SETTLING = timedelta(minutes=10)
"""What is younger may be on its way still."""
AHEAD = timedelta(minutes=20)
"""Longer than a run may take, in which more is written; what claims to be later is not young."""


@dataclass(frozen=True, slots=True)
class FactOrigin:
    """Where a fact came from, and when it was written."""

    inbox: str
    """The id of the inbox item that it came in with."""
    written: datetime
    is_of_before: bool = False
    """Of what was looked up, whether registers did not keep yet when their rows were written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    order_key: str
    facts: tuple[Fact, ...] = ()
    journals: tuple[Journal, ...] = ()
    """By the number that they are kept under."""
    numbers: tuple[int, ...] = ()
    """Of all journals that are there, readable or not."""
    head_journals: int | None = None
    """How many there are by the order's head; None without a head."""
    head_day: str | None = None
    """Under which store and day the head is found, `tea#2026-11-20`; None without a head."""
    is_continued: bool = False
    """Whether its head says that others go on with it."""
    unreadable_facts: tuple[str, ...] = ()
    unreadable_journals: tuple[int, ...] = ()
    written: tuple[datetime, ...] = ()
    """When each fact and journal was written."""
    facts_written: Mapping[str, datetime] = field(default_factory=dict)
    """By its id when a fact was written; of a match that stands in a lock's item, nothing."""
    origins: Mapping[str, FactOrigin] = field(default_factory=dict)
    """By its id, of every fact whose item says it."""

    @property
    def store(self) -> str:
        return self.order_key.split("/")[1]

    @property
    def history(self) -> OrderHistory:
        return OrderHistory.of(fact.content for fact in self.facts)

    @property
    def order(self) -> OrderPlaced | None:
        return self.history.order

    @property
    def is_readable(self) -> bool:
        return not self.unreadable_facts and not self.unreadable_journals

    def is_settling(self, now: datetime) -> bool:
        return is_young(self.written, now)


def is_young(moments: Sequence[datetime], now: datetime) -> bool:
    """Whether any of the moments is so recent that what follows from it may not be there yet."""
    return any(now - SETTLING < moment < now + AHEAD for moment in moments)
