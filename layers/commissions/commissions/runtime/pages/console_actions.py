"""/console/actions: what waits for a second person, and what became of what was asked for."""

from collections.abc import Mapping
from datetime import datetime

from commissions.application.actions import steps
from commissions.application.actions.asked_worker import CARRIED_OUT, have_carried_out
from commissions.application.actions.kinds import kind_of
from commissions.application.actions.steps import UnexplainedRejection
from commissions.application.queries import action_outcome, actions_on_record
from commissions.application.queries.action_outcome import RecordOutcome
from commissions.domain.actions.action import APPROVED, PAGE, PROPOSED, Action, Actor
from commissions.domain.actions.agreeing import NotAgreed, same_person
from commissions.domain.people.accounts import OPERATOR, SignedIn
from commissions.pages.addresses import part_of
from commissions.pages.console import actions as page
from commissions.pages.console.actions import (
    ActionResultView,
    ActionView,
    OutcomeLine,
)
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import (
    Conflict,
    NotHere,
    Request,
    Response,
    nothing_new,
    see_other,
)
from commissions.runtime.pages import action_views, forms
from commissions.runtime.pages.console_parked import order_id_of
from commissions.tables.actions import UnknownAction

CHANGED, UNEXPLAINED = "actions.changed", "actions.bad.reason"
NO_ORDER = "message/"
"""Of a message that is about no order."""
OWN, NOT_FRESH, ROLE, ELSEWHERE = "own", "not-fresh", "role", "elsewhere"


def show_all(request: Request) -> Response:
    found = actions_on_record.actions_on_record(request.now)
    views = [action_view(each, request.who, request.now) for each in found]
    return Response(body=page.render_list(views, frame_of(request, "console", "actions")))


def show(request: Request) -> Response:
    """Raises NotHere."""
    return Response(body=page.render_one(_result(request), frame_of(request, "console", "actions")))


def look(request: Request) -> Response:
    """Raises NotHere."""
    view = _result(request)
    if request.query.get("version") == view.version:
        return nothing_new()
    return Response(body=page.render_look(view, frame_of(request, "console", "actions")))


def approve(request: Request) -> Response:
    """Agrees to what was shown, and has it carried out. Raises NotHere, or Conflict."""
    action = _action(request)
    if why := why_not(action, request.who, request.now):
        raise Conflict(_says(request, f"actions.not.{why}"))
    me = Actor(request.who.account_id, PAGE)
    refusals: tuple[type[Exception], ...] = (NotAgreed, *kind_of(action.draft.kind).refusals)
    try:
        agreed = steps.agree(action.action_id, me, forms.said(request, "seen"), request.now)
    except refusals as error:
        raise Conflict(_says(request, CHANGED)) from error
    have_carried_out(agreed)
    return _to(action)


def reject(request: Request) -> Response:
    """By somebody else, or by who proposed it, who takes it back. Raises NotHere, or Conflict."""
    action = _action(request)
    if OPERATOR not in request.who.roles or action.draft.kind not in CARRIED_OUT:
        raise NotHere
    me = Actor(request.who.account_id, PAGE)
    try:
        steps.reject(action.action_id, me, forms.reason(request), request.now)
    except UnexplainedRejection as error:
        raise Conflict(_says(request, UNEXPLAINED)) from error
    except NotAgreed as error:
        raise Conflict(_says(request, CHANGED)) from error
    return _to(action)


def finish(request: Request) -> Response:
    """What is approved and was cut off is told once more. Raises NotHere."""
    action = _action(request)
    if action.state == APPROVED and action.draft.kind in CARRIED_OUT:
        have_carried_out(action)
    return _to(action)


def action_view(action: Action, who: SignedIn, now: datetime, *, hindrance: str = "") -> ActionView:
    why = why_not(action, who, now)
    return action_views.action_view(action, who, now, why_not=why, hindrance=hindrance)


def why_not(action: Action, who: SignedIn, now: datetime) -> str:
    """Why this person may not approve it; empty where they may."""
    if action.draft.kind not in CARRIED_OUT:
        return ELSEWHERE
    if OPERATOR not in who.roles:
        return ROLE
    if action.state == PROPOSED and same_person(action.draft.by, who.account_id):
        return OWN
    return "" if who.is_fresh(now) else NOT_FRESH


def outcome_line(found: RecordOutcome) -> OutcomeLine:
    order_key = "/".join(found.record_key.split("/")[:3])
    return OutcomeLine(
        row_id=f"outcome-{part_of(found.record_key)}",
        order_id=order_id_of(order_key),
        href=""
        if order_key.startswith(NO_ORDER)
        else f"/console/parked/orders/{part_of(order_key)}",
        outcome=found.outcome,
        says=found.says,
    )


def _result(request: Request) -> ActionResultView:
    action = _action(request)
    me, hindrance = Actor(request.who.account_id, PAGE), ""
    if action.state_at(request.now) == PROPOSED and not why_not(action, request.who, request.now):
        hindrance = steps.hindrance(action, me, request.now)
    return ActionResultView(
        action=action_view(action, request.who, request.now, hindrance=hindrance),
        lines=[outcome_line(each) for each in action_outcome.outcomes(action)],
    )


def _action(request: Request) -> Action:
    """Raises NotHere."""
    try:
        return actions_on_record.action(request.path_params["id"])
    except UnknownAction:
        raise NotHere from None


def _says(request: Request, message: str, values: Mapping[str, object] | None = None) -> str:
    return str(frame_of(request, "console", "actions").text(message, **values or {}))


def _to(action: Action) -> Response:
    return see_other(f"{page.PATH}/{action.action_id}")
