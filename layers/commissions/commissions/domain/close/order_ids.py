"""Which order has which number: each period's orders are numbered on from those before."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple, Protocol, runtime_checkable


class OrderInTwoPeriods(ValueError):
    """An order, of which something came back, that counts in more than one period."""

    def __init__(self, order: str) -> None:
        super().__init__(
            f"order {order} came back and counts in two periods: leave it in one of them, for it "
            "cannot be said which of its volume came back"
        )
        self.order = order


@runtime_checkable
class FindsOrders(Protocol):
    """Ids that are not gone through one by one, as those in files."""

    def among(self, asked: Collection[str]) -> Iterable[tuple[int, str]]:
        """Those that are asked for, each with its place, as often as it is there."""
        ...


class OrdersOfPeriod(NamedTuple):
    first: int
    """The number of the first one."""
    ids: Sequence[str]
    ends: int | None
    """When the period ended, in microseconds; None of those from before the first close here."""


@dataclass(frozen=True, slots=True)
class OrderIds:
    """Build it with `followed_by`. No list of ids is copied, or gone through before it is asked."""

    parts: tuple[OrdersOfPeriod, ...] = ()
    """By number."""
    next_number: int = 0

    def followed_by(self, ids: Sequence[str], ends: int | None = None) -> "OrderIds":
        part = OrdersOfPeriod(self.next_number, ids, ends)
        return OrderIds((*self.parts, part), self.next_number + len(ids))

    def forgetting(self, before: int) -> "OrderIds":
        """Without those of periods that ended by then. No number is given twice."""
        kept = [each for each in self.parts if each.ends is None or each.ends > before]
        return OrderIds(tuple(kept), self.next_number)

    def __getitem__(self, number: int) -> str:
        part = bisect_right(self.parts, number, key=_first_number) - 1
        return self.parts[part].ids[number - self.parts[part].first]

    def numbers(self, wanted: Collection[str]) -> dict[str, int]:
        """Of those that are known. Raises OrderInTwoPeriods."""
        found: dict[str, int] = {}
        asked = set(wanted)
        for first, ids, _ in self.parts if asked else ():
            for place, order in _among(ids, asked):
                if order in found:
                    raise OrderInTwoPeriods(order)
                found[order] = first + place
        return found


def _among(ids: Sequence[str], asked: Collection[str]) -> Iterable[tuple[int, str]]:
    if isinstance(ids, FindsOrders):
        return ids.among(asked)
    return ((place, order) for place, order in enumerate(ids) if order in asked)


_first_number = attrgetter("first")
