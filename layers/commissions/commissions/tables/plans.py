"""The published plans: each version once, never changed, and checked against its digest."""

import json
import math
import os
from datetime import UTC, datetime

from commissions.aws.cache import TtlCache
from commissions.domain.ledger.award_changes import MonthTerms
from commissions.domain.orders.canonical import stamp
from commissions.domain.plans import Plan, UnknownPlan, read_plan
from commissions.domain.sales.attribution import PlanRef
from commissions.tables import items, versioned
from commissions.tables.items import Item

TABLE = os.environ["PLANS_TABLE"]

MAX_AGE_SECONDS = 60
_published: TtlCache[str, list[Item]] = TtlCache()
_plans: TtlCache[PlanRef, Plan] = TtlCache()
_terms: TtlCache[tuple[str, int], MonthTerms] = TtlCache()
_NOT_THERE = MonthTerms(timezone="UTC", rounding="half_even", currency="")


class PlanAltered(RuntimeError):
    """What is stored is not what was published: somebody changed the item."""


class PlanAlreadyPublished(ValueError):
    """This version was published with other content."""

    def __init__(self, plan_id: str, version: int) -> None:
        super().__init__(f"{plan_id} version {version} is published and stays: raise the version")


class PlanOutOfOrder(ValueError):
    """A later version that does not take effect later."""

    def __init__(self, plan: Plan, other: int, since: str) -> None:
        super().__init__(
            f"{plan.plan_id} version {plan.version} from {stamp(plan.effective_from)} does not "
            f"fit version {other} from {since}: a later version takes effect later"
        )


def get(ref: PlanRef) -> Plan:
    """A version that was locked with an order; it never changes, so it is read once."""
    return _plans.get(ref, _find, max_age_seconds=math.inf)


def timezone_of(plan_id: str, version: int) -> str:
    """The clock of a published version; UTC where it is not there any more."""
    return terms_of(plan_id, version).timezone


def terms_of(plan_id: str, version: int) -> MonthTerms:
    """By which a published version counts what it pays; where it is not there any more, by UTC."""
    try:
        return _terms.get((plan_id, version), _find_terms, max_age_seconds=math.inf)
    except UnknownPlan:
        return _NOT_THERE


def in_force(plan_id: str, at: datetime) -> Plan | None:
    """The version that is in force at a moment, among those known a minute ago or later."""
    published = _published.get(plan_id, versions, max_age_seconds=MAX_AGE_SECONDS)
    begun = [item for item in published if item["effective_from"] <= stamp(at)]
    return get(_ref(begun[-1])) if begun else None


def latest(plan_id: str) -> Plan:
    """The version that was published last. Raises UnknownPlan where there is none."""
    found = versions(plan_id)
    if not found:
        raise UnknownPlan(plan_id)
    return get(_ref(found[-1]))


def first(plan_id: str) -> Plan:
    """The version that was published first. Raises UnknownPlan where there is none."""
    found = versions(plan_id)
    if not found:
        raise UnknownPlan(plan_id)
    return get(_ref(found[0]))


def of_version(plan_id: str, version: int) -> Plan:
    """Raises UnknownPlan."""
    for found in versions(plan_id):
        if found["version"] == version:
            return get(_ref(found))
    raise UnknownPlan(f"{plan_id} version {version}")


def all_ids() -> list[str]:
    """Of all plans that are published."""
    found = items.scan(TABLE, ProjectionExpression="plan_id", ConsistentRead=True)
    return sorted({each["plan_id"] for each in found})


def all_versions(plan_id: str) -> list[Plan]:
    """All that is published under an id, by version. Raises PlanAltered."""
    return [_known(item) for item in versions(plan_id)]


def every() -> list[Plan]:
    """All versions of all plans that are published, in no order: for whoever looks at lines of
    several. Raises PlanAltered."""
    return [_known(item) for item in items.scan(TABLE, ConsistentRead=True)]


def _known(item: Item) -> Plan:
    return _plans.get(_ref(item), lambda ref: _read(item, ref), max_age_seconds=math.inf)


@versioned.retry_on_conflict
def publish(text: str) -> PlanRef:
    """Publishes a plan, given as JSON; the same again, or by another at once, changes nothing. A
    plan that a person wrote has gone through `plan_schema.read` before: here only what `earn` reads
    of it is read.

    Raises PlanRefused, PlanAlreadyPublished or PlanOutOfOrder.
    """
    plan = read_plan(json.loads(text))
    if not is_published(plan):
        item = {
            "plan_id": plan.plan_id,
            "effective_from": stamp(plan.effective_from),
            "digest": plan.digest,
            "base_currency": plan.base_currency,
            "document": plan.text,
            "recorded_at": stamp(datetime.now(UTC)),
        }
        versioned.put_once(TABLE, {**item, "version": plan.version}, key="plan_id")
        _published.forget(plan.plan_id)
    return plan.ref


def is_published(plan: Plan) -> bool:
    """Whether just this stands. Raises PlanAlreadyPublished or PlanOutOfOrder where not."""
    for item in versions(plan.plan_id):
        if item["version"] == plan.version:
            if item["digest"] != plan.digest:
                raise PlanAlreadyPublished(plan.plan_id, plan.version)
            return True
        later = item["version"] > plan.version
        if later != (item["effective_from"] > stamp(plan.effective_from)):
            raise PlanOutOfOrder(plan, item["version"], item["effective_from"])
    return False


def versions(plan_id: str) -> list[Item]:
    """What is published under an id, by version."""
    found = items.query(
        TABLE,
        KeyConditionExpression="plan_id = :plan_id",
        values={":plan_id": plan_id},
        ConsistentRead=True,
    )
    return list(found)


def _find(ref: PlanRef) -> Plan:
    found = items.get(TABLE, {"plan_id": ref.plan_id, "version": ref.version})
    if not found:
        raise UnknownPlan(f"{ref.plan_id} version {ref.version}")
    return _read(found, ref)


def _read(item: Item, ref: PlanRef) -> Plan:
    plan = read_plan(json.loads(item["document"]))
    if plan.ref != ref:
        raise PlanAltered(f"{ref.plan_id} version {ref.version}: {plan.digest}, not {ref.digest}")
    return plan


def _find_terms(version: tuple[str, int]) -> MonthTerms:
    plan_id, number = version
    found = items.get(TABLE, {"plan_id": plan_id, "version": number})
    if not found:
        raise UnknownPlan(f"{plan_id} version {number}")
    plan = read_plan(json.loads(found["document"]))
    return MonthTerms(timezone=plan.timezone, rounding=plan.rounding, currency=plan.base_currency)


def _ref(item: Item) -> PlanRef:
    return PlanRef(item["plan_id"], item["version"], item["digest"], item["base_currency"])
