"""What many orders have to hear is handed out in parts, each of which is told by itself.

A step that told thousands of orders one by one would run out of its time, begin anew, and never
come to its end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched

from commissions.domain.sales.carried_attribution import AttributionCarried, CarriedAttribution

ONE_BY_ONE_MAX = 25
PART_MAX = 200
"""About 100 KB on the bus, and twenty calls of whoever hands it on."""


@dataclass(frozen=True, slots=True)
class AttributionBroadcast:
    """What a step had to say to many orders, or a part of it."""

    carried: tuple[CarriedAttribution, ...]
    """At least one, and PART_MAX at most; without lines."""

    @property
    def order_key(self) -> str:
        """Of the first of the orders that hear it."""
        return self.carried[0].order_key

    @property
    def key(self) -> str:
        first = self.carried[0]
        return f"{first.source}/broadcast/{first.version}/{first.order_key}"

    @property
    def each(self) -> list[AttributionCarried]:
        return [AttributionCarried(told) for told in self.carried]


def with_broadcasts[R](told: Iterable[R]) -> Iterator[R | AttributionBroadcast]:
    """The same records, with what more orders than ONE_BY_ONE_MAX have to hear in parts."""
    records = [*told]
    carried = [each.carried for each in records if isinstance(each, AttributionCarried)]
    if len(carried) <= ONE_BY_ONE_MAX:
        yield from records
        return
    yield from (each for each in records if not isinstance(each, AttributionCarried))
    for part in batched(carried, PART_MAX, strict=False):
        yield AttributionBroadcast(part)
