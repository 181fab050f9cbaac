"""/console/plans: what is published, made into pages."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from commissions.application.queries import plan_history
from commissions.application.queries.plan_history import (
    PlanVersion,
    ProposedVersion,
    UnknownVersion,
)
from commissions.domain.people.accounts import OPERATOR
from commissions.domain.plans import Plan
from commissions.pages.addresses import part_of
from commissions.pages.console import plans as page
from commissions.pages.console.plans import (
    ComparedView,
    DraftLine,
    PlanCard,
    PlansView,
    PlanVersionView,
    SectionView,
    VersionLine,
    WorstView,
    section_view,
)
from commissions.pages.frame import Frame
from commissions.plan_schema import CheckedPlan
from commissions.plan_schema.wording.plan_sentences import Section
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response
from commissions.runtime.pages.forms import parameters


def show(request: Request) -> Response:
    view = plans_view(request.now, acts=may_act(request))
    return Response(body=page.render_list(view, frame_of(request, "console", "plans")))


def show_version(request: Request) -> Response:
    """Raises NotHere."""
    found = _versions(request.path_params["plan"], request.now)
    version = _of_number(found, request.path_params["version"])
    return Response(body=page.render_version(_view(version, found, request), _frame(request)))


def compare(request: Request) -> Response:
    """Raises NotHere."""
    asked = parameters(request, ("plan", "old", "new"))
    found = _versions(asked.get("plan", ""), request.now)
    old, new = (_of_number(found, asked.get(name, "")) for name in ("old", "new"))
    before, after = old.checked, new.checked
    changes = plan_history.changes_between(before, after) if before and after else []
    view = ComparedView(
        plan_id=new.plan.plan_id,
        old=old.plan.version,
        new=new.plan.version,
        versions=[each.plan.version for each in found],
        sections=section_views(changes),
        unreadable=not (before and after),
    )
    return Response(body=page.render_compared(view, _frame(request)))


def plans_view(now: datetime, *, acts: bool) -> PlansView:
    found = plan_history.versions_by_plan(now)
    return PlansView(
        plans=[card(plan_id, versions) for plan_id, versions in found.items()],
        drafts=[draft_line(each) for each in plan_history.proposed_versions(now)],
        may_act=acts,
    )


def card(plan_id: str, versions: Sequence[PlanVersion]) -> PlanCard:
    latest = versions[0].plan
    return PlanCard(
        plan_id=plan_id,
        timezone=latest.timezone,
        currency=latest.base_currency,
        versions=version_lines(versions),
    )


def version_lines(versions: Sequence[PlanVersion]) -> list[VersionLine]:
    before = {new.plan.version: old.plan.version for new, old in pairwise(versions)}
    return [_line(each, before.get(each.plan.version, 0)) for each in versions]


def _line(version: PlanVersion, before: int) -> VersionLine:
    plan, checked = version.plan, version.checked
    return VersionLine(
        plan_id=plan.plan_id,
        version=plan.version,
        state=str(version.state),
        since=first_day(plan),
        until=_day(version.until, plan.timezone) if version.until else None,
        digest=plan.digest,
        worst=worst_view(checked) if checked else None,
        href=f"{page.PATH}/{part_of(plan.plan_id)}/{plan.version}",
        compare=compare_address(plan.plan_id, before, plan.version) if before else "",
    )


def may_act(request: Request) -> bool:
    return OPERATOR in request.who.roles


def first_day(plan: Plan) -> date:
    """By its own clock."""
    return _day(plan.effective_from, plan.timezone)


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def compare_address(plan_id: str, old: int, new: int) -> str:
    return f"{page.COMPARE}?plan={plan_id}&old={old}&new={new}"


def draft_line(found: ProposedVersion) -> DraftLine:
    draft, plan = found.action.draft, found.plan.plan
    return DraftLine(
        action_id=found.action.action_id,
        plan_id=plan.plan_id,
        version=plan.version,
        since=first_day(plan),
        by=draft.by,
        proposed_at=found.action.proposed_at,
        worst=worst_view(found.plan),
        href=f"/console/actions/{found.action.action_id}",
    )


def worst_view(checked: CheckedPlan) -> WorstView:
    found = plan_history.worst_share(checked)
    return WorstView(
        bounded=found.bounded,
        at_order=found.at_order,
        cap=found.cap,
        volume=found.volume.upper(),
        unbounded=found.unbounded,
        unheld=found.unheld,
    )


def section_views(sections: Sequence[Section]) -> list[SectionView]:
    return [section_view(title, sentences) for title, sentences in sections]


def _view(
    version: PlanVersion, versions: Sequence[PlanVersion], request: Request
) -> PlanVersionView:
    plan, checked = version.plan, version.checked
    lines = {each.version: each for each in version_lines(versions)}
    return PlanVersionView(
        line=lines[plan.version],
        timezone=plan.timezone,
        currency=plan.base_currency,
        sections=section_views(plan_history.sentences_of(checked)) if checked else [],
        warnings=checked.warnings if checked else [],
        written=plan_history.written(plan),
        go_on=f"{page.CHECK}?from={plan.plan_id}/{plan.version}" if may_act(request) else "",
    )


def _versions(plan_id: str, now: datetime) -> list[PlanVersion]:
    """Raises NotHere."""
    if not plan_id:
        raise NotHere
    try:
        return plan_history.versions_of(plan_id, now)
    except UnknownVersion:
        raise NotHere from None


def _of_number(versions: Sequence[PlanVersion], text: str) -> PlanVersion:
    """Raises NotHere."""
    try:
        return plan_history.of_number(versions, int(text) if text.isascii() else 0)
    except (ValueError, UnknownVersion):
        raise NotHere from None


def _frame(request: Request) -> Frame:
    return frame_of(request, "console", "plans")
