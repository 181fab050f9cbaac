"""The steps of an action on record: agreed to or not, and done; one conditional write a step."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from commissions.application.actions.kind import DoneInParts
from commissions.application.actions.kinds import kind_of
from commissions.application.actions.step_entry import step_entry
from commissions.domain.actions.action import (
    APPLIED,
    APPROVED,
    FAILED,
    REJECTED,
    WITHDRAWN,
    Action,
    Actor,
)
from commissions.domain.actions.agreeing import (
    ActionNotOpen,
    NotAgreed,
    check_approval,
    check_open,
    check_same_effect,
    same_person,
)
from commissions.tables import actions
from commissions.tables.audit_log import StepRefused


def approve(action_id: str, actor: Actor, seen: str, now: datetime) -> Action:
    """A second person agrees to what was shown, and it is done. What was approved before and not
    brought to its end is, by whoever asks; what is applied already stays as it is.

    Raises UnknownAction, NotAgreed, or what the kind refuses.
    """
    return carry_out(agree(action_id, actor, seen, now), actor, now)


def agree(action_id: str, actor: Actor, seen: str, now: datetime) -> Action:
    """A second person agrees to what was shown, and somebody else carries it out. What was approved
    before stays so. Raises UnknownAction, NotAgreed, or what the kind refuses."""
    action = actions.get(action_id)
    if action.state == APPROVED:
        return action
    check_approval(action, actor.who, seen, now)
    check_same_effect(action, digest_now(action, now))
    try:
        entry = step_entry(action, APPROVED, actor, now)
        actions.approve(action, actor.who, now, entry)
    except StepRefused:
        _check_own_approval(actions.get(action_id), actor, now)
    return actions.get(action_id)


def hindrance(action: Action, actor: Actor, now: datetime) -> str:
    """Why this person could not approve it as it is; empty where they could."""
    try:
        check_approval(action, actor.who, action.draft.digest, now)
        check_same_effect(action, digest_now(action, now))
    except NotAgreed as error:
        return str(error)
    except kind_of(action.draft.kind).refusals as error:
        return f"It would be refused: {error}"
    return ""


def reject(action_id: str, actor: Actor, why: str, now: datetime) -> Action:
    """Whoever proposed it takes it back; anybody else rejects it. Raises UnknownAction,
    ActionNotOpen, or UnexplainedRejection."""
    if not why.strip():
        raise UnexplainedRejection
    action = actions.get(action_id)
    check_open(action, now)
    state = WITHDRAWN if same_person(actor.who, action.draft.by) else REJECTED
    try:
        entry = replace(step_entry(action, state, actor, now), why=why.strip())
        actions.close(action, state, actor.who, now, entry)
    except StepRefused as error:
        raise ActionNotOpen(actions.get(action_id), "was decided by somebody else") from error
    return actions.get(action_id)


class UnexplainedRejection(ValueError):
    """Whoever proposed it has to know why not."""

    def __init__(self) -> None:
        super().__init__("Say why it is not to be done")


def carry_out(action: Action, actor: Actor, now: datetime) -> Action:
    """Does what is approved and notes what came of it; what another process has brought to its end
    meanwhile is as that left it."""
    kind = kind_of(action.draft.kind)
    try:
        state, outcome = APPLIED, kind.carry_out(action)
    except kind.refusals as error:
        state, outcome = FAILED, str(error)
    done = outcome if isinstance(outcome, DoneInParts) else DoneInParts(outcome)
    entry = replace(step_entry(action, state, actor, now), said=done.says)
    with suppress(StepRefused):
        actions.finish(action, state, done.says, now, entry, failed=done.failed)
    return actions.get(action.action_id)


def digest_now(action: Action, now: datetime) -> str:
    """Of the same action as it would be proposed now. Raises what the kind refuses."""
    draft = action.draft
    effect = kind_of(draft.kind).effect(draft.payload, now)
    return replace(draft, effect=effect).digest


def _check_own_approval(action: Action, actor: Actor, now: datetime) -> None:
    """That the approval which stood in the way was this person's own, sent twice at once."""
    if action.state == APPROVED and same_person(action.agreed_by, actor.who):
        return
    check_open(action, now)
    raise ActionNotOpen(action, "changed meanwhile: look at it again")
