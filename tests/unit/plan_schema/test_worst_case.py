"""The worst case: a plan that could pay more than the company allows is not published."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissions.domain.plans import PlanRefused
from commissions.plan_schema import read, read_published
from commissions.plan_schema.volume_ratios import VolumeRatios
from commissions.plan_schema.worst_case import WorstCase, percent, worst_case
from tests.support.builders import Document, a_customer_bonus, a_levels_bonus, a_plan_document
from tests.support.orders import a_value
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


def on_volumes(**basis: str) -> Document:
    """A fifth to who sold it and 15 % upward, each of a volume; at most 40 % of cv."""
    bonuses = (
        a_customer_bonus("0.20", basis=basis.get("customer", "cv")),
        a_levels_bonus("0.10", "0.05", basis=basis.get("levels", "cv")),
    )
    document = limited("0.40", *bonuses)
    everybody = ["own_orders", "customer_orders", "participant_orders"]
    document["volumes"] |= {
        unit: {"from": "sku_map", "include": everybody, "exclude": ["kit"]} for unit in ("bv", "cv")
    }
    return document


def a_map(*bv_and_cv: tuple[str, str], **words: str) -> VolumeRatios:
    return VolumeRatios(
        [a_value(f"SKU-{n}", bv=bv, cv=cv, **words) for n, (bv, cv) in enumerate(bv_and_cv)]
    )


def test_what_is_paid_on_another_volume_with_the_order_is_not_added_to_what_it_is_not() -> None:
    [problem] = plan_problems(on_volumes(customer="bv"))
    found = read_published(on_volumes(customer="bv")).worst_case

    assert problem.startswith(
        "bonuses[0].basis: customer is paid on bv with the order, of which no"
    )
    assert "how much bv an order has for its cv is in the SKU map alone" in problem
    assert percent(found.bounded) == "15%"
    assert found.unheld == {"customer": "bv"}
    assert any("customer comes on top of that" in each for each in found.sentences())


def test_beside_a_sku_map_it_counts_with_the_most_that_an_order_can_have() -> None:
    ratios = a_map(("100%", "100%"), ("60%", "50%"), ("24.00", "20.00"), ("0", "100%"))
    found = read(on_volumes(customer="bv"), ratios).worst_case

    assert percent(found.at_order) == "39%"
    assert found.unbounded == ()
    assert "By the SKU map an order has at most 1.2 bv for 1 cv." in list(found.sentences())


def test_a_sku_of_much_of_the_one_and_little_of_the_other_is_refused_with_what_it_costs() -> None:
    ratios = a_map(("100%", "100%"), ("300%", "10%"))

    with pytest.raises(PlanRefused) as refused:
        read(on_volumes(customer="bv"), ratios)

    assert refused.value.problems == [
        "caps.company.max_pct: customer + levels can pay 615% of cv with the order, "
        "of which no cap holds anything back"
    ]


@pytest.mark.parametrize(
    "ratios",
    [
        a_map(("100%", "0")),
        a_map(("100%", "20.00")),
        a_map(("20.00", "100%")),
    ],
    ids=["none of the cap's", "a share against points", "points against a share"],
)
def test_a_sku_of_which_nothing_bounds_it_is_refused(ratios: VolumeRatios) -> None:
    with pytest.raises(PlanRefused, match="customer is paid on bv with the order"):
        read(on_volumes(customer="bv"), ratios)


def test_what_a_volume_leaves_out_bounds_nothing() -> None:
    of_a_kit, fewer = a_map(("100%", "100%"), commission_class="kit"), on_volumes(customer="bv")
    assert percent(read(on_volumes(customer="bv"), of_a_kit).worst_case.at_order) == "15%"

    fewer["volumes"]["cv"]["include"] = ["customer_orders"]
    with pytest.raises(PlanRefused, match="customer is paid on bv with the order"):
        read(fewer, a_map(("100%", "100%")))


def test_a_close_that_pays_on_another_volume_is_held_by_the_cap() -> None:
    document = a_sample("uni7")
    document["volumes"]["bv"] = document["volumes"]["cv"]
    document["bonuses"][1]["basis"] = "bv"
    alone, beside = (
        read(document).worst_case,
        read(document, a_map(("50%", "100%"))).worst_case,
    )

    assert (alone.unbounded, alone.unheld, percent(alone.bounded)) == (("levels",), {}, "20%")
    assert (beside.unbounded, percent(beside.bounded)) == ((), "31.5%")


@given(
    st.lists(
        st.tuples(st.integers(1, 500), st.integers(1, 500), st.integers(1, 1000)),
        min_size=1,
        max_size=6,
    )
)
def test_no_order_of_a_map_pays_more_than_its_bound(lines: list[tuple[int, int, int]]) -> None:
    ratios = a_map(*((f"{bv}%", f"{cv}%") for bv, cv, _ in lines))
    document = on_volumes(customer="bv")
    document["caps"]["company"]["max_pct"] = "1"
    most = worst_case(read_published(document).words, ratios).at_order

    bv, cv = (sum(Fraction(line[at] * line[2], 100) for line in lines) for at in (0, 1))

    assert bv * Fraction("0.20") + cv * Fraction("0.15") <= most * cv
