"""Vectors about seats: how many a matrix has, and where its spillover puts who joins."""

from datetime import timedelta
from typing import Any

from commissions.domain.people.placement import TOP_SEAT
from commissions.domain.people.placement_rules import BFS, PlacementRules, capacity
from commissions.domain.people.placement_tree import PlacementTree
from commissions.domain.people.spillover import choose_seat
from tools.vectors import facts
from tools.vectors.vector import Vector


def capacities(vector: Vector) -> dict[str, Any]:
    """How many seats are below the top."""
    return {"totals": [capacity(*case) for case in vector.parameters["cases"]]}


def capacities_with_root(vector: Vector) -> dict[str, Any]:
    """How many seats a board has, its top among them."""
    return {"totals": [1 + capacity(*case) for case in vector.parameters["cases"]]}


def joined(vector: Vector) -> dict[str, list[Any]]:
    """Where each of `joins` gets a seat, one after the other: under whom, and in which slot."""
    width, height = vector.parameters["width"], vector.parameters["height"]
    slots = tuple(str(slot) for slot in range(1, width + 1))
    rules = PlacementRules(tree="matrix", sides=slots, spillover=BFS, depth=height)
    tree = PlacementTree(rules)
    found: dict[str, list[Any]] = {}
    for number, (member, sponsor) in enumerate(vector.content["joins"], start=1):
        if not tree.placements:
            tree.place(sponsor, TOP_SEAT, facts.STARTS)
        since = facts.STARTS + timedelta(seconds=number)
        seat = choose_seat(rules, sponsor, tree.below(since))
        tree.place(member, seat, since)
        found[member] = [seat.parent, int(seat.side)]
    return found
