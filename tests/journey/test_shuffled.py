"""Whatever order webhooks and events come in, and whichever of them twice: one ledger."""

from typing import Any

import pytest

from tests.journey.baskets import LIVES, key
from tests.journey.deployed import PROOF, WORKERS, Said
from tests.journey.ledger_reads import Books
from tests.journey.workers import Staff
from tests.support.memory_ledger import balances, problems

SHUFFLES = 100 if PROOF else 8
IN_ORDER = 40_000


def orders(shuffle: int) -> list[list[Any]]:
    """An order of each life; the numbers are the shuffle's own."""
    first = IN_ORDER + 10 * shuffle
    return [[life, first + place] for place, life in enumerate(LIVES)]


@pytest.fixture(scope="module")
def taken(company: Said, workers: Staff) -> list[int]:
    """How many messages each of them took: the one in order, and the shuffled ones."""
    in_order = workers.do("orders.shuffle", lives=orders(0), seed=None)
    shuffled = []
    for first in range(1, SHUFFLES + 1, WORKERS):
        numbers = range(first, min(first + WORKERS, SHUFFLES + 1))
        parts = [{"lives": orders(number), "seed": number} for number in numbers]
        shuffled += workers.together("orders.shuffle", parts)
    return [in_order, *shuffled]


def ledger(books: Books, shuffle: int) -> list[Any]:
    chains = [books.journals(key(number)) for _, number in orders(shuffle)]
    assert [problem for chain in chains for problem in problems(chain)] == []
    facts = [len(books.facts(key(number))) for _, number in orders(shuffle)]
    return [[balances(chain) for chain in chains], facts]


def test_events_in_any_order_and_twice_end_at_the_ledger_of_the_events_in_order(
    taken: list[int], books: Books
) -> None:
    in_order = ledger(books, 0)
    other = [number for number in range(1, SHUFFLES + 1) if ledger(books, number) != in_order]

    assert other == []


def test_the_shuffles_told_more_than_there_was_to_tell(taken: list[int]) -> None:
    in_order, *shuffled = taken

    assert min(shuffled) > in_order


def test_after_a_shuffle_nothing_waits(taken: list[int], books: Books) -> None:
    ours = {key(number) for shuffle in range(SHUFFLES + 1) for _, number in orders(shuffle)}

    assert ours & set(books.parked()) == set()
