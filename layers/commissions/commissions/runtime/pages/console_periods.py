"""/console/periods: how far closes have come, made into pages."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from commissions.application.close.calendar import NotAClosingPeriod
from commissions.application.queries import actions_on_record
from commissions.application.queries import periods as queries
from commissions.application.queries.periods import (
    DUE,
    PeriodStatus,
    PeriodView,
)
from commissions.domain.people.accounts import OPERATOR
from commissions.domain.periods.period_id import NotAPeriodId, PeriodId, parse
from commissions.domain.periods.record import CLOSED, COMPUTED, INCOMPLETE
from commissions.pages.addresses import part_of
from commissions.pages.console import periods as page
from commissions.pages.console.periods import (
    ClosingPeriodLine,
    PeriodPageView,
    PeriodsView,
    PlanPeriods,
)
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response, nothing_new
from commissions.runtime.pages import period_cards
from commissions.runtime.pages.period_cards import figures_view, href
from commissions.runtime.pages.period_steps import steps_of

A_MOMENT = timedelta(microseconds=1)
KINDS = frozenset({"period.close", "period.post", "period.preview"})


def show(request: Request) -> Response:
    view = PeriodsView(plans=plan_periods(request))
    return Response(body=page.render_list(view, frame_of(request, "console", "periods")))


def show_period(request: Request) -> Response:
    """Raises NotHere."""
    view = period_view(told_of(request), request)
    return Response(body=page.render_one(view, frame_of(request, "console", "periods")))


def look(request: Request) -> Response:
    """Raises NotHere."""
    view = period_view(told_of(request), request)
    if request.query.get("version") == view.version:
        return nothing_new()
    return Response(body=page.render_look(view, frame_of(request, "console", "periods")))


def told_of(request: Request) -> PeriodStatus:
    """Raises NotHere."""
    try:
        return queries.status(parse(request.path_params["period"]), request.now)
    except (NotAPeriodId, NotAClosingPeriod):
        raise NotHere from None


def plan_periods(request: Request) -> list[PlanPeriods]:
    found = queries.periods_by_plan(request.now)
    return [
        PlanPeriods(plan_id=plan, lines=[line(each) for each in views][::-1], first="")
        if views
        else _never(plan, request)
        for plan, views in found.items()
    ]


def _never(plan: str, request: Request) -> PlanPeriods:
    first = queries.first_to_close(plan, request.now)
    return PlanPeriods(
        plan_id=plan,
        lines=[],
        first=href(first) if first else "",
        first_label=str(first) if first else "",
    )


def line(view: PeriodView) -> ClosingPeriodLine:
    period, span, figures = view.period, view.closing.span, view.figures
    zone = ZoneInfo(view.closing.plan.timezone)
    return ClosingPeriodLine(
        row_id=f"period-{part_of(str(period))}",
        period=str(period),
        label=period.label,
        every=period.every,
        state=view.state,
        starts=span.starts,
        ends=span.ends,
        closes_at=span.closes_at,
        first=span.starts.astimezone(zone).date(),
        last=(span.ends - A_MOMENT).astimezone(zone).date(),
        figures=figures_view(figures) if figures else None,
        href=href(period),
    )


def period_view(told: PeriodStatus, request: Request) -> PeriodPageView:
    view, record = told.view, told.view.record
    history = queries.history(view)
    proposal = _proposal(view.period, request)
    may_act = OPERATOR in request.who.roles and not proposal
    hindered = _hindrance(view, request)
    plan = view.closing.plan
    number = record.plan_version if record else plan.version
    return PeriodPageView(
        line=line(view),
        plan_version=number,
        plan_href=f"/console/plans/{part_of(plan.plan_id)}/{number}",
        zone=plan.timezone,
        attempt=record.attempt if record else 0,
        steps=steps_of(view),
        waiting=period_cards.waiting_lines(told),
        lacked=period_cards.lacked_lines(told),
        left_out=period_cards.left_out(record),
        accepted=record.accept_waiting if record else "",
        gate=record.gate if record else "",
        hindrance=hindered,
        beside=period_cards.beside_view(view, history),
        most=period_cards.most(record),
        ranks=period_cards.ranks(record),
        estimate=period_cards.estimate_view(view),
        since=period_cards.since_view(view),
        proposal=proposal,
        close=_act(view, "close", may_act and view.state in (DUE, INCOMPLETE) and not hindered),
        again=_act(view, "again", may_act and view.state == COMPUTED),
        post=_act(view, "post", may_act and view.state == COMPUTED),
        look_since=_act(view, "since", may_act and view.state == CLOSED),
    )


def _act(view: PeriodView, choice: str, may: bool) -> str:
    return f"{href(view.period)}/{choice}" if may else ""


def _hindrance(view: PeriodView, request: Request) -> str:
    if view.state not in (DUE, INCOMPLETE):
        return ""
    return queries.hindrance(view.period, request.now, again=False)


def _proposal(period: PeriodId, request: Request) -> str:
    """Where it is decided, of what waits for a second person or is under way."""
    for each in actions_on_record.actions_on_record(request.now):
        if each.draft.kind in KINDS and each.draft.payload["period"] == str(period):
            return f"/console/actions/{each.action_id}"
    return ""
