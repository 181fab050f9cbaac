"""Actions on record: what waits for a second person, and what became of what was asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from commissions.application.queries.action_outcome import RecordOutcome
from commissions.domain.actions.action import Action, EffectLine
from commissions.domain.catalogue.sku_values import UNITS
from commissions.pages.addresses import part_of
from commissions.runtime.api.encoding import amount_of, points
from commissions.runtime.api.messages import BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedBody:
    """What somebody has, and would have."""

    who: str
    unit: str
    """A currency, or PV, BV, CV, QV."""
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidBody:
    name: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionBody:
    """What somebody wants done, and how far it has come."""

    id: str
    href: str
    kind: str
    target: str
    state: str
    by: str
    why: str
    proposed_at: datetime
    expires_at: datetime
    agreed_by: str | None
    agreed_at: datetime | None
    ended_by: str | None
    ended_at: datetime | None
    outcome: str | None
    says: tuple[SaidBody, ...]
    moved: tuple[MovedBody, ...]
    """Whose money and volume it changes."""
    orders: int
    digest: str
    """Of exactly this: what is agreed to by it is nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionList:
    """What waits for somebody, the latest first."""

    items: tuple[ActionBody, ...]
    next: str | None
    """The cursor of what follows; null at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeBody:
    """What became of a record that an action is done to."""

    key: str
    outcome: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionResultBody:
    action: ActionBody
    outcomes: tuple[OutcomeBody, ...]


def actions(found: Iterable[Action], now: datetime, goes_on: str | None) -> ActionList:
    return ActionList(items=tuple(action(each, now) for each in found), next=goes_on)


def result(found: Action, outcomes: Sequence[RecordOutcome], now: datetime) -> ActionResultBody:
    return ActionResultBody(
        action=action(found, now),
        outcomes=tuple(
            OutcomeBody(key=each.record_key, outcome=each.outcome, says=each.says)
            for each in outcomes
        ),
    )


def action(found: Action, now: datetime) -> ActionBody:
    draft = found.draft
    return ActionBody(
        id=found.action_id,
        href=f"{BASE}/console/actions/{part_of(found.action_id)}",
        kind=draft.kind,
        target=draft.target,
        state=found.state_at(now),
        by=draft.by,
        why=draft.why,
        proposed_at=found.proposed_at,
        expires_at=found.expires_at,
        agreed_by=found.agreed_by or None,
        agreed_at=found.agreed_at,
        ended_by=found.ended_by or None,
        ended_at=found.ended_at,
        outcome=found.outcome or None,
        says=tuple(SaidBody(name=name, says=says) for name, says in draft.effect.says),
        moved=tuple(map(_moved, draft.effect.lines)),
        orders=draft.effect.orders,
        digest=draft.digest,
    )


def _moved(line: EffectLine) -> MovedBody:
    is_volume = line.unit in UNITS
    before, after = (
        points(each) if is_volume else amount_of(each, line.unit)
        for each in (line.before, line.after)
    )
    unit = line.unit.upper() if is_volume else line.unit
    return MovedBody(who=line.who, unit=unit, before=before, after=after)
