"""Which order has which number: each period's orders are numbered on from those before."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass


class OrderInTwoPeriods(ValueError):
    """An order, of which something came back, that counts in more than one period."""

    def __init__(self, order: str) -> None:
        super().__init__(
            f"order {order} came back and counts in two periods: leave it in one of them, for it "
            "cannot be said which of its volume came back"
        )
        self.order = order


@dataclass(frozen=True, slots=True)
class OrderIds:
    """Build it with `followed_by`. No list of ids is copied, or gone through before it is asked."""

    parts: tuple[tuple[int, Sequence[str]], ...] = ()
    """The number of the first, and the ids; sorted."""

    @property
    def next_number(self) -> int:
        return self.parts[-1][0] + len(self.parts[-1][1]) if self.parts else 0

    def followed_by(self, ids: Sequence[str]) -> "OrderIds":
        return OrderIds((*self.parts, (self.next_number, ids))) if len(ids) else self

    def without(self, numbers: Collection[int]) -> "OrderIds":
        """Without the periods whose first orders have these numbers; the last one stays, so that no
        number is given twice."""
        kept = [each for each in self.parts[:-1] if each[0] not in numbers]
        return OrderIds((*kept, *self.parts[-1:]))

    def __getitem__(self, number: int) -> str:
        part = bisect_right(self.parts, number, key=_first_number) - 1
        first, ids = self.parts[part]
        return ids[number - first]

    def numbers(self, wanted: Collection[str]) -> dict[str, int]:
        """Of those that are known. Raises OrderInTwoPeriods."""
        found: dict[str, int] = {}
        asked = set(wanted)
        for first, ids in self.parts if asked else ():
            for place, order in enumerate(ids):
                if order in asked:
                    if order in found:
                        raise OrderInTwoPeriods(order)
                    found[order] = first + place
        return found


def _first_number(part: tuple[int, Sequence[str]]) -> int:
    return part[0]
