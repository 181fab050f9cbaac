"""Many people who decide about one action at once: threads of several processes."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

import yaml

from commissions.application.actions import plan_publication, steps
from commissions.application.actions.proposing import ActionRequest, submit
from commissions.application.queries.audited import audit_log_since
from commissions.domain.actions.action import Actor
from commissions.domain.actions.agreeing import NotAgreed
from commissions.plan_schema import read
from commissions.tables import actions, plans
from tests.journey.jobs.races import at_once
from tests.support.samples import EVENTS


def propose(plan_id: str) -> dict[str, str]:
    """A plan of its own for each race; its action, with what was shown."""
    document = yaml.safe_load((EVENTS / "plans/uni7.yaml").read_text())
    plan = read({**document, "plan": {**document["plan"], "id": plan_id}})
    request = ActionRequest(
        kind="plan.publish",
        target=plan_publication.target_of(plan),
        payload=plan_publication.payload_of(plan),
        why="a race",
        ask=True,
    )
    action = submit(request, Actor("proposer", "race"), datetime.now(UTC))
    return {"action": action.action_id, "seen": action.draft.digest}


def decide(action: str, seen: str, people: list[list[str]], start_at: float) -> list[str]:
    """Each of the people does what they want; who got their way, and the state it led to."""

    def wants(who: str, what: str) -> str:
        me, now = Actor(who, "race"), datetime.now(UTC)
        try:
            if what == "approve":
                steps.approve(action, me, seen, now)
            else:
                steps.reject(action, me, "no", now)
        except NotAgreed:
            return ""
        return what

    return at_once(start_at, [partial(wants, *each) for each in people])


def outcome(action: str, plan_id: str) -> dict[str, Any]:
    """How it ended, and what the log says of it."""
    found, today = actions.get(action), datetime.now(UTC).date()
    log = audit_log_since(today, today, target=action)
    return {
        "state": found.state,
        "agreed_by": found.agreed_by,
        "log": [[each.who, each.outcome] for each in log.entries],
        "broken": list(log.broken),
        "published": len(plans.versions(plan_id)),
    }
