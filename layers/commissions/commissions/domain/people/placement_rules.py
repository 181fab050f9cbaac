"""What a plan says of a placement tree: its seats, its spillover, its waits and windows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from commissions.domain.people.genealogy import Misplaced
from commissions.domain.people.placement import TOP_SEAT, TreeSeat

BINARY, MATRIX = "binary", "matrix"
BINARY_SIDES = ("L", "R")
KEEP, PROMOTE_EARLIEST = "keep", "promote_earliest"
BFS, DFS, EVEN, WEAK_LEG, POWER_LEG = "bfs", "dfs", "even", "weak_leg", "power_leg"


class NoPlacementTree(LookupError):
    """The plan has no binary and no matrix of that id."""

    def __init__(self, tree: str, plan: str, known: list[str]) -> None:
        there = f"it has {', '.join(known)}" if known else "it has no binary and no matrix"
        super().__init__(f"{plan} has no placement tree {tree!r}: {there}")


class UnknownSide(Misplaced):
    def __init__(self, side: str, tree: str, sides: str) -> None:
        super().__init__(f"{side!r} is no side of {tree}: there are {sides}")


class WindowClosed(Misplaced):
    """A member has been placed for too long to be moved."""

    def __init__(self, member: str, tree: str, days: int, closed: datetime) -> None:
        super().__init__(
            f"{member} can be moved in {tree} for {days} days after their placement, which was "
            f"until {closed:%Y-%m-%d %H:%M}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementRules:
    """A binary or a matrix as the plan has it."""

    tree: str
    sides: tuple[str, ...]
    """Of every seat, from left to right."""
    spillover: str
    depth: int = 0
    """How many levels below a sponsor a matrix places people; 0 for no end."""
    holding_days: int = 0
    """How long a new member waits for a seat that somebody chooses."""
    move_window_days: int = 0
    """How long after their placement a member can be moved."""
    vacated: str = KEEP

    def check_seat(self, seat: TreeSeat) -> None:
        """Raises UnknownSide."""
        if seat != TOP_SEAT and (not seat.parent or seat.side not in self.sides):
            shown = self.sides if len(self.sides) < 5 else (self.sides[0], "…", self.sides[-1])
            raise UnknownSide(seat.side, self.tree, ", ".join(shown))

    def check_window(self, member: str, placed: datetime, asked_at: datetime) -> None:
        """Raises WindowClosed. The last moment of the window is outside of it."""
        closes = placed + timedelta(days=self.move_window_days)
        if asked_at >= closes:
            raise WindowClosed(member, self.tree, self.move_window_days, closes)


def capacity(width: int, depth: int) -> int:
    """How many seats a matrix has below its top: W + W² + … + W^D."""
    return sum(width**level for level in range(1, depth + 1))


def placement_rules(document: Mapping[str, Any], tree: str) -> PlacementRules:
    """The rules of a placement tree in a plan's document. Raises NoPlacementTree."""
    trees = {each["id"]: each for each in document["trees"] if each["kind"] in (BINARY, MATRIX)}
    if tree not in trees:
        raise NoPlacementTree(tree, document["plan"]["id"], sorted(trees))
    words = trees[tree]
    return PlacementRules(
        tree=tree,
        sides=_sides(words),
        spillover=words["spillover"],
        depth=words.get("depth", 0),
        holding_days=words.get("holding_days", 0),
        move_window_days=words.get("move_window_days", 0),
        vacated=words.get("vacated", KEEP),
    )


def _sides(words: Mapping[str, Any]) -> tuple[str, ...]:
    if words["kind"] == BINARY:
        return BINARY_SIDES
    return tuple(str(slot) for slot in range(1, words["width"] + 1))
