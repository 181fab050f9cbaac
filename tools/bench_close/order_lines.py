"""Order lines of a month as they come in: everybody's mixed, each with what it counts for."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tools.bench_close.draws import Flags, Ints
from tools.bench_close.population import Population

PART = 5_000_000
"""So many lines are in a file, so that a close never needs all of them at once."""
SKUS = 300
QUANTITIES = np.array([1, 1, 1, 1, 1, 1, 2, 2, 3, 5])
OF_CUSTOMERS = 0.45
"""Lines that a customer bought from the member; the others are the member's own purchases."""


@dataclass(frozen=True, slots=True)
class OrderLines:
    """A column a fact, by line; volumes in hundredths of a point."""

    member: Ints
    """The credited one: of an own purchase the buyer."""
    of_customer: Flags
    cv: Ints
    qv: Ints


def order_lines(seed: int, people: Population) -> Iterator[OrderLines]:
    """All lines, a part at a time."""
    chance = np.random.default_rng([seed, 1])
    member = np.repeat(np.arange(people.members, dtype=np.int32), people.line_count)
    chance.shuffle(member)
    cv, qv = _price_list(seed)
    for start in range(0, len(member), PART):
        part = member[start : start + PART].astype(np.int64)
        sku = chance.integers(0, SKUS, len(part))
        quantity = QUANTITIES[chance.integers(0, len(QUANTITIES), len(part))]
        customers = chance.random(len(part)) < OF_CUSTOMERS
        yield OrderLines(part, customers, cv[sku] * quantity, qv[sku] * quantity)


def _price_list(seed: int) -> tuple[Ints, Ints]:
    """What a piece of each SKU counts for: most are small, and some count for rank alone more."""
    chance = np.random.default_rng([seed, 2])
    qv = np.round(np.exp(chance.normal(6.6, 0.7, SKUS))).astype(np.int64)
    return qv * chance.integers(70, 101, SKUS) // 100, qv
