"""How far the close of a period has come: one record a period, each step one conditional write.

FREEZING -> COMPUTED -> POSTING -> CLOSED; or INCOMPLETE, from which it is frozen again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from commissions.domain.periods.period_id import PeriodId

FREEZING, INCOMPLETE, COMPUTED, POSTING, CLOSED = (
    "freezing",
    "incomplete",
    "computed",
    "posting",
    "closed",
)
"""Frozen, and not computed yet; opened again as something was missing; waits for two people; is
being posted; done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRecord:
    period: PeriodId
    starts: datetime
    ends: datetime
    """Half-open, in UTC."""
    closes_at: datetime
    """Until when what belongs to it is waited for."""
    state: str
    attempt: int
    """How manyeth freeze it is, from 1: each has its own inputs, state and results."""
    frozen_at: datetime
    """What is recorded from then on is of no run of this attempt."""
    plan_version: int
    plan_digest: str
    begun_by: str = ""
    """The execution that froze it: told again, it freezes it once."""
    accept_waiting: str = ""
    """Why what waits of it shall be late, where somebody said so."""
    waits: tuple[str, ...] = ()
    """What was missing, a sentence each: of one that is incomplete, or was closed all the same."""
    run: str = ""
    """The digest of what was computed."""
    summary: Mapping[str, Any] = field(default_factory=dict)
    """What the review shows first: totals by bonus, people, caps; whole numbers and texts."""
    gate: str = ""
    """The rule of retail that the plan asks for and nothing enforces yet; empty for none."""
    before: Mapping[str, Any] = field(default_factory=dict)
    """The figures of the run before, which was thrown away (`kept_figures`); empty for none."""
    computed_at: datetime | None = None
    approved_by: tuple[str, ...] = ()
    """Who proposed and who approved that it is posted."""
    approved_at: datetime | None = None
    closed_at: datetime | None = None
    version: int = 0
    """Of the item, as it was read."""

    @property
    def place(self) -> tuple[datetime, timedelta]:
        """In the order in which a plan's periods close: by their ends, of one moment the shorter
        first."""
        return self.ends, self.ends - self.starts

    @property
    def folder(self) -> str:
        """Where the inputs, the state and the results of this attempt lie."""
        return f"periods/{self.period}/{self.attempt}"
