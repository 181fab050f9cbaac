"""When each part of what somebody earned is free to be paid: after the hold of its plan.

The hold counts from the business time of a line. What takes a line back has the hold of what it
takes back: a refund during the hold waits with its line, and lowers it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedLine:
    """A line of a statement that earns something, or takes it back. `amount`: minor units."""

    event_id: str
    """`<book>/<number of the journal>/<line>`."""
    award: str
    """Within its book, what a later line takes back: `uni/1`."""
    at: datetime
    amount: int
    hold_days: int
    corrected_book: str = ""
    """Of a correction the book of the closed period that it corrects; it stands in a later one."""

    @property
    def book(self) -> str:
        """In which it changes what an award came to."""
        return self.corrected_book or self.event_id.rsplit("/", 2)[0]

    @property
    def place(self) -> tuple[bool, datetime, int, int]:
        """Corrections come after what they correct, by time; then the journal's number in its book,
        and the line's in its journal."""
        _, number, line = self.event_id.rsplit("/", 2)
        is_later = bool(self.corrected_book)
        return is_later, self.at if is_later else BEGINNING, int(number), int(line)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreePart:
    """A line, or as much of one as becomes free at one moment."""

    event_id: str
    at: datetime
    """When it counts: what takes back, not before what it takes from."""
    free_at: datetime
    amount: int


@dataclass(frozen=True, slots=True)
class StandingLot:
    """What is left of a line that earned something, once what took it back is off."""

    at: datetime
    amount: int


@dataclass(slots=True)
class _Left:
    """What is left of a line that was not taken back yet."""

    at: datetime
    free_at: datetime
    amount: int


def free_parts(lines: Iterable[EarnedLine]) -> list[FreePart]:
    """All parts by the moment at which they are free; their amounts add up to the lines'."""
    parts = [part for own in _by_award(lines) for part in _of_award(own)[0]]
    return sorted(parts, key=lambda each: (each.free_at, each.event_id, each.at))


def standing_lots(lines: Iterable[EarnedLine], as_of: datetime) -> list[StandingLot]:
    """What is left of all that was earned until a moment, the oldest first: whether it was paid
    does not matter here."""
    counted = (line for line in lines if line.at <= as_of)
    left = (lot for own in _by_award(counted) for lot in _of_award(own)[1])
    return sorted((StandingLot(each.at, each.amount) for each in left), key=lambda each: each.at)


def _by_award(lines: Iterable[EarnedLine]) -> list[list[EarnedLine]]:
    awards: dict[tuple[str, str], list[EarnedLine]] = defaultdict(list)
    for line in lines:
        if line.amount:
            awards[line.book, line.award].append(line)
    return list(awards.values())


def _of_award(lines: Sequence[EarnedLine]) -> tuple[list[FreePart], list[_Left]]:
    """Its parts, and what is left of its lines. What comes back takes the newest first: that is
    what an edit or a refund undoes."""
    parts: list[FreePart] = []
    standing: list[_Left] = []
    for line in sorted(lines, key=lambda each: each.place):
        if line.amount > 0:
            free_at = line.at + timedelta(days=line.hold_days)
            standing.append(_Left(line.at, free_at, line.amount))
            parts.append(_part(line, line.at, free_at, line.amount))
        else:
            parts += _taken_back(line, standing)
    return parts, standing


def _taken_back(line: EarnedLine, standing: list[_Left]) -> list[FreePart]:
    """With the hold of each line that it takes from; what takes from none has no hold."""
    owed, parts = -line.amount, []
    while owed and standing:
        newest = standing[-1]
        taken = min(owed, newest.amount)
        at = max(newest.at, line.at)
        parts.append(_part(line, at, max(newest.free_at, at), -taken))
        newest.amount -= taken
        owed -= taken
        if not newest.amount:
            standing.pop()
    return [*parts, _part(line, line.at, line.at, -owed)] if owed else parts


def _part(line: EarnedLine, at: datetime, free_at: datetime, amount: int) -> FreePart:
    return FreePart(event_id=line.event_id, at=at, free_at=free_at, amount=amount)
