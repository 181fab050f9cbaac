"""The steps of an action on the tables: each once, by the right person, whatever comes between."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
import yaml

from commissions.application.actions import plan_publication, proposing, steps
from commissions.application.actions.kinds import KINDS, kind_of
from commissions.application.actions.proposing import (
    ActionRequest,
    AlreadyProposed,
    ProposalUnexplained,
    SecondByWordOnly,
    submit,
)
from commissions.application.queries.actions_on_record import actions_on_record
from commissions.application.queries.audited import audit_log_since
from commissions.aws.clients import client
from commissions.domain.actions.action import (
    APPLIED,
    APPROVED,
    FAILED,
    PROPOSED,
    REJECTED,
    VALID,
    WITHDRAWN,
    Action,
    Actor,
)
from commissions.domain.actions.agreeing import ActionNotOpen, NotWhatWasShown, OwnAction
from commissions.plan_schema import CheckedPlan, read
from commissions.tables import actions, audit_log, plans
from commissions.tables.actions import ActionAltered, UnknownAction
from commissions.tables.items import marshal
from tests.conftest import ROOT
from tests.support.crash_points import Crashed
from tests.support.dynamodb_calls import just_before

pytestmark = pytest.mark.usefixtures("aws")
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
MARA, INES, OTTO = (Actor(name, "tests") for name in ("mara", "ines", "otto"))
UNI7 = yaml.safe_load((ROOT / "events/plans/uni7.yaml").read_text())


def the_plan(version: int = 1) -> CheckedPlan:
    head = {**UNI7["plan"], "version": version, "effective_from": f"202{6 + version}-01-01"}
    return read({**UNI7, "plan": head})


def the_request(version: int = 1, **fields: object) -> ActionRequest:
    plan = the_plan(version)
    plain = {
        "kind": "plan.publish",
        "target": plan_publication.target_of(plan),
        "payload": plan_publication.payload_of(plan),
        "why": "the new year",
        "ask": True,
    }
    return ActionRequest(**plain | fields)  # type: ignore[arg-type]


def proposed(version: int = 1, *, now: datetime = NOW) -> Action:
    return submit(the_request(version), MARA, now)


def approved(action: Action, by: Actor = INES, now: datetime = LATER) -> Action:
    return steps.approve(action.action_id, by, action.draft.digest, now)


def published() -> list[int]:
    return [int(each["version"]) for each in plans.versions("uni7")]


def log() -> list[str]:
    found = audit_log_since(NOW.date(), NOW.date())
    assert found.broken == ()
    return [f"{each.who} {each.what} {each.outcome}" for each in found.entries]


def test_what_waits_is_done_when_another_person_agrees_and_each_step_is_in_the_log() -> None:
    action = proposed()
    assert (action.state, published()) == (PROPOSED, [])

    done = approved(action)

    assert (done.state, done.agreed_by, done.agreed_at) == (APPLIED, "ines", LATER)
    assert done.outcome == "uni7 version 1 is published"
    assert published() == [1]
    assert log() == [
        "mara plan.publish proposed",
        "ines plan.publish approved",
        "ines plan.publish applied",
    ]


def test_where_one_person_is_enough_it_is_done_at_once() -> None:
    done = submit(the_request(ask=False), MARA, NOW)

    assert (done.state, done.agreed_by, published()) == (APPLIED, "", [1])
    assert log() == ["mara plan.publish approved", "mara plan.publish applied"]


def test_the_companys_rule_says_what_needs_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposing, "RULE", "order.decide > 50.00 USD, plan.publish")

    assert submit(the_request(ask=False), MARA, NOW).state == PROPOSED
    with pytest.raises(SecondByWordOnly, match="in person"):
        submit(the_request(2, ask=False, agreed_by="ines"), MARA, NOW)
    with pytest.raises(ProposalUnexplained):
        submit(the_request(2, ask=False, why=" "), MARA, NOW)
    assert published() == []


def test_nobody_approves_their_own() -> None:
    action = proposed()

    with pytest.raises(OwnAction):
        approved(action, Actor("Mara", "elsewhere"))

    assert (actions.get(action.action_id).state, published()) == (PROPOSED, [])


def test_nor_does_the_table_take_it_from_the_same_person() -> None:
    action = proposed()
    entry = next(audit_log.entries_of("2026-11-28"))

    with pytest.raises(audit_log.StepRefused):
        actions.approve(action, "mara", LATER, entry)

    assert log() == ["mara plan.publish proposed"]


def test_who_was_shown_something_else_agrees_to_nothing() -> None:
    action = proposed()

    with pytest.raises(NotWhatWasShown, match="look at it again"):
        steps.approve(action.action_id, INES, "0" * 64, LATER)

    assert published() == []


def test_what_would_do_something_else_by_now_has_to_be_proposed_again() -> None:
    action = proposed(2)
    approved(proposed(1))

    with pytest.raises(NotWhatWasShown, match="propose it again"):
        approved(action)

    assert "propose it again" in steps.hindrance(action, INES, LATER)
    assert published() == [1]


def test_what_would_be_refused_by_now_is_refused_and_stays_as_it_is() -> None:
    action = proposed(2)
    plans.publish(the_plan(3).plan.text)
    plans.publish(the_plan(2).plan.text.replace("half_even", "down"))

    with pytest.raises(plans.PlanAlreadyPublished):
        approved(action)

    assert "It would be refused" in steps.hindrance(action, INES, LATER)
    assert actions.get(action.action_id).state == PROPOSED


def test_after_three_days_nobody_agrees_any_more() -> None:
    action = proposed()

    for now in (NOW + VALID, NOW + 2 * VALID):
        with pytest.raises(ActionNotOpen, match="expired"):
            approved(action, now=now)
    with pytest.raises(audit_log.StepRefused):
        actions.approve(action, "ines", NOW + VALID, next(audit_log.entries_of("2026-11-28")))

    assert actions_on_record(NOW + VALID) == []
    assert [each.state_at(NOW + VALID) for each in actions_on_record(NOW, every=True)] == [
        "expired"
    ]
    assert approved(action, now=NOW + VALID - timedelta(seconds=1)).state == APPLIED


def test_what_another_person_rejects_is_rejected_for_good_with_why() -> None:
    action = proposed()
    with pytest.raises(steps.UnexplainedRejection):
        steps.reject(action.action_id, INES, " ", LATER)

    rejected = steps.reject(action.action_id, INES, "not this year", LATER)

    assert (rejected.state, rejected.ended_by) == (REJECTED, "ines")
    assert rejected.outcome == "not this year"
    with pytest.raises(ActionNotOpen, match="rejected"):
        approved(action, OTTO)
    with pytest.raises(ActionNotOpen, match="rejected"):
        steps.reject(action.action_id, OTTO, "no", LATER)
    assert (published(), log()[-1]) == ([], "ines plan.publish rejected")


def test_who_proposed_it_takes_it_back_and_may_propose_it_again() -> None:
    action = proposed()

    assert steps.reject(action.action_id, MARA, "a mistake", LATER).state == WITHDRAWN

    again = proposed()
    assert again.action_id == f"{action.action_id}-2"
    assert approved(again).state == APPLIED


def test_just_the_same_is_not_proposed_twice() -> None:
    action = proposed()

    with pytest.raises(AlreadyProposed, match=action.action_id):
        proposed(now=LATER)

    assert log() == ["mara plan.publish proposed"]


def test_of_two_who_agree_at_once_one_does() -> None:
    action = proposed()

    def otto_is_quicker() -> None:
        approved(action, OTTO)

    late = pytest.raises(ActionNotOpen, match="is applied")
    with just_before("TransactWriteItems", otto_is_quicker), late:
        approved(action, INES)

    assert actions.get(action.action_id).agreed_by == "otto"
    assert log().count("otto plan.publish approved") == 1
    assert not any(each.startswith("ines") for each in log())


def test_who_agrees_while_another_rejects_comes_too_late() -> None:
    action = proposed()

    def rejects() -> None:
        steps.reject(action.action_id, OTTO, "no", LATER)

    with just_before("TransactWriteItems", rejects), pytest.raises(ActionNotOpen, match="rejected"):
        approved(action, INES)

    assert published() == []


def test_an_entry_of_somebody_else_in_between_delays_a_step_and_hinders_none() -> None:
    action = proposed()

    with just_before("TransactWriteItems", lambda: proposed(2)):
        done = approved(action)

    assert (done.state, log()[1]) == (APPLIED, "mara plan.publish proposed")


def test_what_was_approved_and_cut_off_is_brought_to_its_end_by_whoever_asks(
    request: pytest.FixtureRequest,
) -> None:
    for version, module, name in ((1, plans, "publish"), (2, actions, "finish")):
        action = proposed(version)
        with patch.object(module, name, side_effect=Crashed), pytest.raises(Crashed):
            approved(action)
        assert actions.get(action.action_id).state == APPROVED
        assert actions_on_record(LATER + 2 * VALID) == [actions.get(action.action_id)]
        assert actions.approved_at() == [LATER]

        done = steps.approve(action.action_id, OTTO, "", LATER + 2 * VALID)

        assert (done.state, done.agreed_by) == (APPLIED, "ines")
        assert (published()[-1], actions.approved_at()) == (version, [])
        with pytest.raises(ActionNotOpen, match="applied"):
            approved(action, OTTO)


def test_what_one_person_began_and_was_cut_off_goes_on_when_it_is_done_again() -> None:
    with patch.object(plans, "publish", side_effect=Crashed), pytest.raises(Crashed):
        submit(the_request(ask=False), MARA, NOW)
    [begun] = actions_on_record(NOW)

    done = submit(the_request(ask=False), MARA, LATER)

    assert (done.action_id, done.state, done.agreed_at) == (begun.action_id, APPLIED, NOW)
    assert log().count("mara plan.publish approved") == 1


def test_what_can_never_be_done_is_noted_as_failed_with_why() -> None:
    action = proposed()
    with patch.object(plans, "publish", side_effect=Crashed), pytest.raises(Crashed):
        approved(action)
    plans.publish(the_plan().plan.text.replace("half_even", "down"))

    done = steps.approve(action.action_id, INES, "", LATER)

    assert (done.state, "raise the version" in done.outcome) == (FAILED, True)
    assert log()[-1] == "ines plan.publish failed"


def test_what_was_changed_in_the_table_is_not_agreed_to() -> None:
    action = proposed()
    altered = marshal({**actions._item(action), "why": "something else"})
    client("dynamodb").put_item(TableName=actions.TABLE, Item=altered)

    with pytest.raises(ActionAltered, match="was changed"):
        approved(action)


def test_there_is_no_action_of_a_name_that_nobody_gave() -> None:
    for name in ("20261128-0", audit_log._HEAD["id"]):
        with pytest.raises(UnknownAction):
            steps.approve(name, INES, "0" * 64, NOW)


def test_every_kind_says_what_it_is_and_is_named_of_what_and_what() -> None:
    assert {name.count(".") for name in KINDS} == {1}
    assert {name: kind_of(name).name for name in KINDS} == {name: name for name in KINDS}
