"""Whose a customer is does not depend on when anybody heard of what: of the orders of a few
customers told in any order, twice, by workers that take turns and die, the sellers are the same.
Fold and oracle read the same from it.

COMMISSIONS_PROOF=1 goes through many more stories.
"""

from itertools import permutations
from random import Random

from commissions.audit import oracle
from commissions.audit.order_credit import order_credit
from commissions.audit.order_history import OrderHistory
from commissions.domain.stores.store import LIFETIME, Policies
from tests.support.customer_stories import CustomerStory, Shop, Told, bought, customer_story
from tests.support.memory_ledger import balances, problems
from tests.support.orders import PLAN, a_refund
from tests.support.proof_size import proof_size
from tests.unit.audit.plan_histories import sheet_of

STORIES = proof_size(15, 3_000)
SHEET = sheet_of(PLAN)
REMEMBERED = Policies(remember_referrer=LIFETIME, late_referral_hours=72)


def chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - not a secret


def told_as_it_comes(story: CustomerStory, run: int) -> Shop:
    """Shuffled, some of it twice, with workers that take turns and die."""
    dice = chance(f"{story.seed} {run}")
    told = [*story.told, *dice.choices(story.told, k=dice.randint(0, 3))]
    dice.shuffle(told)
    return Shop(story.policies, dice, dies=0.05 * run).run(told)


def stands(shop: Shop) -> dict[str, object]:
    """Of the orders that anything stands of: one may have heard something and still wait."""
    found = {key: balances(ledger.journals) for key, ledger in sorted(shop.ledgers.items())}
    return {key: balance for key, balance in found.items() if balance}


def test_the_sellers_are_the_same_however_a_customers_orders_arrive() -> None:
    moved = deaths = turns = 0
    for seed in range(STORIES):
        story = customer_story(seed)
        in_order = Shop(story.policies).run(story.told)
        for run in (0, 1, 2):
            shop = told_as_it_comes(story, run)

            assert shop.sellers() == in_order.sellers(), f"story {seed}, run {run}"
            assert stands(shop) == stands(in_order), f"story {seed}, run {run}"
            deaths, turns, moved = deaths + shop.deaths, turns + shop.turns, moved + shop.messages

    assert min(deaths, turns, moved) > 10


def test_two_orders_of_a_customer_and_a_refund_in_all_orders_of_arrival() -> None:
    told: tuple[Told, ...] = (
        bought(1, 0, "cara"),
        bought(2, 1),
        bought(3, 2, "bob"),
        a_refund(amounts={"1": 50_00}, minutes=2000, platform_order_id="1002"),
    )
    expected = {"shopify/tea/1001": "cara", "shopify/tea/1002": "cara", "shopify/tea/1003": "bob"}
    money = {str(stands(Shop(REMEMBERED).run(each))) for each in permutations(told)}

    assert all(Shop(REMEMBERED).run(each).sellers() == expected for each in permutations(told))
    assert len(money) == 1


def test_the_oracle_reads_whose_the_customer_is_by_another_road() -> None:
    carriers: set[str] = set()
    for seed in range(STORIES):
        story = customer_story(seed)
        for ledger in told_as_it_comes(story, 1).ledgers.values():
            contents = [each.content for each in ledger.facts.values()]
            target = ledger.target(ledger.facts.values())

            assert oracle.due(contents, lambda ref: SHEET) == balances(ledger.journals), seed
            assert problems(ledger.journals) == [], f"story {seed}"
            if target.credit:
                credit, own = target.credit, order_credit(OrderHistory.of(contents))
                carriers.add(credit.carrier)
                assert (own.seller, own.carrier, own.source, own.code, own.buyer) == (
                    credit.seller,
                    credit.carrier,
                    credit.source,
                    credit.code,
                    credit.buyer,
                ), f"story {seed}"

    assert {"customer_of", "contract", "discount_code", "landing_site"} <= carriers


def test_of_many_orders_of_one_customer_each_hears_little() -> None:
    """Where nothing expires or binds anew only the earliest is told, not each of each."""
    orders = [bought(n, n / 1000, "cara" if n % 3 == 0 else "") for n in range(30)]
    in_order = Shop(REMEMBERED).run(orders)
    shuffled = Shop(REMEMBERED, chance("many")).run(chance("order").sample(orders, len(orders)))
    first_last = Shop(REMEMBERED).run([*orders[1:], orders[0]])

    assert (in_order.messages, heard(in_order)) == (0, 1)
    assert first_last.messages <= 60
    assert heard(first_last) == 2
    assert heard(shuffled) <= 8
    assert {*shuffled.sellers().values()} == {"cara"}


def heard(shop: Shop) -> int:
    """The most that an order heard."""
    ledgers = shop.ledgers.values()
    return max(sum(each.kind == "carried" for each in one.facts.values()) for one in ledgers)
