"""Kind `binary` among the other kinds of a close: its facts as columns, and what it gives whom.

What seats bring along stands in the facts lot by lot, and is told so again. A close of millions of
seats keeps a `BinaryState` from period to period instead: see `binary.binary_close`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

import numpy as np

from commissions.domain.close.award_columns import (
    NO_KEY,
    NO_RATE,
    AwardColumns,
    KeyKind,
    Reason,
)
from commissions.domain.close.binary import BinaryClose, BinaryPeriod, binary_close
from commissions.domain.close.binary_rule import BinaryRule, binary_rule
from commissions.domain.close.binary_state import BinaryState
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import LineChanges, moment
from commissions.domain.close.exact import Mask, Places, Whole
from commissions.domain.close.facts import LegState, MatchedRun
from commissions.domain.close.leg_intake import OrderColumns
from commissions.domain.close.leg_refunds import LateOrder
from commissions.domain.close.order_lots import seat_lots
from commissions.domain.close.results import JudgedLegs
from commissions.domain.close.seat_history import SeatHistory, seat_history
from commissions.domain.close.seat_lots import from_lots
from commissions.domain.close.seat_order import NOBODY
from commissions.domain.close.terms import Part

LEFT_SIDE, RIGHT_SIDE = 1, 2
"""As `LineChanges` has them."""


def binary_awards(bonus: Part, close: ClosingPeriod) -> AwardColumns:
    run = _ClosingBinary(bonus, close)
    close.legs.update(run.legs())
    return run.awards()


@dataclass(frozen=True)
class _ClosingBinary:
    """Here members are numbered as they enrolled, so that nobody ever has another number."""

    bonus: Part
    close: ClosingPeriod

    @cached_property
    def number(self) -> Places:
        """By place of the sponsor tree; of the house NOBODY."""
        return self.close.period.members.enrolment

    @cached_property
    def place(self) -> Places:
        """By number."""
        return np.argsort(self.number[:-1], kind="stable")

    @cached_property
    def rule(self) -> BinaryRule:
        terms = self.close.terms
        every = self.close.period.every
        return binary_rule(terms.document, self.bonus, terms.rank_ids[1:], every)

    @cached_property
    def height(self) -> Places:
        return self.close.judged.pay_rank(self.bonus)[self.place]

    @cached_property
    def qualified(self) -> Mask:
        return np.asarray(self.close.judged.qualified(self.bonus)[self.place])

    @cached_property
    def own_unit(self) -> str:
        """The own volume that a pair's share goes by; empty where none does."""
        by = self.rule.match.paid_by
        return "" if by == "rank" else by

    @cached_property
    def order_ids(self) -> list[str]:
        """By order number: of this period, then of those before."""
        period = self.close.period
        carried = [
            lot.order_id
            for (tree, _), state in period.legs.items()
            if tree == self.bonus["tree"]
            for lots in (state.lots, *(run.taken for run in state.runs))
            for lot in lots
        ]
        late = (each.order_id for each in period.late_returns)
        return list(dict.fromkeys((*period.sales.ids, *carried, *late)))

    @cached_property
    def order_numbers(self) -> dict[str, int]:
        return {order: number for number, order in enumerate(self.order_ids)}

    @cached_property
    def brought(self) -> dict[int, LegState]:
        """By number of the member."""
        return {
            int(self.number[place]): state
            for (tree, place), state in self.close.period.legs.items()
            if tree == self.bonus["tree"]
        }

    @cached_property
    def result(self) -> BinaryClose:
        return binary_close(self.rule, self._period(), self._state())

    def legs(self) -> Iterator[tuple[tuple[str, str], JudgedLegs]]:
        """What every seat leaves behind, by tree and member."""
        pay, tree = self.result.pay, str(self.bonus["tree"])
        for member in np.flatnonzero(self.result.seated).tolist():
            name = self.close.period.members.ids[self.place[member]]
            yield (
                (tree, name),
                JudgedLegs(
                    tree=tree,
                    member=name,
                    left=int(pay.left[member]),
                    right=int(pay.right[member]),
                    matched=int(pay.figure[member]),
                    after=self._after(member),
                ),
            )

    def awards(self) -> AwardColumns:
        """What refunds take back, by their orders; then what seats are paid."""
        pay, back = self.result.pay, self.result.clawbacks
        seats = np.flatnonzero(self.result.seated)
        member = np.array([*(each.member for each in back), *seats], dtype=np.int64)
        many = len(back)
        raw = _whole([each.amount for each in back], pay.raw[seats])
        return AwardColumns(
            bonus=self.bonus["id"],
            kind=self.bonus["kind"],
            keys=KeyKind.RETURNED,
            member=self.place[member],
            level=np.zeros_like(member),
            key=_whole([self._late_key(each.order) for each in back], np.full_like(seats, NO_KEY)),
            rank=self.height[member],
            base=_whole([-each.volume for each in back], pay.figure[seats]),
            rate=np.full_like(member, self._rate[0]),
            denominator=self._rate[1],
            raw=raw,
            amount=_whole(raw[:many].tolist(), pay.paid[seats]),
            reason=_whole([Reason.PAID] * many, self._reasons[seats]),
        )

    @cached_property
    def _rate(self) -> tuple[int, int]:
        match, minor = self.rule.match, self.close.terms.minor
        if match.mode not in {"percent", "ratio"}:
            return NO_RATE, 1
        return match.amounts[0] * 100, match.denominator * minor

    @cached_property
    def _reasons(self) -> Places:
        pay = self.result.pay
        idle = np.where(pay.figure > 0, Reason.TOO_SMALL, Reason.NOTHING_MATCHED)
        paid = np.where(pay.paid > 0, Reason.PAID, idle)
        cut = np.where(pay.paid < pay.raw, Reason.CUT_BY_BINARY, paid)
        return np.where(self.qualified, cut, Reason.NOT_ACTIVE)

    def _late_key(self, order: int) -> int:
        return self.close.period.late_ids.index(self.order_ids[order])

    def _after(self, member: int) -> LegState:
        state = self.result.state
        lots = seat_lots(state, member, self.order_ids.__getitem__)
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
        """The runs that it brought along, as refunds left them, and that of this period."""
        known = self.brought.get(member, LegState()).runs
        runs = self.result.state.touch(member).runs
        before = [
            replace(
                old,
                matched=old.matched if run.matched is None else run.matched,
                paid=run.paid,
                first_pair=run.first_pair,
            )
            for old, run in zip(known, runs, strict=False)
        ]
        return [*before, self._run(member)] if len(runs) > len(known) else before

    def _run(self, member: int) -> MatchedRun:
        pay, terms, place = self.result.pay, self.close.terms, self.place[member]
        units = terms.document["volumes"]
        return MatchedRun(
            period=self.close.period.period,
            taken=(),
            matched=int(pay.figure[member]),
            paid=int(pay.paid[member]),
            first_pair=bool(pay.first[member]),
            rank=terms.rank_ids[self.height[member]],
            own={unit: int(self.close.volumes.own(unit)[place]) for unit in units},
        )

    def _period(self) -> BinaryPeriod:
        period, days = self.close.period, self.rule.expire_days
        own = self.close.volumes.own(self.own_unit)[:-1] if self.own_unit else self.height
        return BinaryPeriod(
            starts=moment(period.starts),
            ends=moment(period.ends),
            orders=self._orders(),
            history=self._history(),
            qualified=self.qualified,
            height=self.height,
            own=(own[self.place] if self.own_unit else own).astype(np.int64),
            owner=period.members.owner[self.place],
            late=self._late(),
            expire_before=None if days is None else moment(period.ends - timedelta(days=days)),
        )

    def _state(self) -> BinaryState:
        def paid_by(run: MatchedRun) -> int | None:
            if self.own_unit:
                return None if run.own is None else run.own.get(self.own_unit, 0)
            return None if run.rank is None else self.close.terms.height(run.rank)

        members = len(self.place)
        return from_lots(self.brought, members, self.order_numbers.__getitem__, paid_by)

    def _orders(self) -> OrderColumns:
        sales = self.close.period.sales
        by_time = np.lexsort((np.array(sales.ids, dtype=str), sales.at))
        return OrderColumns(
            order=by_time,
            at=sales.at[by_time],
            seller=self.number[sales.seller][by_time],
            volume=self.close.period.volume(self.rule.basis)[by_time].astype(np.int64),
        )

    def _history(self) -> SeatHistory:
        nothing = np.zeros(0, dtype=np.int64)
        none = LineChanges(member=nothing, at=nothing, parent=nothing, side=nothing)
        seats = self.close.period.trees.get(self.bonus["tree"], none)
        right = np.where(seats.side == RIGHT_SIDE, 1, NOBODY)
        side = np.where(seats.side == LEFT_SIDE, 0, right)
        return seat_history(self.number[seats.member], self.number[seats.parent], side, seats.at)

    def _late(self) -> list[LateOrder]:
        late = sorted(self.close.period.late_returns, key=lambda each: (each.at, each.order_id))
        return [
            LateOrder(
                order=self.order_numbers[each.order_id],
                at=moment(each.at),
                volume=each.volumes.get(self.rule.basis, 0),
            )
            for each in late
        ]


def _whole(first: list[int], then: Whole) -> Whole:
    return np.concatenate([np.array(first, dtype=np.int64), then])
