"""What lies in the placements table: its keys, and its items to and from values."""

import os
from collections.abc import Sequence
from datetime import datetime

from commissions.domain.orders.canonical import stamp
from commissions.domain.people.genealogy import Misplaced
from commissions.domain.people.placement import Placement, SeatHolder, TreeSeat
from commissions.tables.items import Item

TABLE = os.environ["PLACEMENTS_TABLE"]

PLACEMENTS, POWER_LEG = "placements", "power_leg"
MOVES = "moves"
"""One item a tree that every move writes, so that no two moves close a loop behind each other."""
WAITING = "waiting"

ACTIONS_MAX = 100
"""What one transaction takes."""

PATH_MAX = 99
"""As in the genealogy: with the next one, what a single call can read."""
PATH_SEPARATOR = " < "

Key = tuple[str, str]
"""Of an item its place (a tree, and whose) and its part of what lies there."""


class TooManyAtOnce(Misplaced):
    """More seats change hands at a moment than one transaction can write."""

    def __init__(self, member: str, tree: str, actions: int) -> None:
        super().__init__(
            f"{member} leaves too many seats of {tree} behind: {actions} writes, and "
            f"{ACTIONS_MAX} can be made at once; move some of those below first"
        )


def of_member(tree: str, member: str) -> Key:
    return f"{tree}/{member}", PLACEMENTS


def of_seat(tree: str, seat: TreeSeat) -> Key:
    return f"{tree}/{seat.parent}", f"seat/{seat.side}"


def as_key(key: Key) -> Item:
    return {"place": key[0], "part": key[1]}


def waiting_key(tree: str, member: str) -> Item:
    return as_key((f"{tree}//{WAITING}", member))


def member_item(
    tree: str, member: str, placements: Sequence[Placement], path: Sequence[str]
) -> Item:
    """`path`: who stands above as far as that is known, nearest first. No more than a hint at what
    to read together: it is of the moment of writing, and whoever reads it checks every hop."""
    return {
        **as_key(of_member(tree, member)),
        "tree": tree,
        "member_id": member,
        "path": PATH_SEPARATOR.join(path[:PATH_MAX]),
        "placements": [
            {"since": stamp(each.since), "parent": each.seat.parent, "side": each.seat.side}
            for each in placements
        ],
    }


def seat_item(tree: str, seat: TreeSeat, holders: Sequence[SeatHolder]) -> Item:
    return {
        **as_key(of_seat(tree, seat)),
        "tree": tree,
        "parent": seat.parent,
        "side": seat.side,
        "holders": [
            {"member": each.member, "since": stamp(each.since), "until": stamp(each.until)}
            for each in holders
        ],
    }


def read_placements(item: Item) -> tuple[Placement, ...]:
    return tuple(
        Placement(datetime.fromisoformat(each["since"]), TreeSeat(each["parent"], each["side"]))
        for each in item["placements"]
    )


def read_path(item: Item) -> tuple[str, ...]:
    """Nothing of an item from before there were paths."""
    return tuple(item["path"].split(PATH_SEPARATOR)) if item.get("path") else ()


def read_holders(item: Item) -> tuple[SeatHolder, ...]:
    return tuple(
        SeatHolder(
            each["member"],
            datetime.fromisoformat(each["since"]),
            datetime.fromisoformat(each["until"]),
        )
        for each in item["holders"]
    )
