"""Processes end at any call, and answers get lost after what was asked was done: nothing is lost,
and nothing counts twice."""

from collections import Counter
from itertools import combinations
from random import Random
from typing import Any

import pytest

from tests.journey.baskets import key
from tests.journey.deployed import PROOF, WORKERS, Said
from tests.journey.jobs.wire import AFTER, BEFORE, LOST, UNANSWERED, WRITES
from tests.journey.ledger_reads import Books
from tests.journey.workers import Staff
from tests.support.memory_ledger import balances, problems

UNDISTURBED = 30_000
PAIRS = 200 if PROOF else 0
SHAKY_ORDERS, SHAKY_RATE = (400, 0.3) if PROOF else (24, 0.3)
SHAKY = 39_000
NEEDED = {
    "dynamodb.PutItem",
    "events.PutEvents",
    "dynamodb.GetItem",
    "dynamodb.Query",
    "dynamodb.BatchGetItem",
    "dynamodb.TransactWriteItems",
    "dynamodb.UpdateItem",
}
Run = dict[str, Any]


@pytest.fixture(scope="module")
def undisturbed(company: Said, workers: Staff) -> Run:
    """An order and its refund as they go when nothing happens to them."""
    run: Run = workers.do("orders.cut", number=UNDISTURBED, cuts=[])
    return run


@pytest.fixture(scope="module")
def cuts(undisturbed: Run) -> dict[int, list[list[Any]]]:
    """By the number of the order that it happens to: the process ends after every call, which is
    before the next one, and before the first; to every write the answer is lost, or the message
    that led to it, which only the sweeper can bring back then."""
    calls = undisturbed["calls"]
    ends = [[0, BEFORE], *([call, AFTER] for call in range(len(calls)))]
    writes = [call for call, name in enumerate(calls) if name.rpartition(".")[2] in WRITES]
    losses = [[call, how] for call in writes for how in (UNANSWERED, LOST)]
    pairs = list(combinations(ends, 2))
    chosen = Random(5).sample(pairs, min(PAIRS, len(pairs)))  # noqa: S311 - no secret
    planned = [[cut] for cut in [*ends, *losses]] + [list(pair) for pair in chosen]
    return dict(enumerate(planned, start=UNDISTURBED + 1))


@pytest.fixture(scope="module")
def runs(cuts: dict[int, list[list[Any]]], workers: Staff) -> dict[int, Run]:
    planned: list[Run] = [{"number": number, "cuts": cut} for number, cut in cuts.items()]
    parts = [planned[worker::WORKERS] for worker in range(WORKERS)]
    done = workers.together("orders.cut_many", [{"runs": part} for part in parts])
    return {
        int(run["number"]): outcome
        for part, outcomes in zip(parts, done, strict=True)
        for run, outcome in zip(part, outcomes, strict=True)
    }


def ending(books: Books, number: int) -> tuple[Any, int, list[str]]:
    """What the ledger says of an order, how many facts it has, and what is wrong with it."""
    chain, wrong = books.journals(key(number)), []
    if books.head(key(number)).get("journals") != len(chain):
        wrong = ["the head counts other journals than there are"]
    return balances(chain), len(books.facts(key(number))), wrong + problems(chain)


def test_the_calls_that_are_cut_are_all_that_an_order_needs(undisturbed: Run) -> None:
    assert set(undisturbed["calls"]) >= NEEDED
    assert undisturbed["calls"].count("dynamodb.TransactWriteItems") >= 4
    assert undisturbed["returned"] == 0


def test_every_cut_was_met(runs: dict[int, Run], cuts: dict[int, list[list[Any]]]) -> None:
    missed = [cuts[number] for number, run in runs.items() if not run["hit"]]

    assert missed == []


def test_wherever_a_process_ends_nothing_is_lost_and_nothing_counts_twice(
    books: Books, runs: dict[int, Run], cuts: dict[int, list[list[Any]]]
) -> None:
    wanted = ending(books, UNDISTURBED)
    wrong = {
        str(cuts[number]): found for number in runs if (found := ending(books, number)) != wanted
    }

    assert wanted[0]["commission_payable:cara", "USD"] == 1700 - 500
    assert wrong == {}


def test_after_a_crash_it_is_enough_to_come_again_once_or_twice(runs: dict[int, Run]) -> None:
    assert max(run["returned"] for run in runs.values()) <= 2


def test_answers_that_get_lost_after_the_deed_double_nothing(
    books: Books, company: Said, workers: Staff, undisturbed: Run
) -> None:
    numbers = list(range(SHAKY, SHAKY + SHAKY_ORDERS))
    parts = [
        {"numbers": numbers[worker::WORKERS], "seed": worker, "rate": SHAKY_RATE}
        for worker in range(WORKERS)
    ]
    done = workers.together("orders.lose_answers", parts)
    lost = Counter(each for part in done for each in part["lost"])
    wanted = ending(books, UNDISTURBED)
    wrong = {number: found for number in numbers if (found := ending(books, number)) != wanted}

    assert {f"TransactWriteItems {how}" for how in ("timeout", "closed", "500")} <= set(lost)
    assert sum(part["returned"] for part in done) > 0
    assert wrong == {}
