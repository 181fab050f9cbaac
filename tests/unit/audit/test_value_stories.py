"""A line keeps what it was sold at, whatever becomes of its product and of the lines around it: the
ledger finds that in any order of arrival, and the oracle by another road.

COMMISSIONS_PROOF=1 tells 10,000 stories.
"""

import os
from collections import Counter
from random import Random

from commissions.audit import oracle
from commissions.audit.line_values import LineValues
from commissions.audit.order_history import OrderHistory
from commissions.audit.plan_sheet import parse
from commissions.domain.catalogue.sku_values import UNITS
from commissions.domain.ledger.locked_values import LockedValues
from commissions.domain.ledger.sorted_facts import sorted_out
from tests.support.memory_ledger import balances, problems
from tests.support.orders import PLAN
from tests.support.value_stories import ValuedOrder, ValueStory

STORIES = 10_000 if os.environ.get("COMMISSIONS_PROOF") else 100
ORDERS_OF_ARRIVAL = 2


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - not a secret


def sold_at(order: ValuedOrder) -> dict[str, str]:
    """What each line is worth to the ledger, by its row and its points."""
    known = sorted_out(order.facts)
    assert known
    values = LockedValues(known.snapshots, known.locks)
    found = {item.line_id: values.of(item) for item in known.latest.items}
    return {line_id: f"{each.platform_sku} {each.cv}" for line_id, each in found.items() if each}


def expected(story: ValueStory) -> dict[str, str]:
    return {
        line_id: f"{each.platform_sku} {each.cv}"
        for line_id, each in story.expected.items()
        if each
    }


def test_every_line_is_worth_what_it_was_sold_at_in_whatever_order_it_was_told() -> None:
    for seed in range(STORIES):
        story = ValueStory(seed)
        dice = chance(seed)
        in_order = ValuedOrder().tell(story.tellings)

        assert sold_at(in_order) == expected(story), f"story {seed}"
        assert not in_order.waits, f"story {seed}"
        for _ in range(ORDERS_OF_ARRIVAL):
            shuffled = ValuedOrder().tell(story.shuffled(dice))

            assert sold_at(shuffled) == expected(story), f"story {seed}"
            assert not shuffled.waits, f"story {seed}"
            assert balances(shuffled.ledger.journals) == balances(in_order.ledger.journals)
            assert problems(shuffled.ledger.journals) == [], f"story {seed}"


def test_the_oracle_finds_the_same_by_another_road() -> None:
    sheet = parse(PLAN.text)
    for seed in range(STORIES, 2 * STORIES):
        story = ValueStory(seed)
        order = ValuedOrder().tell(story.shuffled(chance(seed)))
        contents = [each.content for each in order.facts]

        due = oracle.due(contents, lambda ref: sheet)

        assert due == balances(order.ledger.journals), f"story {seed}"


def test_the_oracle_knows_what_every_line_was_sold_at() -> None:
    for seed in range(2 * STORIES, 3 * STORIES):
        story = ValueStory(seed)
        order = ValuedOrder().tell(story.shuffled(chance(seed)))
        history = OrderHistory.of(each.content for each in order.facts)
        values, latest = LineValues(history), history.order
        assert latest

        for item in latest.items:
            worth, at = values.worth(item), story.expected[item.line_id]
            assert at
            assert {unit: worth[unit] for unit in UNITS} == at.volumes, f"story {seed}"


def test_the_stories_are_about_something() -> None:
    happened: Counter[str] = Counter()
    waited = 0
    for seed in range(100):
        story = ValueStory(seed)
        happened += story.happened
        order, dice = ValuedOrder(), chance(seed)
        for told in story.shuffled(dice):
            order.tell([told])
            waited += bool(order.waits)

    kinds = ("rename", "add", "drop", "edit", "remake", "delete", "change_the_map")
    assert min(happened[kind] for kind in kinds) > 15
    assert waited > 20
