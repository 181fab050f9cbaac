"""The facts of a period as a binary in columns wants them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np

from commissions.domain.close.binary import BinaryPeriod
from commissions.domain.close.binary_rule import BinaryRule, binary_rule
from commissions.domain.close.binary_state import BinaryState
from commissions.domain.close.carried_binary import CarriedBinary, ClosedAlready, OrderForgotten
from commissions.domain.close.close import ClosingPeriod
from commissions.domain.close.columns import LineChanges, SaleColumns, integers, moment
from commissions.domain.close.exact import Mask, Places
from commissions.domain.close.facts import LegState, MatchedRun
from commissions.domain.close.leg_intake import OrderColumns
from commissions.domain.close.leg_refunds import LateOrder
from commissions.domain.close.order_ids import OrderIds
from commissions.domain.close.seat_history import SeatHistory, seat_history
from commissions.domain.close.seat_lots import from_lots
from commissions.domain.close.seat_order import NOBODY
from commissions.domain.close.terms import Part

LEFT_SIDE, RIGHT_SIDE = 1, 2
"""As `LineChanges` has them."""


@dataclass(frozen=True)
class BinaryFacts:
    """Here a member's number is the row that the first close gave them, which never changes."""

    bonus: Part
    close: ClosingPeriod

    @cached_property
    def carried(self) -> CarriedBinary:
        """Of the periods before. Raises ClosedAlready; ValueError for what is told twice."""
        period, tree = self.close.period, self.bonus["tree"]
        found = period.binaries.get(tree, CarriedBinary())
        if self.brought and tree in period.binaries:
            raise ValueError(
                f"legs, binaries: tree {tree} is told in both: give what its seats bring along once"
            )
        if moment(period.starts) < found.state.closed_until:
            raise ClosedAlready(tree, period.period)
        return found

    @cached_property
    def number(self) -> Places:
        """By place of the sponsor tree; of the house NOBODY."""
        members = self.close.period.members
        enrolment = members.enrolment[:-1]
        return np.append(self.carried.rows(self.bonus["tree"], members.numbers, enrolment), NOBODY)

    @cached_property
    def place(self) -> Places:
        """By number."""
        place = np.empty_like(self.number[:-1])
        place[self.number[:-1]] = np.arange(len(place))
        return place

    @property
    def lasting(self) -> Places:
        """By number, the one that is the member's for ever."""
        return self.close.period.members.numbers[self.place]

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
    def brought(self) -> dict[int, LegState]:
        """By place, what seats bring along lot by lot."""
        return {
            place: state
            for (tree, place), state in self.close.period.legs.items()
            if tree == self.bonus["tree"]
        }

    @cached_property
    def brought_orders(self) -> dict[str, int]:
        """The orders of those lots, and their numbers."""
        lots = (
            lot.order_id
            for state in self.brought.values()
            for lots in (state.lots, *(run.taken for run in state.runs))
            for lot in lots
        )
        return {order: number for number, order in enumerate(dict.fromkeys(lots))}

    @cached_property
    def orders_before(self) -> OrderIds:
        before, brought = self.carried.orders, list(self.brought_orders)
        return before.followed_by(brought) if brought else before

    @cached_property
    def orders(self) -> OrderIds:
        """With those of this period."""
        ends = moment(self.close.period.ends)
        own = self.orders_before.followed_by(self.own_ids, ends)
        return own.followed_by(self.new_late, ends) if self.new_late else own

    @cached_property
    def own(self) -> Mask:
        """By sale, whether it was placed in the period. What else counts in it is told of orders of
        closed periods as late: binaries undo that lot by lot."""
        return np.asarray(self.close.period.sales.at >= moment(self.close.period.starts))

    @property
    def own_ids(self) -> Sequence[str]:
        ids = self.close.period.sales.ids
        return ids if self.own.all() else [ids[row] for row in np.flatnonzero(self.own).tolist()]

    @cached_property
    def known_late(self) -> dict[str, int]:
        """The numbers of orders that something is added to."""
        return self.orders_before.numbers([each.order_id for each in self.close.period.late_orders])

    @cached_property
    def new_late(self) -> list[str]:
        """The orders of closed periods that come in for the first time."""
        late = self.close.period.late_orders
        return [each.order_id for each in late if each.order_id not in self.known_late]

    def period(self) -> BinaryPeriod:
        period, days = self.close.period, self.rule.expire_days
        own = self.close.volumes.own(self.own_unit)[:-1] if self.own_unit else self.height
        units = self.close.terms.document["volumes"]
        return BinaryPeriod(
            period=period.period,
            starts=moment(period.starts),
            ends=moment(period.ends),
            orders=self._orders(),
            history=self._history(),
            qualified=self.qualified,
            height=self.height,
            own=(own[self.place] if self.own_unit else own).astype(np.int64),
            owner=period.members.owner[self.place],
            enrolment=period.members.enrolment[self.place],
            units={unit: self.close.volumes.own(unit)[self.place] for unit in units},
            late=self._late(),
            expire_before=None if days is None else moment(period.ends - timedelta(days=days)),
        )

    def state(self) -> BinaryState:
        def paid_by(run: MatchedRun) -> int | None:
            if self.own_unit:
                return None if run.own is None else run.own.get(self.own_unit, 0)
            return None if run.rank is None else self.close.terms.height(run.rank)

        if not self.brought:
            return self.carried.state
        legs = {int(self.number[place]): state for place, state in self.brought.items()}
        number = self.brought_orders.__getitem__
        return from_lots(legs, len(self.place), number, paid_by)

    def _orders(self) -> OrderColumns:
        sales = self.close.period.sales
        by_time = _by_time(sales)
        by_time = by_time[self.own[by_time]]
        number = np.cumsum(self.own) - 1
        own = OrderColumns(
            order=self.orders_before.next_number + number[by_time],
            at=sales.at[by_time],
            seller=self.number[sales.seller][by_time],
            volume=self.close.period.volume(self.rule.basis)[by_time].astype(np.int64),
        )
        return self._with_late(own) if self.close.period.late_orders else own

    def _with_late(self, own: OrderColumns) -> OrderColumns:
        """Those of closed periods first, as the period begins."""
        late = sorted(self.close.period.late_orders, key=lambda each: (each.at, each.order_id))
        first = self.orders_before.next_number + len(own.order)
        number = {each: first + place for place, each in enumerate(self.new_late)}
        number |= self.known_late
        starts = moment(self.close.period.starts)
        basis = self.rule.basis

        def with_own(mine: Places, of_late: list[int]) -> Places:
            return np.concatenate([integers(of_late), mine])

        return OrderColumns(
            order=with_own(own.order, [number[each.order_id] for each in late]),
            at=with_own(own.at, [starts] * len(late)),
            seller=with_own(own.seller, self.number[[each.seller for each in late]].tolist()),
            volume=with_own(own.volume, [each.volumes.get(basis, 0) for each in late]),
            placed=with_own(own.at, [each.at for each in late]),
        )

    def _history(self) -> SeatHistory:
        nothing = np.zeros(0, dtype=np.int64)
        none = LineChanges(member=nothing, at=nothing, parent=nothing, side=nothing)
        seats = self.close.period.trees.get(self.bonus["tree"], none)
        right = np.where(seats.side == RIGHT_SIDE, 1, NOBODY)
        side = np.where(seats.side == LEFT_SIDE, 0, right)
        return seat_history(self.number[seats.member], self.number[seats.parent], side, seats.at)

    def _late(self) -> list[LateOrder]:
        """Raises OrderForgotten, OrderInTwoPeriods."""
        late = sorted(self.close.period.late_returns, key=lambda each: (each.at, each.order_id))
        told = [each for each in late if each.volumes.get(self.rule.basis, 0)]
        numbers = self.orders.numbers([each.order_id for each in told])
        for each in told if self.carried.has_forgotten else ():
            if each.order_id not in numbers:
                raise OrderForgotten(each.order_id)
        return [
            LateOrder(
                order=numbers[each.order_id],
                at=moment(each.at),
                volume=each.volumes[self.rule.basis],
            )
            for each in told
            if each.order_id in numbers
        ]


def _by_time(sales: SaleColumns) -> Places:
    """The orders by time, and of one moment by their ids, which are asked of those alone."""
    order = np.argsort(sales.at, kind="stable")
    same = np.diff(sales.at[order]) == 0
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    rows = order[tied]
    ids = np.array([sales.ids[row] for row in rows], dtype=str)
    order[tied] = rows[np.lexsort((ids, sales.at[rows]))]
    return order
