"""Each kind says what it needs, and nobody is paid for recruitment alone."""

from typing import Any

import pytest

from commissions.plan_schema import read
from tests.support.builders import Document
from tests.support.plans import a_sample, plan_problems


def with_bonus(**bonus: Any) -> Document:
    document = a_sample("hyb")
    document["bonuses"].append({"id": "more", "when": "close:month", **bonus})
    del document["compliance"]["max_worst_case_pct"]
    return document


ADVANCE = {"kind": "rank_advance", "amounts": {"manager": "100.00"}, "once": False}


def test_a_rank_that_asks_for_volume_can_be_paid_for() -> None:
    assert read(with_bonus(**ADVANCE)).words.bonuses[-1].kind == "rank_advance"


def test_a_rank_that_is_reached_by_recruiting_alone_is_not_paid_for() -> None:
    document = with_bonus(**ADVANCE)
    document["ranks"][1]["require"] = {"metric": "enrolled_active", "op": ">=", "value": "3"}

    [problem] = plan_problems(document)

    assert problem.startswith("bonuses[7].amounts.manager: manager is reached without product ")


def test_with_volume_of_its_own_it_is() -> None:
    document = with_bonus(**ADVANCE, volume={"metric": "gv", "value": "500"})
    document["ranks"][1]["require"] = {"metric": "enrolled_active", "op": ">=", "value": "3"}

    assert read(document)


def a_fixed_amount(**fields: Any) -> Document:
    return with_bonus(
        kind="levels",
        award="order",
        tree="sponsor",
        basis="cv",
        start="buyer_parent",
        compression={"kind": "none", "qualified_by": "active"},
        amounts={"1": "10.00", "2": "5.00"},
        **fields,
    )


def test_a_fixed_amount_for_any_order_would_pay_for_joining() -> None:
    [problem] = plan_problems(a_fixed_amount())

    assert problem.startswith("bonuses[7].minimum: has to be stated: ")
    assert read(a_fixed_amount(minimum="100"))


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"bracket_by": "gv", "mode": "whole", "subtract": "legs"}, "brackets"),
        ({"bracket_by": "rank", "mode": "whole", "subtract": "between"}, "rates"),
        (
            {
                "bracket_by": "pv",
                "mode": "marginal",
                "subtract": "legs",
                "brackets": [["0", "0.05"]],
            },
            "mode",
        ),
        (
            {
                "bracket_by": "gv",
                "mode": "whole",
                "subtract": "legs",
                "brackets": [["200", "0.06"], ["100", "0.03"]],
            },
            "brackets",
        ),
    ],
)
def test_a_differential_says_which_bracket_it_goes_by(fields: Document, place: str) -> None:
    bonus = {"kind": "differential", "award": "order", "tree": "sponsor", "basis": "cv"}

    [problem] = plan_problems(with_bonus(**bonus, **fields))

    assert problem.startswith(f"bonuses[7].{place}: ")


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"override": "tiers", "tiers": [{"min_groups": 1, "rate": "0.05"}]}, "failed_gate"),
        ({"override": "fixed"}, "rates"),
        ({"override": "fixed", "rates": {"director": "0.04"}, "minimum": "0.01"}, "minimum"),
        (
            {"override": "fixed", "rates": {"director": "0.04"}, "generations": {"3": "0.01"}},
            "generations",
        ),
    ],
)
def test_a_breakaway_says_what_its_override_needs(fields: Document, place: str) -> None:
    bonus = {"kind": "breakaway", "award": "source", "tree": "sponsor", "basis": "cv"}

    [problem] = plan_problems(with_bonus(**bonus, leader={"rank": "director"}, **fields))

    assert problem.startswith(f"bonuses[7].{place}: ")
