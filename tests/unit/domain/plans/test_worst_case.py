"""The worst case: a plan that could pay more than the company allows is not published."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from commissions.domain.plans import PlanRefused, awards, read_plan, read_published, worst_case
from tests.support.builders import (
    Document,
    a_customer_bonus,
    a_levels_bonus,
    a_lock,
    a_plan,
    a_plan_document,
)

EXAMPLES = Path(__file__).parent / "examples"
BY_RANK = {
    "silver": {"1": "0.05", "2": "0.06"},
    "gold": {"1": "0.08", "2": "0.04", "3": "0.02"},
}


def limited(max_pct: str, *bonuses: Document, **company: str) -> Document:
    caps = {"company": {"max_pct": max_pct, "of": "cv"} | company}
    return a_plan_document(*bonuses, caps=caps)


def problems(document: Document) -> list[str]:
    with pytest.raises(PlanRefused) as refused:
        read_plan(document)
    return refused.value.problems


def test_the_best_rate_of_every_level_is_summed_up() -> None:
    bonuses = (a_customer_bonus("0.20"), a_levels_bonus(by_rank=BY_RANK))

    assert problems(limited("0.35", *bonuses)) == [
        "caps.company.max_pct: customer 20% + levels 16% can pay 36% of cv, "
        "and caps.company.enforce is not on"
    ]
    read_plan(limited("0.36", *bonuses))


def test_a_plan_without_caps_is_told_so_in_words() -> None:
    uncapped = a_plan_document(a_customer_bonus("0.20"))
    uncapped.pop("caps", None)

    assert problems(uncapped) == ["caps: has to be stated"]


def test_a_cap_that_is_only_reported_holds_nothing_back() -> None:
    assert len(problems(limited("0.15", a_customer_bonus("0.20"), enforce="report"))) == 1


@pytest.mark.parametrize("enforce", ["pro_rata", "priority"])
def test_an_enforced_cap_lets_a_plan_promise_more_at_the_close(enforce: str) -> None:
    levels = a_levels_bonus("0.10", when="close:month")
    del levels["qualification"]

    plan = read_plan(limited("0.20", a_customer_bonus("0.20"), levels, enforce=enforce))

    assert [str(bonus.worst) for bonus in plan.bonuses] == ["0.20"]


@pytest.mark.parametrize("enforce", ["pro_rata", "priority", "report"])
def test_what_is_paid_with_the_order_keeps_to_the_cap_whoever_enforces_it(enforce: str) -> None:
    greedy = (a_customer_bonus("0.90"), a_levels_bonus("0.90", "0.90"))

    [problem] = problems(limited("0.40", *greedy, enforce=enforce))

    assert problem.startswith("caps.company.max_pct: customer 90% + levels 180% can pay 270% of cv")


def test_where_the_cap_is_enforced_the_refusal_says_why_that_does_not_help() -> None:
    assert problems(limited("0.15", a_customer_bonus("0.20"), enforce="pro_rata")) == [
        "caps.company.max_pct: customer 20% can pay 20% of cv at when: order, "
        "of which caps.company.enforce holds nothing back"
    ]


@pytest.mark.parametrize("nothing", ["0", "0.0", "0.000000"])
@pytest.mark.parametrize("enforce", ["pro_rata", "report"])
def test_a_limit_of_nothing_is_a_limit(nothing: str, enforce: str) -> None:
    document = limited("1", a_customer_bonus("0.20"))
    document["compliance"]["max_worst_case_pct"] = nothing

    assert len(problems(limited(nothing, a_customer_bonus("0.20"), enforce=enforce))) == 1
    assert problems(document) == ["compliance.max_worst_case_pct: customer 20% can pay 20% of cv"]


def test_a_limit_that_cannot_be_read_is_refused_once() -> None:
    assert problems(limited("40%", a_customer_bonus("0.20"))) == [
        'caps.company.max_pct: has to be a share from "0" to "1", in quotes'
    ]


def test_a_cap_of_no_volume_is_refused_for_that_alone() -> None:
    caps = {"company": {"max_pct": "0.10"}}

    assert problems(a_plan_document(a_customer_bonus("0.20"), caps=caps)) == [
        "caps.company.of: has to be stated"
    ]


def test_a_plan_that_was_published_is_read_whatever_it_promises() -> None:
    document = limited("0.15", a_customer_bonus("0.20"), enforce="pro_rata")

    assert read_published(document).plan_id == "demo"


def test_levels_that_pay_at_the_close_count_too() -> None:
    levels = a_levels_bonus("0.10", "0.10", when="close:month")
    del levels["qualification"]

    assert problems(limited("0.35", a_customer_bonus("0.20"), levels))[0].startswith(
        "caps.company.max_pct: customer 20% + levels 20% can pay 40% of cv"
    )


def test_a_pool_and_the_money_of_a_point_count() -> None:
    levels = a_levels_bonus("0.50", pool="0.40", volume_to_money="0.5")

    read_plan(limited("0.10", levels))
    assert "levels 10% can pay 10% of cv" in problems(limited("0.09", levels))[0]


def test_the_limit_of_compliance_stands_even_where_the_cap_is_enforced() -> None:
    document = limited("0.20", a_customer_bonus("0.20"), enforce="pro_rata")
    document["compliance"]["max_worst_case_pct"] = "0.15"

    assert problems(document) == ["compliance.max_worst_case_pct: customer 20% can pay 20% of cv"]


def test_a_bonus_on_another_volume_than_the_caps_needs_the_cap_enforced() -> None:
    assert problems(limited("0.50", a_customer_bonus("0.20", basis="pv"))) == [
        "bonuses[0].basis: basis pv requires caps.company.enforce: the cap is of cv"
    ]


def test_a_binary_needs_the_cap_enforced() -> None:
    document = yaml.safe_load((EXAMPLES / "bin10.yaml").read_text())
    del document["caps"]["company"]["enforce"]

    assert problems(document) == [
        "bonuses[1].kind: kind binary requires caps.company.enforce: "
        "one order counts in the legs of everybody above"
    ]


def test_a_kind_whose_worst_case_its_rates_do_not_tell_needs_the_cap_enforced() -> None:
    document = yaml.safe_load((EXAMPLES / "mx39.yaml").read_text())
    document["caps"]["company"]["enforce"] = "report"

    assert problems(document) == [
        "bonuses[1].kind: kind matching requires caps.company.enforce: "
        "its rates alone do not bound what it pays"
    ]


def test_the_published_unilevel_plan_pays_43_percent_at_most() -> None:
    document = yaml.safe_load((EXAMPLES / "uni7.yaml").read_text())
    document["caps"]["company"] = {"max_pct": "0.429", "of": "cv"}

    assert "customer 20% + levels 23% can pay 43% of cv" in problems(document)[0]


def test_a_bonus_says_its_own_worst_case() -> None:
    customer, levels = a_plan(a_customer_bonus("0.20"), a_levels_bonus(by_rank=BY_RANK)).bonuses

    assert [str(customer.worst), str(levels.worst)] == ["0.20", "0.16"]


def test_what_an_order_pays_on_another_volume_counts_as_much_for_each_point() -> None:
    bonuses = (a_customer_bonus("0.20", basis="pv"), a_levels_bonus("0.10"))

    assert len(read_plan(limited("0.30", *bonuses, enforce="pro_rata")).bonuses) == 2
    assert problems(limited("0.15", *bonuses, enforce="pro_rata"))[0].startswith(
        "caps.company.max_pct: customer 20% of pv + levels 10% can pay 30% of cv at when: order"
    )


def test_only_what_pays_on_the_caps_own_volume_is_summed_up_at_the_close() -> None:
    levels = a_levels_bonus("0.10", basis="pv", when="close:month")
    del levels["qualification"]
    document = limited("0.20", a_customer_bonus("0.20"), levels, enforce="pro_rata")
    document["compliance"]["max_worst_case_pct"] = "0.20"

    assert len(read_plan(document).bonuses) == 1


def test_what_rounding_can_add_is_bounded_by_the_awards_of_one_order() -> None:
    six = [a_customer_bonus("0.06", id=f"c{number}") for number in range(6)]

    assert str(worst_case(a_plan(*six))) == (
        "one order pays at most 36% of its cv; rounding can add half of the smallest unit "
        "for each of 6 awards, 0.03 USD in all, however small the order is"
    )
    assert worst_case(a_plan(a_levels_bonus(by_rank=BY_RANK), currency="JPY")).rounding == Decimal(
        "1.5"
    )


def test_rounding_down_adds_nothing() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05"))

    down = replace(plan, rounding="down")

    assert worst_case(down).rounding == 0
    assert str(worst_case(down)) == (
        "one order pays at most 15% of its cv; rounding adds nothing to it"
    )


@pytest.mark.parametrize(
    ("cents", "paid"),
    [(9, 6), (25, 12), (1, 0), (8, 0), (10_000, 3_600)],
)
def test_no_order_is_paid_more_than_is_said(cents: int, paid: int) -> None:
    plan = a_plan(*(a_customer_bonus("0.06", id=f"c{number}") for number in range(6)))
    said = worst_case(plan)

    total = sum(award.amount for award in awards(plan, a_lock("cat"), {"cv": cents}))

    assert total == paid
    assert total <= said.share * cents + said.rounding * 100
