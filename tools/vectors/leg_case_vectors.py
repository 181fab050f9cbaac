"""Vectors of kind `binary` that are cases of two sums: what one seat's legs match."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commissions.domain.close.results import CloseResult
from tools.vectors import facts
from tools.vectors.binary_vectors import (
    TREE,
    TWO_LEGS,
    legs_alone,
    period_of,
    plan_of,
    seat_period,
    sides_of,
)
from tools.vectors.closing import closed
from tools.vectors.plans import Document
from tools.vectors.shown import by_member, money, paid, points
from tools.vectors.vector import Vector


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases of two sums each, all under one plan."""

    document: Document

    def run(self, cases: Sequence[Mapping[str, Any]]) -> list[CloseResult]:
        return [legs_alone(self.document, case["left"], case["right"]) for case in cases]


def binary_steps(vector: Vector) -> dict[str, Any]:
    match = {"mode": "steps", "steps": vector.parameters["steps"]}
    after = {"paid": "net_off"}
    results = Cases(plan_of(vector.parameters, match=match, after=after)).run(vector.cases)
    wanted = vector.expected["cases"]
    return {
        "cases": [
            period_of(vector.parameters, want, result, "seat")
            for want, result in zip(wanted, results, strict=True)
        ]
    }


def cycles_either(vector: Vector) -> dict[str, Any]:
    """Which leg is the stronger is judged before each cycle; and once a period, to compare."""
    parameters = vector.parameters
    found = [_cycles(parameters, case, judged="each_cycle") for case in vector.cases]
    once = [_cycles(parameters, case, judged="each_period") for case in vector.cases]
    return {
        "cases": [
            period_of(parameters, want, result, "seat")
            for want, result in zip(vector.expected["cases"], found, strict=True)
        ],
        "fixed_left_2_to_1_cycles": [each.legs[TREE, "seat"].matched for each in once],
    }


def _cycles(parameters: Mapping[str, Any], case: Mapping[str, Any], *, judged: str) -> CloseResult:
    match = {
        "mode": "pairs",
        "strong": parameters["strong"],
        "weak": parameters["weak"],
        "judged": judged,
        "tie": "left",
        "amount": parameters.get("amount") or parameters["amounts"][case["rank"]],
    }
    document = plan_of({"after": "net_off"}, match=match)
    return legs_alone(document, case["left"], case["right"])


def cycles_by_pv(vector: Vector) -> dict[str, Any]:
    """The share of a pair by the seat's own volume."""
    parameters = vector.parameters
    match = {
        "mode": "pairs",
        "left": parameters["pair"],
        "right": parameters["pair"],
        "judged": "each_period",
        "pct_by": {"metric": "pv", "steps": parameters["pct_by_pv"]},
    }
    document = plan_of({"after": "net_off"}, match=match)
    results = []
    for case in vector.cases:
        orders = [
            {"id": side, "buyer": side, "cv": cv}
            for side, cv in (*sides_of(case["left"], case["right"]), ("seat", case["pv"]))
        ]
        results.append(closed(document, seat_period(TWO_LEGS, facts.sales(TWO_LEGS, orders), {})))
    return {
        "cases": [
            period_of(parameters, want, result, "seat")
            for want, result in zip(vector.expected["cases"], results, strict=True)
        ]
    }


def cap_excess(vector: Vector) -> dict[str, Any]:
    parameters = vector.parameters
    found = {}
    for excess in ("burn", "keep"):
        words = {**parameters, "mode": "percent", "excess": excess, "after": "net_off"}
        result = legs_alone(plan_of(words), parameters["left"], parameters["right"])
        found[excess] = period_of(parameters, vector.expected[excess], result, "seat")
    return found


def binary_ratio(vector: Vector) -> dict[str, Any]:
    """Each case once by the weaker leg and once by the ratio of both."""
    found = []
    for (left, right, pct), wanted in zip(
        vector.parameters["cases"], vector.expected["cases"], strict=True
    ):
        weak = legs_alone(plan_of({"mode": "percent", "pct": pct}), left, right)
        ratio = legs_alone(plan_of({}, match={"mode": "ratio", "pct": pct}), left, right)
        [award] = [each for each in ratio.awards if each.member == "seat"]
        legs = ratio.legs[TREE, "seat"]
        matched = legs.matched * min(legs.left, legs.right) // max(legs.left, legs.right)
        figures = {
            "weaker": by_member(paid(weak)).get("seat", "0.00"),
            "ratio_paid": money(award.amount),
            "ratio_payable_volume": points(matched),
            "ratio": points(100 * min(legs.left, legs.right) // max(legs.left, legs.right)),
        }
        found.append({word: figures[word] for word in wanted})
    return {"cases": found}
