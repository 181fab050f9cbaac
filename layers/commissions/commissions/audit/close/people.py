"""Who stands above whom, in the sponsor tree and in placement trees, as of any moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from commissions.domain.close.facts import MemberFacts, PeriodFacts, SeatFacts, Since

SPONSOR = "sponsor"


class NobodyKnows(ValueError):
    """A fact names somebody who is no member."""

    def __init__(self, member: str, named_by: str) -> None:
        super().__init__(f"{named_by} names {member}, who is no member of this period")
        self.member = member


class Circle(ValueError):
    """Somebody stands above themselves."""

    def __init__(self, member: str, tree: str) -> None:
        super().__init__(f"{member} stands above themselves in the tree {tree}")
        self.member = member


@dataclass(frozen=True)
class People:
    facts: PeriodFacts

    @cached_property
    def members(self) -> dict[str, MemberFacts]:
        return {each.member_id: each for each in self.facts.members}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """A stable number each: in the order in which they enrolled."""
        ordered = sorted(self.facts.members, key=lambda each: (each.enrolled_at, each.member_id))
        return {each.member_id: number for number, each in enumerate(ordered)}

    @cached_property
    def seats(self) -> dict[tuple[str, str], list[SeatFacts]]:
        found: dict[tuple[str, str], list[SeatFacts]] = {}
        for seat in sorted(self.facts.seats, key=lambda each: each.since):
            found.setdefault((seat.tree, seat.member_id), []).append(seat)
        return found

    def member(self, member: str, named_by: str) -> MemberFacts:
        try:
            return self.members[member]
        except KeyError:
            raise NobodyKnows(member, named_by) from None

    def above(self, member: str, tree: str, at: datetime) -> str:
        """The parent; empty at the top, or where the tree has no seat for the member then."""
        if tree == SPONSOR:
            return as_of(self.member(member, tree).sponsors, at)
        seat = self.seat(member, tree, at)
        return seat.parent if seat else ""

    def seat(self, member: str, tree: str, at: datetime) -> SeatFacts | None:
        taken = [each for each in self.seats.get((tree, member), []) if each.since <= at]
        return taken[-1] if taken else None

    def upline(self, member: str, tree: str, at: datetime) -> Iterator[str]:
        """Everybody above, nearest first. Raises Circle, NobodyKnows."""
        seen = {member}
        while member := self.above(member, tree, at):
            if member in seen:
                raise Circle(member, tree)
            self.member(member, tree)
            seen.add(member)
            yield member

    def front_line(self, member: str, tree: str) -> list[str]:
        """Who stands directly below at the end of the period, in the order of their numbers."""
        return self._below(tree).get(member, [])

    def group(self, member: str, tree: str) -> list[str]:
        """The member and everybody below at the end of the period."""
        found = [member]
        for each in found:
            found.extend(self.front_line(each, tree))
        return found

    def _below(self, tree: str) -> dict[str, list[str]]:
        if tree not in self._lines:
            below: dict[str, list[str]] = {}
            for member in sorted(self.members, key=self.numbers.__getitem__):
                if parent := self.above(member, tree, self.end):
                    below.setdefault(parent, []).append(member)
            self._lines[tree] = below
        return self._lines[tree]

    @cached_property
    def _lines(self) -> dict[str, dict[str, list[str]]]:
        return {}

    @property
    def end(self) -> datetime:
        """The last moment of the period: what changes as it ends is the next period's."""
        return self.facts.ends - datetime.resolution


def as_of(history: Sequence[Since], at: datetime) -> str:
    """What was so at a moment; empty before anything was."""
    return next((each.value for each in reversed(history) if each.at <= at), "")
