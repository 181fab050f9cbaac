"""A fast start that is paid with the order: what it can say, and what it can cost."""

import pytest

from commissions.plan_schema import read
from commissions.plan_schema.wording.bonus_sentences import bonus_sentences
from commissions.plan_schema.wording.differences import differences
from commissions.plan_schema.worst_case import WorstCase, percent
from tests.support.builders import (
    Document,
    a_customer_bonus,
    a_fast_start_bonus,
    a_levels_bonus,
    a_plan_document,
)
from tests.support.plans import a_sample, plan_problems

LEVELS = a_levels_bonus("0.10", "0.05")
AT_A_CLOSE: Document = {
    "id": "unilevel",
    "kind": "levels",
    "when": "close:month",
    "award": "order",
    "tree": "sponsor",
    "basis": "cv",
    "start": "buyer_parent",
    "compression": {"kind": "none", "qualified_by": "active"},
    "rates": {"1": "0.05"},
}


def worst(*bonuses: Document) -> WorstCase:
    return read(a_plan_document(*bonuses)).worst_case


def test_it_is_read_with_what_it_replaces() -> None:
    plan = read(a_plan_document(a_fast_start_bonus(replaces=["levels"]), LEVELS)).plan

    assert [each.builder.kind for each in plan.bonuses] == ["fast_start", "levels"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (
            {"orders": "first"},
            "orders: which order is the buyer's first is only known at the close: "
            "at when: order state all, or leave it out",
        ),
        (
            {"replaces": ["unilevel"]},
            "replaces[0]: unilevel is paid at when: close:month, not with the order",
        ),
        (
            {"eligibility": {"metric": "gv", "op": ">=", "value": "1"}},
            "eligibility.metric: gv is only known at the close; "
            "at when: order a condition looks at rank and status",
        ),
        ({"award": "source"}, "award: is always order at when: order"),
        (
            {"pay_rank": "title"},
            "pay_rank: is for a bonus of a close: state when: close:<period>, or leave it out",
        ),
    ],
)
def test_words_of_a_close_are_refused_with_a_sentence(fields: Document, why: str) -> None:
    document = a_plan_document(a_fast_start_bonus(**fields), AT_A_CLOSE)
    document["refunds"]["late_orders"] = "current"
    document["caps"]["company"]["after_close"] = "keep_factor"

    assert plan_problems(document) == [f"bonuses[0].{why}"]


def test_a_fast_start_cannot_be_paid_in_place_of_another() -> None:
    pair = a_fast_start_bonus(replaces=["later"]), a_fast_start_bonus(id="later", days=60)

    assert plan_problems(a_plan_document(*pair)) == [
        "bonuses[0].replaces[0]: fast_start does not go order by order"
    ]


def test_who_is_active_has_to_be_known_with_the_order() -> None:
    document = a_plan_document(a_fast_start_bonus())
    document["status"]["active"] = {"metric": "pv", "op": ">=", "value": "100"}
    document["status"] |= {"grace_periods": 0, "window": "month"}

    assert plan_problems(document) == [
        "bonuses[0].qualified_by: status.active looks at pv, only known at the close; "
        "at when: order it can look at rank and status, or state eligibility"
    ]


def test_a_plan_in_which_volume_makes_active_can_go_by_the_condition_alone() -> None:
    document = a_sample("hyb")
    document["bonuses"][1] |= {"when": "order", "qualified_by": "eligibility", "replaces": []}
    del document["compliance"]["max_worst_case_pct"]

    assert [each.builder.bonus for each in read(document).plan.bonuses] == [
        "customer",
        "fast_start",
    ]


def test_an_order_pays_the_fast_start_or_what_it_replaces() -> None:
    """20 + 15 of an ordinary one, 20 + 25 of one of the first days."""
    dear = a_fast_start_bonus("0.20", "0.05", replaces=["levels"])

    found = worst(a_customer_bonus("0.20"), dear, LEVELS)

    assert percent(found.at_order) == "45%"
    assert found.parts.keys() == {"customer", "fast_start"}


def test_no_cap_holds_back_what_a_fast_start_pays_with_the_order() -> None:
    document = a_plan_document(a_customer_bonus("0.20"), a_fast_start_bonus("0.15"), LEVELS)
    document["caps"]["company"]["max_pct"] = "0.40"

    assert plan_problems(document) == [
        "caps.company.max_pct: customer + fast_start + levels can pay 50% of cv with the order, "
        "of which no cap holds anything back"
    ]


def test_who_is_within_a_short_window_is_within_the_longer_ones_too() -> None:
    short = a_fast_start_bonus("0.10", id="week", days=7)
    long = a_fast_start_bonus("0.20", id="month", days=30, replaces=["levels"])

    assert percent(worst(short, long, LEVELS).at_order) == "30%"


def test_what_only_the_longer_window_replaces_is_replaced_in_the_short_one_too() -> None:
    """So a week's 1 % never stands beside the levels."""
    short = a_fast_start_bonus("0.01", id="week", days=7)
    long = a_fast_start_bonus("0.05", id="month", days=30, replaces=["levels"])

    assert percent(worst(short, long, LEVELS).at_order) == "15%"


def test_it_is_told_in_sentences() -> None:
    words = read(a_plan_document(a_fast_start_bonus(replaces=["levels"]), LEVELS)).words

    assert list(bonus_sentences(words.bonuses[0], words))[:4] == [
        "fast_start (fast_start) is paid with the order.",
        "Those above a new distributor are paid a share of the cv of every order in the first 30 "
        "days; whoever is not paid uses up the level.",
        "An order of which nobody knows when its buyer enrolled is none of them.",
        "Such an order pays no levels.",
    ]


def test_a_change_of_the_window_is_told() -> None:
    month, week = (read(a_plan_document(a_fast_start_bonus(days=days))).words for days in (30, 7))

    assert any("first 7 days" in each for each in map(str, differences(month, week)))


def test_two_binaries_on_one_tree_are_refused() -> None:
    document = a_sample("bin10")
    [team] = [each for each in document["bonuses"] if each["kind"] == "binary"]
    document["bonuses"].append(team | {"id": "again"})

    [problem] = [each for each in plan_problems(document) if ".tree: " in each]

    assert problem == (
        f"bonuses[{len(document['bonuses']) - 1}].tree: team pays the legs of {team['tree']} "
        "already: both would match the same volume, and only one could say what is left of it; "
        "give this one a tree of its own, or state one bonus"
    )


def test_two_binaries_on_trees_of_their_own_are_fine() -> None:
    document = a_sample("bin10")
    [team] = [each for each in document["bonuses"] if each["kind"] == "binary"]
    [tree] = [each for each in document["trees"] if each["id"] == team["tree"]]
    document["trees"].append(tree | {"id": "second"})
    document["bonuses"].append(team | {"id": "again", "tree": "second"})

    assert [each for each in read(document).words.bonuses if each.id == "again"] != []
