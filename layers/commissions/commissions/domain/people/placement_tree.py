"""A placement tree as far as it is known: seats are taken, left and moved between, or refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from commissions.domain.people.genealogy import Misplaced
from commissions.domain.people.placement import (
    NO_SEAT,
    AlreadySeated,
    NoSeatInTree,
    Placement,
    SeatHolder,
    SeatTaken,
    TreeSeat,
    check_later,
    check_no_loop,
    check_not_past,
    check_parent,
    holder_at,
    is_open,
    last_seat,
    seat_at,
    seated_since,
)
from commissions.domain.people.placement_rules import PlacementRules
from commissions.domain.people.spillover import Below, Children


class TooDeep(Misplaced):
    """A seat that is not among those of the sponsor's matrix."""

    def __init__(self, member: str, sponsor: str, rules: PlacementRules) -> None:
        super().__init__(
            f"{member} cannot be placed more than {rules.depth} levels below their sponsor "
            f"{sponsor} in {rules.tree}"
        )


@dataclass(frozen=True, slots=True)
class Relocation:
    """A seat that a member takes; NO_SEAT: that they leave the tree."""

    member: str
    seat: TreeSeat


@dataclass(slots=True)
class PlacementTree:
    """What is known of a tree. Grows by what is taken; a refusal leaves it as it was."""

    rules: PlacementRules
    placements: dict[str, tuple[Placement, ...]] = field(default_factory=dict)
    """By member, in the order of their time."""
    holders: dict[TreeSeat, tuple[SeatHolder, ...]] = field(default_factory=dict)
    """By seat, in the order of their time."""

    @classmethod
    def of(cls, rules: PlacementRules, placements: Mapping[str, Sequence[Placement]]) -> Self:
        """A whole tree out of everybody's placements."""
        found = cls(rules, {member: tuple(each) for member, each in placements.items()})
        for member, each in found.placements.items():
            for holder, seat in _spans(member, each):
                found.holders[seat] = (*found.holders.get(seat, ()), holder)
        for seat, holders in found.holders.items():
            found.holders[seat] = tuple(sorted(holders, key=lambda holder: holder.since))
        return found

    def copied(self) -> "PlacementTree":
        return PlacementTree(self.rules, dict(self.placements), dict(self.holders))

    def place(self, member: str, seat: TreeSeat, since: datetime, *, sponsor: str = "") -> None:
        """Gives a seat to somebody who has none. With a sponsor, no deeper than a matrix goes.

        Raises Misplaced.
        """
        standing = self.placements.get(member, ())
        if (held := last_seat(standing)) != NO_SEAT:
            raise AlreadySeated(member, held, self.rules.tree, standing[-1].since)
        self._check_depth(member, seat, since, sponsor)
        self._take(member, seat, since)

    def move(self, member: str, seat: TreeSeat, since: datetime, *, asked_at: datetime) -> None:
        """Gives another seat to somebody who has one; whoever stands below comes along.

        It has to be asked for within the window of moves, and may count from later on.
        Raises Misplaced.
        """
        check_not_past(member, self.rules.tree, since, asked_at)
        standing = self._standing(member, since)
        self.rules.check_window(member, seated_since(standing), asked_at)
        self.relocate([Relocation(member, seat)], since)

    def relocate(self, relocations: Iterable[Relocation], since: datetime) -> None:
        """Seats change hands from one moment on, whatever the window says. Raises Misplaced."""
        for each in relocations:
            self._standing(each.member, since)
            if each.seat != NO_SEAT:
                check_no_loop(
                    each.member, each.seat.parent, self.rules.tree, since, self.placements
                )
            self._take(each.member, each.seat, since)

    def below(self, since: datetime) -> Below:
        """The seats below members as somebody finds them who wants one from a moment on."""

        def asked(members: Sequence[str]) -> dict[str, Children]:
            return {member: self._children(member, since) for member in members}

        return asked

    def _children(self, member: str, since: datetime) -> Children:
        seats = ((side, self.holders.get(TreeSeat(member, side))) for side in self.rules.sides)
        return {
            side: holder_at(holders, since)
            for side, holders in seats
            if holders and not is_open(holders, since)
        }

    def _standing(self, member: str, since: datetime) -> tuple[Placement, ...]:
        standing = self.placements.get(member, ())
        if last_seat(standing) == NO_SEAT:
            raise NoSeatInTree(member, self.rules.tree, since)
        return standing

    def _take(self, member: str, seat: TreeSeat, since: datetime) -> None:
        tree, standing = self.rules.tree, self.placements.get(member, ())
        check_later(member, tree, standing, since)
        if seat != NO_SEAT:
            self.rules.check_seat(seat)
            check_parent(member, seat, tree, since, self.placements.get(seat.parent, ()))
            if not is_open(self.holders.get(seat, ()), since):
                raise SeatTaken(seat, tree)
        self._free(last_seat(standing), since)
        self.placements[member] = (*standing, Placement(since, seat))
        if seat != NO_SEAT:
            self.holders[seat] = (*self.holders.get(seat, ()), SeatHolder(member, since))

    def _free(self, seat: TreeSeat, since: datetime) -> None:
        if seat != NO_SEAT:
            *before, last = self.holders[seat]
            self.holders[seat] = (*before, SeatHolder(last.member, last.since, since))

    def _check_depth(self, member: str, seat: TreeSeat, since: datetime, sponsor: str) -> None:
        """A seat elsewhere than below the sponsor is taken at its word."""
        if not self.rules.depth or not sponsor:
            return
        level, above = 1, seat.parent
        while above not in (sponsor, ""):
            above = seat_at(self.placements.get(above, ()), since).parent
            level += 1
        if above and level > self.rules.depth:
            raise TooDeep(member, sponsor, self.rules)


def _spans(member: str, placements: Sequence[Placement]) -> Iterable[tuple[SeatHolder, TreeSeat]]:
    """The spans of time in which a member holds seats."""
    ends = [each.since for each in placements[1:]]
    for number, each in enumerate(placements):
        if each.seat == NO_SEAT:
            continue
        holder = SeatHolder(member, each.since)
        if number < len(ends):
            holder = SeatHolder(member, each.since, ends[number])
        yield holder, each.seat
