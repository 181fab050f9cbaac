"""Which seat a new member gets where nobody named one that is open.

Every rule looks for the first open seat below a start: the sponsor, or the parent who was wished
for. A side that was wished for keeps the search in that leg of the start.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from commissions.domain.people.genealogy import Misplaced
from commissions.domain.people.placement import SeatTaken, TreeSeat
from commissions.domain.people.placement_rules import (
    BFS,
    DFS,
    EVEN,
    POWER_LEG,
    WEAK_LEG,
    PlacementRules,
    capacity,
)

Children = Mapping[str, str]
"""By taken side who sits there; empty for a seat that is promised to somebody from later on."""
Below = Callable[[Sequence[str]], Mapping[str, Children]]
"""Of each of some members the taken seats below; asked a level at a time."""


class NoOpenSeat(Misplaced):
    """The search came to its end: a matrix is full, or the path is blocked by a promised seat."""

    def __init__(self, start: str, rules: PlacementRules) -> None:
        full = capacity(len(rules.sides), rules.depth) if rules.depth else 0
        within = f" within {rules.depth} levels ({full} seats)" if full else ""
        super().__init__(
            f"no seat of {rules.tree} is open below {start}{within} by {rules.spillover}: "
            "name another parent"
        )


class NoPowerLeg(Misplaced):
    """Nobody chose the leg to which new members go."""

    def __init__(self, start: str, rules: PlacementRules) -> None:
        super().__init__(
            f"{rules.tree} places by power_leg, and {start} has chosen none: say which side, "
            f"{rules.sides[0]} to {rules.sides[-1]}"
        )


def choose_seat(
    rules: PlacementRules,
    start: str,
    below: Below,
    *,
    side: str = "",
    volumes: Mapping[str, int] | None = None,
) -> TreeSeat:
    """The first open seat below a start, by the spillover of the tree.

    * `bfs`: level by level, from left to right.
    * `dfs`: down the leftmost path; in a matrix, where that ends at its depth, the next to it.
    * `even`: the uppermost level with an open seat; in it who has the fewest children, from left.
    * `weak_leg`: to the bottom of the outside of the leg of lesser volume (`volumes`, by side in
      hundredths of a point); of equal ones that with fewer members, then the left.
    * `power_leg`: to the bottom of the outside of the chosen leg, which has to be given.

    In a matrix no search goes deeper below its start than the matrix is deep.
    Raises NoOpenSeat, NoPowerLeg, UnknownSide.
    """
    if side:
        rules.check_seat(TreeSeat(start, side))
    if rules.spillover == WEAK_LEG and not side:
        side = weaker_leg(rules, start, below, volumes or {})
    if rules.spillover == POWER_LEG and not side:
        raise NoPowerLeg(start, rules)
    search = SEARCHES[rules.spillover]
    if seat := search(rules, start, below, side):
        return seat
    raise NoOpenSeat(start, rules)


def wished_seat(rules: PlacementRules, parent: str, below: Below, *, side: str = "") -> TreeSeat:
    """Just the seat that is wished for; without a side the first open one under the parent.

    Raises UnknownSide, SeatTaken.
    """
    taken = below([parent])[parent]
    seat = TreeSeat(parent, side or _first_open(rules, taken) or rules.sides[0])
    rules.check_seat(seat)
    if seat.side in taken:
        raise SeatTaken(seat, rules.tree)
    return seat


def weaker_leg(rules: PlacementRules, start: str, below: Below, volumes: Mapping[str, int]) -> str:
    """The leg of lesser volume; of equal ones that with fewer members; of equal ones the left."""
    least = min(volumes.get(side, 0) for side in rules.sides)
    light = [side for side in rules.sides if volumes.get(side, 0) == least]
    if len(light) == 1:
        return light[0]
    legs = below([start])[start]
    counts = {side: _members(legs.get(side, ""), below) for side in light}
    return min(light, key=lambda side: counts[side])


def _breadth(rules: PlacementRules, start: str, below: Below, side: str) -> TreeSeat | None:
    for level in _levels(rules, start, below, side):
        for member, sides, taken in level:
            for each in sides:
                if each not in taken:
                    return TreeSeat(member, each)
    return None


def _evenly(rules: PlacementRules, start: str, below: Below, side: str) -> TreeSeat | None:
    for level in _levels(rules, start, below, side):
        free = [
            (len(taken), number, TreeSeat(member, each))
            for number, (member, sides, taken) in enumerate(level)
            for each in sides
            if each not in taken
        ]
        if free:
            return min(free, key=lambda each: each[:2])[-1]
    return None


def _depth_first(rules: PlacementRules, start: str, below: Below, side: str) -> TreeSeat | None:
    """The first open seat in pre-order: before a seat's right neighbour come those below it."""
    ahead = [(start, 1, each) for each in reversed(_sides(rules, side))]
    asked: dict[str, Children] = {}
    while ahead:
        member, level, each = ahead.pop()
        if member not in asked:
            asked |= below([member])
        taken = asked[member]
        if each not in taken:
            return TreeSeat(member, each)
        if taken[each] and level != rules.depth:
            ahead += [(taken[each], level + 1, other) for other in reversed(rules.sides)]
    return None


def _outside(rules: PlacementRules, start: str, below: Below, side: str) -> TreeSeat | None:
    """The first open seat down one side."""
    member, level = start, 1
    while member:
        taken = below([member])[member]
        if side not in taken:
            return TreeSeat(member, side)
        member = taken[side] if level != rules.depth else ""
        level += 1
    return None


def _levels(
    rules: PlacementRules, start: str, below: Below, side: str
) -> Iterator[list[tuple[str, tuple[str, ...], Children]]]:
    """Level by level its members from left to right, each with the sides looked at and taken."""
    members, sides, level = [start], _sides(rules, side), 1
    while members:
        taken = below(members)
        yield [(member, sides, taken[member]) for member in members]
        if level == rules.depth:
            return
        seats = ((member, each) for member in members for each in sides)
        members = [found for member, each in seats if (found := taken[member].get(each, ""))]
        sides, level = rules.sides, level + 1


def _sides(rules: PlacementRules, side: str) -> tuple[str, ...]:
    """Of the start, the leg that was wished for; else all."""
    return (side,) if side else rules.sides


def _first_open(rules: PlacementRules, taken: Children) -> str:
    return next((side for side in rules.sides if side not in taken), "")


def _members(top: str, below: Below) -> int:
    """How many sit in a leg, with the one at its top."""
    level, count = [top] if top else [], 0
    while level:
        count += len(level)
        taken = below(level)
        level = [child for member in level for child in taken[member].values() if child]
    return count


SEARCHES = {
    BFS: _breadth,
    DFS: _depth_first,
    EVEN: _evenly,
    WEAK_LEG: _outside,
    POWER_LEG: _outside,
}
