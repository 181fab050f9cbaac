"""Stores send again what they think was not heard: all of it at once, and it counts once."""

from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from random import Random

import pytest

from commissions.domain.ledger.facts import Content
from commissions.domain.ledger.journal import Journal
from tests.journey.baskets import GREEN, basket, key
from tests.journey.deployed import PROOF, Said
from tests.journey.ledger_reads import Books, posted
from tests.journey.stores import Stores, happens
from tests.support.memory_ledger import problems
from tools.demo.payloads import Line, order
from tools.stack import Stack

ORDERS, TIMES = (200, 20) if PROOF else (25, 8)
SENDERS = 10
FIRST = 20_000
NUMBERS = range(FIRST, FIRST + ORDERS)


def teas(number: int) -> int:
    return 1 + number % 3


def expected(number: int) -> list[list[str]]:
    """Twenty points a tea: 20% and 5% to Cara, 4% and 3% above; Dan is inactive."""
    n = teas(number)
    shares = [("cara", 400), ("cara", 100), ("dan", 0), ("bob", 80), ("ann", 60), ("", 0)]
    return [[f"{who} {n * share // 100}.{n * share % 100:02} USD" for who, share in shares]]


def send(stack: Stack, numbers: list[int]) -> list[int]:
    with Stores(stack.api_url) as stores:
        return [
            stores.tell(
                "tea-us", "orders/paid", order(basket(number, Line(GREEN, teas(number), 2400)))
            ).status
            for number in numbers
        ]


@pytest.fixture(scope="module")
def statuses(stack: Stack, company: Said, books: Books) -> list[int]:
    storm = list(NUMBERS) * TIMES
    Random(1).shuffle(storm)  # noqa: S311 - no secret
    parts = [list(part) for part in batched(storm, -(-len(storm) // SENDERS), strict=False)]
    with ThreadPoolExecutor(SENDERS) as together:
        told = list(together.map(lambda part: send(stack, part), parts))
    assert happens(books.is_quiet, within=600 if PROOF else 120), books.on_the_way()
    return [status for part in told for status in part]


@pytest.fixture(scope="module")
def chains(books: Books, statuses: list[int]) -> dict[int, list[Journal]]:
    return {number: books.journals(key(number)) for number in NUMBERS}


def test_every_delivery_of_a_storm_is_answered_well(statuses: list[int]) -> None:
    assert (set(statuses), len(statuses)) == ({200}, ORDERS * TIMES)


def test_an_order_that_is_told_again_and_again_pays_once(
    chains: dict[int, list[Journal]],
) -> None:
    wrong = {n: posted(chain) for n, chain in chains.items() if posted(chain) != expected(n)}

    assert wrong == {}


def kind_of(content: Content) -> str:
    return type(content).__name__


def test_a_storm_leaves_one_fact_one_lock_and_one_match_of_each_order(
    books: Books, chains: dict[int, list[Journal]]
) -> None:
    left = {tuple(sorted(map(kind_of, books.facts(key(number))))) for number in chains}
    assert left == {("Lock", "OrderPlaced", "ReferralMatch")}
    assert [problem for chain in chains.values() for problem in problems(chain)] == []
