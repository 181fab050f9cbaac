"""Many who want the same seat at once: threads of several processes, on real transactions."""

from datetime import UTC, datetime
from functools import partial

from commissions.application.care.placing import PlacementRequest, place
from commissions.domain.people.placement import TOP_SEAT, SeatTaken
from commissions.domain.people.placement_rules import PlacementRules
from commissions.tables import genealogy, placements
from tests.journey.jobs.races import at_once

ENROLLED = datetime(2026, 1, 5, tzinfo=UTC)
PLACED = datetime(2026, 2, 1, tzinfo=UTC)


def rules_of(top: str) -> PlacementRules:
    """Each race has a tree of its own: a tree has one top."""
    return PlacementRules(tree=f"of-{top}", sides=("L", "R"), spillover="bfs")


def enrol(top: str, members: list[str]) -> None:
    """A top with a seat, and members of theirs without one."""
    genealogy.place(top, "", since=ENROLLED, status="active")
    placements.place(rules_of(top), top, TOP_SEAT, ENROLLED)
    for member in members:
        genealogy.place(member, top, since=ENROLLED, status="active")


def left_of(top: str, members: list[str], exact: bool, start_at: float) -> list[str]:
    """All want the left seat below the top; which seat each of them got, empty for none."""

    def wants(member: str) -> str:
        request = PlacementRequest(member=member, since=PLACED, parent=top, side="L", exact=exact)
        try:
            seat = place(rules_of(top), request, apply=True)
        except SeatTaken:
            return ""
        return f"{seat.parent} {seat.side}"

    return at_once(start_at, [partial(wants, member) for member in members])


def seated(top: str) -> dict[str, list[list[str]]]:
    """By member the seats that they have, or had."""
    return {
        member: [[each.seat.parent, each.seat.side] for each in found]
        for member, found in placements.all_placements(rules_of(top).tree).items()
    }
