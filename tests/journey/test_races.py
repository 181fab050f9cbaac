"""Refunds, cancellations and edits of one order that meet at the ledger in the same moment.

The engine's transactions are real: one of many racers wins. That is tried first, as everything here
stands on it.
"""

import time
from random import Random
from typing import Any

import pytest

from commissions.domain.ledger.facts import fact
from commissions.domain.ledger.settlement import next_journal
from commissions.domain.ledger.target import fold
from tests.journey.deployed import PROOF, WORKERS, Said
from tests.journey.ledger_reads import Books
from tests.journey.workers import Staff
from tests.support import oracle
from tests.support.company import plan_in
from tests.support.histories import history
from tests.support.memory_ledger import RECORDED_AT, balances, problems
from tools.stack import Stack

THREADS = 4
RACERS = WORKERS * THREADS
ROUNDS = 250 if PROOF else 15
CHECKED_ROUNDS = 60 if PROOF else 20
DELIVERIES_MIN = 5
HEAD_START = 0.05
CALLS = (
    "dynamodb.GetItem",
    "dynamodb.Query",
    "dynamodb.Query",
    "dynamodb.TransactWriteItems",
)
VISITS = 200 if PROOF else 32
PLAN = plan_in("USD")


def lives(count: int) -> list[int]:
    """Histories that are worth a race: long ones, by the plan that the stack knows."""
    found: list[int] = []
    seed = 0
    while len(found) < count:
        life = history(seed)
        if (
            life.plan.ref == PLAN.ref
            and len(life.deliveries) >= DELIVERIES_MIN
            and oracle.due([*life.deliveries[0]]).awards
        ):
            found.append(seed)
        seed += 1
    return found


def shares(seed: int) -> list[list[list[int]]]:
    """What each racer of each worker tells: two deliveries, so that every one is told often."""
    chance = Random(seed)  # noqa: S311 - no secret
    count = len(history(seed).deliveries)
    every = list(range(count)) * (2 * RACERS // count + 1)
    chance.shuffle(every)
    racers = [every[2 * number : 2 * number + 2] for number in range(RACERS)]
    left = every[2 * RACERS :]
    racers[-1] += left
    return [racers[n * THREADS : (n + 1) * THREADS] for n in range(WORKERS)]


def test_of_many_racers_on_one_conditional_transaction_exactly_one_wins(
    stack: Stack, workers: Staff
) -> None:
    stack.client("dynamodb").create_table(
        TableName="races",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    race = {
        "table": "races",
        "start_at": time.time() + 1,
        "rounds": CHECKED_ROUNDS,
        "racers": THREADS,
        "pause": 0.1,
    }
    winners = workers.together("races.conditional", [race] * WORKERS)

    assert [sum(each) for each in zip(*winners, strict=True)] == [1] * CHECKED_ROUNDS


def test_whoever_comes_in_between_two_calls_of_another_is_not_overwritten(
    company: Said, workers: Staff, books: Books
) -> None:
    """Head, facts, journals, transaction: in between each, on histories of their own."""
    workers.do("races.publish_plan")
    met = []
    for number, seed in enumerate(lives(ROUNDS + VISITS)[ROUNDS:]):
        calls = workers.do("races.visited", seed=seed, at=number % len(CALLS))
        met.append("a visit" in calls and calls.count(CALLS[-1]) > 2)
        contents = [content for delivery in history(seed).deliveries for content in delivery]

        assert balances(books.journals(f"shopify/tea/{seed}")) == oracle.due(contents).accounts
    assert sum(met) >= VISITS // 3, "few had to decide again: the visits prove nothing"


@pytest.fixture(scope="module")
def raced(company: Said, workers: Staff) -> dict[str, Any]:
    """All rounds; how often racers met, and how often one was sent away to come again."""
    workers.do("races.publish_plan")
    met = {"conflicts": 0, "returned": 0}
    for seed in lives(ROUNDS):
        start_at = time.time() + HEAD_START
        parts = [{"seed": seed, "told": told, "start_at": start_at} for told in shares(seed)]
        for each in workers.together("races.settle_at_once", parts):
            met = {name: count + each[name] for name, count in met.items()}
    return met


def test_the_racers_really_met(raced: dict[str, Any]) -> None:
    assert raced["conflicts"] > ROUNDS


def test_whoever_wins_the_ledger_says_what_the_oracle_says(
    raced: dict[str, Any], books: Books
) -> None:
    for seed in lives(ROUNDS):
        contents = [content for delivery in history(seed).deliveries for content in delivery]

        assert balances(books.journals(f"shopify/tea/{seed}")) == oracle.due(contents).accounts


def test_a_race_leaves_one_chain_of_balanced_journals(raced: dict[str, Any], books: Books) -> None:
    for seed in lives(ROUNDS):
        chain = books.journals(f"shopify/tea/{seed}")

        assert problems(chain) == []
        assert books.head(f"shopify/tea/{seed}")["journals"] == len(chain)


def test_after_a_race_nothing_is_left_to_post(raced: dict[str, Any], books: Books) -> None:
    for seed in lives(ROUNDS):
        order_key = f"shopify/tea/{seed}"
        facts = [fact(content) for content in books.facts(order_key)]
        target = fold(facts, lambda ref: PLAN)
        chain = books.journals(order_key)

        assert len(facts) == len({fact(c).fact_id for d in history(seed).deliveries for c in d})
        assert next_journal(order_key, target, chain, facts, recorded_at=RECORDED_AT) is None
