"""Order lines of a month as they come in, an order's together, each with what it counts for."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.bench_close.draws import Flags, Ints
from tools.bench_close.population import Population

SmallInts = NDArray[np.int32]

PART = 5_000_000
"""About so many lines are in a file, so that a close never needs all of them at once."""
LINES_PER_ORDER = 3
SKUS = 300
QUANTITIES = np.array([1, 1, 1, 1, 1, 1, 2, 2, 3, 5])
OF_CUSTOMERS = 0.45
"""Orders that a customer placed with the member; the others are the member's own purchases."""


@dataclass(frozen=True, slots=True)
class OrderLines:
    """A column a fact, by line; volumes in hundredths of a point."""

    order: Ints
    """Counted by time."""
    member: Ints
    """The credited one: of an own purchase the buyer."""
    of_customer: Flags
    cv: Ints
    qv: Ints


def order_lines(seed: int, people: Population) -> Iterator[OrderLines]:
    """All lines, a part at a time; no order is in two parts."""
    chance = np.random.default_rng([seed, 1])
    member, order = _orders_by_time(chance, people)
    of_customer = chance.random(int(order.max(initial=0)) + 1) < OF_CUSTOMERS
    cv, qv = _price_list(seed)
    for start, end in _parts(order):
        part = order[start:end].astype(np.int64)
        sku = chance.integers(0, SKUS, len(part))
        quantity = QUANTITIES[chance.integers(0, len(QUANTITIES), len(part))]
        yield OrderLines(
            order=part,
            member=member[start:end].astype(np.int64),
            of_customer=of_customer[part],
            cv=cv[sku] * quantity,
            qv=qv[sku] * quantity,
        )


def _orders_by_time(chance: np.random.Generator, people: Population) -> tuple[SmallInts, SmallInts]:
    """The member and the order of each line. Everybody's orders are mixed, as they come in."""
    member = np.repeat(np.arange(people.members, dtype=np.int32), people.line_count)
    begins = chance.random(len(member)) < 1 / LINES_PER_ORDER
    begins[1:] |= member[1:] != member[:-1]
    begins[:1] = True
    order = np.cumsum(begins) - 1
    time = chance.permutation(int(begins.sum())).astype(np.int32)[order]
    by_time = np.argsort(time, kind="stable")
    return member[by_time], time[by_time]


def _parts(order: SmallInts) -> Iterator[tuple[int, int]]:
    """From which line to which; each part begins with an order."""
    bounds = np.searchsorted(order, order[PART::PART]).tolist()
    yield from zip([0, *bounds], [*bounds, len(order)], strict=True)


def _price_list(seed: int) -> tuple[Ints, Ints]:
    """What a piece of each SKU counts for: most are small, and some count for rank alone more."""
    chance = np.random.default_rng([seed, 2])
    qv = np.round(np.exp(chance.normal(6.6, 0.7, SKUS))).astype(np.int64)
    return qv * chance.integers(70, 101, SKUS) // 100, qv
