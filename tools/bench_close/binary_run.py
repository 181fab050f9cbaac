"""`python -m tools.bench_close.binary_run MEMBERS LINES SEED`: a measured month of the binary.

The month before is closed first, unmeasured, so that there is carried volume, and some of it is so
old that it expires. The two months have the same orders.
"""

import json
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from commissions.domain.close.binary import BinaryClose, BinaryPeriod, binary_close
from commissions.domain.close.binary_rule import BinaryRule, binary_rule
from commissions.domain.close.binary_state import BinaryState, no_legs_yet
from commissions.domain.close.leg_intake import OrderColumns
from commissions.domain.close.seat_history import seat_history
from tools.bench_close.company_columns import CompanyColumns, company_columns
from tools.bench_close.company_files import company_files
from tools.bench_close.draws import Flags, Ints
from tools.bench_close.period import ENDS, STARTS, MonthOrders, micros, month_orders
from tools.bench_close.plan_files import plan
from tools.bench_close.stopwatch import Stopwatch, peak_mb

MONTH = timedelta(days=31)
BEFORE_ALL = 0


@dataclass(frozen=True, slots=True)
class BinaryMonths:
    """What a month's close is made of, whichever month it is."""

    rule: BinaryRule
    members: CompanyColumns
    orders: MonthOrders

    def close(self, state: BinaryState, *, months_ago: int = 0) -> BinaryClose:
        back = micros(STARTS) - micros(STARTS - months_ago * MONTH)
        ends = micros(ENDS) - back
        expires = None
        if self.rule.expire_days is not None:
            expires = ends - timedelta(days=self.rule.expire_days) // timedelta(microseconds=1)
        numbers = np.arange(len(self.members.sponsor))
        period = BinaryPeriod(
            starts=micros(STARTS) - back,
            ends=ends,
            orders=self._orders(back),
            history=seat_history(
                numbers,
                self.members.seat_above,
                self.members.seat_right.astype(np.int64),
                np.full(len(numbers), BEFORE_ALL),
            ),
            qualified=self._active(),
            height=self._height(),
            own=self.members.qv,
            owner=numbers,
            expire_before=expires,
        )
        return binary_close(self.rule, period, state)

    def _orders(self, back: int) -> OrderColumns:
        return OrderColumns(
            order=np.arange(len(self.orders.at)),
            at=self.orders.at - back,
            seller=self.orders.member,
            volume=self.orders.cv,
        )

    def _active(self) -> Flags:
        """As the plan says it: 60 points, and in good standing."""
        return self.members.in_good_standing & (self.members.qv >= 60_00)

    def _height(self) -> Ints:
        """As the plan says it: a builder from 60 points on, a director from 300."""
        return np.searchsorted(np.array([60_00, 300_00]), self.members.qv, side="right")


def measured(members: int, lines: int, seed: int) -> dict[str, Any]:
    document, watch = plan("binary"), Stopwatch()
    company = company_files(members, lines, seed)
    rule = binary_rule(document, document["bonuses"][0], ["builder", "director"], "month")
    with watch.step("lines"):
        months = BinaryMonths(rule, company_columns(company), month_orders(company))
    state = months.close(no_legs_yet(), months_ago=1).state
    with watch.step("close"):
        closed = months.close(state)
    return {
        "seconds": watch.total,
        "seconds_by_step": watch.seconds,
        "rss_mb": peak_mb(),
        "paid": int(closed.pay.paid.sum()),
        "seats_paid": int((closed.pay.paid > 0).sum()),
        "carried": int(closed.state.open.sum()),
    }


if __name__ == "__main__":
    found = measured(*(int(word) for word in sys.argv[1:4]))
    sys.stdout.write(json.dumps(found) + "\n")
