"""The holding tank: who waits for a seat, and spillover for those whose wait is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from commissions.application.care.placing import (
    PlacementRequest,
    TreeView,
    chosen_seat,
    place,
    sponsor_of,
    table_view,
)
from commissions.domain.people.genealogy import Misplaced, NoLine
from commissions.domain.people.holding_tank import WaitingMember, due
from commissions.domain.people.placement import (
    NO_SEAT,
    AlreadySeated,
    TreeSeat,
    last_seat,
    seated_since,
)
from commissions.domain.people.placement_rules import PlacementRules
from commissions.domain.people.placement_tree import PlacementTree
from commissions.tables import holding_tank, placements


class AlreadyWaiting(ValueError):
    def __init__(self, member: str, tree: str) -> None:
        super().__init__(f"{member} is in the holding tank of {tree} already")


@dataclass(frozen=True, slots=True, kw_only=True)
class TankPlacement:
    """What becomes of somebody whose wait is over."""

    waiting: WaitingMember
    since: datetime
    seat: TreeSeat = NO_SEAT
    trouble: str = ""
    """Why they go on waiting; empty where nothing hinders."""


def hold(  # noqa: PLR0913 - who waits, from when on, and for which seat
    rules: PlacementRules, member: str, *, at: datetime, parent: str, side: str, apply: bool
) -> WaitingMember:
    """Puts a member who has no seat into the tank from a moment on.

    Raises AlreadySeated, AlreadyWaiting, UnknownSide, NoLine.
    """
    standing = placements.placements_of(rules.tree, [member]).get(member, ())
    if (held := last_seat(standing)) != NO_SEAT:
        raise AlreadySeated(member, held, rules.tree, seated_since(standing))
    waiting = WaitingMember(
        member_id=member, sponsor=sponsor_of(member, at), enrolled_at=at, parent=parent, side=side
    )
    if side:
        rules.check_seat(TreeSeat(parent or waiting.sponsor, side))
    in_tank = {each.member_id for each in holding_tank.waiting(rules.tree)}
    if member in in_tank or (apply and not holding_tank.wait(rules.tree, waiting)):
        raise AlreadyWaiting(member, rules.tree)
    return waiting


def who_waits(rules: PlacementRules) -> list[WaitingMember]:
    """All in the tank, who came first first."""
    found = holding_tank.waiting(rules.tree)
    return sorted(found, key=lambda each: (each.enrolled_at, each.member_id))


def place_due(rules: PlacementRules, as_of: datetime, *, apply: bool) -> Iterator[TankPlacement]:
    """Gives a seat to everybody whose wait is over, from its end on; in their order.

    Without `apply` the same is worked out on the tree in memory. Who cannot be placed yet, as
    their sponsor has no seat, goes on waiting.
    """
    known = PlacementTree(rules) if apply else _whole_tree(rules)
    for waiting in due(who_waits(rules), rules.holding_days, as_of):
        since = waiting.waits_until(rules.holding_days)
        view = table_view(rules, since) if apply else _memory_view(known, since)
        since = _from_then_on(waiting, since, view)
        try:
            seat = _placed(rules, waiting, since, None if apply else known)
        except (Misplaced, NoLine) as error:
            yield TankPlacement(waiting=waiting, since=since, trouble=str(error))
        else:
            yield TankPlacement(waiting=waiting, since=since, seat=seat)


def _placed(
    rules: PlacementRules, waiting: WaitingMember, since: datetime, known: PlacementTree | None
) -> TreeSeat:
    request = PlacementRequest(
        member=waiting.member_id, since=since, parent=waiting.parent, side=waiting.side
    )
    if known is None:
        return place(rules, request, apply=True)
    sponsor = sponsor_of(waiting.member_id, since)
    seat = chosen_seat(rules, request, sponsor, _memory_view(known, since))
    known.place(waiting.member_id, seat, since, sponsor=sponsor)
    return seat


def _from_then_on(waiting: WaitingMember, since: datetime, view: TreeView) -> datetime:
    """The end of the wait; or when whoever they come under got a seat, if that was later."""
    standing = view.standing(waiting.parent or waiting.sponsor)
    if last_seat(standing) == NO_SEAT:
        return since
    return max(since, seated_since(standing))


def _whole_tree(rules: PlacementRules) -> PlacementTree:
    return PlacementTree.of(rules, placements.all_placements(rules.tree))


def _memory_view(tree: PlacementTree, since: datetime) -> TreeView:
    return TreeView(
        below=tree.below(since),
        standing=lambda member: tree.placements.get(member, ()),
        power_leg=lambda member: holding_tank.power_leg(tree.rules.tree, member),
    )
