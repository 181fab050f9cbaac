"""Putting an action on record: it waits for a second person, or is done at once."""

import os
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.application.actions.kind import Payload
from commissions.application.actions.kinds import KINDS, kind_of
from commissions.application.actions.step_entry import step_entry
from commissions.application.actions.steps import carry_out
from commissions.domain.actions.action import APPROVED, OPEN, PROPOSED, Action, Actor, Draft
from commissions.domain.actions.second_person import SecondPersonRule, second_person_rule
from commissions.domain.orders.canonical import canonical, digest_of
from commissions.tables import actions
from commissions.tables.audit_log import StepRefused

RULE = os.environ["TWO_PEOPLE"]
SAME_DAY_MAX = 99


class AskedOtherwise(ValueError):
    """One form was sent twice, and said something else the second time."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"This was asked for before, otherwise: action {action.action_id}")


class AlreadyProposed(ValueError):
    """Just the same waits already."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"The same is on record already, as action {action.action_id}")
        self.action_id = action.action_id


class TooOftenToday(ValueError):
    """The same was done again and again on one day."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"{draft.kind} of {draft.target} was done {SAME_DAY_MAX} times today")


class ProposalUnexplained(ValueError):
    """Whoever is to agree has to know why."""

    def __init__(self) -> None:
        super().__init__("It needs a second person, who has to know why")


class SecondByWordOnly(ValueError):
    """A second person was named, where a second person has to agree in person."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"{kind} needs a second person, who has to approve it in person")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRequest:
    """What somebody wants done."""

    kind: str
    target: str
    payload: Payload
    why: str = ""
    agreed_by: str = ""
    """Another person who is said to agree; only where nobody has to."""
    ask: bool = False
    """Whether a second person is asked although one would be enough."""
    once: str = ""
    """Made up by whoever asks: what is asked twice by it, of the same person, is one action,
    however far it has come. Without one, the same is one action while it is open."""


def rule() -> SecondPersonRule:
    """The company's. Raises UnreadableRule."""
    return second_person_rule(RULE, frozenset(KINDS))


def submit(request: ActionRequest, actor: Actor, now: datetime) -> Action:
    """Puts it on record, and does it at once where one person is enough.

    Raises AlreadyProposed, AskedOtherwise, ProposalUnexplained, SecondByWordOnly, TooOftenToday,
    UnreadableRule, or what the kind refuses.
    """
    action = put_on_record(request, actor, now)
    return carry_out(action, actor, now) if action.state == APPROVED else action


def put_on_record(request: ActionRequest, actor: Actor, now: datetime) -> Action:
    """As `submit`, and what one person is enough for is approved: somebody else carries it out."""
    if request.once and (before := asked_before(request.once, actor)):
        return _same(before, request)
    draft = Draft(
        kind=request.kind,
        target=request.target,
        payload=request.payload,
        effect=kind_of(request.kind).effect(request.payload, now),
        by=actor.who,
        why=request.why.strip(),
    )
    if not (request.ask or rule().needs_second(draft.kind, draft.effect)):
        return _recorded(_action(draft, now, agreed_by=request.agreed_by), request, actor)
    if request.agreed_by:
        raise SecondByWordOnly(draft.kind)
    if not draft.why:
        raise ProposalUnexplained
    return _recorded(_action(draft, now), request, actor)


def asked_before(once: str, actor: Actor) -> Action | None:
    """What came of the same form when this person sent it before."""
    return actions.find(_id_once(once, actor))


def _same(before: Action, request: ActionRequest) -> Action:
    """What this person asked for before by the same, if it was the same."""
    draft = before.draft
    stands = (draft.kind, draft.target, canonical(draft.payload), draft.why)
    if stands != (request.kind, request.target, canonical(request.payload), request.why.strip()):
        raise AskedOtherwise(before)
    return before


def _id_once(once: str, actor: Actor) -> str:
    """Of the day that it names, so that it is the same a day later."""
    day, _, _ = once.partition("-")
    return f"{day}-{digest_of({'once': once, 'by': actor.who})[:10]}"


def _action(draft: Draft, now: datetime, *, agreed_by: str | None = None) -> Action:
    """Named by its day and content, so that the same is not on record twice while it is open.

    `agreed_by`: of one that nobody has to be asked about.
    """
    return Action(
        action_id=f"{now:%Y%m%d}-{draft.digest[:10]}",
        draft=draft,
        proposed_at=now,
        state=PROPOSED if agreed_by is None else APPROVED,
        agreed_by=agreed_by or "",
        agreed_at=None if agreed_by is None else now,
    )


def _recorded(action: Action, request: ActionRequest, actor: Actor) -> Action:
    """On record under its name, or where just the same came to its end today, the next one."""
    if request.once:
        named = replace(action, action_id=_id_once(request.once, actor))
        try:
            actions.put(named, step_entry(named, named.state, actor, named.proposed_at))
        except StepRefused:
            return _same(actions.get(named.action_id), request)
        return named
    for again in range(1, SAME_DAY_MAX + 1):
        action_id = action.action_id if again == 1 else f"{action.action_id}-{again}"
        named = replace(action, action_id=action_id)
        entry = step_entry(named, named.state, actor, named.proposed_at)
        try:
            actions.put(named, entry)
        except StepRefused:
            standing = actions.get(action_id)
            if standing.state_at(named.proposed_at) not in OPEN:
                continue
            if standing.state == named.state == APPROVED:
                return standing  # begun before and not brought to its end: now it is
            raise AlreadyProposed(standing) from None
        return named
    raise TooOftenToday(action.draft)
