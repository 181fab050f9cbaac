"""A line keeps what it was sold at, whatever becomes of its product and of the lines around it: the
ledger finds that in any order of arrival, and the oracle by another road.

COMMISSIONS_PROOF=1 tells 10,000 stories.
"""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from commissions.audit import oracle
from commissions.audit.explanation_check import check_explanations
from commissions.audit.line_values import LineValues
from commissions.audit.order_history import OrderHistory
from commissions.audit.order_record import OrderRecord
from commissions.audit.plan_sheet import parse
from commissions.audit.rule_change import RELEASED
from commissions.domain.catalogue.sku_values import UNITS, can_earn
from commissions.domain.ledger import locked_values
from commissions.domain.ledger.locked_values import LockedValues
from commissions.domain.ledger.same_lines import LineNumbers
from commissions.domain.ledger.sorted_facts import sorted_out
from commissions.domain.orders.order import OrderPlaced
from tests.support.memory_ledger import balances, problems
from tests.support.orders import PLAN
from tests.support.proof_size import proof_size
from tests.support.value_stories import ValuedOrder, ValueStory

STORIES = proof_size(100, 10_000)
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


def test_what_the_journals_of_such_orders_explain_is_so() -> None:
    sheet = parse(PLAN.text)
    for seed in range(3 * STORIES, 4 * STORIES):
        order = ValuedOrder().tell(ValueStory(seed).shuffled(chance(seed)))
        journals = tuple(order.ledger.journals)
        record = OrderRecord(
            order_key=order.facts[0].content.order_key,
            facts=tuple(order.facts),
            journals=journals,
            numbers=tuple(journal.number for journal in journals),
        )

        found = check_explanations(record, lambda ref: sheet, since=RELEASED)

        assert [each.sentence for each in found] == [], f"story {seed}"


def by_ids_alone(snapshots: Sequence[OrderPlaced]) -> list[LineNumbers]:
    ids = [item.line_id for order in snapshots for item in order.items]
    numbers = {line_id: number for number, line_id in enumerate(dict.fromkeys(ids))}
    return [{item.line_id: numbers[item.line_id] for item in each.items} for each in snapshots]


def each_by_its_own(snapshots: Sequence[OrderPlaced]) -> list[LineNumbers]:
    return [
        {item.line_id: 100 * place + number for number, item in enumerate(order.items)}
        for place, order in enumerate(snapshots)
    ]


MISTAKES: dict[str, tuple[Any, str, Any]] = {
    "a line is its id": (locked_values, "same_lines", by_ids_alone),
    "a line is worth what it is called": (locked_values, "same_lines", each_by_its_own),
    "a product that is gone earns nothing": (
        LockedValues,
        "of",
        lambda self, item: self.kept(item) if can_earn(item) else None,
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_that_could_creep_in_are_noticed(
    mistake: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*MISTAKES[mistake])
    sheet = parse(PLAN.text)
    orders = [ValuedOrder().tell(ValueStory(seed).tellings) for seed in range(60)]

    assert any(
        oracle.due([each.content for each in order.facts], lambda ref: sheet)
        != balances(order.ledger.journals)
        for order in orders
    )


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
