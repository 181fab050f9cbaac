"""Whatever order things are told in, and however often: one history ends at one ledger.

COMMISSIONS_PROOF=1 runs forty times as many histories, and more.
"""

import os
from itertools import permutations
from random import Random

import pytest

from commissions.domain.ledger.facts import Content
from tests.support import oracle
from tests.support.histories import Delivery, History, history
from tests.support.memory_ledger import MemoryLedger, balances, problems, standings, take_turns
from tests.support.proof_size import proof_size

MANY = 40 if os.environ.get("COMMISSIONS_PROOF") else 1
HISTORIES = proof_size(250, 10_000)
Ending = tuple[dict[tuple[str, str], int], dict[str, tuple[int, int]]]


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - not a secret


def ledger_of(life: History, told: list[Delivery]) -> MemoryLedger:
    ledger = MemoryLedger(life.plan)
    for delivery in told:
        ledger.settle(*delivery)
    return ledger


def ending(ledger: MemoryLedger) -> Ending:
    """The accounts, and per award that is anything what was earned and what taken back."""
    paid = balances(ledger.journals)
    lines = standings(ledger.journals)
    awards = {line.key: (line.earned, line.reversed) for line in lines.values()}
    return paid, awards


def due(told: list[Delivery]) -> Ending:
    contents: list[Content] = [content for delivery in told for content in delivery]
    expected = oracle.due(contents)
    return expected.accounts, expected.awards


def standing_only(ending: Ending, expected: Ending) -> Ending:
    """Without awards that were taken back whole before they ceased to be due: they have no line
    that says so, as nothing changed."""
    paid, awards = ending
    gone = {key for key, (earned, back) in awards.items() if earned == back} - set(expected[1])
    return paid, {key: stands for key, stands in awards.items() if key not in gone}


def test_every_history_told_in_any_order_ends_where_the_oracle_says() -> None:
    for seed in range(HISTORIES):
        life = history(seed)
        told = life.shuffled(chance(seed))

        ledger = ledger_of(life, told)
        expected = due(told)

        assert standing_only(ending(ledger), expected) == expected, f"history {seed}"
        assert problems(ledger.journals) == [], f"history {seed}"


def test_the_ledger_is_right_after_everything_that_is_told() -> None:
    for seed in range(10_000, 10_000 + 38 * MANY):
        life = history(seed)
        told = life.shuffled(chance(seed))
        ledger = MemoryLedger(life.plan)
        for count, delivery in enumerate(told, start=1):
            ledger.settle(*delivery)
            expected = due(told[:count])

            assert standing_only(ending(ledger), expected) == expected, f"{seed} after {count}"


def test_every_shuffle_of_a_history_ends_at_the_same_ledger() -> None:
    for seed in range(20_000, 20_000 + 25 * MANY):
        life = history(seed)
        ledgers = [ledger_of(life, life.shuffled(chance(shuffle))) for shuffle in range(4)]
        expected = due(list(life.deliveries))

        for ledger in ledgers:
            assert standing_only(ending(ledger), expected) == expected, f"history {seed}"
            assert set(ledger.facts) == set(ledgers[0].facts)


@pytest.mark.parametrize("seed", range(30_000, 30_000 + 3 * MANY))
def test_all_orders_in_which_a_short_history_can_be_told_end_at_the_same_ledger(seed: int) -> None:
    life = history(seed, deliveries_max=5)
    expected = due(list(life.deliveries))

    for told in permutations(life.deliveries):
        assert standing_only(ending(ledger_of(life, list(told))), expected) == expected


def test_an_award_is_explained_alike_whatever_order_led_to_it() -> None:
    for seed in range(40_000, 40_000 + 50 * MANY):
        life = history(seed)
        one, other = (ledger_of(life, life.shuffled(chance(shuffle))) for shuffle in range(2))
        due_now = due(list(life.deliveries))[1]
        explained = [
            {slot: line for slot, line in standings(ledger.journals).items() if slot[0] in due_now}
            for ledger in (one, other)
        ]

        assert explained[0] == explained[1], f"history {seed}"


def test_a_replay_of_everything_adds_nothing() -> None:
    for seed in range(50_000, 50_000 + 25 * MANY):
        life = history(seed)
        told = life.shuffled(chance(seed))

        assert ledger_of(life, told + told).journals == ledger_of(life, told).journals


def test_writers_that_get_in_each_others_way_end_at_the_same_ledger() -> None:
    conflicts = 0
    for seed in range(60_000, 60_000 + 75 * MANY):
        life = history(seed)
        told = life.shuffled(chance(seed))
        ledger = MemoryLedger(life.plan)
        take_turns([ledger.settling(delivery) for delivery in told], chance(seed))
        expected = due(told)

        assert standing_only(ending(ledger), expected) == expected, f"history {seed}"
        assert problems(ledger.journals) == []
        conflicts += ledger.conflicts

    assert conflicts > 50


def test_the_histories_are_about_something() -> None:
    awards = [due(list(history(seed).deliveries))[1].values() for seed in range(400)]
    partly = [any(0 < back < earned for earned, back in each) for each in awards]
    wholly = [any(0 < back == earned for earned, back in each) for each in awards]
    not_at_all = [any(back == 0 for _, back in each) for each in awards]

    assert min(sum(partly), sum(wholly), sum(not_at_all)) > 40
