"""/finance/payees: how one person stands as of now, and what was ever paid to them; and of a debt
that is old enough, that it is written off, by two people."""

from dataclasses import replace

from commissions.application.actions import debt_write_off
from commissions.application.actions.proposing import ActionRequest
from commissions.application.queries import payables as queries
from commissions.application.queries.payables import NoSuchPayables, PayeeStory
from commissions.domain.people.accounts import FINANCE
from commissions.pages.finance import payee as page
from commissions.pages.finance.payee import PayeeView
from commissions.pages.frame import Frame
from commissions.runtime.frames import SHEET, frame_of
from commissions.runtime.http_messages import NotHere, Request, Response
from commissions.runtime.pages import forms
from commissions.runtime.pages.finance_actions import put_on_record_and_tell

MISSING_REASON = "parked.bad.reason"


def show(request: Request) -> Response:
    """Raises NotHere of whom no register knows."""
    view = _view(request, request.query.get("currency", ""), forms.new_once(request.now))
    return _answer(request, view)


def write_off(request: Request) -> Response:
    """Puts before a second person that what somebody has owed for so long is collected no more.
    Raises NotHere, or Conflict where it would be refused."""
    currency, member = forms.said(request, "currency"), request.path_params["member"]
    story = _story(request, currency)
    view = _view_of(story, may_act=True, once=forms.once(request))
    if forms.said(request, "seen") != view.seen or not view.write_off.minor or not story.payable:
        return _answer(request, replace(view, changed=True), 409)
    why = forms.reason(request)
    if not why:
        return _answer(request, replace(view, wrong={"reason": MISSING_REASON}), 422)
    plan = story.payable.found.terms.plan
    asked = ActionRequest(
        kind=debt_write_off.DEBT_WRITE_OFF.name,
        target=debt_write_off.target_of(member),
        payload=debt_write_off.payload_of(member, currency, story.write_off, plan),
        why=why,
        ask=True,
        once=view.once,
    )
    return put_on_record_and_tell(request, asked)


def _view(request: Request, currency: str, once: str) -> PayeeView:
    may_act = FINANCE in request.who.roles
    return _view_of(_story(request, currency), may_act=may_act, once=once)


def _view_of(story: PayeeStory, *, may_act: bool, once: str) -> PayeeView:
    found = story.payable
    return page.payee(
        member=story.member,
        currency=story.currency,
        found=found.found if found else None,
        registered=found.payee if found else None,
        write_off=story.write_off,
        payouts=story.payouts,
        may_act=may_act,
        once=once,
    )


def _story(request: Request, currency: str) -> PayeeStory:
    if not (len(currency) == 3 and currency.isalpha() and currency.isupper()):
        raise NotHere
    try:
        return queries.payee(request.path_params["member"], currency, request.now)
    except NoSuchPayables:
        raise NotHere from None


def _answer(request: Request, view: PayeeView, status: int = 200) -> Response:
    in_sheet = request.fragment and request.headers.get("hx-target") == SHEET
    return Response(status=status, body=page.render(view, _frame(request), in_sheet=in_sheet))


def _frame(request: Request) -> Frame:
    return frame_of(request, "finance", "payables")
