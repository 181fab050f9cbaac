"""Vectors of kind `matrix`: where new members are seated, and what the levels of seats pay."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from tools.vectors import facts
from tools.vectors.closing import NotComputed, closed
from tools.vectors.line_vectors import MATRIX, SPONSOR
from tools.vectors.plans import Document, by_rank_id, levels, plan, ranks, seat_tree
from tools.vectors.shown import InAnyOrder, money, paid, total
from tools.vectors.vector import Vector

PLACEMENT = "commissions.domain.people.placement_rules"
SPILLOVER = "commissions.domain.people.spillover"


def matrix(vector: Vector) -> dict[str, Any]:
    """Seats by the order of joining, and the levels by seats."""
    parameters = vector.parameters
    tree = seat_tree(MATRIX, width=parameters["width"], depth=parameters["height"])
    rates = by_rank_id(parameters["rates_by_rank"])
    one = levels(parameters, tree=MATRIX, rates=rates)
    document = plan(one, trees=[{"id": SPONSOR, "kind": SPONSOR}, tree], ranks=ranks(list(rates)))
    seats = seated(document, vector.content["joins"])
    members = [
        {**node, "placement_parent": parent, "side": side}
        for node in vector.tree
        for parent, side in [seats.get(node["id"], ("", ""))]
    ]
    period = facts.period(members, facts.sales(members, vector.orders), tree_id=MATRIX)
    awards = paid(closed(document, period))
    lines = [{"earner": a.member, "level": a.level, "amount": money(a.amount)} for a in awards]
    return {
        "placement": {member: [parent, int(side)] for member, (parent, side) in seats.items()},
        "payouts": InAnyOrder(lines),
        "total": total(awards),
    }


def seated(document: Document, joins: Sequence[Sequence[str]]) -> dict[str, tuple[str, str]]:
    """By member the parent and the side. Each joins below a sponsor, one after the other."""
    rules = _placement(PLACEMENT).placement_rules(document, MATRIX)
    taken: dict[str, dict[str, str]] = {}
    seats: dict[str, tuple[str, str]] = {}

    def below(members: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return {member: taken.get(member, {}) for member in members}

    for member, sponsor in joins:
        seat = _placement(SPILLOVER).choose_seat(rules, sponsor, below)
        taken.setdefault(seat.parent, {})[seat.side] = member
        seats[member] = (seat.parent, seat.side)
    return seats


def capacity(vector: Vector) -> dict[str, Any]:
    """How many seats a matrix has below its top."""
    count = _placement(PLACEMENT).capacity
    return {"totals": [count(width, depth) for width, depth in vector.parameters["cases"]]}


def capacity_with_root(vector: Vector) -> dict[str, Any]:
    """The same with the top itself."""
    return {"totals": [below + 1 for below in capacity(vector)["totals"]]}


def _placement(module: str) -> Any:
    """The module that knows seats. Raises NotComputed while the product has none."""
    if find_spec(module) is None:
        raise NotComputed("seats of placement trees are not part of the product yet")
    return import_module(module)
