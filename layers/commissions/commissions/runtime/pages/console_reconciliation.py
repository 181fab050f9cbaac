"""/console/reconciliation: what each night found, and running one again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from commissions.application.queries import cursors, reconciliations
from commissions.application.queries.cursors import NotThisCursor
from commissions.application.queries.reconciliation_report import (
    DayReport,
    ReportedFinding,
    ReportedStore,
    day_report,
)
from commissions.application.queries.reconciliations import ReconciledDay
from commissions.domain.people.accounts import OPERATOR
from commissions.pages.addresses import part_of
from commissions.pages.console import reconciliation as page
from commissions.pages.console.reconciliation import (
    CHECK_NAMES,
    NOT_RUN,
    OF_NO_STORE,
    SHOWS,
    CalendarView,
    CheckRow,
    DayCell,
    DayView,
    FindingRow,
    PairRow,
    ReportView,
    StoreCard,
    UnitAmount,
)
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import BadForm, NotHere, Request, Response, nothing_new
from commissions.runtime.pages import forms

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
    try:
        day = date.fromisoformat(request.path_params["day"])
    except ValueError:
        raise NotHere from None
    if day >= request.now.date():
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
        report=_report(report) if report else None,
        filter=_words(request),
        rows=[_row(each) for each in rows],
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
        delta=_amounts(found.delta),
        made_at=found.made_at,
    )


def _amounts(by_unit: Mapping[str, int]) -> list[UnitAmount]:
    return [(amount, unit) for unit, amount in sorted(by_unit.items()) if amount]


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


def _report(found: DayReport) -> ReportView:
    apart = [(name, len(found.listed(name))) for name in SHOWS[1:]]
    return ReportView(
        made_at=found.made_at,
        verdict=found.verdict,
        findings=len(found.findings),
        delta=_amounts(found.delta),
        compared=sum(each.compared for each in found.stores),
        looked_at=sum(each.looked_at for each in found.stores),
        journals=found.journals,
        stores=[_store(each) for each in found.stores],
        checks=_checks(found),
        balances=found.balances,
        settling=found.settling,
        hashes=found.hashes,
        apart=[(name, count) for name, count in apart if count],
    )


def _checks(found: DayReport) -> list[CheckRow]:
    """Every finding is in one cell: also of a store, or a check, that is not among the report's."""
    counted = Counter((each.check, each.store) for each in found.findings)
    stores = dict.fromkeys([each.store for each in found.stores])
    stores |= dict.fromkeys(store for _, store in counted if store)
    columns = [*stores, ""]
    checks = dict.fromkeys([*CHECK_NAMES, *(check for check, _ in counted)])
    return [
        CheckRow(check=check, counts=[(store, counted[check, store]) for store in columns])
        for check in checks
    ]


def _store(told: ReportedStore) -> StoreCard:
    apart = {
        "in-flight": told.in_flight,
        "waiting": told.waiting,
        "accepted": told.accepted,
        "earlier": told.earlier,
        "listed": told.listed,
    }
    return StoreCard(
        store=told.store,
        platform=told.platform,
        not_asked=told.not_asked,
        compared=told.compared,
        looked_at=told.looked_at,
        apart=[(name, count) for name, count in apart.items() if count],
        pairs=[
            PairRow(
                what=each.what.removeprefix("statement_"),
                is_compared=each.is_compared,
                agrees=each.agrees,
                expected=each.expected,
                found=each.found,
                expected_amounts=_amounts(each.expected_amounts),
                found_amounts=_amounts(each.found_amounts),
            )
            for each in told.pairs
        ],
    )


def _row(found: ReportedFinding) -> FindingRow:
    return FindingRow(
        row_id=f"finding-{found.number}",
        kind=found.kind,
        title=found.title,
        advice=found.advice,
        check=found.check,
        store=found.store,
        order=found.order,
        about=found.about,
        sentence=found.sentence,
        unit=found.unit,
        expected=found.expected,
        found=found.found,
        href=f"/console/parked/orders/{part_of(found.order)}" if found.order else "",
    )
