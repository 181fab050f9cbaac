"""/console/reconciliation: what each night found, and running one again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from commissions.application.queries import cursors, reconciliations
from commissions.application.queries.cursors import NotThisCursor
from commissions.application.queries.reconciliation_report import (
    DayReport,
    ReportedFinding,
    day_report,
)
from commissions.application.queries.reconciliations import ReconciledDay
from commissions.domain.people.accounts import OPERATOR
from commissions.pages.console import reconciliation as page
from commissions.pages.console.reconciliation import (
    NOT_RUN,
    OF_NO_STORE,
    SHOWS,
    CalendarView,
    DayCell,
    DayView,
)
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import BadForm, NotHere, Request, Response, nothing_new
from commissions.runtime.pages import forms
from commissions.runtime.pages.reported_day import amounts, finding_row, report_view

DAYS = 30
ROWS = 50
PARAMETERS = ("store", "check", "show")
WORD_MAX = 255
RUN_TAKES_MAX = timedelta(minutes=16)
"""After so long without a new report something failed: the function has 15 minutes."""


def show(request: Request) -> Response:
    yesterday = request.now.date() - timedelta(days=1)
    days = [yesterday - timedelta(days=back) for back in range(DAYS)]
    found = reconciliations.reconciled_days(days)
    cells = [_cell(day, found.get(day)) for day in reversed(days)]
    frame = frame_of(request, "console", "reconciliation")
    return Response(body=page.render_calendar(CalendarView(cells=cells), frame))


def show_day(request: Request) -> Response:
    """Raises NotHere, or BadForm."""
    view = day_view(request, day_of(request))
    frame = frame_of(request, "console", "reconciliation")
    if request.fragment and "after" in request.query:
        return Response(body=page.render_more(view, frame))
    return Response(body=page.render_day(view, frame))


def look(request: Request) -> Response:
    """The new report, once it is there. Raises NotHere."""
    view = day_view(request, day_of(request))
    if view.running_since and not view.is_late:
        return nothing_new()
    frame = frame_of(request, "console", "reconciliation")
    return Response(body=page.render_look(view, frame))


def day_of(request: Request) -> date:
    """One that is over. Raises NotHere."""
    day = forms.day_in(request.path_params["day"])
    if day is None or day >= request.now.date():
        raise NotHere
    return day


def version_of(report: DayReport | None) -> str:
    return f"{report.made_at:%Y%m%d%H%M%S%f}" if report else "none"


def day_view(request: Request, day: date) -> DayView:
    """Raises BadForm."""
    report = day_report(day)
    fitting = _fitting(request, report)
    rows, goes_on = _page_of(request, report, fitting)
    asked, was = _asked(request), request.query.get("was", "")
    is_running = asked is not None and was == version_of(report)
    yesterday = request.now.date() - timedelta(days=1)
    return DayView(
        day=day,
        earlier=day - timedelta(days=1),
        later=day + timedelta(days=1) if day < yesterday else None,
        report=report_view(report) if report else None,
        filter=_words(request),
        rows=[finding_row(each) for each in rows],
        listed=len(fitting),
        goes_on=goes_on,
        may_run=OPERATOR in request.who.roles,
        once=forms.new_once(request.now),
        running_since=asked if is_running else None,
        is_late=bool(is_running and asked and request.now - asked > RUN_TAKES_MAX),
        waits_for=was,
    )


def _asked(request: Request) -> datetime | None:
    """When somebody asked for a new report, as the link says that the form led to."""
    said = request.query.get("asked", "")
    return datetime.fromtimestamp(int(said), UTC) if said.isdecimal() and len(said) < 12 else None


def _cell(day: date, found: ReconciledDay | None) -> DayCell:
    if found is None:
        return DayCell(day=day, verdict=NOT_RUN)
    return DayCell(
        day=day,
        verdict=found.verdict,
        findings=found.findings,
        delta=amounts(found.delta),
        made_at=found.made_at,
    )


def _words(request: Request) -> dict[str, str]:
    """Words that nobody offers are left out."""
    said = {name: request.query.get(name, "")[:WORD_MAX] for name in PARAMETERS}
    if said["show"] not in SHOWS[1:]:
        said["show"] = ""
    return {name: word for name, word in said.items() if word}


def _fitting(request: Request, report: DayReport | None) -> list[ReportedFinding]:
    words = _words(request)
    store, check = words.get("store", ""), words.get("check", "")
    wanted = "" if store == OF_NO_STORE else store
    return [
        each
        for each in (report.listed(words.get("show", "")) if report else ())
        if (not store or each.store == wanted) and check in ("", each.check)
    ]


def _page_of(
    request: Request, report: DayReport | None, fitting: Sequence[ReportedFinding]
) -> tuple[Sequence[ReportedFinding], str]:
    """The rows, and where the list goes on: of this very report."""
    key, whose = request.session.encode(), request.who.account_id
    said = {"list": "findings", "report": version_of(report), **_words(request)}
    after = request.query.get("after", "")
    try:
        position = int(cursors.opened(key, whose, said, after)) if after else -1
    except NotThisCursor:
        frame = frame_of(request, "console", "reconciliation")
        says = str(frame.text("reconciliation.not-this-cursor"))
        raise BadForm("after", says) from None
    rest = [each for each in fitting if each.number > position]
    rows = rest[:ROWS]
    goes_on = cursors.sealed(key, whose, said, f"{rows[-1].number}") if len(rest) > ROWS else ""
    return rows, goes_on
