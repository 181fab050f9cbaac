"""The facts of a period as the binary in columns wants them, and what it makes of them.

Who qualifies, and by which rank a pair pays, is asked of the naive close: only legs are compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import numpy as np

from commissions.audit.close.context import Close, close_of
from commissions.domain.close.binary import BinaryClose, BinaryPeriod, binary_close
from commissions.domain.close.binary_rule import BinaryRule, binary_rule
from commissions.domain.close.binary_state import BinaryState
from commissions.domain.close.facts import LegState, Lot, MatchedRun, PeriodFacts
from commissions.domain.close.leg_intake import OrderColumns
from commissions.domain.close.leg_refunds import LateOrder
from commissions.domain.close.order_lots import seat_lots
from commissions.domain.close.results import CloseResult
from commissions.domain.close.seat_history import SeatHistory, seat_history
from commissions.domain.close.seat_lots import from_lots
from commissions.domain.close.seat_order import NOBODY
from tests.support.binaries import TREE
from tests.support.builders import Document

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SIDE = {"L": 0, "R": 1}


class ColumnsRunner:
    """Closes of one plan in columns, one after the other; orders are numbered as they come."""

    def __init__(self, document: Document) -> None:
        self.document = document
        [self.bonus] = document["bonuses"]
        self.order_numbers: dict[str, int] = {}

    def close(self, facts: PeriodFacts, state: BinaryState) -> BinaryClose:
        close = close_of(self.document, facts)
        rule = binary_rule(self.document, self.bonus, _ranks(close), facts.every)
        return binary_close(rule, self._period(close, rule), state)

    def _period(self, close: Close, rule: BinaryRule) -> BinaryPeriod:
        facts, judging = close.facts, close.judging
        numbers = close.people.numbers
        metric = rule.match.paid_by if rule.match.paid_by not in {"", "rank"} else ""
        heights = [close.sheet.height(judging.pay_rank(each, self.bonus)) for each in numbers]
        qualified = [
            judging.active(each) and judging.eligible(each, self.bonus) for each in numbers
        ]
        return BinaryPeriod(
            starts=micros(facts.starts),
            ends=micros(facts.ends),
            orders=self._orders(facts, numbers, rule.basis),
            history=history_of(facts, numbers),
            qualified=np.array(qualified),
            height=np.array(heights),
            own=np.array([close.volumes.own(each, metric) if metric else 0 for each in numbers]),
            enrolment=np.arange(len(numbers)),
            owner=np.array(
                [numbers.get(close.people.members[each].owner, n) for each, n in numbers.items()]
            ),
            late=self._late(facts, rule.basis),
            expire_before=None
            if rule.expire_days is None
            else micros(facts.ends - timedelta(days=rule.expire_days)),
        )

    def _orders(self, facts: PeriodFacts, numbers: dict[str, int], basis: str) -> OrderColumns:
        sales = sorted(facts.sales, key=lambda sale: (sale.at, sale.order_id))
        return OrderColumns(
            order=whole([self._number(sale.order_id) for sale in sales]),
            at=whole([micros(sale.at) for sale in sales]),
            seller=whole([numbers.get(sale.seller, NOBODY) for sale in sales]),
            volume=whole([sale.volumes.get(basis, 0) for sale in sales]),
        )

    def _late(self, facts: PeriodFacts, basis: str) -> list[LateOrder]:
        return [
            LateOrder(
                order=self._number(each.order_id),
                at=micros(each.at),
                volume=each.volumes.get(basis, 0),
            )
            for each in sorted(facts.late_returns, key=lambda each: (each.at, each.order_id))
        ]

    def _number(self, order: str) -> int:
        return self.order_numbers.setdefault(order, len(self.order_numbers))

    def from_lots(
        self, facts: PeriodFacts, legs: Mapping[tuple[str, str], LegState]
    ) -> BinaryState:
        """The state that seats bring along from another system."""
        close = close_of(self.document, facts)
        numbers = close.people.numbers
        metric = self.bonus["match"].get("pct_by", {}).get("metric")

        def paid_by(run: MatchedRun) -> int | None:
            return (run.own or {}).get(metric) if metric else close.sheet.height(run.rank or "")

        seats = {numbers[member]: state for (_, member), state in legs.items()}
        return from_lots(seats, len(numbers), self._number, paid_by)

    def lots(self, state: BinaryState, member: int) -> list[tuple[str, str, datetime, int]]:
        """Open ones, as `lots_of` writes them."""
        return lots_of(seat_lots(state, member, self.order).open)

    def names(self, facts: PeriodFacts) -> list[str]:
        """By number."""
        return list(close_of(self.document, facts).people.numbers)

    def order(self, number: int) -> str:
        return list(self.order_numbers)[number]


def lots_of(lots: Iterable[Lot]) -> list[tuple[str, str, datetime, int]]:
    """Side by side; parts of an order that stand together as one, and what is owed without one."""
    found: list[tuple[str, str, datetime, int]] = []
    for lot in sorted(lots, key=lambda lot: (lot.side, lot.volume < 0)):
        each = (lot.side, lot.order_id if lot.volume > 0 else "", lot.at, lot.volume)
        if found and found[-1][:3] == each[:3]:
            each = (*each[:3], found.pop()[3] + lot.volume)
        found.append(each)
    return found


def shown(result: CloseResult) -> tuple[object, ...]:
    """Awards, legs with their lots and runs, and the company's cap, as they can be compared.

    Rates as numbers: one engine tells them as the plan has written them."""
    awards = [replace(each, rate=str(Fraction(each.rate or "0"))) for each in result.awards]
    legs = {key: replace(each, after=LegState()) for key, each in result.legs.items()}
    after = {
        key: (lots_of(each.after.lots), [_run(run) for run in each.after.runs])
        for key, each in result.legs.items()
    }
    return awards, legs, after, result.company


def _run(run: MatchedRun) -> object:
    """Parts of an order that were taken one behind the other are one."""
    return lots_of(run.taken), replace(run, taken=())


def history_of(facts: PeriodFacts, numbers: dict[str, int]) -> SeatHistory:
    seats = [seat for seat in facts.seats if seat.tree == TREE]
    return seat_history(
        whole([numbers[seat.member_id] for seat in seats]),
        whole([numbers.get(seat.parent, NOBODY) for seat in seats]),
        whole([SIDE.get(seat.side, NOBODY) for seat in seats]),
        whole([micros(seat.since) for seat in seats]),
    )


def micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def whole(numbers: list[int]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array(numbers, dtype=np.int64)


def _ranks(close: Close) -> list[str]:
    return [str(rank["id"]) for rank in close.sheet.ranks]
