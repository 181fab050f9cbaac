"""Words that change money have no default: needed where a bonus, rank or tree uses them."""

import re
from typing import Any

import pytest
import yaml

from commissions.plan_schema import read
from tests.conftest import ROOT
from tests.support.builders import Document
from tests.support.plans import a_sample, plan_problems

GONE = object()
PAIRS = {"mode": "pairs", "left": "100", "right": "100", "amount": "10.00"}


def changed(name: str, path: str, value: Any) -> Document:
    """A sample with one field stated otherwise, or left out (GONE)."""
    document = a_sample(name)
    *way, last = [int(part) if part.isdigit() else part for part in re.split(r"[.\[\]]+", path)]
    place: Any = document
    for part in way:
        place = place[part]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return document


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("uni7", "bonuses.1.award"),
        ("mx39", "bonuses.1.award"),
        ("uni7", "ranks.1.leg_cap.own"),
        ("uni7", "ranks.1.demotion"),
        ("uni7", "active_legs"),
        ("uni7", "caps.company.after_close"),
        ("uni7", "refunds.late_orders"),
        ("bin10", "refunds.binary"),
        ("hyb", "bonuses.4.levels"),
        ("hyb", "bonuses.5.boundary"),
        ("hyb", "bonuses.5.boundary.rank"),
        ("hyb", "bonuses.3.boundary.rank"),
        ("hyb", "bonuses.4.blocked_by"),
        ("hyb", "bonuses.6.pct"),
        ("hyb", "bonuses.6.points"),
    ],
)
def test_what_changes_money_has_to_be_stated_where_it_is_used(name: str, path: str) -> None:
    [problem] = plan_problems(changed(name, path, GONE))

    place = re.sub(r"\.(\d+)", r"[\1]", path)
    assert problem.startswith((f"{place}: ", f"{place}."))
    assert "to be stated" in problem


@pytest.mark.parametrize(
    ("name", "path", "value", "told"),
    [
        ("uni7", "bonuses.1.when", "close:mont", "bonuses[1].when: 'close:mont' is not one of "),
        ("uni7", "bonuses.1.tree", "sponser", "bonuses[1].tree: 'sponser' is no tree of this plan"),
        ("uni7", "ranks.1.leg_cap.mode", "gate", "ranks[1].leg_cap.max_leg: has to be stated"),
        ("uni7", "ranks.1.require", {"metric": "rank", "op": "=", "value": "gold"}, "ranks[1]."),
        ("uni7", "plan", None, "plan: says nothing: state it, or leave it out"),
        ("uni7", "status", {"active": {"metric": "status", "op": "=", "value": "active"}}
         | {"grace_periods": 1}, "status.grace_periods: forgives figures of a period, and "),
        ("hyb", "plan.effective_from", "2027-01-15", "plan.effective_from: 2027-01-15 is not "),
        ("hyb", "bonuses.5.of", ["levels", "pool"], "bonuses[5].of[1]: pool has to come before "),
        ("hyb", "bonuses.5.of", ["customer"], "bonuses[5].of[0]: customer is paid at when: order"),
        ("hyb", "bonuses.1.replaces", ["pool"], "bonuses[1].replaces[0]: pool does not go order "),
        ("hyb", "bonuses.6.basis", "company_bv", "bonuses[6].basis: bv is no product volume"),
        ("hyb", "bonuses.0.basis", "joining", "bonuses[0].basis: 'joining' is no product volume"),
        ("hyb", "bonuses.3.rates", {"director": {"1": "0"}}, "bonuses[3].rates.director.1: has "),
        ("hyb", "caps.bonus", {"customer": {"month": "9"}}, "caps.bonus.customer.month: customer "),
        ("hyb", "caps.bonus", {"match": {"week": "9"}}, "caps.bonus.match.week: is not month"),
        ("hyb", "caps.person", [{"period": "week", "amount": "9.00"}],
         "caps.person[0].period: a week is shorter than a month, whose close pays for all of it"),
        ("hyb", "caps.company.enforce", "priority", "caps.company.priority: has to list each "),
        ("bin10", "bonuses.1.cap.day", "9.00", "bonuses[1].cap.day: needs a close of every day, "),
        ("bin10", "bonuses.1.tree", "sponsor", "bonuses[1].tree: sponsor is a tree of kind "),
        ("bin10", "bonuses.1.order_of_steps", ["match"], "bonuses[1].order_of_steps: is computed "),
        ("bin10", "bonuses.1.after.leg_cap_before", "9", "bonuses[1].after.leg_cap_excess: has "),
        ("bin10", "bonuses.1.match", PAIRS | {"strong": "1"}, "bonuses[1].match: a pair is stated"),
        ("bin10", "bonuses.1.match", PAIRS | {"amount": "1.001"}, "bonuses[1].match.amount: 1.001"),
        ("bin10", "trees.1.width", 3, "trees[1].width: has to be 2 or less"),
        ("bin10", "refunds.binary", "lots", "refunds.binary: has to be stated: {broken_pair: "),
        ("bin10", "bonuses.1.kind", "board", "bonuses[1].kind: board cycles are not computed: "),
        ("uni7", "bonuses.1.compression", {"kind": "volume_rollup", "qualified_by": "active"},
         "bonuses[1].compression.rolled_in_qualifies: has to be stated"),
        ("uni7", "compliance.retail_gate.retail_min", "0.5",
         "compliance.retail_gate.retail_min: thresholds are not in a plan"),
        ("uni7", "status.active", {"metric": "active_legs", "op": ">=", "value": "1"},
         "status.active.metric: active_legs is only known when it is known who is active"),
        ("uni7", "ranks.0.require",
         {"metric": "pgv", "op": ">=", "value": "1"}, "ranks[0].require.metric: pgv needs a bonus"),
        ("uni7", "ranks.0.require",
         {"metric": "gv", "op": ">=", "value": "1", "window": {"periods": 2, "of": "any"}},
         "ranks[0].require.window: only own volume"),
        ("uni7", "ranks.0.require",
         {"metric": "bv", "op": ">=", "value": "1"}, "ranks[0].require.metric: bv is no product "),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_its_path(
    name: str, path: str, value: object, told: str
) -> None:
    found = plan_problems(changed(name, path, value))

    assert any(each.startswith(told) for each in found), found


def test_a_plan_of_before_can_call_its_lots_so_where_no_close_pays_a_binary() -> None:
    document = a_sample("bin10")
    del document["bonuses"][1]
    document["refunds"]["binary"] = "lots"

    assert read(document).words.refunds.binary == "lots"


def test_the_old_name_of_a_retail_rule_is_read_as_todays() -> None:
    gate = read(changed("uni7", "compliance.retail_gate.rule", "herbalife")).words.compliance

    assert gate.retail_gate.rule == "herbalife-rewardable"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stop_at", {"rank": "gold"}),
        ("pay_rank", "title"),
        ("depth_by_legs", {"tiers": [[1, 2]], "below_first": "none"}),
        ("pass_up", {"n": 2, "scope": "recruit", "counted_at": "enrolment"}),
        ("award", "level"),
    ],
)
def test_what_takes_a_period_is_not_computed_with_the_order(field: str, value: object) -> None:
    document = yaml.safe_load((ROOT / "company/plan.yaml").read_text())
    document["bonuses"][1][field] = value

    assert any(each.startswith(f"bonuses[1].{field}: ") for each in plan_problems(document))


def test_a_level_that_pays_the_seller_beside_a_customer_bonus_is_a_warning() -> None:
    document = a_sample("uni7")
    assert read(document).warnings[0].startswith("bonuses[1].rates: level 1 of a customer's order")

    document["bonuses"][1]["start"] = "seller"
    assert not any("customer" in each for each in read(document).warnings)


def test_the_period_of_placing_is_a_warning_where_no_bonus_is_of_a_period() -> None:
    document = yaml.safe_load((ROOT / "company/plan.yaml").read_text())
    assert not any("moment" in each for each in read(document).warnings)

    document["volumes"]["cv"]["moment"] = "placed"
    assert [each for each in read(document).warnings if each.startswith("volumes.cv.moment: ")]


def test_an_inactive_leader_who_uses_up_a_number_that_counts_anyway_is_a_warning() -> None:
    document = a_sample("hyb")
    boundary = document["bonuses"][3]["boundary"]
    boundary |= {"ineligible": "consumes_number", "empty": "not_counted"}

    def warned(closer: str) -> bool:
        boundary["closer_belongs_to"] = closer
        return any("consumes_number says no more" in each for each in read(document).warnings)

    assert warned("own_generation")
    assert not warned("next_generation")
