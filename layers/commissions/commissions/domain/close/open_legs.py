"""The open legs of all seats in the middle of a run: columns, and the touched seats by unit.

Volumes in hundredths of a point by side and member number. What leaves a leg is the oldest of it.
"""

import numpy as np

from commissions.domain.close.binary_caps import SeatPay
from commissions.domain.close.binary_match import Flags, Volumes
from commissions.domain.close.binary_rule import BinaryRule
from commissions.domain.close.paired_runs import PairedRun, TouchedSeat
from commissions.domain.close.seat_order import SIDES


class OpenLegs:
    """`came_in`, `gone`: of untouched seats; the touched ones are changed in place."""

    def __init__(self, came_in: Volumes, gone: Volumes, touched: dict[int, TouchedSeat]) -> None:
        self.came_in, self.gone, self.touched = came_in, gone, touched
        self._legs = [
            (member, side, seat.legs[side])
            for member, seat in touched.items()
            for side in range(SIDES)
        ]
        self._weaker = np.zeros(came_in.shape, dtype=bool)

    @property
    def open(self) -> Volumes:
        found: Volumes = self.came_in - self.gone
        for member, side, leg in self._legs:
            found[side, member] = leg.volume
        return found

    def expire(self, position: Volumes, at: int) -> None:
        """What came in before a moment, which is what stands below the positions."""
        self.gone = np.maximum(self.gone, position)
        for member, side, leg in self._legs:
            leg.expire(int(position[side, member]), at)

    def for_matching(self, rule: BinaryRule) -> tuple[Volumes, Volumes]:
        """What of each leg counts; what is above the cap burns, or stays for the carry."""
        open_ = self.open
        if rule.leg_cap is not None and rule.leg_cap_burns:
            self._take(np.maximum(open_ - rule.leg_cap, 0))
            open_ = np.minimum(open_, rule.leg_cap)
        left_is_weaker = open_[0] <= open_[1]
        self._weaker = np.stack([left_is_weaker, ~left_is_weaker])
        capped = open_ if rule.leg_cap is None else np.minimum(open_, rule.leg_cap)
        return capped[0], capped[1]

    def take_matched(self, pay: SeatPay, paid_by: Volumes, ends: int) -> tuple[Volumes, Volumes]:
        """Takes what was matched in the period that ends then. By side and untouched seat: from
        which position on, and how much."""
        start, taken = self.gone, pay.taken
        ordinary = taken.copy()
        ordinary[:, [*self.touched]] = 0
        self.gone = start + ordinary
        for member, seat in self.touched.items():
            volumes = [int(each) for each in taken[:, member]]
            if any(volumes):
                left, right = (leg.take(v) for leg, v in zip(seat.legs, volumes, strict=True))
                seat.runs.append(
                    PairedRun(
                        (left, right),
                        paid=int(pay.paid[member]),
                        first_pair=bool(pay.first[member]),
                        paid_by=int(paid_by[member]),
                        ends=ends,
                    )
                )
        return start, ordinary

    def flush(self, who: Flags) -> None:
        """Empties both legs, and forgives what they owe."""
        self.gone = np.where(who, self.came_in, self.gone)
        for member, _, leg in self._legs:
            if who[member]:
                leg.flush()

    def empty_weaker(self, who: Flags) -> None:
        """Empties the leg that had less before the match, whatever counted of both."""
        self._take(np.maximum(self.open, 0) * (self._weaker & who))

    def keep_at_most(self, volume: int) -> None:
        self._take(np.maximum(self.open - volume, 0))

    def _take(self, volume: Volumes) -> None:
        self.gone = self.gone + volume
        for member, side, leg in self._legs:
            leg.take(int(volume[side, member]))
