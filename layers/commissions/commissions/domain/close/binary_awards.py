"""Kind `binary` among the other kinds of a close: what it gives whom, and leaves at every seat.

What seats take along is a `CarriedBinary`; seat by seat, with lots, it is told to whoever asks.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from commissions.domain.close.award_columns import (
    NO_KEY,
    NO_RATE,
    AwardColumns,
    KeyKind,
    Reason,
)
from commissions.domain.close.binary import BinaryClose, binary_close
from commissions.domain.close.binary_facts import BinaryFacts
from commissions.domain.close.carried_binary import CarriedBinary
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.exact import Places, Whole
from commissions.domain.close.facts import LegState, MatchedRun
from commissions.domain.close.leg_columns import LegColumns
from commissions.domain.close.order_lots import seat_lots
from commissions.domain.close.paired_runs import PairedRun
from commissions.domain.close.results import JudgedLegs
from commissions.domain.close.terms import Part


def binary_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    run = _ClosingBinary(BinaryFacts(bonus, close))
    close.binaries.append(run.legs)
    close.carried[bonus["tree"]] = run.carried()
    close.seat_legs[bonus["id"]] = run.leg_columns
    return run.awards()


@dataclass(frozen=True)
class _ClosingBinary:
    facts: BinaryFacts

    @cached_property
    def result(self) -> BinaryClose:
        return binary_close(self.facts.rule, self.facts.period(), self.facts.state())

    def carried(self) -> CarriedBinary:
        return CarriedBinary(
            number=self.facts.lasting, state=self.result.state, orders=self.facts.orders
        )

    def leg_columns(self) -> LegColumns:
        pay, state = self.result.pay, self.result.state
        seats = np.flatnonzero(self.result.seated)
        brought = self.facts.state().grown(state.members).open
        return LegColumns(
            tree=self.facts.bonus["tree"],
            member=self.facts.place[seats],
            brought=brought[:, seats],
            came=state.closed[-1].intake.came_in()[:, seats],
            open=np.stack([pay.left, pay.right])[:, seats],
            taken=pay.taken[:, seats],
            after=state.open[:, seats],
            matched=pay.figure[seats],
            first=pay.first[seats],
            raw=pay.raw[seats],
            paid=pay.paid[seats],
        )

    def legs(self) -> Iterator[JudgedLegs]:
        """What every seat leaves behind. It reads the orders once for each."""
        pay = self.result.pay
        for member in np.flatnonzero(self.result.seated).tolist():
            yield JudgedLegs(
                tree=self.facts.bonus["tree"],
                member=self.facts.close.period.members.ids[self.facts.place[member]],
                left=int(pay.left[member]),
                right=int(pay.right[member]),
                matched=int(pay.figure[member]),
                after=self._after(member),
            )

    def awards(self) -> AwardColumns:
        """What refunds take back, by their orders; then what seats are paid."""
        pay, back = self.result.pay, self.result.clawbacks
        seats = np.flatnonzero(self.result.seated)
        member = np.array([*(each.member for each in back), *seats], dtype=np.int64)
        many = len(back)
        raw = _whole([each.amount for each in back], pay.raw[seats])
        return AwardColumns(
            bonus=self.facts.bonus["id"],
            kind=self.facts.bonus["kind"],
            keys=KeyKind.RETURNED,
            member=self.facts.place[member],
            level=np.zeros_like(member),
            key=_whole([self._late_key(each.order) for each in back], np.full_like(seats, NO_KEY)),
            rank=self.facts.height[member],
            base=_whole([-each.volume for each in back], pay.figure[seats]),
            rate=np.full_like(member, self._rate[0]),
            denominator=self._rate[1],
            raw=raw,
            amount=_whole(raw[:many].tolist(), pay.paid[seats]),
            reason=_whole([Reason.PAID] * many, self._reasons[seats]),
        )

    @cached_property
    def _rate(self) -> tuple[int, int]:
        match, minor = self.facts.rule.match, self.facts.close.terms.minor
        if match.mode not in {"percent", "ratio"}:
            return NO_RATE, 1
        return match.amounts[0] * 100, match.denominator * minor

    @cached_property
    def _reasons(self) -> Places:
        pay = self.result.pay
        idle = np.where(pay.figure > 0, Reason.TOO_SMALL, Reason.NOTHING_MATCHED)
        paid = np.where(pay.paid > 0, Reason.PAID, idle)
        cut = np.where(pay.paid < pay.raw, Reason.CUT_BY_BINARY, paid)
        return np.where(self.facts.qualified, cut, Reason.NOT_ACTIVE)

    def _late_key(self, order: int) -> int:
        return self._late_keys[self.facts.orders[order]]

    @cached_property
    def _late_keys(self) -> dict[str, int]:
        return {each: number for number, each in enumerate(self.facts.close.period.late_ids)}

    def _after(self, member: int) -> LegState:
        state = self.result.state
        lots = seat_lots(state, member, self.facts.orders.__getitem__)
        return LegState(
            lots=lots.open,
            runs=tuple(
                replace(run, taken=taken)
                for run, taken in zip(self._runs(member), lots.taken, strict=True)
            ),
            first_pair_paid=bool(state.first_pair_paid[member]),
            periods_unqualified=int(state.periods_unqualified[member]),
        )

    def _runs(self, member: int) -> list[MatchedRun]:
        """Those that can still be undone, as refunds left them, and that of this period."""
        return [
            replace(
                first,
                matched=first.matched if run.matched is None else run.matched,
                paid=run.paid,
                first_pair=run.first_pair,
            )
            for run in self.result.state.touch(member).runs
            for first in [run.told or self._as_closed(member, run)]
        ]

    def _as_closed(self, member: int, run: PairedRun) -> MatchedRun:
        closed = self.result.state.ended(run.ends)
        runs, row = closed.runs, closed.runs.row(member)
        return MatchedRun(
            period=closed.period,
            taken=(),
            matched=int(runs.figure[row]),
            paid=run.paid,
            rank=self.facts.close.terms.rank_ids[runs.height[row]],
            own={unit: int(volume[row]) for unit, volume in runs.own.items()},
        )


def _whole(first: list[int], then: Whole) -> Whole:
    return np.concatenate([np.array(first, dtype=np.int64), then])
