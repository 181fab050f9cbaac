"""`plan.publish`: a plan's version, which then stands for ever."""

import json
from datetime import datetime

from commissions.application.actions.kind import ActionKind, Payload
from commissions.application.care import plan_versions
from commissions.domain.actions.action import Action, ActionEffect
from commissions.domain.plans import PlanRefused, UnknownPlan
from commissions.plan_schema import CheckedPlan, read, read_published
from commissions.plan_schema.wording.differences import differences
from commissions.tables import plans
from commissions.tables.plans import PlanAlreadyPublished, PlanOutOfOrder


def payload_of(plan: CheckedPlan) -> Payload:
    return {"document": plan.plan.text}


def target_of(plan: CheckedPlan) -> str:
    return f"plan/{plan.plan.plan_id}/{plan.plan.version}"


def _effect(payload: Payload, now: datetime) -> ActionEffect:
    checked = read(json.loads(payload["document"]))
    plan = checked.plan
    standing = plan_versions.standing(plan)
    return ActionEffect(
        says=(
            ("plan", f"{plan.plan_id} version {plan.version}, {plan.digest}"),
            ("in force from", f"{plan.effective_from:%Y-%m-%d %H:%M} UTC"),
            ("published before", ", ".join(standing.versions) or "none"),
            *(("worst case", each) for each in checked.worst_case.sentences()),
            *(("warning", each) for each in checked.warnings),
            *_changes(checked),
        )
    )


def _changes(checked: CheckedPlan) -> tuple[tuple[str, str], ...]:
    """What it changes for whom, against the version before; nothing where that is in older words
    than can be compared."""
    before = [
        each
        for each in plans.versions(checked.plan.plan_id)
        if each["version"] < checked.plan.version
    ]
    if not before:
        return ()
    try:
        words = read_published(json.loads(before[-1]["document"])).words
    except PlanRefused:
        return (("changes", "the version before cannot be compared: it is in older words"),)
    sections = differences(words, checked.words)
    return tuple((f"changes: {title}", each) for title, said in sections for each in said)


def _carry_out(action: Action) -> str:
    ref = plans.publish(action.draft.payload["document"])
    return f"{ref.plan_id} version {ref.version} is published"


PLAN_PUBLICATION = ActionKind(
    name="plan.publish",
    effect=_effect,
    carry_out=_carry_out,
    refusals=(PlanRefused, PlanAlreadyPublished, PlanOutOfOrder, UnknownPlan),
)
