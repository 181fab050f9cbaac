"""/console/privacy: what people ask by law, by when it is due, and what was done."""

from datetime import UTC, datetime, timedelta

from commissions.application.queries import cursors, privacy_requests
from commissions.application.queries.cursors import NotThisCursor
from commissions.domain.people.accounts import OPERATOR
from commissions.pages.console import privacy as page
from commissions.pages.console.privacy import DONE, OPEN, SHOWS, SOON, PrivacyLine, PrivacyView
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import BadForm, NotHere, Request, Response, nothing_new
from commissions.runtime.pages import forms
from commissions.tables.privacy import PrivacyRequest

ROWS = 50
CLOSES_WITHIN = timedelta(minutes=2)


def show(request: Request) -> Response:
    """Raises NotHere, or BadForm."""
    view = _list(request)
    frame = frame_of(request, "console", "privacy")
    if request.fragment and "after" in request.query:
        return Response(body=page.render_more(view, frame))
    return Response(body=page.render_list(view, frame))


def show_request(request: Request) -> Response:
    """Raises NotHere."""
    view = request_view(request, request_of(request))
    return Response(body=page.render_one(view, frame_of(request, "console", "privacy")))


def look(request: Request) -> Response:
    """Nothing new until it is closed. Raises NotHere."""
    view = request_view(request, request_of(request))
    if view.waits:
        return nothing_new()
    return Response(body=page.render_look(view, frame_of(request, "console", "privacy")))


def request_of(request: Request) -> PrivacyRequest:
    """By its whole ticket. Raises NotHere."""
    ticket = request.path_params["ticket"]
    for each in privacy_requests.privacy_requests(closed_too=True):
        if each.asked.ticket == ticket:
            return each
    raise NotHere


def request_view(request: Request, found: PrivacyRequest) -> PrivacyView:
    said = request.query.get("closing", "")
    since = datetime.fromtimestamp(int(said), UTC) if said.isdecimal() and len(said) < 12 else None
    return PrivacyView(
        line=line_of(found),
        now=request.now,
        may_act=OPERATOR in request.who.roles,
        once=forms.new_once(request.now),
        closing=since is not None,
        is_late=since is not None and request.now - since > CLOSES_WITHIN,
    )


def line_of(found: PrivacyRequest) -> PrivacyLine:
    return PrivacyLine(
        ticket=found.asked.ticket,
        request_id=found.asked.request_id,
        store_id=found.asked.store_id,
        platform=found.asked.platform,
        kind=found.asked.kind,
        asked_at=found.since,
        due=found.due,
        done_at=found.done_at,
        did=sorted(found.did.items()),
        note=found.note,
    )


def _list(request: Request) -> page.PrivacyList:
    show = request.query.get("show") or OPEN
    if show not in SHOWS:
        raise NotHere
    every = privacy_requests.privacy_requests(closed_too=True)
    waiting = [each for each in every if each.done_at is None]
    closed = [each for each in reversed(every) if each.done_at]
    listed = closed if show == DONE else waiting
    lines, goes_on = _page_of(request, show, listed)
    overdue = sum(each.due < request.now for each in waiting)
    return page.PrivacyList(
        show=show,
        lines=[line_of(each) for each in lines],
        listed=len(listed),
        open=len(waiting),
        overdue=overdue,
        soon=sum(each.due < request.now + SOON for each in waiting) - overdue,
        done=len(closed),
        goes_on=goes_on,
    )


def _page_of(
    request: Request, show: str, listed: list[PrivacyRequest]
) -> tuple[list[PrivacyRequest], str]:
    """From the one on that the cursor names; where that stands no longer in the list, from its
    beginning: it was done meanwhile."""
    key, whose = request.session.encode(), request.who.account_id
    said, after = {"list": "privacy", "show": show}, request.query.get("after", "")
    try:
        position = cursors.opened(key, whose, said, after) if after else ""
    except NotThisCursor:
        frame = frame_of(request, "console", "privacy")
        raise BadForm("after", str(frame.text("privacy.not-this-cursor"))) from None
    tickets = [each.asked.ticket for each in listed]
    start = tickets.index(position) + 1 if position in tickets else 0
    lines, rest = listed[start : start + ROWS], listed[start + ROWS :]
    goes_on = cursors.sealed(key, whose, said, lines[-1].asked.ticket) if rest else ""
    return lines, goes_on
