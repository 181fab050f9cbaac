"""What a binary leaves to its next period, in columns: whoever closes keeps it from run to run.

Members and orders are known by what they keep for ever, a member by the number that never changes
and an order by its id. A place in a tree moves whenever anybody enrols, so it says nothing.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from commissions.domain.close.binary_state import ALWAYS, BinaryState, no_legs_yet
from commissions.domain.close.exact import Places
from commissions.domain.close.order_ids import OrderIds
from commissions.domain.close.whole_numbers import distinct

SIDE_OF = {"L": 0, "R": 1}


class MembersMissing(ValueError):
    """Members of an earlier close whom the period does not have."""

    def __init__(self, tree: str, numbers: list[int]) -> None:
        super().__init__(
            f"tree {tree}: the members with the numbers {', '.join(map(str, numbers))} were there "
            "at the last close and are not told now: tell everybody who ever was a member, "
            "whatever their status"
        )
        self.numbers = tuple(numbers)


class NumberTwice(ValueError):
    """Two members of one number."""

    def __init__(self) -> None:
        super().__init__("members.lasting: two members have one number: give each another")


class ClosedAlready(ValueError):
    """A period that what was brought along has in it."""

    def __init__(self, tree: str, period: str) -> None:
        super().__init__(
            f"tree {tree}: {period} begins before the last close ended: close it from what the "
            "period before it left"
        )
        self.period = period


class OrderForgotten(ValueError):
    """Something came back of an order that nobody knows any more."""

    def __init__(self, order: str) -> None:
        super().__init__(
            f"late return of order {order}: its period was forgotten, so it cannot be said what it "
            "was matched with: keep periods for as long as their orders can come back"
        )
        self.order = order


NOTHING_KNOWN = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedBinary:
    """Of one tree. A row a member, in the order in which closes came to know them."""

    number: Places = field(default_factory=NOTHING_KNOWN.copy)
    """By row, the member's number that never changes."""
    state: BinaryState = field(default_factory=no_legs_yet)
    orders: OrderIds = field(default_factory=OrderIds)
    """Of the periods that the state has."""

    def rows(self, tree: str, number: Places, enrolment: Places) -> Places:
        """By place, the row of each member; new ones follow as they enrolled. `number`: by place,
        without the house. Raises MembersMissing, NumberTwice."""
        known = len(self.number)
        by_enrolment = np.argsort(enrolment, kind="stable")
        asked = number[by_enrolment]
        if len(distinct(asked)) < len(asked):
            raise NumberTwice
        row = np.arange(len(number))
        if not np.array_equal(asked[:known], self.number):
            row = self._found(tree, asked)
        by_place = np.empty_like(row)
        by_place[by_enrolment] = row
        return by_place

    def _found(self, tree: str, asked: Places) -> Places:
        order = np.argsort(self.number, kind="stable")
        place = np.searchsorted(self.number[order], asked)
        place = np.minimum(place, len(order) - 1)
        is_known = self.number[order[place]] == asked
        row = order[place]
        row[~is_known] = len(order) + np.arange(np.count_nonzero(~is_known))
        if np.count_nonzero(is_known) < len(order):
            raise MembersMissing(tree, sorted(set(self.number.tolist()) - set(asked.tolist()))[:10])
        return row

    def open(self, side: str, number: Places) -> Places:
        """What is open on a side, `L` or `R`, in the order of `number`: 0 of who is new."""
        order = np.argsort(self.number, kind="stable")
        open_ = np.append(self.state.open[SIDE_OF[side]], 0)
        if not len(order):
            return np.zeros_like(number)
        place = np.minimum(np.searchsorted(self.number[order], number), len(order) - 1)
        row = np.where(self.number[order[place]] == number, order[place], len(order))
        found: Places = open_[row]
        return found

    def forgetting(self, before: int) -> "CarriedBinary":
        """Without the periods that ended by then; see `BinaryState.forgetting`."""
        return replace(
            self, state=self.state.forgetting(before), orders=self.orders.forgetting(before)
        )

    @property
    def has_forgotten(self) -> bool:
        return self.state.known_since > ALWAYS
