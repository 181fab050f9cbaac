"""How the command line explains a line of a close: in sentences, and as JSON."""

import json
from pathlib import Path

import pytest

from commissions.application.close.book_lines import book_lines
from commissions.application.queries.close_explanation import LineOfClose
from commissions.domain.close.facts import LateReturn, LegState, Lot, MatchedRun
from tests.support.binaries import TREE, binary, binary_plan, pairs, percent, seats
from tests.support.builders import Document
from tests.support.closes import (
    ACTIVE,
    LONG_AGO,
    at_least,
    bonus,
    bought,
    but,
    close_plan,
    day,
    hundredths,
    levels,
    period,
    rank,
    sold,
    team,
)
from tests.support.stored_runs import stored
from tests.unit.tools.close_screens import explained, told
from tests.unit.tools.screens import rendered
from tools.cli.close_explain_view import answer, explain_line, view

TWO_LEGS = seats("top L left", "top R right")
TOP = team("top > left", "top > right")


def matching(*rates: str, **words: object) -> Document:
    table = {str(level): rate for level, rate in enumerate(rates, 1)}
    common: Document = {"of": ["levels"], "by": "level", "base_after_caps": True}
    return bonus("matching", rates=table, award="source", **(common | words))


def lot(order: str, points: int) -> Lot:
    return Lot(order_id=order, at=LONG_AGO, side=order[0].upper(), volume=hundredths(points))


def test_levels_name_the_orders_and_who_was_passed_over() -> None:
    facts = period(
        team("ann > bob > cat (inactive) > dan"), [bought("dan", 100), sold("cat", "50.55")]
    )
    why = explained(
        close_plan(levels("0.10", "0.05", compression="skip_inactive")), facts, "ann levels 2"
    )

    assert told(why, "the base", "the amount") == [
        "ann earns 7.53 USD, the levels bonus at level 2.",
        "Order o1, bought by dan, brings 100.00 CV through the leg of bob.",
        "Order o2, sold by cat, brings 50.55 CV through the leg of bob.",
        "Together 150.55 CV.",
        "Between o1 and the member, cat is passed over at level 1: does not qualify in this "
        "period.",
        "Between o2 and the member, cat is passed over at level 1: does not qualify in this "
        "period.",
        "Of o1: 100.00 CV x 5 % = 5.00 USD.",
        "Of o2: 50.55 CV x 5 % = 2.5275, rounded to 2.53 USD.",
    ]


def test_one_award_for_a_level_is_rounded_once() -> None:
    facts = period(team("ann > bob > cat"), [bought("cat", "0.25"), bought("cat", "0.25")])
    why = explained(close_plan(levels("0.10", award="level")), facts, "bob levels 1")

    assert told(why, "the amount") == [
        "bob earns 0.05 USD, the levels bonus at level 1.",
        "0.50 CV x 10 % = 0.05 USD.",
    ]


def test_matching_names_the_awards_that_are_matched() -> None:
    facts = period(team("ann > bob > cat > dan"), [bought("dan", 100)])
    why = explained(close_plan(levels("0.10"), matching("0.20", "0.10")), facts, "ann matching 2")

    assert told(why, "the base", "the amount") == [
        "ann earns 1.00 USD, the matching bonus at level 2.",
        "cat was given levels at level 1 10.00 USD: it brings 10.00 USD through the leg of bob.",
        "Of cat: 10.00 USD x 10 % = 1.00 USD.",
    ]


def test_a_binary_tells_both_legs_and_its_cap() -> None:
    facts = period(
        TOP,
        [bought("left", 100), bought("right", 60)],
        seats=TWO_LEGS,
        legs={
            (TREE, "top"): LegState(lots=(Lot(order_id="", at=LONG_AGO, side="R", volume=2000),))
        },
    )
    why = explained(
        binary_plan(binary(percent("0.10"), cap={"period": "3.00"})), facts, "top team 0"
    )

    assert told(why, "the base", "the amount", "the caps") == [
        "top earns 3.00 USD, the team bonus.",
        "The left leg brought 0.00 CV along and 100.00 CV came in. 100.00 CV were open, 80.00 CV "
        "of it were taken, and 20.00 CV go on to the next period.",
        "The right leg brought 20.00 CV along and 60.00 CV came in. 80.00 CV were open, 80.00 CV "
        "of it were taken, and 0.00 CV go on to the next period.",
        "80.00 CV of the weaker leg were matched.",
        "80.00 CV x 10 % = 8.00 USD.",
        "The binary pays the rank at most 3.00 USD a period.",
        "5.00 USD are cut off: the cap of the binary was reached.",
    ]


def test_a_binary_by_pairs_counts_them() -> None:
    facts = period(TOP, [bought("left", 250), bought("right", 300)], seats=TWO_LEGS)
    why = explained(binary_plan(binary(pairs("10.00"))), facts, "top team 0")

    assert told(why, "the base", "the amount")[-2:] == [
        "2 pairs were matched.",
        "2 pairs make 20.00 USD, by several rates or by amounts that the plan fixes.",
    ]


def test_pairs_that_a_refund_undoes_take_money_back() -> None:
    """Whoever is below 0 is told why, too."""
    run = MatchedRun(
        period="2026-09", taken=(lot("l1", 100), lot("r1", 100)), matched=0, paid=1_000
    )
    facts = period(
        TOP,
        seats=TWO_LEGS,
        legs={(TREE, "top"): LegState(runs=(run,))},
        late_returns=(LateReturn(order_id="l1", at=day(20), volumes={"cv": hundredths(100)}),),
    )
    why = explained(binary_plan(binary(pairs("10.00"))), facts, "top team 0")

    assert why.amount == -1_000
    assert told(why, "the amount", "the book") == [
        "10.00 USD of the team bonus are taken back from top.",
        "Order l1 came back, and its pairs with it: 10.00 USD are taken back.",
        "Nothing is due: the legs match nothing.",
        "Line 0, to top: -10.00 USD.",
        "Line 1, to top: 0.00 USD: the legs match nothing.",
    ]


def test_a_pool_tells_its_points_and_the_unit_that_rounding_left() -> None:
    pool = bonus(
        "pool",
        basis="company_cv",
        pct="0.10",
        by="points",
        points={"silver": "1", "gold": "1.5"},
        remainder="largest",
    )
    people = team("ann:gold > bob:silver", "ann > cat:silver")
    why = explained(close_plan(pool), period(people, [bought("cat", 100)]), "bob pool 0")

    assert told(why, "the base", "the amount") == [
        "bob earns 2.86 USD, the pool bonus.",
        "The pool is 10.00 USD, and shared by 3.50 points.",
        "The member has 1 of them. What rounding leaves goes to the largest remainders.",
        "10.00 x 1 / 3.50, rounded down with a unit more of what that leaves, is 2.86 USD.",
    ]


def test_a_pool_by_place_tells_the_place() -> None:
    pool = bonus("pool", by="position", amounts=["10.00", "5.00"], score="gv")
    facts = period(team("ann > bob > cat"), [bought("cat", 10), bought("bob", 5)])
    why = explained(close_plan(pool), facts, "bob pool 0")

    assert told(why, "the base", "the amount")[1:] == [
        "The pool pays by place: the member has place 1, with 15.",
        "Place 1 of the pool is worth 10.00 USD.",
    ]


def test_generations_are_told_as_such() -> None:
    boundary = {
        "mode": "threshold",
        "rank": "gold",
        "rank_kind": "paid_as",
        "ineligible": "keeps_boundary",
        "empty": "counted",
        "closer_belongs_to": "own_generation",
    }
    plan = close_plan(bonus("generation", boundary=boundary, rates={"1": "0.10", "2": "0.05"}))
    facts = period(team("ann > bob:gold > cat > dan"), [bought("dan", 100)])

    assert told(explained(plan, facts, "ann generation 2"), "the base", "the amount") == [
        "ann earns 5.00 USD, the generation bonus of generation 2.",
        "Order o1, bought by dan, brings 100.00 CV through the leg of bob.",
        "Of o1: 100.00 CV x 5 % = 5.00 USD.",
    ]


def infinity() -> Document:
    words: Document = {"mode": "blocked", "below_level": 1, "levels": "real"}
    return bonus("infinity", blocked_by="same_or_higher", rates={"gold": "0.02"}, **words)


def test_an_infinity_is_paid_below_the_levels() -> None:
    facts = period(team("ann:gold > bob > cat > dan"), [bought("dan", 100), bought("cat", 50)])

    assert told(explained(close_plan(infinity()), facts, "ann infinity 0"), "the amount") == [
        "ann earns 3.00 USD, the infinity bonus.",
        "Of o1: 100.00 CV x 2 % = 2.00 USD.",
        "Of o2: 50.00 CV x 2 % = 1.00 USD.",
    ]


def test_an_infinity_that_another_one_blocks_says_what_it_would_be() -> None:
    facts = period(team("ann:gold > bob:gold > cat > dan"), [bought("dan", 100)])

    assert told(
        explained(close_plan(infinity()), facts, "ann infinity 0"), "the base", "not paid"
    ) == [
        "ann is not paid the infinity bonus: another infinity stands between.",
        "Order o1, bought by dan, brings 100.00 CV through the leg of bob, of which nothing is "
        "due: another infinity stands between.",
        "infinity on 100.00 CV: another infinity stands between; at 2 % that is 2.00 USD missed.",
    ]


def test_a_differential_names_the_legs() -> None:
    words: Document = {"bracket_by": "gv", "mode": "whole", "subtract": "legs"}
    brackets = [["0", "0.03"], ["100", "0.06"]]
    plan = close_plan(bonus("differential", award="source", brackets=brackets, **words))
    facts = period(team("ann > bob", "ann > cat"), [bought("bob", 60), bought("cat", 50)])

    assert told(explained(plan, facts, "ann differential 1"), "the base", "the amount") == [
        "ann earns 3.30 USD, the differential bonus.",
        "The leg of bob brings 60.00 CV.",
        "The leg of cat brings 50.00 CV.",
        "Together 110.00 CV.",
        "Of bob: 60.00 CV x 3 % = 1.80 USD.",
        "Of cat: 50.00 CV x 3 % = 1.50 USD.",
    ]


def test_who_does_not_qualify_is_told_what_they_missed() -> None:
    facts = period(team("ann > bob (inactive) > cat"), [bought("cat", 100)])
    plan = close_plan(levels("0.10", compression="skip_inactive"))

    assert told(explained(plan, facts, "bob levels 1"), "not paid", "activity") == [
        "bob is not paid the levels bonus at level 1: does not qualify in this period.",
        "levels at level 1 on 100.00 CV: does not qualify in this period; at 10 % that is 10.00 "
        "USD missed.",
        "bob is not active; the status is inactive. Asked and counted: status in active, counted "
        "inactive.",
    ]


def test_whose_rank_is_not_paid_a_level_is_told_which_rank_would_be() -> None:
    table = {"gold": {"1": "0.10", "2": "0.05"}, "silver": {"1": "0.10"}}
    facts = period(team("ann:silver > bob:silver > cat:silver"), [bought("cat", 100)])

    assert told(explained(close_plan(levels(rates=table)), facts, "ann levels 2"), "not paid") == [
        "ann is not paid the levels bonus at level 2: the rank of the period is not paid this "
        "level.",
        "levels at level 2 on 100.00 CV: the rank of the period is not paid this level; as gold it "
        "would be 5 %, 5.00 USD.",
    ]


def test_caps_say_what_they_cut_one_after_the_other() -> None:
    caps = {
        "company": {"max_pct": "0.05", "of": "cv", "enforce": "pro_rata"},
        "person": [{"period": "month", "amount": "6.00"}],
    }
    facts = period(team("ann > bob > cat > dan"), [bought("dan", 100), bought("cat", 33)])
    why = explained(close_plan(levels("0.10", "0.05"), caps=caps), facts, "cat levels 1")

    assert told(why, "the caps", "not paid") == [
        "cat earns 2.92 USD, the levels bonus at level 1.",
        "4.00 USD are cut off: the cap of the person was reached (6.00 USD by month).",
        "The company's cap leaves 6.65 USD of the 13.65 USD that it is over.",
        "6.00 USD x 6.65 USD / 13.65 USD, each award rounded down: 2.92 USD.",
        "levels at level 1 on 100.00 CV: the cap of the person was reached; 4.00 USD were cut off.",
        "levels at level 1 on 100.00 CV: the cap of the company was reached; 3.08 USD were cut "
        "off.",
    ]


def test_a_rank_says_what_was_counted_and_what_the_next_one_lacks() -> None:
    asked = {"all": [at_least("gv", 500), at_least("active_legs", 2)]}
    plan = close_plan(
        levels("0.10"),
        ranks=[rank("silver", 1, at_least("gv", 50)), rank("gold", 2, asked)],
        status={"active": {"all": [at_least("cv", 20), ACTIVE]}},
        active_legs={"counts": "any_in_leg"},
    )
    facts = period(team("ann > bob"), [bought("bob", 100), bought("ann", 30)])

    assert told(explained(plan, facts, "ann levels 1"), "the rank", "activity")[1:] == [
        "ann is paid as silver. Asked and counted: group volume >= 50, counted 130.",
        "gold is the next rank, and lacks: group volume >= 500, counted 130; active legs >= 2, "
        "counted 1.",
        "ann is active; the status is active. Asked and counted: cv >= 20, counted 30; status in "
        "active, counted active.",
    ]


def test_of_many_below_the_legs_are_told_and_one_is_opened() -> None:
    people = team("ann > bob > cat", "ann > dan > eve")
    facts = period(people, [bought("bob", 10), bought("dan", 20), sold("ann", 5)])
    plan = close_plan(levels("0.10"))

    assert told(explained(plan, facts, "ann levels 1", largest=2), "the base")[1:] == [
        "4 members were below, so this is what came by leg; open one to see its orders.",
        "The leg of dan brings 20.00 CV from 1 source.",
        "The leg of bob brings 10.00 CV from 1 source.",
        "What was the member's own brings 5.00 CV from 1 source.",
        "Together 35.00 CV.",
    ]
    assert told(explained(plan, facts, "ann levels 1 dan", largest=2), "the base")[1:] == [
        "Of the leg of dan alone:",
        "Order o2, bought by dan, brings 20.00 CV.",
    ]


def test_whoever_is_paid_for_a_position_is_named_with_it() -> None:
    people = but(team("ann > bob > cat"), "bob", owner="ann")
    why = explained(close_plan(levels("0.10")), period(people, [bought("cat", 10)]), "bob levels 1")

    assert told(why, "the book") == [
        "ann (for the position bob) earns 1.00 USD, the levels bonus at level 1.",
        "Line 0, to ann: 1.00 USD.",
    ]


def test_the_answer_of_a_machine_has_the_sentences_the_figures_and_the_checks() -> None:
    facts = period(team("ann > bob > cat"), [bought("cat", 100)])
    found = answer(explained(close_plan(levels("0.10")), facts, "bob levels 1"))

    assert found == json.loads(json.dumps(found))
    assert found["headline"] == "bob earns 10.00 USD, the levels bonus at level 1."
    assert found["holds"]
    assert all(check["holds"] for check in found["checks"])
    assert found["awards"][0]["base"] == 10_000
    assert found["sources"]["rows"][0]["order"] == "o1"
    assert found["reasons"]["the amount"] == ["Of o1: 100.00 CV x 10 % = 10.00 USD."]


def test_a_line_is_explained_from_what_is_only_loaded_when_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = period(team("ann > bob > cat"), [bought("cat", 100)])
    close = stored(tmp_path, close_plan(levels("0.10")), facts)
    [line] = book_lines(close.run, "bob")

    explain_line(
        LineOfClose.of("bob", line), lambda: close.run, lambda: close.period, lambda: None, True
    )

    found = json.loads(capsys.readouterr().out)
    assert (found["headline"], found["holds"]) == (
        "bob earns 10.00 USD, the levels bonus at level 1.",
        True,
    )


def test_the_screen_shows_each_check_with_its_mark() -> None:
    facts = period(team("ann > bob > cat"), [bought("cat", 100)])
    screen = rendered(view(explained(close_plan(levels("0.10")), facts, "bob levels 1")))

    assert "✓ the sources add up to the base" in screen
    assert "✗" not in screen
