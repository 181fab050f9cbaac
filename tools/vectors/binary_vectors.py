"""Vectors of kind `binary`: what a seat's legs match, period by period."""

from collections.abc import Mapping, Sequence
from typing import Any

from commissions.domain.close.facts import LegState, Lot, PeriodFacts, SaleFacts
from commissions.domain.close.results import CloseResult, JudgedLegs
from tools.vectors import facts
from tools.vectors.closing import closed
from tools.vectors.plans import EVERYBODY, Document, bonus, plan
from tools.vectors.shown import by_member, of, paid, points
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
        result = closed(document, seat_period(vector.tree, sold, legs))
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
    orders = [{"id": side, "buyer": side, "cv": str(cv)} for side, cv in sides_of(left, right)]
    sold = facts.sales(TWO_LEGS, orders)
    legs = {(TREE, "seat"): LegState(**state)} if state else {}
    return closed(document, seat_period(TWO_LEGS, sold, legs))


def sides_of(left: str, right: str) -> list[tuple[str, str]]:
    return [("left", left), ("right", right)]


def seat_period(
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
