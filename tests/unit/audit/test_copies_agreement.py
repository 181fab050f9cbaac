"""What an order of a marketplace and its vendors' copies earn does not depend on when anybody heard
of what: in any order of arrival, twice, by workers that take turns and die, it is earned once and
given back once, in the same months. Fold and oracle read the same from it.

COMMISSIONS_PROOF=1 goes through many more stories.
"""

from collections import Counter
from collections.abc import Iterable

from commissions.audit import oracle
from commissions.audit.copied_orders import CHILD, last_heard, uppers
from commissions.audit.copies_check import check_copy
from commissions.audit.findings import Finding
from commissions.audit.month_check import compare_months
from commissions.audit.order_record import OrderRecord
from commissions.domain.orders.carried_lines import LinesCarried
from tests.support.copy_stories import by_month, copy_story, listed_in
from tests.support.customer_stories import Shop
from tests.support.memory_ledger import balances, problems
from tests.support.orders import PLAN
from tests.support.proof_size import proof_size
from tests.unit.audit.plan_histories import sheet_of
from tests.unit.audit.test_customers_agreement import stands, told_as_it_comes

STORIES = proof_size(24, 10_000)
SHEET = sheet_of(PLAN)


def ends(shop: Shop) -> dict[str, dict[tuple[str, str, str], int]]:
    return {key: by_month(ledger.journals) for key, ledger in sorted(shop.ledgers.items())}


def test_copies_and_refunds_come_to_the_same_however_they_arrive() -> None:
    deaths = turns = moved = 0
    for seed in range(STORIES):
        story = copy_story(seed)
        in_order = Shop(story.policies).run(story.told)
        for run in (0, 1, 2):
            shop = told_as_it_comes(story, run)

            assert ends(shop) == ends(in_order), f"story {seed}, run {run}"
            assert listed_in(shop) == listed_in(in_order), f"story {seed}, run {run}"
            deaths, turns, moved = deaths + shop.deaths, turns + shop.turns, moved + shop.messages

    assert min(deaths, turns, moved) > 10


def test_the_oracle_reads_copies_by_another_road() -> None:
    seen: Counter[str] = Counter()
    for seed in range(STORIES):
        for key, ledger in told_as_it_comes(copy_story(seed), 1).ledgers.items():
            facts = [*ledger.facts.values()]
            contents, target = [each.content for each in facts], ledger.target(facts)
            record = OrderRecord(order_key=key, facts=(*facts,), journals=(*ledger.journals,))

            assert oracle.due(contents, lambda ref: SHEET) == balances(ledger.journals), seed
            assert compare_months(record, lambda ref: SHEET) == [], f"story {seed}"
            assert problems(ledger.journals) == [], f"story {seed}"
            elsewhere = target.stands_for
            if elsewhere:
                seen.update(waits=elsewhere.waits, whole=elsewhere.is_whole and not target.void)
                seen.update(unknown=bool(elsewhere.unknown), parents=bool(elsewhere.parents))
            seen["above its parent"] += len(uppers(record.history)) > 1
            seen["by copies"] += bool(target.balance and target.balance.copied)
            seen.update(each.reason for each in target.listings)

    wanted = [*("waits", "whole", "unknown", "parents"), "above its parent", "by copies"]
    wanted.append("copy_refunds_differ")
    assert min(seen[each] for each in wanted) > 0, seen


def test_of_what_all_heard_the_look_at_copies_finds_nothing_and_of_what_was_lost_all() -> None:
    lost: Counter[str] = Counter()
    for seed in range(STORIES):
        story = copy_story(seed)
        assert looked_at(told_as_it_comes(story, 2)) == [], f"story {seed}"

        deaf = Deaf(story.policies).run(story.told)
        found = looked_at(deaf)
        lost.update(each.kind for each in found)
        if stands(deaf) != stands(Shop(story.policies).run(story.told)):
            assert found, f"story {seed}"

    assert {"copy_refund_missing", "parent_missing", "parent_wrong"} <= {*lost}


class Deaf(Shop):
    """Nobody is told of anybody's lines; what is looked up of them is."""

    def _hear_lines(self, told: LinesCarried) -> None:
        """It is lost."""


def looked_at(shop: Shop) -> list[Finding]:
    records = {
        key: OrderRecord(order_key=key, facts=(*ledger.facts.values(),))
        for key, ledger in shop.ledgers.items()
    }
    above = {(key, upper.key) for key, each in records.items() for upper in uppers(each.history)}
    spoke = {(key, upper) for upper, each in records.items() for key in _told_by(each)}
    return [
        finding
        for key, upper in sorted(above | spoke)
        for finding in check_copy(
            records[key], records.get(upper, OrderRecord(order_key=upper)), is_found=True
        )
    ]


def _told_by(record: OrderRecord) -> Iterable[str]:
    """The orders that ever said what came back of them."""
    return last_heard(record.history, CHILD)
