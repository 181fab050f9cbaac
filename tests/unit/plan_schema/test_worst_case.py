"""The worst case: a plan that could pay more than the company allows is not published."""

from fractions import Fraction
from typing import Any

import pytest

from commissions.plan_schema import read
from commissions.plan_schema.worst_case import WorstCase, percent
from tests.support.builders import Document, a_customer_bonus, a_levels_bonus, a_plan_document
from tests.support.plans import a_sample, plan_problems

BY_RANK = {
    "silver": {"1": "0.05", "2": "0.06"},
    "gold": {"1": "0.08", "2": "0.04", "3": "0.02"},
}


def limited(max_pct: str, *bonuses: Document, **company: str) -> Document:
    caps = {"company": {"max_pct": max_pct, "of": "cv"} | company}
    return a_plan_document(*bonuses, caps=caps)


def worst(document: Document) -> WorstCase:
    return read(document).worst_case


def of_bonus(place: int, document: Document, **fields: Any) -> WorstCase:
    document["bonuses"][place] |= fields
    return worst(document)


@pytest.mark.parametrize(
    ("name", "share", "unbounded"),
    [
        ("uni7", "43%", ()),
        ("mx39", "42.55%", ()),
        ("hyb", "47.9%", ()),
        ("bin10", "15%", ("team",)),
    ],
)
def test_the_four_plans_pay_what_their_authors_say(
    name: str, share: str, unbounded: tuple[str, ...]
) -> None:
    found = worst(a_sample(name))

    assert (percent(found.bounded), found.unbounded) == (share, unbounded)


def test_an_order_that_a_fast_start_pays_can_be_the_dearer_one() -> None:
    document = a_sample("hyb")
    document["bonuses"][1]["rates"] = {"1": "0.25", "2": "0.05"}
    del document["compliance"]["max_worst_case_pct"]

    assert "levels" not in worst(document).parts
    assert percent(worst(document).bounded) == "54.9%"


def test_the_best_rate_of_every_level_is_summed_up() -> None:
    bonuses = (a_customer_bonus("0.20"), a_levels_bonus(by_rank=BY_RANK))

    assert plan_problems(limited("0.35", *bonuses)) == [
        "caps.company.max_pct: customer + levels can pay 36% of cv with the order, "
        "of which no cap holds anything back"
    ]
    assert worst(limited("0.36", *bonuses)).at_order == Fraction("0.36")


@pytest.mark.parametrize("enforce", ["pro_rata", "report"])
def test_no_cap_holds_back_what_is_paid_with_the_order(enforce: str) -> None:
    assert len(plan_problems(limited("0.15", a_customer_bonus("0.20"), enforce=enforce))) == 1


def test_nothing_is_a_limit_too() -> None:
    assert len(plan_problems(limited("0", a_customer_bonus("0.20")))) == 1


def test_a_pool_and_the_money_of_a_point_count() -> None:
    levels = a_levels_bonus("0.50", pool="0.40", volume_to_money="0.5")

    assert worst(limited("0.10", levels)).at_order == Fraction("0.1")
    assert "levels can pay 10% of cv" in plan_problems(limited("0.09", levels))[0]


def test_with_the_order_every_volume_counts() -> None:
    assert len(plan_problems(limited("0.15", a_customer_bonus("0.20", basis="pv")))) == 1


def test_the_limit_of_compliance_is_of_what_a_close_pays_too() -> None:
    document = a_sample("uni7")
    document["compliance"]["max_worst_case_pct"] = "0.40"

    assert plan_problems(document) == [
        "compliance.max_worst_case_pct: customer 20% + levels 23% can pay 43% of cv"
    ]


@pytest.mark.parametrize(("name", "kind"), [("bin10", "binary"), ("mx39", "levels")])
def test_what_a_close_pays_needs_the_cap_enforced(name: str, kind: str) -> None:
    document = a_sample(name)
    document["caps"]["company"]["enforce"] = "report"

    [problem] = plan_problems(document)

    assert problem.startswith("caps.company.enforce: has to be pro_rata or priority for ")
    assert f"of kind {kind}: " in problem


def test_a_generation_in_which_others_than_leaders_are_paid_has_no_bound() -> None:
    found = of_bonus(3, a_sample("hyb"), rates={"manager": {"1": "0.03"}})

    assert found.unbounded == ("generation", "match")


def test_an_infinity_that_only_a_higher_rank_blocks_has_no_bound() -> None:
    assert of_bonus(4, a_sample("hyb"), blocked_by="higher").unbounded == ("infinity",)


def test_what_rounding_can_add_is_said() -> None:
    told = list(worst(limited("0.36", a_customer_bonus(), a_levels_bonus("0.10"))).sentences())

    assert told[-1].endswith("0.01 USD in all.")


def test_rounding_down_adds_nothing() -> None:
    document = limited("0.36", a_customer_bonus())
    document["plan"]["rounding"]["mode"] = "down"

    assert len(list(worst(document).sentences())) == 1
