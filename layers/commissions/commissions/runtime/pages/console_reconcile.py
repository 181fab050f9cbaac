"""Running a day's reconciliation again, once it was asked for on its page."""

from urllib.parse import urlencode

from commissions.application.actions import day_reconciliation
from commissions.application.actions.asked_worker import have_carried_out
from commissions.application.actions.kinds import kind_of
from commissions.application.actions.proposing import (
    ActionRequest,
    AlreadyProposed,
    AskedOtherwise,
    put_on_record,
)
from commissions.application.queries.reconciliation_report import day_report
from commissions.domain.actions.action import APPROVED, PAGE, Action, Actor
from commissions.pages.console import reconciliation as page
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import Conflict, Request, Response, see_other
from commissions.runtime.pages import forms
from commissions.runtime.pages.console_reconciliation import day_of, version_of


def run(request: Request) -> Response:
    """Puts it on record and has it carried out; the page then waits for the new report. Raises
    NotHere, or Conflict."""
    day, me = day_of(request), Actor(request.who.account_id, PAGE)
    was = version_of(day_report(day))
    wanted = ActionRequest(
        kind=day_reconciliation.NAME,
        target=day.isoformat(),
        payload=day_reconciliation.payload_of(day),
        why=forms.reason(request),
        once=forms.once(request),
    )
    refusals: tuple[type[Exception], ...] = (AskedOtherwise, *kind_of(wanted.kind).refusals)
    try:
        action = put_on_record(wanted, me, request.now)
    except AlreadyProposed as error:
        return see_other(f"/console/actions/{error.action_id}")
    except refusals as error:
        says = str(frame_of(request, "console", "actions").text("actions.changed"))
        raise Conflict(says) from error
    if action.state == APPROVED:
        have_carried_out(action)
    return _to(action, f"{page.PATH}/{day}", was, request)


def _to(action: Action, path: str, was: str, request: Request) -> Response:
    """To the day, or where a second person has to agree, to what waits for them."""
    if not action.agreed_at:
        return see_other(f"/console/actions/{action.action_id}")
    said = {"asked": f"{int(request.now.timestamp())}", "was": was}
    return see_other(f"{path}?{urlencode(said)}")
