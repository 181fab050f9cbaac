"""Seats of a facts document, and whether anybody can sit there."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from commissions.application.simulation.facts_document import FactsDocument, SeatWords
from commissions.application.simulation.reading import Reading
from commissions.application.simulation.told_people import (
    People,
    circle_in,
    enrolled_later,
    grouped,
)
from commissions.domain.close.facts import SeatFacts

Placed = tuple[int, SeatFacts]
"""A seat, and its place in the document."""


def read_seats(words: FactsDocument, people: People, reading: Reading) -> tuple[SeatFacts, ...]:
    """By tree and time."""
    told = [
        (place, seat)
        for place, each in enumerate(words.seats)
        if (seat := _seat(f"seats[{place}]", each, people, reading))
    ]
    told.sort(key=lambda each: (each[1].tree, each[1].since, each[1].member_id))
    if not reading.problems:
        for placed in grouped((seat.tree, (place, seat)) for place, seat in told).values():
            _check_tree(placed, reading)
    return tuple(seat for _, seat in told)


def _seat(path: str, told: SeatWords, people: People, reading: Reading) -> SeatFacts | None:
    for word, name in (("member", told.member), ("parent", told.parent)):
        if name and name not in people:
            reading.unknown(f"{path}.{word}", "member", name, people)
            return None
    if told.parent == told.member:
        reading.refuse(f"{path}.parent", f"{told.member} cannot sit under themselves")
    if told.parent and not told.side:
        reading.refuse(f"{path}.side", "has to be stated: L or R, or a matrix's number from 1")
    member = people[told.member]
    since = reading.moment(told.since) if told.since else member.enrolled_at
    for name in filter(None, (told.member, told.parent)):
        if why := enrolled_later(people[name], since):
            reading.refuse(f"{path}.since", why)
    return SeatFacts(
        tree=told.tree, member_id=told.member, parent=told.parent, side=told.side, since=since
    )


def _check_tree(placed: Sequence[Placed], reading: Reading) -> None:
    """One tree, seat by seat by time: nobody in a taken seat, nobody above themselves."""
    sits: dict[str, SeatFacts] = {}
    taken: dict[tuple[str, str], str] = {}
    tree = placed[0][1].tree
    for _, moment in groupby(placed, key=lambda each: each[1].since):
        now = list(moment)
        if not _are_once(now, reading):
            return
        movers = [(place, seat) for place, seat in now if seat.member_id in sits]
        for _, seat in movers:
            before = sits[seat.member_id]
            taken.pop((before.parent, before.side), None)
        for place, seat in now:
            other = taken.get((seat.parent, seat.side), "") if seat.parent else ""
            if other:
                why = f"{other} sits at {seat.side} of {seat.parent} in {tree} already"
                reading.refuse(f"seats[{place}]", why)
                return
            sits[seat.member_id] = seat
            taken[seat.parent, seat.side] = seat.member_id
        for place, seat in movers:
            above = {seat.member_id: seat.parent} | _line_above(seat.parent, sits)
            if not _is_tree(above, place, tree, reading):
                return
    _is_tree({name: seat.parent for name, seat in sits.items()}, placed[-1][0], tree, reading)


def _are_once(now: Sequence[Placed], reading: Reading) -> bool:
    seen: set[str] = set()
    for place, seat in now:
        if seat.member_id in seen:
            reading.refuse(
                f"seats[{place}]", f"{seat.member_id} is told twice of one moment: leave one"
            )
            return False
        seen.add(seat.member_id)
    return True


def _line_above(member: str, sits: Mapping[str, SeatFacts]) -> dict[str, str]:
    """The parent of each who sits above, as far as somebody comes twice."""
    found: dict[str, str] = {}
    while member and member not in found:
        found[member] = sits[member].parent if member in sits else ""
        member = found[member]
    return found


def _is_tree(above: Mapping[str, str], place: int, tree: str, reading: Reading) -> bool:
    if circle := circle_in(above):
        line = " under ".join([*circle, circle[0]])
        reading.refuse(f"seats[{place}]", f"tree {tree}: {line}: give one of them another parent")
    return not circle
