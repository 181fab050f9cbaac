"""Where buyers are placed in the tree, whose they are does not depend on which order came first to
us: told in any order, twice, by workers that take turns and die, sellers, buyers, lines and places
are the same in the end. Fold and oracle read the same from it.

COMMISSIONS_PROOF=1 goes through many more stories.
"""

from itertools import permutations
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from commissions.application.pipeline.place_customers import customers_named, place_customer
from commissions.application.preview.world import World
from commissions.audit import oracle
from commissions.audit.order_credit import order_credit
from commissions.audit.order_history import OrderHistory
from commissions.domain.ledger.target import fold
from commissions.domain.orders.order import OrderPlaced, Referral
from commissions.platforms import ParsedWebhook
from tests.support.customer_stories import LINK, CustomerStory, Shop, Told, bought
from tests.support.memory_ledger import balances, problems
from tests.support.orders import NOON, PLAN
from tests.support.proof_size import proof_size
from tests.support.tree_stories import people_of, places, tree_shop, tree_story
from tests.unit.audit.plan_histories import sheet_of

STORIES = proof_size(12, 2_000)
SHEET = sheet_of(PLAN)


def told_as_it_comes(story: CustomerStory, run: int) -> Shop:
    """Shuffled, some of it twice, with workers that take turns and die."""
    dice = Random(f"tree {story.seed} {run}")  # noqa: S311 - not a secret
    told = [*story.told, *dice.choices(story.told, k=dice.randint(0, 3))]
    dice.shuffle(told)
    return tree_shop(story.policies, dice, dies=0.05 * run).run(told)


def stands(shop: Shop) -> dict[str, object]:
    """What is due; an order that waits may have heard of its customer."""
    found = {key: balances(each.journals) for key, each in sorted(shop.ledgers.items())}
    return {key: due for key, due in found.items() if due}


def test_people_and_places_are_the_same_however_a_customers_orders_arrive() -> None:
    deaths = turns = 0
    for seed in range(STORIES):
        story = tree_story(seed)
        in_order = tree_shop(story.policies).run(story.told)
        for run in (0, 1, 2):
            shop = told_as_it_comes(story, run)

            assert people_of(shop) == people_of(in_order), f"story {seed}, run {run}"
            assert stands(shop) == stands(in_order), f"story {seed}, run {run}"
            assert places(shop) == places(in_order), f"story {seed}, run {run}"
            deaths, turns = deaths + shop.deaths, turns + shop.turns

    assert min(deaths, turns) > 10


def test_the_oracle_reads_the_people_of_an_order_by_another_road() -> None:
    carriers: set[str] = set()
    for seed in range(STORIES):
        for ledger in told_as_it_comes(tree_story(seed), 1).ledgers.values():
            contents = [each.content for each in ledger.facts.values()]
            target = ledger.target(ledger.facts.values())

            assert oracle.due(contents, lambda ref: SHEET) == balances(ledger.journals), seed
            assert problems(ledger.journals) == [], f"story {seed}"
            if credit := target.credit:
                own = order_credit(OrderHistory.of(contents))
                carriers.add(credit.carrier)
                assert (own.seller, own.carrier, own.source, own.line, own.buyer) == (
                    credit.seller,
                    credit.carrier,
                    credit.source,
                    credit.line,
                    credit.buyer,
                ), f"story {seed}"

    assert {"customer_of", "placement", "discount_code"} <= carriers


A, B, C = bought(1, 0, "cara"), bought(2, 1, "ann"), bought(3, 2)
TYPO = bought(4, 3, referrals=(Referral(LINK, "TYPO-1", forgeable=True),))


@pytest.mark.parametrize("told", [*permutations((A, B, C))])
def test_who_referred_the_first_order_has_the_customer_whichever_is_told_first(
    told: tuple[Told, ...],
) -> None:
    shop = tree_shop().run(told)

    assert {*shop.sellers().values()} == {"cara"}
    assert places(shop)["c-one"] == "cara since day 0.0 by orders"
    assert {each.split()[1] for each in people_of(shop).values()} == {"c-one"}


@pytest.mark.parametrize("told", [(A, B, TYPO), (TYPO, B, A)])
def test_a_preview_has_the_same_people_and_places(told: tuple[OrderPlaced, ...]) -> None:
    world = World(tree_shop().registers)
    for each in told:
        at = each.updated_at
        world.tell(ParsedWebhook(topic="orders/paid", records=(each,), occurred_at=at))
    sold = {key: fold(world.facts_of(key), lambda _: PLAN).credit for key in world.orders}

    assert len(sold) == 3
    assert {(each.seller, each.buyer) for each in sold.values() if each} == {("cara", "c-one")}
    assert [each.member for each in world.registers.line("c-one", NOON)][:2] == ["c-one", "cara"]


def test_a_customer_whom_nobody_referred_is_nobody_in_the_tree_until_somebody_does() -> None:
    before = bought(0, -1)
    shop = tree_shop().run([before, A])

    assert shop.sellers() == {"shopify/tea/1000": "", "shopify/tea/1001": "cara"}
    assert [each.split(" ")[1] for each in people_of(shop).values()] == ["", "c-one"]
    assert "c-one" not in places(tree_shop().run([before]))


def test_whom_the_company_placed_is_their_sponsors_from_then_on() -> None:
    early, late = bought(1, 1, "cara", customer="two"), bought(2, 3, "zoe", customer="two")
    for told in permutations((early, late)):
        shop = tree_shop().run(told)

        assert shop.sellers() == {"shopify/tea/1001": "cara", "shopify/tea/1002": "bob"}
        assert places(shop)["c-two"] == "cara since day 1.0 by orders, bob since day 2.0"


def test_who_shows_a_place_after_another_has_spoken_looks_again() -> None:
    shop = tree_shop().run([B])
    shop.registers.keep("tea", "one", ())
    ahead = [A]

    def read_before_it_speaks(history: str) -> object:
        found = shop.stands.all_said(history)
        if ahead:
            shop.run([ahead.pop()])
        return found

    [named] = customers_named([*shop.ledgers["shopify/tea/1002"].facts.values()])
    overtaken: Any = SimpleNamespace(all_said=read_before_it_speaks)
    place_customer(named, overtaken, shop.registers)

    assert places(shop)["c-one"] == "cara since day 0.0 by orders"


def test_an_order_with_a_code_of_nobody_waits_until_its_customer_is_known() -> None:
    first_last = tree_shop().run([TYPO, A])

    assert first_last.sellers() == tree_shop().run([A, TYPO]).sellers()
    assert {*first_last.sellers().values()} == {"cara"}
    assert first_last.parked == {}
