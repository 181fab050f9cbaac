"""An action that a page's form asks for: put on record, and carried out where one person is
enough."""

from datetime import datetime

from commissions.application.actions.asked_worker import have_carried_out
from commissions.application.actions.kinds import kind_of
from commissions.application.actions.proposing import (
    ActionRequest,
    AlreadyProposed,
    AskedOtherwise,
    asked_before,
    put_on_record,
    rule,
)
from commissions.domain.actions.action import APPROVED, PAGE, ActionEffect, Actor
from commissions.runtime.http_messages import Request, Response, see_other


class ActionRefused(Exception):
    """It is not to be done as things are; the text says why, in the words of who refused it."""


def asker(request: Request) -> Actor:
    return Actor(request.who.account_id, PAGE)


def sent_before(request: Request, once: str) -> Response | None:
    """To what came of the same form, where this person sent it before."""
    before = asked_before(once, asker(request))
    return to_action(before.action_id) if before else None


def put_and_have_done(request: Request, wanted: ActionRequest) -> Response:
    """To the action's page. Raises ActionRefused."""
    refusals: tuple[type[Exception], ...] = (AskedOtherwise, *kind_of(wanted.kind).refusals)
    try:
        action = put_on_record(wanted, asker(request), request.now)
    except AlreadyProposed as error:
        return to_action(error.action_id)
    except refusals as error:
        raise ActionRefused(str(error)) from error
    if action.state == APPROVED:
        have_carried_out(action)
    return to_action(action.action_id)


def effect_of(request: ActionRequest, now: datetime) -> ActionEffect:
    """What it would do. Raises ActionRefused."""
    kind = kind_of(request.kind)
    try:
        return kind.effect(request.payload, now)
    except kind.refusals as error:
        raise ActionRefused(str(error)) from error


def needs_second(kind: str, effect: ActionEffect | None = None) -> bool:
    """By the company's rule; `effect`: what it would do, where that is known yet."""
    return rule().needs_second(kind, effect or ActionEffect(says=()))


def to_action(action_id: str) -> Response:
    return see_other(f"/console/actions/{action_id}")
