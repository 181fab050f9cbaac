"""Lots of a binary's legs: what is open, taken oldest first, and given back newest first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
        """Adds a lot; volume below 0 takes back what came last, and what nobody had is owed: the
        next lots pay it first."""
        if lot.volume < 0:
            left = -self._less(reversed(self._of(lot.side)), -lot.volume)
        else:
            left = self._owed(lot.side, lot.volume)
        if left:
            self.lots.append(replace(lot, volume=left))

    def _owed(self, side: str, volume: int) -> int:
        """Pays what is owed on a side; what is left of the volume."""
        for lot in self._of(side):
            part = min(volume, max(0, -lot.volume))
            if part:
                self._set(lot, lot.volume + part)
            volume -= part
        return volume

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

    def remove(self, order: str, volume: int, anew: datetime | None = None) -> int:
        """Takes at most so much of an order's open lots away, but of those that come anew
        at a moment; how much it was."""
        mine = [lot for lot in self.lots if lot.order_id == order and lot.at != anew]
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
    """What goes back to the lots, the newest first."""
    volume: int
    """How much of the run's matching was undone."""


Kept = Callable[[int, int], tuple[int, int]]
"""What of two legs whole pairs take: left and right."""


def undo(run: MatchedRun, order: str, *, most: int, whole_pairs: Kept | None = None) -> Undone:
    """Undoes what a run took of an order, at most `most`. The same quantity goes back to the other
    side's lots of that run, newest first; with `whole_pairs` everything, of both sides, that makes
    no whole pair any more."""
    side = next((lot.side for lot in run.taken if lot.order_id == order), "")
    stays, removed = _taken_off(run.taken, {side: most}, order)
    volume = sum(lot.volume for lot in removed)
    if not volume:
        return Undone(run, (), 0)
    back = {OTHER[side]: volume}
    if whole_pairs:
        left, right = (
            sum(lot.volume for lot in stays if lot.side == each) for each in (LEFT, RIGHT)
        )
        kept_left, kept_right = whole_pairs(left, right)
        back = {LEFT: left - kept_left, RIGHT: right - kept_right}
    newest_first, returned = _taken_off(stays[::-1], back)
    return Undone(replace(run, taken=tuple(newest_first[::-1])), tuple(returned), volume)


def _taken_off(
    lots: Sequence[Lot], volumes: Mapping[str, int], order: str = ""
) -> tuple[list[Lot], list[Lot]]:
    """Takes so much of each side's lots, or of one order's among them, in their order: what stays,
    and what was taken."""
    left = dict(volumes)
    stays: list[Lot] = []
    taken: list[Lot] = []
    for lot in lots:
        of_it = order in {"", lot.order_id}
        part = min(lot.volume, left.get(lot.side, 0)) if of_it else 0
        if part:
            left[lot.side] -= part
            taken.append(replace(lot, volume=part))
        if lot.volume > part:
            stays.append(replace(lot, volume=lot.volume - part))
    return stays, taken
