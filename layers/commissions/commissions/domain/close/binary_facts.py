"""The facts of a period as a binary in columns wants them."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np

from commissions.domain.close.binary import BinaryPeriod
from commissions.domain.close.binary_rule import BinaryRule, binary_rule
from commissions.domain.close.binary_state import BinaryState
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import LineChanges, moment
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.facts import LegState, MatchedRun
from commissions.domain.close.leg_intake import OrderColumns
from commissions.domain.close.leg_refunds import LateOrder
from commissions.domain.close.seat_history import SeatHistory, seat_history
from commissions.domain.close.seat_lots import from_lots
from commissions.domain.close.seat_order import NOBODY
from commissions.domain.close.terms import Part

LEFT_SIDE, RIGHT_SIDE = 1, 2
"""As `LineChanges` has them."""


@dataclass(frozen=True)
class BinaryFacts:
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

    def period(self) -> BinaryPeriod:
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

    def state(self) -> BinaryState:
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
