"""/finance/payables: what is owed, as it was counted, and whom it is owed to."""

from datetime import timedelta

from commissions.application.actions import payables_counting
from commissions.application.actions.proposing import ActionRequest
from commissions.application.queries import cursors, payables
from commissions.application.queries.cursors import NotThisCursor
from commissions.application.queries.payables import NoSuchPayables
from commissions.domain.payouts.counted_payables import CountedPayables
from commissions.domain.people.accounts import FINANCE
from commissions.pages.finance import payables as page
from commissions.pages.frame import Frame, fragment
from commissions.payments.payable_files import NothingCounted
from commissions.runtime.frames import SHEET, frame_of
from commissions.runtime.http_messages import BadForm, NotHere, Request, Response, see_other
from commissions.runtime.pages import forms
from commissions.runtime.pages.finance_actions import put_on_record_and_tell

COUNTED_NIGHTLY = timedelta(hours=30)


def show(request: Request) -> Response:
    """Raises NotHere of a currency in which nothing was counted."""
    once, may_act = forms.new_once(request.now), FINANCE in request.who.roles
    frame = _frame(request)
    try:
        every = payables.counted()
    except NothingCounted:
        every = []
    if not every:
        return Response(body=page.render(None, frame, once=once, may_act=may_act))
    seen = page.CountSeen(since=request.now - COUNTED_NIGHTLY, may_act=may_act, once=once)
    view = page.payables(every, _chosen(every, request), seen)
    return Response(body=page.render(view, frame, once=once, may_act=may_act))


def show_people(request: Request) -> Response:
    """Raises NotHere, or BadForm of a cursor that is none of this list."""
    name = request.path_params["list"]
    currency = request.query.get("currency", "")
    if name not in page.NAMES:
        raise NotHere
    frame = _frame(request)
    try:
        counted = payables.counted_in(currency)
        asked = {"list": name, "currency": currency, "as-of": counted.as_of.isoformat()}
        found = payables.people(currency, name, _after(request, asked, frame))
    except NothingCounted:
        return see_other(page.PATH)
    except NoSuchPayables:
        raise NotHere from None
    view = page.people(counted, name, found.rows, more=_more(request, asked, found.goes_on))
    is_more = request.fragment and "after" in request.query
    if is_more and request.headers.get("hx-target") != SHEET:
        return Response(body=fragment(page.PEOPLE, "part", frame, view=view))
    return Response(body=page.render_people(view, frame))


def count(request: Request) -> Response:
    """Has what is owed counted anew."""
    asked = ActionRequest(
        kind=payables_counting.PAYABLES_COUNTING.name,
        target=payables_counting.TARGET,
        payload={},
        once=forms.once(request),
    )
    return put_on_record_and_tell(request, asked)


def _chosen(every: list[CountedPayables], request: Request) -> CountedPayables:
    """The one asked for, else the one in which most people stand."""
    wanted = request.query.get("currency", "")
    if not wanted:
        return max(every, key=lambda each: each.rows)
    found = next((each for each in every if each.currency == wanted), None)
    if found is None:
        raise NotHere
    return found


def _after(request: Request, asked: dict[str, str], frame: Frame) -> int:
    after = request.query.get("after", "")
    if not after:
        return 0
    try:
        return int(cursors.opened(_key(request), request.who.account_id, asked, after))
    except NotThisCursor:
        raise BadForm("after", str(frame.text("payables.not-this-cursor"))) from None


def _more(request: Request, asked: dict[str, str], goes_on: int) -> str:
    if not goes_on:
        return ""
    cursor = cursors.sealed(_key(request), request.who.account_id, asked, str(goes_on))
    return f"{page.list_address(asked['currency'], asked['list'])}&after={cursor}"


def _key(request: Request) -> bytes:
    return request.session.encode()


def _frame(request: Request) -> Frame:
    return frame_of(request, "finance", "payables")
