"""Reading a plan file: what is refused, by the path of its field, and everything at once."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from commissions.domain.plans import PlanRefused
from commissions.plan_schema import read
from tests.conftest import ROOT
from tests.support.builders import a_customer_bonus, a_levels_bonus, a_plan_document
from tests.support.plans import a_sample, plan_problems

SAMPLES = ROOT / "events/plans"
COMPANIES = (ROOT / "company/plan.yaml", ROOT / "events/sequences/company/plan.yaml")


@pytest.mark.parametrize(
    ("name", "per_order"), [("uni7", 1), ("bin10", 1), ("mx39", 0), ("hyb", 1)]
)
def test_plans_that_mostly_pay_at_the_close_are_read(name: str, per_order: int) -> None:
    plan = read(a_sample(name)).plan

    assert plan.plan_id == name
    assert len(plan.bonuses) == per_order


@pytest.mark.parametrize("file", COMPANIES, ids=lambda file: file.parts[-3])
def test_a_companys_plan_is_read(file: Path) -> None:
    plan = read(yaml.safe_load(file.read_text())).plan

    assert [bonus.builder.bonus for bonus in plan.bonuses] == ["customer", "levels"]


def test_everything_wrong_is_told_at_once_and_by_its_path() -> None:
    document = a_plan_document(a_customer_bonus("1.20"), a_levels_bonus("0.10", compression="up"))
    del document["refunds"]["ranks"]
    document["plan"]["timezone"] = "America/Gotham"
    document["colour"] = "blue"

    with pytest.raises(PlanRefused) as refused:
        read(document)

    assert refused.value.problems == [
        "plan.timezone: 'America/Gotham' is not a timezone of the IANA database, such as "
        "America/New_York",
        'bonuses[0].rates.0: \'1.20\' is not a share from "0" to "1", in quotes ("0.05" is 5 %)',
        "bonuses[1].compression.kind: 'up' is not one of none, skip_inactive, dynamic, "
        "skip_below_rank, volume_rollup",
        "refunds.ranks: has to be stated: keep or paid_as or title",
        "colour: is no field here; there are plan, volumes, trees, periods, status, active_legs, "
        "ranks, bonuses, caps, payout, refunds, compliance",
    ]
    assert str(refused.value).startswith("the plan is refused:\n  plan.timezone: ")


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("id", "tea time", "'tea time' is not a name of letters, digits, _ and -, at most 64"),
        ("version", 0, "has to be 1 or more"),
        ("version", True, "has to be a whole number, without quotes"),
        ("version", "1", "has to be a whole number, without quotes"),
        ("effective_from", "1.1.2027", "'1.1.2027' is not a day such as 2027-01-01"),
        ("effective_from", "2027-02-30", "'2027-02-30' is not a day such as 2027-01-01"),
        ("effective_from", date(2027, 1, 1), "2027-01-01 has to be in quotes"),
        (
            "timezone",
            "../etc",
            "'../etc' is not a timezone of the IANA database, such as America/New_York",
        ),
        (
            "timezone",
            "America",
            "'America' is not a timezone of the IANA database, such as America/New_York",
        ),
        ("base_currency", "USX", "'USX' is not an ISO 4217 currency code"),
        ("base_currency", "usd", "'usd' is not an ISO 4217 currency code"),
    ],
)
def test_the_head_of_a_plan_is_checked(field: str, value: object, why: str) -> None:
    document = a_plan_document()
    document["plan"][field] = value

    assert plan_problems(document) == [f"plan.{field}: {why}"]


def test_rounding_has_to_be_to_the_currencys_own_unit() -> None:
    document = a_plan_document(currency="JPY")
    document["plan"]["rounding"] = {"places": 2, "mode": "down"}

    assert plan_problems(document) == [
        "plan.rounding.places: is 2, but JPY has 0 decimals: awards are whole minor units"
    ]


def test_a_word_that_is_nearly_right_is_told_the_right_one() -> None:
    document = a_plan_document()
    document["plan"]["rounding"]["mode"] = "half_up"
    document["refunds"]["perod"] = "current"

    assert plan_problems(document) == [
        "plan.rounding.mode: 'half_up' is not one of half_even, down; did you mean half_even?",
        "refunds.perod: is no field here; there are reverse, period, volume_period, ranks, "
        "late_orders, rate, binary, buyback; did you mean period?",
    ]


def test_a_plan_without_a_rounding_is_refused() -> None:
    document = a_plan_document()
    del document["plan"]["rounding"]

    assert plan_problems(document) == ["plan.rounding: has to be stated"]


@pytest.mark.parametrize("document", [None, [], "plan", 7])
def test_a_file_that_is_no_plan_at_all_is_refused(document: object) -> None:
    assert plan_problems(document) == ["has to be a map of fields"]


def test_an_empty_file_misses_every_part() -> None:
    assert len(plan_problems({})) == 8


def test_numbers_have_to_be_written_in_quotes() -> None:
    bonus = a_customer_bonus(rates={0: 0.2})

    assert plan_problems(a_plan_document(bonus)) == [
        "bonuses[0].rates.0: the name 0 has to be in quotes",
        "bonuses[0].rates.0: 0.2 has to be in quotes",
    ]


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("volumes.cv.from", "price", "'price' is not one of sku_map"),
        ("volumes.cv.include", ["guests"], "volumes.cv.include[0]: 'guests' is not one of own_"),
        ("volumes.xv", {}, "'xv' is not one of pv, bv, cv, qv"),
        ("trees", [{"id": "m", "kind": "matrix"}], "trees[0].width: has to be stated"),
        ("periods", [{"id": "w", "every": "week"}], "periods[0].week_starts: has to be stated"),
        ("caps.company.enforce", "often", "'often' is not one of pro_rata, priority, report"),
        ("caps.person", [{"period": "day", "amount": "1"}], "caps.person[0].period: 'day' is"),
        ("caps.bonus", {"match": {}}, "caps.bonus.match: 'match' is no bonus of this plan"),
        ("caps.bonus", {"levels": {"day": "9"}}, "caps.bonus.levels.day: 'day' is no period"),
        ("payout.min", {"USD": "25.001"}, "payout.min.USD: 25.001 is finer than the minor unit"),
        ("payout.min", {"USX": "25"}, "payout.min.USX: 'USX' is not an ISO 4217 currency code"),
        ("payout.hold_days", -1, "has to be 0 or more"),
        ("payout.currency.rate_moment", "now", "'now' is not one of order_paid, period_close"),
        ("refunds.period", "next", "'next' is not one of original_if_open, current"),
        ("refunds.buyback", {"pct": "0.90"}, "refunds.buyback.months: has to be stated"),
        ("compliance.recruit_only", "allow", "'allow' is not one of forbid"),
        ("compliance.retail_gate", {"rule": "vemma"}, "compliance.retail_gate.period: has to be"),
    ],
)
def test_the_other_parts_of_a_plan_are_checked_too(path: str, value: object, why: str) -> None:
    document = a_plan_document()
    *parts, last = path.split(".")
    section = document
    for part in parts:
        section = section[part]
    section[last] = value

    found = plan_problems(document)

    assert any(each.removeprefix(f"{path}: ").startswith(why) for each in found), found


def test_ranks_need_orders_of_their_own_and_a_window_for_what_they_count() -> None:
    gv = {"metric": "gv", "op": ">=", "value": "1000"}
    rank = {"order": 1, "require": gv, "pay_rank": "paid_as"}
    ranks = [{"id": "silver", **rank, "window": "month"}, {"id": "gold", **rank}]

    assert plan_problems(a_plan_document() | {"ranks": ranks}) == [
        "ranks[1].order: 1 is the order of silver already",
        "ranks[1].window: has to be stated: require looks at a period",
    ]
