"""Random companies of people: who came under whom, who was moved, and when; written to the tables,
and answered naively from the list of what happened."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from commissions.domain.people.genealogy import Misplaced
from commissions.domain.people.member import Member
from commissions.domain.people.placement import TreeSeat
from commissions.domain.people.placement_rules import PlacementRules
from commissions.domain.people.upline import PARTICIPANT, RETAIL
from commissions.tables import genealogy, members, placements

BINARY = PlacementRules(tree="binary", sides=("L", "R"), spillover="bfs", move_window_days=3_650)
HOUR = timedelta(hours=1)


@dataclass
class RandomTeam:
    """`now`: when it is looked at; what is told for later has not happened then."""

    chance: Random
    begins: datetime
    now: datetime
    sponsors: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    """By member their sponsors, as they were told."""
    seats: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    """By member the parents of their seats."""
    retail: set[str] = field(default_factory=set)

    def enrol(self, count: int) -> None:
        for number in range(count):
            member = f"m{len(self.sponsors)}"
            sponsor = self.somebody() if number and self.chance.random() < 0.95 else ""
            since = self.begins + number * HOUR
            kind = RETAIL if self.chance.random() < 0.2 else PARTICIPANT
            status, rank = self.chance.choice(["active", "inactive"]), self.chance.choice(["", "a"])
            genealogy.place(member, sponsor, since=since, status=status, rank=rank)
            members.register(Member(member_id=member, kind=kind, created_at=since))
            self.sponsors[member] = [(since, sponsor)]
            self.retail |= {member} if kind == RETAIL else set()

    def move(self, count: int) -> None:
        """At any moment of half a year before and after now; what would be a loop is refused."""
        for _ in range(count):
            member, sponsor = self.somebody(), self.somebody()
            since = self.now + timedelta(minutes=self.chance.randrange(-260_000, 260_000))
            try:
                if genealogy.move(member, sponsor, since=since):
                    self.sponsors[member].append((since, sponsor))
            except (Misplaced, LookupError):
                continue

    def seat(self, count: int) -> None:
        """Not everybody, in an order of their own."""
        top, *others = self.chance.sample(sorted(self.sponsors), count)
        placements.place(BINARY, top, TreeSeat("", "top"), self.begins)
        self.seats[top] = [(self.begins, "")]
        for number, member in enumerate(others, start=1):
            since = self.begins + number * HOUR
            parent = self.chance.choice(sorted(self.seats))
            try:
                placements.place(BINARY, member, TreeSeat(parent, self.chance.choice("LR")), since)
            except Misplaced:
                continue
            self.seats[member] = [(since, parent)]

    def somebody(self) -> str:
        return self.chance.choice(sorted(self.sponsors))

    def is_below(self, member: str, top: str, at: datetime) -> bool:
        return self._meets(self.sponsors, member, top, at) or self._meets(
            self.seats, member, top, at
        )

    def _meets(
        self, tree: dict[str, list[tuple[datetime, str]]], member: str, top: str, at: datetime
    ) -> bool:
        while member:
            told = sorted(each for each in tree.get(member, ()) if each[0] <= at)
            if not told:
                return False
            member = told[-1][1]
            if member == top:
                return True
        return False

    def stood_below(self, member: str, top: str, at: datetime) -> bool:
        """As a close sees it: what was told first of somebody is from before everything."""
        while member:
            first, *later = sorted(self.sponsors[member])
            member = [first, *(each for each in later if each[0] <= at)][-1][1]
            if member == top:
                return True
        return False
