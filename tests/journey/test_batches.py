"""A batch with broken messages: exactly those go back, and the others count, once."""

from random import Random

import pytest

from tests.journey.baskets import key
from tests.journey.deployed import PROOF, WORKERS, Said
from tests.journey.ledger_reads import Books
from tests.journey.workers import Staff
from tests.support.memory_ledger import problems

SIZE = 10
PATTERNS = 2**SIZE if PROOF else 20
FIRST = 70_000


@pytest.fixture(scope="module")
def patterns() -> list[list[bool]]:
    """Which of the ten are broken: all ways there are, or some, first of all the ends of them."""
    every = [[bool(number >> place & 1) for place in range(SIZE)] for number in range(2**SIZE)]
    some = Random(9).sample(every[1:-1], min(PATTERNS, len(every)) - 2)  # noqa: S311 - no secret
    return [every[-1], *some, every[0]]


@pytest.fixture(scope="module")
def came_back(company: Said, workers: Staff, patterns: list[list[bool]]) -> list[list[int]]:
    """Each worker has ten orders of its own; it takes their sales in ever other batches."""
    parts = [
        {
            "numbers": list(range(FIRST + worker * SIZE, FIRST + (worker + 1) * SIZE)),
            "patterns": [*patterns[worker::WORKERS], patterns[-1]],
        }
        for worker in range(WORKERS)
    ]
    done: list[list[list[int]]] = workers.together("batches.earn", parts)
    assert [part.pop() for part in done] == [[]] * WORKERS
    return [done[number % WORKERS][number // WORKERS] for number in range(len(patterns))]


def test_exactly_the_broken_messages_of_a_batch_go_back(
    patterns: list[list[bool]], came_back: list[list[int]]
) -> None:
    broken = [[place for place in range(SIZE) if pattern[place]] for pattern in patterns]

    assert came_back == broken


def test_the_neighbours_of_broken_messages_count_once(
    came_back: list[list[int]], books: Books
) -> None:
    for number in range(FIRST, FIRST + WORKERS * SIZE):
        chain = books.journals(key(number))

        assert (len(chain), problems(chain)) == (1, [])
