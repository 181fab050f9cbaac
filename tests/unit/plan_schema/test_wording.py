"""What a plan says, and what changes from one to another, in words."""

import json
from typing import Any

import pytest

from commissions.plan_schema import read
from commissions.plan_schema.editor_schema import FILE, as_text
from commissions.plan_schema.wording.differences import differences
from commissions.plan_schema.wording.plan_sentences import plan_sentences
from tests.conftest import ROOT
from tests.support.builders import Document
from tests.support.plans import a_sample

PAIRS = {"mode": "pairs", "left": "100", "right": "100", "amount": "10.00"}
STEPS = {"mode": "steps", "steps": [["100", "10.00"], ["300", "40.00"]]}


def told(document: Document, title: str) -> str:
    return " ".join(dict(plan_sentences(read(document).words))[title])


def changes(old: Document, new: Document) -> dict[str, list[str]]:
    return dict(differences(read(old).words, read(new).words))


def a_binary(match: Document, paid: str) -> Document:
    document = a_sample("bin10")
    document["bonuses"][1]["match"] = match
    document["bonuses"][1]["after"]["paid"] = paid
    return document


@pytest.mark.parametrize(
    ("match", "paid", "sentence"),
    [
        (PAIRS, "carry", "the weaker leg is emptied: 50 of 350 are lost."),
        (PAIRS, "net_off", "what was matched leaves both legs: 50 of 350 are kept."),
        (PAIRS, "flush", "both legs are emptied: what was not matched is lost."),
        (STEPS, "carry", "the weaker leg is emptied: 150 of 450 are lost."),
    ],
)
def test_what_a_binary_loses_is_said_with_its_own_figures(
    match: Document, paid: str, sentence: str
) -> None:
    assert sentence in told(a_binary(match, paid), "Bonus team")


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Bonus levels", "Who is not paid a level, for whatever reason, is passed over"),
        ("Bonus levels", "Each order is an award of its own, and rounded by itself."),
        ("Bonus levels", "A silver is paid level 1: 5%, 2: 4%, 3: 4%, 4: 3%."),
        ("Ranks", "For silver at most 60% of what is asked for counts of each leg, the own "),
        ("Ranks", "The title gold falls one rank down after 3 periods under it."),
        ("Ranks", "gold asks for pv at least 150 and group volume at least 10000 and legs with "),
        ("Activity", "A leg is active when anybody in it is."),
        (
            "Caps",
            "What comes after a close is paid with the factor of that close, and a point of a pool "
            "is worth what it was.",
        ),
        ("Refunds and late orders", "An order that comes after a close computes its own period"),
        ("Worst case", "One order pays at most 43% of its cv: customer 20% + levels 23%."),
    ],
)
def test_a_choice_that_changes_money_has_its_sentence(title: str, sentence: str) -> None:
    assert sentence in told(a_sample("uni7"), title)


def test_generations_that_begin_at_a_leader_leave_out_who_stands_above_the_first_one() -> None:
    document = a_sample("hyb")
    document["bonuses"][3]["boundary"]["starts"] = "at_leader"

    assert "whoever stands above that leader is in none." in told(document, "Bonus generation")
    assert "begins right below the earner" in told(a_sample("hyb"), "Bonus generation")


def test_levels_by_the_lower_of_two_ranks_say_what_counts_by_which() -> None:
    document = a_sample("hyb")
    document["bonuses"][2]["lower_of"] = {"volumes": {"partner": "50", "manager": "100"}}

    assert "by that rank: partner 50, manager 100; by any other nothing." in told(
        document, "Bonus levels"
    )


def test_a_differential_says_from_which_level_on_it_pays() -> None:
    document = a_sample("hyb")
    bracket = {"bracket_by": "gv", "brackets": [["100", "0.03"]], "mode": "whole"}
    words = {"tree": "sponsor", "basis": "cv", "subtract": "between", "min_level": 2}
    del document["compliance"]["max_worst_case_pct"]
    document["bonuses"].append(
        {"id": "more", "kind": "differential", "when": "close:month", "award": "order"}
        | bracket
        | words
    )

    assert "nearer to the sale than level 2 is not paid for it" in told(document, "Bonus more")


@pytest.mark.parametrize("name", ["uni7", "bin10", "mx39", "hyb"])
def test_every_bonus_of_the_samples_is_told(name: str) -> None:
    document = a_sample(name)
    sections = dict(plan_sentences(read(document).words))

    for bonus in document["bonuses"]:
        assert len(sections[f"Bonus {bonus['id']}"]) > 2


def a_change(**fields: Any) -> dict[str, list[str]]:
    new = a_sample("uni7")
    new["bonuses"][1] |= fields
    return changes(a_sample("uni7"), new)


def test_nothing_changes_from_a_plan_to_itself() -> None:
    assert changes(a_sample("hyb"), a_sample("hyb")) == {}


def test_a_rate_that_changes_is_told_by_rank_and_level() -> None:
    rates = a_sample("uni7")["bonuses"][1]["rates"]
    rates["silver"] |= {"1": "0.04", "5": "0.01"}
    del rates["associate"]["2"]

    assert a_change(rates=rates)["Bonus levels"] == [
        "associate, level 2: no longer paid, 4% before",
        "silver, level 1: 4% instead of 5%, less than before",
        "silver, level 5: now paid 1%, nothing before",
    ]


def test_a_choice_that_changes_is_told_as_it_was_and_as_it_is() -> None:
    assert a_change(award="level")["Bonus levels"] == [
        "no longer: Each order is an award of its own, and rounded by itself.",
        "now: All of one level together is an award, and rounded once.",
    ]


def test_bonuses_and_ranks_that_come_and_go_are_told() -> None:
    new = a_sample("uni7")
    new["bonuses"].pop(0)
    new["ranks"].append(new["ranks"][0] | {"id": "platinum", "order": 9})

    found = changes(a_sample("uni7"), new)

    assert found["Bonus customer"] == ["nobody is paid customer any more (customer)"]
    assert found["Ranks"][0] == "a new rank: platinum"


def test_a_cap_that_changes_is_told() -> None:
    new = a_sample("uni7")
    new["caps"]["company"]["max_pct"] = "0.44"

    assert changes(a_sample("uni7"), new)["Caps"][1].startswith("now: The company pays at most 44%")


def test_the_schema_for_editors_is_the_one_that_is_kept() -> None:
    assert (ROOT / FILE).read_text() == as_text(), f"commissions plan schema > {FILE}"


def test_the_schema_for_editors_knows_every_kind() -> None:
    known = json.loads(as_text())["$defs"]

    assert {"LevelsBonus", "BinaryBonus", "PoolBonus"} <= known.keys()
    assert known["LevelsBonus"]["additionalProperties"] is False
