"""Placement trees as tests write them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from commissions.domain.people.placement import TOP_SEAT, TreeSeat
from commissions.domain.people.placement_rules import PlacementRules
from commissions.domain.people.placement_tree import PlacementTree

START = datetime(2026, 11, 1, tzinfo=UTC)


def on(day: int) -> datetime:
    return START + timedelta(days=day - 1)


def a_binary(spillover: str = "bfs", **words: Any) -> PlacementRules:
    return PlacementRules(tree="binary", sides=("L", "R"), spillover=spillover, **words)


def a_matrix(width: int, depth: int, spillover: str = "bfs", **words: Any) -> PlacementRules:
    sides = tuple(str(slot) for slot in range(1, width + 1))
    return PlacementRules(tree="matrix", sides=sides, spillover=spillover, depth=depth, **words)


def seat(text: str) -> TreeSeat:
    """`ann L`: the left side under ann; nothing: the top seat."""
    parent, _, side = text.partition(" ")
    return TreeSeat(parent, side) if parent else TOP_SEAT


def seated(rules: PlacementRules, *places: str) -> PlacementTree:
    """`seated(a_binary(), "ann", "bob: ann L")`: one placement after the other, a day apart."""
    tree = PlacementTree(rules)
    for day, place in enumerate(places, start=1):
        member, _, where = place.partition(": ")
        tree.place(member, seat(where), on(day))
    return tree
