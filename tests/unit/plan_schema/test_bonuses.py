"""Reading the bonuses of a plan: rates, conditions, compression, and what is left unsaid."""

from typing import Any

import pytest

from tests.support.builders import Document, a_customer_bonus, a_levels_bonus, a_plan_document
from tests.support.plans import plan_problems


def a_bonus_refused(bonus: Document, **sections: Any) -> list[str]:
    return plan_problems(a_plan_document(bonus, **sections))


@pytest.mark.parametrize("rate", ["20%", "1.01", "-0.1", "2e-1", ".5", "0.1234567", "\u0660.2", 1])
def test_a_rate_is_a_share_written_out(rate: object) -> None:
    [problem] = a_bonus_refused(a_customer_bonus(rates={"0": rate}))

    assert problem.startswith("bonuses[0].rates.0: ")
    assert problem.endswith(' a share from "0" to "1", in quotes ("0.05" is 5 %)')


@pytest.mark.parametrize(
    ("rates", "why"),
    [
        ({}, ": pays nobody"),
        ({"1": "0.10", "2": "0"}, ".2: has to be more than 0"),
        ({"1": "0.10", "3": "0.05"}, ": level 2 is paid to nobody, but a deeper one is"),
        ({"0": "0.10"}, ": begins at level 0, not at 1"),
        ({"1": "0.10", "01": "0.05"}, ".01: '01' is not a level from 0 to 99"),
        (
            {"bronze": {"1": "0.10"}},
            ".bronze: 'bronze' is no rank of this plan, which has associate,",
        ),
        ({"silver": {"1": "0.10"}, "1": "0.05"}, ".1: '1' is no rank of this plan"),
        (["0.10"], ": has to be a map"),
    ],
)
def test_a_rate_table_has_to_make_sense(rates: object, why: str) -> None:
    assert a_bonus_refused(a_levels_bonus(rates=rates))[0].startswith(f"bonuses[0].rates{why}")


def test_a_customer_bonus_has_no_deeper_levels() -> None:
    bonus = a_customer_bonus(rates={"0": "0.10", "1": "0.05"})

    assert a_bonus_refused(bonus) == ["bonuses[0].rates: goes to level 1; this kind pays level 0"]


@pytest.mark.parametrize("missing", ["compression", "start", "basis", "tree", "when"])
def test_whatever_changes_money_has_to_be_stated(missing: str) -> None:
    bonus = a_levels_bonus("0.10")
    del bonus[missing]

    [problem] = a_bonus_refused(bonus)
    assert problem.startswith(f"bonuses[0].{missing}: has to be stated")


def test_a_customer_bonus_has_to_say_who_is_eligible() -> None:
    bonus = a_customer_bonus()
    del bonus["eligibility"]

    assert a_bonus_refused(bonus) == ["bonuses[0].eligibility: has to be stated"]


def test_compression_has_to_say_who_qualifies() -> None:
    assert a_bonus_refused(a_levels_bonus("0.10") | {"compression": {"kind": "none"}}) == [
        "bonuses[0].compression.qualified_by: has to be stated: active or eligibility"
    ]


@pytest.mark.parametrize("compression", ["skip_inactive", "dynamic"])
def test_compression_in_real_time_has_to_say_that_it_goes_by_the_order(compression: str) -> None:
    bonus = a_levels_bonus("0.10", compression=compression)
    del bonus["qualification"]

    assert a_bonus_refused(bonus) == ["bonuses[0].qualification: has to be stated: as_of_order"]


def test_levels_at_the_close_do_not_go_by_the_order() -> None:
    bonus = a_levels_bonus("0.10", when="close:month")

    assert "bonuses[0].qualification: is only for levels at when: order" in a_bonus_refused(bonus)


def test_what_is_only_known_at_the_close_cannot_decide_at_the_order() -> None:
    volume = {"metric": "pv", "op": ">=", "value": "100"}
    eligible = {"all": [{"metric": "status", "op": "=", "value": "active"}, volume]}

    assert a_bonus_refused(a_customer_bonus(eligibility=eligible)) == [
        "bonuses[0].eligibility.all[1].metric: pv is only known at the close; "
        "at when: order a condition looks at rank and status"
    ]


def test_activity_that_is_only_known_at_the_close_cannot_qualify_at_the_order() -> None:
    active = {"metric": "pv", "op": ">=", "value": "100"}
    status = {"active": active, "window": "month", "grace_periods": 0}

    assert a_bonus_refused(a_levels_bonus("0.10"), status=status) == [
        "bonuses[0].compression.qualified_by: status.active looks at pv, only known at the close; "
        "at when: order it can look at rank and status"
    ]


def test_levels_by_activity_need_activity_defined() -> None:
    document = a_plan_document(a_levels_bonus("0.10"))
    del document["status"]

    assert plan_problems(document) == [
        "bonuses[0].compression.qualified_by: active is not defined: status.active has to be stated"
    ]


def test_levels_by_their_own_condition_have_to_state_it() -> None:
    assert a_bonus_refused(a_levels_bonus("0.10", qualified_by="eligibility")) == [
        "bonuses[0].eligibility: has to be stated: compression.qualified_by names it"
    ]


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ({"any": []}, ".any: any of nothing qualifies nobody"),
        ({"metric": "karma", "op": "=", "value": "1"}, ".metric: 'karma' is not one of pv, bv,"),
        ({"metric": "status", "op": ">=", "value": "a"}, ".op: '>=' is not one of in, ="),
        ({"metric": "status", "op": "in", "value": "active"}, ".value: has to be a list"),
        (
            {"metric": "status", "op": "=", "value": ["a"]},
            ".value: has to be a single value with op: =",
        ),
        (
            {"metric": "rank", "op": "=", "value": "bronze"},
            ".value: 'bronze' is no rank of this plan",
        ),
        ({"metric": "status", "op": "="}, ".value: has to be stated"),
        ({"metric": "status", "op": "=", "value": "a", "or": 1}, ".or: is no field here;"),
        ({"all": [], "metric": "status"}, ".metric: is no field here; there are all"),
        ("active", ": has to be a map of fields"),
    ],
)
def test_a_condition_is_a_small_tree_without_code(condition: object, why: str) -> None:
    found = a_bonus_refused(a_customer_bonus(eligibility=condition))

    assert found[0].startswith(f"bonuses[0].eligibility{why}")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "level"}, "kind: 'level' is not one of binary, breakaway, customer,"),
        ({"when": "close:quarter"}, "when: 'close:quarter' is not one of order, close:month"),
        ({"basis": "join"}, "basis: 'join' is no product volume of this plan, which has pv, cv"),
        ({"basis": "company_cv"}, "basis: 'company_cv' is no product volume of this plan"),
        ({"tree": "binary"}, "tree: 'binary' is no tree of this plan, which has sponsor"),
        ({"start": "buyer"}, "start: 'buyer' is not one of seller, buyer_parent"),
        ({"pool": "0"}, "pool: has to be more than 0"),
        ({"pool": "1.5"}, "pool: '1.5' is not a share"),
        ({"volume_to_money": "0.00"}, "volume_to_money: has to be more than 0"),
        ({"inactive_source_pays": "no"}, "inactive_source_pays: has to be true or false"),
        ({"bonus": "x"}, "bonus: is no field here"),
    ],
)
def test_a_bonus_can_only_name_what_there_is(fields: Document, why: str) -> None:
    assert a_bonus_refused(a_levels_bonus("0.10", **fields))[0].startswith(f"bonuses[0].{why}")


def test_a_sale_has_no_line_in_a_placement_tree() -> None:
    trees = [{"id": "matrix", "kind": "matrix", "width": 3, "depth": 9, "spillover": "bfs"}]

    assert a_bonus_refused(a_levels_bonus("0.10", tree="matrix"), trees=trees) == [
        "bonuses[0].tree: at when: order a sale has the line of its sponsor tree only"
    ]


def test_two_bonuses_cannot_share_an_id() -> None:
    document = a_plan_document(a_customer_bonus(), a_customer_bonus())

    assert plan_problems(document) == ["bonuses[1].id: customer is used twice"]
