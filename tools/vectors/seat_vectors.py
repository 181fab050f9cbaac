"""More vectors of kind `binary`: first pairs, ceilings, gates by rank, legs by date, refunds."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from commissions.audit.close.people import Lineages
from commissions.domain.close.facts import LateReturn, LegState
from commissions.domain.close.results import CloseResult
from commissions.domain.money import rounded
from tools.vectors import facts
from tools.vectors.binary_vectors import TREE, TWO_LEGS, carry, legs_alone, plan_of
from tools.vectors.closing import closed
from tools.vectors.plans import ranks
from tools.vectors.shown import money, paid, points, total
from tools.vectors.vector import Vector


def first_pair(vector: Vector) -> dict[str, Any]:
    """The first pair of a position at its own ratio; deductions each rounded by itself."""
    return {
        "cases": [
            _first_pair_case(vector, case, wanted)
            for case, wanted in zip(vector.cases, vector.expected["cases"], strict=True)
        ]
    }


def _first_pair_case(vector: Vector, case: Any, wanted: Any) -> dict[str, Any]:
    result = _with_first_pair(vector.parameters, case, LegState())
    legs = result.legs[TREE, "seat"]
    gross = sum(award.amount for award in paid(result))
    taken = {
        name: rounded(gross * Fraction(pct), "half_even")
        for name, pct in vector.parameters["deductions"].items()
    }
    figures = {
        "first": legs.after.first_pair_paid,
        "pairs": legs.matched - legs.after.first_pair_paid,
        "gross": money(gross),
        "deductions": {name: money(amount) for name, amount in taken.items()},
        "net": money(gross - sum(taken.values())),
        **carry(legs),
    }
    return {word: figures[word] for word in wanted}


def first_pair_periods(vector: Vector) -> dict[str, Any]:
    """The same over several periods: the first pair comes once."""
    state, found = LegState(), []
    for case in vector.cases:
        result = _with_first_pair(vector.parameters, case, state)
        legs = result.legs[TREE, "seat"]
        left, right = (legs.after.open(side) // 100 for side in "LR")
        found.append({"paid": total(paid(result)), "carry_left": left, "carry_right": right})
        state = legs.after
    return {"periods": found}


def _with_first_pair(parameters: Any, case: Any, state: LegState) -> CloseResult:
    match = {
        "mode": "pairs",
        "left": "1",
        "right": "1",
        "judged": "each_period",
        "amount": parameters["next_amount"],
    }
    first = {"strong": "2", "weak": "1", "amount": parameters["first_amount"]}
    document = plan_of({"after": "net_off"}, match=match, first_pair=first)
    state_parts = {"lots": state.lots, "first_pair_paid": state.first_pair_paid}
    return legs_alone(document, str(case["left"]), str(case["right"]), **state_parts)


def pair_ceiling(vector: Vector) -> dict[str, Any]:
    """Pairs beyond a ceiling are lost."""
    amounts, lost = [], []
    for case in vector.cases:
        match = {
            "mode": "pairs",
            "left": "1",
            "right": "1",
            "judged": "each_period",
            "amount": case["price"],
        }
        document = plan_of({"after": "net_off"}, match=match, cap={"pairs": case["ceiling"]})
        result = legs_alone(document, str(case["pairs"]), str(case["pairs"]))
        legs = result.legs[TREE, "seat"]
        amounts.append(total(paid(result)))
        given = sum(award.amount for award in paid(result))
        lost.append(legs.matched - given // (100 * int(case["price"])))
    return {"paid": amounts, "flushed_pairs": lost}


def best_tier(vector: Vector) -> dict[str, Any]:
    match = {"mode": "steps", "steps": vector.parameters["tiers"]}
    document = plan_of({"after": "net_off"}, match=match)
    return {
        "paid": [
            total(paid(legs_alone(document, case["points"], case["points"])))
            for case in vector.cases
        ]
    }


def weak_leg_gate(vector: Vector) -> dict[str, Any]:
    """A share of the weaker leg from a lifetime rank on."""
    parameters = vector.parameters
    names = [f"r{number}" for number in range(1, 10)]
    gate = names[parameters["min_lifetime_rank"] - 1]
    document = plan_of(
        {"mode": "percent", "pct": parameters["pct"]},
        eligibility={"metric": "rank", "op": ">=", "value": gate},
    )
    document |= {"ranks": ranks(names)}
    found = {}
    for node in vector.tree:
        left, right = parameters["legs"][node["id"]]
        seat = {**TWO_LEGS[0], "rank": names[node["lifetime_rank"] - 1]}
        tree = [seat, *TWO_LEGS[1:]]
        orders = [{"id": s, "buyer": s, "cv": cv} for s, cv in (("left", left), ("right", right))]
        result = closed(document, facts.period(tree, facts.sales(tree, orders), tree_id=TREE))
        found[node["id"]] = total(paid(result))
    payouts = {member: amount for member, amount in found.items() if amount != "0.00"}
    return {
        "payouts": payouts,
        "total": money(sum(Fraction(each) * 100 for each in found.values())),
    }


def leg_counts(vector: Vector) -> dict[str, Any]:
    """On which side of a seat each one joined; a seat that is neither left nor right is on none."""
    subject = str(vector.parameters["subject"])
    people = Lineages(facts.period(vector.tree, tree_id=TREE))
    counts: dict[str, int] = {}
    for node in vector.tree:
        side = _side(people, node["id"], subject) if node["id"] != subject else ""
        if side and "joined" in node:
            key = f"{side} {node['joined']}"
            counts[key] = counts.get(key, 0) + 1
    return {"counts": counts}


def _side(people: Lineages, member: str, subject: str) -> str:
    """The side of the last seat below the subject; none where another kind of seat is between."""
    sides, through = [], member
    for above in people.upline(member, TREE, facts.STARTS):
        seat = people.seat(through, TREE, facts.STARTS)
        sides.append(seat.side if seat else "")
        if above == subject:
            return sides[-1] if set(sides) <= {"L", "R"} else ""
        through = above
    return ""


def binary_lots(vector: Vector) -> dict[str, Any]:
    """Runs of a seat, with refunds of orders that earlier runs matched."""
    parameters = vector.parameters
    document = plan_of(
        {
            "mode": "pairs",
            "pair_left": parameters["pair"],
            "pair_right": parameters["pair"],
            "amount_per_pair": parameters["amount_per_pair"],
            "after": "net_off",
        }
    )
    subject, state = str(parameters["subject"]), LegState()
    runs, clawed = [], 0
    for number, wanted in enumerate(vector.expected["runs"], 1):
        result, late = _run(vector, document, number, state)
        legs = result.legs[TREE, subject]
        back = [each for each in result.awards if each.source and each.member == subject]
        clawed -= sum(award.amount for award in back)
        restored = _restored(vector, state, late)
        figures = {
            "pairs": legs.matched,
            "open_left": points(legs.after.open("L")),
            "open_right": points(legs.after.open("R")),
            "restored_left": points(restored["L"]),
            "restored_right": points(restored["R"]),
        }
        runs.append({word: figures[word] for word in wanted})
        state = legs.after
    return {
        "runs": runs,
        "commission_to_claw_back": money(clawed),
        "lots": _open_of(vector, state),
    }


def _run(
    vector: Vector, document: dict[str, Any], number: int, state: LegState
) -> tuple[CloseResult, list[LateReturn]]:
    orders = [order for order in vector.orders if order["run"] == number]
    volumes = {order["id"]: order["cv"] for order in vector.orders}
    late = [
        LateReturn(
            order_id=refund["order"],
            at=datetime.fromisoformat(refund["at"]).replace(tzinfo=UTC),
            volumes=facts.volumes(volumes[refund["order"]]),
        )
        for refund in vector.content.get("refunds", ())
        if refund["run"] == number
    ]
    sold = facts.sales(vector.tree, orders)
    period = facts.period(
        vector.tree,
        sold,
        tree_id=TREE,
        legs={(TREE, str(vector.parameters["subject"])): state},
        late_returns=tuple(late),
        starts=min([facts.STARTS, *(sale.at for sale in sold)]),
        ends=facts.ENDS + timedelta(days=31 * number),
    )
    return closed(document, period), late


def _restored(vector: Vector, state: LegState, late: list[LateReturn]) -> Mapping[str, int]:
    """What refunds gave back to each side: what was taken with the refunded orders."""
    sides = {"L": 0, "R": 0}
    for each in late:
        for run in state.runs:
            own = [lot for lot in run.taken if lot.order_id == each.order_id]
            for lot in own:
                sides["R" if lot.side == "L" else "L"] += lot.volume
    return sides


def _open_of(vector: Vector, state: LegState) -> dict[str, str]:
    return {
        order["id"]: points(sum(lot.volume for lot in state.lots if lot.order_id == order["id"]))
        for order in vector.orders
    }
