"""The seats of a placement tree as a close wants them: the facts of what its placements say."""

from datetime import datetime

from commissions.domain.close.facts import SeatFacts
from commissions.domain.people.placement import Placements


def seats_as_of(tree: str, placements: Placements, ends: datetime) -> tuple[SeatFacts, ...]:
    """All seats that were taken before the end of a period, in the order of their time.

    With the history: the close asks for the seat as of each order, so volume from before a move
    stays with the old ancestors. What counts from the end on is the next period's. Who has left
    the tree has a seat without parent and side from then on.
    """
    found = [
        SeatFacts(
            tree=tree,
            member_id=member,
            parent=each.seat.parent,
            side=each.seat.side if each.seat.parent else "",
            since=each.since,
        )
        for member, history in placements.items()
        for each in history
        if each.since < ends
    ]
    return tuple(sorted(found, key=lambda each: (each.since, each.member_id)))
