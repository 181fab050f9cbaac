"""Vectors of kind `levels`: what each level of a line is paid."""

from typing import Any

from tools.vectors.closing import closed
from tools.vectors.facts import period, sales
from tools.vectors.plans import by_rank_id, levels, plan, ranks, seat_tree
from tools.vectors.shown import InAnyOrder, paid, total
from tools.vectors.vector import Vector

DEEPEST = 99
SPONSOR = "sponsor"


def level_walk(vector: Vector) -> dict[str, Any]:
    """Rates by rank and level, with any compression."""
    parameters = vector.parameters
    deepest = parameters.get("max_depth", DEEPEST)
    table = {
        rank or "none": {level: rate for level, rate in row.items() if int(level) <= deepest}
        for rank, row in parameters["rates_by_rank"].items()
    }
    walked = parameters.get("tree", SPONSOR)
    one = levels(parameters, rates=by_rank_id(table), tree=walked)
    document = plan(one, ranks=ranks(list(table)))
    if walked != SPONSOR:
        document["trees"].append(seat_tree(walked))
    tree = [{**node, "rank": _rank(node)} for node in vector.tree]
    seats = "" if walked == SPONSOR else walked
    result = closed(document, period(tree, sales(tree, vector.orders), tree_id=seats))
    awards = [
        award
        for award in paid(result)
        if parameters.get("only_earner", award.member) == award.member
    ]
    with_order = any("order" in line for line in vector.expected.get("payouts", ()))
    lines: list[dict[str, Any]] = [
        ({"order": award.source} if with_order else {})
        | {"earner": award.member, "level": award.level, "amount": total([award])}
        for award in awards
    ]
    return {"payouts": InAnyOrder(lines), "total": total(awards)}


def _rank(node: Any) -> str | None:
    return "none" if node.get("rank") == "" else node.get("rank")
