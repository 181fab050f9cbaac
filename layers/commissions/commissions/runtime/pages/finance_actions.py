"""/finance/actions: what finance asked for, what of it waits for somebody else, what came of it.

The pages of the console, for the kinds that finance decides on; these are carried out by `PayOut`.
"""

from dataclasses import replace

from commissions.application.actions import payout_rejection, steps
from commissions.application.actions.asked_payer import PAID_OUT, have_paid_out
from commissions.application.actions.kinds import kind_of
from commissions.application.actions.payout_approval import PAYOUT_APPROVAL
from commissions.application.actions.proposing import (
    ActionRequest,
    AlreadyProposed,
    AskedOtherwise,
    ProposalUnexplained,
    TooOftenToday,
    put_on_record,
)
from commissions.application.actions.steps import UnexplainedRejection
from commissions.application.queries import actions_on_record
from commissions.domain.actions.action import APPROVED, PAGE, PROPOSED, Action, Actor
from commissions.domain.actions.agreeing import NotAgreed, same_person
from commissions.domain.people.accounts import FINANCE, SignedIn
from commissions.pages.console import actions as page
from commissions.pages.console.actions import ActionResultView
from commissions.pages.frame import Frame
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import (
    Conflict,
    NotHere,
    Request,
    Response,
    nothing_new,
    prove_again,
    see_other,
)
from commissions.runtime.pages import forms
from commissions.runtime.pages.action_views import FINANCE_PATH, action_view
from commissions.tables.actions import UnknownAction

LOOKS = "/finance/looks/actions"
OWN, ROLE = "own", "role"
CHANGED, UNEXPLAINED = "actions.changed", "actions.bad.reason"


def show(request: Request) -> Response:
    """Raises NotHere, also of what is not finance's."""
    return Response(body=page.render_one(_result(request), _frame(request), looks=LOOKS))


def look(request: Request) -> Response:
    """Raises NotHere."""
    view = _result(request)
    if request.query.get("version") == view.version:
        return nothing_new()
    return Response(body=page.render_look(view, _frame(request), looks=LOOKS))


def approve(request: Request) -> Response:
    """Agrees to what was shown, and has it carried out; who has not proved who they are of late
    does so first. Raises NotHere, Conflict, ProofNeeded."""
    action, me = _action(request), Actor(request.who.account_id, PAGE)
    if why := _why_not(action, request.who):
        raise Conflict(_says(request, f"actions.not.{why}"))
    prove_again(request, _address(action.action_id))
    refusals: tuple[type[Exception], ...] = (NotAgreed, *kind_of(action.draft.kind).refusals)
    try:
        agreed = steps.agree(action.action_id, me, forms.said(request, "seen"), request.now)
    except refusals as error:
        raise Conflict(_says(request, CHANGED)) from error
    have_paid_out(agreed)
    return _to(action.action_id)


def reject(request: Request) -> Response:
    """By somebody else, or by who proposed it, who takes it back; a batch that waited for it is
    rejected with it. Raises NotHere, Conflict."""
    action = _action(request)
    rejected(request, action, forms.reason(request))
    if action.draft.kind != PAYOUT_APPROVAL.name:
        return _to(action.action_id)
    return reject_batch(request, action.draft.payload["batch"], forms.reason(request))


def rejected(request: Request, action: Action, why: str) -> None:
    """Raises Conflict."""
    me = Actor(request.who.account_id, PAGE)
    try:
        steps.reject(action.action_id, me, why, request.now)
    except UnexplainedRejection as error:
        raise Conflict(_says(request, UNEXPLAINED)) from error
    except NotAgreed as error:
        raise Conflict(_says(request, CHANGED)) from error


def reject_batch(request: Request, batch_id: str, why: str, once: str = "") -> Response:
    """Has a batch ended that was not sent. Raises Conflict."""
    asked = ActionRequest(
        kind=payout_rejection.PAYOUT_REJECTION.name,
        target=f"payout/{batch_id}",
        payload=payout_rejection.payload_of(batch_id),
        why=why,
        once=once,
    )
    return put_on_record_and_tell(request, asked)


def finish(request: Request) -> Response:
    """What is approved and was cut off is told once more. Raises NotHere."""
    action = _action(request)
    if action.state == APPROVED:
        have_paid_out(action)
    return _to(action.action_id)


def put_on_record_and_tell(request: Request, asked: ActionRequest) -> Response:
    """Puts it on record, has it carried out where one person is enough, and leads to what comes of
    it. Raises Conflict where it would be refused."""
    me = Actor(request.who.account_id, PAGE)
    refusals: tuple[type[Exception], ...] = (
        AskedOtherwise,
        ProposalUnexplained,
        TooOftenToday,
        *kind_of(asked.kind).refusals,
    )
    try:
        action = put_on_record(asked, me, request.now)
    except AlreadyProposed as error:
        return _to(error.action_id)
    except refusals as error:
        raise Conflict(str(error)) from error
    if action.state == APPROVED:
        have_paid_out(action)
    return _to(action.action_id)


def _why_not(action: Action, who: SignedIn) -> str:
    """Why this person may not approve it, but for having to prove who they are."""
    if FINANCE not in who.roles:
        return ROLE
    return OWN if same_person(action.draft.by, who.account_id) else ""


def _result(request: Request) -> ActionResultView:
    action, who = _action(request), request.who
    why = _why_not(action, who)
    hindrance = ""
    if action.state_at(request.now) == PROPOSED and not why:
        me = Actor(who.account_id, PAGE)
        hindrance = steps.hindrance(action, me, request.now)
    view = action_view(action, who, request.now, why_not=why, hindrance=hindrance)
    if FINANCE in who.roles and view.state == APPROVED:
        view = replace(view, may_decide=True)
    return ActionResultView(action=view, lines=())


def _action(request: Request) -> Action:
    """Raises NotHere."""
    try:
        action = actions_on_record.action(request.path_params["id"])
    except UnknownAction:
        raise NotHere from None
    if action.draft.kind not in PAID_OUT:
        raise NotHere
    return action


def _frame(request: Request) -> Frame:
    return frame_of(request, "finance", "batches")


def _says(request: Request, message: str) -> str:
    return str(_frame(request).text(message))


def _address(action_id: str) -> str:
    return f"{FINANCE_PATH}/{action_id}"


def _to(action_id: str) -> Response:
    return see_other(_address(action_id))
