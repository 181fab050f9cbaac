from dataclasses import replace
from typing import Any

import pytest

from tests.unit.tools.vectors.examples import LEVELS, OWN, an_example
from tools.vectors.running import CALCULATORS, LISTED, run
from tools.vectors.vector import Vector


def expecting(vector: Vector, **expected: Any) -> Vector:
    return replace(vector, content={**vector.content, "expected": expected})


@pytest.mark.parametrize("vector", OWN, ids=[vector.name for vector in OWN])
def test_an_example_comes_out_to_the_cent(vector: Vector) -> None:
    assert run(vector).problems == ()


@pytest.mark.parametrize("vector", OWN, ids=[vector.name for vector in OWN])
def test_an_example_with_a_figure_that_nobody_finds_fails(vector: Vector) -> None:
    wrong = expecting(vector, **{**vector.expected, "of the moon": "1.00"})

    assert run(wrong).problems == ("of the moon: expected 1.00, found nothing",)


def test_an_amount_that_is_a_cent_off_fails_with_both_amounts() -> None:
    off = expecting(LEVELS, total="12.01")

    assert run(off).problems == ("total: expected 12.01, found 12.00",)


def test_a_line_too_few_fails() -> None:
    [first, _] = LEVELS.expected["payouts"]

    assert not run(expecting(LEVELS, payouts=[first])).passed


def test_the_order_of_lines_says_nothing() -> None:
    lines = LEVELS.expected["payouts"]

    assert run(expecting(LEVELS, payouts=lines[::-1])).passed


def test_what_a_source_did_wrong_is_a_comment() -> None:
    assert run(expecting(LEVELS, total="12.00", wrong="99.00")).passed


def test_a_comment_of_one_kind_of_example_is_compared_in_every_other_one() -> None:
    assert not run(expecting(LEVELS, bonus="600.00")).passed


def test_a_calculator_that_nobody_knows_fails_with_those_that_are_known() -> None:
    [problem] = run(an_example("astrology", {"total": "1.00"})).problems

    assert (
        "nothing is called 'astrology' here; known are achieve_maintain, active_window" in problem
    )


def test_an_example_without_a_calculator_is_told_so() -> None:
    nameless = Vector("nameless", {"expected": {"total": "1.00"}})

    assert run(nameless).problems == ("plan_parameters.calculator has to be stated",)


def test_a_parameter_that_is_left_out_is_named() -> None:
    [problem] = run(an_example("gv_boundary", {"gv": "1"}, parameters={"subject": "ann"})).problems

    assert problem == "'requirements' is not stated, or is no figure of gv_boundary"


def test_an_order_of_somebody_outside_the_tree_is_a_problem_and_no_crash() -> None:
    stray = {"id": "o", "buyer": "zoe", "cv": "10"}
    vector = replace(LEVELS, content={**LEVELS.content, "orders": [stray]})

    assert not run(vector).passed


def test_a_figure_that_is_no_number_is_a_problem_and_no_crash() -> None:
    vector = an_example("pool", {"share": "1"}, parameters={"pool": "x", "points": "1"})

    assert not run(vector).passed


def test_what_is_no_plans_computation_is_listed_with_its_reason() -> None:
    found = run(an_example("reversal", {"cases": []}))

    assert (
        found.listed == "it lets a refund after 14 days take nothing back; here every refund does"
    )
    assert not found.passed
    assert not found.problems


def test_a_rounding_that_no_plan_can_ask_for_is_noted_and_the_others_are_compared() -> None:
    cases = [["0.25", "0.1", "half_even"], ["0.25", "0.1", "half_up"]]
    parameters = {"places": 2, "cases": cases}

    found = run(an_example("rounding", {"values": ["0.02", "0.03"]}, parameters=parameters))
    wrong = run(an_example("rounding", {"values": ["0.03", "0.03"]}, parameters=parameters))

    assert found.passed
    assert found.notes == (
        "values[1] is not compared: half_up is none of the roundings of a plan, half_even or down",
    )
    assert not wrong.passed


def test_nothing_is_both_run_and_listed() -> None:
    assert not CALCULATORS.keys() & LISTED.keys()
