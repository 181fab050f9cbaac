"""Vectors of kind `binary`: what a seat's legs match, period by period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commissions.domain.close.facts import LegState, Lot, PeriodFacts, SaleFacts
from commissions.domain.close.results import CloseResult, JudgedLegs
from tools.vectors import facts
from tools.vectors.closing import closed
from tools.vectors.plans import EVERYBODY, Document, bonus, plan
from tools.vectors.shown import by_member, money, of, paid, points
from tools.vectors.vector import Vector

TREE = "binary"
STEPS = ("take_in", "qualify", "expire", "leg_cap", "match", "percent", "cap", "carry")
TWO_LEGS: Sequence[Mapping[str, Any]] = (
    {"id": "seat", "sponsor": None},
    {"id": "left", "sponsor": "seat", "placement_parent": "seat", "side": "L"},
    {"id": "right", "sponsor": "seat", "placement_parent": "seat", "side": "R"},
)
"""For vectors that say no more than what came in on each side."""


def binary(vector: Vector) -> dict[str, Any]:
    """A seat over the periods of its orders."""
    parameters = vector.parameters
    subject = str(parameters["subject"])
    numbers = sorted({order["period"] for order in vector.orders})
    document = plan_of(parameters)
    results = closes(document, vector, numbers)
    found: dict[str, Any] = {
        "periods": [
            period_of(parameters, wanted, result, subject)
            for wanted, result in zip(vector.expected["periods"], results, strict=True)
        ]
    }
    flushed = closes(plan_of({**parameters, "after": "flush"}), vector, numbers)
    found["flush_paid"] = [by_member(paid(each)).get(subject, "0.00") for each in flushed]
    [net_off, *_] = closes(plan_of({**parameters, "after": "net_off"}), vector, numbers)
    found["net_off"] = carry(net_off.legs[TREE, subject])
    if case := vector.expected.get("second_case"):
        alone = legs_alone(document, case["left"], case["right"])
        found["second_case"] = period_of(parameters, case, alone, "seat")
    return found


def binary_all(vector: Vector) -> dict[str, Any]:
    """Every seat of the tree, over all periods together."""
    numbers = sorted({order["period"] for order in vector.orders})
    results = closes(plan_of(vector.parameters), vector, numbers)
    awards = [award for result in results for award in paid(result)]
    wanted = vector.expected["carry"]
    return {
        "totals": by_member(awards),
        "carry": {
            member: {
                side: points(results[-1].legs[TREE, member].after.open(letter))
                for side, letter in (("left", "L"), ("right", "R"))
            }
            for member in wanted
        },
    }


def plan_of(parameters: Mapping[str, Any], **words: Any) -> Document:
    """A binary by the names that vectors have for its words."""
    found = words.pop("match", None) or _match(parameters)
    cap = {"owner": "none", "excess": parameters.get("excess", "burn")}
    if "cap" in parameters:
        cap["period"] = parameters["cap"]
    after = {
        "paid": parameters.get("after", "carry"),
        "unqualified": "carry_both",
        "leg_cap_before": parameters.get("cap_legs_before"),
        "carry_cap": parameters.get("carry_cap"),
        "expire_lots_days": None,
        "inactive_periods_to_flush": None,
    }
    if after["leg_cap_before"]:
        after["leg_cap_excess"] = "burn"
    one = bonus(
        "binary",
        tree=TREE,
        basis="cv",
        match=found,
        eligibility=words.pop("eligibility", EVERYBODY),
        after=after | words.pop("after", {}),
        order_of_steps=list(STEPS),
        cap=cap | words.pop("cap", {}),
        **words,
    )
    trees = [
        {"id": "sponsor", "kind": "sponsor"},
        {"id": TREE, "kind": "binary", "width": 2, "spillover": "bfs"},
    ]
    document = plan(one, trees=trees)
    document["refunds"] |= {"binary": {"broken_pair": "refunded_quantity", "expired_lot": "lapses"}}
    return document


def _match(parameters: Mapping[str, Any]) -> Document:
    if parameters["mode"] == "percent":
        return {"mode": "percent", "pct": parameters["pct"], "of": "weak_leg"}
    if parameters["mode"] == "ratio":
        return {"mode": "ratio", "pct": parameters["pct"]}
    if parameters["mode"] == "steps":
        return {"mode": "steps", "steps": parameters["steps"]}
    return {
        "mode": "pairs",
        "left": parameters["pair_left"],
        "right": parameters["pair_right"],
        "amount": parameters["amount_per_pair"],
        "judged": "each_period",
    }


def closes(document: Document, vector: Vector, numbers: Sequence[int]) -> list[CloseResult]:
    """One close after another, each with what the seats took along."""
    found: list[CloseResult] = []
    legs = _carried_in(vector.parameters)
    for number in numbers:
        orders = [order for order in vector.orders if order["period"] == number]
        sold = facts.sales(vector.tree, orders)
        result = closed(document, _period(vector.tree, sold, legs))
        legs = {seat: judged.after for seat, judged in result.legs.items()}
        found.append(result)
    return found


def _carried_in(parameters: Mapping[str, Any]) -> dict[tuple[str, str], LegState]:
    """What the subject's legs bring along from another system: `carry_in: {left, right}`."""
    carried = parameters.get("carry_in") or {}
    lots = [
        Lot(order_id="", at=facts.LONG_AGO, side=side, volume=facts.volumes(carried[word])["cv"])
        for word, side in (("left", "L"), ("right", "R"))
        if word in carried
    ]
    return {(TREE, str(parameters["subject"])): LegState(lots=tuple(lots))} if lots else {}


def legs_alone(document: Document, left: str, right: str, **state: Any) -> CloseResult:
    """A seat of which only the two sums are known."""
    orders = [{"id": side, "buyer": side, "cv": str(cv)} for side, cv in _sides(left, right)]
    sold = facts.sales(TWO_LEGS, orders)
    legs = {(TREE, "seat"): LegState(**state)} if state else {}
    return closed(document, _period(TWO_LEGS, sold, legs))


def _sides(left: str, right: str) -> list[tuple[str, str]]:
    return [("left", left), ("right", right)]


def _period(
    tree: Sequence[Mapping[str, Any]],
    sold: Sequence[SaleFacts],
    legs: Mapping[tuple[str, str], LegState],
) -> PeriodFacts:
    return facts.period(tree, sold, tree_id=TREE, legs=legs)


def carry(legs: JudgedLegs) -> dict[str, str]:
    return {"carry_left": points(legs.after.open("L")), "carry_right": points(legs.after.open("R"))}


def period_of(
    parameters: Mapping[str, Any], wanted: Mapping[str, Any], result: CloseResult, subject: str
) -> dict[str, Any]:
    """A period of a seat, in the words that the vector asks for."""
    legs = result.legs[TREE, subject]
    figures: dict[str, Any] = {
        "left": points(legs.left),
        "right": points(legs.right),
        "matched": points(legs.matched),
        "pairs": legs.matched,
        "cycles": legs.matched,
        "step": points(legs.matched),
        "paid": by_member(paid(result)).get(subject, "0.00"),
        "capped": any(award.amount < award.raw for award in of(result.awards, subject)),
        **carry(legs),
    }
    return {word: figures[word] for word in wanted}


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
            for side, cv in (*_sides(case["left"], case["right"]), ("seat", case["pv"]))
        ]
        results.append(closed(document, _period(TWO_LEGS, facts.sales(TWO_LEGS, orders), {})))
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
