"""Lots of a binary's legs: what is open, taken oldest first, and given back newest first."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from commissions.domain.close.facts import LegState, Lot, MatchedRun

LEFT, RIGHT = "L", "R"
OTHER = {LEFT: RIGHT, RIGHT: LEFT}


@dataclass(slots=True)
class OpenLots:
    """The open lots of one seat, the oldest first."""

    lots: list[Lot]

    @classmethod
    def of(cls, state: LegState) -> "OpenLots":
        return cls(list(state.lots))

    def open(self, side: str) -> int:
        return sum(lot.volume for lot in self.lots if lot.side == side)

    def take_in(self, lot: Lot) -> None:
        """Adds a lot; volume below 0 takes back what came last."""
        if lot.volume >= 0:
            self.lots.append(lot)
            return
        left = self._less(reversed(self._of(lot.side)), -lot.volume)
        if left:
            self.lots.append(replace(lot, volume=-left))

    def take(self, side: str, volume: int) -> list[Lot]:
        """Takes so much, oldest first; what was taken from which order."""
        before = {id(lot): lot for lot in self._of(side)}
        taken: list[Lot] = []
        for lot in before.values():
            part = max(0, min(lot.volume, volume))
            if part:
                taken.append(replace(lot, volume=part))
                self._set(lot, lot.volume - part)
            volume -= part
        return taken

    def expire(self, before: datetime) -> None:
        self.lots = [lot for lot in self.lots if lot.at >= before]

    def remove(self, order: str, volume: int) -> int:
        """Takes at most so much of an order's open lots away; how much it was."""
        mine = [lot for lot in self.lots if lot.order_id == order]
        return volume - self._less(mine, volume)

    def put_back(self, lots: Iterable[Lot]) -> None:
        """Lots that were taken, as old as they were."""
        self.lots = sorted([*self.lots, *lots], key=lambda lot: lot.at)

    def _of(self, side: str) -> list[Lot]:
        return [lot for lot in self.lots if lot.side == side]

    def _less(self, lots: Iterable[Lot], volume: int) -> int:
        """Takes from lots in their order; what nobody had."""
        for lot in lots:
            part = max(0, min(lot.volume, volume))
            self._set(lot, lot.volume - part)
            volume -= part
        return volume

    def _set(self, lot: Lot, volume: int) -> None:
        place = next(n for n, each in enumerate(self.lots) if each is lot)
        self.lots[place : place + 1] = [replace(lot, volume=volume)] if volume else []


@dataclass(frozen=True, slots=True)
class Undone:
    """What a refund undid of one earlier run."""

    run: MatchedRun
    """As it is afterwards."""
    returned: tuple[Lot, ...]
    """To the other side, newest first taken."""
    volume: int
    """How much of the run's matching was undone."""


def undo(run: MatchedRun, order: str, *, most: int, whole_pair: bool) -> Undone:
    """Undoes what a run took of an order, at most `most`: the same quantity goes back to the other
    side's lots of that run, the newest first (`whole_pair`: everything of it)."""
    mine = [lot for lot in run.taken if lot.order_id == order]
    volume = min(most, sum(lot.volume for lot in mine))
    if not volume:
        return Undone(run, (), 0)
    other = OTHER[mine[0].side]
    wanted = sum(lot.volume for lot in run.taken if lot.side == other) if whole_pair else volume
    returned: list[Lot] = []
    for lot in reversed([lot for lot in run.taken if lot.side == other]):
        part = min(lot.volume, wanted)
        if part:
            returned.append(replace(lot, volume=part))
        wanted -= part
    after = _less(_less(run.taken, mine, volume), returned, sum(lot.volume for lot in returned))
    return Undone(replace(run, taken=after), tuple(returned), volume)


def _less(taken: tuple[Lot, ...], those: Iterable[Lot], volume: int) -> tuple[Lot, ...]:
    """What stays taken, when so much of those orders' lots is taken off."""
    orders = {(lot.order_id, lot.side): lot.volume for lot in those}
    stays: list[Lot] = []
    for lot in taken:
        part = min(lot.volume, orders.get((lot.order_id, lot.side), 0), volume)
        volume -= part
        if lot.volume > part:
            stays.append(replace(lot, volume=lot.volume - part))
    return tuple(stays)
