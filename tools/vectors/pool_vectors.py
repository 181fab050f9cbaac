"""Vectors of kinds `pool` and of caps: a sum that several share, and sums that are too much."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from tools.vectors import facts
from tools.vectors.binary_vectors import TREE, plan_of
from tools.vectors.closing import closed
from tools.vectors.matching_vectors import EARNED
from tools.vectors.plans import bonus, customer_bonus, plan, ranks
from tools.vectors.shown import by_member, decimal, money, paid, total
from tools.vectors.vector import Vector

Nodes = Sequence[Mapping[str, Any]]


def shared_pool(amount: str, **words: Any) -> dict[str, Any]:
    """A pool of a fixed sum."""
    common = {"basis": "company_cv", "remainder": "company", "amount": amount}
    found = bonus("pool", **(common | words))
    return {word: value for word, value in found.items() if word != "tree"}


def pool(vector: Vector) -> dict[str, Any]:
    """One with so many of all points; the others have the rest together."""
    parameters = vector.parameters
    own, everybody = (Fraction(parameters[word]) for word in ("points", "total_points"))
    table = {"own": decimal(own), "others": decimal(everybody - own)}
    shares = {rank: share for rank, share in table.items() if share != "0"}
    words = {"remainder": parameters.get("remainder", "company")}
    one = shared_pool(parameters["pool"], by="points", points=shares, **words)
    document = plan(one, ranks=ranks(list(shares)))
    result = closed(document, facts.period(_each_of(shares)))
    return {"share": by_member(paid(result)).get("own", "0.00")}


def _each_of(names: Mapping[str, str]) -> Nodes:
    """Somebody of each rank, by its name."""
    return [{"id": rank, "sponsor": None, "rank": rank} for rank in names]


def fund_scaled(vector: Vector) -> dict[str, Any]:
    """A schedule that is scaled until the fund is spent."""
    schedule = {
        f"r{number}": amount for number, amount in enumerate(vector.parameters["schedule"], 1)
    }
    found = []
    for case in vector.cases:
        one = shared_pool(case["fund"], by="schedule", schedule=schedule)
        result = closed(plan(one, ranks=ranks(list(schedule))), facts.period(_each_of(schedule)))
        amounts = by_member(paid(result))
        found.append([amounts.get(member, "0.00") for member in schedule])
    return {"cases": found}


def pool_by_position(vector: Vector) -> dict[str, Any]:
    """Amounts by place; whoever does not qualify leaves the list. Of equal scores the one that the
    example puts first sold last before."""
    parameters = vector.parameters
    scores = dict(parameters["ranking"])
    one = shared_pool("0", by="position", amounts=parameters["amounts"], score="cv")
    document = plan({word: value for word, value in one.items() if word != "amount"})
    sold = [
        replace(sale, at=sale.at + timedelta(minutes=number))
        for number, sale in enumerate(facts.own_sales(scores))
    ]
    found = []
    for case, wanted in zip(vector.cases, vector.expected["cases"], strict=True):
        tree = [
            {"id": member, "sponsor": None, "active": member not in case["unqualified"]}
            for member in scores
        ]
        awards = paid(closed(document, facts.period(tree, sold)))
        figures = dict.fromkeys(scores, "0.00") | by_member(awards) | {"total": total(awards)}
        found.append({word: figures[word] for word in wanted})
    return {"cases": found}


def aggregate_cap(vector: Vector) -> dict[str, Any]:
    """Positions of one owner under one cap; and one position under its own."""
    parameters = vector.parameters
    amount, cap = parameters["single"]
    return {
        "positions": _positions(parameters["positions"], parameters["cap"]),
        "single_paid": _positions([amount], cap)[0],
    }


def _positions(amounts: Sequence[str], cap: str) -> list[str]:
    """Seats whose weaker leg is worth so much each, of one owner."""
    seats = {f"seat {number}": amount for number, amount in enumerate(amounts, 1)}
    tree: list[dict[str, Any]] = []
    for seat in seats:
        tree.append({"id": seat, "sponsor": None, "owner": "owner"})
        tree.extend(
            {"id": f"{seat} {side}", "sponsor": seat, "placement_parent": seat, "side": side}
            for side in "LR"
        )
    orders = [
        {"id": f"{seat} {side}", "buyer": f"{seat} {side}", "cv": amount}
        for seat, amount in seats.items()
        for side in "LR"
    ]
    document = plan_of({"mode": "percent", "pct": "1", "cap": cap}, cap={"owner": "aggregate"})
    period = facts.period(tree, facts.sales(tree, orders), tree_id=TREE)
    found = by_member(paid(closed(document, period)))
    return [found.get(seat, "0.00") for seat in seats]


def pro_rata(vector: Vector) -> dict[str, Any]:
    """The company's cap scales everybody: those whom the example names, and one with the rest."""
    parameters = vector.parameters
    people = {f"p{number}": amount for number, amount in enumerate(parameters["people"], 1)}
    rest = Fraction(parameters["raw"]) - sum(map(Fraction, people.values()))
    sold = facts.own_sales(people | {"rest": decimal(rest)})
    others = Fraction(parameters["volume"]) - Fraction(parameters["raw"])
    sold.append(replace(facts.OF_THE_COMPANY, volumes=facts.volumes(decimal(others))))
    document = plan(customer_bonus("1", award="source"))
    document["caps"]["company"]["max_pct"] = parameters["cap_pct"]
    tree = [{"id": member, "sponsor": None} for member in (*people, "rest")]
    result = closed(document, facts.period(tree, sold, volume_enough=False))
    cap, amounts = result.company, by_member(paid(result, EARNED))
    if cap is None:
        raise ValueError("the close had no company cap")
    return {
        "cap": money(cap.limit),
        "factor": decimal(Fraction(cap.limit, cap.raw)),
        "people": [amounts.get(member, "0.00") for member in people],
    }
