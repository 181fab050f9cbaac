"""The published worked examples of unilevel plans, with the numbers of their sources.

They are written out here, and read again from the team's collection where that lies beside the
project, so that an example that is added there is tried too.
"""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from commissions.domain.money import rounded, shown
from commissions.domain.plans import Plan, awards
from tests.support.builders import (
    Document,
    a_credit,
    a_customer_bonus,
    a_levels_bonus,
    a_plan,
    paid,
)

COLLECTION = Path(__file__).parents[5] / "shared" / "vectors"
COMPUTED_PER_ORDER = "level_walk"
UNRANKED = "unranked"
"""Who has no rank in an example."""


def a_vector(name: str) -> Document:
    path = COLLECTION / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the collection of worked examples is not here: {path.name}")
    vector: Document = json.loads(path.read_text())
    return vector


def names(*plans: str) -> list[str]:
    """Those in the collection; one that is skipped visibly where there is none."""
    found = [path.stem for plan in plans for path in sorted(COLLECTION.glob(f"{plan}--*.json"))]
    return found or [f"{plan}--of-the-collection" for plan in plans]


@pytest.mark.parametrize("name", names("unilevel", "unilevel-compression"))
def test_a_worked_example_comes_out_to_the_cent(name: str) -> None:
    vector = a_vector(name)
    if (calculator := vector["plan_parameters"]["calculator"]) != COMPUTED_PER_ORDER:
        pytest.skip(f"{calculator}: not a bonus that is computed per order")
    plan = plan_of(vector["plan_parameters"])
    only = vector["plan_parameters"].get("only_earner")

    told = [
        (order["id"], award.earner, award.paid_level, shown(award.amount, "USD"))
        for order in vector["orders"]
        for award in awards(plan, sale(vector, order["buyer"]), {"cv": points(order["cv"])})
        if award.amount and only in (None, award.earner)
    ]

    assert told == [
        (each.get("order", "o1"), each["earner"], each["level"], f"{each['amount']} USD")
        for each in vector["expected"]["payouts"]
    ]


def plan_of(words: Document) -> Plan:
    by_rank = {rank or UNRANKED: rates for rank, rates in words["rates_by_rank"].items()}
    bonus = a_levels_bonus(
        by_rank=by_rank,
        compression=words["compression"],
        pool=words["pool_pct"],
        volume_to_money=words["volume_to_money"],
        inactive_source_pays=words.get("inactive_source_pays", True),
    )
    return a_plan(bonus, ranks=by_rank)


def sale(vector: Document, buyer: str) -> Any:
    """A member's own purchase: the buyer first, then who stands above."""
    people = {person["id"]: person for person in vector["tree"]}
    line, member = [], buyer
    while member:
        person = people[member]
        rank = person.get("rank") or UNRANKED
        line.append(f"{member}:{rank}" + ("" if person.get("active", True) else " (inactive)"))
        member = person["sponsor"]
    return a_credit(" < ".join(line), buyer=buyer, buyer_class="participant")


def points(text: str) -> int:
    return int(Fraction(text) * 100)


@pytest.mark.parametrize("name", names("rounding"))
def test_worked_roundings_come_out_as_published(name: str) -> None:
    vector = a_vector(name)
    modes = {"half_even": "half_even", "toward_zero": "down"}
    cases = zip(vector["plan_parameters"]["cases"], vector["expected"]["values"], strict=True)

    for (quantity, unit, mode), expected in cases:
        if mode in modes:
            exact = Fraction(quantity) * Fraction(unit) * 10**6
            assert Fraction(rounded(exact, modes[mode]), 10**6) == Fraction(expected)


def test_a_fifth_of_a_99_dollar_kit_is_19_80() -> None:
    plan = a_plan(a_customer_bonus("0.20"))

    assert paid(awards(plan, a_credit("cat"), {"cv": 99_00})) == ["cat 19.80 USD"]
    assert paid(awards(plan, a_credit("cat"), {"cv": 96_92})) == ["cat 19.38 USD"]


def test_the_rank_decides_how_deep_a_200_cv_sale_with_a_40_percent_pool_is_paid() -> None:
    depth = {"member": 1, "silver": 2, "gold": 3, "diamond": 5}
    plan = a_plan(
        a_levels_bonus(
            by_rank={
                rank: dict.fromkeys(map(str, range(1, to + 1)), "0.05")
                for rank, to in depth.items()
            },
            pool="0.40",
        ),
        ranks=depth,
    )

    lines = awards(
        plan, a_credit("bea:member < al:silver < sue:gold < tess:diamond"), {"cv": 200_00}
    )

    assert paid(lines) == ["bea 4.00 USD", "al 4.00 USD", "sue 4.00 USD", "tess 4.00 USD"]


def test_a_pool_of_half_and_80_cents_a_point_make_7_percent_of_200_into_5_60() -> None:
    plan = a_plan(a_levels_bonus("0.07", pool="0.50", volume_to_money="0.80"))

    assert paid(awards(plan, a_credit("cat"), {"cv": 200_00})) == ["cat 5.60 USD"]


@pytest.mark.parametrize(
    ("compression", "expected"), [("none", "root 2.40 USD"), ("skip_inactive", "root 2.80 USD")]
)
def test_an_inactive_member_in_the_middle(compression: str, expected: str) -> None:
    plan = a_plan(a_levels_bonus("0.07", "0.06", pool="0.40", compression=compression))
    own = a_credit("leaf < mid (inactive) < root", buyer="leaf", buyer_class="participant")

    assert paid(awards(plan, own, {"cv": 100_00})) == [expected]


def test_sam_earns_10_80_of_a_line_with_one_unqualified_member() -> None:
    plan = a_plan(a_levels_bonus("0.10", "0.05", "0.03", inactive_source_pays=False))
    orders = {
        "kat (inactive) < sam": 90_00,
        "robin < kat (inactive) < sam": 120_00,
        "joseph < robin < kat (inactive) < sam": 160_00,
        "nia < joseph < robin < kat (inactive) < sam": 110_00,
    }

    lines = [
        line
        for standing, cv in orders.items()
        for line in awards(
            plan,
            a_credit(standing, buyer=standing.split()[0], buyer_class="participant"),
            {"cv": cv},
        )
        if line.earner == "sam"
    ]

    assert paid(lines) == ["sam 6.00 USD", "sam 4.80 USD"]


def test_dynamic_compression_pays_all_four_levels_of_a_line_with_few_high_titles() -> None:
    four = dict.fromkeys("1234", "0.04")
    rates = {"none": {}, "low": {"1": "0.04"}, "mid": {"1": "0.04", "2": "0.04"}, "top": four}
    plan = a_plan(a_levels_bonus(by_rank=rates, compression="dynamic"), ranks=rates)
    line = "g:top < f:low < e:none < d:top < c:mid < b:top < a:top < root:none"

    lines = awards(plan, a_credit(line), {"cv": 100_00})

    assert paid(lines) == ["g 4.00 USD", "d 4.00 USD", "b 4.00 USD", "a 4.00 USD"]
