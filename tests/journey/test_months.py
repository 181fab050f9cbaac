"""Journals that come at once, several times and in any order are in members' months once: those who
add them race with each other, and with the function that the table's stream has add them.
"""

import time
from collections.abc import Iterator
from itertools import count, islice
from typing import Any

import pytest

from tests.journey.deployed import PROOF, WORKERS, Said
from tests.journey.ledger_reads import Books, unlike
from tests.journey.stores import happens
from tests.journey.workers import Staff
from tests.support.company import plan_in
from tests.support.histories import history

FIRST = 700_000
ORDERS = 200 if PROOF else 8
RACERS = 4
HEAD_START = 0.3
PLAN = plan_in("USD")


def lives() -> Iterator[int]:
    """Histories by the plan that the stack knows, of which several journals come."""
    for seed in count(FIRST):
        life = history(seed)
        if life.plan.ref == PLAN.ref and len(life.deliveries) > 3:
            yield seed


@pytest.fixture(scope="module")
def raced(company: Said, workers: Staff) -> dict[str, Any]:
    workers.do("races.publish_plan")
    seeds = list(islice(lives(), ORDERS))
    sold = [{"seeds": seeds[worker::WORKERS]} for worker in range(WORKERS)]
    workers.together("months.sell", sold)
    start_at = time.time() + HEAD_START
    race = {"seeds": seeds, "racers": RACERS, "start_at": start_at}
    done = workers.together("months.project", [race] * WORKERS)
    return {
        "seeds": seeds,
        "new": sum(each["new"] for each in done),
        "met": sum(each["met"] for each in done),
    }


def test_every_journal_was_new_to_one_at_most(raced: dict[str, Any], books: Books) -> None:
    journals = [books.journals(f"shopify/tea/{seed}") for seed in raced["seeds"]]

    assert 0 <= raced["new"] <= sum(map(len, journals))
    assert sum(map(len, journals)) > len(raced["seeds"])


def test_whoever_came_first_months_say_what_the_journals_say(
    raced: dict[str, Any], books: Books
) -> None:
    due = books.due_months()

    assert due
    assert happens(lambda: books.months() == due), unlike(books.months(), due)
