"""/console/plans/check: a plan that somebody wrote, checked; and put before a second person."""

import json
from collections.abc import Sequence
from dataclasses import replace

from commissions.application.actions import plan_publication
from commissions.application.actions.proposing import (
    ActionRequest,
    AlreadyProposed,
    AskedOtherwise,
    asked_before,
    put_on_record,
)
from commissions.application.care import plan_draft, plan_versions
from commissions.application.care.plan_draft import DraftProblem, DraftRefused
from commissions.application.queries import plan_history
from commissions.domain.actions.action import PAGE, Actor
from commissions.domain.people.accounts import OPERATOR
from commissions.pages.console import plan_check as page
from commissions.pages.console.plan_check import CheckedView, PlanCheckView, ProblemLine
from commissions.plan_schema import CheckedPlan
from commissions.runtime.frames import frame_of
from commissions.runtime.http_messages import NotHere, Request, Response, see_other
from commissions.runtime.pages import forms
from commissions.runtime.pages.console_plans import first_day, section_views, worst_view
from commissions.tables import plans
from commissions.tables.plans import PlanAlreadyPublished, PlanOutOfOrder

MISSING_REASON, MISSING_TEXT, TOO_LONG = (
    "plans.bad.reason",
    "plans.bad.text",
    "plans.bad.too-long",
)
WRITTEN_MAX = 120
"""Letters of a line that are shown beside what is wrong in it."""
REFUSALS: tuple[type[Exception], ...] = (
    AskedOtherwise,
    *plan_publication.PLAN_PUBLICATION.refusals,
)


def show(request: Request) -> Response:
    """An empty form; with `from=uni7/3` the document of that version, to go on from. Raises
    NotHere."""
    if OPERATOR not in request.who.roles:
        raise NotHere
    return _answer(request, PlanCheckView(text=_begun_from(request.query.get("from", ""))))


def check(request: Request) -> Response:
    """What is wrong with it, or what it says; nothing is kept of it."""
    text = written(request)
    if not text.strip():
        return _answer(request, PlanCheckView(text="", wrong={"text": MISSING_TEXT}), 422)
    if len(text) > page.TEXT_MAX:
        return _answer(request, PlanCheckView(text="", wrong={"text": TOO_LONG}), 422)
    try:
        checked = plan_draft.check(text)
    except DraftRefused as error:
        return _answer(request, _refused(text, error.problems), 422)
    return _answer(request, _view(text, checked, request, once=forms.new_once(request.now)))


def propose(request: Request) -> Response:
    """Puts what was checked before a second person; what is not as it was shown, is shown again."""
    me, once = Actor(request.who.account_id, PAGE), forms.once(request)
    if before := asked_before(once, me):
        return _to(before.action_id)
    text = written(request)
    try:
        checked = plan_draft.check(text)
    except DraftRefused as error:
        return _answer(request, _refused(text, error.problems), 422)
    view = _view(text, checked, request, once=once)
    if forms.said(request, "seen") != checked.plan.digest:
        return _answer(request, replace(view, changed=True), 409)
    if not forms.reason(request):
        return _answer(request, replace(view, wrong={"reason": MISSING_REASON}), 422)
    return _put_on_record(request, checked, me, view)


def _put_on_record(
    request: Request, checked: CheckedPlan, me: Actor, view: PlanCheckView
) -> Response:
    wanted = ActionRequest(
        kind=plan_publication.PLAN_PUBLICATION.name,
        target=plan_publication.target_of(checked),
        payload=plan_publication.payload_of(checked),
        why=forms.reason(request),
        ask=True,
        once=view.once,
    )
    try:
        return _to(put_on_record(wanted, me, request.now).action_id)
    except AlreadyProposed as error:
        return _to(error.action_id)
    except REFUSALS as error:
        return _answer(request, replace(view, refused=str(error)), 409)


def written(request: Request) -> str:
    """Of a file if one was chosen, else what stands in the form; lines end as YAML has them."""
    found = [each for name in ("file", "text") for each in request.form.get(name, ()) if each]
    return found[0].replace("\r\n", "\n") if found else ""


def problem_lines(text: str, problems: Sequence[DraftProblem]) -> list[ProblemLine]:
    lines = text.splitlines()
    return [
        ProblemLine(
            line=each.line,
            path=each.path,
            written=_cut(lines[each.line - 1]) if 0 < each.line <= len(lines) else "",
            reason=each.reason,
        )
        for each in problems
    ]


def _cut(line: str) -> str:
    text = line.strip()
    return text if len(text) <= WRITTEN_MAX else f"{text[:WRITTEN_MAX]} …"


def _refused(text: str, problems: Sequence[DraftProblem]) -> PlanCheckView:
    return PlanCheckView(text=text, problems=problem_lines(text, problems))


def _view(text: str, checked: CheckedPlan, request: Request, *, once: str) -> PlanCheckView:
    return PlanCheckView(text=text, checked=_checked(checked, request), once=once)


def _checked(checked: CheckedPlan, request: Request) -> CheckedView:
    plan = checked.plan
    earlier = [e for e in plans.all_versions(plan.plan_id) if e.version < plan.version]
    last = earlier[-1] if earlier else None
    words = plan_history.checked_version(last.text, last.digest) if last else None
    changes = plan_history.changes_between(words, checked) if words else []
    published, refused = _standing(checked)
    return CheckedView(
        plan_id=plan.plan_id,
        version=plan.version,
        since=first_day(plan),
        timezone=plan.timezone,
        digest=plan.digest,
        before=last.version if last else 0,
        worst=worst_view(checked),
        warnings=checked.warnings,
        sections=section_views(plan_history.sentences_of(checked)),
        changes=section_views(changes),
        comparable=last is None or words is not None,
        published=published,
        refused=refused,
        is_backdated=plan.effective_from <= request.now,
    )


def _standing(checked: CheckedPlan) -> tuple[bool, str]:
    """Whether just this is published, and why it cannot be added where it cannot."""
    try:
        return plan_versions.standing(checked.plan).published, ""
    except (PlanAlreadyPublished, PlanOutOfOrder) as error:
        return False, str(error)


def _begun_from(named: str) -> str:
    """The document of a version as YAML. Raises NotHere."""
    if not named:
        return ""
    plan_id, _, version = named.rpartition("/")
    found = [e for e in plans.all_versions(plan_id) if str(e.version) == version] if plan_id else []
    if not found:
        raise NotHere
    return plan_draft.as_yaml(json.loads(found[0].text))


def _answer(request: Request, view: PlanCheckView, status: int = 200) -> Response:
    body = page.render(view, frame_of(request, "console", "plans"))
    return Response(status=status, body=body)


def _to(action_id: str) -> Response:
    return see_other(f"/console/actions/{action_id}")
