"""The entry of the audit log that goes with a step of an action."""

from datetime import datetime

from commissions.domain.actions.action import Action, Actor
from commissions.domain.actions.audit_entry import AuditEntry


def step_entry(action: Action, state: str, actor: Actor, now: datetime) -> AuditEntry:
    """Who brought an action to a state, and why the action is to be done."""
    draft = action.draft
    return AuditEntry(
        at=now,
        who=actor.who,
        what=draft.kind,
        target=draft.target,
        why=draft.why,
        where=actor.where,
        details={"digest": draft.digest},
        outcome=state,
        run=action.action_id,
    )
