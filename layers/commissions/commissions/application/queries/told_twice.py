"""What a store told of one thing in two ways: what counts, beside what waits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from commissions.application.queries.order_story import OrderStory
from commissions.domain.orders.canonical import stamp
from commissions.domain.orders.dispute import OrderDisputed
from commissions.domain.orders.order import OrderCancelled, OrderPlaced
from commissions.domain.orders.refund import OrderRefunded
from commissions.tables.parked import ParkedEntry

CONFLICT = "conflict"
TELLINGS = (OrderPlaced, OrderRefunded, OrderCancelled, OrderDisputed)


@dataclass(frozen=True, slots=True)
class ToldField:
    """One thing that differs; empty where one of the two does not have it."""

    name: str
    """`items.0.qty`."""
    first: str
    """As it counts."""
    second: str
    """As it waits."""


def told_twice(story: OrderStory, entry: ParkedEntry) -> list[ToldField]:
    """What differs; nothing of what is no conflict, or of which one telling is gone."""
    if entry.reason != CONFLICT:
        return []
    told = (each for each in story.contents if isinstance(each, TELLINGS))
    counts = [each for each in told if each.key == entry.record_key]
    records = (each for item in story.webhooks if item.id == entry.inbox for each in item.records)
    waits = [
        each for each in records if isinstance(each, TELLINGS) and each.key == entry.record_key
    ]
    if not (counts and waits):
        return []
    return differing(asdict(counts[0]), asdict(waits[0]))


def differing(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[ToldField]:
    """In the order of the fields."""
    one, other = dict(_flat("", first)), dict(_flat("", second))
    names = [*one, *(each for each in other if each not in one)]
    return [
        ToldField(name, one.get(name, ""), other.get(name, ""))
        for name in names
        if one.get(name, "") != other.get(name, "")
    ]


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for key, each in value.items():
                yield from _flat(f"{name}.{key}" if name else str(key), each)
        case str() | int():
            yield name, str(value)
        case Sequence():
            for number, each in enumerate(value):
                yield from _flat(f"{name}.{number}", each)
        case datetime():
            yield name, stamp(value)
        case None:
            return
        case _:
            yield name, str(value)
