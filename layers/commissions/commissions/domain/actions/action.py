"""An action that people decide on: what exactly it would do, who proposed it, who agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from commissions.domain.orders.canonical import digest_of

PROPOSED, APPROVED = "proposed", "approved"
REJECTED, WITHDRAWN, EXPIRED = "rejected", "withdrawn", "expired"
APPLIED, FAILED = "applied", "failed"
OPEN = (PROPOSED, APPROVED)
COMMAND_LINE, PAGE = "command line", "page"
"""Where people act."""
VALID = timedelta(hours=72)
"""For how long a proposal can be approved."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and where: COMMAND_LINE, or PAGE."""

    who: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectLine:
    """What somebody has, and would have: minor units of a currency, or hundredths of a volume."""

    who: str
    unit: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionEffect:
    """What an action would do, as it is shown to whoever agrees."""

    says: tuple[tuple[str, str], ...]
    """Names, each with what is said under it: ("plan", "uni7 version 2")."""
    lines: tuple[EffectLine, ...] = ()
    """Whose money and volume it changes."""
    orders: int = 0
    """How many orders it touches."""

    def moved(self) -> dict[str, int]:
        """By unit, how much it moves in all, whichever way."""
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.unit] = sums.get(line.unit, 0) + abs(line.after - line.before)
        return {unit: moved for unit, moved in sums.items() if moved}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants done."""

    kind: str
    """Like `plan.publish`: one that is registered."""
    target: str
    """What it is done to: `shopify/tea-us/1001`."""
    payload: Mapping[str, Any]
    """All that it takes to do it: texts, whole numbers, lists and mappings."""
    effect: ActionEffect
    by: str
    why: str

    @property
    def digest(self) -> str:
        """Of exactly this: what is agreed to by it is nothing else."""
        return digest_of(
            {
                "kind": self.kind,
                "target": self.target,
                "payload": self.payload,
                "effect": self.effect,
                "by": self.by,
                "why": self.why,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A draft that is on record, and how far it has come."""

    action_id: str
    draft: Draft
    proposed_at: datetime
    state: str
    agreed_by: str = ""
    """Who else agreed; empty where nobody has, or one person was enough."""
    agreed_at: datetime | None = None
    """When it was approved; that of one person, when it was put on record."""
    ended_at: datetime | None = None
    ended_by: str = ""
    """Who rejected or withdrew it."""
    outcome: str = ""
    """What came of it, or why it was rejected."""
    failed: Mapping[str, str] = field(default_factory=dict)
    """Of what is done in parts, those that could not be, by what they are called, and why."""

    @property
    def expires_at(self) -> datetime:
        return self.proposed_at + VALID

    def state_at(self, now: datetime) -> str:
        """One that nobody agreed to in time is expired, without being written again."""
        lapsed = self.state == PROPOSED and now >= self.expires_at
        return EXPIRED if lapsed else self.state
