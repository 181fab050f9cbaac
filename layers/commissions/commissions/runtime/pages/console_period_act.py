"""/console/periods/…/close and /post: what somebody does about a period, once it was shown and
confirmed."""

from dataclasses import replace

from commissions.application.actions import period_closing, period_posting, period_preview
from commissions.application.actions.asked_worker import have_carried_out
from commissions.application.actions.kind import Payload
from commissions.application.actions.proposing import (
    ActionRequest,
    AlreadyProposed,
    AskedOtherwise,
    ProposalUnexplained,
    asked_before,
    put_on_record,
    rule,
)
from commissions.application.queries import periods as queries
from commissions.application.queries.periods import PeriodStatus
from commissions.domain.actions.action import APPROVED, PAGE, ActionEffect, Actor
from commissions.domain.orders.canonical import digest_of
from commissions.domain.people.accounts import OPERATOR
from commissions.domain.periods.record import CLOSED, COMPUTED
from commissions.pages.console import period_act as page
from commissions.pages.console.period_act import AGAIN, CHOICES, CLOSE, POST, SINCE, PeriodActView
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response, see_other
from commissions.runtime.pages import forms
from commissions.runtime.pages.console_periods import line, told_of
from commissions.runtime.pages.period_cards import (
    figures_view,
    href,
    lacked_lines,
    waiting_lines,
)

KINDS = {POST: period_posting.PERIOD_POSTING, SINCE: period_preview.PERIOD_PREVIEW}
MISSING_REASON, NOT_SAID = "periods.bad.reason", "periods.bad.not-said"
GATE, LATE, SAID = "without_gate", "accept_waiting", "yes"
"""What is ticked, and what a tick says."""


def show(request: Request) -> Response:
    """Raises NotHere where there is nothing of the kind to be done, or not by who asks."""
    if OPERATOR not in request.who.roles:
        raise NotHere
    told = _told(request)
    return _answer(request, _view(told, request, once=forms.new_once(request.now)))


def act(request: Request) -> Response:
    """Puts on record what was shown; else shows what has changed since, or what of the form is not
    right. Raises NotHere."""
    me, once = Actor(request.who.account_id, PAGE), forms.once(request)
    if before := asked_before(once, me):
        return _to(before.action_id)
    told = _told(request)
    view = _view(told, request, once=once)
    if forms.said(request, "seen") != view.seen:
        return _answer(request, replace(view, changed=True), 409)
    if wrong := _wrong(view, request):
        return _answer(request, replace(view, wrong=wrong), 422)
    return _put_on_record(request, told, me, view)


def _put_on_record(
    request: Request, told: PeriodStatus, me: Actor, view: PeriodActView
) -> Response:
    kind = KINDS.get(view.choice, period_closing.PERIOD_CLOSING)
    refusals: tuple[type[Exception], ...] = (AskedOtherwise, ProposalUnexplained, *kind.refusals)
    wanted = ActionRequest(
        kind=kind.name,
        target=period_closing.target_of(told.view.period),
        payload=_payload(told, view, late=forms.said(request, LATE) == SAID),
        why=forms.reason(request),
        ask=view.choice == POST,
        once=view.once,
    )
    try:
        action = put_on_record(wanted, me, request.now)
    except AlreadyProposed as error:
        return _to(error.action_id)
    except refusals as error:
        return _answer(request, replace(view, refused=str(error)), 409)
    if action.state == APPROVED:
        have_carried_out(action)
    return _to(action.action_id)


def _payload(told: PeriodStatus, view: PeriodActView, *, late: bool) -> Payload:
    period, record = told.view.period, told.view.record
    if view.choice == SINCE:
        return period_preview.payload_of(period)
    if view.choice == POST and record:
        return period_posting.payload_of(record, without_gate=bool(record.gate))
    return period_closing.payload_of(period, again=view.choice == AGAIN, accept_waiting=late)


def _told(request: Request) -> PeriodStatus:
    """Raises NotHere."""
    choice, told = request.path_params["choice"], told_of(request)
    state = told.view.state
    if choice not in CHOICES or (state == COMPUTED) != (choice in (AGAIN, POST)):
        raise NotHere
    if choice == SINCE and state != CLOSED:
        raise NotHere
    return told


def _view(told: PeriodStatus, request: Request, *, once: str) -> PeriodActView:
    view, record, choice = told.view, told.view.record, request.path_params["choice"]
    figures = view.figures
    gate = record.gate if record and choice == POST else ""
    waits = told.waits if choice != POST else ()
    hindrance = ""
    if choice in (CLOSE, AGAIN):
        hindrance = queries.hindrance(view.period, request.now, again=choice == AGAIN)
    shown = {
        "choice": choice,
        "period": str(view.period),
        "attempt": record.attempt if record else 0,
        "run": record.run if record else "",
        "waits": list(waits),
        "gate": gate,
    }
    return PeriodActView(
        choice=choice,
        line=line(view),
        plan_version=record.plan_version if record else view.closing.plan.version,
        figures=figures_view(figures) if figures else None,
        waiting=waiting_lines(told) if choice != POST else [],
        lacked=lacked_lines(told),
        gate=gate,
        hindrance=hindrance,
        needs_second=_needs_second(choice),
        seen=digest_of(shown),
        once=once,
        action=f"{href(view.period)}/{choice}",
    )


def _needs_second(choice: str) -> bool:
    """Posting always does; beginning a close by the company's rule."""
    if choice == POST:
        return True
    kind = KINDS.get(choice, period_closing.PERIOD_CLOSING)
    return rule().needs_second(kind.name, ActionEffect(says=()))


def _wrong(view: PeriodActView, request: Request) -> dict[str, str]:
    """By field, what is not right with it."""
    wrong = {}
    if not forms.reason(request):
        wrong["reason"] = MISSING_REASON
    for name, asked in ((GATE, view.gate), (LATE, view.waiting)):
        if asked and forms.said(request, name) != SAID:
            wrong[name] = NOT_SAID
    return wrong


def _answer(request: Request, view: PeriodActView, status: int = 200) -> Response:
    frame = frame_of(request, "console", "periods")
    return Response(status=status, body=page.render(view, frame, in_sheet=request.fragment))


def _to(action_id: str) -> Response:
    return see_other(f"/console/actions/{action_id}")
