"""What becomes of a seat whose member leaves: kept as it is, or given to the earliest below it.

Never by itself: a running period must not find other legs than it began with, so who leaves the
tree does so by a move of its own, at a moment that somebody names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from commissions.domain.people.genealogy import Misplaced
from commissions.domain.people.placement import NO_SEAT, Placement, last_seat
from commissions.domain.people.placement_rules import BFS, PROMOTE_EARLIEST, PlacementRules
from commissions.domain.people.placement_tree import Relocation
from commissions.domain.people.spillover import Below, choose_seat


class SeatsAreKept(Misplaced):
    def __init__(self, member: str, tree: str) -> None:
        super().__init__(
            f"{member} keeps their seat in {tree}: the plan says `vacated: keep`, so levels and "
            "legs stay as they are, and the member's status alone decides what they are paid"
        )


class SeatBelowIsPromised(Misplaced):
    def __init__(self, member: str, side: str, tree: str) -> None:
        super().__init__(
            f"{member} cannot leave {tree}: their side {side} is promised to somebody from later on"
        )


def promotion(
    rules: PlacementRules,
    member: str,
    standing: Sequence[Placement],
    below: Below,
    seated: Mapping[str, datetime],
) -> tuple[Relocation, ...]:
    """What has to be done, in its order, so that a member leaves and the earliest below moves up.

    Of those directly below, who has had that seat the longest (of equal ones the left one) takes
    the member's, with all below; each of the others comes under them with all below, into the
    first open seat of the same side, level by level. `seated` says since when each of those
    directly below has their seat.
    Raises SeatsAreKept, SeatBelowIsPromised.
    """
    if rules.vacated != PROMOTE_EARLIEST:
        raise SeatsAreKept(member, rules.tree)
    taken = below([member])[member]
    children = [(side, taken[side]) for side in rules.sides if side in taken]
    for side, child in children:
        if not child:
            raise SeatBelowIsPromised(member, side, rules.tree)
    leaves = Relocation(member, NO_SEAT)
    if not children:
        return (leaves,)
    heir = min(children, key=lambda each: seated[each[1]])
    downward = replace(rules, spillover=BFS, depth=0)
    return (
        leaves,
        Relocation(heir[1], last_seat(standing)),
        *(
            Relocation(child, choose_seat(downward, heir[1], below, side=side))
            for side, child in children
            if child != heir[1]
        ),
    )
