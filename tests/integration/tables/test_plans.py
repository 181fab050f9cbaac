import json
from dataclasses import replace
from datetime import UTC, datetime

import boto3
import pytest

from commissions.aws import cache
from commissions.domain.plans import Plan, PlanRefused, UnknownPlan
from commissions.tables import plans
from tests.support.builders import a_customer_bonus, a_plan
from tests.support.dynamodb_calls import round_trips

pytestmark = pytest.mark.usefixtures("aws")


def text(version: int = 1, since: str = "2026-01-01", rate: str = "0.20") -> str:
    document = a_plan(a_customer_bonus(rate)).document
    document["plan"] |= {"id": "harbour", "version": version, "effective_from": since}
    return json.dumps(document)


def in_force(month: int) -> list[int]:
    plan = plans.in_force("harbour", datetime(2026, month, 15, tzinfo=UTC))
    return [plan.version] if plan else []


def test_a_plan_is_in_force_from_its_day_until_the_next_version() -> None:
    plans.publish(text(version=1, since="2026-02-01"))
    plans.publish(text(version=2, since="2026-04-01"))

    assert [in_force(month) for month in (1, 2, 3, 4, 5)] == [[], [1], [1], [2], [2]]


def test_a_plan_that_nobody_published_is_not_in_force() -> None:
    assert plans.in_force("nowhere", datetime(2026, 5, 1, tzinfo=UTC)) is None


def test_a_plan_is_found_by_its_reference() -> None:
    ref = plans.publish(text())

    assert plans.get(ref).ref == ref
    with pytest.raises(UnknownPlan):
        plans.get(replace(ref, version=7))


def test_the_same_version_again_changes_nothing() -> None:
    assert plans.publish(text()) == plans.publish(text())


def test_a_published_version_stays_as_it_is() -> None:
    plans.publish(text(rate="0.20"))

    with pytest.raises(
        plans.PlanAlreadyPublished, match="harbour version 1 is published and stays"
    ):
        plans.publish(text(rate="0.30"))


def another_publishes_meanwhile(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at what is published and the write."""
    looked = plans.is_published
    others = [other]

    def looked_too_early(plan: Plan) -> bool:
        found = looked(plan)
        if others:
            plans.publish(others.pop())
        return found

    monkeypatch.setattr(plans, "is_published", looked_too_early)


def test_what_two_publish_at_once_is_published_once(monkeypatch: pytest.MonkeyPatch) -> None:
    another_publishes_meanwhile(text(), monkeypatch)

    ref = plans.publish(text())

    assert [each["digest"] for each in plans.versions("harbour")] == [ref.digest]


def test_of_two_who_publish_other_content_at_once_one_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    another_publishes_meanwhile(text(rate="0.30"), monkeypatch)

    with pytest.raises(plans.PlanAlreadyPublished):
        plans.publish(text(rate="0.20"))


def test_a_later_version_takes_effect_later() -> None:
    plans.publish(text(version=2, since="2026-04-01"))

    with pytest.raises(plans.PlanOutOfOrder):
        plans.publish(text(version=3, since="2026-03-01"))
    with pytest.raises(plans.PlanOutOfOrder):
        plans.publish(text(version=1, since="2026-05-01"))


def test_a_wrong_plan_is_not_published() -> None:
    with pytest.raises(PlanRefused):
        plans.publish('{"plan": {}}')
    assert plans.versions("harbour") == []


def test_a_plan_somebody_changed_in_the_table_pays_nobody() -> None:
    ref = plans.publish(text(rate="0.20"))
    boto3.client("dynamodb").update_item(
        TableName="PlansTable",
        Key={"plan_id": {"S": "harbour"}, "version": {"N": "1"}},
        UpdateExpression="SET document = :document",
        ExpressionAttributeValues={":document": {"S": text(rate="0.30")}},
    )

    with pytest.raises(plans.PlanAltered):
        plans.get(ref)


def test_a_warm_function_does_not_ask_again() -> None:
    plans.publish(text())
    in_force(5)

    with round_trips() as calls:
        in_force(5)

    assert calls == []


def test_a_function_that_starts_asks_twice() -> None:
    plans.publish(text())
    cache.forget_all()

    with round_trips() as calls:
        in_force(5)

    assert calls == ["Query", "GetItem"]
