"""How somebody stands in a currency at a moment: what is held, unpaid, and owed to the company.

What comes back is first taken from what was not paid yet, all of it. Only what is more than that
was paid already: it is a debt, and of later payouts a plan takes so much for it, and no more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from commissions.domain.payouts.free_parts import FreePart

RESERVED, CAME_BACK, WRITTEN_OFF = "reserved", "came back", "written off"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutMove:
    """What payouts did to what is payable to somebody: amounts in minor units, never negative."""

    kind: str
    """RESERVED: a batch took it. CAME_BACK: it failed, or was returned. WRITTEN_OFF: a debt that
    nobody collects any more."""
    at: datetime
    """Of what was reserved, as of when its batch was planned."""
    amount: int
    offset: int = 0
    """How much of what was unpaid went to a debt by the same batch, beside `amount`."""
    book: str
    """`payouts/USD-20261129-1/M1`."""

    @property
    def change(self) -> int:
        """Of the payable balance."""
        return -self.amount if self.kind == RESERVED else self.amount


@dataclass(frozen=True, slots=True)
class Debt:
    """What somebody was paid and has to give back."""

    since: datetime
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutStanding:
    """`earned - held + moved == unpaid - debt`, in minor units of one currency."""

    as_of: datetime
    earned: int
    """Of all lines as of then, what was taken back deducted."""
    held: int
    """Of it, what is not free yet."""
    next_free: datetime | None
    """When the next part of that is."""
    moved: int
    """What payouts took and brought back, as a change: mostly negative."""
    unpaid: int
    debts: tuple[Debt, ...]
    """The oldest first."""

    @property
    def free(self) -> int:
        return self.earned - self.held

    @property
    def balance(self) -> int:
        """What is payable in the end, once nothing is on hold; below zero it is owed."""
        return self.earned + self.moved

    @property
    def debt(self) -> int:
        return sum(each.amount for each in self.debts)

    def debt_before(self, moment: datetime) -> int:
        """What has been owed since a moment or longer."""
        return sum(each.amount for each in self.debts if each.since <= moment)


@dataclass(slots=True)
class _PayoutWalk:
    """The two purses, from the first moment on."""

    unpaid: int = 0
    debts: list[Debt] = field(default_factory=list)

    def part(self, part: FreePart) -> None:
        self._add(part.amount, part.free_at)

    def move(self, move: PayoutMove) -> None:
        match move.kind:
            case "reserved":
                offset = self._collected(move.offset)
                self._add(-move.amount - offset, move.at)
            case "written off":
                self._add(move.amount - self._collected(move.amount), move.at)
            case _:
                self._add(move.amount, move.at)

    def _add(self, amount: int, at: datetime) -> None:
        """What is more than there is unpaid was paid already."""
        self.unpaid += amount
        if self.unpaid < 0:
            self.debts.append(Debt(at, -self.unpaid))
            self.unpaid = 0

    def _collected(self, amount: int) -> int:
        """Takes from the oldest debts; how much it took."""
        left = amount
        while left and self.debts:
            oldest = self.debts[0]
            taken = min(left, oldest.amount)
            rest = replace(oldest, amount=oldest.amount - taken)
            self.debts[:1] = [rest] if rest.amount else []
            left -= taken
        return amount - left


def standing(
    parts: Sequence[FreePart], moves: Iterable[PayoutMove], as_of: datetime
) -> PayoutStanding:
    """`parts`: of one currency. What counts later than `as_of` is not looked at."""
    counted = [each for each in parts if each.at <= as_of]
    free = [each for each in counted if each.free_at <= as_of]
    held = [each for each in counted if each.free_at > as_of]
    moved = [each for each in moves if each.at <= as_of]
    walk = _PayoutWalk()
    for _, event in sorted(_events(free, moved), key=lambda each: each[0]):
        walk.part(event) if isinstance(event, FreePart) else walk.move(event)
    return PayoutStanding(
        as_of=as_of,
        earned=sum(each.amount for each in counted),
        held=sum(each.amount for each in held),
        next_free=min((each.free_at for each in held if each.amount > 0), default=None),
        moved=sum(each.change for each in moved),
        unpaid=walk.unpaid,
        debts=tuple(walk.debts),
    )


def _events(
    free: Iterable[FreePart], moves: Iterable[PayoutMove]
) -> list[tuple[tuple[datetime, int, str], FreePart | PayoutMove]]:
    """At one moment first what comes, then what goes back, then what a batch took of it."""
    parts = [((each.free_at, each.amount < 0, each.event_id), each) for each in free]
    return [*parts, *(((each.at, 2, each.book), each) for each in moves)]
