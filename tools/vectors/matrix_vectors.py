"""Vectors of kind `matrix`: where new members are seated, and what the levels of seats pay."""

from collections.abc import Mapping, Sequence
from typing import Any

from commissions.domain.people.placement_rules import capacity as seats_below
from commissions.domain.people.placement_rules import placement_rules
from commissions.domain.people.spillover import choose_seat
from tools.vectors import facts
from tools.vectors.closing import closed
from tools.vectors.line_vectors import MATRIX, SPONSOR
from tools.vectors.plans import Document, by_rank_id, levels, plan, ranks, seat_tree
from tools.vectors.shown import InAnyOrder, money, paid, total
from tools.vectors.vector import Vector


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
    rules = placement_rules(document, MATRIX)
    taken: dict[str, dict[str, str]] = {}
    seats: dict[str, tuple[str, str]] = {}

    def below(members: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        return {member: taken.get(member, {}) for member in members}

    for member, sponsor in joins:
        seat = choose_seat(rules, sponsor, below)
        taken.setdefault(seat.parent, {})[seat.side] = member
        seats[member] = (seat.parent, seat.side)
    return seats


def capacity(vector: Vector) -> dict[str, Any]:
    """How many seats a matrix has below its top."""
    return {"totals": [seats_below(width, depth) for width, depth in vector.parameters["cases"]]}


def capacity_with_root(vector: Vector) -> dict[str, Any]:
    """The same with the top itself."""
    return {"totals": [below + 1 for below in capacity(vector)["totals"]]}
